import Autograd
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// Backward passes with a mistake, against the same mistake made by hand.
struct MistakeTests {
    private static func simulation(_ run: TrainingRun, batch: [Int] = [0]) throws -> Simulation {
        Simulation(
            from: try ComparisonPoint(
                run, parameters: run.architecture.parameters.map(\.initialValue), batch: batch, batchNumber: 0))
    }

    /// The 2-2-1 network with a sigmoid, worked by hand: every factor can be another than the right one.
    private struct Hand {
        let x = (0.5, 0.8)
        let z = (0.2 * 0.5 + 0.4 * 0.8 + 0.1, -0.3 * 0.5 + 0.5 * 0.8 - 0.1)
        var h: (Double, Double) { (sigmoid(z.0), sigmoid(z.1)) }
        var error: Double { 0.7 * h.0 - 0.6 * h.1 + 0.2 - 1 }
        var slopes: (Double, Double) { (h.0 * (1 - h.0), h.1 * (1 - h.1)) }

        func sigmoid(_ z: Double) -> Double { 1 / (1 + Elementary.exp(-z)) }
        func slope(_ z: Double) -> Double { sigmoid(z) * (1 - sigmoid(z)) }

        /// w11 w12 b1 w21 w22 b2 w31 w32 b3
        func gradients(
            output: Double? = nil, back: (Double, Double) = (0.7, -0.6), slopes: (Double, Double)? = nil,
            delta: ((Double, Double)) -> (Double, Double) = { $0 }
        ) -> [Double] {
            let (y, s) = (output ?? error, slopes ?? self.slopes)
            let d = delta((y * back.0 * s.0, y * back.1 * s.1))
            return [d.0 * x.0, d.0 * x.1, d.0, d.1 * x.0, d.1 * x.1, d.1, y * h.0, y * h.1, y]
        }
    }

    private static let handMade: [(Mutation, [Double])] = {
        let hand = Hand()
        let right = hand.gradients()
        func reordered(_ places: [Int]) -> [Double] { places.map { right[$0] } }
        let hidden = MistakePlace.layer("hidden")
        let (z, h, s) = (hand.z, hand.h, hand.slopes)
        let zy = hand.error + 1
        return [
            (Mutation(.signFlipped), right.map { -$0 }),
            (Mutation(.signFlipped, at: hidden), hand.gradients { (-$0.0, -$0.1) }),
            (Mutation(.signFlipped, at: .neuron("h2")), hand.gradients { ($0.0, -$0.1) }),
            (Mutation(.activationDerivativeMissing), hand.gradients(slopes: (1, 1))),
            (Mutation(.activationDerivativeMissing, at: .neuron("h1")), hand.gradients(slopes: (1, s.1))),
            (Mutation(.activationDerivativeTwice), hand.gradients(slopes: (s.0 * s.0, s.1 * s.1))),
            (Mutation(.activationDerivativeOfZAsA), hand.gradients(slopes: (z.0 * (1 - z.0), z.1 * (1 - z.1)))),
            (Mutation(.activationDerivativeOfAAsZ), hand.gradients(slopes: (hand.slope(h.0), hand.slope(h.1)))),
            (Mutation(.activationDerivativeOfPreviousLayer), hand.gradients(slopes: (hand.slope(0.5), hand.slope(0.8)))),
            (Mutation(.activationDerivativeOfNextLayer), hand.gradients(slopes: (hand.slope(zy), hand.slope(zy)))),
            (
                Mutation(.weightsAfterUpdate, at: hidden),
                hand.gradients(back: (0.7 - 0.1 * hand.error * h.0, -0.6 - 0.1 * hand.error * h.1))
            ),
            (Mutation(.gradientsNotZeroed, form: 1), right.map { 3 * $0 }),
            (Mutation(.gradientsNotZeroed, at: .layer("output")), zip(right, [1, 1, 1, 1, 1, 1, 2, 2, 2]).map(*)),
            // Two nodes of the loss, a and z of the output, then a and z of h1: each adds what it had once more.
            (Mutation(.innerAdjointsStale), zip(right, [7, 7, 7, 7, 7, 7, 5, 5, 5]).map(*)),
            (Mutation(.innerAdjointsStale, form: 1), zip(right, [8, 8, 8, 8, 8, 8, 6, 6, 6]).map(*)),
            (Mutation(.factorTwo, at: hidden), hand.gradients { (2 * $0.0, 2 * $0.1) }),
            (Mutation(.factorHalf), right.map { $0 / 2 }),
            (Mutation(.biasMissing), zip(right, [1, 1, 0, 1, 1, 0, 1, 1, 0]).map(*)),
            (Mutation(.weightGradientMissing, at: hidden), zip(right, [0, 0, 1, 0, 0, 1, 1, 1, 1]).map(*)),
            (Mutation(.wrongNeuronDelta, at: hidden), hand.gradients { ($0.1, $0.0) }),
            (Mutation(.wrongNeuronDelta, at: .neuron("h2")), hand.gradients { ($0.0, $0.0) }),
            (Mutation(.errorIgnored), hand.gradients(output: 1)),
            (Mutation(.orderSwapped, at: hidden), reordered([3, 4, 5, 0, 1, 2, 6, 7, 8])),
            (Mutation(.orderSwapped, at: .neuron("y")), reordered([0, 1, 2, 3, 4, 5, 7, 6, 8])),
            (Mutation(.transposedGradient), reordered([0, 3, 2, 1, 4, 5, 6, 7, 8])),
            (Mutation(.afterZeroing), right.map { 0 * $0 }),
        ]
    }()

