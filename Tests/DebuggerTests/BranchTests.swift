import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

/// A branch is the run with its own interventions, whatever happens in the others.
struct BranchTests {
    @Test(arguments: RandomWalkTests.kinds.prefix(6))
    func everyBranchEqualsItsRunComputedStraight(kind: RandomWalkTests.Kind) throws {
        let run = kind.run(seed: 61)
        let symbols = run.everySymbol
        var generator = SeededGenerator(seed: 62)
        var session = try Session(run: run)
        var known: [String: [Intervention]] = [Branches.original: []]
        var present = Branches.original
        func straight(_ name: String, to position: Position) throws -> Session {
            var fresh = try Session(run: run)
            let interventions = known[name] ?? []
            for batch in Set(interventions.map(\.batch)).sorted() {
                fresh.go(to: Position(fresh.tree.start(ofBatch: batch)))
                for one in interventions where one.batch == batch { fresh.set(one.target, to: one.value) }
            }
            fresh.go(to: position)
            return fresh
        }
        for round in 0..<300 {
            session.batchesPerMove = [1, 2, .max][Int.random(in: 0..<3, using: &generator)]
            switch Int.random(in: 0..<10, using: &generator) {
            case 0 where known.count < 4:
                let began = session.beginBranch("b\(round)")
                #expect(began)
                known["b\(round)"] = known[present]
                present = "b\(round)"
            case 1, 2:
                guard let name = known.keys.sorted().randomElement(using: &generator), name != present else { continue }
                let isThere = session.switchBranch(to: name)
                #expect(isThere)
                present = name
            case 3:
                guard let name = known.keys.sorted().randomElement(using: &generator) else { continue }
                let isOther = name != present && name != Branches.original
                let isDeleted = session.deleteBranch(name)
                #expect(isDeleted == isOther)
                if isOther { known[name] = nil }
            case 4:
                let set = session.set(
                    .parameter(Int.random(in: 0..<run.architecture.parameters.count, using: &generator)),
                    to: .random(in: -1...1, using: &generator))
                known[present]?.append(set)
            case 5:
                let taken = known[present]?.popLast()
                #expect(session.undo() == taken)
            default: session.go(to: Position(.random(in: 0...session.tree.leafCount, using: &generator)))
            }
            while session.destination != nil { session.resume() }
            #expect(session.branches.present == present)
            let direct = try straight(present, to: session.position)
            if direct.state(symbols) != session.state(symbols) {
                Issue.record("round \(round), \(present): \(session.difference(from: direct, in: symbols) ?? "")")
                return
            }
            while session.bringBranchesAlong() {}
            for report in session.branchReports {
                #expect(!report.isBehind)
                guard let (batch, loss) = report.loss else { continue }
                let there = try straight(report.name, to: Position(session.tree.start(ofBatch: batch + 1)))
                #expect(there.batchLoss.bitPattern == loss.bitPattern, "round \(round), \(report.name)")
            }
        }
    }
}
