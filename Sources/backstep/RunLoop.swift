import CommandLanguage
import Lessons
import NcursesTerminal
import Screen
import Walkthrough

/// The walkthrough in a terminal: read a key, update, view, paint.
enum RunLoop {
    /// - Parameter file: the lesson, as it is before its steps' commands and expressions have been checked.
    static func run(_ file: Opening.File, preparation: Preparation) throws(Failure) {
        let terminal: Terminal
        do throws(TerminalError) {
            terminal = try Terminal()
        } catch {
            throw Failure(Phrase.noTerminal(error))
        }
        defer { terminal.restore() }
        var model: Model
        do {
            model = try Model(
                lesson: file.lesson, language: Surroundings.language, charset: terminal.isUTF8 ? .unicode : .ascii,
                size: terminal.size)
        } catch {
            throw Opening.failure(error)
        }
        // Something to look at before what takes its time: the rest of the checks, and a script.
        terminal.paint(view(model))
        _ = try Opening.file(file.path)
        if !preparation.isEmpty {
            if try preparation.carryOut(on: &model) { return }
            terminal.paint(view(model))
        }
        while let key = terminal.readKey(), key != .endOfInput {
            let message: Message = key == .resize ? .resize(terminal.size) : .key(key)
            let (next, effects) = update(model, message)
            if effects.contains(.quit) { return }
            model = next
            terminal.paint(view(model))
        }
    }
}

/// What is done before the learner takes over: going to a position, then a script.
struct Preparation {
    var position: String?
    var script: Script?

    var isEmpty: Bool { position == nil && script == nil }

    /// - Returns: whether the script quits.
    func carryOut(on model: inout Model) throws(Failure) -> Bool {
        if let position {
            // Only to have the mistake, if there is one, with its place.
            _ = try Opening.position(position, option: "--at", in: model.session)
            model = update(model, .command("goto \(position)")).model
        }
        for line in script?.lines ?? [] {
            let (next, effects) = update(model, .command(line.text))
            if next.notice?.kind == .error, let script, let error = Conversation.error(of: line.text, on: model) {
                throw script.failure(at: line, error)
            }
            model = next
            if effects.contains(.quit) { return true }
        }
        return false
    }
}
