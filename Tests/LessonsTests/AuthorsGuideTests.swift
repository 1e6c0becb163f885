import Foundation
import Testing

@testable import Lessons

/// The guide for authors, lessons/README.md.
struct AuthorsGuideTests {
    private func guide() throws -> String {
        try String(contentsOf: LessonFiles.folder.appending(path: "README.md"), encoding: .utf8)
    }

    /// Every table of keys that a file's shapes lead to.
    private static let tables: [any KeyTable.Type] = {
        var tables: [any KeyTable.Type] = [LessonKey.self]
        func visit(_ shape: Shape) {
            switch shape {
            case .list(let element), .record(let element): visit(element)
            case .either(let one, let other): [one, other].forEach(visit)
            case .text: visit(.table(LanguageKey.self))
            case .table(let table) where !tables.contains { $0 == table }:
                tables.append(table)
                for key in table.allKeyNames { table.shape(ofKey: key).map(visit) }
            default: break
            }
        }
        for key in LessonKey.allCases { visit(key.shape) }
        return tables
    }()

    @Test func everyKeyIsInTheTable() throws {
        #expect(Self.tables.count >= 17)
        let rows = try guide().split(separator: "\n").filter { $0.hasPrefix("|") }.joined()
        for table in Self.tables {
            for key in table.allKeyNames { #expect(rows.contains("`\(key)`"), "\(table): \(key)") }
        }
    }

    @Test func theRecipeHasTenLinesInEachLanguage() throws {
        let numbered = try guide().split(separator: "\n").compactMap { $0.prefixMatch(of: #/(\d+)\. /#).flatMap { Int($0.1) } }
        #expect(numbered == Array(1...10) + Array(1...10))
    }

    /// The example holds: with the model that it speaks of, it is a lesson.
    @Test func theExamplePlays() throws {
        let text = try guide()
        let example = try #require(text.firstMatch(of: #/```yaml\n(steps:\n(?:.*\n)*?)```/#)).1
        let model = try String(contentsOf: LessonFiles.folder.appending(path: "two-two-one-sigmoid.yaml"), encoding: .utf8)
        let lines = model.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0 != "steps:" }
        let bytes = Array((lines.joined(separator: "\n") + "\n" + example).utf8)
        let file = LessonFile(path: "example.yaml", bytes: bytes, limits: Limits())
        let problems = try LessonReview(file.read(checker: .standard).get(), in: file).problems()
        #expect(problems.isEmpty, "\(problems.map(\.message.english))")
    }

    @Test func theLessonThatAuthorsBeginWithIsGood() throws {
        let text = LessonTemplate.text(for: "my-lesson.yaml")
        let file = LessonFile(path: "my-lesson.yaml", bytes: Array(text.utf8), limits: Limits())
        let lesson = try file.read(checker: .standard).get()
        let problems = try LessonReview(lesson, in: file).problems()
        #expect(problems.isEmpty, "\(problems.map(\.message.english))")
        #expect(lesson.steps.count >= 5 && lesson.steps.contains { $0.ask != nil })
        // δ = 0.1, so ∂L/∂w = 0.1·2; by hand.
        #expect(lesson.steps.flatMap(\.expects).contains { $0.text.text == "new(w) ≈ 0.48" })
    }
}
