import Autograd
import CommandLanguage
import Debugger
import Foundation
import TestNetworks
import Testing

@testable import Lessons

/// Lessons that break a rule and compare.
@Suite struct ComparingLessonTests {
    private func read(_ steps: String) throws -> Lesson {
        try Lesson.read(bytes: Array((LineLesson.head + steps).utf8), file: "line.yaml", checker: .standard, loader: .none).get()
    }

    private func comparisons(_ report: StepReport) -> [ComparisonReport] {
        report.results.compactMap { if case .comparison(let report) = $0.whole { report } else { nil } }
    }

    /// The comparison is that of the moment when the lesson asks for it, and what is broken is part of the step.
    @Test func aStepBreaksAndCompares() throws {
        var player = try LessonPlayer(
            lesson: try read(
                """
                  - do: [mutate sign-flipped, compare, mutate off, compare]
                    expect: broken(w) ≈ 6
                  - do: [mutate factor-two]
                  - do: [step 1 batch, compare w]
                """))
        let report = player.next()
        let first = try #require(report)
        #expect(first.failures.isEmpty)
        // ∂L/∂w = (2·3 + 1 − 5)·3 = 6
        #expect(comparisons(first).map { $0.comparison.verdict } == [.disagrees, .agrees])
        #expect(comparisons(first)[0].comparison.entries[0].analytic == -6)
        #expect(comparisons(first)[1].comparison.entries[0].analytic == 6)
        let lastReport = player.go(toStep: 2)
        let last = try #require(lastReport)
        // w = 2 − 0.1·12, b = 1 − 0.1·4: (0.8·3 + 0.6 − 5)·3·2, of the batch on show, which is the first
        #expect(last.failures.isEmpty && comparisons(last).map { $0.comparison.entries[0].analytic } == [12])
        #expect(player.isOnTrack)
        player.session.mutateForTest("off")
        #expect(!player.isOnTrack)
        let againReport = player.go(toStep: 2)
        let again = try #require(againReport)
        #expect(comparisons(again)[0].comparison.entries[0].analytic == 12)
    }

    @Test(arguments: [
        ("mutate sign-fliped", "sign-flipped"), ("mutate sign-flipped nowhere", "output"), ("compare w99", "w99"),
    ])
    func mistakesAreFoundWhenTheFileIsRead(line: String, says: String) {
        let result = Lesson.read(
            bytes: Array((LineLesson.head + "  - do: \(line)").utf8), file: "line.yaml", checker: .standard, loader: .none)
        guard case .failure(let problems) = result else {
            Issue.record("\(line) is no mistake")
            return
        }
        #expect("\(problems)".contains(says), "\(problems)")
    }
}

extension Session {
    fileprivate mutating func mutateForTest(_ words: String) {
        do {
            guard let command = try Command.parse("mutate \(words)") else { return }
            _ = try execute(command)
        } catch {
            Issue.record("\(error)")
        }
    }
}
