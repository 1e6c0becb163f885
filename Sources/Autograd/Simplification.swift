extension Expression {
    /// The same formula without factors of 1 and terms of 0, and with products of plain numbers
    /// multiplied out where that is exact, as one would write it by hand: 1·½·2·(y − t) is y − t.
    ///
    /// Numbers are multiplied only where the product is exact, sums are left in their order, and factors
    /// keep theirs; what moves is where the plain numbers and the signs stand, so the value can change by
    /// rounding alone.
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
            case (.subtract, .number(0), _): return Expression.unary(.negate, b).simplified
            case (.add, _, .number(0)), (.subtract, _, .number(0)): return a
            case (.add, _, .unary(.negate, let inner)): return .binary(.subtract, a, inner)
            case (.subtract, _, .unary(.negate, let inner)): return .binary(.add, a, inner)
            case (.divide, _, .number(1)), (.power, _, .number(1)): return a
            default: return .binary(operation, a, b)
            }
        }
    }

    /// A product with its plain numbers gathered in front, and one sign; a quotient in it keeps its number
    /// below the line unless that cancels: 2·(x/2)·y is x·y.
    private var simplifiedProduct: Expression {
        product(takingQuotientsApart: true) ?? product(takingQuotientsApart: false) ?? self
    }

    /// - Returns: nil where quotients were taken apart and their numbers did not cancel.
    private func product(takingQuotientsApart: Bool) -> Expression? {
        var hasTakenApart = false
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
                if let numerator = Self.exactProduct(coefficient, a),
                    let denominator = Self.exactProduct(divisor, b)
                {
                    (coefficient, divisor) = (numerator, denominator)
                } else {
                    factors.append(expression)
                }
            case .binary(.divide, let a, .number(let b)) where takingQuotientsApart && b != 0:
                guard let denominator = Self.exactProduct(divisor, b) else {
                    factors.append(expression)
                    return
                }
                divisor = denominator
                hasTakenApart = true
                gather(a)
            case .binary(.divide, .number(1), let b):
                factors.append(.binary(.divide, .number(1), b))
            case .number(let value):
                if let exact = Self.exactProduct(coefficient, value) {
                    coefficient = exact
                } else {
                    factors.append(expression)
                }
            default:
                factors.append(expression)
            }
        }
        if case .binary(_, let left, let right) = self {
            gather(left.simplified)
            gather(right.simplified)
        }
        let quotient = coefficient / divisor
        if quotient.rounded() == quotient, Self.exactProduct(quotient, divisor) == coefficient {
            coefficient = quotient
            divisor = 1
        }
        if takingQuotientsApart && (!hasTakenApart || divisor != 1) { return nil }
        var product: Expression?
        for factor in factors {
            switch (product, factor) {
            case (let p?, .binary(.divide, .number(1), let b)): product = .binary(.divide, p, b)
            case (let p?, _): product = .binary(.multiply, p, factor)
            case (nil, _): product = factor
            }
        }
        guard var result = product else {
            return divisor == 1 ? .number(coefficient) : .binary(.divide, .number(coefficient), .number(divisor))
        }
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

    /// a · b where float64 holds it exactly; nil where it would be rounded.
    private static func exactProduct(_ a: Double, _ b: Double) -> Double? {
        let product = a * b
        // The fused form gives the rounding error of the product, itself exact unless it underflows.
        guard product.isFinite, (-product).addingProduct(a, b) == 0 else { return nil }
        return product.isNormal || a == 0 || b == 0 ? product : nil
    }

    /// `factor` in front of a product that groups to the left.
    private static func leading(_ factor: Expression, _ product: Expression) -> Expression {
        switch product {
        case .number(1): factor
        case .binary(.multiply, let a, let b): .binary(.multiply, leading(factor, a), b)
        case .binary(.divide, let a, let b): .binary(.divide, leading(factor, a), b)
        default: .binary(.multiply, factor, product)
        }
    }
}
