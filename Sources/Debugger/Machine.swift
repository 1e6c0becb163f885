import Autograd
import NeuralNetwork

/// The numbers of a run at one position, and the only code that changes them.
///
/// A whole sample and its single leaves go through the same arithmetic in the same order, so running and
/// stepping give the same bits.
struct Machine: Sendable {
    let run: TrainingRun
    let tree: CallTree
    /// The data, with what has been set by hand in them.
    private(set) var data: DataSet
    private let samplesPerPass: Int
    private let isTrained: Bool
    private let validates: Bool
    private(set) var blocks: [Block]
    /// Parameters after the batch's updates, as far as they have been executed; before them, the same as
    /// before the batch.
    private(set) var newParameters: [Double]
    /// Parameters as the batch began.
    private(set) var oldParameters: [Double]
    private(set) var gradientSums: [Double]
    /// The sums before the present sample was added, for the formula that shows the addition.
    private(set) var gradientSumsBefore: [Double]
    /// η, as far as no schedule changes it.
    private(set) var learningRate: Double
    /// The order of the samples in the epoch that was begun last.
    private var order: (epoch: Int, rows: [Int])
    /// The losses of the samples held out, added up after the epoch that was completed last.
    private(set) var validationSum = 0.0
    private var patience = Patience()
    /// Full speed, once it has been asked for; nil within where the model does not allow it.
    private var fast: DenseTraining??
    /// How many leaves have been executed: the position.
    private(set) var executed = 0

    init(run: TrainingRun, tree: CallTree) {
        self.run = run
        self.tree = tree
        data = run.data
        samplesPerPass = run.samplesPerPass
        isTrained = run.settings != nil
        validates = !run.validationRows.isEmpty
        let parameters = run.architecture.parameters.map(\.initialValue)
        blocks = run.computations.enumerated().map { index, computation in
            Block(
                computation, run.updates.indices.contains(index) ? run.updates[index] : nil,
                parameterCount: parameters.count, seed: run.settings?.seed ?? 0)
        }
        newParameters = parameters
        oldParameters = parameters
        gradientSums = Array(repeating: 0, count: parameters.count)
        gradientSumsBefore = gradientSums
        learningRate = run.settings?.learningRate ?? 0
        order = (0, run.order.order(ofEpoch: 0))
    }

    // MARK: Batches

    /// What a batch starts from.
    var checkpoint: Checkpoint {
        Checkpoint(
            parameters: newParameters, states: blocks.map(\.states), learningRate: learningRate, patience: patience, data: data)
    }

    /// Puts the machine at the start of batch `number`, before its interventions.
    mutating func restore(_ checkpoint: Checkpoint, atBatch number: Int) {
        newParameters = checkpoint.parameters
        for block in blocks.indices { blocks[block].updating.states = checkpoint.states[block] }
        learningRate = checkpoint.learningRate
        patience = checkpoint.patience
        data = checkpoint.data
        executed = tree.start(ofBatch: number)
    }

    /// Begins the batch at whose start the machine is, with what was set there by hand.
    mutating func beginBatch(_ interventions: some Sequence<Intervention>) {
        for intervention in interventions {
            switch intervention.target {
            case .parameter(let parameter): newParameters[parameter] = intervention.value
            case .learningRate: learningRate = intervention.value
            case .input, .target: data.apply(intervention)
            }
        }
        for parameter in newParameters.indices { oldParameters[parameter] = newParameters[parameter] }
    }

    /// Executes the whole batch at whose start the machine is: what its leaves do, one after the other.
    mutating func executeBatch(_ number: Int) {
        let (epoch, batch) = number.quotientAndRemainder(dividingBy: tree.batchesPerEpoch)
        let samples = tree.samples(inBatch: batch)
        for objective in blocks.indices {
            begin(objective)
            for sample in skip(samples - 1, epoch: epoch, batch: batch)..<samples {
                load(epoch: epoch, batch: batch, sample, for: objective)
                executeSample(for: objective)
            }
            guard isTrained else { continue }
            loadUpdate(of: objective, inBatch: number, samples: samples)
            blocks[objective].updating.execute(&newParameters)
        }
        if validates && batch == tree.batchesPerEpoch - 1 { validate() }
        executed = tree.start(ofBatch: number + 1)
    }

    /// Executes whole batches at full speed, the first of which has begun, and gives their losses.
    ///
    /// Parameters and what the optimiser keeps are those of the stepped path; tapes and sums are left as they
    /// were, so a batch that is looked at must be executed by the other path. Held-out samples are judged if the
    /// batches end an epoch.
    ///
    /// - Returns: whether all went well. If not, nothing has been executed: a number was not finite, or the model
    ///   is one for the stepped path.
    mutating func executeFast(_ numbers: Range<Int>, losses: inout [Double]) -> Bool {
        guard let training = fullSpeed() else { return false }
        var (parameters, states) = (newParameters, blocks[0].states)
        let isFinite = training.execute(
            numbers, data: data, parameters: &parameters, states: &states, learningRate: learningRate, losses: &losses)
        guard isFinite else { return false }
        newParameters = parameters
        blocks[0].updating.states = states
        if validates, numbers.upperBound.isMultiple(of: tree.batchesPerEpoch) { validate() }
        executed = tree.start(ofBatch: numbers.upperBound)
        return true
    }

