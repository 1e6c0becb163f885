extension Expression {
    /// The same formula without factors of 1 and terms of 0, and with products of plain numbers
    /// multiplied out where that is exact, as one would write it by hand: 1·½·2·(y − t) is y − t.
    ///
    /// Only rewritings that keep the value are made; a sum of measured numbers is left in its order.
    public var simplified: Expression {
        switch self {
        case .number, .name: return self
        case .call(let name, let arguments, let source):
            return .call(name, arguments.map(\.simplified), source: source)
        case .unary(.negate, let operand):
            switch operand.simplified {
            case .number(let value): return .number(-value)
            case .unary(.negate, let inner): return inner
            case let inner: return .unary(.negate, inner)
            }
        case .unary(.not, let operand):
            return .unary(.not, operand.simplified)
        case .binary(.multiply, _, _):
            return simplifiedProduct
        case .binary(let operation, let left, let right):
            let a = left.simplified
            let b = right.simplified
            switch (operation, a, b) {
            case (.add, .number(0), _): return b
            case (.add, _, .number(0)), (.subtract, _, .number(0)): return a
            case (.add, _, .unary(.negate, let inner)): return .binary(.subtract, a, inner)
            case (.subtract, _, .unary(.negate, let inner)): return .binary(.add, a, inner)
            case (.divide, _, .number(1)), (.power, _, .number(1)): return a
            default: return .binary(operation, a, b)
            }
        }
    }

    /// A product with its plain numbers gathered in front, and one sign.
    private var simplifiedProduct: Expression {
        var coefficient = 1.0
        var divisor = 1.0
        var factors: [Expression] = []
        func gather(_ expression: Expression) {
            switch expression {
            case .binary(.multiply, let a, let b):
                gather(a)
                gather(b)
            case .unary(.negate, let a):
                coefficient = -coefficient
                gather(a)
            case .binary(.divide, .number(let a), .number(let b)):
                coefficient *= a
                divisor *= b
            case .binary(.divide, .number(1), let b):
                factors.append(.binary(.divide, .number(1), b))
            case .number(let value):
                coefficient *= value
            default:
                factors.append(expression)
            }
        }
        if case .binary(_, let left, let right) = self {
            gather(left.simplified)
            gather(right.simplified)
        }
        if divisor != 0, (coefficient / divisor).rounded() == coefficient / divisor {
            coefficient /= divisor
            divisor = 1
        }
        var product: Expression?
        for factor in factors {
            switch (product, factor) {
            case (let p?, .binary(.divide, .number(1), let b)): product = .binary(.divide, p, b)
            case (let p?, _): product = .binary(.multiply, p, factor)
            case (nil, _): product = factor
            }
        }
        guard var result = product else { return .number(coefficient / divisor) }
        let magnitude = Swift.abs(coefficient)
        if magnitude != 1 {
            if case .binary(.divide, .number(1), let b) = result {
                result = .binary(.divide, .number(magnitude), b)
            } else {
                result = Self.leading(.number(magnitude), result)
            }
        }
        if divisor != 1 { result = .binary(.divide, result, .number(divisor)) }
        return coefficient < 0 ? .unary(.negate, result) : result
    }

    /// `factor` in front of a product that groups to the left.
    private static func leading(_ factor: Expression, _ product: Expression) -> Expression {
        switch product {
        case .binary(.multiply, let a, let b): .binary(.multiply, leading(factor, a), b)
        case .binary(.divide, let a, let b): .binary(.divide, leading(factor, a), b)
        default: .binary(.multiply, factor, product)
        }
    }
}
