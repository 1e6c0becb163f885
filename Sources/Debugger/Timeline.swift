import NeuralNetwork

/// A run in time: the machine at one position, and what it takes to be at any other.
///
/// The state at a position is a pure function of the run and the interventions. Going forward executes;
/// going back restores the nearest checkpoint and replays. Checkpoints thin out as the run grows, so
/// memory is bounded whatever its length.
public struct Timeline: Sendable {
    private(set) var machine: Machine
    public private(set) var interventions: [Intervention] = []
    /// What is broken on purpose in this run.
    var breakage: Breakage?
    private(set) var checkpoints: Thinned<Checkpoint>
    /// The loss of each batch that has been executed, thinned out.
    private var losses: Thinned<Double>
    /// The loss of the batch executed last.
    private var latestLoss: (batch: Int, loss: Double)?

    /// Where the run ends before its last epoch, if it has been seen to.
    private(set) var earlyEnd: Int?

    /// The position right after the first result that is no finite number, once the run has been past it.
    private(set) var firstNonFinite: Int?

    /// How much memory checkpoints may take.
    private static let checkpointBytes = 8 << 20

    private let bytesPerCheckpoint: Int

    /// What there is to tell of the checkpoints.
    public var checkpointReport: CheckpointReport {
        CheckpointReport(
            count: checkpoints.entries.count, capacity: checkpoints.capacity, stride: checkpoints.stride,
            last: checkpoints.entries.last?.index ?? 0, bytes: checkpoints.entries.count * bytesPerCheckpoint)
    }

    init(run: TrainingRun, tree: CallTree) {
        machine = Machine(run: run, tree: tree)
        let states = run.updates.reduce(0) { $0 + $1.stateCount }
        bytesPerCheckpoint = 160 + 8 * (run.architecture.parameters.count + states)
        checkpoints = Thinned(capacity: max(16, min(4096, Self.checkpointBytes / bytesPerCheckpoint)))
        losses = Thinned(capacity: 4096)
        checkpoints.record(machine.checkpoint, at: 0)
    }

    /// Moves to `target`, forwards or backwards.
    ///
    /// `pause` is asked now and then, at least every `interval` batches, whether to stop there: with how many batches
    /// of the run have been executed, and the losses of those since it was asked last. On the way forward `stopsAtNonFinite`
    /// ends the move where a result first is infinite or not a number.
    mutating func move(
        to target: Int, stopsAtNonFinite: Bool = false, interval: Int = .max,
        pausing pause: (_ executed: Int, _ losses: [Double]) -> Bool = { _, _ in false }
    ) {
        let tree = machine.tree
        let start = machine.executed
        var target = min(target, earlyEnd ?? target)
        if stopsAtNonFinite, let firstNonFinite, start < firstNonFinite { target = min(target, firstNonFinite) }
        let targetBatch = batch(at: target)
        // Back, or ahead to where the run has been before: from the nearest checkpoint. A position shows the
        // loss of the batch before, and at a batch's start all of it, so that batch is executed, too.
        if let nearest = checkpoints.last(upTo: max(0, targetBatch - 1)),
            target < start || tree.start(ofBatch: nearest.index) > start
        {
            machine.restore(nearest.value, atBatch: nearest.index)
        }
        // Up to this batch full speed has failed.
        var steppedUntil = 0
        while machine.executed < target {
            let batch = batch(at: machine.executed)
            if machine.executed == tree.start(ofBatch: batch) {
                checkpoints.record(machine.checkpoint, at: batch)
                machine.beginBatch(interventions(at: batch))
                let stretch = fastStretch(from: batch, before: targetBatch - 1, interval)
                if batch >= steppedUntil, !stretch.isEmpty {
                    let start = machine.checkpoint
                    guard let losses = executeFast(stretch) else {
                        steppedUntil = stretch.upperBound
                        continue
                    }
                    let isStopped = pause(stretch.upperBound, losses)
                    if endsEarly(after: stretch.upperBound) || isStopped {
                        return look(atLastOf: stretch, from: start)
                    }
                    continue
                }
            }
            let end = tree.start(ofBatch: batch + 1)
            if target >= end && machine.executed == tree.start(ofBatch: batch) {
                machine.executeBatch(batch)
            } else {
                machine.advance(to: min(target, end))
            }
            if firstNonFinite == nil, !machine.isFinite || machine.executed < end && !machine.isLastResultFinite {
                firstNonFinite = positionOfNonFinite(inBatch: batch)
                if stopsAtNonFinite, let firstNonFinite, start < firstNonFinite, firstNonFinite < machine.executed {
                    return move(to: firstNonFinite)
                }
            }
            if machine.executed == end {
                let loss = machine.batchLoss(of: 0)
                latestLoss = (batch, loss)
                losses.record(loss, at: batch)
                let isStopped = pause(batch + 1, [loss])
                if endsEarly(after: batch + 1) || isStopped { return }
            }
        }
    }

