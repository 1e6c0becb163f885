import CommandLanguage
import Debugger
import Foundation
import Lessons
import Screen
import TestNetworks
import Testing

@testable import Walkthrough

/// Questions in the walkthrough: which keys answer, and what is said to an answer.
struct QuestionWalkTests {
    private static let number = "  - ask: {question: {en: How much?, zh: 多少？}, answer: z(y), hint: {en: Add the bias., zh: 加上偏置。}}\n  - {say: On.}\n"
    private static let choice = """
          - ask:
              question: Which way?
              choices:
                - {text: {en: up, zh: 上}, why: {en: It would grow., zh: 会变大。}}
                - {text: {en: down, zh: 下}, right: true, why: {en: Against the gradient., zh: 逆着梯度。}}
        """ + "\n  - {say: On.}\n"
    private static let deed = "  - ask: {question: Make y 5., reach: z(y) == 5, solution: set b = -1}\n    do: step 2 quantity\n  - {say: On.}\n"

    private func model(_ steps: String, language: Language = .english) throws -> Model {
        let bytes = Array((LineLesson.head + steps).utf8)
        let lesson = try Lesson.read(bytes: bytes, file: "q.yaml", checker: .standard, loader: .none).get()
        return try Model(lesson: lesson, language: language, charset: .unicode, size: Size(rows: 24, columns: 80))
    }

    @Test func aWrongAnswerIsToldItsMistakeThenTheHintThenTheWay() throws {
        var said: [Localized] = []
        var model = try model(Self.number)
        for answer in ["6", "6", "30", "30"] {
            model.type(answer)
            try model.press("Enter")
            #expect(model.notice?.kind == .error)
            said.append(try #require(model.notice?.text))
        }
        #expect(said.map(\.english) == [
            "6 is not it: the bias b is left out. Right: z(y) = w·x + b. Add the bias.",
            "6 is not it: the bias b is left out. Right: z(y) = w·x + b. z(y) = 2·3 + 1 = ?",
            "30 is not it: the sign is right, the size about 4.3 times too large. z(y) = 2·3 + 1 = ?",
            "30 is not it: the sign is right, the size about 4.3 times too large. z(y) = 2·3 + 1 = ?",
        ])
        #expect(said.first?.chinese == "不是 6：漏了偏置 b。正确：z(y) = w·x + b。加上偏置。")
        #expect(model.player.openQuestion != nil && model.player.attempts == [0: 4])
        // It is never a dead end.
        try model.press("Enter", "Enter")
        #expect(model.said == "z(y) = 7. ⏎ goes on." && model.player.openQuestion == nil)
        try model.press("Enter")
        #expect(model.player.stepIndex == 1)
    }

    @Test("Keys keep their meaning while a question is open", arguments: [number, choice, deed])
    func otherKeys(steps: String) throws {
        for (key, check) in [
            ("c", { $0.overlay?.comparison != nil }), ("e", { $0.overlay != nil }), ("?", { $0.overlay != nil }),
            ("i", { $0.overlay != nil || $0.notice != nil }), ("L", { $0.language == .chinese }), ("→", { $0.position > 0 }),
            ("n", { $0.position > 0 }), ("+", { $0.session.zoom == .neuron }),
        ] as [(String, (Model) -> Bool)] {
            var model = try model(steps)
            try model.press(key)
            #expect(check(model), "\(key)")
            #expect(model.prompt == nil && model.player.openQuestion != nil, "\(key)")
        }
        // m opens the list of lessons where there is one, and says so where there is none; it begins no answer.
        var model = try model(steps)
        let quits = model.send(.key(.character("q")))
        #expect(quits)
        model.send(.key(.character("m")))
        #expect(model.prompt == nil)
    }

    @Test func anAnswerBeginsWithAnythingAfterEquals() throws {
        for (typed, isRight) in [("7", true), ("-7", false), ("(1 + 6)", true), (".5", false), ("=max(1, 7)", true), ("w*x + b", true)] {
            var model = try model(Self.number)
            model.type(typed)
            #expect(model.prompt?.string == "answer " + typed.drop { $0 == "=" })
            try model.press("Enter")
            #expect(model.notice?.kind == (isRight ? .good : .error), "\(typed)")
        }
    }

    @Test func aChoiceIsOneKey() throws {
        for language in Language.allCases {
            var model = try model(Self.choice, language: language)
            #expect(model.text.contains(language == .english ? "a) up" : "a) 上") && model.text.contains("b)"))
            try model.press("1")
            #expect(model.notice?.kind == .error && model.notice?.text == Localized("Not that one. It would grow.", "不是这个。会变大。"))
            try model.press("b")
            #expect(model.notice?.text == Localized("Right. Against the gradient. ⏎ goes on.", "正确。逆着梯度。按 ⏎ 继续。"))
            #expect(model.player.openQuestion == nil && !model.text.contains("a)"))
            try model.press("Enter")
            #expect(model.player.stepIndex == 1)
        }
        var model = try model(Self.choice)
        try model.press("Enter", "Enter")
        #expect(model.said == "b) down. Against the gradient. ⏎ goes on.")
    }

    @Test func aDeedIsAnsweredByDoingIt() throws {
        var model = try model(Self.deed)
        model.type("5")
        #expect(model.prompt == nil && model.player.openQuestion != nil)
        model.send(.command("answer 5"))
        #expect(model.notice?.text == Phrase.toBeDone)
        model.send(.command("set b = 0"))
        #expect(model.player.openQuestion != nil)
        // Nothing is hidden from who has to look.
        #expect(model.session.reading(.preActivation("y"))?.value == 6)
        model.send(.command("set b = -1"))
        #expect(model.notice?.text == Phrase.goalReached && model.notice?.kind == .good && model.player.openQuestion == nil)
        try model.press("Enter")
        #expect(model.player.stepIndex == 1 && model.session.oldValue(of: 1) == 1)
    }

    @Test func aDeedIsShownOnRequest() throws {
        var model = try model(Self.deed)
        try model.press("Enter")
        #expect(model.notice?.text == Phrase.toBeDone)
        try model.press("Enter")
        #expect(model.said == "One way: set b = -1. ⏎ goes on." && model.session.reading(.preActivation("y"))?.value == 5)
        try model.press("Enter")
        #expect(model.player.stepIndex == 1)
    }

    @Test func byItselfALessonGivesEveryKindOfAnswer() throws {
        for steps in [Self.number, Self.choice, Self.deed] {
            var playback = Playback(try model(steps))
            while let wait = playback.wait, playback.model.player.stepIndex == 0 { _ = playback.pass(wait) }
            #expect(playback.model.player.answered == [0] && playback.model.player.stepIndex == 1)
            #expect(playback.model.failures.isEmpty)
        }
        var playback = Playback(try model(Self.choice))
        _ = playback.take(.key(.character("2")))
        #expect(playback.model.notice?.kind == .good)
    }
}
