/// A way to get a derivative from values of the loss alone.
public enum NumericMethod: String, CaseIterable, Sendable {
    /// (L(θ + h) − L(θ − h)) / 2h, whose truncation error is L‴·h²/6.
    case central
}
