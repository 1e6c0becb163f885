import NeuralNetwork

/// Where in the run's structure a leaf stands, in numbers from 0.
public struct Moment: Hashable, Sendable {
    public let epoch: Int
    public let batch: Int
    /// Which of the model's losses is being served.
    public let objective: Int
    /// The sample within the batch; nil for a leaf of the update.
    public let sample: Int?
    /// The leaf within its table.
    public let leaf: Int

    public init(epoch: Int, batch: Int, objective: Int = 0, sample: Int?, leaf: Int) {
        self.epoch = epoch
        self.batch = batch
        self.objective = objective
        self.sample = sample
        self.leaf = leaf
    }
}

/// A run that is longer than positions can count.
public struct RunTooLong: Error, Sendable {
    public let epochs: Int
    /// How many epochs of this model can be counted.
    public let possible: Int
}

/// A training run as a tree: run › epoch › batch › (loss ›) sample › pass › layer › neuron › quantity ›
/// operation.
///
/// A batch serves the model's losses one after the other, each with all samples and an update of its own.
/// Structure alone maps a position to its place and back, in O(log of the model's size), by division;
/// nothing is stored per step.
public struct CallTree: Sendable {
    /// What one of the losses executes.
    struct Block: Sendable {
        let sample: PassTable
        /// Empty where there is no training.
        let update: PassTable
        /// The update that ends an epoch.
        let lastUpdate: PassTable
        /// The leaves of the blocks before, per sample and for their updates.
        let sampleLeavesBefore: Int
        let updateLeavesBefore: Int
    }

    let blocks: [Block]
    public let sampleCount: Int
    public let batchSize: Int
    public let epochs: Int
    public let batchesPerEpoch: Int
    public let leavesPerEpoch: Int
    /// Over all losses.
    private let leavesPerSample: Int
    private let leavesPerUpdate: Int
    private var leavesPerFullBatch: Int { batchSize * leavesPerSample + leavesPerUpdate }

    public init(of run: TrainingRun) throws(RunTooLong) {
        // Samples that are computed together are one to the tree.
        sampleCount = run.order.samples.count / run.samplesPerPass
        let batchSize = min((run.settings?.batchSize ?? 1) / run.samplesPerPass, max(1, sampleCount))
        self.batchSize = batchSize
        var blocks: [Block] = []
        var (perSample, perUpdate, closing) = (0, 0, 0)
        for (objective, computation) in run.computations.enumerated() {
            let isLast = objective == run.computations.count - 1
            let update = run.updates.indices.contains(objective) ? run.updates[objective] : nil
            let usual = update.map { PassTable.update(of: $0, validating: false) } ?? PassTable()
            let validates = isLast && !run.validationRows.isEmpty
            let block = Block(
                sample: .sample(of: computation, accumulating: batchSize > 1), update: usual,
                lastUpdate: validates ? update.map { .update(of: $0, validating: true) } ?? usual : usual,
                sampleLeavesBefore: perSample, updateLeavesBefore: perUpdate)
            perSample += block.sample.count
            perUpdate += usual.count
            closing += block.lastUpdate.count - usual.count
            blocks.append(block)
        }
        self.blocks = blocks
        leavesPerSample = perSample
        leavesPerUpdate = perUpdate
        batchesPerEpoch = (sampleCount + batchSize - 1) / batchSize
        leavesPerEpoch = sampleCount * perSample + batchesPerEpoch * perUpdate + closing
        epochs = run.settings?.epochs ?? 1
        // Half of what an integer holds, so that sums of positions cannot overflow either.
        let possible = Int.max / 2 / max(1, leavesPerEpoch)
        if epochs > possible { throw RunTooLong(epochs: epochs, possible: possible) }
    }

    /// How many losses the model has.
    public var objectiveCount: Int { blocks.count }

    /// How many leaves the whole run has; also the last position.
    public var leafCount: Int { epochs * leavesPerEpoch }
    /// How many batches, and so updates, the whole run has.
    public var batchCount: Int { epochs * batchesPerEpoch }
    public var start: Position { Position(0) }
    public var end: Position { Position(leafCount) }

