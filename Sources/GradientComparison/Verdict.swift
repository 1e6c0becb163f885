/// What the comparison of two derivatives comes to.
public enum Verdict: String, CaseIterable, Sendable {
    /// They differ by no more than the error bound, and the bound is small enough for that to mean something.
    case agrees
    /// They differ by more than rounding and truncation can explain.
    case disagrees
    /// Within reach of h a ReLU, |x|, min or max takes another side, or a sign or floor jumps: there is no one
    /// derivative to compare with. Complex step and dual numbers reach no further than the point itself.
    case kink
    /// The error bound is too large, beside the values, for the difference to mean anything.
    case cannotTell = "cannot tell"

    /// How large the error bound may be, relative to the larger of the two values, for them to agree.
    ///
    /// Half of 10⁻³, so that two values one of which is 1.001 times the other never agree.
    static let largestUsefulBound = 5e-4

    /// Holds a derivative against an estimate of it.
    init(analytic: Double, estimate: Estimate) {
        let numeric = estimate.value
        guard numeric.isFinite && estimate.bound.isFinite else {
            self = .cannotTell
            return
        }
        if !analytic.isFinite {
            self = .disagrees
        } else if estimate.crossesKink {
            self = .kink
        } else if abs(analytic - numeric) > estimate.bound {
            self = .disagrees
        } else if analytic == 0
            || estimate.bound <= Self.largestUsefulBound * max(abs(analytic), abs(numeric), estimate.magnitude)
        {
            // An exact 0 has no digits that a bound could hide; and a sum whose terms cancel is as good as its terms.
            self = .agrees
        } else {
            self = .cannotTell
        }
    }

    /// The verdict on the whole: a single disagreement makes one, and a doubt outweighs agreement.
    init(onAll verdicts: [Verdict]) {
        self = [.disagrees, .cannotTell, .kink].first { verdicts.contains($0) } ?? .agrees
    }
}

/// A derivative got without a backward pass, and how good it is.
struct Estimate: Sendable {
    let value: Double
    /// h
    let perturbation: Double
    /// The error that comes from h not being 0, estimated.
    let truncation: Double
    /// The error that comes from rounding, bounded to first order.
    let roundOff: Double
    /// The absolute values of the terms that the derivative is a sum of, added up, where the method knows them; else 0.
    var magnitude = 0.0
    let crossesKink: Bool
    var slopes: OneSidedSlopes

    /// How far the estimate may lie from the derivative.
    var bound: Double { truncation + roundOff }
}

/// The slopes of the loss on either side of a parameter's value; they part at a kink.
public struct OneSidedSlopes: Sendable, Equatable {
    /// (L(θ) − L(θ − h)) / h
    public let below: Double
    /// (L(θ + h) − L(θ)) / h
    public let above: Double
}
