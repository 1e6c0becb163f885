/// An activation's slope as people write it: of z or, shorter, of a.
extension Operation {
    /// Whether the slope hangs on the sign alone, which z and a share.
    public var slopeIsOfSign: Bool { self == .relu || self == .leakyReLU }

    /// f′(z).
    public func derivative(at z: Double, slope: Double = 0) -> Double {
        switch self {
        case .sigmoid:
            let a = Elementary.sigmoid(z)
            return a * (1 - a)
        case .tanh:
            let a = Elementary.tanh(z)
            return 1 - a * a
        case .relu: return z > 0 ? 1 : 0
        case .leakyReLU: return z > 0 ? 1 : slope
        case .softplus: return Elementary.sigmoid(z)
        case .gelu: return Elementary.geluDerivative(z)
        default: return 1
        }
    }

    /// f′ as a formula of a: a·(1 − a), 1 − a², 1 − e⁻ᵃ; nil where there is none, or where a and z have the same sign and
    /// no more is asked of them.
    public func derivative(ofValue a: Double) -> Double? {
        switch self {
        case .sigmoid: a * (1 - a)
        case .tanh: 1 - a * a
        case .softplus: 1 - Elementary.exp(-a)
        default: nil
        }
    }
}
