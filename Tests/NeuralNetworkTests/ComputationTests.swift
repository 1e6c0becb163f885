import Autograd
import NeuralNetwork
import TestNetworks
import Testing

/// Networks on a tape against the textbook's matrix formulas, written out as plain loops.
///
/// 1e-12 relative to the largest value of its kind: a handful of roundings of 1.1e-16 each in networks of
/// this size, with room for sums in another order.
struct ComputationTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let sizes: [Int]
        let activation: Activation
        let output: Activation
        let loss: Loss
        let isFused: Bool
        var testDescription: String {
            "\(sizes), \(activation.rawValue), \(output.rawValue), \(loss.rawValue)\(isFused ? "" : " as written")"
        }

        static let all = [[2, 2, 1], [1, 1], [3, 4, 2], [2, 3, 3, 2], [1, 2, 2, 2, 1]].flatMap { sizes in
            Networks.hiddenActivations.flatMap { activation in
                Loss.allCases.flatMap { loss in
                    Networks.outputs(for: loss, count: sizes[sizes.count - 1]).flatMap { output in
                        (loss.partner == output ? [true, false] : [true]).map {
                            Kind(sizes: sizes, activation: activation, output: output, loss: loss, isFused: $0)
                        }
                    }
                }
            }
        }
    }

    @Test("Values and gradients of random networks", arguments: Kind.all)
    func network(kind: Kind) throws {
        var generator = SeededGenerator(seed: 41)
        let run = Networks.random(
            sizes: kind.sizes, activation: kind.activation, output: kind.output, loss: kind.loss, samples: 3,
            isLossFused: kind.isFused, slope: 0.25, using: &generator)
        let network = try #require(run.network)
        let computation = run.computations[0]
        var tape = computation.tape
        for sample in 0..<run.data.count {
            for (node, value) in zip(computation.inputs, run.data.inputs(of: sample)) { tape[node] = value }
            for (node, value) in zip(computation.targets, run.data.targets(of: sample)) { tape[node] = value }
            tape.forward()
            let adjoints = Adjoints(of: computation.loss, on: tape)
            let expected = PlainNetwork(network).pass(
                Array(run.data.inputs(of: sample)), Array(run.data.targets(of: sample)))

            expectClose([tape[computation.loss]], [expected.loss], "L")
            for (layer, values) in zip(network.layers, expected.layers) {
                func nodes(_ symbol: (String) -> Symbol) throws -> [NodeID] {
                    try layer.neurons.map { try #require(computation.nodes[symbol($0.name)]) }
                }
                let z = try nodes(Symbol.preActivation)
                expectClose(z.map { tape[$0] }, values.z, "z of \(layer.name)")
                expectClose(try nodes(Symbol.activation).map { tape[$0] }, values.a, "a of \(layer.name)")
                expectClose(z.map { adjoints[$0] }, values.delta, "δ of \(layer.name)")
            }
            expectClose(computation.parameters.map { adjoints[$0] }, expected.gradient, "gradient")
        }
    }

    private func expectClose(_ values: [Double], _ expected: [Double], _ what: String) {
        #expect(values.count == expected.count)
        let scale = expected.reduce(0) { max($0, abs($1)) }
        for (value, other) in zip(values, expected) {
            #expect(abs(value - other) <= 1e-12 * scale, "\(what): \(values), not \(expected)")
        }
    }

    @Test("The loss of one sample, in closed form", arguments: Loss.allCases, [1, 2, 3])
    func loss(loss: Loss, outputs: Int) {
        let y = Array([0.25, 0.5, 0.875].prefix(outputs))
        let t = Array([1.0, 0.0, 0.5].prefix(outputs))
        // Identity neurons that pass one input on: weight 1 from their own, 0 from the others.
        let network = Network(
            inputs: (0..<outputs).map { "x\($0)" },
            layers: [
                Layer(
                    name: "output", activation: .identity,
                    neurons: (0..<outputs).map { neuron in
                        Neuron(name: "y\(neuron)", weights: (0..<outputs).map { $0 == neuron ? 0 : 1 }, bias: nil)
                    })
            ],
            parameters: [
                Parameter(name: "one", role: .weight, initialValue: 1),
                Parameter(name: "none", role: .weight, initialValue: 0),
            ], loss: loss, targets: Network.targetNames(count: outputs))
        let computation = Computation(of: network)
        var tape = computation.tape
        for (node, value) in zip(computation.inputs, y) { tape[node] = value }
        for (node, value) in zip(computation.targets, t) { tape[node] = value }
        tape.forward()
        let squares = [0.5625, 0.25, 0.140625].prefix(outputs).reduce(0, +)
        // −ln ¼, −ln ½, and −½·(ln ⅞ + ln ⅛), from ln 2 and ln 7 to twenty digits.
        let ln2 = 0.69314718055994530942
        let ln7 = 1.9459101490553132
        let entropies = [2 * ln2, ln2, 3 * ln2 - ln7 / 2].prefix(outputs).reduce(0, +)
        // ln ¼, ln ½ and ln ⅞ times 1, 0 and ½.
        let categorical = [2 * ln2, 0, (3 * ln2 - ln7) / 2].prefix(outputs).reduce(0, +)
        // ln(1 + e^y) − t·y and −t·(y − ln Σ e^y), by mpmath 1.3.0 to 20 digits.
        let logits = [0.57593941987884356221, 0.77500820202947512154, 0.77865366168800198517][outputs - 1]
        let shares = [4.9303806576313237838e-32, 0.82593941987884356221, 1.8229832553748117881][outputs - 1]
        let expected =
            switch loss {
            case .squaredError: squares
            case .halfSquaredError: squares / 2
            case .meanSquaredError: squares / Double(outputs)
            case .binaryCrossEntropy: entropies / Double(outputs)
            case .categoricalCrossEntropy: categorical
            case .binaryCrossEntropyWithLogits: logits
            case .categoricalCrossEntropyWithLogits: shares
            }
        // Some ten roundings of 1.1e-16.
        #expect(abs(tape[computation.loss] - expected) <= 1e-15 * max(expected, 1))
    }

    /// y = w·(w·x + b) + b with L = (y − t)²: ∂L/∂w = 2(y − t)·(2wx + b), ∂L/∂b = 2(y − t)·(w + 1).
    @Test func aSharedParameterCollectsTheGradientOfEachUse() {
        let network = Network(
            inputs: ["x"],
            layers: [
                Layer(name: "first", activation: .identity, neurons: [Neuron(name: "h", weights: [0], bias: 1)]),
                Layer(name: "second", activation: .identity, neurons: [Neuron(name: "y", weights: [0], bias: 1)]),
            ],
            parameters: [
                Parameter(name: "w", role: .weight, initialValue: 3),
                Parameter(name: "b", role: .bias, initialValue: 0.5),
            ], loss: .squaredError, targets: ["t"])
        let computation = Computation(of: network)
        var tape = computation.tape
        tape[computation.inputs[0]] = 2
        tape[computation.targets[0]] = 16
        tape.forward()
        let adjoints = Adjoints(of: computation.loss, on: tape)
        // Small multiples of ½: nothing is rounded. y = 3·6.5 + 0.5 = 20.
        #expect(tape[computation.loss] == 16)
        #expect(adjoints[computation.parameters[0]] == 2 * 4 * 12.5)
        #expect(adjoints[computation.parameters[1]] == 2 * 4 * 4)
        // Told once, with the neuron that backward comes to last.
        let owners = computation.sections.flatMap { $0.units.filter { !$0.parameters.isEmpty } }
        #expect(owners.map(\.name) == ["h"] && owners.first?.parameters == [0, 1])
    }

    @Test func everyNameHasItsNode() {
        let computation = Networks.twoTwoOne(.tanh).computations[0]
        #expect(computation.parameterNames == ["w11", "w12", "b1", "w21", "w22", "b2", "w31", "w32", "b3"])
        for (place, name) in computation.parameterNames.enumerated() {
            #expect(computation.parameterPlaces[name] == place)
            #expect(computation.nodes[.named(name)] == computation.parameters[place])
        }
        #expect(computation.nodes.count == computation.symbols.count)
        for (node, symbol) in computation.symbols { #expect(computation.nodes[symbol] == node) }
    }
}
