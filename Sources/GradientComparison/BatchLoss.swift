import Autograd
import NeuralNetwork

/// One of a model's losses for one batch, as a function of the parameters: the mean of its samples' losses,
/// added up in the batch's order, and what regularisation adds to it.
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
    private let computation: Computation
    /// The rows of each pass.
    private let passes: [ArraySlice<Int>]
    /// The batch's number in the run, which decides what dropout switches off; nil for nothing.
    private let batchNumber: Int?
    private let feed: SampleFeed
    private var tape: Tape
    private var adjoints: Adjoints
    private let kinks: [NodeID]
    /// The sides taken at the parameters' own values, `[samples × kinks]`.
    private var sides: [Int] = []
    /// What makes the batch's loss and gradient of its samples': the beginning of the update.
    private let update: UpdateComputation
    private var updateTape: Tape
    private let updateKinks: [NodeID]
    private var updateSides: [Int] = []
    /// The batch's loss on the update's tape; nil where it is the one sample's own.
    private let lossNode: NodeID?
    /// The loss at the parameters' own values.
    private(set) var value = 0.0
    /// Its gradient by the engine's backward pass, in the order of the parameters; 0 for those that serve
    /// another loss.
    private(set) var gradient: [Double]

    init(run: TrainingRun, objective: Int, parameters: [Double], batch: [Int], batchNumber: Int?) {
        self.run = run
        self.batchNumber = batchNumber
        passes = stride(from: 0, to: batch.count, by: run.samplesPerPass).map {
            batch[$0..<min($0 + run.samplesPerPass, batch.count)]
        }
        computation = run.computations[objective]
        feed = SampleFeed(of: computation, seed: run.settings?.seed ?? 0)
        tape = computation.tape
        for (node, value) in zip(computation.parameters, parameters) { tape[node] = value }
        adjoints = Adjoints(startingAt: computation.loss, count: tape.count)
        kinks = Self.kinks(of: tape)
        // A run with batches of several adds up and divides even where the last one holds a single sample.
        let usual = min(run.settings?.batchSize ?? 1, run.order.samples.count) / run.samplesPerPass
        let isMean = passes.count > 1 || usual > 1
        update = UpdateComputation(
            of: computation, roles: run.architecture.parameters.map(\.role),
            settings: run.settings ?? TrainingSettings(learningRate: 0), isMean: isMean)
        updateTape = update.tape
        updateKinks = Self.kinks(of: updateTape)
        lossNode = update.targets.first { $0.target == .loss }?.node
        gradient = Array(repeating: 0, count: parameters.count)
        for (node, source) in update.sources {
            switch source {
            case .parameter(let place): updateTape[node] = parameters[place]
            case .sampleCount: updateTape[node] = Double(passes.count)
            default: break
            }
        }
        passOnce(isMean: isMean)
    }

    private static func kinks(of tape: Tape) -> [NodeID] {
        (0..<tape.count).map { NodeID($0) }.filter { tape.operation(of: $0).hasKink }
    }

    /// One pass forward and backward at the parameters' own values.
    private mutating func passOnce(isMean: Bool) {
        for pass in passes {
            load(pass)
            tape.forward()
            backward()
            value = isMean ? value + tape[computation.loss] : tape[computation.loss]
            for place in computation.updatedParameters {
                let own = adjoints[computation.parameters[place]]
                gradient[place] = isMean ? gradient[place] + own : own
            }
            for node in kinks { sides.append(tape.branch(of: node) ?? 0) }
        }
        value = batchLoss(of: value)
        for (node, source) in update.sources {
            if case .gradient(let place) = source { updateTape[node] = gradient[place] }
        }
        updateTape.forward()
        for (node, target) in update.targets {
            if case .gradient(let place) = target { gradient[place] = updateTape[node] }
        }
        updateSides = updateKinks.map { updateTape.branch(of: $0) ?? 0 }
    }

    private mutating func load(_ rows: ArraySlice<Int>) { feed.fill(&tape, rows, of: run.data, batch: batchNumber) }

    private mutating func backward() {
        for index in stride(from: computation.loss.index, through: 0, by: -1) {
            adjoints.compute(NodeID(index), on: tape)
        }
    }

    /// The batch's loss, made of the sum of its samples' losses.
    private mutating func batchLoss(of sum: Double) -> Double {
        guard let lossNode else { return sum }
        for (node, source) in update.sources where source == .loss { updateTape[node] = sum }
        updateTape.evaluate(0..<lossNode.index + 1)
        return updateTape[lossNode]
    }

    /// The loss with the parameter at `place` moved to `moved` and everything else as it is.
    ///
    /// The rounding error is taken here and not at the parameter's own value, because where the loss has its
    /// minimum the adjoints vanish there, and the first-order error with them.
    mutating func evaluate(_ place: Int, at moved: Double) -> Evaluation {
        let leaf = computation.parameters[place]
        let own = tape[leaf]
        defer { move(place, to: own) }
        move(place, to: moved)
        var total = 0.0
        var magnitude = 0.0
        var roundOff = 0.0
        var crossesKink = false
        var side = 0
        for pass in passes {
            load(pass)
            tape.forward()
            backward()
            total += tape[computation.loss]
            magnitude += abs(tape[computation.loss])
            roundOff += tape.roundOff(adjoints)
            for node in kinks {
                if tape.branch(of: node) ?? 0 != sides[side] { crossesKink = true }
                side += 1
            }
        }
        let loss = batchLoss(of: total)
        let count = Double(passes.count)
        // The sum over the samples is rounded too.
        if passes.count > 1 { roundOff += count * Double.ulpOfOne / 2 * magnitude }
        roundOff /= count
        if let lossNode {
            roundOff += updateTape.roundOff(Adjoints(of: lossNode, on: updateTape))
            for (node, side) in zip(updateKinks, updateSides) where node < lossNode {
                if updateTape.branch(of: node) ?? 0 != side { crossesKink = true }
            }
        }
        return Evaluation(loss: loss, roundOff: roundOff, crossesKink: crossesKink)
    }

    private mutating func move(_ place: Int, to value: Double) {
        tape[computation.parameters[place]] = value
        for (node, source) in update.sources where source == .parameter(place) { updateTape[node] = value }
    }
}
