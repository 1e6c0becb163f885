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
    /// η
    case learningRate

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
        }
    }

    /// The symbol as the grammar spells it in ASCII: `delta(h1)`.
    public var name: String { expression.text(.plain) }
}
