import Autograd
import NeuralNetwork
import TestNetworks
import Testing

@testable import GradientComparison

/// Parameters that are moved beside each other, eight at a time, do not know of each other.
struct SharedDependentsTests {
    @Test("Compared at once or each by itself, parameters have the same bits", arguments: NumericMethod.allCases)
    func alone(method: NumericMethod) throws {
        var generator = SeededGenerator(seed: 12)
        // Neurons of ten parameters, which do not fit in eight lanes, and of four.
        for activation in [Activation.tanh, .relu, .gelu] {
            let settings = TrainingSettings(
                learningRate: 0.1, regularisation: Regularisation(l1: 0.01, l2: 0.02), batchSize: 2, epochs: 1)
            let run = Networks.random(
                sizes: [9, 3, 2], activation: activation, output: .sigmoid, loss: .meanSquaredError, samples: 2,
                settings: settings, using: &generator)
            let point = try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0, 1])
            let together = try GradientComparison.compare(point, method: method).entries
            let alone = try run.architecture.parameters.flatMap { parameter in
                try GradientComparison.compare(point, method: method, of: [parameter.name]).entries
            }
            #expect(together == alone)
        }
    }

    /// y = f(a·1, …) with a moved to two places: the product rounds by u·|a|, which reaches y through the larger of the
    /// slopes there, here and on the other side, and y by itself.
    @Test("The rounding error in a lane is that of its tape", arguments: DirectionalRuleTests.Point.all)
    func roundOff(point: DirectionalRuleTests.Point) {
        var tape = Tape()
        let one = tape.leaf(1)
        let leaves = point.operands.map { tape.leaf($0) }
        let node = tape.record(point.operation, leaves.map { tape.record(.multiply, [$0, one]) })
        for (slot, leaf) in zip(tape.slots(of: node), leaves) {
            let shifted = [1.01, 0.98].map { tape[leaf] * $0 }
            var pass = LanePass(tape, last: node)
            let probes = pass.probe(
                shifted.map { (leaf, SIMD8(repeating: $0)) }, at: [0], tape.dependents(of: [leaf], upTo: node))
            for (value, probe) in zip(shifted, probes) {
                var moved = tape
                moved[leaf] = value
                moved.forward()
                let (here, above) = (tape.localDerivative(in: slot), moved.localDerivative(in: slot))
                let expected = max(abs(here), abs(above), abs(2 * here - above)) * Double.ulpOfOne / 2 * abs(value)
                    + moved.ownRoundOff(of: node)
                #expect(probe.losses[0].bitPattern == moved[node].bitPattern || moved[node].isNaN)
                // Both are sums of a few products.
                #expect(abs(probe.roundOff - expected) <= 1e-14 * expected || expected.isNaN, "\(probe.roundOff) for \(expected)")
            }
        }
    }
}
