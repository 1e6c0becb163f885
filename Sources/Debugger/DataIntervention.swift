import Autograd
import NeuralNetwork

/// What-if on data: a number of one row, set by hand.
extension Session {
    /// The data that the batch on show works with; before the first result, and at the boundary between two
    /// batches, also with what has been set there for the coming one.
    public var data: DataSet { timeline.data(beginning: batchInProgress, if: isAtBatchBoundary) }

    /// The data that the batch of the result executed last works with; at the start, the first batch.
    public var dataOnShow: DataSet { isAtStart ? data : machine.data }

    /// The number of the data that an input or a target by its name is in the sample in progress; nil for any
    /// other name. At the boundary between two samples it is the coming one, in an update the batch's last.
    public func dataTarget(named name: String) -> Intervention.Target? {
        guard let node = computation.nodes[.named(name)] else { return nil }
        return dataTarget(of: node, in: tree.moment(of: min(position.index, tree.leafCount - 1)))
    }

    /// The number of the data that a node takes in a sample, or in the last one before an update.
    func dataTarget(of node: NodeID, in moment: Moment) -> Intervention.Target? {
        let sample = moment.sample ?? tree.samples(inBatch: moment.batch) - 1
        let first = (moment.batch * tree.batchSize + sample) * run.samplesPerPass
        func row(_ place: Int, of count: Int) -> Int { run.order.order(ofEpoch: moment.epoch)[first + place / count] }
        if let place = computation.inputs.firstIndex(of: node) {
            return .input(place % run.data.inputCount, row: row(place, of: run.data.inputCount))
        }
        if let place = computation.targets.firstIndex(of: node) {
            return .target(place % run.data.targetCount, row: row(place, of: run.data.targetCount))
        }
        return nil
    }

    /// A position from which `set` makes this intervention again: the start of its batch or, for a number of the
    /// data, of its row's sample there.
    public func position(toRepeat intervention: Intervention) -> Position {
        let (epoch, batch) = intervention.batch.quotientAndRemainder(dividingBy: tree.batchesPerEpoch)
        let sample = place(toRepeat: intervention) / run.samplesPerPass
        return Position(tree.index(of: Moment(epoch: epoch, batch: batch, sample: sample, leaf: 0)))
    }

    /// The name that a number of the data has in its row's sample in the intervention's batch.
    public func dataName(toRepeat intervention: Intervention) -> String {
        let sample = place(toRepeat: intervention) % run.samplesPerPass
        let node: NodeID? =
            switch intervention.target {
            case .input(let place, _): computation.inputs[sample * run.data.inputCount + place]
            case .target(let place, _): computation.targets[sample * run.data.targetCount + place]
            case .parameter, .learningRate: nil
            }
        return node.flatMap { computation.symbols[$0]?.name } ?? ""
    }

    /// Which of the batch's rows, from 0, the intervention is about; 0 where it is about none.
    private func place(toRepeat intervention: Intervention) -> Int {
        guard let row = intervention.target.row else { return 0 }
        let (epoch, batch) = intervention.batch.quotientAndRemainder(dividingBy: tree.batchesPerEpoch)
        let first = batch * tree.batchSize * run.samplesPerPass
        let rows = run.order.order(ofEpoch: epoch)[first..<first + tree.samples(inBatch: batch) * run.samplesPerPass]
        return rows.firstIndex(of: row).map { $0 - first } ?? 0
    }
}

extension Intervention.Target {
    /// The row of the data that is changed, from 0; nil where it is none.
    public var row: Int? {
        switch self {
        case .input(_, let row), .target(_, let row): row
        case .parameter, .learningRate: nil
        }
    }
}

extension DataSet {
    /// The data with what is set by hand in them.
    mutating func apply(_ intervention: Intervention) {
        switch intervention.target {
        case .input(let place, let row): setInput(place, ofSample: row, to: intervention.value)
        case .target(let place, let row): setTarget(place, ofSample: row, to: intervention.value)
        case .parameter, .learningRate: break
        }
    }
}
