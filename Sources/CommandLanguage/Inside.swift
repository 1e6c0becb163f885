import Autograd
import Debugger
import NeuralNetwork

/// What is inside: the tapes, and the checkpoints that make going back quick.
extension Session {
    var tapeLines: [Localized] {
        run.computations.enumerated().flatMap { index, computation in
            var lines = Phrase.lines(of: TapeCounts(of: computation.tape), called: Phrase.sampleTape)
            if run.updates.indices.contains(index) {
                lines += Phrase.lines(of: TapeCounts(of: run.updates[index].tape), called: Phrase.updateTape)
            }
            guard run.computations.count > 1, let loss = computation.symbols[computation.loss]?.name else { return lines }
            return [Localized("loss \(loss):", "损失 \(loss)：")] + lines
        }
    }

    var checkpointLines: [Localized] {
        let report = timeline.checkpointReport
        let stride = Localized(
            report.stride == 1 ? "one before every batch" : "one before every \(report.stride)th batch",
            report.stride == 1 ? "每批之前一个" : "每 \(report.stride) 批一个")
        let last = report.last / tree.batchesPerEpoch + 1
        let batch = report.last % tree.batchesPerEpoch + 1
        return [
            Localized(
                "\(Phrase.counted(report.count, "checkpoint")) of at most \(report.capacity), \(stride.english)",
                "\(report.count) 个检查点（最多 \(report.capacity) 个），\(stride.chinese)"),
            Localized(
                "\(report.bytes) bytes, \(report.bytes / max(1, report.count)) each: parameters and what the optimiser keeps",
                "共 \(report.bytes) 字节，每个 \(report.bytes / max(1, report.count)) 字节：参数和优化器的状态"),
            Localized(
                "the first before epoch 1, batch 1, the last before epoch \(last), batch \(batch)",
                "第一个在第 1 轮第 1 批之前，最后一个在第 \(last) 轮第 \(batch) 批之前"),
        ]
    }
}

/// How large a tape is, and of what.
struct TapeCounts {
    let nodes: Int
    /// From operand to result.
    let edges: Int
    /// The longest way from a leaf to a result, in operations.
    let levels: Int
    /// How often each operation stands on the tape, the most frequent first.
    let operations: [(operation: Operation, count: Int)]

    init(of tape: Tape) {
        nodes = tape.count
        edges = tape.slotCount
        var depths = [Int](repeating: 0, count: tape.count)
        var counts: [Operation: Int] = [:]
        for index in 0..<tape.count {
            let node = NodeID(index)
            counts[tape.operation(of: node), default: 0] += 1
            for slot in tape.slots(of: node) { depths[index] = max(depths[index], depths[tape.operand(in: slot).index] + 1) }
        }
        levels = depths.max() ?? 0
        operations = Operation.allCases.compactMap { operation in counts[operation].map { (operation, $0) } }
            .enumerated().sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element)
    }
}

extension Phrase {
    static let sampleTape = Localized("a sample", "单个样本")
    static let updateTape = Localized("an update", "一次更新")

    static func lines(of counts: TapeCounts, called name: Localized) -> [Localized] {
        let list = counts.operations.map { operation, count in
            Localized("  \(count) × \(Phrase.name(of: operation).english)", "  \(count) × \(Phrase.name(of: operation).chinese)")
        }
        return [
            Localized(
                "\(name.english): \(counted(counts.nodes, "node")), \(counted(counts.edges, "edge")), \(counted(counts.levels, "level"))",
                "\(name.chinese)：\(counts.nodes) 个节点，\(counts.edges) 条边，\(counts.levels) 层"),
        ] + list
    }
}
