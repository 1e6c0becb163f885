import Autograd
import CommandLanguage
import Debugger
import Foundation
import TestNetworks
import Testing

@testable import Lessons

/// Lessons played on a small file of their own.
@Suite struct LessonPlayerTests {
    private static let text = LineLesson.head + """
          - say: {en: The start., zh: 开始。}
          - do: step 1 quantity
            expect: z(y) ≈ 7
          - ask: {question: "What is ∂L/∂w?", answer: grad(w)}
          - do: [finish pass, finish pass]
            expect:
              - grad(w) == 6
              - grad(b) == 2
          - do: finish batch
            expect: new(w) ≈ 1.4
        """

    /// A lesson's breakpoints are its own, and the learner's are no part of the lesson.
    @Test func breakpointsOfLessonAndLearnerAreApart() throws {
        let text = Self.text.replacingOccurrences(
            of: "  - do: [finish pass, finish pass]", with: "  - do: [break update, continue]")
        var player = try player(text)
        _ = player.session.breakpoints.add("1", .place(.position(1)))
        for _ in 0..<2 {
            while let report = player.next() { #expect(report.failures.isEmpty) }
            #expect(player.session.breakpoints.all.map(\.text) == ["1"])
            // Played again, a step sets the same breakpoints from where it began.
            let again = player.go(toStep: 3)
            #expect(again?.failures.isEmpty == true)
            #expect(player.session.reading(.gradient("w"))?.value == 6)
            _ = player.go(toStep: 0)
        }
    }

    private func player(_ text: String = text) throws -> LessonPlayer {
        let lesson = try Lesson.read(bytes: Array(text.utf8), file: "line.yaml", checker: .standard, loader: .none).get()
        return try LessonPlayer(lesson: lesson)
    }

    @Test func everyStepHolds() throws {
        var player = try player()
        var checks = 0
        while let report = player.next() {
            #expect(report.failures.isEmpty)
            checks += report.checks
        }
        #expect(checks == 4 && player.isAtLastStep)
        #expect(player.next() == nil)
    }

    @Test func aStepBeginsWhereTheOneBeforeEndedWhateverHappenedBetween() throws {
        var straight = try player()
        var wandering = try player()
        while straight.next() != nil {
            let report = wandering.next()
            #expect(report?.failures.isEmpty == true)
            #expect(wandering.session.position == straight.session.position)
            wandering.session.step(5, .operation)
            wandering.session.set(.parameter(0), to: -3)
            wandering.session.back(2, .quantity)
            #expect(!wandering.isOnTrack)
        }
        _ = wandering.previous()
        _ = straight.previous()
        #expect(wandering.session.bookmark == straight.session.bookmark)
        #expect(wandering.isOnTrack)
    }

    @Test func goingToAStepPlaysWhatLiesBetween() throws {
        var player = try player()
        #expect(player.go(toStep: 3)?.failures.isEmpty == true)
        // (wx + b − t)·x = (7 − 5)·3
        #expect(player.session.reading(.gradient("w")) == .value(6))
        #expect(player.go(toStep: 0) != nil && player.session.isAtStart)
        #expect(player.go(toStep: 9) == nil && player.previous() == nil)
    }

    @Test func anAnswerMayBeANumberOrWhatIsKnown() throws {
        var player = try player()
        _ = player.go(toStep: 2)
        #expect(player.openQuestion != nil)
        // The run has not got that far, so the answer has to be looked up ahead without moving.
        let position = player.session.position
        #expect(try player.rightAnswer() == 6)
        #expect(try player.answer(.number(-6)) == .wrong(-6))
        #expect(player.openQuestion != nil)
        #expect(try player.answer(try Expression(command: "(z(y) - t) * x")) == .right(6))
        #expect(player.openQuestion == nil && player.session.position == position)
        #expect(throws: CommandError.self) { try player.answer(try Expression(command: "grad(w)")) }
    }

    @Test func aRoundedAnswerIsRightWithinThreeDigits() throws {
        var player = try player()
        _ = player.go(toStep: 2)
        #expect(try player.answer(.number(6.005)) == .right(6))
        _ = player.go(toStep: 1)
        #expect(try player.answer(.number(1)) == .noQuestion)
    }

    @Test(arguments: [("grad(w) == 6", "grad(w) == 6.5", 6.0, 6.5), ("z(y) ≈ 7", "z(y) ≈ 7.00001", 7, 7.00001)])
    func aChangedExpectationFailsWithBothValues(old: String, new: String, left: Double, right: Double) throws {
        var player = try player(Self.text.replacingOccurrences(of: old, with: new))
        var failures: [StepReport.Failure] = []
        while let report = player.next() { failures += report.failures }
        guard case .expectation(let expectation, let a, let b)? = failures.first else {
            Issue.record("no expectation failed")
            return
        }
        #expect(failures.count == 1 && expectation.text.text == new && a == left && b == right)
    }

    @Test(arguments: ["quit", "q", "help step", "language zh", "lesson next", "answer 5"])
    func aLessonDoesNotDoWhatIsTheLearners(command: String) throws {
        let text = Self.text.replacingOccurrences(of: "do: finish batch", with: "do: [finish batch, '  \(command)']")
        let result = Lesson.read(bytes: Array(text.utf8), file: "line.yaml", checker: .standard, loader: .none)
        guard case .failure(let problems) = result, let problem = problems.problems.first else {
            Issue.record("\(command) was taken")
            return
        }
        #expect(problems.problems.count == 1)
        // After `  - do: [finish batch, '` and the two spaces.
        #expect(problem.mark == SourceMark(line: 26, column: 27), "\(problem.mark)")
        #expect(problem.message.english.contains("step, back, finish, goto"))
    }

    @Test func everyOtherCommandIsALessons() throws {
        let commands = "[zoom in, print z(y), set w = 1, undo, info run, restart, goto end, back, step, finish batch, restart, goto new(w)]"
        let text = Self.text.replacingOccurrences(of: "do: finish batch", with: "do: \(commands)")
        _ = try player(text)
    }

    @Test func checkingFindsUnknownNamesAndCommands() throws {
        for (old, new, spot) in [("z(y) ≈ 7", "z(yy) ≈ 7", "yy)"), ("finish batch", "finsh batch", "finsh"), ("answer: grad(w)", "answer: grad(v)", "v)}")] {
            let text = Self.text.replacingOccurrences(of: old, with: new)
            let result = Lesson.read(bytes: Array(text.utf8), file: "line.yaml", checker: .standard, loader: .none)
            guard case .failure(let problems) = result else {
                Issue.record("\(new) was taken")
                continue
            }
            let line = try #require(text.split(separator: "\n").first { $0.contains(spot) })
            let column = try #require(line.range(of: spot).map { line.unicodeScalars.distance(from: line.startIndex, to: $0.lowerBound) + 1 })
            #expect(problems.problems.count == 1 && problems.problems[0].column == column, "\(problems.problems)")
        }
    }
}
