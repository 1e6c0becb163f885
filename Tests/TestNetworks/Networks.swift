import NeuralNetwork

/// Networks to test with: the documents' own, and random ones.
package enum Networks {
    /// The 2-2-1 network of D1 §4.2, with one sample and rate 0.1.
    package static func twoTwoOne(_ hidden: Activation, epochs: Int = 3) -> TrainingRun {
        let values: [(String, Parameter.Role, Double)] = [
            ("w11", .weight, 0.2), ("w12", .weight, 0.4), ("b1", .bias, 0.1),
            ("w21", .weight, -0.3), ("w22", .weight, 0.5), ("b2", .bias, -0.1),
            ("w31", .weight, 0.7), ("w32", .weight, -0.6), ("b3", .bias, 0.2),
        ]
        let network = Network(
            inputs: ["x1", "x2"],
            layers: [
                Layer(
                    name: "hidden", activation: hidden,
                    neurons: [
                        Neuron(name: "h1", weights: [0, 1], bias: 2), Neuron(name: "h2", weights: [3, 4], bias: 5),
                    ]),
                Layer(name: "output", activation: .identity, neurons: [Neuron(name: "y", weights: [6, 7], bias: 8)]),
            ],
            parameters: values.map { Parameter(name: $0.0, role: $0.1, initialValue: $0.2) },
            loss: .halfSquaredError, targets: ["t"])
        return TrainingRun(
            network: network, data: DataSet(rows: [([0.5, 0.8], [1])]),
            settings: TrainingSettings(learningRate: 0.1, epochs: epochs))
    }

    /// A network of the given layer sizes (inputs first) with random weights and samples.
    package static func random(
        sizes: [Int], activation: Activation, output: Activation = .identity, loss: Loss = .squaredError,
        samples: Int = 1, batchSize: Int = 1, epochs: Int = 2, isLossFused: Bool = true, slope: Double = 0.01,
        dropout: Double = 0, settings: TrainingSettings? = nil, using generator: inout some RandomNumberGenerator
    ) -> TrainingRun {
        var parameters: [Parameter] = []
        var layers: [Layer] = []
        func add(_ name: String, _ role: Parameter.Role) -> Int {
            parameters.append(
                Parameter(name: name, role: role, initialValue: .random(in: -1...1, using: &generator)))
            return parameters.count - 1
        }
        for (index, (sources, units)) in zip(sizes, sizes.dropFirst()).enumerated() {
            let isOutput = index == sizes.count - 2
            let neurons = (1...units).map { unit in
                Neuron(
                    name: "l\(index + 1)[\(unit)]",
                    weights: (1...sources).map { add("w\(index + 1)[\(unit),\($0)]", .weight) },
                    bias: add("b\(index + 1)[\(unit)]", .bias))
            }
            layers.append(
                Layer(
                    name: "l\(index + 1)", activation: isOutput ? output : activation, slope: slope,
                    dropout: isOutput ? 0 : dropout, neurons: neurons))
        }
        let network = Network(
            inputs: (1...sizes[0]).map { "x\($0)" }, layers: layers, parameters: parameters, loss: loss,
            isLossFused: isLossFused, targets: Network.targetNames(count: sizes[sizes.count - 1]))
        let rows = (0..<samples).map { _ in
            (
                inputs: (0..<sizes[0]).map { _ in Double.random(in: -1...1, using: &generator) },
                targets: (0..<sizes[sizes.count - 1]).map { _ in Double.random(in: 0...1, using: &generator) }
            )
        }
        return TrainingRun(
            network: network, data: DataSet(rows: rows),
            settings: settings ?? TrainingSettings(learningRate: 0.1, batchSize: batchSize, epochs: epochs))
    }

    /// The activations that a layer before the last may have.
    package static let hiddenActivations = Activation.allCases.filter { $0 != .softmax }

    /// The activations of an output layer that a loss takes: for a cross-entropy those that keep within (0, 1).
    package static func outputs(for loss: Loss, count: Int = 2) -> [Activation] {
        switch loss {
        case .binaryCrossEntropy: count > 1 ? [.sigmoid, .softmax] : [.sigmoid]
        case .categoricalCrossEntropy: [.sigmoid, .softmax, .softplus]
        case .halfSquaredError, .squaredError, .meanSquaredError, .binaryCrossEntropyWithLogits,
            .categoricalCrossEntropyWithLogits:
            Activation.allCases
        }
    }

    /// Trainings in which every optimiser, schedule and clipping occurs, and whatever else settings may ask for;
    /// four samples are enough for each.
    package static let trainings: [TrainingSettings] = [
        TrainingSettings(
            optimizer: .gradientDescent, learningRate: 0.1, regularisation: Regularisation(l2: 0.1), batchSize: 2,
            epochs: 3, validation: .fraction(0.25)),
        TrainingSettings(
            optimizer: .momentum(gamma: 0.9, nesterov: false), learningRate: 0.1, schedule: .step(gamma: 0.5, every: 2),
            batchSize: 3, epochs: 2, seed: 3, shuffle: true),
        TrainingSettings(
            optimizer: .momentum(gamma: 0.8, nesterov: true), learningRate: 0.1, schedule: .exponential(gamma: 0.9),
            clipping: .value(0.05), epochs: 2),
        TrainingSettings(
            optimizer: .adaGrad(epsilon: 1e-8), learningRate: 0.1, schedule: .inverseTime(gamma: 0.5), warmUp: 2,
            regularisation: Regularisation(l1: 0.1), epochs: 2),
        TrainingSettings(
            optimizer: .rmsProp(rho: 0.9, epsilon: 1e-8), learningRate: 0.1, schedule: .cosine(over: 4),
            clipping: .norm(0.1), regularisation: Regularisation(l1: 0.01, l2: 0.02), batchSize: 4, epochs: 6),
        // The rate is so high that the loss of the samples held out soon grows.
        TrainingSettings(
            optimizer: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), learningRate: 0.9, warmUp: 2, batchSize: 2,
            epochs: 6, seed: 5, shuffle: true, validation: .count(1), patience: 1),
        TrainingSettings(
            optimizer: .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1), learningRate: 0.1,
            schedule: .constant, clipping: .norm(10), epochs: 2, frozen: ["w1[1,1]", "b2[1]"]),
    ]
}
