import CommandLanguage
import Debugger
import Lessons
import Screen
import Testing

@testable import Walkthrough

/// A lesson in the walkthrough: ⏎ goes on, questions wait, and one may wander off.
struct LessonWalkTests {
    private static let walks = ["two-two-one-linear", "two-two-one-sigmoid"].flatMap { name in
        Language.allCases.flatMap { language in
            [Size(rows: 24, columns: 80), Size(rows: 12, columns: 40)].map { (name, language, $0) }
        }
    }

    @Test("Enter leads through the whole lesson", arguments: walks.indices)
    func enter(walk: Int) throws {
        let (name, language, size) = Self.walks[walk]
        var model = try Model.of(name, language: language, size: size)
        var visited = [0]
        var read = ""
        // At 40×12 a step's text may take several ⏎, a question two more.
        for _ in 0..<400 where model.notice?.text != Phrase.lessonEnd {
            #expect(model.failures.isEmpty, "step \(visited.last ?? 0)")
            read += model.text
            try model.press("Enter")
            let step = try #require(model.player.stepIndex)
            if step != visited.last { visited.append(step) }
        }
        #expect(visited == Array(model.player.lesson.steps.indices))
        #expect(model.notice?.text == Phrase.lessonEnd)
        #expect(model.notice?.kind == .stop)
        // Nothing of the text was skipped.
        let shown = Set(read.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
        for step in model.player.lesson.steps where language == .english {
            for word in (step.say?.english ?? "").split(separator: " ") { #expect(shown.contains(String(word)), "\(word)") }
        }
    }

    /// The walkthrough at the sigmoid lesson's first question: z(h1) = 0.52.
    private func atQuestion() throws -> Model {
        var model = try Model.of()
        try model.press("Enter", "Enter")
        #expect(model.player.openQuestion != nil)
        return model
    }

    @Test func aQuestionRemindsOnceAndThenGivesTheAnswer() throws {
        var model = try atQuestion()
        let position = model.position
        try model.press("Enter")
        #expect(model.notice?.text == Phrase.answerFirst)
        #expect(model.player.stepIndex == 2)
        try model.press("Enter")
        #expect(model.said.contains("= 0.52"))
        #expect(model.player.openQuestion == nil)
        #expect(model.player.stepIndex == 2)
        #expect(model.position == position)
        try model.press("Enter")
        #expect(model.player.stepIndex == 3)
    }

    @Test func aWrongAnswerGivesTheHint() throws {
        var model = try atQuestion()
        model.type("0.42")
        #expect(model.prompt?.string == "answer 0.42")
        try model.press("Enter")
        #expect(model.notice?.kind == .error)
        #expect(model.said.contains("0.42 is not it") && model.said.contains("multiply first"))
        #expect(model.player.openQuestion != nil)
        model.type(".52")
        try model.press("Enter")
        #expect(model.notice?.kind == .good)
        #expect(model.player.openQuestion == nil)
        #expect(model.text.contains("✓"))
        try model.press("Enter")
        #expect(model.player.stepIndex == 3)
        #expect(model.failures.isEmpty)
    }

    @Test func anAnswerMayBeNegativeOrAnExpression() throws {
        var model = try Model.of()
        model.send(.command("lesson 10"))
        #expect(model.player.openQuestion != nil)
        let zoom = model.session.zoom
        model.type("-0.683")
        #expect(model.prompt?.string == "answer -0.683")
        try model.press("Enter")
        #expect(model.notice?.kind == .good)
        #expect(model.session.zoom == zoom)
        model.send(.command("lesson 3"))
        #expect(model.player.openQuestion != nil)
        try model.press("a")
        model.type("w11*x1 + w12*x2 + b1")
        try model.press("Enter")
        #expect(model.notice?.kind == .good)
    }

    @Test func withoutAQuestionThereIsNothingToAnswer() throws {
        var model = try Model.of()
        try model.press("a")
        #expect(model.notice?.text == Phrase.noQuestion)
        #expect(model.prompt == nil)
        model.send(.command("answer 1"))
        #expect(model.notice?.text == Phrase.noQuestion)
    }

    @Test func oneMayGoBackPastAQuestion() throws {
        var model = try atQuestion()
        try model.press("Enter", "Backspace")
        #expect(model.player.stepIndex == 1)
        #expect(model.failures.isEmpty)
        try model.press("Backspace", "Backspace")
        #expect(model.player.stepIndex == 0)
        #expect(model.notice?.text == Phrase.lessonStart)
        try model.press("Enter", "Enter")
        #expect(model.player.stepIndex == 2)
        // The question is asked anew, with its reminder.
        try model.press("Enter")
        #expect(model.notice?.text == Phrase.answerFirst)
    }

    @Test func afterWanderingEnterComesBack() throws {
        var model = try Model.of()
        try model.press("Enter", "Enter", "Enter", "Enter", "Enter")
        let step = try #require(model.player.stepIndex)
        var straight = model
        try straight.press("Enter")
        try model.press("→", "→", "n", "+")
        model.send(.command("set w31 = 9"))
        #expect(model.text.contains("⏎ comes back"))
        try model.press("Enter")
        #expect(model.player.stepIndex == step + 1)
        #expect(model.player.isOnTrack)
        #expect(model.failures.isEmpty)
        #expect(model.position == straight.position)
        #expect(model.session.reading(.loss) == straight.session.reading(.loss))
    }

    @Test func aStepThatIsNotThereIsNamed() throws {
        var model = try Model.of()
        model.send(.command("lesson 99"))
        #expect(model.said == "there is no step 99: the lesson has 20")
        #expect(model.player.stepIndex == 0)
        var plain = try Model(
            lesson: Places.lesson("two-two-one-sigmoid").withoutSteps, language: .english, charset: .unicode,
            size: Size(rows: 24, columns: 80))
        try plain.press("Enter")
        #expect(plain.notice?.text == Phrase.noLesson)
    }
}
