import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

/// The state at a position is the same bits whichever way it was reached.
struct RandomWalkTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let sizes: [Int]
        let activation: Activation
        let output: Activation
        let loss: Loss
        let samples: Int
        let batchSize: Int
        var dropout = 0.0
        var training: TrainingSettings?
        /// Ten thousand where the run is the usual one.
        var moves = 10_000
        var testDescription: String {
            let training = training.map { ", \($0.optimizer), \($0.schedule)" } ?? ""
            return "\(sizes) \(activation.rawValue), \(output.rawValue), \(loss.rawValue), \(samples) in batches of \(batchSize)\(training)"
        }

        func run(seed: UInt64) -> TrainingRun {
            var generator = SeededGenerator(seed: seed)
            return Networks.random(
                sizes: sizes, activation: activation, output: output, loss: loss, samples: samples,
                batchSize: batchSize, epochs: 3, dropout: dropout, settings: training, using: &generator)
        }
    }

    /// Batches of one, of three with one left over, and all at once.
    static let kinds = [
        Kind(sizes: [1, 2, 1], activation: .sigmoid, output: .tanh, loss: .halfSquaredError, samples: 2, batchSize: 1),
        Kind(sizes: [1, 1, 2], activation: .tanh, output: .sigmoid, loss: .binaryCrossEntropy, samples: 4, batchSize: 3),
        Kind(sizes: [2, 2, 1], activation: .relu, output: .identity, loss: .meanSquaredError, samples: 2, batchSize: 2),
    ] + zip(Networks.trainings, [0, 0.5].cycled()).map { training, dropout in
        Kind(
            sizes: [1, 1, 2], activation: .leakyReLU, output: dropout > 0 ? .softmax : .sigmoid,
            loss: dropout > 0 ? .categoricalCrossEntropy : .binaryCrossEntropy, samples: 4,
            batchSize: training.batchSize, dropout: dropout, training: training, moves: 400)
    }

    /// One move of a session, drawn at random.
    private func move(_ session: inout Session, using generator: inout SeededGenerator) {
        let zoom = Zoom.allCases.randomElement(using: &generator) ?? .quantity
        let count = [1, 1, 1, 2, 3, 7].randomElement(using: &generator) ?? 1
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<4: session.step(count, zoom)
        case 4..<8: session.back(count, zoom)
        case 8: session.finish(zoom)
        default: session.go(to: Position(Int.random(in: -1...session.tree.leafCount + 1, using: &generator)))
        }
    }

    @Test("Thousands of moves among the positions of a run", arguments: kinds)
    func moves(kind: Kind) throws {
        let run = kind.run(seed: 11)
        let symbols = run.everySymbol
        var generator = SeededGenerator(seed: 12)
        var session = try Session(run: run)
        var straight: [Position: [UInt64]] = [:]
        for number in 1...kind.moves {
            move(&session, using: &generator)
            var fresh: Session?
            if straight[session.position] == nil {
                var direct = try Session(run: run)
                direct.go(to: session.position)
                straight[session.position] = direct.state(symbols)
                fresh = direct
            }
            if straight[session.position] != session.state(symbols) {
                var direct = try fresh ?? Session(run: run)
                direct.go(to: session.position)
                Issue.record(
                    "move \(number), at \(session.position.index): \(session.difference(from: direct, in: symbols) ?? "")")
                return
            }
        }
        // The walk has been nearly everywhere.
        if kind.moves == 10_000 { #expect(straight.count > session.tree.leafCount / 2) }
        #expect((session.end < session.tree.end) == (kind.training?.patience != nil))
    }

    /// Anything that can be set by hand.
    private static func target(in session: Session, using generator: inout SeededGenerator) -> Intervention.Target {
        let run = session.run
        let row = Int.random(in: 0..<run.data.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return .learningRate
        case 1: return .input(Int.random(in: 0..<run.data.inputCount, using: &generator), row: row)
        case 2: return .target(Int.random(in: 0..<run.data.targetCount, using: &generator), row: row)
        default: return .parameter(Int.random(in: 0..<run.architecture.parameters.count, using: &generator))
        }
    }

    @Test("Moves with values set by hand and taken back", arguments: kinds)
    func interventions(kind: Kind) throws {
        let run = kind.run(seed: 21)
        let symbols = run.everySymbol
        var generator = SeededGenerator(seed: 22)
        var session = try Session(run: run)
        var applied: [Intervention] = []
        var straight: [Position: [UInt64]] = [:]
        /// A session that was given all interventions, each at the start of its batch, and goes straight on.
        func direct(to position: Position) throws -> Session {
            var fresh = try Session(run: run)
            // Within a batch the order counts; among batches each belongs to its own.
            for batch in Set(applied.map(\.batch)).sorted() {
                fresh.go(to: Position(fresh.tree.start(ofBatch: batch)))
                for one in applied where one.batch == batch { fresh.set(one.target, to: one.value) }
            }
            fresh.go(to: position)
            return fresh
        }
        for number in 1...kind.moves {
            // Often taken back, so that there are seldom more than a handful.
            switch Int.random(in: 0..<200, using: &generator) {
            case 0:
                let value = Double.random(in: -1...1, using: &generator)
                let set = session.set(Self.target(in: session, using: &generator), to: value)
                #expect(set.batch == session.batchInProgress)
                applied.append(set)
                straight = [:]
            case 1, 2:
                #expect(session.undo() == applied.popLast())
                straight = [:]
            default:
                move(&session, using: &generator)
            }
            if straight[session.position] == nil {
                straight[session.position] = try direct(to: session.position).state(symbols)
            }
            if straight[session.position] != session.state(symbols) {
                let difference = session.difference(from: try direct(to: session.position), in: symbols)
                Issue.record("move \(number), at \(session.position.index), \(applied): \(difference ?? "")")
                return
            }
        }
    }

    @Test func aSetValueIsInForceFromTheStartOfItsBatch() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        var session = try Session(run: run)
        session.step(1, .epoch)
        session.step(3, .quantity)
        let position = session.position
        let before = try #require(session.reading(.preActivation("h1"))?.value)
        let weight = try #require(run.computations[0].parameterNames.firstIndex(of: "w11"))
        session.set(.parameter(weight), to: 0.5)
        #expect(session.position == position)
        #expect(session.reading(.named("w11")) == .value(0.5))
        #expect(session.reading(.old("w11")) == .value(0.5))
        let other = session.reading(.old("w12"))?.value
        let b1 = session.reading(.old("b1"))?.value
        let z = 0.5 * 0.5 + (try #require(other)) * 0.8 + (try #require(b1))
        #expect(session.reading(.preActivation("h1")) == .value(z))
        // The epoch before has not changed.
        session.go(to: session.tree.start)
        #expect(session.reading(.named("w11")) == .value(0.2))
        session.go(to: position)
        session.undo()
        #expect(session.reading(.preActivation("h1")) == .value(before))
        #expect(session.undo() == nil)
    }

    @Test func lastMoveIsWhatWasExecutedOrTakenBack() throws {
        var session = try Session(run: Networks.twoTwoOne(.relu))
        #expect(session.lastMove.isEmpty && session.executedLeaf == nil && session.executedUnit == nil)
        #expect(session.step(2, .quantity) == 2)
        // z of h1 has two products and a sum, a one operation.
        #expect(session.lastMove == 0..<4)
        #expect(session.executedUnit == 3..<4)
        #expect(session.back(1, .operation) == 1)
        #expect(session.lastMove == 3..<4)
        #expect(session.executedUnit == 0..<3)
        #expect(session.back(9, .epoch) == 1)
        #expect(session.lastMove == 0..<3)
        #expect(session.back() == 0)
        #expect(session.lastMove.isEmpty)
        #expect(session.step(9, .epoch) == 3)
        #expect(session.isAtEnd && session.step() == 0)
        #expect(session.batchInProgress == session.tree.batchCount)
        // Steps that are no steps.
        #expect(session.step(-1) == 0 && session.back(0) == 0 && session.isAtEnd)
    }
}

extension Array {
    /// The elements over and over again.
    fileprivate func cycled() -> some Sequence<Element> { sequence(state: 0) { place in
        defer { place += 1 }
        return self[place % self.count]
    } }
}
