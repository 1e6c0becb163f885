import Autograd
import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

/// Both directions stop where a walk from result to result says that they must.
@Suite struct StopTests {
    /// A breakpoint as the search knows it, and what it says at the end of a quantity, in terms of a session that
    /// steps there.
    struct Case: Sendable {
        let breakpoint: Breakpoint
        /// Whether the structure has a stop here; nil where numbers decide.
        let isPlace: (@Sendable (Session) -> Bool)?
    }

    /// The stops of a run, by stepping through all of it, operation by operation.
    ///
    /// Values are read where quantities end; what is compared is the value read before in the same batch.
    static func stops(of session: Session, _ cases: [Case]) -> [Int] {
        var walk = session
        walk.go(to: walk.tree.start)
        var known: [Double?] = cases.map { $0.breakpoint.observation?.value(walk) }
        var found: [Int] = []
        while !walk.isAtEnd {
            let isBatchStart = walk.position.index == walk.tree.start(ofBatch: walk.batchInProgress)
            if isBatchStart { known = cases.map { $0.breakpoint.observation?.value(walk) } }
            walk.go(to: Position(walk.position.index + 1))
            let isBoundary = walk.tree.isUnitBoundary(walk.position, .quantity)
            var isStop = false
            for (number, one) in cases.enumerated() {
                if let isPlace = one.isPlace {
                    if isPlace(walk) { isStop = true }
                    continue
                }
                guard isBoundary, let observation = one.breakpoint.observation else { continue }
                let value = observation.value(walk)
                if case .becomesTrue = one.breakpoint.trigger {
                    if (value ?? 0) != 0, (known[number] ?? 0) == 0 { isStop = true }
                    known[number] = value
                } else if let value {
                    if value != known[number] { isStop = true }
                    known[number] = value
                }
            }
            if isStop { found.append(walk.position.index) }
        }
        return found
    }

