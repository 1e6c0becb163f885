import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

/// Runs against values that other programs computed.
///
/// 1e-12 relative: some twenty roundings of 1.1e-16 each, and room for another order of the sums. 1e-9
/// for a thousand updates, each of which adds its own.
struct GoldenTests {
    @Test("Every quantity of a 2-2-1 step, and the position where it begins to exist",
        arguments: [Activation.identity, .sigmoid, .tanh, .relu])
    func twoTwoOne(activation: Activation) throws {
        let golden = try Golden.read("two-two-one-\(activation.rawValue)", as: GoldenNetwork.self)
        var session = try Session(run: Networks.twoTwoOne(activation, epochs: 1), zoom: .operation)
        var promised: [Symbol: Position] = [:]
        var reachedAt: [Symbol: Position] = [:]
        #expect(golden.quantities.count == 3 + 3 + 1 + 3 + 9 + 9)
        while true {
            for (symbol, expected) in golden.quantities {
                switch try #require(session.reading(symbol), "\(symbol.name) is no quantity") {
                case .hidden: Issue.record("\(symbol.name) is hidden without a question")
                case .notReached(let position):
                    #expect(reachedAt[symbol] == nil, "\(symbol.name) was there and is gone")
                    #expect(promised[symbol] ?? position == position, "\(symbol.name): another position each time")
                    promised[symbol] = position
                case .value(let value):
                    if reachedAt[symbol] == nil { reachedAt[symbol] = session.position }
                    #expect(isClose(value, expected, relative: 1e-12), "\(symbol.name): \(value), not \(expected)")
                }
            }
            if session.isAtEnd { break }
            #expect(session.step() == 1)
        }
        #expect(promised.count == golden.quantities.count)
        #expect(promised == reachedAt)
    }

    @Test func parametersBeforeAndAfterTheUpdate() throws {
        let golden = try Golden.read("two-two-one-sigmoid", as: GoldenNetwork.self)
        var session = try Session(run: Networks.twoTwoOne(.sigmoid, epochs: 1), zoom: .quantity)
        #expect(session.reading(.named("w11")) == .value(0.2))
        session.go(to: session.tree.end)
        let new = try #require(golden.updated["w11"])
        for symbol in [Symbol.named("w11"), .new("w11")] {
            #expect(isClose(try #require(session.reading(symbol)?.value), new, relative: 1e-12))
        }
        #expect(session.reading(.old("w11")) == .value(0.2))
        #expect(session.reading(.learningRate) == .value(0.1))
        for unknown in [Symbol.named("w99"), .old("w99"), .new("w99"), .gradient("h1"), .delta("w11"), .slope("x")] {
            #expect(session.reading(unknown) == nil, "\(unknown.name)")
        }
    }

    private struct Line: Decodable {
        struct Row: Decodable {
            let epoch: Int
            let lossBefore, gradW, gradB, wBefore, bBefore: Double
        }
        let x, t: [Double]
        let rows: [Row]
        let final: [String: Double]
        let learningRate: Double
        let epochs: Int
    }

    @Test func linearRegressionOverAThousandEpochs() throws {
        let golden = try Golden.read("linear-regression", as: Line.self)
        let run = oneNeuron(.identity, .meanSquaredError, x: golden.x, t: golden.t, start: 0, golden.learningRate, golden.epochs)
        var session = try Session(run: run)
        for row in golden.rows {
            session.go(to: Position(session.tree.start(ofBatch: row.epoch - 1)))
            try expect(session, .named("w"), row.wBefore)
            try expect(session, .named("b"), row.bBefore)
            session.step(1, .epoch)
            try expect(session, .loss, row.lossBefore)
            try expect(session, .gradient("w"), row.gradW)
            try expect(session, .gradient("b"), row.gradB)
            #expect(isClose(session.batchLoss, row.lossBefore, relative: 1e-9))
        }
        #expect(session.isAtEnd)
        try expect(session, .named("w"), try #require(golden.final["w"]))
        try expect(session, .named("b"), try #require(golden.final["b"]))
        #expect(session.losses.count == golden.epochs)
        for row in golden.rows {
            #expect(isClose(session.losses[row.epoch - 1].loss, row.lossBefore, relative: 1e-9))
        }
    }

    private struct SigmoidNeuron: Decodable {
        struct Row: Decodable {
            let epoch: Int
            let loss, w, b, gradW, gradB: Double
        }
        let x, t: [Double]
        let rows: [Row]
        let learningRate: Double
    }

    @Test func sigmoidNeuronOverAThousandEpochs() throws {
        let golden = try Golden.read("sigmoid-neuron", as: SigmoidNeuron.self)
        // One epoch more than the last row: its loss and gradient are those of the update that follows.
        let run = oneNeuron(.sigmoid, .halfSquaredError, x: golden.x, t: golden.t, start: 0.1, golden.learningRate, 1001)
        var session = try Session(run: run)
        #expect(golden.rows.last?.epoch == 1000)
        for row in golden.rows {
            session.go(to: Position(session.tree.start(ofBatch: row.epoch)))
            try expect(session, .named("w"), row.w)
            try expect(session, .named("b"), row.b)
            session.step(1, .batch)
            try expect(session, .loss, row.loss)
            try expect(session, .gradient("w"), row.gradW)
            try expect(session, .gradient("b"), row.gradB)
        }
    }

    private func expect(_ session: Session, _ symbol: Symbol, _ expected: Double) throws {
        let value = try #require(session.reading(symbol)?.value)
        // The start of the linear regression is 0, where a relative error means nothing.
        #expect(isClose(value, expected, relative: 1e-9), "\(symbol.name): \(value), not \(expected)")
    }

    private func oneNeuron(
        _ activation: Activation, _ loss: Loss, x: [Double], t: [Double], start: Double, _ rate: Double, _ epochs: Int
    ) -> TrainingRun {
        let network = Network(
            inputs: ["x"],
            layers: [Layer(name: "output", activation: activation, neurons: [Neuron(name: "y", weights: [0], bias: 1)])],
            parameters: [
                Parameter(name: "w", role: .weight, initialValue: start),
                Parameter(name: "b", role: .bias, initialValue: start),
            ], loss: loss, targets: ["t"])
        return TrainingRun(
            network: network, data: DataSet(rows: zip(x, t).map { ([$0], [$1]) }),
            settings: TrainingSettings(learningRate: rate, batchSize: x.count, epochs: epochs))
    }
}
