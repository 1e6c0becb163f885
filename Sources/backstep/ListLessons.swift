import ArgumentParser
import CommandLanguage
import Lessons
import Screen

/// `backstep lessons`: lists them; `lessons check` tries files, `lessons new` begins one.
struct ListLessons: BackstepCommand {
    static let configuration = CommandConfiguration(
        commandName: "lessons", abstract: say(Phrase.lessonsAbstract), discussion: say(Phrase.lessonsDiscussion),
        subcommands: [LessonsCheck.self, LessonsNew.self])

    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        let folder = try LessonFolder.find()
        if let file = folder.courseFile, case .failure(let found) = CourseFile.read(path: file) {
            found.problems.forEach { Output.complain(Opening.text(of: $0)) }
        }
        let course = folder.course
        let models = folder.models
        let width = (course.lessons.map(\.name) + models).map { SafeText($0).width }.max() ?? 0
        try Output.collect { output in
            for line in CourseText.lines(course, in: Surroundings.language) { output.line(line) }
            guard !models.isEmpty else { return }
            output.line()
            output.line(SafeText(Phrase.modelsHeading[Surroundings.language]))
            for name in models {
                let title = SafeText(folder.title(of: name)[Surroundings.language])
                output.line("      " + SafeText(name).padded(to: width + 2) + title)
            }
        }
        return 0
    }
}

/// The course as lines: each group's title, and its lessons by number, name and title.
enum CourseText {
    /// - Parameter current: the name of the lesson to mark.
    static func lines(_ course: Course, in language: Language, current: String? = nil) -> [SafeText] {
        let width = course.lessons.map { SafeText($0.name).width }.max() ?? 0
        var lines: [SafeText] = []
        for group in course.groups {
            if !lines.isEmpty { lines.append("") }
            lines.append(SafeText(group.title[language]))
            for lesson in group.lessons {
                let mark: SafeText = lesson.name == current ? "> " : "  "
                let number = SafeText("\(lesson.number)").padded(to: 2, .right)
                lines.append(mark + number + "  " + SafeText(lesson.name).padded(to: width + 2) + SafeText(lesson.title[language]))
            }
        }
        return lines
    }
}