    /// How many samples a batch of an epoch holds: the last one may have fewer.
    public func samples(inBatch batch: Int) -> Int {
        min(batchSize, sampleCount - batch * batchSize)
    }

    /// What one sample executes for a loss.
    public func sampleTable(of objective: Int) -> PassTable { blocks[objective].sample }

    /// What the update of a batch of an epoch executes for a loss.
    public func updateTable(of objective: Int, inBatch batch: Int) -> PassTable {
        batch == batchesPerEpoch - 1 ? blocks[objective].lastUpdate : blocks[objective].update
    }

    /// The table that a moment's leaf is in.
    public func table(at moment: Moment) -> PassTable {
        moment.sample == nil
            ? updateTable(of: moment.objective, inBatch: moment.batch) : sampleTable(of: moment.objective)
    }

    /// Where the leaf number `index` stands.
    public func moment(of index: Int) -> Moment {
        let (epoch, inEpoch) = index.quotientAndRemainder(dividingBy: leavesPerEpoch)
        let batch = min(inEpoch / leavesPerFullBatch, batchesPerEpoch - 1)
        let inBatch = inEpoch - batch * leavesPerFullBatch
        let samples = samples(inBatch: batch)
        var objective = blocks.count - 1
        while objective > 0 && inBatch < start(ofBlock: objective, samples: samples) { objective -= 1 }
        let inBlock = inBatch - start(ofBlock: objective, samples: samples)
        let table = blocks[objective].sample
        let sampleLeaves = samples * table.count
        if inBlock >= sampleLeaves {
            return Moment(epoch: epoch, batch: batch, objective: objective, sample: nil, leaf: inBlock - sampleLeaves)
        }
        let (sample, leaf) = inBlock.quotientAndRemainder(dividingBy: table.count)
        return Moment(epoch: epoch, batch: batch, objective: objective, sample: sample, leaf: leaf)
    }

    /// The first leaf of a loss's share in a batch of so many samples.
    private func start(ofBlock objective: Int, samples: Int) -> Int {
        samples * blocks[objective].sampleLeavesBefore + blocks[objective].updateLeavesBefore
    }

    /// The number of the first leaf of a batch, counted over the run from 0.
    public func start(ofBatch number: Int) -> Int {
        let (epoch, batch) = number.quotientAndRemainder(dividingBy: batchesPerEpoch)
        return epoch * leavesPerEpoch + batch * leavesPerFullBatch
    }

    /// The number, over the whole run, of a moment's batch.
    public func batchNumber(of moment: Moment) -> Int { moment.epoch * batchesPerEpoch + moment.batch }

    /// The number of a moment's leaf: the inverse of `moment(of:)`.
    public func index(of moment: Moment) -> Int {
        start(of: moment) + moment.leaf
    }

    /// The number of the first leaf of the moment's table: of its sample, or of its update.
    public func start(of moment: Moment) -> Int {
        let samples = samples(inBatch: moment.batch)
        return start(ofBatch: batchNumber(of: moment)) + start(ofBlock: moment.objective, samples: samples)
            + (moment.sample ?? samples) * sampleTable(of: moment.objective).count
    }

    /// The leaves of the unit at `zoom` that holds the leaf number `index`.
    ///
    /// An update has no sample; at the zoom `sample` it is a unit of its own, beside the samples.
    public func unit(_ zoom: Zoom, holding index: Int) -> Range<Int> {
        let moment = moment(of: index)
        switch zoom {
        case .epoch:
            let start = moment.epoch * leavesPerEpoch
            return start..<start + leavesPerEpoch
        case .batch:
            let number = batchNumber(of: moment)
            return start(ofBatch: number)..<start(ofBatch: number + 1)
        default:
            let start = start(of: moment)
            let leaves = table(at: moment).row(zoom, holding: moment.leaf).leaves
            return start + leaves.lowerBound..<start + leaves.upperBound
        }
    }

