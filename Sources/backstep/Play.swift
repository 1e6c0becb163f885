import ArgumentParser
import CommandLanguage
import Lessons
import Screen

/// `backstep play`: a lesson by itself.
struct Play: BackstepCommand {
    static let configuration = CommandConfiguration(
        abstract: say(Phrase.playAbstract), discussion: say(Phrase.playDiscussion))

    @Argument(help: help(Phrase.lessonHelp)) var lesson: String
    @Flag(help: help(Phrase.headlessHelp)) var headless = false
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        guard headless else { return try Walk.open(lesson) }
        let file = try Opening.file(lesson)
        for problem in file.lesson.warnings { Output.complain(Opening.text(of: problem)) }
        guard !file.lesson.steps.isEmpty else { throw Failure(Phrase.notALesson(file.path)) }
        try Output.collect { output in
            let checks = try HeadlessPlay(file).play { output.line($0) }
            output.line()
            output.line(Phrase.playedThrough(steps: file.lesson.steps.count, checks: checks))
        }
        return 0
    }
}
