import Autograd
import NeuralNetwork
import Testing

/// Cross-entropies computed from z: finite and right where the outputs have long rounded to 0 and 1.
struct LargeLogitTests {
    private struct Result {
        let loss: Double
        /// ∂L/∂z
        let deltas: [Double]
    }

    /// One layer whose z are the inputs.
    private func pass(_ loss: Loss, after activation: Activation, z: [Double], t: [Double], isFused: Bool = true) -> Result {
        let places = z.indices
        let network = Network(
            inputs: places.map { "x\($0)" },
            layers: [
                Layer(
                    name: "output", activation: activation,
                    neurons: places.map { row in
                        Neuron(name: "y\(row)", weights: places.map { $0 == row ? 0 : 1 }, bias: nil)
                    })
            ],
            parameters: [
                Parameter(name: "one", role: .weight, initialValue: 1),
                Parameter(name: "none", role: .weight, initialValue: 0),
            ], loss: loss, isLossFused: isFused, targets: places.map { "t\($0)" })
        let computation = Computation(of: network)
        var tape = computation.tape
        for (node, value) in zip(computation.inputs, z) { tape[node] = value }
        for (node, value) in zip(computation.targets, t) { tape[node] = value }
        tape.forward()
        let adjoints = Adjoints(of: computation.loss, on: tape)
        return Result(
            loss: tape[computation.loss],
            deltas: places.map { computation.nodes[.preActivation("y\($0)")].map { adjoints[$0] } ?? .nan })
    }

    /// ln(1 + e^z) − t·z is −t·z for z → −∞ and (1 − t)·z for z → ∞, to the last digit from ±40 on.
    @Test(arguments: [-1000.0, -800, -50, 50, 800, 1000], [0.0, 0.25, 1])
    func binary(z: Double, t: Double) {
        let loss = z > 0 ? (1 - t) * z : -t * z
        let delta = (z > 0 ? 1 : 0) - t
        for (kind, activation) in [(Loss.binaryCrossEntropy, Activation.sigmoid), (.binaryCrossEntropyWithLogits, .identity)] {
            let one = pass(kind, after: activation, z: [z], t: [t])
            #expect(abs(one.loss - loss) <= 1e-15 * abs(z))
            #expect(abs(one.deltas[0] - delta) <= 1e-15)
            // The mean over two outputs.
            let two = pass(kind, after: activation, z: [z, 0], t: [t, 0.5])
            #expect(abs(two.loss - (loss + 0.69314718055994531) / 2) <= 1e-15 * abs(z))
            #expect(abs(two.deltas[0] - delta / 2) <= 1e-15 && abs(two.deltas[1]) <= 1e-15)
        }
    }

    /// ln Σ e^z is the largest z, or that and ln 2 where two share it.
    @Test(arguments: [
        ([1000.0, -1000, 0], [1.0, 0, 0], 0, [0.0, 0, 0]),
        ([1000, -1000, 0], [0, 1, 0], 2000, [1, -1, 0]),
        ([1000, -1000, 0], [0, 0, 1], 1000, [1, 0, -1]),
        ([-1000, -1000, -2000], [0, 0, 1], 1000.6931471805599453, [0.5, 0.5, -1]),
        ([800, 800, -800], [0.5, 0.5, 0], 0.69314718055994531, [0, 0, 0]),
    ] as [([Double], [Double], Double, [Double])])
    func categorical(z: [Double], t: [Double], loss: Double, deltas: [Double]) {
        for (kind, activation) in [
            (Loss.categoricalCrossEntropy, Activation.softmax), (.categoricalCrossEntropyWithLogits, .identity),
        ] {
            let result = pass(kind, after: activation, z: z, t: t)
            // z − ln Σ e^z loses what does not fit beside 2000.
            #expect(abs(result.loss - loss) <= 1e-12)
            for (delta, expected) in zip(result.deltas, deltas) { #expect(abs(delta - expected) <= 1e-12) }
        }
    }

    @Test("Fused and as written are the same where both are finite", arguments: [0.01, 1, 3, 8] as [Double])
    func sameAsWritten(scale: Double) {
        let z = [0.5, -1, 0.25].map { $0 * scale }
        for (kind, logits, activation, t) in [
            (Loss.binaryCrossEntropy, Loss.binaryCrossEntropyWithLogits, Activation.sigmoid, [1, 0, 0.25]),
            (.categoricalCrossEntropy, .categoricalCrossEntropyWithLogits, .softmax, [0.25, 0.5, 0.25]),
        ] {
            let written = pass(kind, after: activation, z: z, t: t, isFused: false)
            for other in [pass(kind, after: activation, z: z, t: t), pass(logits, after: .identity, z: z, t: t)] {
                // 1 − y has lost e^8 of its digits at most.
                #expect(abs(other.loss - written.loss) <= 1e-12 * written.loss)
                for (a, b) in zip(other.deltas, written.deltas) { #expect(abs(a - b) <= 1e-12) }
            }
        }
        // As it is written, the formula has no answer for these.
        #expect(pass(.binaryCrossEntropy, after: .sigmoid, z: [1000], t: [0], isFused: false).loss == .infinity)
    }
}
