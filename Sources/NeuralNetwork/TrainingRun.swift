/// Samples as rows: inputs `[samples × inputs]` and targets `[samples × targets]`, row by row.
public struct DataSet: Sendable, Equatable {
    public let inputCount: Int
    public let targetCount: Int
    public let count: Int
    public let inputs: [Double]
    public let targets: [Double]

    /// - Precondition: every row has the same number of inputs and of targets.
    public init(rows: [(inputs: [Double], targets: [Double])]) {
        count = rows.count
        inputCount = rows.first?.inputs.count ?? 0
        targetCount = rows.first?.targets.count ?? 0
        inputs = rows.flatMap(\.inputs)
        targets = rows.flatMap(\.targets)
        precondition(inputs.count == count * inputCount && targets.count == count * targetCount)
    }

    /// The inputs of one sample, from 0.
    public func inputs(of sample: Int) -> ArraySlice<Double> {
        inputs[sample * inputCount..<(sample + 1) * inputCount]
    }

    /// The targets of one sample, from 0.
    public func targets(of sample: Int) -> ArraySlice<Double> {
        targets[sample * targetCount..<(sample + 1) * targetCount]
    }
}

/// The rule that makes new parameters of old ones and their gradient.
public enum Optimizer: Sendable, Equatable {
    /// θ ← θ − η·g
    case gradientDescent
}

/// How a model is trained.
public struct TrainingSettings: Sendable, Equatable {
    public var optimizer: Optimizer
    /// η
    public var learningRate: Double
    /// Samples per update; the last batch of an epoch may be smaller.
    public var batchSize: Int
    public var epochs: Int
    public var seed: UInt64
    /// Names of parameters that updates leave alone.
    public var frozen: Set<String>

    public init(
        optimizer: Optimizer = .gradientDescent, learningRate: Double, batchSize: Int = 1, epochs: Int = 1,
        seed: UInt64 = 0, frozen: Set<String> = []
    ) {
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.batchSize = batchSize
        self.epochs = epochs
        self.seed = seed
        self.frozen = frozen
    }
}

/// Everything that decides a training run: with the seed it is a pure function of these.
public struct TrainingRun: Sendable {
    public let network: Network
    public let data: DataSet
    /// How to train; nil for a model that is only passed forward and backward once per sample.
    public let settings: TrainingSettings?
    /// The network for one sample, laid on a tape.
    public let computation: Computation

    public init(network: Network, data: DataSet, settings: TrainingSettings?) {
        self.network = network
        self.data = data
        self.settings = settings
        computation = Computation(of: network)
    }
}
