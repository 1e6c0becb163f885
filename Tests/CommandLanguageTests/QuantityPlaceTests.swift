import Debugger
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

struct QuantityPlaceTests {
    private func session() throws -> Session {
        var generator = SeededGenerator(seed: 4)
        let settings = TrainingSettings(learningRate: 0.1, batchSize: 2, epochs: 2)
        return try Session(
            run: Networks.random(sizes: [2, 2, 1], activation: .tanh, samples: 4, settings: settings, using: &generator))
    }

    @Test("A quantity's place in another sample or epoch is where it has been computed there", arguments: [
        "sample 2", "batch 2 sample 2", "epoch 2", "epoch 2 batch 2 sample 1", "batch 2 update", "backward",
    ])
    func quantities(place: String) throws {
        let all = try session()
        for symbol in [Symbol.preActivation(all.neuronNames[0]), .delta(all.neuronNames[1]), .gradient(all.computation.parameterNames[0])] {
            var (one, two) = (all, all)
            #expect(answer("goto \(place)", &one) == "")
            #expect(answer("goto \(symbol.name)", &one) == "" && answer("goto \(place) \(symbol.name)", &two) == "")
            #expect(one.position == two.position, "\(place) \(symbol.name)")
        }
    }

    @Test func whatIsUnknownThereIsToldAsEverywhere() throws {
        var session = try session()
        #expect(answer("goto sample 2 delta(nobody)", &session) == answer("goto delta(nobody)", &session))
        #expect(session.position == session.tree.start)
    }

    @Test func aSlopeIsWrittenAsOnTheCard() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid, epochs: 1))
        #expect(answer("goto a(h1)", &session) == "")
        #expect(answer("print slope(h1)", &session).hasPrefix("f′(z(h1)) = "))
        #expect(answer("print 2 * f′(h1)", &session).hasPrefix("2·f′(z(h1)) = "))
        #expect(answer("print 0.7^50", &session).hasSuffix("e-8"))
    }
}
