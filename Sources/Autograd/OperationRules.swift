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

@usableFromInline enum LeakyReLURule: BinaryRule {
    @inlinable static func value(_ a: Double, _ s: Double) -> Double { a > 0 || a.isNaN ? a : s * a }
    @inlinable static func derivative(_ a: Double, _ s: Double, value y: Double, by slot: Int) -> Double {
        if slot == 0 { return a > 0 ? 1 : a.isNaN ? a : s }
        return a > 0 ? 0 : a
    }
}

@usableFromInline enum SoftplusRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.softplus(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { Elementary.sigmoid(x) }
}

@usableFromInline enum GELURule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.gelu(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { Elementary.geluDerivative(x) }
}

@usableFromInline enum NormalCDFRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.normalCDF(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { Elementary.normalDensity(x) }
}

@usableFromInline enum AbsRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Swift.abs(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double {
        x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0
    }
}

@usableFromInline enum SignRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0 }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { x.isNaN ? x : 0 }
}

@usableFromInline enum FloorRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { x.rounded(.down) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { x.isNaN ? x : 0 }
}

@usableFromInline enum CosRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.cos(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { -Elementary.sin(x) }
}

@usableFromInline enum SinRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { Elementary.sin(x) }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { Elementary.cos(x) }
}

/// ln Σ e^xᵢ, for any number of operands.
@usableFromInline enum LogSumExpRule {
    /// m + ln(1 + Σ e^(xᵢ − m)) with the largest operand m left out of the sum: nothing overflows, and next
    /// to m = 0 small terms keep their digits.
    @inlinable static func value(_ slots: Range<Int>, _ operand: (Int) -> Double) -> Double {
        var place = slots.lowerBound
        var largest = operand(place)
        for slot in slots.dropFirst() {
            let x = operand(slot)
            if x > largest || x.isNaN { (place, largest) = (slot, x) }
        }
        // One +∞ outweighs the rest, only −∞ are a sum of 0, and a NaN counts as the largest.
        guard largest.isFinite else { return largest }
        var others = 0.0
        for slot in slots where slot != place { others += Elementary.exp(operand(slot) - largest) }
        return largest + Elementary.log1p(others)
    }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { Elementary.exp(x - y) }
}

@usableFromInline enum IdentityRule: UnaryRule {
    @inlinable static func value(_ x: Double) -> Double { x }
    @inlinable static func derivative(_ x: Double, value y: Double) -> Double { 1 }
}
