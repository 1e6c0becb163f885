import Autograd
import CommandLanguage
import Debugger
import Foundation
import Testing

@testable import Lessons

/// Lessons that are wrong in one place: the place is found.
@Suite struct LessonMutationTests {
    @Test("A changed expect fails", arguments: LessonFiles.names)
    func changedExpect(name: String) throws {
        let lesson = try LessonFiles.file(name).read(checker: .standard).get()
        var player = try LessonPlayer(lesson: lesson)
        var count = 0
        while player.next() != nil, let step = player.step {
            // An author sees what an open question hides from a learner.
            player.session.curtain = nil
            for expectation in step.expects {
                let changed = try changed(expectation, player.session)
                #expect(player.check(expectation) == nil)
                #expect(player.check(changed) != nil, "\(changed.text.text)")
                count += 1
            }
        }
        #expect(count >= lesson.steps.count / 2)
    }

    /// An expectation with another number, or the opposite one.
    private func changed(_ expectation: Lessons.Expectation, _ session: Session) throws -> Lessons.Expectation {
        let expression = try Expression(command: expectation.text.text)
        var changed = Expression.unary(.not, expression)
        if case .binary(let equation, let left, let right) = expression, [.approximately, .equal].contains(equation) {
            // Far enough that no tolerance lets it pass, and no further.
            let (a, b) = (try session.value(of: left), try session.value(of: right))
            let scale = a == 0 || b == 0 ? 1 : abs(b)
            changed = .binary(equation, left, right + .number(scale * max(1e-6, 3 * (expectation.within ?? 0))))
        }
        let text = ScriptText(text: changed.text(.plain), line: expectation.text.line, column: expectation.text.column)
        return Lessons.Expectation(text: text, within: expectation.within)
    }

    @Test("A translation that is taken away is missed", arguments: LessonFiles.names)
    func removedTranslation(name: String) throws {
        let file = try LessonFiles.file(name)
        let collector = ProblemCollector(file: file.path, bytes: file.bytes)
        let root = try #require(StrictYAML.read(file.bytes, limits: file.limits, into: collector))
        let texts = LessonTexts(root)
        #expect(texts.untranslated.isEmpty)
        for text in texts.texts {
            guard let language = text.language else { continue }
            let missing = LessonTexts(root.removing(language.rawValue, valueAt: text.mark)).untranslated
            #expect(missing.map(\.missing) == [language], "\(text.mark) \(text.text)")
        }
        #expect(texts.texts.count { $0.language == .chinese } >= 12)
    }

    /// The way from there to the finding, once.
    @Test func aMissingTranslationIsFound() throws {
        let file = try LessonFiles.file("one-update")
        let text = String(decoding: file.bytes, as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("  zh: ") })
        let changed = LessonFile(path: file.path, bytes: Array(text.replacing(line + "\n", with: "").utf8), limits: file.limits)
        let problems = try LessonReview(changed.read(checker: .standard).get(), in: changed).problems()
        #expect(problems.map(\.severity) == [.finding])
        #expect(problems.first?.message.english.contains("`zh`") == true)
    }
}

extension YAMLValue {
    /// The value without the pair of this key whose value stands at `mark`.
    fileprivate func removing(_ key: String, valueAt mark: SourceMark) -> YAMLValue {
        switch content {
        case .scalar: self
        case .sequence(let values):
            YAMLValue(content: .sequence(values.map { $0.removing(key, valueAt: mark) }), mark: self.mark)
        case .mapping(let pairs):
            YAMLValue(
                content: .mapping(
                    pairs.filter { $0.key != key || $0.value.mark != mark }.map {
                        Pair(key: $0.key, keyMark: $0.keyMark, value: $0.value.removing(key, valueAt: mark))
                    }), mark: self.mark)
        }
    }
}
