import Foundation
import Lessons
import Testing

@testable import Walkthrough

/// Whether the lesson pane at 80×24 has room for what lessons say.
struct LessonFitTests {
    private static let names: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: Places.root.appending(path: "lessons").path)
        return (files ?? []).filter { $0.hasSuffix(".yaml") && $0 != CourseFile.fileName }.map { String($0.dropLast(5)) }.sorted()
    }()

    private func review(_ path: String) throws -> LessonReview {
        let file = try LessonFile.fetch(path: path).get()
        return try LessonReview(file.read(checker: .standard).get(), in: file)
    }

    @Test("Every text fits", arguments: names) func fits(name: String) throws {
        let findings = try LessonFit.findings(in: review(Places.root.appending(path: "lessons/\(name).yaml").path))
        #expect(findings.isEmpty, "\(findings.map { "\($0.mark) \($0.message.english)" })")
    }

    /// The pane has three lines of 76 cells; one Chinese character takes two.
    @Test func aTextWithOneCellTooManyIsFound() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "backstep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "long.yaml")
        func english(_ cells: Int) -> String { "say: {en: \(String(repeating: "w", count: cells)), zh: 好。}" }
        func chinese(_ characters: Int) -> String { "say: {en: Good., zh: \(String(repeating: "好", count: characters))}" }
        let question = "ask: {question: {en: \(String(repeating: "w", count: 3 * 76 - 1)), zh: 好？}, answer: w}"
        let texts = [english(3 * 76), english(3 * 76 + 1), chinese(3 * 38), chinese(3 * 38 + 1), question]
            // What a command tells is read on with ⏎.
            + [english(3 * 76) + "\n    do: info run"]
        let steps = texts.map { "  - " + $0 }.joined(separator: "\n")
        let text = LessonTemplate.text(for: "long").replacing(#/steps:\n(.|\n)*/#, with: "steps:\n" + steps + "\n")
        try Data(text.utf8).write(to: file)
        let first = try #require(text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(of: "steps:")) + 2
        let findings = try LessonFit.findings(in: review(file.path))
        #expect(findings.map(\.mark.description) == ["\(first + 1):15", "\(first + 3):26", "\(first + 4):26"])
        #expect(findings.allSatisfy { $0.message.english.contains("takes 4 lines") && $0.message.chinese.contains("4 行") })
    }
}
