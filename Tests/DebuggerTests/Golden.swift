import Foundation
import NeuralNetwork
import Testing

@testable import Debugger

/// The reference values of the 2-2-1 network, as other programs computed them.
struct GoldenNetwork: Decodable {
    let z: [String: Double]
    let a: [String: Double]
    let loss: Double
    let delta: [String: Double]
    let grad: [String: Double]
    let updated: [String: Double]

    /// Each value with the quantity that it is the value of.
    var quantities: [(Symbol, Double)] {
        z.map { (.preActivation($0), $1) } + a.map { (.activation($0), $1) } + [(.loss, loss)]
            + delta.map { (.delta($0), $1) } + grad.map { (.gradient($0), $1) } + updated.map { (.new($0), $1) }
    }
}

enum Golden {
    static func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let file = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "golden"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: file))
    }
}

/// Whether two numbers are the same within `tolerance` of the larger one.
func isClose(_ a: Double, _ b: Double, relative tolerance: Double) -> Bool {
    a == b || abs(a - b) <= tolerance * max(abs(a), abs(b))
}
