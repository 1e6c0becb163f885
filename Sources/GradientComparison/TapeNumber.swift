import Autograd

/// A number that a tape can be evaluated with in the place of a float64: several at once, a complex one, or one with
/// its derivative.
protocol TapeNumber {
    /// A number that is not moved.
    init(_ value: Double)
    static func + (left: Self, right: Self) -> Self
    /// What `operation` makes of its operands; not asked of a leaf.
    static func value(of operation: Operation, _ operands: Operands<Self>) -> Self
}

/// The operands of one node, in the order of its formula.
struct Operands<Number> {
    /// The node in each of the operands' slots.
    fileprivate let nodes: Slice<UnsafeBufferPointer<Int>>
    fileprivate let values: UnsafeBufferPointer<Number>

    var count: Int { nodes.count }
    subscript(place: Int) -> Number { values[nodes[nodes.startIndex + place]] }
    var all: [Number] { nodes.map { values[$0] } }
}

/// A tape's values in another kind of number, of which some nodes can be moved and what depends on them evaluated again.
struct PerturbedTape<Number: TapeNumber> {
    private let tape: Tape
    private let operations: [Operation]
    /// The operand in each slot of the tape.
    private let operands: [Int]
    private var values: [Number]

    /// The values of `tape`, none of them moved.
    init(_ tape: Tape) {
        self.tape = tape
        let nodes = (0..<tape.count).map { NodeID($0) }
        operations = nodes.map { tape.operation(of: $0) }
        operands = (0..<tape.slotCount).map { tape.operand(in: $0).index }
        values = nodes.map { Number(tape[$0]) }
    }

    subscript(node: NodeID) -> Number { values[node.index] }

    /// The operands of `node` that its branch is told by.
    func firstOperands(of node: NodeID) -> (Number, Number)? {
        let slots = tape.slots(of: node)
        guard let first = slots.first else { return nil }
        return (values[operands[first]], values[operands[slots.count > 1 ? first + 1 : first]])
    }

    /// Moves nodes to other values, and evaluates their dependents.
    mutating func move(_ moved: [(node: NodeID, to: Number)], dependents: [NodeID]) {
        for (node, number) in moved { values[node.index] = number }
        operands.withUnsafeBufferPointer { operands in
            values.withUnsafeMutableBufferPointer { values in
                for node in dependents {
                    values[node.index] = Number.value(
                        of: operations[node.index],
                        Operands(nodes: operands[tape.slots(of: node)], values: UnsafeBufferPointer(values)))
                }
            }
        }
    }

    /// Puts the tape's own values back.
    mutating func restore(_ nodes: [NodeID]) {
        for node in nodes { values[node.index] = Number(tape[node]) }
    }
}

extension Tape {
    /// The nodes whose values depend on those of `nodes`, up to `last`, in the order of the forward pass.
    func dependents(of nodes: [NodeID], upTo last: NodeID) -> [NodeID] {
        var isFound: Set<NodeID> = []
        var found = nodes
        var next = 0
        while next < found.count {
            for slot in uses(of: found[next]) {
                let consumer = consumer(of: slot)
                if consumer <= last, isFound.insert(consumer).inserted { found.append(consumer) }
            }
            next += 1
        }
        return found.dropFirst(nodes.count).sorted()
    }
}
