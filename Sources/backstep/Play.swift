import ArgumentParser
import CommandLanguage
import Lessons
import Screen
import Walkthrough

/// `backstep play`: a lesson by itself.
struct Play: BackstepCommand {
    static let configuration = CommandConfiguration(
        abstract: say(Phrase.playAbstract), discussion: say(Phrase.playDiscussion))

    @Argument(help: help(Phrase.lessonHelp)) var lesson: String
    @Flag(help: help(Phrase.headlessHelp)) var headless = false
    @Option(help: help(Phrase.speedHelp)) var speed = 1.0
    @Option(help: help(Phrase.sizeHelp)) var size = "100x30"
    @OptionGroup var recording: RecordingOptions
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        guard Playback.speeds.contains(speed) else { throw Failure(Phrase.noSuchSpeed) }
        let size = try screenSize()
        let file = try Opening.file(lesson)
        for problem in file.lesson.warnings { Output.complain(Opening.text(of: problem)) }
        guard !file.lesson.steps.isEmpty else { throw Failure(Phrase.notALesson(file.path)) }
        let recording = try recording.open()
        guard headless else {
            try PlayLoop.run(file, speed: speed, recording: recording)
            return 0
        }
        try Output.collect { output in
            let checks = try HeadlessPlay(file).play { output.line($0) }
            output.line()
            output.line(Phrase.playedThrough(steps: file.lesson.steps.count, checks: checks))
        }
        if let recording { try UnseenPlay.record(file, size: size, speed: speed, on: recording) }
        return 0
    }

    /// `100x30`: columns and rows, as many as the walkthrough needs and no more than any terminal has.
    private func screenSize() throws(Failure) -> Size {
        let numbers = size.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], (40...500).contains(columns),
            (12...200).contains(rows)
        else { throw Failure(Phrase.notASize(size)) }
        return Size(rows: rows, columns: columns)
    }
}
