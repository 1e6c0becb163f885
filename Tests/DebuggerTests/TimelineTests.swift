import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

struct TimelineTests {
    @Test func thinningKeepsARegularSelection() {
        var thinned = Thinned<Int>(capacity: 16)
        var largest = 0
        for index in 0..<100_000 {
            thinned.record(index * 3, at: index)
            largest = max(largest, thinned.entries.count)
        }
        #expect(largest == 16)
        // 16 entries can lie no closer than every 8192nd of 100,000.
        #expect(thinned.entries.map(\.index) == Array(stride(from: 0, to: 100_000, by: 8192)))
        #expect(thinned.entries.allSatisfy { $0.value == $0.index * 3 })
        #expect(thinned.last(upTo: 50_000)?.index == 49_152)
        #expect(thinned.last(upTo: 49_152)?.index == 49_152)
        #expect(thinned.last(upTo: 0)?.index == 0)
        #expect(thinned.last(upTo: -1)?.index == nil)
    }

    @Test func entriesThatHavePassedStayAsTheyAre() {
        var thinned = Thinned<String>(capacity: 4)
        for index in 0..<4 { thinned.record("first", at: index) }
        thinned.record("again", at: 2)
        #expect(thinned.entries.map(\.value) == ["first", "first", "first", "first"])
        thinned.removeAll(after: 1)
        for index in 0..<4 { thinned.record("again", at: index) }
        #expect(thinned.entries.map(\.value) == ["first", "first", "again", "again"])
        thinned.removeAll(after: -1)
        #expect(thinned.entries.isEmpty && thinned.last(upTo: 7) == nil)
    }

    @Test func aFarJumpBackInALongRun() throws {
        var generator = SeededGenerator(seed: 5)
        let run = Networks.random(
            sizes: [1, 1], activation: .tanh, samples: 2, batchSize: 1, epochs: 60_000, using: &generator)
        let symbols = run.computations[0].everySymbol
        var session = try Session(run: run)
        #expect(session.tree.batchCount == 120_000)
        // In the middle of a sample, at a boundary, and near both ends.
        let batches = [1, 777, 50_001, 99_999, 119_999]
        let positions = batches.flatMap { [session.tree.start(ofBatch: $0), session.tree.start(ofBatch: $0) + 5] }
        func here(_ session: Session) -> [UInt64] {
            symbols.compactMap { session.reading($0)?.value?.bitPattern }
        }
        var onTheWay: [[UInt64]] = []
        for position in positions {
            session.go(to: Position(position))
            onTheWay.append(here(session))
        }
        session.go(to: session.tree.end)
        for (position, expected) in zip(positions, onTheWay).reversed() {
            session.go(to: Position(position))
            #expect(session.position.index == position)
            #expect(here(session) == expected, "at \(position)")
        }
        session.go(to: session.tree.start)
        #expect(session.reading(.named("w1[1,1]")) == .value(run.architecture.parameters[0].initialValue))
        session.go(to: session.tree.end)
        #expect(session.timeline.checkpoints.entries.count <= 4096)
        #expect(session.losses.count <= 4096)
        // Thinned out, and still over the whole run.
        #expect(session.losses.count > 1000 && session.losses.last.map { $0.batch > 119_000 } ?? false)
    }

    @Test func pausing() throws {
        let run = Networks.twoTwoOne(.sigmoid, epochs: 20)
        var session = try Session(run: run)
        session.step(3, .operation)
        var asked: [Int] = []
        session.go(to: session.tree.end) { batches in
            asked.append(batches)
            return batches == 5
        }
        #expect(asked == [1, 2, 3, 4, 5])
        #expect(session.position.index == session.tree.start(ofBatch: 5))
        #expect(session.lastMove == 3..<session.position.index)
        var fresh = try Session(run: run)
        fresh.go(to: session.position)
        let symbols = run.computations[0].everySymbol
        #expect(session.state(symbols) == fresh.state(symbols))
        // A pause is no end: the rest follows as if there had been none.
        session.go(to: session.tree.end)
        fresh.go(to: fresh.tree.end)
        #expect(session.state(symbols) == fresh.state(symbols))
        #expect(session.isAtEnd)
    }
}
