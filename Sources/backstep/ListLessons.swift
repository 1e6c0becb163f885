import ArgumentParser
import CommandLanguage
import Lessons
import Screen

/// `backstep lessons`: lists them; `lessons check` tries files.
struct ListLessons: BackstepCommand {
    static let configuration = CommandConfiguration(
        commandName: "lessons", abstract: say(Phrase.lessonsAbstract), discussion: say(Phrase.lessonsDiscussion),
        subcommands: [LessonsCheck.self])

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
            paths = (folder.courseFile.map { [$0] } ?? []) + (folder.lessons + folder.models).map(folder.path(of:))
        }
        return try Output.collect { output in
            // A wrong file weighs more than a check that fails.
            paths.reduce(0) { max($0, check($1, output)) }
        }
    }

    private func check(_ argument: String, _ output: Output) -> Int32 {
        do throws(Failure) {
            if argument.split(separator: "/").last.map(String.init) == CourseFile.fileName {
                let course = try Opening.course(argument)
                for problem in course.warnings { output.line(Opening.text(of: problem)) }
                output.line(Phrase.goodCourse(argument, groups: course.groups.count, lessons: course.lessonCount))
                return 0
            }
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
