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
        func words(_ text: String) -> [String] {
            // A line may end at a hyphen.
            text.split(whereSeparator: { " \n-".contains($0) }).map(String.init)
        }
        let shown = Set(words(read))
        for (number, step) in model.player.lesson.steps.enumerated() where language == .english {
            let missing = words((step.say ?? step.ask?.question)?.english ?? "").filter { !shown.contains($0) }
            #expect(missing.isEmpty, "step \(number + 1)")
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
        model.type("w11*x1 + w12*x2 + b1")
        try model.press("Enter")
        #expect(model.notice?.kind == .good)
    }

    @Test func withoutAQuestionThereIsNothingToAnswer() throws {
        var model = try Model.of()
        try model.press("w")
        #expect(model.notice?.kind == .stop)
        #expect(model.prompt == nil)
        model.send(.command("answer 1"))
        #expect(model.notice?.text == Phrase.noQuestion)
    }

    @Test func awayFromTheLessonAQuestionIsNotJudgedNorSkipped() throws {
        var model = try atQuestion()
        let step = model.player.stepIndex
        model.send(.command("set w11 = 0.5"))
        // Right for the question's own words, and for the new weight: neither is judged here.
        for answer in ["0.52", "0.67"] {
            model.send(.command("answer \(answer)"))
            #expect(model.notice?.text == Phrase.answerOnTrack)
        }
        try model.press("Enter")
        #expect(model.player.stepIndex == step && model.player.openQuestion != nil)
        model.send(.command("answer 0.52"))
        #expect(model.notice?.kind == .good)
    }

    @Test func aLongMoveCanBeStoppedAndGoesOn() throws {
        var (model, effects) = update(try Model.of(), .command("goto end"))
        while effects.contains(.resume) { (model, effects) = update(model, .resume) }
        #expect(model.session.isAtEnd)

        var long = try Model.of()
        long.player.session.batchesPerMove = 3
        (long, effects) = update(long, .command("goto end"))
        #expect(effects == [.resume] && long.notice?.kind == .progress && !long.session.isAtEnd)
        var stopped = long
        (stopped, effects) = update(stopped, .key(.escape))
        #expect(effects.isEmpty && stopped.session.destination == nil && stopped.notice?.text == Phrase.stoppedOnTheWay)
        try stopped.press("→")
        #expect(stopped.position == long.position + 3)
        effects = [.resume]
        while effects.contains(.resume) { (long, effects) = update(long, .resume) }
        // The same numbers as without a pause.
        #expect(long.session.isAtEnd && long.session.reading(.named("w11")) == model.session.reading(.named("w11")))
        #expect(long.notice == nil)
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
        // First back to the step on show, where what was set by hand is gone; then on.
        try model.press("Enter")
        #expect(model.player.stepIndex == step && model.player.isOnTrack)
        #expect(model.notice?.text == Phrase.backOnTrackWithoutSet)
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
