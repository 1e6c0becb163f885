/// Neurons of one layer switched off at random while training, each with probability p.
///
/// What stays on is multiplied by 1/(1 − p), so that the expected activation is the one without dropout
/// and evaluating needs no scaling (inverted dropout).
///
/// Source: N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting (2014),
/// §10.
public struct Dropout: Sendable, Equatable {
    /// p
    public let rate: Double
    private let random: RandomSource

    /// - Precondition: 0 ≤ `rate` < 1.
    public init(rate: Double, layer: Int, seed: UInt64) {
        precondition(rate >= 0 && rate < 1)
        self.rate = rate
        random = RandomSource(seed: seed, stream: .dropout).branch(layer)
    }

    /// The factor of one neuron's activation: 0 or 1/(1 − p).
    ///
    /// `batch` counts through the whole run, `sample` is the row of the data set and `unit` the neuron's
    /// place in its layer, each from 0.
    public func mask(batch: Int, sample: Int, unit: Int) -> Double {
        random.branch(batch).branch(sample).uniform(at: unit) < rate ? 0 : 1 / (1 - rate)
    }
}
