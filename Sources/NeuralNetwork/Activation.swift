import Autograd

/// The function f that makes a neuron's activation a = f(z) of its pre-activation z.
public enum Activation: String, CaseIterable, Sendable {
    /// f(z) = z
    case identity
    /// f(z) = 1/(1 + e⁻ᶻ); f′ = a·(1 − a) ≤ ¼
    case sigmoid
    /// f(z) = tanh z; f′ = 1 − a²
    case tanh
    /// f(z) = max(0, z); f′(0) = 0
    case relu
    /// f(z) = z for z > 0, else slope·z; f′(0) = slope
    case leakyReLU = "leaky-relu"
    /// f(z) = ln(1 + eᶻ); f′ = σ(z)
    case softplus
    /// f(z) = z·Φ(z), with Φ the distribution function of the standard normal.
    /// D. Hendrycks and K. Gimpel, *Gaussian Error Linear Units*, 2016.
    case gelu
    /// aₖ = e^zₖ / Σⱼ e^zⱼ over the neurons of the output layer, computed as e^(zₖ − ln Σⱼ e^zⱼ), which no
    /// large z makes overflow.
    case softmax

    /// The usual slope of a leaky ReLU for z < 0.
    public static let usualSlope = 0.01

    /// The operation that computes the activation of one neuron on a tape; a softmax takes all of the layer,
    /// and the exponential is its last step.
    public var operation: Operation {
        switch self {
        case .identity: .identity
        case .sigmoid: .sigmoid
        case .tanh: .tanh
        case .relu: .relu
        case .leakyReLU: .leakyReLU
        case .softplus: .softplus
        case .gelu: .gelu
        case .softmax: .exp
        }
    }
}
