import Autograd
import GradientComparison
import NeuralNetwork
import Testing

@testable import Debugger

/// Batch normalisation against plain loops: forward as in S. Ioffe and C. Szegedy, *Batch Normalization*
/// (2015), Algorithm 1, backward by the formulas of its section 3.
struct BatchNormalisationTests {
    private static let inputs: [Double] = [1, -2, 0.5, 2, -1, 0]
    private static let targets: [Double] = [0.7, -0.6, 0.2, 0.4, -0.4, 0.1]
    private static let epsilon = 1e-5
    private static let rate = 0.1

    /// x → tanh(γ·ẑ + β) of two neurons → y, half-squared error, three samples to a batch.
    private func run(validation: ValidationSplit.Size? = nil, epochs: Int = 2) -> TrainingRun {
        let parameters: [(String, Parameter.Role, Double)] = [
            ("w1", .weight, 0.5), ("w2", .weight, -0.3), ("g1", .scale, 1.2), ("s1", .shift, 0.1),
            ("g2", .scale, 0.8), ("s2", .shift, -0.2), ("w3", .weight, 0.7), ("w4", .weight, -0.6), ("b3", .bias, 0.2),
        ]
        let network = Network(
            inputs: ["x"],
            layers: [
                Layer(
                    name: "hidden", activation: .tanh,
                    neurons: [
                        Neuron(name: "h1", weights: [0], bias: nil, normalisation: .init(scale: 2, shift: 3)),
                        Neuron(name: "h2", weights: [1], bias: nil, normalisation: .init(scale: 4, shift: 5)),
                    ]),
                Layer(name: "output", activation: .identity, neurons: [Neuron(name: "y", weights: [6, 7], bias: 8)]),
            ],
            parameters: parameters.map { Parameter(name: $0.0, role: $0.1, initialValue: $0.2) },
            loss: .halfSquaredError, targets: ["t"])
        return TrainingRun(
            network: network, data: DataSet(rows: zip(Self.inputs, Self.targets).map { ([$0], [$1]) }),
            settings: TrainingSettings(learningRate: 0.1, batchSize: 3, epochs: epochs, validation: validation))
    }

    /// One neuron's part in a batch.
    private struct Normalised {
        var mean = 0.0, variance = 0.0
        var z: [Double] = [], zhat: [Double] = [], a: [Double] = []

        init(_ x: [Double], w: Double, gamma: Double, beta: Double) {
            z = x.map { w * $0 }
            mean = z.reduce(0, +) / Double(z.count)
            for value in z { variance += (value - mean) * (value - mean) }
            variance /= Double(z.count)
            zhat = z.map { ($0 - mean) / (variance + BatchNormalisationTests.epsilon).squareRoot() }
            a = zhat.map { Elementary.tanh(gamma * $0 + beta) }
        }

        /// The paper's ∂l/∂xᵢ, ∂l/∂γ and ∂l/∂β, given ∂l/∂yᵢ with y = γ·x̂ + β.
        func backward(_ dy: [Double], gamma: Double) -> (dz: [Double], dGamma: Double, dBeta: Double) {
            let m = Double(z.count)
            let root = (variance + BatchNormalisationTests.epsilon).squareRoot()
            let dHat = dy.map { $0 * gamma }
            var dVariance = 0.0, dMean = 0.0, deviations = 0.0
            for i in z.indices {
                dVariance += dHat[i] * (z[i] - mean) * -0.5 / (root * root * root)
                dMean += -dHat[i] / root
                deviations += -2 * (z[i] - mean)
            }
            dMean += dVariance * deviations / m
            let dz = z.indices.map { dHat[$0] / root + dVariance * 2 * (z[$0] - mean) / m + dMean / m }
            return (dz, zip(dy, zhat).map(*).reduce(0, +), dy.reduce(0, +))
        }
    }

    private func expect(_ symbol: Symbol, _ value: Double, _ session: Session, within tolerance: Double = 1e-12) {
        let found = session.reading(symbol)?.value
        #expect(found.map { abs($0 - value) <= tolerance * max(1, abs(value)) } ?? false, "\(symbol.name): \(found ?? .nan), not \(value)")
    }

