#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension NumericMethod {
    /// The h to begin with for a parameter of the value θ: ∛ε·max(1, |θ|) for central differences.
    ///
    /// Truncation grows as h², round-off as ε/h; their sum is smallest about h = ∛ε ≈ 6·10⁻⁶, in units in
    /// which parameter, loss and third derivative are of the size of 1. W. Press et al., *Numerical
    /// Recipes*, §5.7.
    func usualPerturbation(at value: Double) -> Double {
        switch self {
        case .central: cbrt(Double.ulpOfOne) * max(1, abs(value))
        }
    }

    /// ∂L/∂θ of the parameter at `place`, whose value is `value`, with this h.
    func estimate(_ loss: inout BatchLoss, by place: Int, at value: Double, perturbation: Double) -> Estimate {
        switch self {
        case .central: loss.centralDifference(by: place, at: value, perturbation: perturbation)
        }
    }

    /// ∂L/∂θ of the parameter at `place`, whose value is `value`,, held against `analytic`; without a given h, with another one where the usual
    /// one cannot tell.
    ///
    /// The loss need not be of the size of 1: where round-off drowns the estimate, h grows; where
    /// truncation does, it shrinks. Two more attempts reach h of 1000 times the usual one.
    func verdict(
        on analytic: Double, _ loss: inout BatchLoss, by place: Int, at value: Double, perturbation: Double?
    ) -> (Verdict, Estimate) {
        var best = estimate(&loss, by: place, at: value, perturbation: perturbation ?? usualPerturbation(at: value))
        var verdict = Verdict(analytic: analytic, estimate: best)
        guard perturbation == nil else { return (verdict, best) }
        for _ in 0..<2 where verdict == .cannotTell && best.bound.isFinite {
            // Round-off in D(h) and twice as much in D(h/2) make six times the round-off look like truncation.
            let isRoundOff = best.truncation <= 6 * best.roundOff
            let factor = isRoundOff ? 32 : max(1.0 / 32, cbrt(best.roundOff / (2 * best.truncation)))
            let other = estimate(&loss, by: place, at: value, perturbation: best.perturbation * factor)
            // Written so that a bound that is not a number is no improvement.
            guard !other.crossesKink, other.bound < best.bound else { break }
            best = other
            verdict = Verdict(analytic: analytic, estimate: best)
        }
        return (verdict, best)
    }
}
