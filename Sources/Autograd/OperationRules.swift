/// The value and the derivative of an operation of one operand.
///
/// `derivative` may use the value `y`, so that tanh′ and σ′ need no second call.
@usableFromInline protocol UnaryRule {
    static func value(_ x: Double) -> Double
    static func derivative(_ x: Double, value y: Double) -> Double
}

/// The value and the two partial derivatives of an operation of two operands.
@usableFromInline protocol BinaryRule {
    static func value(_ a: Double, _ b: Double) -> Double
    static func derivative(_ a: Double, _ b: Double, value y: Double, by slot: Int) -> Double
}

@usableFromInline enum AddRule: BinaryRule {
    @inlinable static func value(_ a: Double, _ b: Double) -> Double { a + b }
    @inlinable static func derivative(_ a: Double, _ b: Double, value y: Double, by slot: Int) -> Double { 1 }
}

@usableFromInline enum SubtractRule: BinaryRule {
    @inlinable static func value(_ a: Double, _ b: Double) -> Double { a - b }
    @inlinable static func derivative(_ a: Double, _ b: Double, value y: Double, by slot: Int) -> Double {
        slot == 0 ? 1 : -1
    }
}

@usableFromInline enum MultiplyRule: BinaryRule {
    @inlinable static func value(_ a: Double, _ b: Double) -> Double { a * b }
    @inlinable static func derivative(_ a: Double, _ b: Double, value y: Double, by slot: Int) -> Double {
        slot == 0 ? b : a
    }
}

@usableFromInline enum DivideRule: BinaryRule {
    @inlinable static func value(_ a: Double, _ b: Double) -> Double { a / b }
    @inlinable static func derivative(_ a: Double, _ b: Double, value y: Double, by slot: Int) -> Double {
        slot == 0 ? 1 / b : -a / (b * b)
    }
}

@usableFromInline enum PowerRule: BinaryRule {
    @inlinable static func value(_ a: Double, _ b: Double) -> Double { Elementary.power(a, b) }
    @inlinable static func derivative(_ a: Double, _ b: Double, value y: Double, by slot: Int) -> Double {
        // Where one factor is 0 and the other infinite, the formula's 0·∞ is NaN but the derivative is 0:
        // a⁰ is 1 everywhere, and 0ᵇ is 0 for every b > 0.
        if slot == 0 { return b == 0 ? 0 : b * Elementary.power(a, b - 1) }
        return a == 0 && b > 0 ? 0 : y * Elementary.log(a)
    }
}

@usableFromInline enum MinimumRule: BinaryRule {
    @inlinable static func value(_ a: Double, _ b: Double) -> Double { a.isNaN || a <= b ? a : b }
    @inlinable static func derivative(_ a: Double, _ b: Double, value y: Double, by slot: Int) -> Double {
        (a.isNaN || a <= b) == (slot == 0) ? 1 : 0
    }
}

@usableFromInline enum MaximumRule: BinaryRule {
    @inlinable static func value(_ a: Double, _ b: Double) -> Double { a.isNaN || a >= b ? a : b }
    @inlinable static func derivative(_ a: Double, _ b: Double, value y: Double, by slot: Int) -> Double {
        (a.isNaN || a >= b) == (slot == 0) ? 1 : 0
    }
}

@usableFromInline enum NegateRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { -x }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { -1 }
}

@usableFromInline enum ExpRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.exp(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { y }
}

@usableFromInline enum LogRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.log(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { 1 / x }
}

@usableFromInline enum SquareRootRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { x.squareRoot() }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { 1 / (2 * y) }
}

@usableFromInline enum TanhRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.tanh(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { 1 - y * y }
}

@usableFromInline enum SigmoidRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.sigmoid(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { y * (1 - y) }
}

@usableFromInline enum ReLURule: UnaryRule {
    // NaN passes through: a diverged run must not look healthy behind a ReLU.
    @inlinable static func value(_ x: Double) -> Double { x > 0 || x.isNaN ? x : 0 }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { x > 0 ? 1 : x.isNaN ? x : 0 }
}

@usableFromInline enum AbsRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Swift.abs(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double {
        x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0
    }
}

@usableFromInline enum IdentityRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { x }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { 1 }
}
