import Autograd
import CommandLanguage
import Debugger
import Foundation
import GradientComparison
import Testing

@testable import Lessons

/// Questions of all kinds, on the 2-2-1 network with identity and sigmoid.
@Suite struct QuestionTests {
    private static func text(_ steps: String, activation: String = "sigmoid", optimizer: String = "{name: gradient-descent, learning-rate: 0.1}") -> String {
        """
        title: Questions
        model:
          network:
            inputs: [x1, x2]
            layers:
              - name: hidden
                activation: \(activation)
                neurons:
                  h1: {weights: {w11: 0.2, w12: 0.4}, bias: {b1: 0.1}}
                  h2: {weights: {w21: -0.3, w22: 0.5}, bias: {b2: -0.1}}
              - name: output
                activation: identity
                neurons:
                  y: {weights: {w31: 0.7, w32: -0.6}, bias: {b3: 0.2}}
            loss: half-squared-error
        data:
          samples:
            - {inputs: [0.5, 0.8], targets: [1.0]}
        training:
          optimizer: \(optimizer)
          epochs: 3
        steps:
        \(steps)

        """
    }

    private static func lesson(_ steps: String, activation: String = "sigmoid") -> Result<Lesson, FileProblems> {
        Lesson.read(bytes: Array(text(steps, activation: activation).utf8), file: "q.yaml", checker: .standard, loader: .none)
    }

    private func player(asking answer: String, do commands: String = "goto start") throws -> LessonPlayer {
        var player = try LessonPlayer(
            lesson: Self.lesson("  - {ask: {question: How much?, answer: \"\(answer)\"}, do: \(commands)}").get())
        #expect(player.next()?.failures.isEmpty == true)
        return player
    }

    /// σ and σ′, by the C library.
    private static func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
    private static let (a1, a2) = (sigmoid(0.52), sigmoid(0.15))
    private static let error = 0.7 * a1 - 0.6 * a2 + 0.2 - 1
    private static let delta1 = error * 0.7 * a1 * (1 - a1)
    private static let delta2 = error * -0.6 * a2 * (1 - a2)

    private static let mistakes: [(asked: String, given: Double, finding: AnswerReview.Finding)] = [
        // Forward: z(h1) = 0.2·0.5 + 0.4·0.8 + 0.1
        ("z(h1)", 0.42, .slip(.biasLeftOut("b1"))),
        ("z(h1)", 0.2, .slip(.termLeftOut("w12·x2"))),
        ("z(h1)", 0.4 * 0.5 + 0.2 * 0.8 + 0.1, .slip(.swapped("w11", "w12"))),
        ("z(h1)", 0.15, .slip(.taken("z(h2)"))),
        ("z(h1)", a1, .slip(.taken("a(h1)"))),
        ("z(h1)", 0.32, .slip(.signTurned("b1"))),
        ("z(h1)", 5.2, .slip(.decimalPoint)),
        ("a(h1)", 0.52, .slip(.activationLeftOut("h1"))),
        // The loss: ½(y − t)²
        ("L", error * error, .slip(.divisorLeftOut("2"))),
        // δ and gradients
        ("delta(y)", -error, .mistake(.signFlipped)),
        ("delta(h1)", -delta1, .mistake(.signFlipped)),
        ("delta(h1)", error * 0.7, .mistake(.activationDerivativeMissing)),
        ("delta(h1)", delta2, .mistake(.wrongNeuronDelta)),
        ("delta(h1)", error * a1 * (1 - a1), .slip(.factorLeftOut("w31"))),
        ("delta(h1)", delta1 * a1 * (1 - a1), .mistake(.activationDerivativeTwice)),
        ("delta(h1)", 2 * delta1, .mistake(.factorTwo)),
        ("grad(w11)", delta1, .slip(.factorLeftOut("x1"))),
        ("grad(w11)", delta1 * 0.8, .slip(.taken("∂L/∂w12"))),
        ("grad(b1)", 1 / delta1, .slip(.upsideDown)),
        // Updates: w11 ← 0.2 − 0.1·∂L/∂w11
        ("new(w11)", 0.2 + 0.1 * delta1 * 0.5, .mistake(.updateAscends)),
        ("new(w11)", 0.1 * delta1 * 0.5, .mistake(.updateReplaces)),
        ("new(w31)", 0.7, .slip(.oldTaken("w31"))),
        ("new(w31)", 0.7 - error * a1, .slip(.factorLeftOut("η"))),
        // A written expression is known for what it comes to.
        ("delta(y) * w31 * slope(h1)", error * 0.7, .mistake(.activationDerivativeMissing)),
        // Nothing known
        ("z(h1)", 1.3, .difference(.tooLarge(times: 2.5))),
        ("z(h1)", 0.26, .slip(.multiplied(0.5))),
        ("z(h1)", -0.3, .difference(.wrongSign)),
        ("z(h1)", 0, .difference(.zero)),
    ]

