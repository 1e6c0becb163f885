/// A number that training changes.
public struct Parameter: Sendable, Equatable {
    public enum Role: Sendable {
        case weight, bias
        /// γ and β of batch normalisation.
        case scale, shift
    }

    public let name: String
    public let role: Role
    /// The value before the first update.
    public var initialValue: Double

    public init(name: String, role: Role, initialValue: Double) {
        self.name = name
        self.role = role
        self.initialValue = initialValue
    }
}

/// One neuron: z = Σᵢ wᵢ·aᵢ + b over the layer before, a = f(z).
public struct Neuron: Sendable, Equatable {
    public let name: String
    /// The parameters of the weights, one per source, in the order of the sources; places in
    /// `Network.parameters`.
    public let weights: [Int]
    /// The parameter of the bias, if the neuron has one.
    public let bias: Int?
    /// The parameters γ and β of batch normalisation, if the layer has it.
    public let normalisation: Normalisation?

    /// ẑ = (z − mean)/√(variance + ε) over the batch, and the activation is of γ·ẑ + β.
    ///
    /// The variance is the mean of the squared deviations, divided by the number of samples. S. Ioffe and
    /// C. Szegedy, *Batch Normalization*, 2015.
    public struct Normalisation: Sendable, Equatable {
        /// γ and β, as places in `Network.parameters`.
        public let scale: Int
        public let shift: Int

        /// ε
        public static let epsilon = 1e-5
        /// The share of a batch in the running averages.
        public static let rate = 0.1

        public init(scale: Int, shift: Int) {
            self.scale = scale
            self.shift = shift
        }
    }

    public init(name: String, weights: [Int], bias: Int?, normalisation: Normalisation? = nil) {
        self.name = name
        self.weights = weights
        self.bias = bias
        self.normalisation = normalisation
    }

    /// The neuron with batch normalisation.
    public func normalised(by normalisation: Normalisation) -> Neuron {
        Neuron(name: name, weights: weights, bias: bias, normalisation: normalisation)
    }

    /// The neuron's own parameters.
    public var parameters: [Int] {
        weights + [bias, normalisation?.scale, normalisation?.shift].compactMap { $0 }
    }
}

/// Neurons that share their sources and their activation.
public struct Layer: Sendable, Equatable {
    public let name: String
    public let activation: Activation
    /// The slope of a leaky ReLU for z < 0.
    public let slope: Double
    /// The probability p with which training switches a neuron off for a sample; the others count
    /// 1/(1 − p) times. N. Srivastava et al., *Dropout*, 2014.
    public let dropout: Double
    public let neurons: [Neuron]
    /// How its weights were drawn; nil where they were given.
    public let initialisation: Initialisation?
    /// What its forward pass does otherwise, where it is broken on purpose.
    public internal(set) var deviations: Set<ForwardDeviation> = []
    /// Whether its neurons have batch normalisation.
    public var isNormalised: Bool { neurons.contains { $0.normalisation != nil } }

    public init(
        name: String, activation: Activation, slope: Double = Activation.usualSlope, dropout: Double = 0,
        neurons: [Neuron], initialisation: Initialisation? = nil
    ) {
        self.initialisation = initialisation
        self.name = name
        self.activation = activation
        self.slope = slope
        self.dropout = dropout
        self.neurons = neurons
    }
}

/// A fully connected feed-forward network and its loss.
///
/// Names of inputs, targets, parameters and neurons are each other's address in formulas and commands;
/// whoever makes a network sees to it that no two things share one.
public struct Network: Sendable, Equatable {
    public let inputs: [String]
    public internal(set) var layers: [Layer]
    /// The parameters, each once, in the order in which the file names them. A parameter that several
    /// neurons use is shared (tied).
    public internal(set) var parameters: [Parameter]
    public let loss: Loss
    /// Whether a cross-entropy after the activation that it belongs to (sigmoid, softmax) is computed from z
    /// in one stable formula; else as it is written, from the outputs.
    public let isLossFused: Bool
    /// The names of the targets, one per neuron of the last layer.
    public let targets: [String]

    public init(
        inputs: [String], layers: [Layer], parameters: [Parameter], loss: Loss, isLossFused: Bool = true,
        targets: [String]
    ) {
        self.inputs = inputs
        self.layers = layers
        self.parameters = parameters
        self.loss = loss
        self.isLossFused = isLossFused
        self.targets = targets
    }

    /// Whether a batch must be computed as a whole, because its samples depend on each other.
    public var isJoint: Bool { layers.contains(where: \.isNormalised) }

    /// The usual names of `count` targets: `t`, or `t1`, `t2`, ….
    public static func targetNames(count: Int) -> [String] {
        count == 1 ? ["t"] : (0..<count).map { "t\($0 + 1)" }
    }
}
