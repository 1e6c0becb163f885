import ArgumentParser
import CommandLanguage
import Lessons
import Screen

/// `backstep walk`: the walkthrough, full-screen or line by line.
struct Walk: BackstepCommand {
    static let configuration = CommandConfiguration(
        abstract: say(Phrase.walkAbstract), discussion: say(Phrase.walkDiscussion))

    @Argument(help: help(Phrase.fileHelp)) var file: String?
    @Flag(help: help(Phrase.plainHelp)) var plain = false
    @Option(help: help(Phrase.atHelp)) var at: String?
    @Option(help: help(Phrase.walkCommandsHelp)) var commands: String?
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var recording: RecordingOptions
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        let opened = try Opening.unread(file, alternatives: Backstep.commandNames)
        if plain, recording.record != nil { throw Failure(Phrase.recordNeedsScreen) }
        if plain {
            let file = Opening.File(path: opened.path, lesson: try Opening.lesson(in: opened))
            let preparation = try preparation()
            try Output.collect { output in
                var prompt = try PlainPrompt(file, output: output)
                try prompt.run(preparation)
            }
        } else {
            try RunLoop.run(opened, preparation: preparation(), recording: recording.open())
        }
        return 0
    }

    private func preparation() throws -> Preparation {
        Preparation(
            mutation: mutation, position: at, script: try commands.map { try Script(path: $0) }, isFileNamed: file != nil)
    }

    /// Opens the walkthrough on a file, or on the first lesson.
    static func open(_ file: String?) throws -> Int32 {
        try RunLoop.run(Opening.unread(file), preparation: Preparation(isFileNamed: file != nil))
        return 0
    }
}