    /// The batch that the leaf at `position` belongs to; at the end of the run, one past the last.
    private func batch(at position: Int) -> Int {
        let tree = machine.tree
        return position == tree.leafCount ? tree.batchCount : tree.batchNumber(of: tree.moment(of: position))
    }

    // MARK: Full speed

    /// About how many leaves are executed at full speed without a look at anything else: milliseconds of work.
    private static let leavesPerStretch = 40_000_000

    /// The batches from `first` on that can be executed without a stop between them: up to the next checkpoint or
    /// intervention, the end of an epoch that is judged, and the batch that is to be looked at.
    private func fastStretch(from first: Int, before last: Int, _ interval: Int) -> Range<Int> {
        let tree = machine.tree
        // Beyond a number that is not finite, only the stepped path has the bits of the stepped path.
        if let firstNonFinite, machine.executed >= firstNonFinite { return first..<first }
        let usual = min(max(1, Self.leavesPerStretch / max(1, tree.leavesPerEpoch / tree.batchesPerEpoch)), 1024, interval)
        var end = min(last, first + usual)
        for checkpoint in checkpoints.kept(in: first + 1..<max(first + 1, end)).prefix(1) { end = checkpoint }
        if !machine.run.validationRows.isEmpty { end = min(end, (first / tree.batchesPerEpoch + 1) * tree.batchesPerEpoch) }
        for intervention in interventions where intervention.batch > first { end = min(end, intervention.batch) }
        return first..<max(first, end)
    }

    /// Executes batches that have begun, at full speed.
    ///
    /// - Returns: their losses; nil if they could not be executed, which leaves everything as it was.
    private mutating func executeFast(_ stretch: Range<Int>) -> [Double]? {
        var batchLosses: [Double] = []
        guard machine.executeFast(stretch, losses: &batchLosses), let last = batchLosses.last else { return nil }
        latestLoss = (stretch.upperBound - 1, last)
        for index in losses.kept(in: stretch) { losses.record(batchLosses[index - stretch.lowerBound], at: index) }
        return batchLosses
    }

    /// Executes the last of some batches again, so that all of it can be looked at.
    ///
    /// - Parameter checkpoint: what the first of them starts from.
    private mutating func look(atLastOf stretch: Range<Int>, from checkpoint: Checkpoint) {
        let last = stretch.upperBound - 1
        machine.restore(checkpoint, atBatch: stretch.lowerBound)
        if last > stretch.lowerBound { _ = executeFast(stretch.lowerBound..<last) }
        machine.beginBatch([])
        machine.executeBatch(last)
        latestLoss = (last, machine.batchLoss(of: 0))
    }

    /// Whether the run has been seen to end with the batch executed last.
    private mutating func endsEarly(after count: Int) -> Bool {
        guard count.isMultiple(of: machine.tree.batchesPerEpoch), machine.isOutOfPatience else { return false }
        earlyEnd = machine.executed
        return true
    }