    @Test("A mistake is what it is by hand", arguments: handMade.indices)
    func isTheSame(row: Int) throws {
        let (mutation, expected) = Self.handMade[row]
        let simulation = try Self.simulation(Networks.twoTwoOne(.sigmoid))
        let found = try #require(simulation.numbers([mutation])?.gradients)
        for (found, expected) in zip(found, expected) { #expect(abs(found - expected) <= 1e-14, "\(mutation)") }
        // The same by the backward pass that a comparison judges.
        let backward = try #require(simulation.backwardPass([mutation]))
        let comparison = try GradientComparison.compare(simulation.point, method: .complex, backward: backward)
        #expect(comparison.entries.map(\.analytic) == found)
        #expect(comparison.verdict == .disagrees)
    }

    /// W⁽²⁾ of two neurons with two sources each, and z of the first layer: what the shapes of 2-2-1 cannot have.
    @Test func otherWeights() throws {
        var generator = SeededGenerator(seed: 5)
        let run = Networks.random(sizes: [2, 2, 2], activation: .tanh, output: .identity, loss: .halfSquaredError, using: &generator)
        let simulation = try Self.simulation(run)
        let w = run.architecture.parameters.map(\.initialValue)
        let x = Array(run.data.inputs(of: 0))
        let t = Array(run.data.targets(of: 0))
        let a = [Elementary.tanh(w[0] * x[0] + w[1] * x[1] + w[2]), Elementary.tanh(w[3] * x[0] + w[4] * x[1] + w[5])]
        let d = [w[6] * a[0] + w[7] * a[1] + w[8] - t[0], w[9] * a[0] + w[10] * a[1] + w[11] - t[1]]
        // Row by row: what each of the two neurons of layer 1 takes from d.
        let rules: [(Mutation, [[Double]])] = [
            (Mutation(.weightsNotTransposed), [[w[6], w[7]], [w[9], w[10]]]),
            (Mutation(.weightsOfOwnLayer, form: 0), [[w[0], w[3]], [w[1], w[4]]]),
            (Mutation(.weightsOfOwnLayer, form: 1), [[w[0], w[1]], [w[3], w[4]]]),
        ]
        for (mutation, rows) in rules {
            let found = try #require(simulation.numbers([mutation])).gradients
            for (number, row) in rows.enumerated() {
                let delta = (row[0] * d[0] + row[1] * d[1]) * (1 - a[number] * a[number])
                #expect(abs(found[3 * number + 2] - delta) <= 1e-14, "\(mutation)")
                #expect(abs(found[3 * number + 1] - delta * x[1]) <= 1e-14, "\(mutation)")
            }
        }
    }

    /// p − t goes through the softmax's slope once more: Jᵀ(p − t) with J = diag(p) − ppᵀ.
    @Test func softmaxTwice() throws {
        var generator = SeededGenerator(seed: 6)
        let run = Networks.random(
            sizes: [1, 3], activation: .tanh, output: .softmax, loss: .categoricalCrossEntropy, samples: 2, batchSize: 2,
            using: &generator)
        // The two samples' gradients by the biases are the means of their δ.
        let simulation = try Self.simulation(run, batch: [0, 1])
        let w = run.architecture.parameters.map(\.initialValue)
        var expected = [0.0, 0.0, 0.0]
        for sample in 0..<2 {
            let x = Array(run.data.inputs(of: sample))[0]
            let t = Array(run.data.targets(of: sample))
            let e = (0..<3).map { Elementary.exp(w[2 * $0] * x + w[2 * $0 + 1]) }
            let p = e.map { $0 / (e[0] + e[1] + e[2]) }
            let total = t[0] + t[1] + t[2]
            let g = (0..<3).map { p[$0] * total - t[$0] }
            let mean = p[0] * g[0] + p[1] * g[1] + p[2] * g[2]
            for k in 0..<3 { expected[k] += p[k] * (g[k] - mean) / 2 }
        }
        let found = try #require(simulation.numbers([Mutation(.softmaxSlopeTwice)])).gradients
        for k in 0..<3 { #expect(abs(found[2 * k + 1] - expected[k]) <= 1e-14) }
        let sum = try #require(simulation.numbers([Mutation(.sumForMean)])).gradients
        let right = try #require(simulation.numbers()).gradients
        for (sum, right) in zip(sum, right) { #expect(abs(sum - 2 * right) <= 1e-15) }
    }

    @Test func whatCannotBeMade() throws {
        let simulation = try Self.simulation(Networks.twoTwoOne(.sigmoid))
        for mutation in [
            Mutation(.signFlipped, at: .layer("nowhere")), Mutation(.activationDerivativeMissing, at: .layer("output")),
            Mutation(.softmaxSlopeTwice), Mutation(.sumForMean), Mutation(.weightsNotTransposed), Mutation(.factorTwo, form: 9),
            Mutation(.momentumBufferDropped), Mutation(.adamBetasSwapped), Mutation(.clipMissing),
        ] {
            #expect(simulation.numbers([mutation], updates: 1) == nil, "\(mutation)")
        }
    }
}
