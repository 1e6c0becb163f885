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
    let count: Int
    /// The node in each of the operands' slots, and the values of all nodes.
    fileprivate let nodes: UnsafePointer<Int32>
    fileprivate let values: UnsafePointer<Number>
    /// The places of the operands that may have moved; all others are as on the tape.
    let moved: Slice<UnsafeBufferPointer<Int>>
    /// The node's value where nothing is moved.
    let unmoved: Double

    subscript(place: Int) -> Number { values[Int(nodes[place])] }
    var all: [Number] { (0..<count).map { self[$0] } }
}

/// A tape's values in another kind of number, of which some nodes can be moved and what depends on them evaluated again.
struct PerturbedTape<Number: TapeNumber> {
    private let tape: Tape
    /// The operand in each slot of the tape.
    private let operands: [Int32]
    private var values: [Number]

    /// The values of `tape`, none of them moved.
    init(_ tape: Tape) {
        self.tape = tape
        operands = (0..<tape.slotCount).map { Int32(tape.operand(in: $0).index) }
        values = (0..<tape.count).map { Number(tape[NodeID($0)]) }
    }

    subscript(node: NodeID) -> Number {
        get { values[node.index] }
        set { values[node.index] = newValue }
    }

    /// The operands of `node` that its branch is told by.
    func firstOperands(of node: NodeID) -> (Number, Number)? {
        let slots = tape.slots(of: node)
        guard let first = slots.first else { return nil }
        return (values[Int(operands[first])], values[Int(operands[slots.count > 1 ? first + 1 : first])])
    }

    /// Moves nodes to other values, and evaluates their dependents.
    mutating func move(_ moved: [(node: NodeID, to: Number)], dependents: Dependents) {
        for (node, number) in moved { values[node.index] = number }
        evaluate(dependents)
    }

    /// Evaluates what depends on the nodes that have been moved.
    mutating func evaluate(_ dependents: Dependents) {
        let (tape, operands) = (tape, operands)
        values.withUnsafeMutableBufferPointer { values in
            guard let values = values.baseAddress else { return }
            Self.walk(tape, operands, dependents, dependents.nodes.indices, UnsafePointer(values)) { node, operands in
                values[node.index] = Number.value(of: tape.operation(of: node), operands)
            }
        }
    }

    /// Goes through the dependents from the last to the first.
    func forEachBackward(_ dependents: Dependents, _ body: (_ node: NodeID, _ operands: Operands<Number>) -> Void) {
        values.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress else { return }
            Self.walk(tape, operands, dependents, dependents.nodes.indices.reversed(), values, body)
        }
    }

    @inline(__always)
    private static func walk(
        _ tape: Tape, _ operands: [Int32], _ dependents: Dependents, _ order: some Sequence<Int>, _ values: UnsafePointer<Number>,
        _ body: (_ node: NodeID, _ operands: Operands<Number>) -> Void
    ) {
        operands.withUnsafeBufferPointer { operands in
            dependents.places.withUnsafeBufferPointer { places in
                guard let first = operands.baseAddress else { return }
                for index in order {
                    let node = dependents.nodes[index]
                    let slots = tape.slots(of: node)
                    body(
                        node,
                        Operands(
                            count: slots.count, nodes: first + slots.lowerBound, values: values,
                            moved: places[dependents.ranges[index]], unmoved: tape[node]))
                }
            }
        }
    }

    /// Puts the tape's own values back.
    mutating func restore(_ nodes: [NodeID]) {
        for node in nodes { values[node.index] = Number(tape[node]) }
    }
}
