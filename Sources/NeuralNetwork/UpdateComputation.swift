import Autograd

/// One update of the parameters that serve one loss, laid on a tape and divided into the parts that a learner
/// steps through.
///
/// The rule of an optimiser is a computation like any other: what it starts from are leaves, what it makes are
/// nodes, and each has a name. So every rule is stepped, shown and replayed by the same code.
public struct UpdateComputation: Sendable {
    /// What a leaf of the tape stands for.
    public enum Source: Sendable, Equatable {
        /// θ before the update; a place in the model's parameters.
        case parameter(Int)
        /// ∂L/∂θ of the one sample, or its sum over the batch's.
        case gradient(Int)
        /// What is kept from the update before; a place among the states.
        case state(Int)
        /// The loss of the one sample, or its sum over the batch's.
        case loss
        case sampleCount
        /// η as the settings, or a `set`, have it.
        case learningRate
        case updateNumber
        /// What a node of the sample's tape has come to.
        case sampleNode(NodeID)
    }

    /// What a node of the tape gives its value to.
    public enum Target: Sendable, Equatable {
        case parameter(Int)
        case state(Int)
        /// The gradient that the update uses, before any clipping.
        case gradient(Int)
        case loss
        case learningRate
    }

    /// What is stepped over as one at the zoom `neuron`.
    public struct Unit: Sendable {
        public let name: String
        public var quantities: [(quantity: Computation.ForwardQuantity, parameter: Int?)]
    }

    /// What is stepped over as one at the zoom `layer`.
    public struct Section: Sendable {
        public let name: String
        public var units: [Unit]
    }

    /// The names of the sections that belong to no layer.
    public enum SharedSection: String, CaseIterable, Sendable {
        case loss, rate, clipping, validation
    }

    public let tape: Tape
    public let sources: [(node: NodeID, source: Source)]
    public let targets: [(node: NodeID, target: Target)]
    public let sections: [Section]
    /// What each named node is called.
    public let symbols: [NodeID: Symbol]
    /// The quantities that start from the number that their name stood for before: L ← L + R, m ← β·m + ….
    public let renewed: Set<Symbol>
    /// What is kept from one update to the next, as it begins: 0, but for running variances, which begin at 1.
    public let initialStates: [Double]
    public var stateCount: Int { initialStates.count }
    /// The states that are the running averages of the computation's statistics, in their order.
    public let runningStatistics: [(mean: Int, variance: Int)]

    /// The update of one computation's parameters.
    ///
    /// - Parameters:
    ///   - roles: of the model's parameters.
    ///   - isMean: whether a batch holds several samples, so that sums arrive and means are taken.
    public init(
        of computation: Computation, roles: [Parameter.Role], settings: TrainingSettings, isMean: Bool
    ) {
        var layout = UpdateLayout(computation: computation, roles: roles, settings: settings, isMean: isMean)
        layout.layOut()
        tape = layout.tape
        sources = layout.sources
        targets = layout.targets
        sections = layout.sections
        symbols = layout.symbols
        renewed = Set(layout.sources.compactMap { layout.symbols[$0.node] })
        initialStates = layout.initialStates
        runningStatistics = layout.runningStatistics
    }
}
