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

    /// The operation that computes the activation on a tape.
    public var operation: Operation {
        switch self {
        case .identity: .identity
        case .sigmoid: .sigmoid
        case .tanh: .tanh
        case .relu: .relu
        }
    }
}
