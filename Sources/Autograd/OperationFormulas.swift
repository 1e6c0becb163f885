extension Operation {
    /// The value rule in symbols: what the operation makes of its operands.
    public func formula(_ operands: [Expression]) -> Expression {
        guard let a = operands.first else { return .number(0) }
        let b = operands.count > 1 ? operands[1] : a
        switch self {
        case .leaf, .identity: return a
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide: return a / b
        case .power: return .binary(.power, a, b)
        case .minimum: return .call("min", a, b)
        case .maximum: return .call("max", a, b)
        case .negate: return -a
        case .exp: return .call("exp", a)
        case .log: return .call("log", a)
        case .squareRoot: return .call("sqrt", a)
        case .tanh: return .call("tanh", a)
        case .sigmoid: return .call("sigmoid", a)
        case .relu: return .call("relu", a)
        case .leakyReLU: return .call("leakyrelu", a, b)
        case .softplus: return .call("softplus", a)
        case .gelu: return .call("gelu", a)
        case .normalCDF: return .call("Phi", a)
        case .abs: return .call("abs", a)
        case .sign: return .call("sign", a)
        case .floor: return .call("floor", a)
        case .cos: return .call("cos", a)
        case .sin: return .call("sin", a)
        case .logSumExp: return .call("logsumexp", operands, source: nil)
        case .sum: return operands.dropFirst().reduce(a, +)
        case .affine:
            guard operands.count > 1 else { return a }
            var terms: [Expression] = []
            var place = 0
            while place + 1 < operands.count {
                terms.append(operands[place] * operands[place + 1])
                place += 2
            }
            if place < operands.count { terms.append(operands[place]) }
            return terms.dropFirst().reduce(terms[0], +)
        }
    }

    /// The derivative rule in symbols: ∂y/∂operand for the operand at `place`, where y is the node's own
    /// value.
    ///
    /// `branch` is the side of the kink that the run took, as `Tape.branch(of:)` gives it, where the rule
    /// has two (ReLU, leaky ReLU, |a|, min, max); for any other operation it is not read.
    public func derivativeFormula(_ operands: [Expression], value y: Expression, at place: Int, branch: Int)
        -> Expression
    {
        guard let a = operands.first else { return .number(0) }
        let b = operands.count > 1 ? operands[1] : a
        switch self {
        case .leaf: return .number(0)
        case .add, .identity, .sum: return .number(1)
        case .subtract: return .number(place == 0 ? 1 : -1)
        case .multiply: return place == 0 ? b : a
        case .divide: return place == 0 ? .number(1) / b : -(a / .binary(.power, b, .number(2)))
        case .power:
            if place == 1 { return y * .call("log", a) }
            guard case .number(let exponent) = b else { return b * .binary(.power, a, b - .number(1)) }
            if exponent == 0 { return .number(0) }
            return exponent == 2 ? b * a : b * .binary(.power, a, .number(exponent - 1))
        case .minimum: return .number((branch <= 0) == (place == 0) ? 1 : 0)
        case .maximum: return .number((branch >= 0) == (place == 0) ? 1 : 0)
        case .negate: return .number(-1)
        case .exp: return y
        case .log: return .number(1) / a
        case .squareRoot: return .number(1) / (.number(2) * y)
        case .tanh: return .number(1) - .binary(.power, y, .number(2))
        case .sigmoid: return y * (.number(1) - y)
        case .relu: return .number(branch > 0 ? 1 : 0)
        case .leakyReLU:
            if place == 0 { return branch > 0 ? .number(1) : b }
            return branch > 0 ? .number(0) : a
        case .softplus: return .call("sigmoid", a)
        case .gelu: return .call("Phi", a) + a * Self.bellCurve(a) / Self.rootOfTwoPi
        case .normalCDF: return Self.bellCurve(a) / Self.rootOfTwoPi
        case .abs: return .number(Double(branch))
        case .sign, .floor: return .number(0)
        case .cos: return -.call("sin", a)
        case .sin: return .call("cos", a)
        case .logSumExp: return .call("exp", operands[place] - y)
        case .affine:
            let partner = place.isMultiple(of: 2) ? place + 1 : place - 1
            return partner < operands.count ? operands[partner] : .number(1)
        }
    }

    /// e^(−a²/2)
    private static func bellCurve(_ a: Expression) -> Expression {
        .call("exp", -.binary(.power, a, .number(2)) / .number(2))
    }

    /// √(2π), with the number 2π spelled out: the grammar has no name for π.
    private static let rootOfTwoPi = Expression.call("sqrt", .number(2 * .pi))
}
