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
/// `exp`, `log`, `tanh` or `pow` of the platform.
public enum Elementary {
    /// eˣ.
    @inlinable public static func exp(_ x: Double) -> Double { platformExp(x) }

    /// The natural logarithm; −∞ at 0, NaN below.
    @inlinable public static func log(_ x: Double) -> Double { platformLog(x) }

    /// The hyperbolic tangent.
    @inlinable public static func tanh(_ x: Double) -> Double { platformTanh(x) }

    /// The logistic function σ(x) = 1/(1 + e⁻ˣ).
    ///
    /// Below 0 it is computed as eˣ/(1 + eˣ), so that neither side overflows.
    @inlinable public static func sigmoid(_ x: Double) -> Double {
        if x >= 0 { return 1 / (1 + exp(-x)) }
        let e = exp(x)
        return e / (1 + e)
    }

    /// x to the power y; x² is the product x·x, exactly as a learner would compute it.
    @inlinable public static func power(_ x: Double, _ y: Double) -> Double {
        y == 2 ? x * x : platformPower(x, y)
    }
}

@usableFromInline func platformExp(_ x: Double) -> Double { exp(x) }
@usableFromInline func platformLog(_ x: Double) -> Double { log(x) }
@usableFromInline func platformTanh(_ x: Double) -> Double { tanh(x) }
@usableFromInline func platformPower(_ x: Double, _ y: Double) -> Double { pow(x, y) }