    private mutating func fullSpeed() -> DenseTraining? {
        if let fast { return fast }
        // Not made with the machine: a session begins with steps, and the first of them should not wait.
        let made = DenseTraining(of: run)
        fast = .some(made)
        return made
    }

    /// So many leaves take longer one by one than the whole sample at once.
    private static let manyLeaves = 100

    /// Executes leaves up to `target`, which lies within the batch in progress or at its end.
    mutating func advance(to target: Int) {
        while executed < target {
            let moment = tree.moment(of: executed)
            let start = executed - moment.leaf
            let count = tree.table(at: moment).count
            let end = min(count, target - start)
            let isWhole = moment.leaf == 0 && end == count
            if let sample = moment.sample {
                if moment.leaf == 0 {
                    if sample == 0 {
                        begin(moment.objective)
                        let whole = min((target - start) / count, tree.samples(inBatch: moment.batch))
                        let skipped = skip(whole - 1, epoch: moment.epoch, batch: moment.batch)
                        if skipped > 0 {
                            executed = start + skipped * count
                            continue
                        }
                    }
                    load(epoch: moment.epoch, batch: moment.batch, sample, for: moment.objective)
                }
                let leaves = tree.sampleTable(of: moment.objective).leaves
                if isWhole {
                    executeSample(for: moment.objective)
                } else if moment.leaf == 0 && end > Self.manyLeaves {
                    // What lies ahead is computed along with the rest: it counts as reached only when it is.
                    blocks[moment.objective].passOnce()
                    for leaf in leaves[..<end] where leaf.kind == .lossSum || leaf.kind == .gradientSum {
                        execute(leaf, for: moment.objective)
                    }
                } else {
                    for leaf in leaves[moment.leaf..<end] { execute(leaf, for: moment.objective) }
                }
            } else {
                if moment.leaf == 0 {
                    loadUpdate(
                        of: moment.objective, inBatch: tree.batchNumber(of: moment),
                        samples: tree.samples(inBatch: moment.batch))
                }
                let table = tree.table(at: moment)
                for leaf in moment.leaf..<end { execute(table.leaves[leaf], for: moment.objective) }
            }
            executed = start + end
        }
    }

    /// Begins a loss's share of the batch: with the parameters as the losses before it have left them.
    private mutating func begin(_ objective: Int) {
        blocks[objective].begin(newParameters)
        for parameter in blocks[objective].computation.updatedParameters { gradientSums[parameter] = 0 }
    }

    /// Adds up at full speed what the first `count` samples of a batch that has begun give, without their leaves.
    ///
    /// - Returns: how many samples that were: all, or none where only the stepped path can.
    private mutating func skip(_ count: Int, epoch: Int, batch: Int) -> Int {
        guard count > 0, tree.batchSize > 1, let training = fullSpeed() else { return 0 }
        let sums = training.sums(
            of: rows(epoch: epoch, from: batch * tree.batchSize, count: count), in: data,
            parameters: newParameters)
        // Of what is not finite, only the stepped path has the bits of the stepped path.
        guard sums.loss.isFinite, sums.gradients.allSatisfy(\.isFinite) else { return 0 }
        blocks[0].skip(lossSum: sums.loss)
        gradientSums = sums.gradients
        return count
    }

    /// Samples of an epoch, as rows of the data.
    private mutating func rows(epoch: Int, from first: Int, count: Int) -> ArraySlice<Int> {
        if order.epoch != epoch { order = (epoch, run.order.order(ofEpoch: epoch)) }
        return order.rows[first..<first + count]
    }

    private mutating func load(epoch: Int, batch: Int, _ sample: Int, for objective: Int) {
        blocks[objective].load(
            rows(epoch: epoch, from: (batch * tree.batchSize + sample) * samplesPerPass, count: samplesPerPass), of: data,
            // Without training nothing is switched off.
            batch: isTrained ? epoch * tree.batchesPerEpoch + batch : nil)
    }

    private mutating func executeSample(for objective: Int) {
        blocks[objective].passOnce()
        guard tree.batchSize > 1 else { return }
        execute(Leaf(.lossSum), for: objective)
        for parameter in blocks[objective].computation.updatedParameters {
            execute(Leaf(.gradientSum, parameter), for: objective)
        }
    }

    private mutating func execute(_ leaf: Leaf, for objective: Int) {
        let subject = leaf.subject
        switch leaf.kind {
        case .product, .slope, .contribution:
            // Parts of a result: they are shown, and the leaf that completes the result computes it.
            break
        case .value: blocks[objective].evaluate(NodeID(subject))
        case .adjoint: blocks[objective].computeAdjoint(of: NodeID(subject))
        case .lossSum: blocks[objective].addLoss()
        case .gradientSum:
            gradientSumsBefore[subject] = gradientSums[subject]
            gradientSums[subject] += gradient(of: subject, in: objective)
        case .update: blocks[objective].updating.execute(NodeID(subject), &newParameters)
        case .validationLoss: validate()
        }
    }

