import ArgumentParser
import CommandLanguage
import Lessons
import Screen
import Walkthrough

/// `backstep lessons check`: reads files as strictly as can be, plays their lessons, and looks at their texts.
struct LessonsCheck: BackstepCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: say(Phrase.lessonsCheckAbstract), discussion: say(Phrase.lessonsCheckDiscussion))

    @Argument(help: help(Phrase.checkedFilesHelp)) var files: [String] = []
    @OptionGroup var format: FormatOptions
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        var paths = files
        if paths.isEmpty {
            let folder = try LessonFolder.find()
            paths = (folder.courseFile.map { [$0] } ?? []) + (folder.lessons + folder.models).map(folder.path(of:))
        }
        return try Output.collect { output in
            // A wrong file weighs more than a lesson to mend.
            paths.reduce(0) { max($0, check($1, output)) }
        }
    }

    private func check(_ argument: String, _ output: Output) -> Int32 {
        do throws(Failure) {
            let (problems, praise) = try look(at: argument)
            for problem in problems {
                switch format.format {
                case .text: output.line(Opening.text(of: problem))
                case .json: output.json(JSON(problem).text)
                }
            }
            let status = problems.reduce(0) { max($0, $1.severity.status) }
            if status == 0, format.format == .text { output.line(praise) }
            return status
        } catch {
            error.lines.forEach { output.line($0) }
            return error.status
        }
    }

    /// What is wrong with a file, and what to say when nothing is.
    private func look(at argument: String) throws(Failure) -> (problems: [Problem], praise: Localized) {
        if argument.split(separator: "/").last.map(String.init) == CourseFile.fileName {
            switch Opening.readCourse(argument) {
            case .failure(let found): return (found.problems, Localized(same: ""))
            case .success(let course):
                return (course.warnings, Phrase.goodCourse(argument, groups: course.groups.count, lessons: course.lessonCount))
            }
        }
        let file = try Opening.unread(argument)
        switch file.read(checker: .standard) {
        case .failure(let found): return (found.problems, Localized(same: ""))
        case .success(let lesson):
            do {
                let review = try LessonReview(lesson, in: file)
                let problems = review.problems(with: try LessonFit.findings(in: review))
                return (problems, Phrase.goodFile(file.path, steps: lesson.steps.count, checks: review.checks))
            } catch {
                throw Opening.failure(error)
            }
        }
    }
}

extension Problem.Severity {
    /// What a program that knows no more than the exit status should learn.
    fileprivate var status: Int32 {
        switch self {
        case .warning: 0
        case .finding: 1
        case .error: 2
        }
    }

    fileprivate var name: String {
        switch self {
        case .warning: "warning"
        case .finding: "finding"
        case .error: "error"
        }
    }
}

extension JSON {
    /// A problem for an editor: `{"file":…,"line":…,"column":…,"kind":"finding","message":…}`.
    fileprivate init(_ problem: Problem) {
        self = .object([
            ("file", .string(problem.file)), ("line", .integer(problem.line)), ("column", .integer(problem.column)),
            ("kind", .string(problem.severity.name)), ("message", .string(problem.message[Surroundings.language])),
        ])
    }
}
