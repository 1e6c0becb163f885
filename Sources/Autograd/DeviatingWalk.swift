/// A backward pass that deviates, node by node from the loss.
struct DeviatingWalk {
    private let tape: Tape
    private let loss: NodeID
    private let deviation: BackwardDeviation
    private(set) var adjoints: [Double]
    /// The node that is being computed; those after it are done.
    private var current: NodeID

    init(over tape: Tape, from loss: NodeID, _ deviation: BackwardDeviation) {
        self.tape = tape
        self.loss = loss
        self.deviation = deviation
        adjoints = Array(repeating: 0, count: tape.count)
        current = NodeID(tape.count)
    }

    /// - Parameter left: what an earlier pass left in the nodes; the loss begins anew, and leaves are set to 0.
    mutating func run(addingTo left: [Double]? = nil) {
        for index in stride(from: loss.index, through: 0, by: -1) {
            let node = NodeID(index)
            current = node
            var adjoint = node == loss ? deviation.seed : contributions(to: node)
            if let left, node != loss, deviation.keepsLeaves || tape.operation(of: node) != .leaf { adjoint += left[index] }
            adjoints[index] = ruled(node, adjoint)
        }
    }

    /// The adjoint of a node that the current one may be made of; ahead of the walk, where neurons stand side by side.
    private func adjoint(_ node: NodeID) -> Double {
        node > current ? adjoints[node.index] : ruled(node, contributions(to: node))
    }

    /// The sum of a node's contributions, oldest use first as everywhere.
    private func contributions(to node: NodeID) -> Double {
        var total: Double?
        for slot in tape.uses(of: node) {
            let product = adjoint(tape.consumer(of: slot)) * deviation.localDerivative(in: slot, on: tape)
            total = total.map { $0 + product } ?? product
        }
        return total ?? 0
    }

    private func ruled(_ node: NodeID, _ usual: Double) -> Double {
        guard let rules = deviation.rules[node] else { return usual }
        return rules.reduce(usual) { usual, rule in
            switch rule {
            case .times(let factor): factor * usual
            case .timesLocalDerivative(let slot): usual * tape.localDerivative(in: slot)
            case .contributions(let other): contributions(to: other)
            case .adjoint(let other): adjoint(other)
            case .number(let number): number
            case .sigmoidSlope(let a): tape[a] * (1 - tape[a])
            case .softmaxSlope(let a, let outputs):
                tape[a] * (usual - outputs.reduce(0) { $0 + tape[$1.a] * contributions(to: $1.z) })
            }
        }
    }
}

extension Adjoints {
    /// Computes the adjoints of all nodes up to the loss, as a pass that deviates does.
    ///
    /// - Returns: what the first of two passes left in the nodes; nil where there is one.
    @discardableResult
    public mutating func computeAll(on tape: Tape, _ deviation: BackwardDeviation) -> [Double]? {
        var walk = DeviatingWalk(over: tape, from: loss, deviation)
        walk.run()
        var left: [Double]?
        if deviation.isStale {
            left = walk.adjoints
            walk.run(addingTo: left)
        }
        self.walk = nil
        values = walk.adjoints
        for (leaf, read) in deviation.readings { values[leaf.index] = walk.adjoints[read.index] }
        for (leaf, factor) in deviation.factors { values[leaf.index] *= factor }
        return left
    }
}
