import Autograd

/// Divides the nodes of a backward pass among its quantities: each quantity takes the nodes between it and
/// what has been told before.
struct BackwardNodes {
    private let tape: Tape
    /// Of each node, whether it has been told.
    private var isTold: [Bool]

    init(tape: Tape) {
        self.tape = tape
        isTold = Array(repeating: false, count: tape.count)
    }

    /// The nodes whose adjoints the quantity of `node` computes, in the order of the backward pass; the last
    /// is `node` itself.
    ///
    /// Quantities are asked for in the order in which backward comes to them.
    mutating func nodes(for node: NodeID) -> [NodeID] {
        var found = [node]
        isTold[node.index] = true
        var next = 0
        while next < found.count {
            for slot in tape.uses(of: found[next]) {
                let consumer = tape.consumer(of: slot)
                if !isTold[consumer.index] {
                    isTold[consumer.index] = true
                    found.append(consumer)
                }
            }
            next += 1
        }
        // A node's users stand to its right.
        return found.sorted(by: >)
    }
}
