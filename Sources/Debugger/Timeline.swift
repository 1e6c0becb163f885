import NeuralNetwork

/// A run in time: the machine at one position, and what it takes to be at any other.
///
/// The state at a position is a pure function of the run and the interventions. Going forward executes;
/// going back restores the nearest checkpoint and replays. Checkpoints thin out as the run grows, so
/// memory is bounded whatever its length.
public struct Timeline: Sendable {
    private(set) var machine: Machine
    public private(set) var interventions: [Intervention] = []
    private(set) var checkpoints: Thinned<Checkpoint>
    /// The loss of each batch that has been executed, thinned out.
    private var losses: Thinned<Double>

    /// How much memory checkpoints may take.
    private static let checkpointBytes = 8 << 20

    init(run: TrainingRun, tree: CallTree) {
        machine = Machine(run: run, tree: tree)
        let states = run.updates.reduce(0) { $0 + $1.stateCount }
        let bytes = 96 + 8 * (run.architecture.parameters.count + states)
        checkpoints = Thinned(capacity: max(16, min(4096, Self.checkpointBytes / bytes)))
        losses = Thinned(capacity: 4096)
        checkpoints.record(machine.checkpoint, at: 0)
    }

    /// Moves to `target`, forwards or backwards.
    ///
    /// `pause` is asked after every batch, with the number of batches executed, whether to stop there.
    mutating func move(to target: Int, pausing pause: (Int) -> Bool = { _ in false }) {
        let tree = machine.tree
        if target < machine.executed {
            let batch = target == tree.leafCount ? tree.batchCount : tree.batchNumber(of: tree.moment(of: target))
            // A position at a batch's start shows the end of the one before.
            let executing = target == tree.start(ofBatch: batch) ? batch - 1 : batch
            guard let nearest = checkpoints.last(upTo: max(0, executing)) else { return }
            machine.restore(nearest.value, atBatch: nearest.index)
        }
        while machine.executed < target {
            let batch = tree.batchNumber(of: tree.moment(of: machine.executed))
            if machine.executed == tree.start(ofBatch: batch) {
                checkpoints.record(machine.checkpoint, at: batch)
                machine.beginBatch(interventions(at: batch))
            }
            let end = tree.start(ofBatch: batch + 1)
            machine.advance(to: min(target, end))
            if machine.executed == end {
                losses.record(machine.batchLoss(of: 0), at: batch)
                if pause(batch + 1) { return }
            }
        }
    }

    /// The losses of the batches executed before `position`, as (batch number, loss).
    func losses(before position: Position) -> [(batch: Int, loss: Double)] {
        losses.entries.filter { machine.tree.start(ofBatch: $0.index + 1) <= position.index }
            .map { ($0.index, $0.value) }
    }

    private func interventions(at batch: Int) -> [Intervention] { interventions.filter { $0.batch == batch } }

    /// Adds an intervention and recomputes what follows it, at the same position.
    mutating func add(_ intervention: Intervention) {
        interventions.append(intervention)
        recompute(from: intervention.batch)
    }

    /// Takes back the last intervention; nil when there is none.
    mutating func removeLast() -> Intervention? {
        guard let removed = interventions.popLast() else { return nil }
        recompute(from: removed.batch)
        return removed
    }

    /// Puts other interventions in the place of all.
    mutating func replaceInterventions(by others: [Intervention]) {
        let common = zip(interventions, others).prefix { $0 == $1 }.count
        let changed = interventions[common...] + others[common...]
        interventions = others
        if let first = changed.map(\.batch).min() { recompute(from: first) }
    }

    private mutating func recompute(from batch: Int) {
        checkpoints.removeAll(after: batch)
        losses.removeAll(after: batch - 1)
        let position = machine.executed
        guard position > machine.tree.start(ofBatch: batch), let nearest = checkpoints.last(upTo: batch) else { return }
        machine.restore(nearest.value, atBatch: nearest.index)
        move(to: position)
    }

    /// A parameter's or rate's value as set by hand at the start of batch `number`, if it was.
    func setValue(of target: Intervention.Target, atBatch number: Int) -> Double? {
        interventions.last { $0.batch == number && $0.target == target }?.value
    }
}

/// Values by rising index, of which every second is dropped whenever there are too many.
struct Thinned<Value: Sendable>: Sendable {
    private(set) var entries: [(index: Int, value: Value)] = []
    private var stride = 1
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// Keeps `value` if its index is one of those that are kept and has not been passed yet.
    mutating func record(_ value: @autoclosure () -> Value, at index: Int) {
        guard index.isMultiple(of: stride), entries.last.map({ $0.index < index }) ?? true else { return }
        if entries.count == capacity {
            stride *= 2
            entries.removeAll { !$0.index.isMultiple(of: stride) }
            guard index.isMultiple(of: stride) else { return }
        }
        entries.append((index, value()))
    }

    /// The entry with the largest index that is not above `index`.
    func last(upTo index: Int) -> (index: Int, value: Value)? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].index <= index { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? entries[low - 1] : nil
    }

    mutating func removeAll(after index: Int) {
        while let last = entries.last, last.index > index { entries.removeLast() }
    }
}
