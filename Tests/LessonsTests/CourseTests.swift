import CommandLanguage
import Foundation
import Testing

@testable import Lessons

struct CourseTests {
    private static let lessons = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "lessons")

    private static func names(in folder: URL) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") && $0 != CourseFile.fileName }.map { String($0.dropLast(5)) }.sorted()
    }

    private func read(_ text: String, lessons: [String]? = nil) -> Result<CourseFile, FileProblems> {
        CourseFile.read(bytes: Array(text.utf8), file: CourseFile.fileName, lessons: lessons)
    }

    @Test func theCourseNamesEveryLessonOnce() throws {
        let names = Self.names(in: Self.lessons)
        let file = try CourseFile.read(path: Self.lessons.appending(path: CourseFile.fileName).path, lessons: names).get()
        #expect(file.warnings.isEmpty)
        #expect(file.groups.flatMap(\.lessons).sorted() == names)
        // A beginner starts with what needs nothing before it.
        #expect(file.groups.first?.lessons.first == "what-a-gradient-is")
        #expect(file.groups.allSatisfy { $0.title.english != $0.title.chinese && !$0.lessons.isEmpty })
    }

    @Test(arguments: [
        ("groups:\n  - title: A\n    lessons: [one, tow]\n", "3:20", "did you mean two?"),
        ("groups:\n  - title: A\n    lessons: [one, one]\n", "3:20", "a second time"),
        ("groups:\n  - title: A\n    lessons: [one]\n  - title: B\n    lessons:\n      - one\n", "6:9", "a second time"),
        ("groups:\n  - title: A\n    lessons: [one.yaml]\n", "3:15", "without .yaml"),
        ("groups:\n  - title: A\n    lessons: [../one]\n", "3:15", "a path"),
        ("groups:\n  - title: A\n    lesons: [one]\n", "3:5", "lessons"),
        ("groups:\n  - lessons: [one]\n", "2:5", "title"),
        ("groups:\n  - title: A\n    lessons: one\n", "3:14", "a list"),
        ("groups:\n  - [one]\n", "2:5", "lessons"),
        ("groups: one\n", "1:9", "a list"),
        ("group:\n  - title: A\n    lessons: [one]\n", "1:1", "groups"),
        ("- one\n", "1:1", "groups"),
    ])
    func aMistakeHasItsPlace(text: String, place: String, words: String) throws {
        guard case .failure(let found) = read(text, lessons: ["one", "two"]) else {
            Issue.record("taken: \(text)")
            return
        }
        let problem = try #require(found.problems.first)
        #expect("\(problem.line):\(problem.column)" == place)
        #expect(problem.message.english.contains(words), "\(problem.message.english)")
        #expect(found.problems.count == 1)
    }

    @Test func aTitleInOneLanguageIsWarnedOf() throws {
        let file = try read("groups:\n  - title: {en: A}\n    lessons: [one]\n").get()
        #expect(file.warnings.map(\.line) == [2])
        #expect(file.groups.map(\.title) == [Localized(same: "A")])
    }

    @Test func theOrderIsThatOfTheFile() throws {
        let file = try read("groups:\n  - title: A\n    lessons: [b, gone, a]\n  - title: B\n    lessons: [lost]\n").get()
        let course = Course(file, names: ["a", "b", "c", "d"]) { Localized(same: $0.uppercased()) }
        #expect(course.groups.map(\.title.english) == ["A", "Further lessons"])
        #expect(course.lessons.map(\.name) == ["b", "a", "c", "d"])
        #expect(course.lessons.map(\.number) == [1, 2, 3, 4])
        #expect(course.lessons.map(\.title.english) == ["B", "A", "C", "D"])
        #expect(course.lesson(after: "a")?.name == "c")
        #expect(course.lesson(after: "d") == nil && course.lesson(after: "gone") == nil && course.lesson(after: nil) == nil)
    }

    @Test func withoutAFileTheLessonsStandByTheAlphabet() {
        let course = Course(nil, names: ["a", "b"]) { Localized(same: $0) }
        #expect(course.groups.map(\.title.english) == ["Lessons"])
        #expect(course.lessons.map(\.name) == ["a", "b"])
    }

    @Test(arguments: ["lessons", "lessons/models"])
    func aTitleReadAloneIsTheFilesTitle(folder: String) throws {
        let folder = Self.lessons.deletingLastPathComponent().appending(path: folder)
        for name in Self.names(in: folder) {
            let file = try LessonFile.fetch(path: folder.appending(path: name + ".yaml").path).get()
            #expect(try file.title == file.read().get().title, "\(name)")
        }
    }

    @Test(arguments: [
        ("# a comment\n\ntitle:\n  en: A\n  zh: B\nmodel: [\n", Localized("A", "B")),
        ("title: >-\n  A long\n  title\nmodel: [\n", Localized(same: "A long title")),
        ("title: A", Localized(same: "A")),
        ("model: [\ntitle: A\n", nil), ("", nil), ("title:\n", nil), ("title: {en: A, fr: B}\n", nil),
    ])
    func aTitleIsReadFromItsLines(text: String, title: Localized?) {
        let file = LessonFile(path: "x.yaml", bytes: Array(text.utf8), limits: Limits())
        #expect(file.title == title)
    }
}
