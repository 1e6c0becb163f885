import NeuralNetwork
import Testing

struct InitialisationTests {
    struct Kind: Sendable {
        let initialisation: Initialisation
        /// The mean and the variance of a weight with these sources and targets.
        let mean: Double
        let variance: @Sendable (_ sources: Double, _ targets: Double) -> Double
        let isUniform: Bool

        private static let initialisations: [Initialisation] = [
            .constant(0.5), .uniform(low: -1, high: 3), .normal(mean: 2, deviation: 0.1), .xavierUniform,
            .xavierNormal, .heUniform, .heNormal,
        ]

        /// A new case stops this from compiling; it belongs into the list above, too.
        static let all = initialisations.map { initialisation -> Kind in
            switch initialisation {
            case .constant(let value): Kind(initialisation, mean: value, isUniform: true) { _, _ in 0 }
            case .uniform(let low, let high):
                Kind(initialisation, mean: (low + high) / 2, isUniform: true) { _, _ in
                    (high - low) * (high - low) / 12
                }
            case .normal(let mean, let deviation):
                Kind(initialisation, mean: mean, isUniform: false) { _, _ in deviation * deviation }
            case .xavierUniform: Kind(initialisation, mean: 0, isUniform: true) { 2 / ($0 + $1) }
            case .xavierNormal: Kind(initialisation, mean: 0, isUniform: false) { 2 / ($0 + $1) }
            case .heUniform: Kind(initialisation, mean: 0, isUniform: true) { sources, _ in 2 / sources }
            case .heNormal: Kind(initialisation, mean: 0, isUniform: false) { sources, _ in 2 / sources }
            }
        }

        private init(
            _ initialisation: Initialisation, mean: Double, isUniform: Bool,
            variance: @escaping @Sendable (Double, Double) -> Double
        ) {
            self.initialisation = initialisation
            self.mean = mean
            self.variance = variance
            self.isUniform = isUniform
        }
    }

    /// Mean and variance within five standard errors, and what is uniform within its bounds and close to
    /// both: mean ± √(3·variance).
    @Test(arguments: Kind.all, [(200, 50), (50, 200)])
    func weightsAreDistributedByTheirFormula(kind: Kind, shape: (sources: Int, targets: Int)) throws {
        let weights = kind.initialisation.weights(sources: shape.sources, targets: shape.targets, layer: 1, seed: 3)
        let count = Double(shape.sources * shape.targets)
        #expect(weights.count == shape.sources * shape.targets)
        let variance = kind.variance(Double(shape.sources), Double(shape.targets))
        let mean = weights.reduce(0, +) / count
        #expect((mean - kind.mean).magnitude <= 5 * (variance / count).squareRoot())
        // E(x − μ)⁴ is 9/5 of the variance's square where x is uniform, 3 where it is normal.
        let squares = weights.reduce(0) { $0 + ($1 - kind.mean) * ($1 - kind.mean) } / count
        let kurtosis = kind.isUniform ? 1.8 : 3
        #expect((squares - variance).magnitude <= 5 * variance * ((kurtosis - 1) / count).squareRoot())
        if kind.isUniform {
            // All 10,000 stay clear of an end's thousandth with a chance of 0.999¹⁰⁰⁰⁰ < 5·10⁻⁵.
            let bound = (3 * variance).squareRoot()
            let least = try #require(weights.min()) - kind.mean
            let most = try #require(weights.max()) - kind.mean
            #expect(-bound * (1 + 1e-15) <= least && least <= -0.998 * bound)
            #expect(0.998 * bound <= most && most <= bound * (1 + 1e-15))
        }
    }

    /// Seed 7, 2 sources and 3 targets, and 3 sources and 1 target, worked out with whole numbers and IEEE
    /// arithmetic in Python 3.
    @Test func theWeightsOfASeedAreTheSameOnEveryMachine() {
        #expect(
            Initialisation.xavierUniform.weights(sources: 2, targets: 3, layer: 1, seed: 7) == [
                0.9735562611006023, -1.0777074114248197, 0.7237750655028077, 0.1451971805573744, 0.7459249259903638,
                -0.46113387532726763,
            ])
        #expect(
            Initialisation.heNormal.weights(sources: 3, targets: 1, layer: 2, seed: 7) == [
                0.07033731326153804, -1.150872238264197, -1.7423033587610737,
            ])
    }

    @Test func layersAndSeedsHaveWeightsOfTheirOwn() {
        let sets = [(1, 0), (2, 0), (1, 1), (2, 1)].map { layer, seed in
            Initialisation.heUniform.weights(sources: 4, targets: 4, layer: layer, seed: UInt64(seed))
        }
        #expect(Set(sets.joined()).count == 64)
    }

    @Test func theWidestAndTheNarrowestRangesHold() {
        let widest = Double.greatestFiniteMagnitude
        for (low, high) in [(-widest, widest), (1, 1.0.nextUp), (0.1, 0.1.nextUp), (0, Double.leastNonzeroMagnitude)] {
            let weights = Initialisation.uniform(low: low, high: high).weights(
                sources: 100, targets: 10, layer: 1, seed: 0)
            #expect(weights.allSatisfy { (low...high).contains($0) })
        }
    }
}
