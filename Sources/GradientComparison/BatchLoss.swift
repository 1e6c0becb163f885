import Autograd
import NeuralNetwork

/// The loss of one batch as a function of the parameters: the mean of its samples' losses, added up in
/// the batch's order.
///
/// Value and gradient take the same steps as a training run, so that they are the same bits. One copy of
/// the computation's tape serves every evaluation.
struct BatchLoss {
    /// The loss with one leaf moved.
    struct Evaluation {
        let loss: Double
        /// A first-order bound on the rounding error in `loss`.
        let roundOff: Double
        /// Whether some ReLU, |x|, min or max takes another side than at the parameters' own values.
        let crossesKink: Bool
    }

    private let run: TrainingRun
    private let batch: [Int]
    /// A run with batches of several adds up and divides even where the last one holds a single sample.
    private let isMean: Bool
    private var tape: Tape
    private var adjoints: Adjoints
    private let kinks: [NodeID]
    /// The sides taken at the parameters' own values, `[samples × kinks]`.
    private var sides: [Int] = []
    /// The loss at the parameters' own values.
    private(set) var value = 0.0
    /// Its gradient by the engine's backward pass, in the order of the parameters.
    private(set) var gradient: [Double]

    init(run: TrainingRun, parameters: [Double], batch: [Int]) {
        self.run = run
        self.batch = batch
        isMean = batch.count > 1 || min(run.settings?.batchSize ?? 1, run.data.count) > 1
        tape = run.computation.tape
        for (node, value) in zip(run.computation.parameters, parameters) { tape[node] = value }
        adjoints = Adjoints(startingAt: run.computation.loss, count: tape.count)
        let operations = tape
        kinks = (0..<tape.count).map { NodeID($0) }.filter { operations.operation(of: $0).hasKink }
        gradient = Array(repeating: 0, count: parameters.count)
        passOnce()
    }

    /// One pass forward and backward at the parameters' own values.
    private mutating func passOnce() {
        for sample in batch {
            load(sample)
            tape.forward()
            backward()
            value = isMean ? value + tape[run.computation.loss] : tape[run.computation.loss]
            for (place, node) in run.computation.parameters.enumerated() {
                gradient[place] = isMean ? gradient[place] + adjoints[node] : adjoints[node]
            }
            for node in kinks { sides.append(tape.branch(of: node) ?? 0) }
        }
        guard isMean else { return }
        let count = Double(batch.count)
        value /= count
        for place in gradient.indices { gradient[place] /= count }
    }

    private mutating func load(_ sample: Int) {
        for (node, value) in zip(run.computation.inputs, run.data.inputs(of: sample)) { tape[node] = value }
        for (node, value) in zip(run.computation.targets, run.data.targets(of: sample)) { tape[node] = value }
    }

    private mutating func backward() {
        for index in stride(from: run.computation.loss.index, through: 0, by: -1) {
            adjoints.compute(NodeID(index), on: tape)
        }
    }

    /// The loss with `leaf` at `moved` and everything else as it is.
    ///
    /// The rounding error is taken here and not at the leaf's own value, because where the loss has its
    /// minimum the adjoints vanish there, and the first-order error with them.
    mutating func evaluate(_ leaf: NodeID, at moved: Double) -> Evaluation {
        let own = tape[leaf]
        defer { tape[leaf] = own }
        var total = 0.0
        var magnitude = 0.0
        var roundOff = 0.0
        var crossesKink = false
        var side = 0
        for sample in batch {
            load(sample)
            tape[leaf] = moved
            tape.forward()
            backward()
            total += tape[run.computation.loss]
            magnitude += abs(tape[run.computation.loss])
            roundOff += tape.roundOff(adjoints)
            for node in kinks {
                if tape.branch(of: node) ?? 0 != sides[side] { crossesKink = true }
                side += 1
            }
        }
        let count = Double(batch.count)
        // The sums over the samples and the division are rounded too.
        if isMean { roundOff += count * Double.ulpOfOne / 2 * magnitude }
        return Evaluation(loss: isMean ? total / count : total, roundOff: roundOff / count, crossesKink: crossesKink)
    }
}
