@preconcurrency import Benchmark
import Debugger
import Lessons

/// A session that goes on along its run, and starts over when the run is over.
struct Runner {
    private let start: Session
    private(set) var session: Session

    init(_ session: Session) {
        start = session
        self.session = session
    }

    mutating func makeRoom(for updates: Int) {
        if session.batchInProgress + updates > session.tree.batchCount { session = start }
    }

    mutating func execute(_ updates: Int) {
        session.go(to: Position(session.tree.start(ofBatch: session.batchInProgress + updates)))
    }
}

/// A session on a workload, at the start of its run.
func session(_ workload: Workload, epochs: Int) throws -> Session {
    let files = workload.files(epochs: epochs)
    return try Session(run: read(files.model, data: files.data).run)
}

/// Training steps: each is one update, with the forward and backward passes before it.
let training = suite("training", of: Workload.allCases.map { workload in
    let updates =
        switch workload {
        case .w1: 10_000
        case .w2t, .w2r: 500
        case .w3t, .w3r: 50
        }
    return Measurement(workload.rawValue) {
        var session = try session(workload, epochs: workload == .w1 ? 10_000_000 : 100_000)
        session.step(10, .batch)
        return Subject(state: Runner(session), units: updates, loss: session.batchLoss)
    } rewind: {
        $0.makeRoom(for: updates)
    } body: {
        $0.execute(updates)
    }
})

/// A program, forward, backward and update: each is one node.
let program = suite("program", of: [
    Measurement("100000 nodes") {
        var session = try Session(run: read(programText(nodes: 100_000)).run)
        session.step(1, .batch)
        return Subject(state: Runner(session), units: session.computation.tape.count, loss: session.batchLoss)
    } rewind: {
        $0.makeRoom(for: 1)
    } body: {
        $0.execute(1)
    }
])

/// A run that has been computed to its end, and where to go next.
private struct Jumper {
    var session: Session
    var generator = Generator()
    var target = Position(0)
}

/// Jumps from anywhere to anywhere.
let jumps = suite("jump", of: [(Workload.w1, 1_000_000), (.w2t, 10_000)].map { workload, updates in
    Measurement("\(workload.rawValue) over \(updates) updates") {
        var session = try session(workload, epochs: updates)
        session.go(to: session.tree.end)
        return Subject(state: Jumper(session: session))
    } rewind: {
        $0.target = Position($0.generator.index(below: $0.session.tree.leafCount + 1))
    } body: {
        $0.session.go(to: $0.target)
    }
})

/// Steps and steps back in the middle of a run that has been computed to its end: each is one step.
let steps = suite("step", of: [1_000, 1_000_000].flatMap { updates in
    Zoom.allCases.flatMap { zoom in
        let count = 100
        func prepare() throws -> Subject<Session> {
            var session = try session(.w1, epochs: updates)
            session.go(to: session.tree.end)
            session.go(to: Position(session.tree.start(ofBatch: updates / 2)))
            return Subject(state: session, units: count)
        }
        let settings: [BenchmarkSetting] = [MinTime(seconds: 0.05)]
        return [
            Measurement("\(zoom.name) in \(updates) updates", settings: settings, prepare: prepare) {
                $0.back(count, zoom)
            } body: {
                for _ in 1...count { $0.step(1, zoom) }
            },
            Measurement("\(zoom.name) back in \(updates) updates", settings: settings, prepare: prepare) {
                $0.step(count, zoom)
            } body: {
                for _ in 1...count { $0.back(1, zoom) }
            },
        ]
    }
})

func suite(_ name: String, of benchmarks: [any AnyBenchmark]) -> BenchmarkSuite {
    let suite = BenchmarkSuite(name: name)
    benchmarks.forEach(suite.register(benchmark:))
    return suite
}