    /// How many units an epoch has at `zoom`.
    func units(inEpochAt zoom: Zoom) -> Int {
        switch zoom {
        case .epoch: 1
        case .batch: batchesPerEpoch
        default:
            blocks.reduce(0) { total, block in
                total + sampleCount * block.sample.count(of: zoom) + (batchesPerEpoch - 1) * block.update.count(of: zoom)
                    + block.lastUpdate.count(of: zoom)
            }
        }
    }

    /// Whether a unit at `zoom` begins at `position`, or the run ends there.
    func isUnitBoundary(_ position: Position, _ zoom: Zoom) -> Bool {
        position == end || unit(zoom, holding: position.index).lowerBound == position.index
    }

    /// Where one step at `zoom` leads from a position: the end of the unit that comes next.
    public func position(after position: Position, _ zoom: Zoom) -> Position {
        guard position < end else { return end }
        return Position(unit(zoom, holding: position.index).upperBound)
    }

    /// Where one step back leads: the beginning of the unit that was executed last.
    public func position(before position: Position, _ zoom: Zoom) -> Position {
        guard position > start else { return start }
        return Position(unit(zoom, holding: position.index - 1).lowerBound)
    }

    /// The address of the leaf number `index`.
    public func address(of index: Int) -> Address {
        let moment = moment(of: index)
        let table = table(at: moment)
        let quantity = table.row(.quantity, holding: moment.leaf)
        let row = table.quantities[quantity.index]
        let unit = table.units[row.unit]
        let section = table.sections[unit.section]
        return Address(
            moment: moment, batchSize: samples(inBatch: moment.batch),
            objective: blocks.count > 1 ? blocks[moment.objective].sample.lossName : nil, pass: table.passes[section.pass],
            layer: section.name, neuron: unit.name, quantity: row.symbol, operation: table.leaves[moment.leaf])
    }
}

/// A leaf's path from the run down, as a debugger's backtrace.
public struct Address: Sendable {
    public let moment: Moment
    /// How many samples the batch holds.
    public let batchSize: Int
    /// The loss being served, by its name, where the model has several.
    public let objective: String?
    public let pass: Pass
    public let layer: String
    public let neuron: String
    public let quantity: Symbol
    public let operation: Leaf

    /// The path in the words of the grammar, down to `zoom`: `["epoch 1", "batch 1", "sample 1",
    /// "forward", "hidden", "h1", "z"]`. An update has no sample.
    public func components(to zoom: Zoom = .operation) -> [String] {
        var path = ["epoch \(moment.epoch + 1)"]
        func add(_ level: Zoom, _ component: @autoclosure () -> String?) {
            if zoom <= level, let component = component() { path.append(component) }
        }
        add(.batch, "batch \(moment.batch + 1)")
        add(.sample, objective)
        add(.sample, moment.sample.map { "sample \($0 + 1)" })
        // At the zoom `sample` an update is the unit beside the samples.
        add(moment.sample == nil ? .sample : .pass, pass.rawValue)
        add(.layer, layer)
        add(.neuron, neuron)
        add(.quantity, quantity.name(within: neuron))
        add(.operation, operation.kind.name)
        return path
    }
}

extension Symbol {
    /// The quantity's name within its neuron: `z` for z(h1).
    public func name(within unit: String) -> String {
        switch self {
        // Where samples are computed together, the unit has one of each per sample.
        case .preActivation(unit): "z"
        case .activation(unit): "a"
        case .delta(unit): "delta"
        case .new(let name): name
        default: name
        }
    }
}

extension Leaf.Kind {
    /// The kind of leaf as addresses spell it.
    public var name: String {
        switch self {
        case .product, .contribution: "product"
        case .value: "value"
        case .slope: "slope"
        case .adjoint: "adjoint"
        case .lossSum, .gradientSum: "sum"
        case .update: "value"
        case .validationLoss: "mean"
        }
    }
}
