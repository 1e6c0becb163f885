import Autograd
import NeuralNetwork

/// The numbers of a run at one position, and the only code that changes them.
///
/// A whole sample and its single leaves go through the same arithmetic in the same order, so running and
/// stepping give the same bits.
struct Machine: Sendable {
    /// What serves one of the model's losses.
    struct Block: Sendable {
        let computation: Computation
        let update: UpdateComputation?
        /// Leaf values are those of the batch in progress: parameters before this loss's update.
        fileprivate(set) var tape: Tape
        fileprivate(set) var adjoints: Adjoints
        fileprivate(set) var updateTape: Tape
        /// What the optimiser keeps of its parameters.
        fileprivate(set) var states: [Double]
        /// The losses of the batch's samples so far, added up.
        fileprivate(set) var lossSum = 0.0
        /// The sum before the present sample was added, for the formula that shows the addition.
        fileprivate(set) var lossSumBefore = 0.0
        /// The nodes of the backward pass in the order in which it visits them.
        fileprivate let backwardNodes: [NodeID]
        /// Where on the update's tape the batch's loss is; nil where it is the sample's own.
        fileprivate let lossNode: NodeID?
        /// The place among parameters, or behind them among states, that each node of the update gives its
        /// value to; −1 for none.
        fileprivate let deliveries: [Int32]
        /// The nodes that give their value to such a place, in the order of the update.
        fileprivate let deliveringNodes: [NodeID]
        fileprivate let feed: SampleFeed
        /// What the update starts from.
        fileprivate let sources: [(node: NodeID, source: UpdateComputation.Source)]

        fileprivate init(_ computation: Computation, _ update: UpdateComputation?, parameterCount: Int, seed: UInt64) {
            self.computation = computation
            self.update = update
            tape = computation.tape
            adjoints = Adjoints(startingAt: computation.loss, count: tape.count)
            updateTape = update?.tape ?? Tape()
            states = update?.initialStates ?? []
            backwardNodes = computation.sections.reversed().flatMap { section in
                section.backwardUnits.flatMap { $0.backward.flatMap(\.nodes) }
            }
            var deliveries = [Int32](repeating: -1, count: updateTape.count)
            var lossNode: NodeID?
            for (node, target) in update?.targets ?? [] {
                switch target {
                case .parameter(let place): deliveries[node.index] = Int32(place)
                case .state(let place): deliveries[node.index] = Int32(parameterCount + place)
                case .loss: lossNode = node
                case .gradient, .learningRate: break
                }
            }
            self.deliveries = deliveries
            deliveringNodes = deliveries.indices.filter { deliveries[$0] >= 0 }.map { NodeID($0) }
            feed = SampleFeed(of: computation, seed: seed)
            sources = update?.sources ?? []
            self.lossNode = lossNode
        }
    }

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
        for block in blocks.indices { blocks[block].states = checkpoint.states[block] }
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
            for sample in 0..<samples {
                load(epoch: epoch, batch: batch, sample, for: objective)
                executeSample(for: objective)
            }
            guard isTrained else { continue }
            loadUpdate(of: objective, inBatch: number, samples: samples)
            blocks[objective].update(&newParameters)
        }
        if validates && batch == tree.batchesPerEpoch - 1 { validate() }
        executed = tree.start(ofBatch: number + 1)
    }

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
                    if sample == 0 { begin(moment.objective) }
                    load(epoch: moment.epoch, batch: moment.batch, sample, for: moment.objective)
                }
                if isWhole {
                    executeSample(for: moment.objective)
                } else {
                    let table = tree.sampleTable(of: moment.objective)
                    for leaf in moment.leaf..<end { execute(table.leaves[leaf], for: moment.objective) }
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

    private mutating func load(epoch: Int, batch: Int, _ sample: Int, for objective: Int) {
        if order.epoch != epoch { order = (epoch, run.order.order(ofEpoch: epoch)) }
        let first = (batch * tree.batchSize + sample) * samplesPerPass
        blocks[objective].load(
            order.rows[first..<first + samplesPerPass], of: data,
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
        case .update:
            blocks[objective].updateTape.evaluate(NodeID(subject))
            let place = Int(blocks[objective].deliveries[subject])
            guard place >= 0 else { break }
            let value = blocks[objective].updateTape[NodeID(subject)]
            if place < newParameters.count {
                newParameters[place] = value
            } else {
                blocks[objective].states[place - newParameters.count] = value
            }
        case .validationLoss: validate()
        }
    }

    /// Puts on the update's tape what it starts from.
    private mutating func loadUpdate(of objective: Int, inBatch number: Int, samples: Int) {
        blocks[objective].loadUpdate(
            parameters: newParameters, gradientSums: tree.batchSize > 1 ? gradientSums : nil, samples: samples,
            learningRate: learningRate, number: number)
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
    func batchLoss(of objective: Int) -> Double {
        if let node = blocks[objective].lossNode { return blocks[objective].updateTape[node] }
        return blocks[objective].loss
    }

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
        case .slope: return block.tape.localDerivative(in: subject)
        case .contribution: return block.adjoints.contribution(through: subject, on: block.tape).product
        case .adjoint: return block.adjoints[NodeID(subject)]
        case .lossSum: return block.lossSum
        case .gradientSum: return gradientSums[subject]
        case .update: return block.updateTape[NodeID(subject)]
        case .validationLoss: return validationLoss
        }
    }
}