    /// Puts on the update's tape what it starts from.
    private mutating func loadUpdate(of objective: Int, inBatch number: Int, samples: Int) {
        blocks[objective].beginUpdate(
            number, parameters: newParameters, gradientSums: tree.batchSize > 1 ? gradientSums : nil, samples: samples,
            learningRate: learningRate)
    }

    // MARK: Validation

    /// The mean loss of the samples held out, with the parameters as the epoch has left them.
    var validationLoss: Double { validationSum / Double(run.validationRows.count) }

    /// Whether the samples held out have not improved for so long that the run ends here.
    var isOutOfPatience: Bool { run.settings?.patience.map { patience.epochsWithoutGain >= $0 } ?? false }

    /// Nothing is switched off, and what the samples leave on the tape is not what training left there.
    private mutating func validate() {
        let evaluation = run.evaluation
        let feed = SampleFeed(of: evaluation, seed: 0)
        var tape = evaluation.tape
        for (node, value) in zip(evaluation.parameters, newParameters) { tape[node] = value }
        if run.samplesPerPass > 1 {
            for (statistic, places) in zip(evaluation.statistics, blocks[0].update?.runningStatistics ?? []) {
                tape[statistic.mean] = blocks[0].states[places.mean]
                tape[statistic.variance] = blocks[0].states[places.variance]
            }
        }
        validationSum = 0
        for row in run.validationRows {
            feed.fill(&tape, [row], of: run.data, batch: nil)
            tape.forward()
            validationSum += tape[evaluation.loss]
        }
        patience.epochEnded(validationLoss)
    }

    // MARK: Results

    /// ∂L/∂θ for the sample on the tape.
    func gradient(of parameter: Int, in objective: Int) -> Double { blocks[objective].gradient(of: parameter) }

    /// A loss of the batch that has been executed: the mean over its samples, regularisation included.
    func batchLoss(of objective: Int) -> Double { blocks[objective].batchLoss }

    /// The rate of batch `number`, from 0, if the rate that a schedule starts from is `base`.
    func rate(inBatch number: Int, base: Double) -> Double {
        guard let update = blocks.first?.update, let node = update.rate else { return base }
        var tape = update.tape
        for (node, source) in update.sources {
            switch source {
            case .learningRate: tape[node] = base
            case .updateNumber: tape[node] = Double(number + 1)
            default: break
            }
        }
        tape.evaluate(0..<node.index + 1)
        return tape[node]
    }

    /// Whether what the run hangs on is finite: losses, gradients and parameters.
    var isFinite: Bool {
        for parameter in newParameters where !parameter.isFinite { return false }
        for block in blocks.indices where !blocks[block].isFinite { return false }
        return true
    }

    /// Whether the leaf executed last gave a finite number.
    var isLastResultFinite: Bool {
        guard executed > 0 else { return true }
        let moment = tree.moment(of: executed - 1)
        return value(of: tree.table(at: moment).leaves[moment.leaf], in: moment.objective).isFinite
    }

    /// The result of a leaf of a loss's sample or update on show.
    func value(of leaf: Leaf, in objective: Int) -> Double {
        let subject = leaf.subject
        let block = blocks[objective]
        switch leaf.kind {
        case .product:
            return block.tape[block.tape.operand(in: subject)] * block.tape[block.tape.operand(in: subject + 1)]
        case .value: return block.tape[NodeID(subject)]
        case .slope: return block.localDerivative(in: subject)
        case .contribution: return block.contribution(through: subject)
        case .adjoint: return block.adjoints[NodeID(subject)]
        case .lossSum: return block.lossSum
        case .gradientSum: return gradientSums[subject]
        case .update: return block.updateTape[NodeID(subject)]
        case .validationLoss: return validationLoss
        }
    }
}

/// What a batch starts from: with the model, the data and the interventions, everything that follows.
struct Checkpoint: Sendable {
    let parameters: [Double]
    /// What the optimiser keeps, one list per loss.
    let states: [[Double]]
    /// η, as far as no schedule changes it.
    let learningRate: Double
    let patience: Patience
    /// Shared with the checkpoints around it, unless something has been set in the data between them.
    let data: DataSet
}

/// How long the loss of the samples held out has not become smaller.
struct Patience: Sendable {
    private var best = Double.infinity
    private(set) var epochsWithoutGain = 0

    mutating func epochEnded(_ loss: Double) {
        epochsWithoutGain = loss < best ? 0 : epochsWithoutGain + 1
        best = min(best, loss)
    }
}

/// A value set by hand, in force from the start of a batch on.
public struct Intervention: Sendable, Equatable {
    public enum Target: Hashable, Sendable {
        case parameter(Int)
        case learningRate
        /// An input by its place in a row of the data, each time the row's sample comes up.
        case input(Int, row: Int)
        case target(Int, row: Int)
    }

    public let target: Target
    public let value: Double
    /// The batch, counted over the run from 0, that starts with the value.
    public let batch: Int
}