    /// A breakpoint of any kind, of those that this run can have.
    static func randomCase(_ run: TrainingRun, _ session: Session, using generator: inout SeededGenerator) -> Case {
        let symbols = run.everySymbol
        func pick() -> Symbol { symbols[Int.random(in: 0..<symbols.count, using: &generator)] }
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
            let symbol = pick()
            return Case(
                breakpoint: Breakpoint(text: "completion", trigger: .place(.completion(symbol))),
                isPlace: { session in
                    guard let leaf = session.executedLeaf else { return false }
                    let moment = session.tree.moment(of: leaf)
                    let table = session.tree.table(at: moment)
                    let row = table.row(.quantity, holding: moment.leaf)
                    return table.quantities[row.index].symbol == symbol && row.leaves.upperBound == moment.leaf + 1
                })
        case 1:
            let zoom: Zoom = [.sample, .batch, .epoch][Int.random(in: 0..<3, using: &generator)]
            var unit = UnitPattern(level: zoom)
            if Bool.random(using: &generator) { unit.epoch = Int.random(in: 0..<session.tree.epochs, using: &generator) }
            let epoch = unit.epoch
            return Case(
                breakpoint: Breakpoint(text: zoom.name, trigger: .place(.beginning(unit))),
                isPlace: { session in
                    guard !session.isAtEnd else { return false }
                    let moment = session.tree.moment(of: session.position.index)
                    guard epoch == nil || moment.epoch == epoch else { return false }
                    return session.tree.isUnitBoundary(session.position, zoom)
                        && (zoom != .sample || moment.sample != nil)
                })
        case 2:
            let passes: [Pass] = [.forward, .backward, .update]
            let names = session.computation.neuronNames
            var unit = UnitPattern(level: .epoch)
            let pass = passes[Int.random(in: 0..<3, using: &generator)]
            unit.pass = pass
            let name = Bool.random(using: &generator) ? names[Int.random(in: 0..<names.count, using: &generator)] : nil
            unit.name = name
            return Case(
                breakpoint: Breakpoint(text: "pass", trigger: .place(.beginning(unit))),
                isPlace: { session in
                    guard !session.isAtEnd else { return false }
                    let address = session.tree.address(of: session.position.index)
                    guard address.pass == pass else { return false }
                    if let name { return address.neuron == name && session.tree.isUnitBoundary(session.position, .neuron) }
                    return session.tree.isUnitBoundary(session.position, .pass)
                })
        case 3, 4:
            let symbol = pick()
            let observation = Observation(of: [symbol]) { $0.reading(symbol)?.value }
            return Case(breakpoint: Breakpoint(text: "watch", trigger: .changes(observation)), isPlace: nil)
        default:
            let (symbol, other) = (pick(), pick())
            let threshold = Double.random(in: -0.5...0.5, using: &generator)
            let usesTwo = Bool.random(using: &generator)
            let observation = Observation(of: usesTwo ? [symbol, other] : [symbol]) { session in
                guard let value = session.reading(symbol)?.value else { return nil }
                guard usesTwo else { return value < threshold ? 1 : 0 }
                return session.reading(other)?.value.map { value < $0 ? 1 : 0 }
            }
            return Case(breakpoint: Breakpoint(text: "when", trigger: .becomesTrue(observation)), isPlace: nil)
        }
    }

    static let settings: [TrainingSettings] =
        Networks.trainings + [
            TrainingSettings(learningRate: 0.1, epochs: 3), TrainingSettings(learningRate: 0.1, batchSize: 3, epochs: 3),
        ]

    @Test("Forward and backward find the stops of a walk", arguments: settings.indices, 0..<2)
    func bothDirectionsFindTheStops(training: Int, seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(100 * training + seed))
        let run = Networks.random(
            sizes: [2, 2, 1], activation: .tanh, samples: 4, settings: Self.settings[training], using: &generator)
        var session = try Session(run: run)
        for round in 0..<4 {
            // What is set by hand, and taken back, moves the stops; the two directions agree all the same.
            if round > 0 {
                session.go(to: Position(Int.random(in: 0..<session.tree.leafCount, using: &generator)))
                if !session.isAtEnd {
                    let place = Int.random(in: -1..<run.architecture.parameters.count, using: &generator)
                    session.set(place < 0 ? .learningRate : .parameter(place), to: .random(in: -1...1, using: &generator))
                }
            }
            if round == 3 { session.undo() }
            let cases = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Self.randomCase(run, session, using: &generator)
            }
            var breakpoints = Breakpoints()
            for (number, one) in cases.enumerated() { _ = breakpoints.add("\(number)", one.breakpoint.trigger) }
            let expected = Self.stops(of: session, cases)
            session.breakpoints = breakpoints
            session.batchesPerMove = [1, 2, .max][Int.random(in: 0..<3, using: &generator)]
            defer { session.batchesPerMove = .max }
            let label = "\(cases.map(\.breakpoint.text)), round \(round)"

            func rest(_ session: inout Session) { while session.isSearching { session.resume() } }
            session.batchesPerMove = .max
            session.go(to: session.tree.start)
            session.batchesPerMove = [1, 2, .max][Int.random(in: 0..<3, using: &generator)]
            var forward: [Int] = []
            while !session.isAtEnd {
                session.runToStop()
                rest(&session)
                if session.stop?.hits.isEmpty == false { forward.append(session.position.index) }
            }
            #expect(forward == expected, "forward \(label)")
            var backward: [Int] = session.stop?.hits.isEmpty == false ? [session.position.index] : []
            while !session.isAtStart {
                session.runBackToStop()
                rest(&session)
                if session.stop?.hits.isEmpty == false { backward.append(session.position.index) }
            }
            #expect(backward == expected.reversed(), "backward \(label)")
            // From anywhere, the next stop and the one before.
            for _ in 0..<5 {
                let place = Position(Int.random(in: 0...session.end.index, using: &generator))
                session.batchesPerMove = .max
                session.go(to: place)
                session.runToStop()
                #expect(session.position.index == expected.first { $0 > place.index } ?? session.end.index, "after \(place.index) \(label)")
                session.go(to: place)
                session.runBackToStop()
                #expect(session.position.index == expected.last { $0 < place.index } ?? 0, "before \(place.index) \(label)")
            }
        }
    }

    /// Numbers are lost once: the stop is after the first result that is not finite, from both sides.
    @Test func theFirstNumberLostIsAStop() throws {
        var generator = SeededGenerator(seed: 5)
        let run = Networks.random(
            sizes: [2, 2, 1], activation: .identity, samples: 2,
            settings: TrainingSettings(learningRate: 1e9, epochs: 40), using: &generator)
        var session = try Session(run: run)
        _ = session.breakpoints.add("nan", .notFinite)
        var walk = session
        while walk.executedLeaf.map({ walk.value(ofLeaf: $0)?.isFinite ?? true }) ?? true, !walk.isAtEnd {
            walk.go(to: Position(walk.position.index + 1))
        }
        #expect(!walk.isAtEnd)
        session.runToStop()
        #expect(session.position == walk.position && session.stop?.hits.count == 1)
        session.runToStop()
        #expect(session.isAtEnd)
        session.runBackToStop()
        #expect(session.position == walk.position)
        session.runBackToStop()
        #expect(session.isAtStart)
    }

    @Test func ignoringPassesOverInBothDirections() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let number = session.breakpoints.add("epoch", .place(.beginning(UnitPattern(level: .epoch))))
        #expect(session.breakpoints.change(number) { $0.ignored = 1 })
        session.runToStop()
        #expect(session.position.index == 2 * session.tree.leavesPerEpoch)
        #expect(session.breakpoints[number]?.ignored == 0)
        let watch = session.breakpoints.add("w11", .changes(Observation(of: [.named("w11")]) { $0.reading(.named("w11"))?.value }))
        #expect(session.breakpoints.change(number) { $0.isEnabled = false })
        #expect(session.breakpoints.change(watch) { $0.ignored = 1 })
        session.runBackToStop()
        #expect(session.stop?.hits.first?.breakpoint.number == watch)
        #expect(session.tree.moment(of: session.position.index - 1).epoch == 0)
    }
}