    @Test func everyQuantityOfTheFirstBatchesIsTheFormula() throws {
        var session = try Session(run: run())
        var w = [0.5, -0.3], gamma = [1.2, 0.8], beta = [0.1, -0.2], out = [0.7, -0.6], bias = 0.2
        var runningMean = [0.0, 0.0], runningVariance = [1.0, 1.0]
        for batch in 0..<4 {
            let rows = (batch % 2) * 3..<(batch % 2) * 3 + 3
            let x = Array(Self.inputs[rows]), t = Array(Self.targets[rows])
            let hidden = (0..<2).map { Normalised(x, w: w[$0], gamma: gamma[$0], beta: beta[$0]) }
            let y = zip(hidden[0].a, hidden[1].a).map { first, second in out[0] * first + out[1] * second + bias }
            let dy = zip(y, t).map { output, target in (output - target) / 3 }

            session.step(2, .pass)
            var loss = 0.0
            for sample in 0..<3 { loss += (y[sample] - t[sample]) * (y[sample] - t[sample]) / 2 }
            expect(.loss, loss / 3, session)
            var gradients: [(Double, Double, Double)] = []
            for (place, neuron) in ["h1", "h2"].enumerated() {
                let own = hidden[place]
                expect(.aspect(.batchMean, of: neuron), own.mean, session)
                expect(.aspect(.batchVariance, of: neuron), own.variance, session)
                let upstream = zip(dy, own.a).map { slope, a in slope * out[place] * (1 - a * a) }
                let back = own.backward(upstream, gamma: gamma[place])
                for sample in 0..<3 {
                    expect(.preActivation("\(neuron)[\(sample + 1)]"), own.z[sample], session)
                    expect(.aspect(.normalised, of: "\(neuron)[\(sample + 1)]"), own.zhat[sample], session)
                    expect(.activation("\(neuron)[\(sample + 1)]"), own.a[sample], session)
                    expect(.delta("\(neuron)[\(sample + 1)]"), back.dz[sample], session)
                }
                let dw = zip(back.dz, x).map(*).reduce(0, +)
                expect(.gradient("w\(place + 1)"), dw, session)
                expect(.gradient("g\(place + 1)"), back.dGamma, session)
                expect(.gradient("s\(place + 1)"), back.dBeta, session)
                gradients.append((dw, back.dGamma, back.dBeta))
            }
            session.step(1, .pass)
            for place in 0..<2 {
                w[place] -= 0.1 * gradients[place].0
                gamma[place] -= 0.1 * gradients[place].1
                beta[place] -= 0.1 * gradients[place].2
                out[place] -= 0.1 * zip(dy, hidden[place].a).map(*).reduce(0, +)
                runningMean[place] = (1 - Self.rate) * runningMean[place] + Self.rate * hidden[place].mean
                runningVariance[place] = (1 - Self.rate) * runningVariance[place] + Self.rate * hidden[place].variance
                expect(.aspect(.runningMean, of: "h\(place + 1)"), runningMean[place], session)
                expect(.aspect(.runningVariance, of: "h\(place + 1)"), runningVariance[place], session)
            }
            bias -= 0.1 * dy.reduce(0, +)
            for (name, value) in zip(["w1", "w2", "g1", "g2", "s1", "s2", "w3", "w4", "b3"], w + gamma + beta + out + [bias]) {
                expect(.named(name), value, session)
            }
        }
        #expect(session.isAtEnd)
    }

    /// What is held out is normalised by the running averages and not by itself.
    @Test func validationUsesTheRunningAverages() throws {
        let run = run(validation: .count(3), epochs: 1)
        var session = try Session(run: run)
        session.go(to: session.tree.end)
        func now(_ symbol: Symbol) throws -> Double { try #require(session.reading(symbol)?.value) }
        var sum = 0.0
        for row in run.validationRows {
            var y = try now(.named("b3"))
            for (w, gamma, beta, out, neuron) in [("w1", "g1", "s1", "w3", "h1"), ("w2", "g2", "s2", "w4", "h2")] {
                let mean = try now(.aspect(.runningMean, of: neuron))
                let variance = try now(.aspect(.runningVariance, of: neuron))
                let z = try now(.named(w)) * Self.inputs[row]
                let scaled = try now(.named(gamma)) * (z - mean) / (variance + Self.epsilon).squareRoot() + now(.named(beta))
                y += try now(.named(out)) * Elementary.tanh(scaled)
            }
            sum += (y - Self.targets[row]) * (y - Self.targets[row]) / 2
        }
        expect(.validationLoss, sum / 3, session)
    }

    @Test func backpropagationAgreesWithDifferences() throws {
        let run = run()
        let comparison = try GradientComparison.compare(
            ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0, 1, 2]))
        #expect(comparison.verdict == .agrees)
        #expect(throws: ComparisonError.incompletePass(2, samplesPerPass: 3)) {
            try GradientComparison.compare(
                ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0, 1]))
        }
    }

    @Test func whatTheSamplesShareIsTheBatchs() throws {
        var session = try Session(run: run(epochs: 1), zoom: .quantity)
        var rules: [Symbol: Rule] = [:]
        while session.step() == 1 {
            let symbol = session.tree.address(of: session.position.index - 1).quantity
            rules[symbol] = rules[symbol] ?? session.explanation?.rule
        }
        #expect(rules[.loss] == .batchLoss && rules[.named("L[2]")] == .sampleLoss)
        #expect(rules[.delta("h1[1]")] == .normalisedDelta && rules[.delta("y[3]")] == .outputDelta)
    }
}
