import Autograd

/// Divides the nodes of a backward pass among its quantities: each quantity takes the nodes between it and
/// what has been told before.
struct BackwardNodes {
    private let tape: Tape
    private var told: Set<NodeID> = []

    init(tape: Tape) { self.tape = tape }

    /// The nodes whose adjoints the quantity of `node` computes, in the order of the backward pass; the last
    /// is `node` itself.
    ///
    /// Quantities are asked for in the order in which backward comes to them.
    mutating func nodes(for node: NodeID) -> [NodeID] {
        var found: Set<NodeID> = [node]
        var open = [node]
        while let next = open.popLast() {
            for slot in tape.uses(of: next) {
                let consumer = tape.consumer(of: slot)
                if !told.contains(consumer), found.insert(consumer).inserted { open.append(consumer) }
            }
        }
        told.formUnion(found)
        // A node's users stand to its right.
        return found.sorted(by: >)
    }
}
