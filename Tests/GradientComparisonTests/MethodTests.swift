import Autograd
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// The methods beside each other, and what each can judge.
struct MethodTests {
    private func point(_ run: TrainingRun, batch: [Int] = [0]) throws -> ComparisonPoint {
        try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: batch)
    }

    /// One neuron y = f(w·x + b) with L = (y − t)².
    private func run(_ activation: Activation, w: Double, b: Double, x: Double = 2, t: Double = 1) -> TrainingRun {
        let network = Network(
            inputs: ["x"],
            layers: [Layer(name: "output", activation: activation, neurons: [Neuron(name: "y", weights: [0], bias: 1)])],
            parameters: [
                Parameter(name: "w", role: .weight, initialValue: w), Parameter(name: "b", role: .bias, initialValue: b),
            ], loss: .squaredError, targets: ["t"])
        return TrainingRun(network: network, data: DataSet(rows: [([x], [t])]), settings: nil)
    }

    @Test("Each method agrees on every activation and loss, and none on a gradient off by a thousandth", arguments: NumericMethod.allCases)
    func randomNetworks(method: NumericMethod) throws {
        var generator = SeededGenerator(seed: 91)
        for (activation, batchSize) in zip(Networks.hiddenActivations, [1, 3, 2, 3, 1, 2, 3, 1]) {
            let settings = TrainingSettings(
                learningRate: 0.1, regularisation: Regularisation(l1: 0.01, l2: 0.02), batchSize: batchSize, epochs: 1)
            let run = Networks.random(
                sizes: [2, 3, 2], activation: activation, output: .sigmoid, loss: .meanSquaredError, samples: 3,
                settings: settings, using: &generator)
            let point = try point(run, batch: Array(0..<batchSize))
            let right = try GradientComparison.compare(point, method: method)
            for entry in right.entries { #expect(entry.verdict == .agrees, "\(activation) \(entry)") }
            let wrong = try GradientComparison.compare(point, method: method, analytic: right.entries.map { $0.analytic * 1.001 })
            for entry in wrong.entries where entry.analytic != 0 { #expect(entry.verdict == .disagrees, "\(activation) \(entry)") }
        }
    }

    /// L = (w·x + b − t)²: L′ = 2x·e, L″ = 2x², e = 3 here; what is left of h is L″h/2 one-sided and nothing two-sided.
    @Test func truncationIsWhatTaylorSays() throws {
        let point = try point(run(.identity, w: 2, b: 0, x: 2, t: 1))
        func numeric(_ method: NumericMethod, h: Double) throws -> Double {
            try GradientComparison.compare(point, method: method, perturbation: h, of: ["w"]).entries[0].numeric
        }
        #expect(try numeric(.forward, h: 0.125) == 12 + 0.5)
        #expect(try numeric(.backward, h: 0.125) == 12 - 0.5)
        for method in [NumericMethod.central, .richardson, .complex, .dual] { #expect(try numeric(method, h: 0.125) == 12) }
    }

    /// Halving h divides the error by 2ᵖ, p being the order of what is left.
    @Test(arguments: [(NumericMethod.forward, 1.0), (.backward, 1), (.central, 2), (.richardson, 4), (.complex, 2)])
    func orderOfTruncation(method: NumericMethod, order: Double) throws {
        let point = try point(run(.tanh, w: 0.3, b: 0.2))
        let exact = try GradientComparison.compare(point, method: .dual).entries[0].numeric
        let errors = try [0.04, 0.02].map { h in
            let entry = try GradientComparison.compare(point, method: method, perturbation: h).entries[0]
            // The bound is honest.
            #expect(abs(entry.numeric - exact) <= entry.bound && entry.verdict != .disagrees)
            return abs(entry.numeric - exact)
        }
        // The next term is smaller by h or h².
        #expect(abs(errors[0] / errors[1] / Elementary.power(2, order) - 1) < 0.1, "\(errors)")
    }

    @Test("A kink is one for every method that reaches it, with its slopes", arguments: NumericMethod.allCases)
    func kinks(method: NumericMethod) throws {
        // z = 1·2 − 2 = 0 to the bit; L = (a − 1)² falls with −2·x above and is 1 below.
        let comparison = try GradientComparison.compare(point(run(.relu, w: 1, b: -2)), method: method)
        // For backward differences too: on the flat side lies another branch than at 0.
        #expect(comparison.entries.map(\.verdict) == [.kink, .kink])
        #expect(comparison.entries[0].slopes.below == 0 && abs(comparison.entries[0].slopes.above + 4) < 1e-2)
        // Near to it, only for those whose h is large enough.
        let beside = try GradientComparison.compare(point(run(.relu, w: 1, b: -2 + 1e-7)), method: method)
        let reaches = [NumericMethod.central, .richardson].contains(method)
        #expect(beside.verdict == (reaches ? .kink : .agrees), "\(beside.entries)")
    }

    /// A bias before batch normalisation moves every sample alike, and the mean takes it away.
    @Test func zeroBySymmetry() throws {
        let parameters = [("w", Parameter.Role.weight, 0.7), ("b", .bias, 0.3), ("g", .scale, 1.2), ("s", .shift, 0.1)]
        let network = Network(
            inputs: ["x"],
            layers: [
                Layer(
                    name: "output", activation: .tanh,
                    neurons: [Neuron(name: "y", weights: [0], bias: 1, normalisation: .init(scale: 2, shift: 3))])
            ],
            parameters: parameters.map { Parameter(name: $0.0, role: $0.1, initialValue: $0.2) }, loss: .squaredError,
            targets: ["t"])
        let run = TrainingRun(
            network: network, data: DataSet(rows: [([0.1], [1]), ([0.7], [0]), ([-0.4], [0.5])]),
            settings: TrainingSettings(learningRate: 0.1, batchSize: 3))
        let point = try point(run, batch: [0, 1, 2])
        let central = try GradientComparison.compare(point)
        #expect(central.entries.map(\.verdict) == [.agrees, .cannotTell, .agrees, .agrees])
        #expect(central.entries.map(\.remedy) == [nil, .complex, nil, nil])
        for method in [NumericMethod.complex, .dual] {
            let exact = try GradientComparison.compare(point, method: method)
            #expect(exact.entries.map(\.verdict) == [.agrees, .agrees, .agrees, .agrees])
            // … and a gradient that is not 0 is wrong.
            var wrong = exact.entries.map(\.analytic)
            wrong[1] = 1e-9
            #expect(try GradientComparison.compare(point, method: method, analytic: wrong).entries[1].verdict == .disagrees)
        }
    }

    /// A saturated sigmoid: of the slope e⁻³⁵ the backward pass itself, which makes it of a = 1 − e⁻³⁵, has one digit.
    @Test("What no method can judge, none does", arguments: NumericMethod.allCases)
    func drownedInRounding(method: NumericMethod) throws {
        let comparison = try GradientComparison.compare(point(run(.sigmoid, w: 17.5, b: 0, t: 0.5)), method: method)
        for entry in comparison.entries { #expect(entry.verdict == .cannotTell && entry.remedy == nil, "\(entry)") }
    }

    @Test func theErrorCurveFallsAndRises() throws {
        let point = try point(Networks.twoTwoOne(.sigmoid))
        let perturbations = (0...16).map { Elementary.power(10, -Double($0)) }
        let curves = ErrorCurve.all(of: .parameter("w11"), at: point, perturbations: perturbations)
        #expect(curves.map(\.method) == NumericMethod.allCases.filter { $0 != .dual })
        for curve in curves {
            let least = try #require(curve.errors.indices.min { curve.errors[$0] < curve.errors[$1] })
            let ideal: ClosedRange<Int> =
                switch curve.method {
                case .forward, .backward: 7...9
                case .central: 4...6
                case .richardson: 2...4
                case .complex, .dual: 7...16
                }
            #expect(ideal.contains(least), "\(curve)")
        }
        #expect(ErrorCurve.all(of: .parameter("nothing"), at: point, perturbations: [0.1]).isEmpty)
    }
}
