import NeuralNetwork
import Testing

struct SampleOrderTests {
    /// The answers of this seed, worked out with whole numbers in Python 3.
    @Test func theOrdersOfASeedAreTheSameOnEveryMachine() {
        let order = SampleOrder(samples: Array(0..<8), seed: 7)
        #expect(
            (0..<3).map(order.order(ofEpoch:)) == [
                [0, 1, 5, 3, 6, 2, 4, 7], [0, 3, 5, 6, 7, 1, 2, 4], [5, 2, 1, 3, 4, 7, 0, 6],
            ])
        #expect(ValidationSplit(count: 10, validation: .fraction(0.2), seed: 7)?.validation == [0, 3])
        #expect(ValidationSplit(count: 10, validation: .count(2), seed: 8)?.validation == [4, 9])
    }

    @Test func withoutASeedTheOrderIsThatOfTheFile() {
        let order = SampleOrder(samples: [4, 1, 3], seed: nil)
        #expect([0, 1, 99].map(order.order(ofEpoch:)) == [[4, 1, 3], [4, 1, 3], [4, 1, 3]])
    }

    @Test(arguments: [0, 1, 2, 3, 10, 257]) func everyOrderHoldsEverySampleOnce(count: Int) {
        // Rows with gaps, as a split leaves them.
        let samples = (0..<count).map { 3 * $0 + 1 }
        for seed in [0, 1, UInt64.max] {
            for epoch in [0, 1, 1_000_000_000] {
                #expect(SampleOrder(samples: samples, seed: seed).order(ofEpoch: epoch).sorted() == samples)
            }
        }
    }

    /// Σ(n − e)²/e over the 24 orders of 4 samples has the χ² distribution with 23 degrees of freedom, which
    /// exceeds 70.55 once in a million (scipy 1.17.1, `chi2.isf(1e-6, 23)`).
    @Test func everyOrderIsAsLikelyAsTheOthers() {
        let order = SampleOrder(samples: [0, 1, 2, 3], seed: 5)
        var counts: [[Int]: Int] = [:]
        for epoch in 0..<24_000 { counts[order.order(ofEpoch: epoch), default: 0] += 1 }
        #expect(counts.count == 24)
        #expect(counts.values.reduce(0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 } < 70.55)
    }

    /// Of 5 samples 2 are held out in one of 10 ways; χ² with 9 degrees of freedom exceeds 44.81 once in a
    /// million (`chi2.isf(1e-6, 9)`).
    @Test func everySplitIsAsLikelyAsTheOthers() throws {
        var counts: [[Int]: Int] = [:]
        for seed in 0..<UInt64(10_000) {
            let split = try #require(ValidationSplit(count: 5, validation: .count(2), seed: seed))
            counts[split.validation, default: 0] += 1
        }
        #expect(counts.count == 10)
        #expect(counts.values.reduce(0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 } < 44.81)
    }

    @Test(arguments: [
        (10, ValidationSplit.Size.fraction(0.2), 2), (10, .fraction(0.25), 3), (10, .fraction(0.24), 2),
        (10, .fraction(0.01), 1), (10, .fraction(0.99), 9), (2, .fraction(0.5), 1), (10, .count(0), 1),
        (10, .count(4), 4), (10, .count(10), 9), (10, .count(.max), 9), (10, .count(.min), 1),
        (10, .fraction(.infinity), 9),
    ])
    func aSplitLeavesSamplesOnBothSides(count: Int, size: ValidationSplit.Size, held: Int) throws {
        for seed in 0..<UInt64(20) {
            let split = try #require(ValidationSplit(count: count, validation: size, seed: seed))
            #expect(split.validation.count == held)
            #expect(split.validation == split.validation.sorted() && split.training == split.training.sorted())
            #expect((split.training + split.validation).sorted() == Array(0..<count))
        }
    }

    @Test(arguments: [0, 1]) func oneSampleCannotBeSplit(count: Int) {
        #expect(ValidationSplit(count: count, validation: .fraction(0.5), seed: 0) == nil)
    }
}
