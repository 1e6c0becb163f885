import ArgumentParser
import CommandLanguage
import Lessons
import Screen

/// `backstep lessons`: lists them; `lessons check` tries files.
struct ListLessons: BackstepCommand {
    static let configuration = CommandConfiguration(
        commandName: "lessons", abstract: say(Phrase.lessonsAbstract), discussion: say(Phrase.lessonsDiscussion),
        subcommands: [LessonsCheck.self])

    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        let folder = try LessonFolder.find()
        let groups = [(Phrase.lessonsHeading, folder.lessons), (Phrase.modelsHeading, folder.models)]
        let width = groups.flatMap(\.1).map { SafeText($0).width }.max() ?? 0
        try Output.collect { output in
            for (index, (heading, names)) in groups.filter({ !$0.1.isEmpty }).enumerated() {
                if index > 0 { output.line() }
                output.line(SafeText(heading[Surroundings.language]))
                for name in names {
                    output.line("  " + SafeText(name).padded(to: width + 2) + Self.title(of: name, in: folder))
                }
            }
        }
        return 0
    }

    private static func title(of name: String, in folder: LessonFolder) -> SafeText {
        switch Lesson.read(path: folder.path(of: name)) {
        case .success(let lesson): SafeText(lesson.title[Surroundings.language])
        case .failure: SafeText(Phrase.brokenLesson(name)[Surroundings.language])
        }
    }
}

/// `backstep lessons check`: reads files as strictly as can be, and plays their lessons.
struct LessonsCheck: BackstepCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: say(Phrase.lessonsCheckAbstract), discussion: say(Phrase.lessonsCheckDiscussion))

    @Argument(help: help(Phrase.checkedFilesHelp)) var files: [String] = []
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        var paths = files
        if paths.isEmpty {
            let folder = try LessonFolder.find()
            paths = (folder.lessons + folder.models).map(folder.path(of:))
        }
        return try Output.collect { output in
            // A wrong file weighs more than a check that fails.
            paths.reduce(0) { max($0, check($1, output)) }
        }
    }

    private func check(_ argument: String, _ output: Output) -> Int32 {
        do throws(Failure) {
            let file = try Opening.file(argument)
            for problem in file.lesson.warnings { output.line(Opening.text(of: problem)) }
            let checks = try HeadlessPlay(file).play { _ in }
            output.line(Phrase.goodFile(file.path, steps: file.lesson.steps.count, checks: checks))
            return 0
        } catch {
            error.lines.forEach { output.line($0) }
            return error.status
        }
    }
}
