import Autograd

/// A model for one sample, laid on a tape and divided into the parts that a learner steps through.
///
/// The tape holds what is computed; the parts say how it is told: layers of units, units of quantities,
/// a quantity being a stretch of nodes with a name. Debugger, comparison and training read only this,
/// so whatever can be laid out so can be stepped.
public struct Computation: Sendable {
    /// A named result of the forward pass: `z(h1)`, `a(h1)`, `L`.
    public struct ForwardQuantity: Sendable, Equatable {
        public let symbol: Symbol
        /// The nodes that the quantity computes, in order; the last is the result.
        public let nodes: [NodeID]
    }

    /// A named result of the backward pass: `delta(h1)`, `grad(w11)`, `adjoint(y)`.
    public struct BackwardQuantity: Sendable, Equatable {
        public let symbol: Symbol
        /// The nodes whose adjoints the quantity computes, in order; the last one's is the result.
        public let nodes: [NodeID]
    }

    /// What is stepped over as one at the zoom `neuron`.
    public struct Unit: Sendable, Equatable {
        public let name: String
        public let forward: [ForwardQuantity]
        public let backward: [BackwardQuantity]
        /// The parameters, as places in `parameterNames`, that are updated with this unit.
        public let parameters: [Int]
    }

    /// What is stepped over as one at the zoom `layer`.
    public struct Section: Sendable, Equatable {
        public let name: String
        public let units: [Unit]
        /// Whether later units may use earlier ones, so that backward goes through them from the last to
        /// the first; else they stand side by side, and backward takes them in the order of forward.
        public let isChain: Bool

        init(name: String, units: [Unit], isChain: Bool = false) {
            self.name = name
            self.units = units
            self.isChain = isChain
        }

        /// The units in the order of the backward pass.
        public var backwardUnits: [Unit] { isChain ? units.reversed() : units }
    }

    /// A leaf that dropout fills in for every sample: 0, or 1/(1 − p); without dropout 1.
    public struct Mask: Sendable, Equatable {
        public let node: NodeID
        /// p
        public let probability: Double
        /// The layer and the neuron in it, from 0, and the sample of the pass.
        public let layer: Int
        public let unit: Int
        public let sample: Int
        /// Whether what is kept is multiplied by 1/(1 − p).
        public let isScaled: Bool
    }

    /// The mean and the variance of a neuron's z over the batch; in a computation that evaluates, leaves for
    /// their running averages.
    public struct Statistic: Sendable, Equatable {
        public let neuron: String
        public let mean: NodeID
        public let variance: NodeID
    }

    /// The computation with the initial parameters and a sample of zeros.
    public let tape: Tape
    public let inputs: [NodeID]
    public let targets: [NodeID]
    /// One leaf per parameter of the model, used by this computation or not.
    public let parameters: [NodeID]
    public let parameterNames: [String]
    public let loss: NodeID
    /// The parameters that serve this loss, as places in `parameters`, in the order of the units.
    public let updatedParameters: [Int]
    /// In the order of the forward pass; backward goes through them from the last to the first.
    public let sections: [Section]
    /// What each named node is called.
    public let symbols: [NodeID: Symbol]
    /// The node of each name.
    public let nodes: [Symbol: NodeID]
    /// The place of each parameter in `parameters`, by its name.
    public let parameterPlaces: [String: Int]

    public let masks: [Mask]
    /// What evaluation needs the running averages of.
    public let statistics: [Statistic]
    /// Formulas that a named node has computed already, with that node.
    public let synonyms: [Expression: NodeID]
    /// Other formulas of the same quantities, as they are usually written.
    public let equivalents: [Symbol: Expression]

    /// The neurons, in the order of the forward pass; where samples are computed together, one per sample.
    public let neuronNames: [String]
    /// What its backward pass does otherwise, where that is broken on purpose.
    public internal(set) var deviation: BackwardDeviation?

    init(
        tape: Tape, inputs: [NodeID], targets: [NodeID], parameters: [NodeID], parameterNames: [String],
        loss: NodeID, sections: [Section], symbols: [NodeID: Symbol],
        masks: [Mask] = [], statistics: [Statistic] = [], synonyms: [Expression: NodeID] = [:], equivalents: [Symbol: Expression] = [:]
    ) {
        self.tape = tape
        self.inputs = inputs
        self.targets = targets
        self.parameters = parameters
        self.parameterNames = parameterNames
        self.loss = loss
        self.sections = sections
        updatedParameters = sections.flatMap { $0.units.flatMap(\.parameters) }
        self.symbols = symbols
        neuronNames = sections.flatMap { $0.units.flatMap(\.forward) }.compactMap { quantity in
            if case .preActivation(let name) = quantity.symbol { name } else { nil }
        }
        self.masks = masks
        self.statistics = statistics
        self.synonyms = synonyms
        self.equivalents = equivalents
        nodes = Dictionary(symbols.map { ($1, $0) }, uniquingKeysWith: min)
        parameterPlaces = Dictionary(
            zip(parameterNames, parameterNames.indices).map { ($0, $1) }, uniquingKeysWith: min)
    }
}
