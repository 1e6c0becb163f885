import Autograd
import NeuralNetwork

/// The numbers of a run at one position, and the only code that changes them.
///
/// A whole sample and its single leaves go through the same arithmetic in the same order, so running and
/// stepping give the same bits.
struct Machine: Sendable {
    let run: TrainingRun
    let tree: CallTree
    /// Leaf values are those of the batch in progress: parameters before its update.
    private(set) var tape: Tape
    private(set) var adjoints: Adjoints
    /// Parameters after the batch's update, as far as it has been executed; before it, the same as before
    /// the batch.
    private(set) var newParameters: [Double]
    private(set) var gradientSums: [Double]
    private(set) var meanGradients: [Double]
    private(set) var lossSum = 0.0
    /// The sums before the present sample was added, for the formula that shows the addition.
    private(set) var gradientSumsBefore: [Double]
    private(set) var lossSumBefore = 0.0
    private(set) var meanLoss = 0.0
    private(set) var learningRate: Double
    /// How many leaves have been executed: the position.
    private(set) var executed = 0
    /// The nodes of the backward pass in the order in which it visits them.
    private let backwardNodes: [NodeID]

    init(run: TrainingRun, tree: CallTree) {
        self.run = run
        self.tree = tree
        tape = run.computation.tape
        adjoints = Adjoints(startingAt: run.computation.loss, count: tape.count)
        newParameters = run.network.parameters.map(\.initialValue)
        gradientSums = Array(repeating: 0, count: newParameters.count)
        gradientSumsBefore = gradientSums
        meanGradients = gradientSums
        learningRate = run.settings?.learningRate ?? 0
        backwardNodes = run.computation.sections.reversed().flatMap { section in
            section.backwardUnits.flatMap { $0.backward.flatMap(\.nodes) }
        }
    }

    /// What a batch starts from.
    var checkpoint: Checkpoint { Checkpoint(parameters: newParameters, learningRate: learningRate) }

    /// Puts the machine at the start of batch `number`, before its interventions.
    mutating func restore(_ checkpoint: Checkpoint, atBatch number: Int) {
        newParameters = checkpoint.parameters
        learningRate = checkpoint.learningRate
        executed = tree.start(ofBatch: number)
    }

    /// Begins the batch at whose start the machine is, with what was set there by hand.
    mutating func beginBatch(_ interventions: some Sequence<Intervention>) {
        for intervention in interventions {
            switch intervention.target {
            case .parameter(let parameter): newParameters[parameter] = intervention.value
            case .learningRate: learningRate = intervention.value
            }
        }
        for (parameter, node) in run.computation.parameters.enumerated() { tape[node] = newParameters[parameter] }
        lossSum = 0
        for parameter in gradientSums.indices { gradientSums[parameter] = 0 }
    }

    /// Executes leaves up to `target`, which lies within the batch in progress or at its end.
    mutating func advance(to target: Int) {
        while executed < target {
            let moment = tree.moment(of: executed)
            let start = executed - moment.leaf
            let count = tree.table(at: moment).count
            let end = min(count, target - start)
            if let sample = moment.sample {
                if moment.leaf == 0 { load(moment.batch * tree.batchSize + sample) }
                if moment.leaf == 0 && end == count {
                    executeSample()
                } else {
                    for leaf in moment.leaf..<end { execute(tree.sampleTable.leaves[leaf]) }
                }
            } else {
                for leaf in moment.leaf..<end { execute(tree.updateTable.leaves[leaf]) }
            }
            executed = start + end
        }
    }

    private mutating func load(_ sample: Int) {
        for (node, value) in zip(run.computation.inputs, run.data.inputs(of: sample)) { tape[node] = value }
        for (node, value) in zip(run.computation.targets, run.data.targets(of: sample)) { tape[node] = value }
    }

    private mutating func executeSample() {
        tape.forward()
        for node in backwardNodes { adjoints.compute(node, on: tape) }
        guard tree.batchSize > 1 else { return }
        execute(Leaf(.lossSum))
        for parameter in gradientSums.indices { execute(Leaf(.gradientSum, parameter)) }
    }

    private mutating func execute(_ leaf: Leaf) {
        let subject = leaf.subject
        switch leaf.kind {
        case .product, .slope, .contribution, .change:
            // Parts of a result: they are shown, and the leaf that completes the result computes it.
            break
        case .value: tape.evaluate(NodeID(subject))
        case .adjoint: adjoints.compute(NodeID(subject), on: tape)
        case .lossSum:
            lossSumBefore = lossSum
            lossSum += tape[run.computation.loss]
        case .gradientSum:
            gradientSumsBefore[subject] = gradientSums[subject]
            gradientSums[subject] += adjoints[run.computation.parameters[subject]]
        case .meanLoss: meanLoss = lossSum / sampleCount
        case .meanGradient: meanGradients[subject] = gradientSums[subject] / sampleCount
        case .newValue:
            newParameters[subject] = tape[run.computation.parameters[subject]] - learningRate * gradient(of: subject)
        }
    }

    /// How many samples the batch holds that the leaf executed last belongs to.
    var sampleCount: Double {
        Double(tree.samples(inBatch: tree.moment(of: max(0, executed - 1)).batch))
    }

    /// The gradient that the update uses: the batch's mean, or the one sample's own.
    func gradient(of parameter: Int) -> Double {
        tree.batchSize > 1 ? meanGradients[parameter] : adjoints[run.computation.parameters[parameter]]
    }

    /// The loss of the batch that has been executed: the mean over its samples.
    var batchLoss: Double { tree.batchSize > 1 ? lossSum / sampleCount : tape[run.computation.loss] }
}

/// What a batch starts from: with the model, the data and the interventions, everything that follows.
struct Checkpoint: Sendable {
    let parameters: [Double]
    let learningRate: Double
}

/// A value set by hand, in force from the start of a batch on.
public struct Intervention: Sendable, Equatable {
    public enum Target: Hashable, Sendable {
        case parameter(Int)
        case learningRate
    }

    public let target: Target
    public let value: Double
    /// The batch, counted over the run from 0, that starts with the value.
    public let batch: Int
}
