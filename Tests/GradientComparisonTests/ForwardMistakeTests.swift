import Autograd
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// Forward passes with a mistake, against the same mistake made by hand on the 2-2-1 network.
struct ForwardMistakeTests {
    /// The 2-2-1 network whose parts can be other than the right ones.
    private struct Hand {
        typealias Pair = (Double, Double)
        var w: [Double] = [0.2, 0.4, -0.3, 0.5]
        var b: Pair = (0.1, -0.1)
        var inner: Pair { (w[0] * 0.5 + w[1] * 0.8 + b.0, w[2] * 0.5 + w[3] * 0.8 + b.1) }
        /// a of z and its slope.
        var activation: (Double) -> (Double, Double) = { z in
            let a = Hand.sigmoid(z)
            return (a, a * (1 - a))
        }
        /// What is added to the activations.
        var after: Pair = (0, 0)
        /// What the output's weights meet beside the activations.
        var beside: Pair = (0, 0)
        var outputBias = 0.2

        static func sigmoid(_ z: Double) -> Double { 1 / (1 + Elementary.exp(-z)) }

        var a: Pair { (activation(inner.0).0 + after.0, activation(inner.1).0 + after.1) }
        var error: Double { 0.7 * (a.0 + beside.0) - 0.6 * (a.1 + beside.1) + outputBias - 1 }
        var loss: Double { error * error / 2 }
        var delta: Pair { (error * 0.7 * activation(inner.0).1, error * -0.6 * activation(inner.1).1) }
        /// w11 w12 b1 w21 w22 b2 w31 w32 b3
        var gradients: [Double] {
            [
                delta.0 * 0.5, delta.0 * 0.8, delta.0, delta.1 * 0.5, delta.1 * 0.8, delta.1, error * (a.0 + beside.0),
                error * (a.1 + beside.1), error,
            ]
        }
    }

    private static let handMade: [(Mutation, loss: Double, gradients: [Double])] = {
        let hidden = MistakePlace.layer("hidden")
        func made(_ mutation: Mutation, _ change: (inout Hand) -> Void, _ finish: (Hand) -> [Double] = { $0.gradients })
            -> (Mutation, Double, [Double])
        {
            var hand = Hand()
            change(&hand)
            return (mutation, hand.loss, finish(hand))
        }
        return [
            made(Mutation(.sumsAllLayers)) { $0.beside = (0.5, 0.8) },
            made(Mutation(.biasUnused, at: hidden)) { $0.b = (0, 0) } _: { hand in
                zip(hand.gradients, [1, 1, 0, 1, 1, 0, 1, 1, 1]).map(*)
            },
            made(Mutation(.biasUnused)) {
                $0.b = (0, 0)
                $0.outputBias = 0
            } _: { hand in
                zip(hand.gradients, [1, 1, 0, 1, 1, 0, 1, 1, 0]).map(*)
            },
            made(Mutation(.weightsByColumns)) { $0.w = [0.2, -0.3, 0.4, 0.5] } _: { hand in
                let right = hand.gradients
                return [0, 3, 2, 1, 4, 5, 6, 7, 8].map { right[$0] }
            },
            made(Mutation(.activationSkipped)) { $0.activation = { ($0, 1) } },
            made(Mutation(.activationTwice, at: hidden)) {
                $0.activation = { z in
                    let a = Hand.sigmoid(z)
                    let b = Hand.sigmoid(a)
                    return (b, b * (1 - b) * a * (1 - a))
                }
            },
            made(Mutation(.biasAfterActivation)) {
                $0.b = (0, 0)
                $0.after = (0.1, -0.1)
            } _: { hand in
                var gradients = hand.gradients
                (gradients[2], gradients[5]) = (hand.error * 0.7, hand.error * -0.6)
                return gradients
            },
        ]
    }()

