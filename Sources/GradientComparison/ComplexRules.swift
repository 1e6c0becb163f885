import Autograd
import ComplexModule

/// Every operation continued to complex numbers, so that Im L(θ + ih)/h is ∂L/∂θ without a difference.
///
/// The goals, first to last: the imaginary part keeps its relative accuracy however small h is; the real part
/// is the function's; nothing overflows where the function does not. What branches does so by the real part. No rule
/// knows a derivative: W. Squire, G. Trapp, *Using Complex Variables to Estimate Derivatives of Real Functions*, 1998;
/// J. Martins, P. Sturdza, J. Alonso, *The Complex-Step Derivative Approximation*, 2003.
extension Complex: TapeNumber where RealType == Double {
    static func value(of operation: Operation, _ operands: Operands<Complex<Double>>) -> Complex<Double> {
        var a: Complex { operands[0] }
        var b: Complex { operands[1] }
        switch operation {
        case .leaf: return Complex(.nan)
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide: return a / b
        case .power: return power(a, b)
        case .minimum: return a.real.isNaN || a.real <= b.real ? a : b
        case .maximum: return a.real.isNaN || a.real >= b.real ? a : b
        case .negate: return -a
        case .exp: return exp(a)
        // Beyond the branch cut the function has no real value.
        case .log: return a.real < 0 ? Complex(.nan) : log(a)
        case .squareRoot: return a.real < 0 ? Complex(.nan) : sqrt(a)
        case .tanh: return hyperbolicTangent(a)
        case .sigmoid: return a.real >= 0 ? 1 / (1 + exp(-a)) : exp(a) / (1 + exp(a))
        case .relu: return a.real > 0 || a.real.isNaN ? a : 0
        case .leakyReLU: return a.real > 0 || a.real.isNaN ? a : b * a
        case .softplus: return a.real > 0 ? a + log(onePlus: exp(-a)) : log(onePlus: exp(a))
        case .gelu: return a * ComplexNormal.distribution(a)
        case .normalCDF: return ComplexNormal.distribution(a)
        case .abs: return a.real > 0 ? a : a.real < 0 ? -a : Complex(Swift.abs(a.real))
        case .sign, .floor: return Complex(operation.value([a.real]))
        case .cos: return cos(a)
        case .sin: return sin(a)
        case .identity: return a
        case .sum: return (1..<operands.count).reduce(a) { $0 + operands[$1] }
        case .logSumExp: return logSumExp(operands.all)
        case .affine:
            guard operands.count > 1 else { return a }
            var total = a * b
            for place in stride(from: 2, to: operands.count, by: 2) {
                total = total + (place + 1 < operands.count ? operands[place] * operands[place + 1] : operands[place])
            }
            return total
        }
    }

    /// (t + iτ)/(1 + i·t·τ) with t = tanh x and τ = tan y, whose imaginary part τ·sech² x/(1 + t²τ²) is written out: in
    /// the quotient sinh/cosh it is what is left of a cancellation.
    private static func hyperbolicTangent(_ z: Complex) -> Complex {
        let t = Elementary.tanh(z.real)
        let tangent = Elementary.sin(z.imaginary) / Elementary.cos(z.imaginary)
        let e = Elementary.exp(-2 * Swift.abs(z.real))
        let divisor = 1 + t * t * tangent * tangent
        return Complex(t * (1 + tangent * tangent) / divisor, tangent * (4 * e / ((1 + e) * (1 + e))) / divisor)
    }

    /// aᵇ = xᵇ·e^(b·ln(a/x)) for the real part x of a, so that a real exponent leaves no trace of ln x's rounding; for
    /// x < 0 the exponent has to be a whole number, and (−1)ᵇ is taken out.
    private static func power(_ a: Complex, _ b: Complex) -> Complex {
        if b == 2 { return a * a }
        if b == 0 { return 1 }
        let x = a.real
        if x == 0 {
            guard b.real > 0 else { return Complex(Elementary.power(x, b.real)) }
            if a.imaginary == 0 || b.real > 1 { return 0 }
            // Below 1 the slope at 0 is infinite.
            return b.real == 1 ? a : Complex(.nan)
        }
        if b.imaginary != 0 {
            return x < 0 ? Complex(.nan) : exp(b * log(a))
        }
        let ratio = log(onePlus: Complex(0, a.imaginary / x))
        return exp(b * ratio).multiplied(by: Elementary.power(x, b.real))
    }

    /// m + ln Σ e^(aᵢ − m) for the operand m whose real part is the largest, itself left out of the sum.
    private static func logSumExp(_ terms: [Complex]) -> Complex {
        guard let place = terms.indices.max(by: { terms[$0].real < terms[$1].real }) else { return Complex(.nan) }
        let largest = terms[place]
        var others = Complex.zero
        for index in terms.indices where index != place && terms[index].real > -.infinity {
            others += exp(terms[index] - largest)
        }
        return largest + log(onePlus: others)
    }
}

/// Φ, the distribution function of the standard normal distribution, of a complex number: ½·erfc(−z/√2).
///
/// erf is computed from its series and its continued fraction, neither of which has the density φ = Φ′ in it as a slope
/// to be multiplied with the imaginary part. M. Abramowitz, I. Stegun, *Handbook of Mathematical Functions*, 7.1.6 and
/// 7.1.14. For |Im z| ≪ 1 real part and imaginary part, the latter relative to φ(Re z), are within 10⁻¹³ where |Re z| < 15.
enum ComplexNormal {
    static func distribution(_ z: Complex<Double>) -> Complex<Double> {
        guard z.isFinite else { return Complex(.nan) }
        // Φ leaves the range of float64, on either side.
        if Swift.abs(z.real) > 40 { return z.real > 0 ? 1 : 0 }
        let w = z.multiplied(by: 0.5.squareRoot())
        if Swift.abs(w.real) < 1.5 { return (1 + series(w)).multiplied(by: 0.5) }
        return w.real < 0 ? fraction(-w).multiplied(by: 0.5) : 1 - fraction(w).multiplied(by: 0.5)
    }

    /// erf w = 2/√π·e^(−w²)·Σ 2ⁿw²ⁿ⁺¹/(1·3·…·(2n + 1)), all of whose terms have one sign.
    private static func series(_ w: Complex<Double>) -> Complex<Double> {
        let square = w * w
        var term = w
        var total = w
        var odd = 3.0
        while term.magnitude > 1e-20 * total.magnitude, odd < 1000 {
            term = (term * square).multiplied(by: 2 / odd)
            total += term
            odd += 2
        }
        return (Complex.exp(-square) * total).multiplied(by: 2 / Double.pi.squareRoot())
    }

    /// erfc w = e^(−w²)/√π·1/(w + ½/(w + 1/(w + (3/2)/(w + …)))) for Re w > 0, from the innermost of 200 steps.
    private static func fraction(_ w: Complex<Double>) -> Complex<Double> {
        var denominator = w
        for step in stride(from: 200, through: 1, by: -1) { denominator = w + Complex(Double(step) / 2) / denominator }
        return (Complex.exp(-(w * w)) / denominator).multiplied(by: 1 / Double.pi.squareRoot())
    }
}
