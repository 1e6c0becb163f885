import Autograd
import Debugger
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

/// Runs with a rule broken on purpose: every mistake of the table is stepped, run and replayed with the same bits, does what
/// its simulation says, and its formulas give its numbers.
@Suite struct BrokenRunTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let run: @Sendable () -> TrainingRun
        var testDescription: String { name }
    }

    private static func random(
        _ sizes: [Int], _ activation: Activation, _ output: Activation, _ loss: Loss, isLossFused: Bool = true, samples: Int = 4,
        batchSize: Int = 1, dropout: Double = 0, settings: TrainingSettings? = nil
    ) -> TrainingRun {
        var generator = SeededGenerator(seed: UInt64(sizes.reduce(7, +) + samples))
        return Networks.random(
            sizes: sizes, activation: activation, output: output, loss: loss, samples: samples, batchSize: batchSize, epochs: 3,
            isLossFused: isLossFused, dropout: dropout, settings: settings, using: &generator)
    }

    static let kinds: [Kind] = [
        Kind(name: "2-2-1") { Networks.twoTwoOne(.sigmoid, epochs: 5) },
        Kind(name: "square") { random([2, 2, 2], .tanh, .sigmoid, .squaredError) },
        Kind(name: "fused sigmoid, batches") { random([2, 3, 2], .softplus, .sigmoid, .binaryCrossEntropy, batchSize: 2) },
        Kind(name: "fused softmax") { random([2, 2, 3], .leakyReLU, .softmax, .categoricalCrossEntropy, batchSize: 2) },
        Kind(name: "softmax as written") { random([2, 2, 2], .gelu, .softmax, .categoricalCrossEntropy, isLossFused: false) },
        Kind(name: "dropout") { random([2, 4, 1], .relu, .identity, .halfSquaredError, dropout: 0.5) },
    ] + Networks.trainings.enumerated().map { index, settings in
        Kind(name: "training \(index + 1)") { random([2, 2, 1], .tanh, .identity, .meanSquaredError, settings: settings) }
    }

    /// Every mistake that can be trained with, in the network and in its layers.
    private static func mutations(of run: TrainingRun) throws -> [(Mutation, TrainingRun)] {
        let simulation = Simulation(from: try Session(run: run).comparisonPointOnShow())
        return simulation.mutations(updates: 3, losses: 0).compactMap { mutation in
            if case .neuron = mutation.place { return nil }
            return run.broken(by: mutation).map { (mutation, $0) }
        }
    }

    private func parameters(_ session: Session) -> [UInt64] {
        session.computation.parameterNames.indices.map { session.currentValue(of: $0).bitPattern }
    }

    @Test("Stepping, running, jumping and going back give the same bits", arguments: kinds)
    func bits(kind: Kind) throws {
        let run = kind.run()
        for (mutation, broken) in try Self.mutations(of: run) {
            var stepped = try Session(run: run)
            try stepped.breakRule(BrokenRule(mutation), running: broken)
            var ran = stepped
            var atBatch: [[UInt64]] = []
            for batch in 0..<3 {
                atBatch.append(parameters(stepped))
                let end = stepped.tree.start(ofBatch: batch + 1)
                while stepped.position.index < end { stepped.step(1, .operation) }
            }
            ran.go(to: Position(ran.tree.start(ofBatch: 3)))
            #expect(parameters(ran) == parameters(stepped), "\(mutation)")
            ran.go(to: ran.tree.end)
            var batchwise = stepped
            for batch in 3..<batchwise.tree.batchCount { batchwise.go(to: Position(batchwise.tree.start(ofBatch: batch + 1))) }
            #expect(parameters(ran) == parameters(batchwise) && ran.position == batchwise.position, "\(mutation)")
            ran.go(to: Position(ran.tree.start(ofBatch: 1)))
            #expect(parameters(ran) == atBatch[1], "\(mutation)")
        }
    }

    @Test("Training with a mistake is what its simulation says", arguments: kinds)
    func simulated(kind: Kind) throws {
        let run = kind.run()
        let simulation = Simulation(from: try Session(run: run).comparisonPointOnShow())
        var stages: Set<Mistake.Stage> = []
        for (mutation, broken) in try Self.mutations(of: run) {
            var session = try Session(run: run)
            try session.breakRule(BrokenRule(mutation), running: broken)
            // In training they pile up; only the comparison calls backward twice.
            let isPiling = mutation.mistake == .gradientsNotZeroed && mutation.place == .network
            let simulated = isPiling ? Mutation(.gradientsNotZeroed, form: 4) : mutation
            let numbers = try #require(simulation.numbers([simulated], updates: 3), "\(mutation)")
            for (batch, expected) in numbers.updated.enumerated() {
                session.go(to: Position(session.tree.start(ofBatch: batch + 1)))
                for (place, expected) in expected.enumerated() {
                    let found = session.currentValue(of: place)
                    #expect(abs(found - expected) <= 1e-9 * max(1e-3, abs(expected)), "\(mutation), parameter \(place): \(found), \(expected)")
                }
            }
            stages.insert(mutation.mistake.stage)
        }
        #expect(stages == Set(Mistake.Stage.allCases))
    }

    @Test("Every formula gives the number beside it", arguments: kinds)
    func formulas(kind: Kind) throws {
        let run = kind.run()
        for (mutation, broken) in try Self.mutations(of: run) {
            var session = try Session(run: run)
            try session.breakRule(BrokenRule(mutation), running: broken)
            // The second batch, where what is kept from the first is there.
            session.go(to: Position(session.tree.start(ofBatch: 1)))
            let end = session.tree.start(ofBatch: 2)
            while session.position.index < end {
                session.step(1, .operation)
                let leaf = session.position.index - 1
                for zoom in [Zoom.operation, .quantity] {
                    let formula = session.explanation(ofLeaf: leaf, zoom: zoom).formula
                    guard let value = formula.value else {
                        Issue.record("\(mutation): \(formula.expression.text(.plain)) has no value")
                        continue
                    }
                    let recomputed = formula.substituted.value { _, _, _ in .nan }
                    #expect(
                        abs(recomputed - value) <= 1e-9 * max(1e-6, abs(value)),
                        "\(mutation): \(formula.expression.text(.plain)) = \(formula.substituted.text(.plain)) is \(recomputed), not \(value)")
                }
            }
        }
    }

    @Test("Every mistake of the table can be trained with somewhere, but for those of reports and of this batch's update")
    func noneIsForgotten() throws {
        var found: Set<Mistake> = []
        for kind in Self.kinds { found.formUnion(try Self.mutations(of: kind.run()).map(\.0.mistake)) }
        // Drawn weights, and Adam with an L2 term, are in none of these runs.
        let elsewhere: Set<Mistake> = [.xavierAsHe, .decayDecoupled]
        let never: Set<Mistake> = [.weightsAfterUpdate, .staleLoss, .lossAfterUpdate]
        #expect(Set(Mistake.allCases).subtracting(found) == elsewhere.union(never))
    }
}
