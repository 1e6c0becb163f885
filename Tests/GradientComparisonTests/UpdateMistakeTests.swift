import Autograd
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// Updates with a mistake, against the same rule written out for one parameter.
struct UpdateMistakeTests {
    private static func run(_ settings: TrainingSettings) -> TrainingRun {
        let right = Networks.twoTwoOne(.tanh)
        return TrainingRun(right.architecture, data: right.data, settings: settings)
    }

    private static func simulation(_ run: TrainingRun, _ parameters: [Double]) throws -> Simulation {
        Simulation(from: try ComparisonPoint(run, parameters: parameters, batch: [0], batchNumber: 0))
    }

    /// What one parameter keeps from update to update.
    private struct Kept {
        var m = 0.0
        var v = 0.0
    }

    private typealias Rule = @Sendable (_ theta: Double, _ g: Double, _ k: Int, _ kept: inout Kept) -> Double

    private static let eta = 0.1
    private static let momentum = Optimizer.momentum(gamma: 0.9, nesterov: false)
    private static let nesterov = Optimizer.momentum(gamma: 0.9, nesterov: true)
    private static let adam = Optimizer.adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-3)
    private static let adamW = Optimizer.adamW(beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.2)

    private static func adamRule(
        beta1: Double = 0.9, beta2: Double = 0.99, off: Int = 0, isCorrected: Bool = true, decay: Double = 0, coupled: Double = 0,
        isInside: Bool = false
    ) -> Rule {
        { theta, gradient, k, kept in
            let g = gradient + coupled * theta
            kept.m = beta1 * kept.m + (1 - beta1) * g
            kept.v = beta2 * kept.v + (1 - beta2) * g * g
            var (p1, p2) = (1.0, 1.0)
            for _ in 0..<k + off { (p1, p2) = (p1 * beta1, p2 * beta2) }
            let (m, v) = isCorrected ? (kept.m / (1 - p1), kept.v / (1 - p2)) : (kept.m, kept.v)
            let root = isInside ? (v + 1e-3).squareRoot() : v.squareRoot() + 1e-3
            return theta - eta * m / root - eta * decay * theta
        }
    }

    private static let rules: [(Mutation?, TrainingSettings, Rule)] = [
        (nil, settings(adam), adamRule()),
        (nil, settings(adamW), adamRule(decay: 0.2)),
        (Mutation(.updateAscends), settings(.gradientDescent), { theta, g, _, _ in theta + eta * g }),
        (Mutation(.updateReplaces), settings(.gradientDescent), { _, g, _, _ in eta * g }),
        (Mutation(.momentumBufferDropped), settings(momentum), { theta, g, _, _ in theta - eta * g }),
        (
            Mutation(.momentumCoefficientMisplaced), settings(momentum),
            { theta, g, _, kept in
                kept.v = 0.9 * kept.v + (1 - 0.9) * g
                return theta - eta * kept.v
            }
        ),
        (
            Mutation(.momentumCoefficientMisplaced, form: 1), settings(momentum),
            { theta, g, _, kept in
                kept.v = 0.9 * (kept.v + g)
                return theta - eta * kept.v
            }
        ),
        (
            Mutation(.nesterovForPlain), settings(momentum),
            { theta, g, _, kept in
                kept.v = 0.9 * kept.v + g
                return theta - eta * (g + 0.9 * kept.v)
            }
        ),
        (
            Mutation(.plainForNesterov), settings(nesterov),
            { theta, g, _, kept in
                kept.v = 0.9 * kept.v + g
                return theta - eta * kept.v
            }
        ),
        (Mutation(.adamBiasCorrectionMissing), settings(adam), adamRule(isCorrected: false)),
        (Mutation(.adamBetasSwapped), settings(adam), adamRule(beta1: 0.99, beta2: 0.9)),
        (Mutation(.adamBetasSwapped), settings(adamW), adamRule(beta1: 0.99, beta2: 0.9, decay: 0.2)),
        (Mutation(.adamEpsilonInsideRoot), settings(adam), adamRule(isInside: true)),
        (Mutation(.adamEpsilonInsideRoot), settings(adamW), adamRule(decay: 0.2, isInside: true)),
        (
            Mutation(.adamEpsilonInsideRoot), settings(.adaGrad(epsilon: 1e-3)),
            { theta, g, _, kept in
                kept.v += g * g
                return theta - eta * g / (kept.v + 1e-3).squareRoot()
            }
        ),
        (Mutation(.adamStepOffByOne), settings(adam), adamRule(off: 1)),
        (Mutation(.decayMissing), settings(adamW), adamRule()),
        (Mutation(.clipMissing), settings(.gradientDescent, clipping: .value(0.05)), { theta, g, _, _ in theta - eta * g }),
        (
            Mutation(.clipByValueForNorm), settings(.gradientDescent, clipping: .norm(0.05)),
            { theta, g, _, _ in theta - eta * min(max(g, -0.05), 0.05) }
        ),
        (Mutation(.scheduleIgnored), settings(.gradientDescent, schedule: .exponential(gamma: 0.5)), { theta, g, _, _ in theta - eta * g }),
    ]

    private static func settings(
        _ optimizer: Optimizer, clipping: Clipping? = nil, schedule: Schedule = .constant, regularisation: Regularisation = .init()
    ) -> TrainingSettings {
        TrainingSettings(
            optimizer: optimizer, learningRate: eta, schedule: schedule, clipping: clipping, regularisation: regularisation, epochs: 5)
    }

    @Test("Three updates with a mistake are the rule with it", arguments: rules.indices)
    func threeUpdates(row: Int) throws {
        let (mutation, settings, rule) = Self.rules[row]
        let run = Self.run(settings)
        var parameters = run.architecture.parameters.map(\.initialValue)
        let found = try #require(Self.simulation(run, parameters).numbers(mutation.map { [$0] } ?? [], updates: 3)).updated
        var kept = parameters.map { _ in Kept() }
        for step in 0..<3 {
            let gradients = try #require(Self.simulation(run, parameters).numbers()).gradients
            for place in parameters.indices {
                parameters[place] = rule(parameters[place], gradients[place], step + 1, &kept[place])
                #expect(abs(found[step][place] - parameters[place]) <= 1e-12, "\(String(describing: mutation)), update \(step)")
            }
        }
    }

    /// L2 in Adam's gradient is 2λw over the weights; AdamW's decay λθ has every parameter.
    @Test func decays() throws {
        let coupled = Self.run(Self.settings(Self.adam, regularisation: Regularisation(l2: 0.1)))
        let parameters = coupled.architecture.parameters.map(\.initialValue)
        let decoupled = try #require(Self.simulation(coupled, parameters).numbers([Mutation(.decayDecoupled)], updates: 2)).updated
        let adamW = Self.run(Self.settings(Self.adamW))
        #expect(try decoupled == Self.simulation(adamW, parameters).numbers(updates: 2)?.updated)
        let back = try #require(Self.simulation(adamW, parameters).numbers([Mutation(.decayCoupled)], updates: 2)).updated
        #expect(try back == Self.simulation(coupled, parameters).numbers(updates: 2)?.updated)
    }

    /// θ − ηm̂/√v̂ is about θ − η at first; of θ = η little more is left than what the subtraction rounds off.
    @Test("What an update leaves of a parameter may differ by the rounding of the parameter")
    func almostZero() throws {
        let run = Self.run(Self.settings(.adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-8)))
        var parameters = run.architecture.parameters.map(\.initialValue)
        let slope = try #require(Self.simulation(run, parameters).numbers()).gradients[0]
        parameters[0] = slope < 0 ? -Self.eta : Self.eta
        let simulation = try Self.simulation(run, parameters)
        var given = try #require(simulation.numbers(updates: 1))
        try #require(abs(given.updated[0][0]) < 1e-6)
        given.updated[0][0] += Self.eta.ulp
        #expect(Diagnosis(of: DiagnosisTests.observation(given, of: run), from: simulation, mostPairs: 0).agrees)
        given.updated[0][0] += 1e-9
        #expect(Diagnosis(of: DiagnosisTests.observation(given, of: run), from: simulation, mostPairs: 0).departures.count == 1)
    }

    @Test func whatIsWrittenDown() throws {
        let run = Self.run(Self.settings(.gradientDescent))
        let parameters = run.architecture.parameters.map(\.initialValue)
        let simulation = try Self.simulation(run, parameters)
        let right = try #require(simulation.numbers(updates: 3))
        let stale = try #require(simulation.numbers([Mutation(.staleLoss)], updates: 3)).losses
        #expect(stale == [right.losses[0], right.losses[0], right.losses[1]])
        let after = try #require(simulation.numbers([Mutation(.lossAfterUpdate)], updates: 2)).losses
        #expect(after == Array(right.losses[1...]))
        // The second update takes the first gradient once more.
        let never = try #require(simulation.numbers([Mutation(.gradientsNotZeroed, form: 4)], updates: 2)).updated
        let second = try #require(Self.simulation(run, never[0]).numbers()).gradients
        for place in parameters.indices {
            #expect(never[0][place] == right.updated[0][place])
            #expect(abs(never[1][place] - (never[0][place] - 0.1 * (right.gradients[place] + second[place]))) <= 1e-15)
        }
        let read = try #require(simulation.numbers([Mutation(.afterZeroing, form: 1)], updates: 1))
        #expect(read.gradients.allSatisfy { $0 == 0 } && read.updated == [right.updated[0]])
        let zeroed = try #require(simulation.numbers([Mutation(.afterZeroing)], updates: 1))
        #expect(zeroed.updated == [parameters])
    }
}
