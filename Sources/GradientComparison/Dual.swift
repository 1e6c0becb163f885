import Autograd

/// A number with its derivative in one direction: a + ȧ·ε with ε² = 0.
///
/// Each operation carries the tangent forward along with the value, so that one evaluation of the loss gives ∂L/∂node
/// without a perturbation and without truncation; a itself is not moved, so that values are the tape's. The rules below
/// are written from the functions themselves, in other formulas than those of the backward pass where there are any, so
/// that a mistake in either shows. A. Griewank, A. Walther, *Evaluating Derivatives*, §3.1.
struct Dual: TapeNumber, Equatable {
    var value: Double
    var tangent: Double

    init(_ value: Double) { self.init(value, 0) }
    init(_ value: Double, _ tangent: Double) {
        self.value = value
        self.tangent = tangent
    }

    static func + (left: Dual, right: Dual) -> Dual { Dual(left.value + right.value, left.tangent + right.tangent) }
    static func * (left: Dual, right: Dual) -> Dual {
        Dual(left.value * right.value, left.tangent * right.value + left.value * right.tangent)
    }

    static func value(of operation: Operation, _ operands: Operands<Dual>) -> Dual {
        var a: Dual { operands[0] }
        var b: Dual { operands[1] }
        switch operation {
        case .leaf: return Dual(.nan)
        case .add: return a + b
        case .subtract: return Dual(a.value - b.value, a.tangent - b.tangent)
        case .multiply: return a * b
        case .divide:
            let quotient = a.value / b.value
            return Dual(quotient, (a.tangent - quotient * b.tangent) / b.value)
        case .power: return power(a, b)
        case .minimum: return a.value.isNaN || a.value <= b.value ? a : b
        case .maximum: return a.value.isNaN || a.value >= b.value ? a : b
        case .negate: return Dual(-a.value, -a.tangent)
        case .exp: return chain(a, operands.unmoved, Elementary.exp(a.value))
        case .log: return Dual(Elementary.log(a.value), a.tangent / a.value)
        case .squareRoot: return chain(a, operands.unmoved, 0.5 / a.value.squareRoot())
        case .tanh: return chain(a, operands.unmoved, squareOfSech(a.value))
        // σ′ = ¼·sech²(x/2)
        case .sigmoid: return chain(a, operands.unmoved, squareOfSech(a.value / 2) / 4)
        case .relu: return a.value > 0 || a.value.isNaN ? a : Dual(0)
        case .leakyReLU: return a.value > 0 || a.value.isNaN ? a : a * b
        // 1 − 1/(1 + eˣ) = ½·(1 + tanh x/2)
        case .softplus: return chain(a, operands.unmoved, logistic(a.value))
        case .gelu: return a.value == -.infinity ? Dual(-0.0) : a * normalCDF(a)
        case .normalCDF: return normalCDF(a)
        case .abs: return a.value > 0 ? a : a.value < 0 ? Dual(-a.value, -a.tangent) : Dual(Swift.abs(a.value))
        case .sign, .floor: return Dual(operation.value([a.value]))
        case .cos: return chain(a, operands.unmoved, -Elementary.sin(a.value))
        case .sin: return chain(a, operands.unmoved, Elementary.cos(a.value))
        case .identity: return a
        case .logSumExp: return logSumExp(operands.all)
        // Often of many operands, of which one has a tangent; the value is the tape's.
        case .sum: return Dual(operands.unmoved, operands.moved.reduce(0) { $0 + operands[$1].tangent })
        case .affine:
            var tangent = 0.0
            for place in operands.moved {
                let own = operands[place].tangent
                tangent += (place ^ 1) < operands.count ? own * operands[place ^ 1].value : own
            }
            return Dual(operands.unmoved, tangent)
        }
    }

    /// f(a + ȧε) = f(a) + f′(a)·ȧ·ε, where 0 stays 0 however steep f is.
    private static func chain(_ a: Dual, _ value: Double, _ slope: @autoclosure () -> Double) -> Dual {
        Dual(value, a.tangent == 0 ? 0 : slope() * a.tangent)
    }

    /// sech² x = 4e^−2|x|/(1 + e^−2|x|)², which keeps its digits where tanh is 1.
    private static func squareOfSech(_ x: Double) -> Double {
        let e = Elementary.exp(-2 * Swift.abs(x))
        return 4 * e / ((1 + e) * (1 + e))
    }

    private static func logistic(_ x: Double) -> Double {
        let e = Elementary.exp(-Swift.abs(x))
        return x < 0 ? e / (1 + e) : 1 / (1 + e)
    }

    private static func normalCDF(_ a: Dual) -> Dual {
        chain(a, Elementary.normalCDF(a.value), Elementary.exp(-0.5 * a.value * a.value) / (2 * Double.pi).squareRoot())
    }

    /// aᵇ = e^(b·ln a): its tangent is aᵇ⁻¹·(b·ȧ + a·ln a·ḃ), and a constant exponent needs no logarithm.
    private static func power(_ a: Dual, _ b: Dual) -> Dual {
        let value = Elementary.power(a.value, b.value)
        var tangent = 0.0
        if a.tangent != 0, b.value != 0 { tangent += Elementary.power(a.value, b.value - 1) * b.value * a.tangent }
        if b.tangent != 0, !(a.value == 0 && b.value > 0) { tangent += value * Elementary.log(a.value) * b.tangent }
        return Dual(value, tangent)
    }

    /// The mean of the tangents, weighted by e^(xᵢ − m).
    private static func logSumExp(_ terms: [Dual]) -> Dual {
        let value = Operation.logSumExp.value(terms.map(\.value))
        guard let largest = terms.map(\.value).max(), largest.isFinite else { return Dual(value, .nan) }
        var weights = 0.0
        var tangents = 0.0
        for term in terms {
            let weight = Elementary.exp(term.value - largest)
            weights += weight
            tangents += weight * term.tangent
        }
        return Dual(value, tangents / weights)
    }
}
