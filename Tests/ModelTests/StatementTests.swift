import Debugger
import Foundation
import NeuralNetwork
import Testing

/// What the texts of the files say, held against their runs.
struct StatementTests {
    /// A session after so many batches.
    private func session(_ name: String, batches: Int = 1) throws -> Session {
        var session = try Models.session(name)
        session.step(batches, .batch)
        return session
    }

    @Test func microgradsNumbers() throws {
        let session = try session("micrograd")
        func four(_ value: Double) -> String { String(format: "%.4f", value) }
        #expect(try four(session.known("L")) == "24.7041")
        #expect(try four(session.gradient("a")) == "138.8338" && four(session.gradient("b")) == "645.5773")
    }

    /// (a, b) after the first update from (2, 1) with the gradient (2, 10), by the rules.
    @Test(arguments: [
        ("valley-gradient-descent", 1.7, -0.5), ("valley-momentum", 1.96, 0.8), ("valley-nesterov", 1.924, 0.62),
        ("valley-adagrad", 1.5, 0.5), ("valley-rmsprop", 2 - 0.1 / 0.1.squareRoot(), 1 - 0.1 / 0.1.squareRoot()),
        ("valley-adam", 1.9, 0.9), ("valley-adamw", 1.88, 0.89), ("warm-up-cosine", 1.97, 0.85), ("step-decay", 1.62, -0.9),
    ])
    func theFirstUpdateInTheValley(name: String, a: Double, b: Double) throws {
        let session = try session(name)
        // ε is 10⁻⁸ beside roots of about 1.
        #expect(try isClose(session.parameter("a"), a, within: 1e-7) && isClose(session.parameter("b"), b, within: 1e-7))
    }

    @Test func clippingByValueTurnsAndByNormDoesNot() throws {
        // From (3, 0.4), with the gradient (3, 4) and rate 0.1.
        for (name, a, b) in [("clip-by-value", 2.9, 0.3), ("clip-by-norm", 2.94, 0.32)] {
            let session = try session(name)
            #expect(try isClose(session.parameter("a"), a) && isClose(session.parameter("b"), b))
        }
    }

    @Test func theRateRisesAndFalls() throws {
        var session = try Models.session("warm-up-cosine")
        var rates: [Double] = []
        for _ in 1...50 {
            session.step(1, .batch)
            rates.append(try session.known(.learningRate))
        }
        #expect(isClose(rates[0], 0.015) && isClose(rates[9], 0.15))
        #expect(zip(rates, rates.dropFirst()).prefix(9).allSatisfy { $0 < $1 })
        #expect(zip(rates, rates.dropFirst()).dropFirst(10).allSatisfy { $0 > $1 })
    }

    /// Without a penalty the best w are 1 and 0.15; 2(w − 1) + λ = 0, and 2(w − w₀) + 2λw = 0 with it.
    @Test func whatPenaltiesLeaveOfTheWeights() throws {
        let l1 = try session("l1", batches: 60)
        #expect(try isClose(l1.parameter("w1"), 0.8, within: 1e-5) && abs(l1.parameter("w2")) <= 0.1 * 0.4)
        let l2 = try session("l2", batches: 60)
        #expect(try isClose(l2.parameter("w1"), 1 / 1.2, within: 1e-5))
        #expect(try isClose(l2.parameter("w2"), 0.15 / 1.2, within: 1e-5))
    }

    /// δ = a − t, and the same gradients, whether a loss is computed in one piece or not.
    @Test(arguments: [
        ["softmax-cross-entropy", "softmax-cross-entropy-unfused"],
        ["binary-cross-entropy", "binary-cross-entropy-unfused", "binary-cross-entropy-with-logits"],
    ])
    func oneLossInSeveralForms(names: [String]) throws {
        var gradients: [[Double]] = []
        for name in names {
            var session = try Models.session(name)
            session.step(2, .pass)
            for (neuron, target) in zip(session.neuronNames, session.run.network?.targets ?? []) {
                var a = try session.known(.activation(neuron))
                if name.hasSuffix("with-logits") { a = 1 / (1 + exp(-a)) }
                #expect(try isClose(session.known(.delta(neuron)), a - (session.known(target)), within: 1e-14), "\(name)")
            }
            session.step(1, .batch)
            gradients.append(try session.computation.parameterNames.map { try session.gradient($0) })
        }
        for other in gradients.dropFirst() {
            #expect(zip(gradients[0], other).allSatisfy { isClose($0, $1, within: 1e-14) })
        }
    }

    @Test func theSlopesOfTheActivations() throws {
        var session = try Models.session("activations")
        session.step(2, .pass)
        // z = −1.5. Φ and φ as in any table.
        let sigmoid = 1 / (1 + exp(1.5))
        let (distribution, density) = (erfc(1.5 / 2.0.squareRoot()) / 2, exp(-1.125) / (2 * Double.pi).squareRoot())
        let slopes = [
            1, sigmoid * (1 - sigmoid), 1 - pow(tanh(1.5), 2), 0, 0.01, sigmoid, distribution - 1.5 * density,
        ]
        for (place, slope) in slopes.enumerated() {
            #expect(try isClose(session.adjoint("z\(place + 1)"), slope, within: 1e-14), "z\(place + 1)")
        }
        #expect(slopes[6] < 0)
    }

    @Test func earlyStoppingEndsTheRun() throws {
        var session = try Models.session("early-stopping")
        session.step(session.tree.epochs, .epoch)
        #expect(session.isAtEnd && session.end < session.tree.end)
        let losses = session.losses.map(\.loss)
        #expect(losses.count < 100 && losses.suffix(6).elementsEqual(losses.suffix(6).sorted(by: >)))
    }

    /// Xavier's δ stays about as large; He's weights are √2 times as large where n_in = n_out.
    @Test func heIsXavierTimesTheRootOfTwo() throws {
        let (xavier, he) = (try Models.lesson("initialisation-xavier").run, try Models.lesson("initialisation-he").run)
        for (a, b) in zip(xavier.architecture.parameters, he.architecture.parameters) where !a.name.hasPrefix("w5") {
            #expect(isClose(b.initialValue, a.initialValue * 2.0.squareRoot(), within: 1e-14))
        }
    }

    @Test func normalisedValuesHaveMeanZero() throws {
        var session = try Models.session("batch-normalisation")
        session.step(1, .pass)
        let values = session.computation.symbols.values.filter { $0.name.hasPrefix("zhat(") }
        #expect(values.count == 6)
        let total = try values.map { try session.known($0) }.reduce(0, +)
        let squares = try values.map { pow(try session.known($0), 2) }.reduce(0, +)
        // ε = 10⁻⁵ beside variances above 1.
        #expect(abs(total) <= 1e-12 && isClose(squares / 6, 1, within: 1e-5))
    }
}
