@preconcurrency import Benchmark
import Lessons

// swift-benchmark takes the time and prints the results; `--help` lists what it can be told.

/// Where the process's own memory was largest, in KiB; 0 where the system does not say.
func peakMemory() -> Double {
    guard case .success(let bytes) = FileLoader.contents(of: "/proc/self/status", limit: 1 << 16),
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return 0 }
    return Double(line.filter(\.isNumber)) ?? 0
}

/// The median time of one unit: an update, a node, a step, whatever the benchmark counts.
BenchmarkColumn.register(
    BenchmarkColumn(
        name: "each",
        value: { result in
            let times = result.measurements.sorted()
            guard !times.isEmpty else { return .nan }
            return times[times.count / 2] / (result.counters[Counter.units] ?? 1)
        },
        unit: .time))
BenchmarkColumn.register(
    BenchmarkColumn(
        name: "loss", value: { $0.counters[Counter.loss] ?? .nan },
        formatter: { value, _ in value.isNaN ? "" : "\(value)" }))
BenchmarkColumn.register(
    BenchmarkColumn(name: "peak KiB", value: { $0.counters[Counter.peak] ?? 0 }, formatter: BenchmarkFormatter.integer))

main(
    [training, program, jumps, steps, screen, load, graph, comparison],
    customDefaults: [
        Columns(["name", "each", "p99", "iterations", "loss", "peak KiB"]), WarmupIterations(1), MinTime(seconds: 0.5),
    ])
