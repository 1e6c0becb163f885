import CommandLanguage
import Debugger
import Glibc
import Lessons
import Screen
import Walkthrough

/// The walkthrough line by line: for screen readers, terminals that cannot move their cursor, and pipes.
struct PlainPrompt {
    private var conversation: Conversation
    private let output: Output
    /// The model's language, which `language` changes.
    private var language: Language { conversation.model.language }
    private var narration: Narration { Narration(in: language) }

    init(_ file: Opening.File, output: Output) throws(Failure) {
        conversation = try Conversation(file.lesson, course: CourseFollowing.place(of: file.path))
        self.output = output
    }

    /// Reads and carries out lines until the input ends or one says `quit`.
    mutating func run(_ preparation: Preparation) throws(Failure) {
        if let position = preparation.position {
            // Before anything is told, so that a mistake in the call is all there is to read.
            _ = try Opening.position(position, option: "--at", in: conversation.model.session)
        }
        open()
        if let position = preparation.position {
            if try obey("goto \(position)", failing: { Opening.failure($0, in: position, option: "--at") }) { return }
        }
        if let script = preparation.script {
            for line in script.lines {
                if try obey(line.text, failing: { script.failure(at: line, $0) }) { return }
            }
        }
        // A prompt helps who types; in a pipe it would stand in the way.
        let isTyped = isatty(STDIN_FILENO) != 0
        while true {
            if isTyped { output.text("(backstep) ") }
            output.flush()
            guard let line = readLine() else { break }
            guard let command = conversation.command(for: line) else { continue }
            do throws(CommandError) {
                if try obey(command) { return }
            } catch {
                output.line(SafeText(error.message[language]))
                // An answer's mistake is marked in what was typed, without the word that was put before it.
                let offset = command.count - line.count
                if let range = error.range { Excerpt.lines(of: line, at: range.lowerBound - offset).forEach { output.line($0) } }
            }
        }
        if isTyped { output.line() }
    }

    /// Tells what a lesson or model is, and its first step.
    private func open() {
        let lesson = conversation.model.player.lesson
        narration.opening(lesson).forEach { output.line($0) }
        output.line()
        output.line(SafeText((lesson.steps.isEmpty ? Phrase.plainModelHint : Phrase.plainLessonHint)[language]))
        showStep()
        if let question = conversation.model.player.openQuestion {
            narration.asking(question).forEach { output.line($0) }
        }
        if lesson.steps.isEmpty { showNext() }
    }

    private mutating func obey(_ text: String, failing failure: (CommandError) -> Failure) throws(Failure) -> Bool {
        do throws(CommandError) {
            return try obey(text)
        } catch {
            throw failure(error)
        }
    }

    /// Carries out a command and tells what came of it; true when it asks to end.
    private mutating func obey(_ text: String) throws(CommandError) -> Bool {
        if case .help(let topic)? = try Command.parse(text) {
            HelpText.lines(topic, in: language).forEach { output.line($0) }
            return false
        }
        if case .open(nil)? = try Command.parse(text), let course = conversation.model.course {
            CourseText.lines(course.course, in: language, current: course.name).forEach { output.line($0) }
            output.line(SafeText(Phrase.openByName[language]))
            return false
        }
        let before = conversation.model
        if try conversation.carryOut(text) { return true }
        let model = conversation.model
        let opens = if case .open? = try Command.parse(text) { model.notice == nil } else { false }
        if opens || model.course != before.course {
            open()
            return false
        }
        if model.player.stepIndex != before.player.stepIndex { showStep() }
        narration.moved(model.session, since: before.session.position).forEach { output.line($0) }
        if let notice = model.notice { output.line(SafeText(notice.text[model.language], keepingNewlines: true)) }
        for line in model.overlay?.lines ?? [] { output.line(SafeText(line[model.language], keepingNewlines: true)) }
        if model.player.stepIndex != before.player.stepIndex, let question = model.player.openQuestion {
            narration.asking(question).forEach { output.line($0) }
        } else if model.session.position != before.session.position {
            showNext()
        }
        return false
    }

    private func showStep() {
        let player = conversation.model.player
        guard let index = player.stepIndex, let step = player.step else { return }
        output.line()
        narration.saying(step, number: index + 1, of: player.lesson.steps.count).forEach { output.line($0) }
    }

    private func showNext() {
        if let next = narration.next(conversation.model.session) { output.line(next) }
    }
}

/// The command table as help prints it.
enum HelpText {
    static func lines(_ topic: String?, in language: Language) -> [SafeText] {
        if let topic {
            guard let found = CommandTable.all.first(where: { $0.name == topic || $0.aliases.contains(topic) }) else {
                let nearest = nearestName(to: topic, in: CommandTable.all.map(\.name))
                return [SafeText(Phrase.noHelp(topic, nearest: nearest)[language])]
            }
            let usage = SafeText("\(found.name) \(found.usage)")
            let aliases = found.aliases.isEmpty ? [] : [SafeText(Phrase.short(found.aliases)[language])]
            return [usage, "  " + SafeText(found.summary[language])] + aliases.map { "  " + $0 }
        }
        let names = CommandTable.all.map { SafeText(([$0.name] + $0.aliases).joined(separator: " ")) }
        let width = names.map(\.width).max() ?? 0
        let rows = zip(names, CommandTable.all).map { $0.padded(to: width + 2) + SafeText($1.summary[language]) }
        return rows + [SafeText(Phrase.plainHelpEnd[language])]
    }
}
