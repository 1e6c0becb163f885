#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension NumericMethod {
    /// The h to begin with for a variable of the value w.
    ///
    /// For a difference whose truncation grows as hᵖ it is ε^(1/(p + 1))·max(1, |w|): round-off grows as ε/h, and the sum of
    /// the two is smallest about there, in units in which variable, loss and derivatives are of the size of 1: √ε ≈ 1.5·10⁻⁸
    /// for one-sided differences, ∛ε ≈ 6·10⁻⁶ for central ones, ε^⅕ ≈ 7·10⁻⁴ for Richardson's. W. Press et al., *Numerical
    /// Recipes*, §5.7. For the complex step it is 2⁻¹⁰⁰, where h² is nothing beside 1, times a power of 2 no larger than a
    /// small w; a power of 2, so that the division by h is exact. Dual numbers have no h.
    public func usualPerturbation(at value: Double) -> Double {
        if let order { return pow(Double.ulpOfOne, 1 / Double(order + 1)) * max(1, abs(value)) }
        guard self == .complex else { return 0 }
        let exponent = value.isNormal ? min(0, max(-600, value.exponent)) : 0
        return Double(sign: .plus, exponent: -100 + Int(exponent), significand: 1)
    }

    /// Another h where this one cannot tell: larger where round-off drowns the estimate, smaller where truncation does.
    ///
    /// The loss need not be of the size of 1. Two more attempts reach h of 1000 times the usual one.
    func next(after estimate: Estimate) -> Double? {
        guard let order else { return nil }
        // Round-off in D(h) and twice as much in D(h/2) make six times the round-off look like truncation.
        if estimate.truncation <= 6 * estimate.roundOff { return estimate.perturbation * 32 }
        let balance = pow(estimate.roundOff / (2 * estimate.truncation), 1 / Double(order + 1))
        return estimate.perturbation * max(1.0 / 32, balance)
    }
}
