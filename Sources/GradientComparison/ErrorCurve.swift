/// How far each method is from the derivative as h shrinks: truncation on one side, cancellation on the other.
public struct ErrorCurve: Sendable, Equatable {
    public let method: NumericMethod
    /// |D(h) − ∂L/∂θ| for each h that was asked for; NaN where it is no number.
    public let errors: [Double]

    /// The curves of all methods for one parameter, or for a node of one pass, against dual numbers.
    ///
    /// Dual numbers have no h, and no curve.
    public static func all(
        of subject: Subject, at point: ComparisonPoint, perturbations: [Double]
    ) -> [ErrorCurve] {
        guard let (start, variable) = subject.variable(at: point) else { return [] }
        var loss = start
        func estimates(_ method: NumericMethod, _ h: Double?) -> Estimate? {
            loss.estimates(method, by: [variable], analytic: [0], perturbation: h).first
        }
        guard let exact = estimates(.dual, nil)?.value else { return [] }
        return NumericMethod.allCases.filter { $0 != .dual }.map { method in
            ErrorCurve(
                method: method,
                errors: perturbations.map { h in estimates(method, h).map { abs($0.value - exact) } ?? .nan })
        }
    }
}
