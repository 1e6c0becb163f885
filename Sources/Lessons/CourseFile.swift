import CommandLanguage

/// The file beside the lessons that says in which groups and in which order they are to be taken.
///
///     groups:
///       - title: {en: First ideas, zh: 最初的概念}
///         lessons: [what-a-gradient-is, one-update]
///
/// A lesson is named as its file is, without `.yaml`.
public struct CourseFile: Sendable, Equatable {
    /// The one name in a folder of lessons that is not a lesson's.
    public static let fileName = "course.yaml"

    public struct Group: Sendable, Equatable {
        public let title: Localized
        public let lessons: [String]
    }

    public let groups: [Group]
    /// What may not be as its author thinks.
    public let warnings: [Problem]

    /// How many lessons are named.
    public var lessonCount: Int { groups.reduce(0) { $0 + $1.lessons.count } }

    /// Reads the file at `path`.
    ///
    /// - Parameter lessons: the lessons that there are, for an error at each other name; nil to take any name.
    /// - Returns: on failure, everything that is wrong with the file.
    public static func read(path: String, lessons: [String]? = nil) -> Result<CourseFile, FileProblems> {
        LessonFile.fetch(path: path).flatMap { read(bytes: $0.bytes, file: path, lessons: lessons) }
    }

    /// Reads a file's bytes; `file` is what its mistakes call it.
    public static func read(bytes: [UInt8], file: String, lessons: [String]? = nil) -> Result<CourseFile, FileProblems> {
        let collector = ProblemCollector(file: file, bytes: bytes)
        let groups = StrictYAML.read(bytes, limits: Limits(), into: collector).flatMap {
            CourseReader(collector: collector, lessons: lessons).read($0)
        }
        let problems = collector.problems
        guard let groups, !collector.hasErrors else { return .failure(FileProblems(problems: problems)) }
        return .success(CourseFile(groups: groups, warnings: problems))
    }
}

enum CourseKey: String, KeyTable {
    case groups

    static var subject: Localized { Phrase.subjectCourse }
    var isRequired: Bool { true }
    var shape: Shape { .list(.table(CourseGroupKey.self)) }
}

enum CourseGroupKey: String, KeyTable {
    case title, lessons

    static var subject: Localized { Phrase.subjectCourseGroup }
    var isRequired: Bool { true }
    var shape: Shape {
        switch self {
        case .title: .text
        case .lessons: .list(.string)
        }
    }
}

private struct CourseReader {
    let collector: ProblemCollector
    let lessons: [String]?

    func read(_ root: YAMLValue) -> [CourseFile.Group]? {
        guard let fields = collector.fields(root, as: CourseKey.self), let value = fields[.groups],
            let elements = collector.list(value, shape: CourseKey.groups.shape)
        else { return nil }
        var taken: Set<String> = []
        return elements.compactMap { readGroup($0, taken: &taken) }
    }

    private func readGroup(_ value: YAMLValue, taken: inout Set<String>) -> CourseFile.Group? {
        guard let fields = collector.fields(value, as: CourseGroupKey.self) else { return nil }
        let title = fields[.title].flatMap { collector.text($0) }
        let elements = fields[.lessons].flatMap { collector.list($0, shape: CourseGroupKey.lessons.shape) }
        let names = (elements ?? []).compactMap { readName($0, taken: &taken) }
        return title.map { CourseFile.Group(title: $0, lessons: names) }
    }

    private func readName(_ value: YAMLValue, taken: inout Set<String>) -> String? {
        guard let name = collector.string(value) else { return nil }
        if name.contains("/") || name.hasSuffix(".yaml") {
            collector.report(Phrase.lessonNameExpected(name), at: value.mark)
        } else if let lessons, !lessons.contains(name) {
            collector.report(Phrase.listedWithoutFile(name, known: lessons), at: value.mark)
        } else if !taken.insert(name).inserted {
            collector.report(Phrase.listedTwice(name), at: value.mark)
        }
        return name
    }
}

extension Phrase {
    static let subjectCourse = Localized("a course", "课程目录")
    static let subjectCourseGroup = Localized("a group of lessons", "一组课程")

    static func lessonNameExpected(_ name: String) -> Localized {
        Localized(
            "\(quoted(name)) is a path; a lesson stands here by the name of its file alone, without .yaml",
            "\(quoted(name)) 是路径；这里只写课程的文件名，不带 .yaml")
    }

    static func listedWithoutFile(_ name: String, known: [String]) -> Localized {
        let guess = nearestName(to: name, in: known)
        return Localized(
            "there is no lesson \(quoted(name)) beside this file" + (guess.map { "; did you mean \($0)?" } ?? ""),
            "此文件旁没有课程 \(quoted(name))" + (guess.map { "；是否想写 \($0)？" } ?? ""))
    }

    static func listedTwice(_ name: String) -> Localized {
        Localized(
            "\(quoted(name)) stands here a second time; a lesson has one place in the course",
            "\(quoted(name)) 重复出现；一课在目录中只有一个位置")
    }
}
