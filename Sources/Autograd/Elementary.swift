#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The elementary functions, each with the one implementation that every path of the program uses.
///
/// Stepping, running at full speed and replaying must give the same bits, so no other file calls
/// `exp`, `log`, `erfc` or any other such function of the platform; the ones that full speed needs in lanes are
/// computed in lanes on every path.
public enum Elementary {
    /// eˣ.
    public static func exp(_ x: Double) -> Double { exp(Lanes(repeating: x))[0] }

    /// The natural logarithm; −∞ at 0, NaN below.
    @inlinable public static func log(_ x: Double) -> Double { platformLog(x) }

    /// ln(1 + x), with all its digits where x is next to 0; −∞ at −1, NaN below.
    @inlinable public static func log1p(_ x: Double) -> Double { platformLog1p(x) }

    /// The cosine of x radians; NaN at ±∞.
    @inlinable public static func cos(_ x: Double) -> Double { platformCos(x) }

    /// The sine of x radians; NaN at ±∞.
    @inlinable public static func sin(_ x: Double) -> Double { platformSin(x) }

    /// 1 − erf x, with all its digits where x is large.
    @inlinable public static func erfc(_ x: Double) -> Double { platformErfc(x) }

    /// The hyperbolic tangent.
    public static func tanh(_ x: Double) -> Double { tanh(Lanes(repeating: x))[0] }

    /// The logistic function σ(x) = 1/(1 + e⁻ˣ).
    public static func sigmoid(_ x: Double) -> Double { sigmoid(Lanes(repeating: x))[0] }

    /// ln(1 + eˣ).
    ///
    /// Computed as max(x, 0) + ln(1 + e^−|x|), so that neither side overflows.
    public static func softplus(_ x: Double) -> Double {
        x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
    }

    /// The density of the standard normal distribution, φ(x) = e^(−x²/2)/√(2π).
    public static func normalDensity(_ x: Double) -> Double {
        exp(-(x * x) / 2) / (2 * Double.pi).squareRoot()
    }

    /// The share of the standard normal distribution below x, Φ(x) = ½·erfc(−x/√2).
    public static func normalCDF(_ x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }

    /// x·Φ(x).
    ///
    /// At −∞ the formula's ∞·0 is NaN; the limit is 0, from below.
    public static func gelu(_ x: Double) -> Double { x == -.infinity ? -0.0 : x * normalCDF(x) }

    /// The derivative of `gelu`, Φ(x) + x·φ(x), with its limits 0 and 1 at ±∞.
    public static func geluDerivative(_ x: Double) -> Double {
        if x.isInfinite { return x > 0 ? 1 : 0 }
        return normalCDF(x) + x * exp(-(x * x) / 2) / (2 * Double.pi).squareRoot()
    }

    /// x to the power y; x² is the product x·x, exactly as a learner would compute it.
    @inlinable public static func power(_ x: Double, _ y: Double) -> Double {
        y == 2 ? x * x : platformPower(x, y)
    }
}

@usableFromInline func platformLog(_ x: Double) -> Double { log(x) }
@usableFromInline func platformLog1p(_ x: Double) -> Double { log1p(x) }
@usableFromInline func platformCos(_ x: Double) -> Double { cos(x) }
@usableFromInline func platformSin(_ x: Double) -> Double { sin(x) }
@usableFromInline func platformErfc(_ x: Double) -> Double { erfc(x) }
@usableFromInline func platformPower(_ x: Double, _ y: Double) -> Double { pow(x, y) }