    @Test("A mistake is what it is by hand", arguments: handMade.indices)
    func isTheSame(row: Int) throws {
        let (mutation, loss, gradients) = Self.handMade[row]
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        let found = try #require(simulation.numbers([mutation]))
        #expect(abs(found.losses[0] - loss) <= 1e-15, "\(mutation)")
        for (found, expected) in zip(found.gradients, gradients) { #expect(abs(found - expected) <= 1e-15, "\(mutation)") }
        // The same by the backward pass that a comparison judges, and by the run that is trained.
        let backward = try #require(simulation.backwardPass([mutation]))
        let comparison = try GradientComparison.compare(simulation.point, method: .complex, backward: backward)
        #expect(comparison.entries.map(\.analytic) == found.gradients)
        #expect(comparison.verdict == .disagrees)
        let wrong = try #require(simulation.firstWrongNumber(of: mutation))
        #expect(wrong.stage == .forward && wrong.value != wrong.right)
    }

    @Test func theFirstWrongNumberIsTheFirst() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        #expect(simulation.firstWrongNumber(of: Mutation(.sumsAllLayers))?.name == "z(y)")
        #expect(simulation.firstWrongNumber(of: Mutation(.activationSkipped))?.name == "a(h1)")
        // θ − η·g with η = 0.1, and θ + η·g.
        let g = Hand().gradients[0]
        let wrong = try #require(simulation.firstWrongNumber(of: Mutation(.updateAscends)))
        #expect(wrong.stage == .update(1) && wrong.name == "w11")
        #expect(abs(wrong.value - (0.2 + 0.1 * g)) <= 1e-16 && abs(wrong.right - (0.2 - 0.1 * g)) <= 1e-16)
    }

    /// z, a and the loss of a program with the mistake name it, at its place.
    @Test(arguments: [
        Mutation(.sumsAllLayers, at: .layer("output")), Mutation(.biasUnused, at: .layer("hidden")), Mutation(.activationSkipped, at: .layer("hidden")),
        Mutation(.activationTwice, at: .layer("hidden")), Mutation(.biasAfterActivation, at: .layer("hidden")),
        Mutation(.weightsByColumns, at: .layer("hidden")),
    ])
    func diagnosis(mutation: Mutation) throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        let numbers = try #require(simulation.numbers([mutation]))
        let loss = GivenNumbers.Entry(.loss(step: 0), name: "L", value: numbers.losses[0])
        let gradients = numbers.gradients.enumerated().map {
            GivenNumbers.Entry(.gradient($0), name: run.architecture.parameters[$0].name, value: $1)
        }
        let diagnosis = Diagnosis(of: GivenNumbers([loss] + gradients), from: simulation)
        let named = diagnosis.findings.first?.mutations ?? []
        #expect(named == [mutation])
    }

    @Test func heForXavierIsTheRatioOfTheTwoDeviations() throws {
        let neurons = (0..<2).map { Neuron(name: "h\($0)", weights: [3 * $0, 3 * $0 + 1, 3 * $0 + 2], bias: nil) }
        let network = Network(
            inputs: ["x1", "x2", "x3"],
            layers: [Layer(name: "output", activation: .tanh, neurons: neurons, initialisation: .xavierNormal)],
            parameters: (0..<6).map { Parameter(name: "w\($0)", role: .weight, initialValue: Double($0 + 1)) }, loss: .squaredError,
            targets: ["t1", "t2"])
        let run = TrainingRun(
            network: network, data: DataSet(rows: [([1, 2, 3], [0, 1])]), settings: TrainingSettings(learningRate: 0.1))
        let broken = try #require(run.broken(by: Mutation(.xavierAsHe)))
        // √(2/3) against √(2/(3 + 2))
        for (new, old) in zip(broken.architecture.parameters, network.parameters) {
            #expect(abs(new.initialValue / old.initialValue - (5.0 / 3).squareRoot()) <= 1e-15)
        }
        #expect(Networks.twoTwoOne(.tanh).broken(by: Mutation(.xavierAsHe)) == nil)
    }

    @Test func whatDropoutKeepsIsOne() throws {
        var generator = SeededGenerator(seed: 3)
        let run = Networks.random(sizes: [2, 6, 1], activation: .tanh, dropout: 0.5, using: &generator)
        let broken = try #require(run.broken(by: Mutation(.dropoutUnscaled)))
        var tape = broken.computations[0].tape
        SampleFeed(of: broken.computations[0], seed: 0).fill(&tape, [0], of: run.data, batch: 0)
        let masks = broken.computations[0].masks.map { tape[$0.node] }
        #expect(Set(masks) == [0, 1])
    }
}
