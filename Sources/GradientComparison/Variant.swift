import NeuralNetwork

/// An optimiser's rule as another library has it: no mistake, and yet not the numbers of this program's rule.
///
/// Keras 3.15 `optimizers`, Optax 0.2 `alias` and `transform`, PyTorch 2.13 `nn.utils.clip_grad`.
public enum Variant: String, CaseIterable, Sendable {
    /// θ ← θ − η·√(1 − β₂ᵏ)/(1 − β₁ᵏ) · m/(√v + ε): the correction is folded into the rate, so that ε stands beside √v
    /// and not beside √v̂. D. Kingma and J. Ba, *Adam*, 2015, the remark before §2.1. Keras, TensorFlow.
    case adamEpsilonHat = "adam-epsilon-hat"
    /// θ ← θ − η·g/√(s + ε) in RMSprop and AdaGrad. Keras, Optax.
    case epsilonInsideRoot = "epsilon-inside-root"
    /// AdaGrad's s begins at 0.1, and θ ← θ − η·g/√(s + ε). Keras, Optax.
    case squaresFromOneTenth = "squares-from-one-tenth"
    /// v ← γ·v + η·g; θ ← θ − v: as good as the usual momentum until a schedule changes η. Keras, TensorFlow.
    case rateInVelocity = "rate-in-velocity"
    /// g ← g·c/(‖g‖ + 1e-6) where that makes it smaller. PyTorch.
    case clippedNormPlusEpsilon = "clipped-norm-plus-epsilon"

    /// The libraries that have it.
    public var libraries: [String] {
        switch self {
        case .adamEpsilonHat, .rateInVelocity: ["Keras", "TensorFlow"]
        case .epsilonInsideRoot, .squaresFromOneTenth: ["Keras", "Optax"]
        case .clippedNormPlusEpsilon: ["PyTorch"]
        }
    }
}

/// A variant with the numbers that it is used with.
public struct VariantUse: Hashable, Sendable {
    public let variant: Variant
    /// ε, where it is the library's own and not the model's.
    public let epsilon: Double?

    /// Keras' ε in Adam, RMSprop and AdaGrad, and Optax' in AdaGrad.
    public static let usualEpsilon = 1e-7

    public init(_ variant: Variant, epsilon: Double? = nil) {
        self.variant = variant
        self.epsilon = epsilon
    }

    /// Every variant with the model's ε and with the libraries' usual one.
    static let all = Variant.allCases.flatMap { variant -> [VariantUse] in
        switch variant {
        case .adamEpsilonHat, .epsilonInsideRoot, .squaresFromOneTenth:
            [VariantUse(variant), VariantUse(variant, epsilon: usualEpsilon)]
        case .rateInVelocity, .clippedNormPlusEpsilon: [VariantUse(variant)]
        }
    }
}

/// What an update by a variant does otherwise.
struct VariantRule {
    /// Another new value of a parameter.
    var finish: (@Sendable (_ update: FinishedUpdate, _ parameter: Int) -> Double)?
    /// Another limit of the gradient's norm, of that norm.
    var limit: (@Sendable (_ norm: Double) -> Double)?

    /// Nil where the settings know no such variant.
    init?(_ use: VariantUse, _ settings: TrainingSettings, isFromStart: Bool) {
        switch (use.variant, settings.optimizer) {
        case (.adamEpsilonHat, .adam(_, _, let epsilon)): finish = Self.epsilonHat(use.epsilon ?? epsilon, decay: 0)
        case (.adamEpsilonHat, .adamW(_, _, let epsilon, let decay)): finish = Self.epsilonHat(use.epsilon ?? epsilon, decay: decay)
        case (.epsilonInsideRoot, .adaGrad(let epsilon)), (.epsilonInsideRoot, .rmsProp(_, let epsilon)):
            finish = Self.insideRoot(use.epsilon ?? epsilon)
        case (.squaresFromOneTenth, .adaGrad(let epsilon)):
            // What s begins with stands beside ε all the time.
            finish = Self.insideRoot(0.1 + (use.epsilon ?? epsilon))
        case (.rateInVelocity, .momentum(let gamma, nesterov: false)):
            // What v is at the start of a later update is not known.
            guard !settings.hasConstantRate, isFromStart else { return nil }
            finish = { update, parameter in
                let old = update.old[parameter]
                return old - (gamma * (update.before[parameter] - old) + update.rate * update.usedGradient(parameter))
            }
        case (.clippedNormPlusEpsilon, _):
            guard case .norm(let limit)? = settings.clipping else { return nil }
            self.limit = { norm in limit * norm / (norm + 1e-6) }
        default: return nil
        }
    }

    /// θ − η·√(1 − β₂ᵏ)/(1 − β₁ᵏ) · m/(√v + ε), and with decay − η·λ·θ.
    ///
    /// It is η·√(1 − β₂ᵏ)·m̂/(√v + ε), with 1 − β₂ᵏ = v/v̂.
    private static func epsilonHat(_ epsilon: Double, decay: Double) -> @Sendable (FinishedUpdate, Int) -> Double {
        { update, parameter in
            guard let first = update.value(.correctedFirstMoment, parameter), let square = update.value(.secondMoment, parameter),
                let corrected = update.value(.correctedSecondMoment, parameter)
            else { return update.new[parameter] }
            let correction = corrected > 0 ? square / corrected : 1
            let old = update.old[parameter]
            return old - update.rate * correction.squareRoot() * first / (square.squareRoot() + epsilon) - update.rate * decay * old
        }
    }

    /// θ − η·g/√(s + ε)
    private static func insideRoot(_ epsilon: Double) -> @Sendable (FinishedUpdate, Int) -> Double {
        { update, parameter in
            guard let squares = update.value(.squares, parameter) else { return update.new[parameter] }
            return update.old[parameter] - update.rate * update.usedGradient(parameter) / (squares + epsilon).squareRoot()
        }
    }
}

/// An update that has been executed as its settings say.
struct FinishedUpdate {
    /// The parameters before the update that came before; the same as `old` where there was none.
    let before: [Double]
    let old: [Double]
    let new: [Double]
    /// The gradient before clipping.
    let gradient: [Double]
    /// η
    let rate: Double
    let names: [String]
    let values: [Symbol: Double]

    func value(_ aspect: Symbol.Aspect, _ parameter: Int) -> Double? { values[.aspect(aspect, of: names[parameter])] }

    /// The gradient after any clipping.
    func usedGradient(_ parameter: Int) -> Double { value(.clipped, parameter) ?? gradient[parameter] }
}
