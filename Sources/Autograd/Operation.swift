/// What a node computes from its operands.
///
/// Each operation has four rules, written side by side so that the chain rule can be checked by eye:
/// its value and its local derivatives, in numbers (`OperationRules.swift`) and in symbols
/// (`OperationFormulas.swift`).
public enum Operation: UInt8, CaseIterable, Sendable {
    /// A number from outside: an input, a target, a parameter or a constant.
    case leaf
    /// a + b
    case add
    /// a − b
    case subtract
    /// a · b
    case multiply
    /// a / b
    case divide
    /// aᵇ
    case power
    /// The smaller of a and b; a tie counts as a.
    case minimum
    /// The larger of a and b; a tie counts as a.
    case maximum
    /// −a
    case negate
    /// eᵃ
    case exp
    /// ln a
    case log
    /// √a
    case squareRoot
    /// tanh a
    case tanh
    /// σ(a) = 1/(1 + e⁻ᵃ)
    case sigmoid
    /// max(0, a), with derivative 0 at a = 0.
    case relu
    /// |a|, with derivative 0 at a = 0.
    case abs
    /// a itself: the activation of a linear neuron.
    case identity
    /// The sum of any number of operands, from left to right.
    case sum
    /// w₁·x₁ + w₂·x₂ + … + b, from left to right: the operands are w₁, x₁, w₂, x₂, … and, when their
    /// number is odd, a last one that is added as it is.
    case affine

    /// How many operands the operation takes; nil where any number will do.
    public var operandCount: Int? {
        switch self {
        case .leaf: 0
        case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum: 2
        case .negate, .exp, .log, .squareRoot, .tanh, .sigmoid, .relu, .abs, .identity: 1
        case .sum, .affine: nil
        }
    }

    /// Whether the derivative jumps somewhere, so that a numeric derivative taken across that place
    /// is no derivative.
    public var hasKink: Bool {
        switch self {
        case .relu, .abs, .minimum, .maximum: true
        default: false
        }
    }
}
