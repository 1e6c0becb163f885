extension Expression {
    /// The relative tolerance of `≈` where nothing else is said.
    ///
    /// Nine digits: well above the rounding of a short computation in float64 (about sixteen digits)
    /// and below anything that a wrong rule would give.
    public static let usualTolerance = 1e-9

    /// The value of the expression; comparisons give 1 or 0, and everything but 0 counts as true.
    ///
    /// `lookup` gives the value of a name (with no arguments) or of a quantity (with its arguments, as
    /// written), or nil when there is no such thing; then `unknown` makes the error.
    /// `x ≈ y` holds when |x − y| ≤ tolerance · max(|x|, |y|), or |x − y| ≤ tolerance next to 0 on one
    /// side.
    public func value(
        tolerance: Double = usualTolerance, lookup: (String, [Expression], Range<Int>?) throws -> Double
    ) rethrows -> Double {
        switch self {
        case .number(let value):
            return value
        case .name(let name, let source):
            return try lookup(name, [], source)
        case .call(let name, let arguments, let source):
            if let function = ElementaryFunction(rawValue: name) {
                let values = try arguments.map { try $0.value(tolerance: tolerance, lookup: lookup) }
                if let value = function.value(values) { return value }
            }
            return try lookup(name, arguments, source)
        case .unary(let operation, let operand):
            let a = try operand.value(tolerance: tolerance, lookup: lookup)
            return operation == .negate ? -a : a == 0 ? 1 : 0
        case .binary(let operation, let left, let right):
            let a = try left.value(tolerance: tolerance, lookup: lookup)
            if operation == .and && a == 0 { return 0 }
            if operation == .or && a != 0 { return 1 }
            let b = try right.value(tolerance: tolerance, lookup: lookup)
            return operation.value(a, b, tolerance: tolerance)
        }
    }

    /// Whether |a − b| is within `tolerance` of the larger of the two, or of 1 when one of them is 0.
    public static func isClose(_ a: Double, _ b: Double, tolerance: Double) -> Bool {
        if a == b { return true }
        let scale = a == 0 || b == 0 ? 1 : Swift.max(Swift.abs(a), Swift.abs(b))
        return Swift.abs(a - b) <= tolerance * scale
    }
}

extension Expression.Binary {
    /// The operator's value on two numbers.
    public func value(_ a: Double, _ b: Double, tolerance: Double = Expression.usualTolerance) -> Double {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .power: Elementary.power(a, b)
        case .less: a < b ? 1 : 0
        case .lessOrEqual: a <= b ? 1 : 0
        case .greater: a > b ? 1 : 0
        case .greaterOrEqual: a >= b ? 1 : 0
        case .equal: a == b ? 1 : 0
        case .notEqual: a != b ? 1 : 0
        case .approximately: Expression.isClose(a, b, tolerance: tolerance) ? 1 : 0
        case .and: a != 0 && b != 0 ? 1 : 0
        case .or: a != 0 || b != 0 ? 1 : 0
        }
    }
}
