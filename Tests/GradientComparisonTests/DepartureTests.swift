import Autograd
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// Inner nodes, and a backward pass that is broken on purpose.
struct DepartureTests {
    private func point(_ run: TrainingRun, batch: [Int] = [0]) throws -> ComparisonPoint {
        try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: batch)
    }

    /// The backward pass with one node's adjoint spoilt before what is behind it is made of it.
    private func broken(at bad: NodeID, _ spoil: @escaping @Sendable (Double) -> Double) -> BackwardPass {
        { tape, loss in
            var adjoints = Array(repeating: 0.0, count: tape.count)
            for index in stride(from: loss.index, through: 0, by: -1) {
                let node = NodeID(index)
                adjoints[index] = node == loss
                    ? 1
                    : tape.uses(of: node).reduce(0) { $0 + adjoints[tape.consumer(of: $1).index] * tape.localDerivative(in: $1) }
                if node == bad { adjoints[index] = spoil(adjoints[index]) }
            }
            return adjoints
        }
    }

    @Test("Every node of a network agrees, by every method", arguments: NumericMethod.allCases)
    func nodes(method: NumericMethod) throws {
        var generator = SeededGenerator(seed: 31)
        let run = Networks.random(sizes: [2, 3, 2], activation: .tanh, output: .sigmoid, samples: 2, batchSize: 2, using: &generator)
        let point = try point(run, batch: [1, 0])
        let computation = run.computations[0]
        // A constant exponent has no derivative where the base is negative.
        let nodes = (0...computation.loss.index).map { NodeID($0) }
            .filter { computation.symbols[$0] != nil || computation.tape.operation(of: $0) != .leaf }
        for pass in 0..<2 {
            let comparison = try GradientComparison.compare(nodes: nodes, pass: pass, at: point, method: method)
            #expect(comparison.entries.count == nodes.count)
            for entry in comparison.entries { #expect(entry.verdict == .agrees, "\(entry)") }
        }
        // The two samples are not the same.
        let z = try #require(run.computations[0].nodes[.preActivation("l1[1]")])
        let deltas = try (0..<2).map { try GradientComparison.compare(nodes: [z], pass: $0, at: point).entries[0] }
        #expect(deltas[0].name == "delta(l1[1])" && deltas[0].place == ["l1", "l1[1]"])
        #expect(deltas[0].analytic != deltas[1].analytic)
    }

    /// δ(y) = y − t and δ(h1) = δ(y)·w31·σ′(z(h1)) of the 2-2-1 network.
    @Test func deltaOfAHiddenNeuron() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let computation = run.computations[0]
        let nodes = try [Symbol.preActivation("h1"), .preActivation("y"), .named("x1")].map { try #require(computation.nodes[$0]) }
        let comparison = try GradientComparison.compare(nodes: nodes, pass: 0, at: point(run), method: .complex)
        func sigmoid(_ z: Double) -> Double { 1 / (1 + Elementary.exp(-z)) }
        let (h1, h2) = (sigmoid(0.2 * 0.5 + 0.4 * 0.8 + 0.1), sigmoid(-0.3 * 0.5 + 0.5 * 0.8 - 0.1))
        let error = 0.7 * h1 - 0.6 * h2 + 0.2 - 1
        let (d1, d2) = (error * 0.7 * h1 * (1 - h1), error * -0.6 * h2 * (1 - h2))
        for (entry, expected) in zip(comparison.entries, [d1, error, d1 * 0.2 + d2 * -0.3]) {
            #expect(abs(entry.numeric - expected) <= 1e-14 && entry.verdict == .agrees, "\(entry)")
        }
        #expect(comparison.entries.map(\.name) == ["delta(h1)", "delta(y)", "adjoint(x1)"])
    }

    @Test("A broken adjoint is found, and traced to its node", arguments: 0..<24)
    func traced(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(1000 + seed))
        let activation = Networks.hiddenActivations[seed % Networks.hiddenActivations.count]
        let run = Networks.random(
            sizes: [2, 3, 2, 2], activation: activation, output: .sigmoid, loss: .binaryCrossEntropy, samples: 2, batchSize: 2,
            using: &generator)
        let computation = run.computations[0]
        let point = try point(run, batch: [0, 1])
        #expect(try Departure.first(of: Adjoints.backwardPass, pass: 0, at: point) == nil)
        // A node that both samples' losses feel.
        let nodes = (0..<computation.loss.index).map { NodeID($0) }
        let adjoints = try (0..<2).map { pass in
            try GradientComparison.compare(nodes: nodes, pass: pass, at: point, method: .dual).entries.map(\.analytic)
        }
        let felt = nodes.filter { node in adjoints.allSatisfy { $0[node.index] != 0 && $0[node.index].isFinite } }
        let bad = try #require(felt.randomElement(using: &generator))
        for (number, spoil) in Self.mistakes.enumerated() {
            let backward = broken(at: bad, spoil)
            for pass in 0..<2 {
                let found = try #require(try Departure.first(of: backward, pass: pass, at: point), "mistake \(number)")
                #expect(found.node == bad)
                #expect(found.analytic == spoil(found.exact) || abs(found.analytic - spoil(found.exact)) <= 1e-12 * abs(found.analytic))
            }
            let whole = try GradientComparison.compare(point, method: .complex, backward: backward)
            // Where the node is one that a parameter's gradient is made of.
            let isFelt = whole.entries.contains { $0.verdict == .disagrees }
            let isBehind = Self.parametersBefore(bad, computation)
            #expect(isFelt == isBehind, "mistake \(number) at \(bad)")
        }
    }

    static let mistakes: [@Sendable (Double) -> Double] = [{ -$0 }, { 2 * $0 }, { _ in 0 }, { $0 * 1.001 }, { $0 + 0.01 }]

    /// Whether any parameter's gradient is made of the node's adjoint.
    private static func parametersBefore(_ node: NodeID, _ computation: Computation) -> Bool {
        if computation.parameters.contains(node) { return true }
        return computation.tape.operands(of: node).contains { parametersBefore($0, computation) }
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let point = try point(Networks.twoTwoOne(.tanh))
        #expect(throws: ComparisonError.unknownNode(NodeID(100_000))) {
            try GradientComparison.compare(nodes: [NodeID(100_000)], pass: 0, at: point)
        }
        #expect(throws: ComparisonError.unknownNode(NodeID(-1))) {
            try GradientComparison.compare(nodes: [NodeID(-1)], pass: 0, at: point)
        }
        #expect(throws: ComparisonError.unknownLoss(1)) {
            try GradientComparison.compare(nodes: [NodeID(0)], objective: 1, pass: 0, at: point)
        }
        #expect(throws: ComparisonError.unknownLoss(-1)) {
            try Departure.first(of: Adjoints.backwardPass, objective: -1, pass: 0, at: point)
        }
        // A pass that gives too few adjoints is wrong where they are missing.
        #expect(try Departure.first(of: { _, _ in [] }, pass: 0, at: point) != nil)
        #expect(try GradientComparison.compare(point, backward: { _, _ in [] }).verdict == .disagrees)
    }
}
