import CommandLanguage
import Lessons
import Screen
import TestNetworks
import Testing

@testable import Walkthrough

/// What a lesson's own commands tell stands in the lesson pane, below its text; what its question asks for once that is
/// answered. On the line, ∂L/∂w = 2·3 = 6.
struct LessonResultTests {
    private static let steps = """
          - do: [goto grad(w), print z(y), print delta(y)*x]
            ask: {question: {en: How steep?, zh: 多陡？}, answer: grad(w)}
          - {say: {en: On., zh: 走。}, do: print 2*grad(w)}
        """

    private func model(_ language: Language, _ size: Size, _ steps: String = steps) throws -> Model {
        let lesson = try Lesson.read(
            bytes: Array((LineLesson.head + steps).utf8), file: "line.yaml", checker: .standard, loader: .none).get()
        return try Model(lesson: lesson, language: language, charset: .unicode, size: size)
    }

    @Test(arguments: Language.allCases, [Size(rows: 24, columns: 80), Size(rows: 30, columns: 100), Size(rows: 12, columns: 40)])
    func aResultTellsNoAnswer(language: Language, size: Size) throws {
        var model = try model(language, size)
        let hidden = language == .english ? "• δ(y)·x = ?, hidden until" : "• δ(y)·x = ?，回答问题之后"
        #expect(model.notice == nil && model.text.contains("• z(y) = 7") && model.text.contains(hidden), "\(model.text)")
        #expect(!model.text.contains("= 6"))
        model.type("6")
        try model.press("Enter")
        #expect(model.notice?.kind == .good && model.text.contains("• δ(y)·x = 6"), "\(model.text)")
        model.send(.command("lesson next"))
        #expect(model.text.contains("• 2·∂L/∂w = 12") && model.notice == nil)
        model.send(.command("lesson back"))
        #expect(model.text.contains("• δ(y)·x = 6"))
    }

    /// The question comes before what commands tell, and which mistake one of them makes is said after the answer.
    @Test func theQuestionComesFirstAndAMistakeIsNamedAfterwards() throws {
        let steps = """
              - do: [mutate factor-two output, goto grad(w), print z(y)]
                ask: {question: {en: How steep?, zh: 多陡？}, answer: 6}
              - {say: {en: On., zh: 走。}}
            """
        var model = try model(.english, Size(rows: 24, columns: 80), steps)
        let text = model.text
        let question = try #require(text.range(of: "? How steep?"))
        #expect(try question.lowerBound < #require(text.range(of: "• z(y) = 7")).lowerBound && !text.contains("Broken on purpose"), "\(text)")
        model.type("6")
        try model.press("Enter")
        #expect(model.text.contains("• Broken on purpose, factor-two"), "\(model.text)")
    }

    @Test func aLessonThatPlaysByItselfTellsNoneEither() throws {
        var playback = Playback(try model(.english, Size(rows: 24, columns: 80)))
        while playback.model.player.openQuestion != nil {
            let text = view(playback).text
            #expect(text.contains("• δ(y)·x = ?, hidden until") && !text.contains("= 6"), "\(text)")
            _ = playback.pass(try #require(playback.wait))
        }
        #expect(view(playback).text.contains("• δ(y)·x = 6"))
        // What the answer has brought into view is to be read as well.
        var bare = Playback(try model(.english, Size(rows: 24, columns: 80), Self.steps.replacing(", print delta(y)*x", with: "")))
        while bare.model.player.openQuestion != nil { _ = bare.pass(try #require(bare.wait)) }
        #expect(try #require(playback.wait) > #require(bare.wait) + 1)
    }

    @Test func whatHasNoRoomComesWithEnter() throws {
        var model = try model(.english, Size(rows: 24, columns: 80), """
              - say: One.
              - {say: Two., do: [step 1 quantity, info parameters, info parameters, print z(y)]}
              - say: Three.
            """)
        try model.press("Enter")
        // Four lines in all beside the text, in a pane of three; nothing lies over them.
        #expect(model.text.contains("Two.") && model.text.contains("⏎ 3 more") && model.notice == nil, "\(model.text)")
        try model.press("Enter")
        #expect(model.player.stepIndex == 1 && model.text.contains("• z(y) = 7"))
        try model.press("Enter")
        #expect(model.player.stepIndex == 2)
    }
}
