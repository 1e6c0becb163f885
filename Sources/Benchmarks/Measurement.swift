@preconcurrency import Benchmark

/// What a benchmark tells the report beside its times.
enum Counter {
    /// How many units one iteration holds.
    static let units = "units"
    /// What was computed, to be held against the same in another program.
    static let loss = "loss"
    /// The process's largest memory so far, in KiB.
    static let peak = "peak"
}

/// What the iterations of a benchmark work on.
struct Subject<State> {
    var state: State
    /// How many units one iteration holds.
    var units = 1
    var loss = Double.nan
}

/// A benchmark whose iterations share one state, which is built only if the benchmark is chosen.
///
/// Before each iteration `rewind` puts the state where the iteration begins; only `body` is timed.
final class Measurement<State>: AnyBenchmark {
    let name: String
    let settings: [BenchmarkSetting]
    private let prepare: () throws -> Subject<State>
    private let rewind: (inout State) throws -> Void
    private let body: (inout State) throws -> Void
    private var subject: Subject<State>?

    init(
        _ name: String, settings: [BenchmarkSetting] = [], prepare: @escaping () throws -> Subject<State>,
        rewind: @escaping (inout State) throws -> Void = { _ in }, body: @escaping (inout State) throws -> Void
    ) {
        self.name = name
        self.settings = settings
        self.prepare = prepare
        self.rewind = rewind
        self.body = body
    }

    func setUp() {}
    func tearDown() {}

    func run(_ benchmark: inout BenchmarkState) throws {
        // Taken out, so that the state has one owner and nothing is copied when it changes.
        var subject = try self.subject.take() ?? prepare()
        try rewind(&subject.state)
        benchmark.start()
        try body(&subject.state)
        try benchmark.end()
        benchmark.counters[Counter.units] = Double(subject.units)
        benchmark.counters[Counter.loss] = subject.loss
        benchmark.counters[Counter.peak] = peakMemory()
        self.subject = subject
    }
}
