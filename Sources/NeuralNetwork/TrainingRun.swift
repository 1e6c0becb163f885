import Autograd

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
    public private(set) var data: DataSet
    /// How to train; nil for a model that is only passed forward and backward once per sample.
    public let settings: TrainingSettings?
    /// The model for one sample, laid on a tape: one computation per loss, in the order in which a batch
    /// serves them.
    public private(set) var computations: [Computation]
    /// The update that follows each of them; none without training.
    public let updates: [UpdateComputation]
    /// How many samples one pass forward and backward holds: 1, or a batch's where they are computed together.
    public let samplesPerPass: Int
    /// The model for one sample at a time, as validation uses it.
    public let evaluation: Computation
    /// The samples to train on, epoch by epoch.
    public let order: SampleOrder
    /// The samples held out, as rows of the data.
    public let validationRows: [Int]

    /// Whether samples fill anything in; else the model computes from its parameters alone.
    public var hasSamples: Bool { data.inputCount + data.targetCount > 0 }

    public init(_ architecture: Architecture, data: DataSet, settings: TrainingSettings?) {
        self.architecture = architecture
        self.data = data
        self.settings = settings
        let seed = settings?.seed ?? 0
        let split = settings?.validation.flatMap { ValidationSplit(count: data.count, validation: $0, seed: seed) }
        validationRows = split?.validation ?? []
        let order = SampleOrder(
            samples: split?.training ?? Array(0..<data.count), seed: settings?.shuffle == true ? seed : nil)
        self.order = order
        let batchSize = min(settings?.batchSize ?? 1, max(1, order.samples.count))
        let isJoint = if case .network(let network) = architecture { network.isJoint } else { false }
        samplesPerPass = isJoint ? batchSize : 1
        let computations =
            switch architecture {
            case .network(let network) where isJoint: [Computation(of: network, samples: batchSize)]
            case .network(let network): [Computation(of: network)]
            case .program(let program): program.objectives.map { Computation(of: program, objective: $0) }
            }
        self.computations = computations
        if case .network(let network) = architecture, isJoint {
            evaluation = Computation(of: network, evaluating: true)
        } else {
            evaluation = computations[0]
        }
        let roles = architecture.parameters.map(\.role)
        updates = settings.map { settings in
            let isMean = batchSize > 1 && !isJoint
            return computations.map { UpdateComputation(of: $0, roles: roles, settings: settings, isMean: isMean) }
        } ?? []
    }

    /// The same run with other numbers in the rows of its data.
    public func on(_ data: DataSet) -> TrainingRun {
        precondition(data.count == self.data.count && data.inputCount == self.data.inputCount)
        var run = self
        run.data = data
        return run
    }

    /// The same run with updates by other settings, which decide nothing but the updates.
    public func updating(by settings: TrainingSettings) -> TrainingRun {
        TrainingRun(architecture, data: data, settings: settings).passingBackward(computations.map(\.deviation))
    }

    /// The same run with a backward pass that deviates, for each loss in its own way; nil where it is right.
    public func passingBackward(_ deviations: [BackwardDeviation?]) -> TrainingRun {
        var run = self
        for (index, deviation) in zip(computations.indices, deviations) { run.computations[index].deviation = deviation }
        return run
    }

    public init(network: Network, data: DataSet, settings: TrainingSettings?) {
        self.init(.network(network), data: data, settings: settings)
    }

    /// The network; nil where a program takes its place.
    public var network: Network? {
        if case .network(let network) = architecture { network } else { nil }
    }
}
