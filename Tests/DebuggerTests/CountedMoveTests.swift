import Debugger
import NeuralNetwork
import TestNetworks
import Testing

@Suite struct CountedMoves {
    @Test("Many steps at once lead where as many single ones do", arguments: Zoom.allCases, [1, 2, 5])
    func countedIsRepeated(zoom: Zoom, batchSize: Int) throws {
        var generator = SeededGenerator(seed: 5)
        let run = Networks.random(
            sizes: [2, 2, 1], activation: .tanh, samples: 5, batchSize: batchSize, epochs: 6, using: &generator)
        let tree = try CallTree(of: run)
        for _ in 0..<20 {
            var session = try Session(run: run)
            let start = Position(Int.random(in: 0...tree.leafCount, using: &generator))
            let count = Int.random(in: 1...(4 * tree.leavesPerEpoch), using: &generator)
            session.go(to: start)
            let done = session.step(count, zoom)
            var (target, steps) = (start, 0)
            while steps < count, target < tree.end {
                target = tree.position(after: target, zoom)
                steps += 1
            }
            #expect(session.position == target && done == steps)

            session.go(to: start)
            let undone = session.back(count, zoom)
            (target, steps) = (start, 0)
            while steps < count, target > tree.start {
                target = tree.position(before: target, zoom)
                steps += 1
            }
            #expect(session.position == target && undone == steps)
        }
    }
}
