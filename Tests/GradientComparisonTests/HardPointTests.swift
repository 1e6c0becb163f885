import Autograd
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// Every activation and every loss, by the tables, where gradients are easily got wrong: at 0 and next to it,
/// where functions saturate, and at kinks.
struct HardPointTests {
    struct Point: Sendable, CustomTestStringConvertible {
        let activation: Activation
        let loss: Loss
        let z: Double
        var testDescription: String { "\(activation.rawValue), \(loss.rawValue) at \(z)" }

        static let all: [Point] = [0, 1e-8, -1e-8, 40, -40, 800, -800].flatMap { z in
            Networks.hiddenActivations.map { Point(activation: $0, loss: .halfSquaredError, z: z) }
                + Loss.allCases.flatMap { loss in
                    // A cross-entropy that is computed as it is written is infinite where an output is sure.
                    Networks.outputs(for: loss).filter { loss.partner == nil || loss.partner == $0 }
                        .map { Point(activation: $0, loss: loss, z: z) }
                }
        }
    }

    /// Two outputs whose pre-activations are parameters alone: z and half of it.
    private func run(_ point: Point) -> TrainingRun {
        let parameters = [("w", Parameter.Role.weight, 0.0), ("b1", .bias, point.z), ("b2", .bias, point.z / 2)]
        let network = Network(
            inputs: ["x"],
            layers: [
                Layer(
                    name: "output", activation: point.activation,
                    neurons: [Neuron(name: "y1", weights: [0], bias: 1), Neuron(name: "y2", weights: [0], bias: 2)])
            ],
            parameters: parameters.map { Parameter(name: $0.0, role: $0.1, initialValue: $0.2) }, loss: point.loss,
            targets: ["t1", "t2"])
        return TrainingRun(network: network, data: DataSet(rows: [([0], [1, 0])]), settings: nil)
    }

    @Test(arguments: Point.all)
    func gradientsAgree(point: Point) throws {
        let run = run(point)
        let comparison = try GradientComparison.compare(
            ComparisonPoint(run, parameters: [0, point.z, point.z / 2], batch: [0]))
        #expect(comparison.loss.isFinite)
        let isKinked = run.computations[0].symbols.contains {
            if case .activation = $0.value { run.computations[0].tape.operation(of: $0.key).hasKink } else { false }
        }
        for entry in comparison.entries {
            #expect(entry.analytic.isFinite && entry.verdict != .disagrees, "\(entry)")
            // Only next to 0 may an activation turn.
            #expect(entry.verdict != .kink || isKinked && abs(point.z) < 1, "\(entry)")
            // Where the slope is not lost in rounding, there is a judgement.
            #expect(entry.verdict != .cannotTell || abs(entry.analytic) < 1e-6, "\(entry)")
        }
    }
}
