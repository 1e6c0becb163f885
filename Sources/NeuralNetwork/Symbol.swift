import Autograd

/// The name of a quantity of a run, in the terms of the expression grammar.
public indirect enum Symbol: Hashable, Sendable {
    /// An input, a target, a parameter or a program's variable by its own name.
    case named(String)
    /// z of a neuron: the weighted sum before the activation.
    case preActivation(String)
    /// a of a neuron: f(z).
    case activation(String)
    /// L, one sample's loss or a batch's.
    case loss
    /// ∂L/∂node of a named node.
    case adjoint(Symbol)
    /// δ of a neuron: ∂L/∂z.
    case delta(String)
    /// ∂L/∂θ of a parameter.
    case gradient(String)
    /// A parameter's gradient, added up over the samples of the batch so far.
    case gradientSum(String)
    /// The losses of the batch's samples so far, added up.
    case lossSum
    /// A parameter's value before the batch's update.
    case old(String)
    /// A parameter's value after the batch's update.
    case new(String)
    /// f′(z) of a neuron.
    case slope(String)
    /// η, the rate of the update.
    case learningRate
    /// η₀, the rate that a schedule starts from.
    case baseRate
    /// k, the number of the update, from 1.
    case updateNumber
    /// n, how many samples the batch holds.
    case sampleCount
    /// ‖g‖, over all parameters that are updated.
    case gradientNorm
    /// c/max(‖g‖, c), by which a gradient that is too long is shortened.
    case clippingScale
    /// R, what regularisation adds to the loss.
    case penalty
    /// The mean loss of the samples held out, after an epoch.
    case validationLoss
    /// A number of the settings that a formula uses.
    case setting(Setting)
    /// What belongs to a parameter or a neuron beside the quantities above.
    case aspect(Aspect, of: String)

    /// The settings by their names in the grammar.
    public enum Setting: String, CaseIterable, Sendable {
        /// γ is momentum's; what a schedule multiplies the rate with is `factor`, as in a file.
        case gamma, factor, rho, rate, beta1, beta2, epsilon, lambda, lambda1, lambda2, limit, pi
    }

    /// Quantities of a parameter or a neuron by their names in the grammar.
    public enum Aspect: String, CaseIterable, Sendable {
        /// v of momentum.
        case velocity
        /// s of AdaGrad and RMSprop: the squares of the gradients, added up or averaged.
        case squares
        /// m of Adam: the running mean of the gradients.
        case firstMoment = "m"
        /// v of Adam: the running mean of their squares.
        case secondMoment = "v"
        /// m̂: m without its bias towards 0.
        case correctedFirstMoment = "mhat"
        /// v̂
        case correctedSecondMoment = "vhat"
        /// The gradients of all updates so far, where they are not set to zero.
        case keptGradient = "gradkept"
        /// The gradient after clipping.
        case clipped
        /// What dropout multiplies a neuron's activation with: 0 or 1/(1 − p).
        case mask
        /// A neuron's activation after dropout: what the next layer receives.
        case output = "out"
        /// ln Σ e^z over a layer's neurons, with which a softmax is computed.
        case logSumExp = "lse"
        /// μ of batch normalisation: the mean of a neuron's z over the batch.
        case batchMean = "mean"
        /// The variance of a neuron's z over the batch.
        case batchVariance = "variance"
        /// √(variance + ε)
        case batchDeviation = "deviation"
        /// ẑ = (z − mean)/deviation
        case normalised = "zhat"
        /// γ·ẑ + β, of which the activation is taken.
        case scaled
        /// The running average of the batch means, which evaluation uses.
        case runningMean = "runmean"
        case runningVariance = "runvariance"

        /// What such a quantity belongs to.
        public enum Owner: Sendable { case parameter, neuron, layer }

        public var owner: Owner {
            switch self {
            case .mask, .output, .batchMean, .batchVariance, .batchDeviation, .normalised, .scaled, .runningMean,
                .runningVariance:
                .neuron
            case .logSumExp: .layer
            default: .parameter
            }
        }
    }

    /// The symbol as an expression of the grammar.
    public var expression: Expression {
        switch self {
        case .named(let name): .name(name)
        case .preActivation(let name): .call("z", .name(name))
        case .activation(let name): .call("a", .name(name))
        case .loss: .name("L")
        case .adjoint(let symbol): .call("adjoint", symbol.expression)
        case .delta(let name): .call("delta", .name(name))
        case .gradient(let name): .call("grad", .name(name))
        case .gradientSum(let name): .call("gradsum", .name(name))
        case .lossSum: .name("Lsum")
        case .old(let name): .call("old", .name(name))
        case .new(let name): .call("new", .name(name))
        case .slope(let name): .call("slope", .call("z", .name(name)))
        case .learningRate: .name("eta")
        case .baseRate: .name("eta0")
        case .updateNumber: .name("k")
        case .sampleCount: .name("n")
        case .gradientNorm: .name("gradnorm")
        case .clippingScale: .name("clipscale")
        case .penalty: .name("R")
        case .validationLoss: .name("Lval")
        case .setting(let setting): .name(setting.rawValue)
        case .aspect(let aspect, let name): .call(aspect.rawValue, .name(name))
        }
    }

    /// The symbol as the grammar spells it in ASCII: `delta(h1)`.
    public var name: String { expression.text(.plain) }
}
