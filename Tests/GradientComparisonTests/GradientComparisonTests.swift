import Foundation
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

struct GradientComparisonTests {
    private struct Golden: Decodable {
        let loss: Double
        let grad: [String: Double]
    }

    @Test("The 2-2-1 networks agree, with the reference gradients too", arguments: [Activation.identity, .sigmoid, .tanh, .relu])
    func twoTwoOne(activation: Activation) throws {
        let name = "two-two-one-\(activation.rawValue)"
        let file = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "golden"))
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
        let comparison = try compare(Networks.twoTwoOne(activation))
        #expect(comparison.method == .central)
        #expect(abs(comparison.loss - golden.loss) <= 1e-12 * golden.loss)
        #expect(comparison.entries.map(\.name) == ["w11", "w12", "b1", "w21", "w22", "b2", "w31", "w32", "b3"])
        for entry in comparison.entries {
            let expected = try #require(golden.grad[entry.name])
            #expect(abs(entry.analytic - expected) <= 1e-12 * abs(expected))
            #expect(entry.verdict == .agrees)
            // The bound is honest, and says something.
            #expect(abs(entry.numeric - expected) <= entry.bound, "\(entry)")
            #expect(entry.bound <= 1e-8 && entry.bound > 0, "\(entry)")
        }
        #expect(comparison.verdict == .agrees)
    }

    /// L = (w·x + b − t)² at w = 2, b = 1, x = 3, t = 5: L = 4, ∂L/∂w = 2·2·3, ∂L/∂b = 2·2.
    @Test func closedForm() throws {
        let comparison = try compare(line(.identity, w: 2, b: 1, rows: [(3, 5)]))
        #expect(comparison.loss == 4)
        #expect(comparison.entries.map(\.analytic) == [12, 4])
        for (entry, expected) in zip(comparison.entries, [12.0, 4]) {
            #expect(abs(entry.numeric - expected) <= entry.bound)
            #expect(entry.absolute == abs(entry.analytic - entry.numeric))
            #expect(entry.relative == entry.absolute / max(abs(entry.numeric), expected))
        }
        #expect(comparison.verdict == .agrees)
    }

    @Test func aBatchIsTheMeanOfItsSamples() throws {
        // L of w = 2, b = 1: errors 2, 0 and −1 at (3, 5), (1, 3) and (−1, 0).
        let run = line(.identity, w: 2, b: 1, rows: [(3, 5), (1, 3), (-1, 0)], batchSize: 3)
        let all = try compare(run, batch: [0, 1, 2])
        let sums = (loss: 4.0 + 0 + 1, w: 12.0 + 0 + 2, b: 4.0 + 0 - 2)
        #expect(all.loss == sums.loss / 3)
        #expect(all.entries[0].analytic == sums.w / 3)
        #expect(all.entries[1].analytic == sums.b / 3)
        #expect(all.verdict == .agrees)
        let pair = try compare(run, batch: [2, 0])
        #expect(pair.loss == 2.5 && pair.entries.map(\.analytic) == [7, 1])
        #expect(pair.verdict == .agrees)
    }

    struct Kind: Sendable, CustomTestStringConvertible {
        let activation: Activation
        let output: Activation
        let loss: Loss
        var isFused = true
        var testDescription: String {
            "\(activation.rawValue), \(output.rawValue), \(loss.rawValue)\(isFused ? "" : " as written")"
        }

        /// Every activation in hidden layers, every loss after every output that it takes; a ReLU's output is
        /// too often a constant.
        static let all: [Kind] = Loss.allCases.flatMap { loss in
            Networks.hiddenActivations.map { Kind(activation: $0, output: Networks.outputs(for: loss)[0], loss: loss) }
                + Networks.outputs(for: loss).filter { $0 != .relu }.flatMap { output in
                    (loss.partner == output ? [true, false] : [true]).map {
                        Kind(activation: .tanh, output: output, loss: loss, isFused: $0)
                    }
                }
        }
    }

    @Test("Random networks agree, and a gradient off by a thousandth does not", arguments: Kind.all)
    func randomNetworks(kind: Kind) throws {
        var generator = SeededGenerator(seed: 51)
        for sizes in [[2, 2, 1], [1, 3, 2], [2, 3, 3, 2]] {
            // A single softmax is 1 whatever its parameters are.
            if kind.output == .softmax || kind.loss == .categoricalCrossEntropyWithLogits, sizes.last == 1 { continue }
            for batchSize in [1, 3] {
                let run = Networks.random(
                    sizes: sizes, activation: kind.activation, output: kind.output, loss: kind.loss, samples: 3,
                    batchSize: batchSize, isLossFused: kind.isFused, using: &generator)
                let batch = Array(0..<batchSize)
                let right = try compare(run, batch: batch)
                for entry in right.entries { #expect(entry.verdict == .agrees, "\(entry)") }
                let wrong = try compare(run, batch: batch, analytic: right.entries.map { $0.analytic * 1.001 })
                for (entry, before) in zip(wrong.entries, right.entries) {
                    #expect(entry.verdict == (before.analytic == 0 ? .agrees : .disagrees), "\(entry)")
                    #expect(entry.numeric == before.numeric)
                }
                #expect(wrong.verdict == .disagrees && wrong.worst?.verdict == .disagrees)
            }
        }
    }

    @Test("Whatever the training, and what it adds to the loss", arguments: Networks.trainings)
    func trainings(training: TrainingSettings) throws {
        var generator = SeededGenerator(seed: 71)
        let run = Networks.random(
            sizes: [2, 3, 2], activation: .tanh, output: .sigmoid, loss: .meanSquaredError, samples: 4,
            settings: training, using: &generator)
        let batch = Array(run.order.order(ofEpoch: 0).prefix(training.batchSize))
        let comparison = try compare(run, batch: batch)
        for entry in comparison.entries { #expect(entry.verdict == .agrees, "\(entry)") }
        // The loss of the batch is what the debugger's is, and regularisation is in it.
        var session = try Session(run: run)
        session.step(1, .batch)
        #expect(session.batchLoss.bitPattern == comparison.loss.bitPattern)
        var plain = training
        plain.regularisation = Regularisation()
        let without = try compare(TrainingRun(run.architecture, data: run.data, settings: plain), batch: batch)
        let weights = run.architecture.parameters.filter { $0.role == .weight }.map(\.initialValue)
        let (l1, l2) = (training.regularisation.l1, training.regularisation.l2)
        let penalty = weights.reduce(0) { $0 + l1 * abs($1) + l2 * $1 * $1 }
        // Two sums of a dozen numbers near 1, in another order.
        #expect(abs(comparison.loss - without.loss - penalty) <= 1e-14)
    }

    /// |w| at w = 0: slopes −λ₁ and λ₁ beside that of the loss.
    @Test func anL1TermHasItsKinkAtZero() throws {
        var run = line(.identity, w: 0, b: 1, rows: [(2, 3)])
        run = TrainingRun(
            run.architecture, data: run.data,
            settings: TrainingSettings(learningRate: 0.1, regularisation: Regularisation(l1: 0.5)))
        let comparison = try compare(run)
        #expect(comparison.entries.map(\.verdict) == [.kink, .agrees])
        // ∂/∂w (2w + 1 − 3)² = −8 at 0, and the bias has no term.
        #expect(comparison.entries.map(\.analytic) == [-8, -4])
        #expect(abs(comparison.entries[0].slopes.above - -7.5) < 1e-3 && abs(comparison.entries[0].slopes.below - -8.5) < 1e-3)
    }

    @Test("Dropout: all neurons without a batch, and those of the batch with one", arguments: [nil, 0, 1, 2] as [Int?])
    func dropout(batchNumber: Int?) throws {
        var generator = SeededGenerator(seed: 81)
        let run = Networks.random(
            sizes: [2, 4, 2], activation: .gelu, output: .softmax, loss: .categoricalCrossEntropy, samples: 3,
            batchSize: 3, epochs: 4, dropout: 0.5, using: &generator)
        let theta = run.architecture.parameters.map(\.initialValue)
        let comparison = try GradientComparison.compare(
            ComparisonPoint(run, parameters: theta, batch: [0, 1, 2], batchNumber: batchNumber))
        for entry in comparison.entries { #expect(entry.verdict == .agrees, "\(entry)") }
        // With nothing switched off it is the network without dropout.
        var same = SeededGenerator(seed: 81)
        let whole = try compare(
            Networks.random(
                sizes: [2, 4, 2], activation: .gelu, output: .softmax, loss: .categoricalCrossEntropy, samples: 3,
                batchSize: 3, epochs: 4, using: &same), batch: [0, 1, 2])
        #expect((whole.loss == comparison.loss) == (batchNumber == nil))
    }

    @Test func theKinksOfTheNewActivations() throws {
        // z = 2·1 − 2 = 0: slopes 0.01 and 1, unless the file says that they are the same.
        #expect(try compare(line(.leakyReLU, w: 1, b: -2, rows: [(2, 1)])).verdict == .kink)
        for smooth in [Activation.softplus, .gelu, .sigmoid, .tanh] {
            #expect(try compare(line(smooth, w: 1, b: -2, rows: [(2, 1)])).verdict == .agrees)
        }
    }

    @Test("The engine's side is the gradient of the debugger's update, to the bit", arguments: [1, 2, 3])
    func sameGradientAsTheDebugger(batchSize: Int) throws {
        var generator = SeededGenerator(seed: 61)
        // Five samples: the last batch of two holds one, that of three two.
        let run = Networks.random(
            sizes: [2, 3, 2], activation: .relu, loss: .meanSquaredError, samples: 5, batchSize: batchSize,
            using: &generator)
        var session = try Session(run: run)
        for (number, first) in stride(from: 0, to: 5, by: batchSize).enumerated() {
            session.go(to: Position(session.tree.start(ofBatch: number)))
            let parameters = run.computations[0].parameterNames.indices.map { session.currentValue(of: $0) }
            let batch = Array(first..<min(5, first + batchSize))
            let comparison = try GradientComparison.compare(ComparisonPoint(run, parameters: parameters, batch: batch))
            session.step(1, .batch)
            #expect(comparison.loss.bitPattern == session.batchLoss.bitPattern)
            for entry in comparison.entries {
                let used = try #require(session.reading(.gradient(entry.name))?.value)
                #expect(entry.analytic.bitPattern == used.bitPattern, "\(entry.name) in batch \(number)")
            }
        }
    }

    @Test("Whatever the h, the error is within the bound", arguments: [0.5, 0.1, 0.01, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12])
    func bounds(h: Double) throws {
        for activation in [Activation.identity, .sigmoid, .tanh] {
            let comparison = try compare(Networks.twoTwoOne(activation), perturbation: h)
            for entry in comparison.entries {
                #expect(entry.perturbation == h)
                // The engine's own rounding, which other tests hold to 1e-12, is nothing beside these bounds.
                #expect(entry.absolute <= entry.bound, "\(entry)")
                #expect(entry.verdict == .agrees || entry.verdict == .cannotTell, "\(entry)")
            }
        }
    }

    @Test func oneWrongEntryIsTheWorst() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        var gradients = try compare(run).entries.map(\.analytic)
        gradients[4] *= -1
        let comparison = try compare(run, analytic: gradients)
        #expect(comparison.entries.map { $0.verdict == .disagrees } == gradients.indices.map { $0 == 4 })
        #expect(comparison.worst?.name == "w22")
        #expect(comparison.worst.map { $0.relative > 1.999 && $0.relative < 2.001 } == true)
    }

    @Test func aKinkIsFlaggedWithItsSlopes() throws {
        // z = 1·2 − 2 = 0 to the bit: ReLU turns there, for w (slope 2) and for b (slope 1).
        let atKink = try compare(line(.relu, w: 1, b: -2, rows: [(2, 1)]))
        // L = (a − 1)² falls from 1 at z > 0 with −2·x, and stays 1 below.
        for (entry, slope) in zip(atKink.entries, [-4.0, -2]) {
            #expect(entry.verdict == .kink && entry.analytic == 0)
            #expect(entry.slopes.below == 0)
            #expect(abs(entry.slopes.above - slope) < 1e-3)
        }
        #expect(atKink.verdict == .kink)
        // Within h of 0 on either side, and clear of it.
        for (b, expected) in [(-2 + 1e-7, Verdict.kink), (-2 - 1e-7, .kink), (-2 + 1e-3, .agrees), (-2 - 1e-3, .agrees)] {
            #expect(try compare(line(.relu, w: 1, b: b, rows: [(2, 1)])).verdict == expected, "b = \(b)")
        }
        // An h that is given reaches as far as it says.
        #expect(try compare(line(.relu, w: 1, b: -1.99, rows: [(2, 1)]), perturbation: 0.02).verdict == .kink)
        #expect(try compare(line(.relu, w: 1, b: -1.99, rows: [(2, 1)]), perturbation: 1e-4).verdict == .agrees)
        // One sample of several is enough.
        #expect(try compare(line(.relu, w: 1, b: -2, rows: [(5, 1), (2, 1)], batchSize: 2), batch: [0, 1]).verdict == .kink)
    }

    @Test func bothZeroAgrees() throws {
        // A dead ReLU: z = −5, far from its kink.
        let dead = try compare(line(.relu, w: 1, b: -6, rows: [(1, 1)]))
        for entry in dead.entries {
            #expect(entry.analytic == 0 && entry.numeric == 0 && entry.relative == 0 && entry.excess == 0)
            #expect(entry.verdict == .agrees)
        }
        // The minimum of a parabola: (w·3 − 6)² at w = 2.
        #expect(try compare(line(.identity, w: 2, b: 0, rows: [(3, 6)])).verdict == .agrees)
        // … where a gradient that is not 0 is wrong.
        let wrong = try compare(line(.identity, w: 2, b: 0, rows: [(3, 6)]), analytic: [0.001, 0])
        #expect(wrong.entries.map(\.verdict) == [.disagrees, .agrees])
    }

    @Test func whatCannotBeTold() throws {
        // A saturated sigmoid: the slope, about e⁻⁴⁰, drowns in the rounding of a = 1.
        let saturated = try compare(line(.sigmoid, w: 40, b: 0, rows: [(1, 0.5)]))
        #expect(saturated.entries.allSatisfy { $0.verdict != .disagrees })
        // An h too small to move the loss.
        #expect(try compare(Networks.twoTwoOne(.sigmoid), perturbation: 1e-15).verdict == .cannotTell)
        #expect(try compare(Networks.twoTwoOne(.sigmoid), perturbation: 1e-300).verdict == .cannotTell)
    }

    @Test("Numbers without bounds crash nothing", arguments: [Double.nan, .infinity, -.infinity, 1e308, Double.leastNonzeroMagnitude])
    func extremes(value: Double) throws {
        let run = Networks.twoTwoOne(.tanh)
        for place in 0..<9 {
            var parameters = run.architecture.parameters.map(\.initialValue)
            parameters[place] = value
            let comparison = try GradientComparison.compare(ComparisonPoint(run, parameters: parameters, batch: [0]))
            if !value.isFinite { #expect(comparison.verdict != .agrees) }
        }
        // A gradient that is no number is wrong, whatever the numeric one is.
        let gradients = Array(repeating: value, count: 9)
        let verdicts = try compare(run, analytic: gradients).entries.map(\.verdict)
        #expect(verdicts.allSatisfy { $0 == .disagrees })
    }

    @Test func crossEntropyOfASureAndWrongOutput() throws {
        // a = 1 to the bit and t = 0: as it is written, the loss is infinite.
        let written = try compare(line(.sigmoid, loss: .binaryCrossEntropy, isFused: false, w: 100, b: 0, rows: [(1, 0)]))
        #expect(written.loss == .infinity)
        #expect(written.verdict == .cannotTell)
        // ln(1 + e¹⁰⁰) and its slope σ(100)
        let fused = try compare(line(.sigmoid, loss: .binaryCrossEntropy, w: 100, b: 0, rows: [(1, 0)]))
        #expect(fused.loss == 100 && fused.entries.map(\.analytic) == [1, 1])
        #expect(fused.verdict == .agrees)
    }

    @Test func whatDoesNotFitIsRefused() {
        let run = Networks.twoTwoOne(.relu)
        let theta = run.architecture.parameters.map(\.initialValue)
        func expect(_ error: ComparisonError, _ parameters: [Double], _ batch: [Int], h: Double? = nil, _ given: [Double]? = nil) {
            #expect(throws: error) {
                try GradientComparison.compare(
                    ComparisonPoint(run, parameters: parameters, batch: batch), perturbation: h, analytic: given)
            }
        }
        expect(.parameterCount(1, expected: 9), [1], [0])
        expect(.gradientCount(0, expected: 9), theta, [0], [])
        expect(.emptyBatch, theta, [])
        expect(.unknownSample(1, count: 1), theta, [0, 1])
        expect(.unknownSample(-1, count: 1), theta, [-1])
        expect(.perturbation(0), theta, [0], h: 0)
        expect(.perturbation(-1), theta, [0], h: -1)
        expect(.perturbation(.infinity), theta, [0], h: .infinity)
    }

    private func compare(
        _ run: TrainingRun, batch: [Int] = [0], perturbation: Double? = nil, analytic: [Double]? = nil
    ) throws -> GradientComparison {
        try GradientComparison.compare(
            ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: batch),
            perturbation: perturbation, analytic: analytic)
    }

    /// One neuron y = f(w·x + b), by default with L = (y − t)².
    private func line(
        _ activation: Activation, loss: Loss = .squaredError, isFused: Bool = true, w: Double, b: Double, rows: [(Double, Double)],
        batchSize: Int = 1
    ) -> TrainingRun {
        let network = Network(
            inputs: ["x"],
            layers: [Layer(name: "output", activation: activation, neurons: [Neuron(name: "y", weights: [0], bias: 1)])],
            parameters: [
                Parameter(name: "w", role: .weight, initialValue: w), Parameter(name: "b", role: .bias, initialValue: b),
            ], loss: loss, isLossFused: isFused, targets: ["t"])
        return TrainingRun(
            network: network, data: DataSet(rows: rows.map { ([$0.0], [$0.1]) }),
            settings: TrainingSettings(learningRate: 0.1, batchSize: batchSize))
    }
}