    /// The losses of the batches executed before `position`, as (batch number, loss).
    func losses(before position: Position) -> [(batch: Int, loss: Double)] {
        var known = losses.entries.filter { machine.tree.start(ofBatch: $0.index + 1) <= position.index }
            .map { (batch: $0.index, loss: $0.value) }
        // However thinned out the others are, the last one is there.
        if let latestLoss, machine.tree.start(ofBatch: latestLoss.batch + 1) <= position.index,
            known.last.map({ $0.batch < latestLoss.batch }) ?? true
        {
            known.append(latestLoss)
        }
        return known
    }

    /// The position right after the first result of a batch, as far as it has been executed, that is no finite
    /// number.
    private func positionOfNonFinite(inBatch batch: Int) -> Int? {
        guard let nearest = checkpoints.last(upTo: batch) else { return nil }
        var search = self
        search.machine.restore(nearest.value, atBatch: nearest.index)
        // Found already as far as the copy is concerned, or it would look for itself.
        search.firstNonFinite = .max
        search.move(to: machine.tree.start(ofBatch: batch))
        while search.machine.executed < machine.executed {
            search.move(to: search.machine.executed + 1)
            let moment = machine.tree.moment(of: search.machine.executed - 1)
            let leaf = machine.tree.table(at: moment).leaves[moment.leaf]
            if !search.machine.value(of: leaf, in: moment.objective).isFinite { return search.machine.executed }
        }
        return nil
    }

    private func interventions(at batch: Int) -> [Intervention] {
        interventions.isEmpty ? [] : interventions.filter { $0.batch == batch }
    }

    /// Adds an intervention. Where that changes the present state, the machine is left before the change, to be
    /// moved to where it was.
    mutating func add(_ intervention: Intervention) {
        interventions.append(intervention)
        invalidate(from: intervention.batch)
    }

    /// Takes back the last intervention; nil when there is none.
    mutating func removeLast() -> Intervention? {
        guard let removed = interventions.popLast() else { return nil }
        invalidate(from: removed.batch)
        return removed
    }

    /// Puts other interventions in the place of all.
    mutating func replaceInterventions(by others: [Intervention]) {
        let common = zip(interventions, others).prefix { $0 == $1 }.count
        let changed = interventions[common...] + others[common...]
        interventions = others
        if let first = changed.map(\.batch).min() { invalidate(from: first) }
    }

    private mutating func invalidate(from batch: Int) {
        checkpoints.removeAll(after: batch)
        losses.removeAll(after: batch - 1)
        if let end = earlyEnd, end > machine.tree.start(ofBatch: batch) { earlyEnd = nil }
        if let place = firstNonFinite, place > machine.tree.start(ofBatch: batch) { firstNonFinite = nil }
        guard machine.executed > machine.tree.start(ofBatch: batch), let nearest = checkpoints.last(upTo: batch) else {
            return
        }
        machine.restore(nearest.value, atBatch: nearest.index)
    }

    /// The data of the batch in progress or, at the start of batch `number`, with what is set for it.
    func data(beginning number: Int, if isAtBoundary: Bool) -> DataSet {
        var data = machine.data
        if isAtBoundary { interventions(at: number).forEach { data.apply($0) } }
        return data
    }

    /// A parameter's or rate's value as set by hand at the start of batch `number`, if it was.
    func setValue(of target: Intervention.Target, atBatch number: Int) -> Double? {
        interventions.last { $0.batch == number && $0.target == target }?.value
    }
}

/// How the checkpoints of a run lie: before every `stride`-th batch, up to the last.
public struct CheckpointReport: Sendable, Equatable {
    public let count: Int
    public let capacity: Int
    public let stride: Int
    /// The batch, counted over the run from 0, that the last one stands before.
    public let last: Int
    public let bytes: Int
}

/// Values by rising index, of which every second is dropped whenever there are too many.
struct Thinned<Value: Sendable>: Sendable {
    private(set) var entries: [(index: Int, value: Value)] = []
    private(set) var stride = 1
    let capacity: Int

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

    /// The indices of a stretch that are among those that are kept.
    func kept(in stretch: Range<Int>) -> StrideTo<Int> {
        Swift.stride(from: (stretch.lowerBound + stride - 1) / stride * stride, to: stretch.upperBound, by: stride)
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
