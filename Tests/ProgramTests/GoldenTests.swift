import Foundation
import Testing

/// The program's JSON against values that other programs computed.
///
/// 1e-12 relative for one step: some twenty roundings of 1.1e-16 each, and room for another order of the sums.
/// 1e-9 for a thousand updates, each of which adds its own.
struct GoldenTests {
    private struct TwoTwoOne: Decodable {
        let z, a, delta, grad, updated: [String: Double]
        let loss: Double
    }

    struct Run: Decodable {
        struct Epoch: Decodable { let epoch: Int, loss: Double }
        let epochs: [Epoch]
        let parameters: [String: Double]
    }

    struct Step: Decodable {
        let position: Int
        let address: [String]
        let name: String
        let value: Double
        let formula, substituted: String
        let before: Double?
    }

    struct Comparison: Decodable {
        struct Gradient: Decodable {
            let name: String
            let analytic, numeric, absolute, relative, step: Double
            let verdict: String
        }
        let method: String
        let loss: Double
        let gradients: [Gradient]
        let verdict: String
    }

    private static func golden<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: Places.golden.appending(path: "\(name).json")))
    }

    private static func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    private func expectClose(
        _ value: Double?, _ expected: Double, within tolerance: Double = 1e-12, _ name: String = "",
        at location: SourceLocation = #_sourceLocation
    ) {
        guard let value else {
            Issue.record("\(name) is missing", sourceLocation: location)
            return
        }
        let difference = abs(value - expected)
        #expect(
            difference <= tolerance * max(abs(value), abs(expected)), "\(name): \(value), not \(expected)",
            sourceLocation: location)
    }

    @Test(arguments: ["identity", "sigmoid", "tanh", "relu"])
    func runOfTwoTwoOne(activation: String) throws {
        let golden = try Self.golden("two-two-one-\(activation)", TwoTwoOne.self)
        let program = try Program.run("run", Places.model("two-two-one-\(activation)"), "--format", "json")
        #expect(program.status == 0 && program.errors.isEmpty)
        let run = try Self.decoded(Run.self, program.output)
        #expect(run.epochs.map(\.epoch) == [1])
        expectClose(run.epochs.first?.loss, golden.loss, "loss")
        #expect(run.parameters.count == golden.updated.count)
        for (name, value) in golden.updated { expectClose(run.parameters[name], value, name) }
    }

    @Test(arguments: ["identity", "sigmoid", "tanh", "relu"])
    func traceOfTwoTwoOne(activation: String) throws {
        let golden = try Self.golden("two-two-one-\(activation)", TwoTwoOne.self)
        let program = try Program.run("trace", Places.model("two-two-one-\(activation)"), "--format", "json")
        let lines = program.output.split(separator: "\n")
        let steps = try lines.map { try Self.decoded(Step.self, String($0)) }
        let values = Dictionary(steps.map { ($0.name, $0.value) }) { first, _ in first }
        for (neuron, value) in golden.z { expectClose(values["z(\(neuron))"], value, "z(\(neuron))") }
        for (neuron, value) in golden.a { expectClose(values["a(\(neuron))"], value, "a(\(neuron))") }
        for (neuron, value) in golden.delta { expectClose(values["delta(\(neuron))"], value, "delta(\(neuron))") }
        for (name, value) in golden.grad { expectClose(values["grad(\(name))"], value, "grad(\(name))") }
        for (name, value) in golden.updated { expectClose(values[name], value, name) }
        expectClose(values["L"], golden.loss, "L")
        #expect(steps.filter { $0.before != nil }.map(\.name).sorted() == golden.updated.keys.sorted())
        #expect(steps.map(\.position) == steps.map(\.position).sorted())
        #expect(
            lines.first.map(String.init) == #"{"position":3,"address":["epoch 1","batch 1","sample 1","forward","#
                + #""hidden","h1","z"],"name":"z(h1)","value":0.52,"formula":"w11·x1 + w12·x2 + b1","#
                + #""substituted":"0.2·0.5 + 0.4·0.8 + 0.1"}"#)
    }

    @Test(arguments: ["identity", "sigmoid", "tanh", "relu"])
    func comparisonOfTwoTwoOne(activation: String) throws {
        let golden = try Self.golden("two-two-one-\(activation)", TwoTwoOne.self)
        let program = try Program.run("compare", Places.model("two-two-one-\(activation)"), "--format", "json")
        #expect(program.status == 0)
        let comparison = try Self.decoded(Comparison.self, program.output)
        #expect(comparison.method == "central" && comparison.verdict == "agrees")
        expectClose(comparison.loss, golden.loss, "loss")
        #expect(comparison.gradients.count == golden.grad.count)
        for gradient in comparison.gradients {
            expectClose(gradient.analytic, golden.grad[gradient.name] ?? .nan, gradient.name)
            // Half the digits and some: what a central difference in float64 has.
            #expect(gradient.absolute <= 1e-9 && gradient.verdict == "agrees", "\(gradient.name)")
        }
    }

    @Test("What JSON calls the methods is what the call does", arguments: ["forward", "backward", "central", "richardson", "complex", "dual"])
    func methods(name: String) throws {
        let golden = try Self.golden("two-two-one-sigmoid", TwoTwoOne.self)
        let program = try Program.run(
            "compare", Places.model("two-two-one-sigmoid"), "w11", "--method", name, "--format", "json")
        let comparison = try Self.decoded(Comparison.self, program.output)
        #expect(comparison.method == name && comparison.gradients.map(\.name) == ["w11"] && comparison.verdict == "agrees")
        let text = try Program.run("compare", Places.model("two-two-one-sigmoid"), "--method", name)
        #expect(text.status == 0 && text.output.contains("All 9 gradients agree"))
        #expect(try Program.run("compare", "--help").output.contains("  \(name) "))
        expectClose(comparison.gradients.first?.analytic, golden.grad["w11"] ?? .nan, "w11")
    }

    @Test func linearRegression() throws {
        struct Golden: Decodable {
            struct Row: Decodable { let epoch: Int, lossBefore: Double }
            let rows: [Row]
            let final: [String: Double]
        }
        let golden = try Self.golden("linear-regression", Golden.self)
        let run = try Self.decoded(
            Run.self, Program.run("run", Places.model("linear-regression"), "--format", "json").output)
        for row in golden.rows { expectClose(run.epochs[row.epoch - 1].loss, row.lossBefore, within: 1e-9, "epoch \(row.epoch)") }
        for (name, value) in golden.final { expectClose(run.parameters[name], value, within: 1e-9, name) }
    }

    @Test func sigmoidNeuron() throws {
        struct Golden: Decodable {
            struct Row: Decodable { let epoch: Int, loss, w, b, gradW, gradB: Double }
            let rows: [Row]
        }
        let golden = try Self.golden("sigmoid-neuron", Golden.self)
        let run = try Self.decoded(Run.self, Program.run("run", Places.model("sigmoid-neuron"), "--format", "json").output)
        for row in golden.rows where row.epoch < run.epochs.count {
            // A row is the state after so many updates, so the next epoch's loss is its own.
            expectClose(run.epochs[row.epoch].loss, row.loss, within: 1e-9, "epoch \(row.epoch)")
        }
        let last = try #require(golden.rows.last)
        expectClose(run.parameters["w"], last.w, within: 1e-9, "w")
        expectClose(run.parameters["b"], last.b, within: 1e-9, "b")
        let middle = try #require(golden.rows.first { $0.epoch == 500 })
        let there = try Self.decoded(
            Comparison.self,
            Program.run("compare", Places.model("sigmoid-neuron"), "--at", "epoch 501", "--format", "json").output)
        let gradients = Dictionary(there.gradients.map { ($0.name, $0.analytic) }) { first, _ in first }
        expectClose(gradients["w"], middle.gradW, within: 1e-9, "∂L/∂w")
        expectClose(gradients["b"], middle.gradB, within: 1e-9, "∂L/∂b")
    }
}
