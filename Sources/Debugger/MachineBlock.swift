import Autograd
import NeuralNetwork

extension Machine {
    /// What serves one of the model's losses.
    struct Block: Sendable {
        let computation: Computation
        let update: UpdateComputation?
        /// Leaf values are those of the batch in progress: parameters before this loss's update.
        private(set) var tape: Tape
        private(set) var adjoints: Adjoints
        var updating: UpdateExecution
        /// The losses of the batch's samples so far, added up.
        private(set) var lossSum = 0.0
        /// The sum before the present sample was added, for the formula that shows the addition.
        private(set) var lossSumBefore = 0.0
        private let feed: SampleFeed
        /// Whether the adjoints are those of the sample on the tape, where all of them are computed at once.
        private var isPassedBack = false
        /// What the first of two backward passes left in the nodes, where the second adds to it.
        private(set) var left: [Double]?

        init(_ computation: Computation, _ update: UpdateComputation?, parameterCount: Int, seed: UInt64) {
            self.computation = computation
            self.update = update
            tape = computation.tape
            adjoints = Adjoints(startingAt: computation.loss, count: tape.count)
            updating = UpdateExecution(of: update, parameterCount: parameterCount)
            feed = SampleFeed(of: computation, seed: seed)
        }

        var updateTape: Tape { updating.tape }
        /// What the optimiser keeps of its parameters.
        var states: [Double] { updating.states }

        /// The loss of the sample on the tape.
        var loss: Double { tape[computation.loss] }

        /// The loss of the batch that has been executed: the mean over its samples, regularisation included.
        var batchLoss: Double { updating.batchLoss ?? loss }

        /// ∂L/∂θ for the sample on the tape.
        func gradient(of parameter: Int) -> Double { adjoints[computation.parameters[parameter]] }

        var isFinite: Bool {
            guard loss.isFinite else { return false }
            for parameter in computation.updatedParameters where !gradient(of: parameter).isFinite { return false }
            return true
        }

        /// Begins the block's share of a batch.
        mutating func begin(_ parameters: [Double]) {
            for (node, value) in zip(computation.parameters, parameters) { tape[node] = value }
            lossSum = 0
        }

        mutating func load(_ rows: ArraySlice<Int>, of data: DataSet, batch: Int?) {
            feed.fill(&tape, rows, of: data, batch: batch)
            isPassedBack = false
        }

        mutating func evaluate(_ node: NodeID) { tape.evaluate(node) }

        mutating func computeAdjoint(of node: NodeID) {
            guard let deviation = computation.deviation else { return adjoints.compute(node, on: tape) }
            // A broken rule may take what lies ahead: it counts as reached only when it is.
            if !isPassedBack { passBack(deviation) }
        }

        /// A whole sample, forward and backward.
        mutating func passOnce() {
            tape.forward()
            if let deviation = computation.deviation { passBack(deviation) } else { adjoints.computeAll(on: tape) }
        }

        private mutating func passBack(_ deviation: BackwardDeviation) {
            left = adjoints.computeAll(on: tape, deviation)
            isPassedBack = true
        }

        /// What stands for the local derivative in a slot.
        func localDerivative(in slot: Int) -> Double {
            computation.deviation?.localDerivative(in: slot, on: tape) ?? tape.localDerivative(in: slot)
        }

        /// What a use of a node adds to its adjoint.
        func contribution(through slot: Int) -> Double { adjoints[tape.consumer(of: slot)] * localDerivative(in: slot) }

        /// Takes over what samples have added up to that were executed without their leaves.
        mutating func skip(lossSum: Double) { self.lossSum = lossSum }

        mutating func addLoss() {
            lossSumBefore = lossSum
            lossSum += loss
        }

        /// Puts on the update's tape what it starts from; without sums, loss and gradient are the one sample's own.
        mutating func beginUpdate(
            _ number: Int, parameters: [Double], gradientSums: [Double]?, samples: Int, learningRate: Double
        ) {
            let (adjoints, nodes) = (adjoints, computation.parameters)
            updating.begin(
                number, parameters: parameters, loss: gradientSums == nil ? loss : lossSum,
                gradient: { gradientSums?[$0] ?? adjoints[nodes[$0]] }, samples: samples, learningRate: learningRate,
                pass: tape)
        }
    }
}
