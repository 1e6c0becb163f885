/// The values that a layer's weights have before the first update; its biases are 0.
///
/// In a layer with n_in sources and n_out neurons:
///
/// | kind | distribution of every weight |
/// |---|---|
/// | Xavier, uniform | uniform on [−r, r], r = √(6/(n_in + n_out)) |
/// | Xavier, normal | normal with mean 0 and deviation √(2/(n_in + n_out)) |
/// | He, uniform | uniform on [−r, r], r = √(6/n_in) |
/// | He, normal | normal with mean 0 and deviation √(2/n_in) |
///
/// Sources: X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural
/// networks (2010), eq. 12 and 16; K. He, X. Zhang, S. Ren and J. Sun, Delving deep into rectifiers
/// (2015), eq. 10.
public enum Initialisation: Sendable, Equatable {
    case constant(Double)
    /// `low` is at most `high`.
    case uniform(low: Double, high: Double)
    case normal(mean: Double, deviation: Double)
    case xavierUniform, xavierNormal, heUniform, heNormal

    /// The weights `[targets × sources]`, row by row, of the layer with this number (from 1).
    public func weights(sources: Int, targets: Int, layer: Int, seed: UInt64) -> [Double] {
        let random = RandomSource(seed: seed, stream: .initialisation).branch(layer)
        let places = 0..<targets * sources
        switch distribution(sources: Double(sources), targets: Double(targets)) {
        case .constant(let value): return Array(repeating: value, count: places.count)
        case .uniform(let range):
            return places.map { place in
                let share = random.uniform(at: place)
                // Not lower + width·share: the width may be too large for a number.
                return range.lowerBound * (1 - share) + range.upperBound * share
            }
        case .normal(let mean, let deviation): return places.map { mean + deviation * random.normal(at: $0) }
        }
    }

    private enum Distribution {
        case constant(Double)
        case uniform(ClosedRange<Double>)
        case normal(mean: Double, deviation: Double)
    }

    private func distribution(sources: Double, targets: Double) -> Distribution {
        switch self {
        case .constant(let value): .constant(value)
        case .uniform(let low, let high): .uniform(low...high)
        case .normal(let mean, let deviation): .normal(mean: mean, deviation: deviation)
        case .xavierUniform: Self.symmetric((6 / (sources + targets)).squareRoot())
        case .xavierNormal: .normal(mean: 0, deviation: (2 / (sources + targets)).squareRoot())
        case .heUniform: Self.symmetric((6 / sources).squareRoot())
        case .heNormal: .normal(mean: 0, deviation: (2 / sources).squareRoot())
        }
    }

    private static func symmetric(_ bound: Double) -> Distribution { .uniform(-bound...bound) }
}
