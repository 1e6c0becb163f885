import ArgumentParser
import Autograd
import CommandLanguage
import Debugger
import Screen
import Walkthrough

/// `backstep run`: the whole training, at full speed.
struct Run: BackstepCommand {
    static let configuration = CommandConfiguration(
        abstract: say(Phrase.runAbstract), discussion: say(Phrase.runDiscussion))

    @Argument(help: help(Phrase.fileHelp)) var file: String
    @Option(help: help(Phrase.untilHelp)) var until: String?
    @Option(help: help(Phrase.runCommandsHelp)) var commands: String?
    @Option(help: help(Phrase.everyHelp)) var every: Int?
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        if let every, every < 1 { throw Failure(Phrase.atLeastOne("--every")) }
        let condition = try until.map { text in try Opening.condition(text, option: "--until") }
        var script: Script?
        if let commands { script = try Script(path: commands) }
        let opened = try Opening.file(file)
        for problem in opened.lesson.warnings { Output.complain(Opening.text(of: problem)) }
        return try Output.collect { output in
            var session = try opened.session()
            if let script {
                guard let prepared = try Self.debug(opened, script, { line in
                    // JSON must stay alone on standard output.
                    if format.format == .json { Output.complain(line) } else { output.line(line) }
                }) else { return 0 }
                session = prepared
                if format.format == .text { output.line() }
            }
            try mutation.carryOut(on: &session).forEach { Output.complain($0) }
            output.flush()
            var training = Training(session)
            let end = try training.run(until: condition.map { ($0, until ?? "") })
            switch end {
            case .interrupted(let updates, let all):
                Output.complain(Phrase.interrupted(epoch: training.epochLosses.count + 1, updates: updates, of: all))
            case .early: Output.complain(Phrase.stoppedEarly(epoch: training.epochLosses.count))
            case .notFinite(let sentence, let updates):
                Output.complain(Phrase.runStopped(epoch: training.epochLosses.count + 1, sentence))
                if updates > 0 { Output.complain(Phrase.smallerRate) }
            case .finished: if let until { Output.complain(Phrase.neverHeld(until)) }
            case .conditionHeld: break
            }
            switch format.format {
            case .json: output.json(training.json.text)
            case .text: training.report(title: opened.lesson.title, every: every).forEach { output.line($0) }
            }
            switch end {
            case .interrupted: return 130
            case .notFinite: return 1
            case .finished, .conditionHeld, .early: return 0
            }
        }
    }

    /// Carries out a script and tells what came of it.
    ///
    /// - Returns: the session that it leaves; nil when the script quits.
    private static func debug(
        _ file: Opening.File, _ script: Script, _ tell: (SafeText) -> Void
    ) throws(Failure) -> Session? {
        var conversation = try Conversation(file.lesson.withoutSteps)
        Interruption.watchOnce()
        return try carryOut(script, depth: 1, on: &conversation, tell) ? nil : conversation.model.session
    }

    /// - Returns: whether the script quits.
    private static func carryOut(
        _ script: Script, depth: Int, on conversation: inout Conversation, _ tell: (SafeText) -> Void
    ) throws(Failure) -> Bool {
        for line in script.lines {
            let before = conversation.model.session.bookmark
            switch try? Command.parse(line.text) {
            case .help(let topic)?:
                HelpText.lines(topic, in: conversation.model.language).forEach(tell)
                continue
            case .source(let path)?:
                guard depth < Model.deepestScript else {
                    throw script.failure(at: line, CommandError(Phrase.tooManyScripts(Model.deepestScript)))
                }
                if try carryOut(Script(path: path), depth: depth + 1, on: &conversation, tell) { return true }
                continue
            default: break
            }
            do throws(CommandError) {
                if try conversation.carryOut(line.text) { return true }
            } catch {
                throw script.failure(at: line, error)
            }
            if conversation.wasInterrupted { throw Failure(Phrase.scriptInterrupted(line.text), status: 130) }
            let model = conversation.model
            let narration = Narration(in: model.language)
            narration.moved(model.session, since: before.position).forEach(tell)
            if model.session.bookmark.differs(from: before) { narration.displays(model.session).forEach(tell) }
            if let notice = model.notice { tell(SafeText(notice.text[model.language])) }
            for line in model.overlay?.lines ?? [] { tell(SafeText(line[model.language])) }
        }
        return false
    }
}