    @Test("A wrong answer is known for the mistake that gives it", arguments: mistakes.indices)
    func review(index: Int) throws {
        let (asked, given, finding) = Self.mistakes[index]
        var player = try player(asking: asked)
        #expect(try player.answer(.number(given)) == .wrong(given))
        let review = try #require(player.review(of: given))
        #expect(review.finding == finding, "\(asked), \(given): \(review.finding.sentence.english)")
        for language in Language.allCases { #expect(!review.finding.sentence[language].isEmpty) }
        if case .difference = finding { #expect(review.rule == nil) } else { #expect(review.rule != nil) }
    }

    /// How many gradients disagree is no mean over samples, and 3 + 3 is its answer, not the rule for it.
    @Test(arguments: [("6", 12.0), ("3 + 3", 12), ("3 + 3", 3)])
    func numbersThatAreNotTheRunsHaveNoMistakeOfIts(answer: String, given: Double) throws {
        let review = try #require(try player(asking: answer).review(of: given))
        if case .mistake = review.finding { Issue.record("\(review.finding)") }
        #expect(review.rule == nil)
    }

    @Test func inAProgramAWrongSignIsNoMistakeOfDelta() throws {
        let yaml = """
            title: T
            model: {parameters: {w: 1}, program: "L = (w - 3)^2", loss: L}
            steps:
              - {do: goto grad(w), ask: {question: How steep?, answer: grad(w)}}
              - {say: On.}
            """
        var player = try LessonPlayer(lesson: Lesson.read(bytes: Array(yaml.utf8), file: "f", loader: .none).get())
        _ = player.next()
        #expect(player.review(of: 4)?.finding == .difference(.wrongSign))
    }

    @Test func theWayIsTheFormulaAndThenItsNumbers() throws {
        let review = try #require(try player(asking: "delta(h1)").review(of: 7))
        #expect(review.way?.symbols == "δ(h1) = δ(y)·w31·f′(z(h1))")
        let numbers = try #require(review.way?.numbers)
        #expect(numbers.hasPrefix("δ(h1) = −0.683") && numbers.hasSuffix(" = ?"), "\(numbers)")
        let sum = try #require(try player(asking: "w11 * x1 + b1").review(of: 7))
        #expect(sum.way?.symbols == "w11·x1 + b1" && sum.way?.numbers == "0.2·0.5 + 0.1 = ?")
        #expect(try player(asking: "0.2").review(of: 7)?.way == nil)
    }

    // MARK: What is hidden

    @Test func anAnswerIsHiddenWithAllThatIsMadeOfIt() throws {
        var player = try player(asking: "z(h1)", do: "finish pass")
        // It has been computed: hidden is what comes from it, and h2 stays in view only as far as it came before.
        #expect(player.session.reading(.preActivation("h1")) == .hidden)
        #expect(player.session.reading(.activation("h1")) == .hidden && player.session.reading(.loss) == .hidden)
        #expect(player.session.reading(.old("w11")) == .value(0.2) && player.session.reading(.named("x1")) == .value(0.5))
        #expect(throws: CommandError.self) { try player.answer(try Expression(command: "z(h1)")) }
        #expect(try player.answer(try Expression(command: "w11*x1 + w12*x2 + b1")) == .right(0.52))
        #expect(player.session.reading(.preActivation("h1"))?.value == 0.52)
    }

    @Test func whatTheRunComputesLaterIsHiddenToo() throws {
        var player = try player(asking: "delta(h1)", do: "finish pass")
        #expect(player.session.reading(.activation("h1"))?.value != nil)
        player.session.finish(.batch)
        #expect(player.session.reading(.delta("h1")) == .hidden && player.session.reading(.new("w11")) == .hidden)
        #expect(player.session.losses.isEmpty)
        player.session.finish(.epoch)
        #expect(player.session.reading(.old("w11")) == .hidden && player.session.reading(.preActivation("h2")) == .hidden)
        player.reveal()
        #expect(player.session.reading(.old("w11"))?.value != nil && !player.session.losses.isEmpty)
    }

    @Test func numbersInATextAreThoseThatStandByThemselves() {
        #expect(LessonPlayer.numbers(in: "w31 = 0.7, h1 → −0.526; 2·(y−3), x2 = 5.") == [0.7, -0.526, 2, 3, 5])
    }

    // MARK: Choices

    private static let choices = """
          - ask:
              question: Which way?
              choices:
                - {text: up, why: No.}
                - {text: {en: down, zh: 下}, right: true}
                - {text: sideways, why: Nor this.}
        """

    @Test func aChoiceIsAnsweredByLetterOrNumber() throws {
        for (answer, verdict) in [
            ("a", LessonPlayer.Verdict.wrongChoice([0])), ("3", .wrongChoice([2])), ("b", .rightChoice([1])), ("2", .rightChoice([1])),
            ("d", .noSuchChoice), ("0", .noSuchChoice), ("ab", .wrongChoice([0, 1])),
        ] {
            var player = try LessonPlayer(lesson: Self.lesson(Self.choices).get())
            _ = player.next()
            #expect(try player.answer(try Expression(command: answer)) == verdict, "\(answer)")
            #expect((player.openQuestion == nil) == (verdict == .rightChoice([1])))
            #expect(player.session.curtain == nil)
        }
    }

    @Test func ofSeveralRightChoicesAllAreToBeNamed() throws {
        let text = Self.choices.replacingOccurrences(of: "sideways, why: Nor this.", with: "sideways, right: true")
        var player = try LessonPlayer(lesson: Self.lesson(text).get())
        _ = player.next()
        #expect(try player.answer(.name("b")) == .wrongChoice([1]))
        #expect(try player.answer(.name("cb")) == .rightChoice([1, 2]))
    }

    // MARK: Deeds

    private static let deed = "  - ask: {question: Switch h2 off., reach: z(h2) < 0, solution: [set b2 = -1, step 2 quantity]}\n    do: step 4 quantity"

    @Test func aGoalIsReachedByMovesAndSets() throws {
        var player = try LessonPlayer(lesson: Self.lesson(Self.deed).get())
        _ = player.next()
        #expect(!player.noticesGoal() && player.openQuestion != nil && player.session.curtain == nil)
        #expect(try player.answer(.number(1)) == .toBeReached)
        _ = try player.session.execute(try #require(try Command.parse("set w22 = 0")))
        #expect(player.isOnTrack && player.noticesGoal() && player.openQuestion == nil)
    }

    @Test func aSolutionLeadsWhereItShould() throws {
        var player = try LessonPlayer(lesson: Self.lesson(Self.deed).get())
        _ = player.next()
        #expect(player.playSolution()?.failures.isEmpty == true)
        #expect((player.session.reading(.preActivation("h2"))?.value ?? 0) < 0)
        let useless = Self.deed.replacingOccurrences(of: "b2 = -1", with: "b2 = 1")
        player = try LessonPlayer(lesson: Self.lesson(useless).get())
        _ = player.next()
        #expect(player.playSolution()?.failures.count == 1)
    }

    // MARK: Bad questions

    private static let badQuestions: [(ask: String, spot: String, words: String)] = [
        ("{question: Q}", "{question", "needs `answer`"),
        ("{question: Q, answer: L, choices: [{text: a, right: true}, {text: b, why: w}]}", "choices", "one of"),
        ("{question: Q, reach: L > 0}", "{question", "`solution`"),
        ("{question: Q, answer: L, solution: step}", "solution", "belongs to `reach`"),
        ("{question: Q, reach: L > 0, solution: step, within: 1e-3}", "within", "belongs to `answer`"),
        ("{question: Q, choices: [{text: a, right: true}]}", "[{text", "2 to 8"),
        ("{question: Q, choices: [{text: a, why: w}, {text: b, why: w}]}", "[{text", "no choice is right"),
        ("{question: Q, choices: [{text: a, right: true}, {text: b, right: true}]}", "[{text", "every choice is right"),
        ("{question: Q, choices: [{text: a, right: true}, {text: b}]}", "{text: b}", "`why`"),
        ("{question: Q, choices: [{text: a, right: true}, {text: a, why: w}]}", "{text: a, why", "says the same"),
        ("{question: Q, choices: [{text: a, right: yes}, {text: b, why: w}]}", "yes", "true"),
        ("{question: Q, choices: [{text: a, rihgt: true}, {text: b, why: w}]}", "rihgt", "`right`"),
        ("{question: Q, reach: L >, solution: step}", ", solution", "stops too early"),
        ("{question: Q, reach: L > 0, solution: stepp}", "stepp", "step"),
        ("{question: Q, reach: L > 0, solution: quit}", "quit", "lesson"),
    ]

    @Test("A bad question is told with its place", arguments: badQuestions.indices)
    func badQuestion(index: Int) throws {
        let (ask, spot, words) = Self.badQuestions[index]
        guard case .failure(let problems) = Self.lesson("  - ask: \(ask)") else {
            Issue.record("\(ask) was taken")
            return
        }
        let column = try #require(ask.range(of: spot).map { ask.distance(from: ask.startIndex, to: $0.lowerBound) }) + 10
        let found = problems.problems.contains { problem in
            problem.message.english.contains(words) && problem.line == 23 && problem.column >= column && problem.column <= column + 3
        }
        #expect(found, "\(problems.problems.map { "\($0.line):\($0.column) \($0.message.english)" })")
    }
}
