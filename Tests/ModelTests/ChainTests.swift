import Debugger
import Foundation
import NeuralNetwork
import Testing

/// δ of every layer of a deep chain against the product of the slopes on its way.
struct ChainTests {
    static let depths = [2, 3, 10, 50]

    /// A chain file at another depth, which is one number, after the backward pass.
    private func chain(_ name: String, depth: Int) throws -> Session {
        let text = try Models.text(name).replacing("1..50", with: "1..\(depth)").replacing("h[50]", with: "h[\(depth)]")
        var session = try Session(run: Models.run(text: text))
        session.step(2, .pass)
        return session
    }

    private func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
    private func slope(_ z: Double) -> Double { sigmoid(z) * (1 - sigmoid(z)) }

    @Test("Sigmoid neurons: each layer multiplies by w·σ′", arguments: depths)
    func vanishing(depth: Int) throws {
        let session = try chain("vanishing", depth: depth)
        var z = [0.5]
        while z.count < depth { z.append(sigmoid(z[z.count - 1])) }
        var delta = (sigmoid(z[depth - 1]) - 1) * slope(z[depth - 1])
        for layer in stride(from: depth, through: 1, by: -1) {
            let found = try session.adjoint("z[\(layer)]")
            #expect(abs(found - delta) <= 1e-12 * abs(delta), "layer \(layer)")
            #expect(abs(found) <= pow(0.25, Double(depth - layer + 1)))
            if layer > 1 { delta *= slope(z[layer - 2]) }
        }
    }

    @Test("ReLU with w = 1: every layer has the same δ", arguments: depths)
    func kept(depth: Int) throws {
        let session = try chain("vanishing-relu", depth: depth)
        for layer in 1...depth { #expect(try session.adjoint("z[\(layer)]") == -0.5) }
    }

    @Test("A residual connection: each layer multiplies by 1 + w·σ′·v", arguments: depths)
    func residual(depth: Int) throws {
        let session = try chain("vanishing-residual", depth: depth)
        var h = [0.5]
        while h.count <= depth { h.append(h[h.count - 1] + 0.02 * sigmoid(h[h.count - 1])) }
        var adjoint = h[depth] - 1
        for layer in stride(from: depth, through: 1, by: -1) {
            #expect(try isClose(session.adjoint("h[\(layer)]"), adjoint, within: 1e-12), "layer \(layer)")
            adjoint *= 1 + slope(h[layer - 1]) * 0.02
        }
        #expect(try abs(session.adjoint("h[1]")) >= abs(session.adjoint("h[\(depth)]")))
    }

    @Test("Linear neurons with w = 1.2: each layer multiplies by w", arguments: depths)
    func exploding(depth: Int) throws {
        let session = try chain("exploding", depth: depth)
        let last = 0.5 * pow(1.2, Double(depth)) - 1
        for layer in 1...depth {
            let expected = last * pow(1.2, Double(depth - layer))
            #expect(try abs(session.adjoint("h[\(layer)]") - expected) <= 1e-12 * abs(expected), "layer \(layer)")
        }
    }

    @Test func clippingBoundsTheUpdate() throws {
        var session = try Models.session("exploding-clipped")
        session.step(1, .batch)
        #expect(try abs(session.gradient("w")) > 1e8)
        #expect(try isClose(session.parameter("w"), 1.19, within: 1e-12))
    }
}
