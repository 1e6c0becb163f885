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
        guard let exact = loss.sweep(.dual, by: variable, [0]).first?.value else { return [] }
        return NumericMethod.allCases.filter { $0 != .dual }.map { method in
            ErrorCurve(method: method, errors: loss.sweep(method, by: variable, perturbations).map { abs($0.value - exact) })
        }
    }
}