extension Machine.Block {
    fileprivate mutating func begin(_ parameters: [Double]) {
        for (node, value) in zip(computation.parameters, parameters) { tape[node] = value }
        lossSum = 0
    }

    fileprivate mutating func load(_ rows: ArraySlice<Int>, of data: DataSet, batch: Int?) {
        feed.fill(&tape, rows, of: data, batch: batch)
    }

    fileprivate mutating func evaluate(_ node: NodeID) { tape.evaluate(node) }
    fileprivate mutating func computeAdjoint(of node: NodeID) { adjoints.compute(node, on: tape) }

    /// A whole sample, forward and backward.
    fileprivate mutating func passOnce() {
        tape.forward()
        for node in backwardNodes { adjoints.compute(node, on: tape) }
    }

    fileprivate var isFinite: Bool {
        guard loss.isFinite else { return false }
        for parameter in computation.updatedParameters where !gradient(of: parameter).isFinite { return false }
        return true
    }

    /// The loss of the sample on the tape.
    fileprivate var loss: Double { tape[computation.loss] }

    /// ∂L/∂θ for the sample on the tape.
    fileprivate func gradient(of parameter: Int) -> Double { adjoints[computation.parameters[parameter]] }

    /// Puts on the update's tape what it starts from; without sums, loss and gradient are the one sample's own.
    fileprivate mutating func loadUpdate(
        parameters: [Double], gradientSums: [Double]?, samples: Int, learningRate: Double, number: Int
    ) {
        for (node, source) in sources {
            let value: Double
            switch source {
            case .parameter(let place): value = parameters[place]
            case .gradient(let place): value = gradientSums?[place] ?? gradient(of: place)
            case .state(let place): value = states[place]
            case .loss: value = gradientSums == nil ? loss : lossSum
            case .sampleCount: value = Double(samples)
            case .learningRate: value = learningRate
            case .updateNumber: value = Double(number + 1)
            case .sampleNode(let node): value = tape[node]
            }
            updateTape[node] = value
        }
    }

    /// A whole update; the new parameters go where the machine keeps them.
    fileprivate mutating func update(_ parameters: inout [Double]) {
        updateTape.forward()
        for node in deliveringNodes {
            let place = Int(deliveries[node.index])
            if place < parameters.count {
                parameters[place] = updateTape[node]
            } else {
                states[place - parameters.count] = updateTape[node]
            }
        }
    }

    fileprivate mutating func addLoss() {
        lossSumBefore = lossSum
        lossSum += tape[computation.loss]
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
