import Foundation
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// Random triples of a network, a point of its training and a mistake: the comparison is never wrong about any of
/// them, and the diagnosis names the mistake.
///
/// 200 triples by default; `BACKSTEP_TRIPLES=10000` tries as many as it says, in some minutes, and prints the confusion
/// matrix.
struct TripleTests {
    private static let asked = ProcessInfo.processInfo.environment["BACKSTEP_TRIPLES"].flatMap { Int($0) }
    private static let count = asked ?? 200

    /// What came of one triple.
    private struct Outcome: Sendable {
        let put: Mistake
        /// What was named first; the mistake itself where that is the same function.
        var named: Mistake?
        /// In which place, from 0, the mistake or the same function stood.
        var rank: Int?
        /// What must never happen.
        var failures: [String] = []
    }

    @Test func everyMistakeIsFoundAndNamed() async throws {
        let outcomes = await withTaskGroup(of: [Outcome].self) { group in
            let share = (Self.count + 15) / 16
            for start in stride(from: 0, to: Self.count, by: share) {
                group.addTask { (start..<min(start + share, Self.count)).compactMap { RandomTriple(seed: $0).map(Self.outcome) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        if Self.asked != nil { print(Self.table(outcomes)) }
        // Of a few nothing that is drawn changes a number: a network that is dead, say.
        #expect(outcomes.count >= Self.count * 99 / 100)
        for failure in outcomes.flatMap(\.failures) { Issue.record(Comment(rawValue: failure)) }
        let exact = outcomes.count { $0.rank == 0 }
        #expect(exact * 100 >= outcomes.count * 95, "\(exact) of \(outcomes.count) are named first")
        for outcome in outcomes { #expect(outcome.rank.map { $0 < 3 } ?? false, "\(outcome)") }
    }

    private static func outcome(of triple: RandomTriple) -> Outcome {
        var outcome = Outcome(put: triple.mutation.mistake)
        let what = "\(triple.mutation) in \(triple.run.architecture) with \(triple.run.settings as Any)"
        let point = triple.simulation.point
        for method in NumericMethod.allCases {
            guard let right = try? GradientComparison.compare(point, method: method, analytic: triple.right.gradients),
                let wrong = try? GradientComparison.compare(point, method: method, analytic: triple.wrong.gradients)
            else {
                outcome.failures.append("cannot be compared: \(what)")
                continue
            }
            if right.verdict == .disagrees { outcome.failures.append("\(method) disagrees: \(right.worst as Any), \(what)") }
            for (entry, before) in zip(wrong.entries, right.entries) where before.verdict == .agrees {
                // The right gradient may lie as far as the bound from the estimate, on the other side.
                if abs(entry.analytic - before.analytic) > 2 * before.bound, entry.verdict != .disagrees {
                    outcome.failures.append("\(method) misses: \(entry), \(what)")
                }
            }
        }
        let right = Diagnosis(of: DiagnosisTests.observation(triple.right, of: triple.run), from: triple.simulation)
        if !right.agrees { outcome.failures.append("a mistake in the right numbers: \(right.findings) \(what)") }
        let found = Diagnosis(of: DiagnosisTests.observation(triple.wrong, of: triple.run), from: triple.simulation, mostPairs: 0)
        // Of places that give the same numbers here only the plainest is named.
        outcome.rank = found.findings.firstIndex {
            $0.mutations.count == 1 && ($0.mutations[0].mistake == outcome.put || triple.isSame($0.mutations[0]))
        }
        outcome.named = outcome.rank == 0 ? outcome.put : found.findings.first?.mutations.first?.mistake
        return outcome
    }

    /// Each mistake, how often it was put in, and what was named in its place.
    private static func table(_ outcomes: [Outcome]) -> String {
        let ranks = (0..<3).map { rank in outcomes.count { $0.rank == rank } }
        let rows = Mistake.allCases.compactMap { mistake -> String? in
            let own = outcomes.filter { $0.put == mistake }
            guard !own.isEmpty else { return nil }
            let others = Dictionary(grouping: own.filter { $0.rank != 0 }) { $0.named?.rawValue ?? "none" }
                .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { "\($0.value.count) \($0.key)" }
            let named = "\(mistake.rawValue): \(own.count) put in, \(own.count { $0.rank == 0 }) named"
            return named + others.map { ", " + $0 }.joined()
        }
        return rows.joined(separator: "\n") + "\nfirst, second, third of \(outcomes.count): \(ranks)"
    }
}
