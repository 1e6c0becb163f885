/// The rule that makes new parameters θ of old ones and their gradient g, at the rate η.
public enum Optimizer: Sendable, Equatable {
    /// θ ← θ − η·g
    case gradientDescent
    /// v ← γ·v + g; θ ← θ − η·v, or with Nesterov's look-ahead θ ← θ − η·(g + γ·v) with the new v.
    /// B. Polyak, 1964; Y. Nesterov, 1983.
    case momentum(gamma: Double, nesterov: Bool)
    /// s ← s + g²; θ ← θ − η·g/(√s + ε). J. Duchi et al., *Adaptive Subgradient Methods*, 2011.
    case adaGrad(epsilon: Double)
    /// s ← ρ·s + (1 − ρ)·g²; θ ← θ − η·g/(√s + ε). T. Tieleman and G. Hinton, 2012.
    case rmsProp(rho: Double, epsilon: Double)
    /// m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; θ ← θ − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵏ) and
    /// v̂ = v/(1 − β₂ᵏ), k counting updates from 1. D. Kingma and J. Ba, *Adam*, 2015.
    case adam(beta1: Double, beta2: Double, epsilon: Double)
    /// Adam, and θ also loses η·λ·θ, of the θ before the update. I. Loshchilov and F. Hutter,
    /// *Decoupled Weight Decay Regularization*, 2019.
    case adamW(beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double)

    /// The quantities that the rule keeps of every parameter from one update to the next.
    public var state: [Symbol.Aspect] {
        switch self {
        case .gradientDescent: []
        case .momentum: [.velocity]
        case .adaGrad, .rmsProp: [.squares]
        case .adam, .adamW: [.firstMoment, .secondMoment]
        }
    }
}

/// How the learning rate changes from update to update; n counts updates from 0, after the warm-up.
public enum Schedule: Sendable, Equatable {
    case constant
    /// η·γ^⌊n/every⌋
    case step(gamma: Double, every: Int)
    /// η·γⁿ
    case exponential(gamma: Double)
    /// η/(1 + γ·n)
    case inverseTime(gamma: Double)
    /// η·½·(1 + cos(π·n/over)), and 0 from n = `over` on.
    case cosine(over: Int)
}

/// How large a gradient may be.
public enum Clipping: Sendable, Equatable {
    /// g ← min(max(g, −c), c), each for itself.
    case value(Double)
    /// g ← g·c/‖g‖ when ‖g‖ > c, over all parameters that are updated.
    case norm(Double)
}

/// Terms that are added once to a batch's loss: λ₁·Σ|w| + λ₂·Σw², over weights and not biases.
public struct Regularisation: Sendable, Equatable {
    public var l1: Double
    public var l2: Double

    public init(l1: Double = 0, l2: Double = 0) {
        self.l1 = l1
        self.l2 = l2
    }

    /// Whether there is anything to add.
    public var isNone: Bool { l1 == 0 && l2 == 0 }
}


/// How a model is trained.
public struct TrainingSettings: Sendable, Equatable {
    public var optimizer: Optimizer
    /// η, as far as no schedule changes it.
    public var learningRate: Double
    public var schedule: Schedule
    /// Over so many updates the rate rises linearly from η/warmUp to η, before the schedule begins.
    public var warmUp: Int
    public var clipping: Clipping?
    public var regularisation: Regularisation
    /// Samples per update; the last batch of an epoch may be smaller.
    public var batchSize: Int
    public var epochs: Int
    public var seed: UInt64
    /// Whether each epoch takes the samples in an order of its own.
    public var shuffle: Bool
    /// Names of parameters that updates leave alone.
    public var frozen: Set<String>
    /// How many samples are held out, chosen by the seed, to judge each epoch by; nil for none.
    public var validation: ValidationSplit.Size?
    /// After how many epochs in a row in which the loss of the samples held out has not become smaller the
    /// run ends (early stopping); nil for never.
    public var patience: Int?
    /// What updates do otherwise, where they are broken on purpose.
    public var deviations: Set<UpdateDeviation> = []

    public init(
        optimizer: Optimizer = .gradientDescent, learningRate: Double, schedule: Schedule = .constant,
        warmUp: Int = 0, clipping: Clipping? = nil, regularisation: Regularisation = Regularisation(),
        batchSize: Int = 1, epochs: Int = 1, seed: UInt64 = 0, shuffle: Bool = false, frozen: Set<String> = [],
        validation: ValidationSplit.Size? = nil, patience: Int? = nil
    ) {
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.schedule = schedule
        self.warmUp = warmUp
        self.clipping = clipping
        self.regularisation = regularisation
        self.batchSize = batchSize
        self.epochs = epochs
        self.seed = seed
        self.shuffle = shuffle
        self.frozen = frozen
        self.validation = validation
        self.patience = patience
    }

    /// Whether the rate is the same in every update.
    public var hasConstantRate: Bool { schedule == .constant && warmUp == 0 }
}
