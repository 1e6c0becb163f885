import Debugger
import Foundation
import NeuralNetwork
import Testing

/// The architectures against values that another library computed from their definitions.
struct ArchitectureTests {
    struct Reference: Decodable {
        struct Case: Decodable {
            /// Of the first sample.
            let values: [String: Double]
            /// Of the first batch.
            let loss: Double
            let gradient: [String: Double]
        }
        struct Update: Decodable {
            let losses: [String: Double]
            let parameters: [String: Double]
        }
        /// The library and its version.
        let source: String
        let cases: [String: Case]
        let gan: [Update]
    }

    static let reference: Reference? = {
        let file = Models.tests.appending(path: "golden/architectures.json")
        return try? JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    }()

    @Test("Values and gradients are the other library's", arguments: reference?.cases.keys.sorted() ?? [])
    func agrees(name: String) throws {
        let expected = try #require(Self.reference?.cases[name])
        var session = try Models.session(name)
        session.step(1, .pass)
        for (name, value) in expected.values {
            let symbol = session.computation.symbols.values.first { $0.name == name }
            #expect(try isClose(session.known(#require(symbol, "\(name)")), value), "\(name)")
        }
        session.step(1, .batch)
        #expect(isClose(session.batchLoss, expected.loss))
        #expect(Set(expected.gradient.keys) == Set(session.computation.parameterNames))
        for (name, gradient) in expected.gradient {
            #expect(try isClose(session.gradient(name), gradient), "\(name)")
        }
    }

    @Test func theReferenceIsThere() throws {
        let reference = try #require(Self.reference)
        #expect(reference.source.hasPrefix("JAX ") && reference.cases.count == 7)
    }

    /// The generator learns from a discriminator that has learned in the same batch.
    @Test func theFirstTwoBatchesOfTheGAN() throws {
        var session = try Models.session("gan")
        let updates = try #require(Self.reference).gan
        for update in updates {
            session.step(1, .batch)
            #expect(try isClose(session.batchLoss, #require(update.losses["LD"])))
            for (name, value) in update.parameters { #expect(try isClose(session.parameter(name), value), "\(name)") }
        }
        #expect(updates.count == 2)
    }
}
