import Autograd

/// An update at work: its tape, and what the optimiser keeps from one update to the next.
public struct UpdateExecution: Sendable {
    public private(set) var tape: Tape
    /// What is kept, in the places that the update gives.
    public var states: [Double]
    private let sources: [(node: NodeID, source: UpdateComputation.Source)]
    /// The place among parameters, or behind them among states, that each node gives its value to; −1 for none.
    private let deliveries: [Int32]
    /// The nodes that give their value to such a place, in the order of the update.
    private let deliveringNodes: [NodeID]
    private let parameterCount: Int
    /// Where the batch's loss is; nil where it is the sample's own.
    private let lossNode: NodeID?

    /// - Parameter update: nil where nothing is trained.
    public init(of update: UpdateComputation?, parameterCount: Int) {
        tape = update?.tape ?? Tape()
        states = update?.initialStates ?? []
        sources = update?.sources ?? []
        self.parameterCount = parameterCount
        var deliveries = [Int32](repeating: -1, count: tape.count)
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
        self.lossNode = lossNode
    }

    /// The batch's loss, regularisation included, if the update computes it.
    public var batchLoss: Double? { lossNode.map { tape[$0] } }

    /// Puts on the tape what update `number`, from 0, starts from.
    ///
    /// - Parameters:
    ///   - loss, gradient: of the batch's one sample, or their sums over its samples.
    ///   - pass: the tape of the pass before.
    public mutating func begin(
        _ number: Int, parameters: [Double], loss: Double, gradient: (Int) -> Double, samples: Int,
        learningRate: Double, pass: Tape
    ) {
        for (node, source) in sources {
            tape[node] =
                switch source {
                case .parameter(let place): parameters[place]
                case .gradient(let place): gradient(place)
                case .state(let place): states[place]
                case .loss: loss
                case .sampleCount: Double(samples)
                case .learningRate: learningRate
                case .updateNumber: Double(number + 1)
                case .sampleNode(let node): pass[node]
                }
        }
    }

    /// Executes one node; a new parameter goes to its place.
    public mutating func execute(_ node: NodeID, _ parameters: inout [Double]) {
        tape.evaluate(node)
        deliver(node, to: &parameters)
    }

    /// Executes the whole update.
    public mutating func execute(_ parameters: inout [Double]) {
        tape.forward()
        for node in deliveringNodes { deliver(node, to: &parameters) }
    }

    private mutating func deliver(_ node: NodeID, to parameters: inout [Double]) {
        let place = Int(deliveries[node.index])
        guard place >= 0 else { return }
        if place < parameterCount {
            parameters[place] = tape[node]
        } else {
            states[place - parameterCount] = tape[node]
        }
    }
}
