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

/// What is trained: a network, or a program.
public enum Architecture: Sendable, Equatable {
    case network(Network)
    case program(Program)

    /// The names of what a sample fills in.
    public var inputs: [String] {
        switch self {
        case .network(let network): network.inputs
        case .program(let program): program.inputs
        }
    }

    public var targets: [String] {
        switch self {
        case .network(let network): network.targets
        case .program(let program): program.targets
        }
    }

    /// The parameters, each once, in the order in which the file names them.
    public var parameters: [Parameter] {
        switch self {
        case .network(let network): network.parameters
        case .program(let program): program.parameters
        }
    }
}

/// Everything that decides a training run: with the seed it is a pure function of these.
public struct TrainingRun: Sendable {
    public let architecture: Architecture
    public let data: DataSet
    /// How to train; nil for a model that is only passed forward and backward once per sample.
    public let settings: TrainingSettings?
    /// The model for one sample, laid on a tape: one computation per loss, in the order in which a batch
    /// serves them.
    public let computations: [Computation]

    public init(_ architecture: Architecture, data: DataSet, settings: TrainingSettings?) {
        self.architecture = architecture
        self.data = data
        self.settings = settings
        switch architecture {
        case .network(let network): computations = [Computation(of: network)]
        case .program(let program):
            computations = program.objectives.map { Computation(of: program, objective: $0) }
        }
    }

    public init(network: Network, data: DataSet, settings: TrainingSettings?) {
        self.init(.network(network), data: data, settings: settings)
    }

    /// The network; nil where a program takes its place.
    public var network: Network? {
        if case .network(let network) = architecture { network } else { nil }
    }
}
