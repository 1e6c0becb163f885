import NeuralNetwork
import Testing

@testable import Lessons

/// Layers whose weights the seed draws.
struct InitialisedLayerTests {
    /// The two layers of `initialised.yaml`, with the first one's initialisation and the seed replaced.
    private func network(_ initialisation: String = "xavier-uniform", seed: String = "7") throws -> Network {
        let text = try String(contentsOfFile: model("initialised.yaml"), encoding: .utf8)
            .replacingOccurrences(of: "initialisation: xavier-uniform", with: "initialisation: \(initialisation)")
            .replacingOccurrences(of: "seed: 7", with: "seed: \(seed)")
        return try #require(Lesson.read(bytes: Array(text.utf8), file: "f", loader: .none).get().run.network)
    }

    /// The weights were worked out with whole numbers and IEEE arithmetic in Python 3.
    @Test func weightsAreDrawnByTheSeedThatStandsBelow() throws {
        let network = try network()
        #expect(
            network.parameters == [
                Parameter(name: "w1[1,1]", role: .weight, initialValue: 0.9735562611006023),
                Parameter(name: "w1[1,2]", role: .weight, initialValue: -1.0777074114248197),
                Parameter(name: "w1[2,1]", role: .weight, initialValue: 0.7237750655028077),
                Parameter(name: "w1[2,2]", role: .weight, initialValue: 0.1451971805573744),
                Parameter(name: "w1[3,1]", role: .weight, initialValue: 0.7459249259903638),
                Parameter(name: "w1[3,2]", role: .weight, initialValue: -0.46113387532726763),
                Parameter(name: "b1[1]", role: .bias, initialValue: 0.5),
                Parameter(name: "b1[2]", role: .bias, initialValue: -0.5),
                Parameter(name: "b1[3]", role: .bias, initialValue: 0),
                Parameter(name: "w2[1,1]", role: .weight, initialValue: 0.07033731326153804),
                Parameter(name: "w2[1,2]", role: .weight, initialValue: -1.150872238264197),
                Parameter(name: "w2[1,3]", role: .weight, initialValue: -1.7423033587610737),
                Parameter(name: "b2[1]", role: .bias, initialValue: 0),
            ])
        #expect(
            network.layers.flatMap(\.neurons) == [
                Neuron(name: "hidden[1]", weights: [0, 1], bias: 6),
                Neuron(name: "hidden[2]", weights: [2, 3], bias: 7),
                Neuron(name: "hidden[3]", weights: [4, 5], bias: 8),
                Neuron(name: "output[1]", weights: [9, 10, 11], bias: 12),
            ])
        let other = try self.network(seed: "8")
        let same = zip(network.parameters, other.parameters).filter { $0 == $1 }.map(\.0.name)
        #expect(same == ["b1[1]", "b1[2]", "b1[3]", "b2[1]"])
    }

    @Test func withoutATrainingTheSeedIsZero() throws {
        let text = try String(contentsOfFile: model("initialised.yaml"), encoding: .utf8)
        let head = try #require(text.range(of: "training:")).lowerBound
        let model = try Lesson.read(bytes: Array(text[..<head].utf8), file: "f", loader: .none).get()
        #expect(try model.run.network == network(seed: "0"))
    }

    @Test(arguments: InitialisationName.allCases) func everyNameReads(name: InitialisationName) throws {
        let expected: Initialisation =
            switch name {
            case .constant: .constant(0.5)
            case .uniform: .uniform(low: -1, high: 1)
            case .normal: .normal(mean: 0, deviation: 0.1)
            case .xavierUniform: .xavierUniform
            case .xavierNormal: .xavierNormal
            case .heUniform: .heUniform
            case .heNormal: .heNormal
            }
        let weights = expected.weights(sources: 2, targets: 3, layer: 1, seed: 7)
        // What the messages tell people to write is what is read.
        for text in [name.example, name.keys.isEmpty ? "{name: \(name.rawValue)}" : name.example] {
            #expect(try network(text).parameters.prefix(6).map(\.initialValue) == weights)
        }
    }

    @Test func theMeanIsZeroUnlessItIsGiven() throws {
        let centred = try network("{name: normal, deviation: 0.1}")
        #expect(try centred == network("{name: normal, mean: 0, deviation: 0.1}"))
        let shifted = try network("{name: normal, mean: 100, deviation: 0.1}")
        #expect(shifted.parameters.prefix(6).allSatisfy { (99...101).contains($0.initialValue) })
    }

    /// A layer may be as large as the graph may be, and not by one neuron more.
    @Test func theLimitOfTheGraphHoldsBeforeAnythingIsDrawn() throws {
        let text = try String(contentsOfFile: model("initialised.yaml"), encoding: .utf8)
        func problems(units: Int, nodes: Int) throws -> [Problem] {
            var limits = Limits()
            limits.nodes = nodes
            let yaml = text.replacingOccurrences(of: "units: 3", with: "units: \(units)")
                .replacingOccurrences(of: ", biases: [0.5, -0.5, 0]", with: "")
            let lesson = Lesson.read(bytes: Array(yaml.utf8), file: "f", limits: limits, loader: .none)
            return try #require(throws: FileProblems.self) { try lesson.get() }.problems
        }
        // 40 neurons of 2 sources: 80 weights, 40 biases, 40 z and 40 a.
        #expect(try problems(units: 40, nodes: 199).map(\.mark.description) == ["6:31"])
        // The layer fits; the whole model does not.
        #expect(try problems(units: 40, nodes: 200).map(\.mark.description) == ["3:3"])
    }
}
