import CommandLanguage
import Debugger
import Foundation
import Lessons
import Screen
import Testing

@testable import Walkthrough

/// `save FILE.yaml`: a lesson that does what one just did.
struct LessonDraftTests {
    /// What is done in a walkthrough, as commands and keys.
    private static let sessions: [(model: String, lines: [String])] = [
        ("two-two-one-sigmoid", ["goto start", "zoom quantity", "step", "step", "zoom layer", "step 2", "back", "finish"]),
        ("two-two-one-sigmoid", ["goto start", "zoom operation", "step", "step", "step", "print w11", "info run", "help"]),
        ("two-two-one-sigmoid", ["goto delta(h1)", "set w11 = 0.5", "step 2 epoch", "set x1 = 0.25", "step 4 quantity", "undo"]),
        ("two-two-one-sigmoid", ["break update", "display L", "continue", "continue", "reverse-continue", "until L < 0.1"]),
        // The lesson's own steps, some of which set a value.
        ("what-a-gradient-is", Array(repeating: "lesson next", count: 30) + ["lesson 5", "step 1 pass", "answer 3", "restart"]),
        ("a-line-through-points", ["step 1 epoch", "branch other", "set w = 3", "step 1 sample"]),
        ("W2t", ["step", "step 3 epoch", "goto end"]),
        ("one-update", []),
    ]

    private func folder(of name: String) -> URL {
        let lessons = Places.root.appending(path: "lessons")
        let isLesson = FileManager.default.fileExists(atPath: lessons.appending(path: name + ".yaml").path)
        return isLesson ? lessons : Places.tests.appending(path: "models")
    }

    /// The draft that a walkthrough saves, read by the reader that any lesson goes through.
    private func draft(of name: String, after lines: [String]) throws -> (model: Model, draft: Lesson, text: String) {
        var model = try Model.of(name)
        for line in lines {
            model = update(model, toEndOf: line).model
            #expect(model.notice?.kind != .error, "\(line): \(model.said)")
        }
        let (saved, effects) = update(model, .command("save draft.yaml"))
        guard case .save("draft.yaml", let text, overwrites: false)? = effects.first else {
            throw ScenarioError(text: "\(effects)")
        }
        let file = folder(of: name).appending(path: "draft.yaml").path
        let lesson = try Lesson.read(
            bytes: Array(text.utf8), file: file, checker: .standard, loader: .folder(ofFile: file)
        ).get()
        return (saved, lesson, text)
    }

    @Test("A draft plays, expects what was on show, and ends where one was", arguments: sessions.indices)
    func plays(index: Int) throws {
        let (name, lines) = Self.sessions[index]
        let (model, draft, text) = try draft(of: name, after: lines)
        var player = try LessonPlayer(lesson: draft)
        var checks = 0
        while let report = player.next() {
            #expect(report.failures.isEmpty, "step \(player.stepIndex ?? -1) of\n\(text)")
            #expect(report.movedOrSet || !report.outcomes.isEmpty || lines.isEmpty)
            checks += report.checks
        }
        #expect(!player.session.bookmark.differs(from: model.session.bookmark), "\(text)")
        #expect(draft.run.architecture.parameters.map(\.name) == model.player.lesson.run.architecture.parameters.map(\.name))
        #expect(draft.warnings.isEmpty && (lines.isEmpty || checks > 0))
    }

    @Test func theStepsReadAsOneTypedThem() throws {
        let (_, draft, text) = try draft(of: "two-two-one-sigmoid", after: ["zoom quantity", "step", "set w11 = 0.5", "step 1 operation"])
        #expect(draft.steps.map { $0.commands.map(\.text) } == [["step 1 quantity"], ["set w11 = 0.5"], ["step 1 operation"]])
        // 0.2·0.5 + 0.4·0.8 + 0.1, and then with 0.5·0.5.
        #expect(draft.steps.first?.expects.map(\.text.text) == ["z(h1) ≈ 0.52"])
        #expect(draft.steps.dropFirst().first?.expects.map(\.text.text) == ["w11 ≈ 0.5"])
        #expect(draft.title == Localized("The 2-2-1 network, sigmoid", "2-2-1 网络（sigmoid）"))
        #expect(text.contains("h1: {weights: {w11: 0.2, w12: 0.4}, bias: {b1: 0.1}}") && !text.contains("A small network"))
        #expect(draft.steps.allSatisfy { $0.say == Localized("…", "……") })
    }

    /// What the lesson did is done in its own words, as long as one is on its way.
    @Test func theStepsOfTheLessonOnShowAreTakenOver() throws {
        let (_, draft, _) = try draft(of: "one-update", after: Array(repeating: "lesson next", count: 6))
        let own = try Places.lesson("one-update").steps.map { $0.commands.map(\.text) }.filter { !$0.isEmpty }
        #expect(draft.steps.count >= 2 && draft.steps.map { $0.commands.map(\.text) } == Array(own.prefix(draft.steps.count)))
    }

    /// The draft goes where one was, not where one would have been.
    @Test func aMoveThatWasStoppedEndsWhereItWas() throws {
        var model = try Model.of()
        model.player.session.batchesPerMove = 3
        var effects: [Effect]
        (model, effects) = update(model, .command("goto end"))
        #expect(effects == [.resume])
        model = update(model, .key(.escape)).model
        let place = model.position
        let text = try #require(model.savedDraft)
        let lesson = try Lesson.read(bytes: Array(text.utf8), file: "draft.yaml", checker: .standard, loader: .none).get()
        #expect(lesson.steps.map { $0.commands.map(\.text) } == [["goto \(place)"]])
    }

    @Test func aLessonFromNoFileCannotBeADraft() throws {
        let model = try Model.of("recurrent")
        let (after, effects) = update(model, .command("save draft.yml"))
        #expect(effects.isEmpty && after.notice?.text == Phrase.noDraft)
    }
}
