import GradientComparison
import NeuralNetwork
import TestNetworks

/// A random network, a point of its training, and a mistake that is put in there.
struct RandomTriple {
    let run: TrainingRun
    let simulation: Simulation
    let mutation: Mutation
    /// What a program writes down that makes no mistake, and one that makes this one.
    let right: TrainingNumbers
    let wrong: TrainingNumbers
    /// How many updates they go on for: the parameters after the second tell mistakes apart that the first does not.
    static let updates = 2

    /// The triple of a seed; nil where nothing that was drawn changes a number there.
    init?(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        run = Self.network(using: &generator)
        guard let simulation = Self.point(of: run, using: &generator), let right = simulation.numbers(updates: Self.updates)
        else { return nil }
        (self.simulation, self.right) = (simulation, right)
        let all = simulation.mutations(updates: Self.updates, losses: Self.updates)
        // A mistake that can be made in many places is drawn no more often than one that can be made in one.
        for mistake in Mistake.allCases.shuffled(using: &generator) {
            for mutation in all.filter({ $0.mistake == mistake }).shuffled(using: &generator).prefix(8) {
                guard let wrong = simulation.numbers([mutation], updates: Self.updates), wrong.isFinite, !wrong.isClose(to: right)
                else { continue }
                (self.mutation, self.wrong) = (mutation, wrong)
                return
            }
        }
        return nil
    }

    /// One to four layers of one to four neurons, and whatever training there is.
    private static func network(using generator: inout SeededGenerator) -> TrainingRun {
        var sizes = (0...Int.random(in: 1...4, using: &generator)).map { _ in Int.random(in: 1...4, using: &generator) }
        let loss = Loss.allCases.randomElement(using: &generator) ?? .squaredError
        // A ReLU's output is too often a constant, and so is a single softmax's always.
        var output = Networks.outputs(for: loss, count: sizes[sizes.count - 1]).filter { $0 != .relu }
            .randomElement(using: &generator) ?? .identity
        if output == .softmax || loss == .categoricalCrossEntropyWithLogits, sizes.last == 1 { sizes[sizes.count - 1] = 2 }
        if loss.takesLogits { output = .identity }
        let samples = Int.random(in: 1...4, using: &generator)
        return Networks.random(
            sizes: sizes, activation: Networks.hiddenActivations.randomElement(using: &generator) ?? .tanh, output: output,
            loss: loss, samples: samples, isLossFused: Bool.random(using: &generator), slope: 0.1,
            settings: settings(samples, using: &generator), using: &generator)
    }

    private static func settings(_ samples: Int, using generator: inout SeededGenerator) -> TrainingSettings {
        let optimizers: [Optimizer] = [
            .gradientDescent, .momentum(gamma: 0.9, nesterov: false), .momentum(gamma: 0.8, nesterov: true),
            .adaGrad(epsilon: 1e-8), .rmsProp(rho: 0.9, epsilon: 1e-8), .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
            .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1),
        ]
        let schedules: [Schedule] = [
            .step(gamma: 0.5, every: 2), .exponential(gamma: 0.9), .inverseTime(gamma: 0.5), .cosine(over: 20),
        ]
        let clippings: [Clipping?] = [nil, nil, .value(0.05), .norm(0.1)]
        let terms: [Regularisation] = [
            Regularisation(), Regularisation(), Regularisation(l1: 0.01), Regularisation(l2: 0.05),
            Regularisation(l1: 0.01, l2: 0.02),
        ]
        return TrainingSettings(
            optimizer: optimizers.randomElement(using: &generator) ?? .gradientDescent, learningRate: 0.1,
            schedule: Bool.random(using: &generator) ? .constant : schedules.randomElement(using: &generator) ?? .constant,
            warmUp: Int.random(in: 0..<4, using: &generator) == 0 ? 2 : 0,
            clipping: clippings.randomElement(using: &generator) ?? nil,
            regularisation: terms.randomElement(using: &generator) ?? Regularisation(),
            batchSize: Int.random(in: 1...samples, using: &generator), epochs: 10, seed: 5, shuffle: Bool.random(using: &generator))
    }

    /// Up to four updates into the training.
    private static func point(of run: TrainingRun, using generator: inout SeededGenerator) -> Simulation? {
        let initial = run.architecture.parameters.map(\.initialValue)
        guard let start = simulation(of: run, parameters: initial, batchNumber: 0) else { return nil }
        let updates = Int.random(in: 0...4, using: &generator)
        guard updates > 0 else { return start }
        guard let parameters = start.numbers(updates: updates)?.updated.last else { return nil }
        return simulation(of: run, parameters: parameters, batchNumber: updates)
    }

    private static func simulation(of run: TrainingRun, parameters: [Double], batchNumber: Int) -> Simulation? {
        let (samples, size) = (run.data.count, run.settings?.batchSize ?? 1)
        let (epoch, batch) = batchNumber.quotientAndRemainder(dividingBy: (samples + size - 1) / size)
        let rows = run.order.order(ofEpoch: epoch)[batch * size..<min((batch + 1) * size, samples)]
        let point = try? ComparisonPoint(run, parameters: parameters, batch: Array(rows), batchNumber: batchNumber)
        return point.map { Simulation(from: $0) }
    }

    /// Whether another mistake is the same function: whether it gives the same numbers on this model with these settings,
    /// whatever the parameters and the data are. Three random ones of each decide it.
    func isSame(_ other: Mutation) -> Bool {
        if other == mutation { return true }
        var generator = SeededGenerator(seed: 17)
        return (0..<3).allSatisfy { _ in
            let rows = (0..<run.data.count).map { _ in
                (
                    inputs: run.architecture.inputs.map { _ in Double.random(in: -1...1, using: &generator) },
                    targets: run.architecture.targets.map { _ in Double.random(in: 0...1, using: &generator) }
                )
            }
            let parameters = run.architecture.parameters.map { _ in Double.random(in: -1...1, using: &generator) }
            let fresh = Self.simulation(
                of: run.on(DataSet(rows: rows)), parameters: parameters, batchNumber: simulation.point.batchNumber ?? 0)
            guard let mine = fresh?.numbers([mutation], updates: Self.updates),
                let others = fresh?.numbers([other], updates: Self.updates)
            else { return false }
            return mine.isClose(to: others)
        }
    }
}

extension TrainingNumbers {
    private var all: [[Double]] { [gradients] + updated + losses.map { [$0] } }

    /// Whether a file can hold the numbers: the logarithm of an output below 0 is none, say.
    var isFinite: Bool { all.joined().allSatisfy(\.isFinite) }

    /// Equal up to rounding, beside the largest number of each kind.
    func isClose(to other: TrainingNumbers) -> Bool {
        zip(all, other.all).allSatisfy { mine, others in
            let scale = (mine + others).reduce(0) { max($0, abs($1)) }
            return zip(mine, others).allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-9 * scale }
        }
    }
}
