import NeuralNetwork
import Testing

struct DropoutTests {
    /// Seed 7, layer 1, p = ½: 2 batches of 2 samples of 6 units, worked out with whole numbers in Python 3.
    @Test func theMasksOfASeedAreTheSameOnEveryMachine() {
        let dropout = Dropout(rate: 0.5, layer: 1, seed: 7)
        let masks = (0..<2).map { batch in
            (0..<2).map { sample in (0..<6).map { dropout.mask(batch: batch, sample: sample, unit: $0) } }
        }
        #expect(
            masks == [
                [[2, 0, 0, 2, 2, 0], [0, 2, 2, 0, 2, 2]],
                [[0, 2, 0, 0, 2, 0], [0, 2, 2, 0, 0, 2]],
            ])
    }

    /// The mean of n masks is 1 with deviation √(p/((1 − p)·n)).
    @Test(arguments: [0, 0.1, 0.5, 0.9]) func whatStaysOnMakesUpForWhatIsOff(rate: Double) {
        let dropout = Dropout(rate: rate, layer: 2, seed: 1)
        var masks: [Double] = []
        for batch in 0..<10 {
            for sample in 0..<10 { masks += (0..<100).map { dropout.mask(batch: batch, sample: sample, unit: $0) } }
        }
        #expect(Set(masks).isSubset(of: [0, 1 / (1 - rate)]))
        let mean = masks.reduce(0, +) / 10_000
        #expect((mean - 1).magnitude <= 5 * (rate / (1 - rate) / 10_000).squareRoot())
    }

    @Test func everyIndexChangesTheMask() {
        func masks(seed: UInt64 = 7, layer: Int = 1, batch: Int = 0, sample: Int = 0) -> [Double] {
            let dropout = Dropout(rate: 0.5, layer: layer, seed: seed)
            return (0..<64).map { dropout.mask(batch: batch, sample: sample, unit: $0) }
        }
        let all = [
            masks(), masks(seed: 8), masks(layer: 2), masks(batch: 1), masks(sample: 1), masks(batch: 1, sample: 1),
        ]
        #expect(Set(all).count == all.count)
    }
}
