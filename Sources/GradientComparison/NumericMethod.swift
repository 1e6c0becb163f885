/// A way to get a derivative that takes no backward pass.
///
/// Their names here are those of the command line, the commands and JSON.
public enum NumericMethod: String, CaseIterable, Sendable {
    /// (L(θ + h) − L(θ)) / h, whose truncation error is L″·h/2.
    case forward
    /// (L(θ) − L(θ − h)) / h, whose truncation error is L″·h/2.
    case backward
    /// (L(θ + h) − L(θ − h)) / 2h, whose truncation error is L‴·h²/6.
    case central
    /// (4D(h/2) − D(h)) / 3 of central differences D, in which the error in h² has gone; that in h⁴ is left.
    case richardson
    /// Im L(θ + ih) / h, whose truncation error is L‴·h²/6 and which has no cancellation, so that h can be 2⁻¹⁰⁰.
    case complex
    /// The tangent of dual numbers: exact, without any h.
    case dual

    /// Whether the method takes differences of losses, so that h weighs truncation against cancellation.
    public var isDifference: Bool { order != nil }

    /// The power of h that the truncation error of a difference grows with.
    var order: Int? {
        switch self {
        case .forward, .backward: 1
        case .central: 2
        case .richardson: 4
        case .complex, .dual: nil
        }
    }
}
