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
    /// a for a > 0, else s·a, for the operands a and the slope s; its derivative at a = 0 is s.
    case leakyReLU
    /// ln(1 + eᵃ), the smooth ReLU.
    case softplus
    /// a·Φ(a), with the exact Φ; at −∞ it is its limit 0.
    case gelu
    /// Φ(a), the share of the standard normal distribution below a.
    case normalCDF
    /// |a|, with derivative 0 at a = 0.
    case abs
    /// −1, 0 or 1, with derivative 0 everywhere.
    case sign
    /// The largest whole number that is not above a, with derivative 0 everywhere.
    case floor
    /// cos a, a in radians.
    case cos
    /// sin a, a in radians.
    case sin
    /// a itself: the activation of a linear neuron.
    case identity
    /// The sum of any number of operands, from left to right.
    case sum
    /// ln(eᵃ + eᵇ + …) of any number of operands.
    case logSumExp
    /// w₁·x₁ + w₂·x₂ + … + b, from left to right: the operands are w₁, x₁, w₂, x₂, … and, when their
    /// number is odd, a last one that is added as it is.
    case affine

    /// How many operands the operation takes; nil where any number will do.
    public var operandCount: Int? {
        switch self {
        case .leaf: 0
        case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .leakyReLU: 2
        case .negate, .exp, .log, .squareRoot, .tanh, .sigmoid, .relu, .softplus, .gelu, .normalCDF, .abs,
            .sign, .floor, .cos, .sin, .identity:
            1
        case .sum, .logSumExp, .affine: nil
        }
    }

    /// Whether the operation can be applied to `count` operands; none takes fewer than one but a leaf.
    public func takes(_ count: Int) -> Bool { operandCount.map { $0 == count } ?? (count > 0) }

    /// Whether the value or the derivative jumps somewhere, so that a numeric derivative taken across
    /// that place is no derivative.
    public var hasKink: Bool {
        switch self {
        case .relu, .leakyReLU, .abs, .sign, .floor, .minimum, .maximum: true
        default: false
        }
    }
}
