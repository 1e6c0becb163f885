import ArgumentParser
import CommandLanguage
import Lessons
import Screen

/// `backstep lessons`: lists them; `lessons check` tries files, `lessons new` begins one.
struct ListLessons: BackstepCommand {
    static let configuration = CommandConfiguration(
        commandName: "lessons", abstract: say(Phrase.lessonsAbstract), discussion: say(Phrase.lessonsDiscussion),
        subcommands: [LessonsCheck.self, LessonsNew.self])

    @Option(
        defaultAsFlag: ForgottenLessons.all, help: ArgumentHelp(help(Phrase.resetHelp).abstract, valueName: "lesson"))
    var reset: ForgottenLessons? = nil
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        if let reset { return try reset.forget() }
        let folder = try LessonFolder.find()
        if let file = folder.courseFile, case .failure(let found) = CourseFile.read(path: file) {
            found.problems.forEach { Output.complain(Opening.text(of: $0)) }
        }
        let course = folder.course
        let models = folder.models
        let progress = ProgressFile.usual?.read()
        if let remark = progress?.remark { Output.complain(remark) }
        let width = (course.lessons.map(\.name) + models).map { SafeText($0).width }.max() ?? 0
        try Output.collect { output in
            for line in CourseText.lines(course, in: Surroundings.language, progress: progress?.progress) { output.line(line) }
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
    /// - Parameters:
    ///   - current: the name of the lesson to mark.
    ///   - progress: what is done and where one has stopped; nil, or empty, for a list without such marks.
    static func lines(
        _ course: Course, in language: Language, current: String? = nil, progress: CourseProgress? = nil
    ) -> [SafeText] {
        let progress = progress ?? CourseProgress()
        let next = progress.isEmpty ? nil : progress.next(in: course)
        let width = course.lessons.map { SafeText($0.name).width }.max() ?? 0
        var lines: [SafeText] = []
        for group in course.groups {
            if !lines.isEmpty { lines.append("") }
            lines.append(SafeText(group.title[language]))
            for lesson in group.lessons {
                let mark: SafeText = (lesson.name == current ? ">" : " ") + (progress.isDone(lesson) ? "✓" : " ")
                let place = Phrase.place(progress.entries[lesson.name], isNext: lesson == next)
                let end = SafeText(place.map { " (\($0[language]))" } ?? "")
                let number = SafeText("\(lesson.number)").padded(to: 2, .right)
                lines.append(mark + number + "  " + SafeText(lesson.name).padded(to: width + 2) + SafeText(lesson.title[language]) + end)
            }
        }
        return lines
    }
}
