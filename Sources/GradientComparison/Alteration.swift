import Autograd

/// What somebody's backward pass does otherwise than the right one.
struct Alteration: Sendable {
    /// An adjoint made in place of the right one: of the values, the adjoints so far, and the usual sum of contributions.
    typealias Rule = @Sendable (_ pass: BackwardPassInProgress, _ usual: Double) -> Double

    /// The adjoint of the loss.
    var seed = 1.0
    /// The local derivative that is used for a slot of the tape.
    var locals: [Int: @Sendable (Tape) -> Double] = [:]
    /// The adjoint that is used for a node.
    var rules: [NodeID: Rule] = [:]
    /// The leaf whose adjoint is read for another, after the pass.
    var readings: [NodeID: NodeID] = [:]
    /// Factors of leaves' adjoints, after the pass.
    var factors: [NodeID: Double] = [:]
    /// Whether the pass is the second on a graph whose inner adjoints keep what the first left.
    var isStale = false
    /// Whether the leaves keep it too.
    var keepsLeaves = false

    /// Both of two; where they are about the same node, the other comes second.
    func and(_ other: Alteration) -> Alteration {
        var both = self
        both.seed *= other.seed
        both.locals.merge(other.locals) { $1 }
        both.rules.merge(other.rules) { first, second in { second($0, first($0, $1)) } }
        both.readings = readings.merging(other.readings) { $1 }
        for (leaf, read) in other.readings { both.readings[leaf] = readings[read] ?? read }
        both.factors.merge(other.factors, uniquingKeysWith: *)
        both.isStale = isStale || other.isStale
        both.keepsLeaves = keepsLeaves || other.keepsLeaves
        return both
    }

    /// The backward pass with it.
    var backwardPass: BackwardPass {
        { tape, loss in
            var pass = BackwardPassInProgress(tape: tape, loss: loss, alteration: self)
            pass.run()
            if isStale {
                let left = pass.adjoints
                pass.run(addingTo: left)
            }
            var adjoints = pass.adjoints
            for (leaf, read) in readings { adjoints[leaf.index] = pass.adjoints[read.index] }
            for (leaf, factor) in factors { adjoints[leaf.index] *= factor }
            return adjoints
        }
    }
}

/// A backward pass, node by node from the loss.
struct BackwardPassInProgress {
    let tape: Tape
    let loss: NodeID
    let alteration: Alteration
    private(set) var adjoints: [Double]
    /// The node that is being computed; those after it are done.
    private var current: NodeID

    init(tape: Tape, loss: NodeID, alteration: Alteration) {
        self.tape = tape
        self.loss = loss
        self.alteration = alteration
        adjoints = Array(repeating: 0, count: tape.count)
        current = NodeID(tape.count)
    }

    /// The adjoint of a node that the current one may be made of; ahead of the walk, where neurons stand side by side.
    func adjoint(_ node: NodeID) -> Double {
        if node > current { return adjoints[node.index] }
        let usual = contributions(to: node)
        return alteration.rules[node].map { $0(self, usual) } ?? usual
    }

    /// The sum of a node's contributions, oldest use first as everywhere.
    func contributions(to node: NodeID) -> Double {
        var total: Double?
        for slot in tape.uses(of: node) {
            let local = alteration.locals[slot]?(tape) ?? tape.localDerivative(in: slot)
            let product = adjoint(tape.consumer(of: slot)) * local
            total = total.map { $0 + product } ?? product
        }
        return total ?? 0
    }

    /// - Parameter left: what an earlier pass left in the nodes; the loss begins at 1 again, and leaves are set to 0.
    mutating func run(addingTo left: [Double]? = nil) {
        for index in stride(from: loss.index, through: 0, by: -1) {
            let node = NodeID(index)
            current = node
            var adjoint = node == loss ? alteration.seed : contributions(to: node)
            if let left, node != loss, alteration.keepsLeaves || tape.operation(of: node) != .leaf { adjoint += left[index] }
            if let rule = alteration.rules[node] { adjoint = rule(self, adjoint) }
            adjoints[index] = adjoint
        }
    }
}
