/// A node of a tape: one scalar, by the order in which it was recorded.
public struct NodeID: Hashable, Comparable, Sendable {
    /// The place on the tape, from 0.
    public let index: Int

    @inlinable public init(_ index: Int) { self.index = index }

    @inlinable public static func < (left: NodeID, right: NodeID) -> Bool { left.index < right.index }
}

/// A scalar computation, recorded in the order in which it was written down.
///
/// Operands are always older than the node that uses them, so the order is topological: forward is a
/// walk from left to right, backward a walk from right to left, and neither needs recursion. Nodes are
/// rows of parallel arrays; the uses of a node are a list threaded through the operand slots, oldest
/// first, so that appending stays O(1) and a node used twice (x·x, or a neuron that feeds two others)
/// keeps each of its uses.
///
///     var tape = Tape()
///     let x = tape.leaf(3)
///     let y = tape.record(.multiply, [x, x])
///     let adjoints = Adjoints(of: y, on: tape)
///     adjoints[x]  // 6
public struct Tape: Sendable {
    @usableFromInline var operations: [Operation] = []
    /// Where a node's operands begin; one more entry than there are nodes.
    @usableFromInline var firstSlot: [Int32] = [0]
    /// The operand in each slot.
    @usableFromInline var slotOperand: [Int32] = []
    /// The node whose operand the slot is.
    @usableFromInline var slotConsumer: [Int32] = []
    /// The next slot that holds the same operand, or −1.
    @usableFromInline var slotNextUse: [Int32] = []
    @usableFromInline var firstUse: [Int32] = []
    @usableFromInline var lastUse: [Int32] = []
    @usableFromInline var usage: [Usage] = []
    @usableFromInline var values: [Double] = []

    /// How often a node is used, as far as the order of its contributions hangs on it.
    @usableFromInline enum Usage: UInt8, Sendable {
        case none, once, twice, more
        /// A result to look at, of which backward does not know.
        case observed

        @usableFromInline var withOneMore: Usage {
            switch self {
            case .none: .once
            case .once: .twice
            case .twice, .more: .more
            case .observed: .observed
            }
        }
    }

    public init() {}

    /// How many nodes the tape holds.
    @inlinable public var count: Int { operations.count }

    /// How many operand slots the nodes have together: the edges of the graph.
    @inlinable public var slotCount: Int { slotOperand.count }

    /// Records a number from outside: an input, a parameter or a constant.
    @discardableResult
    public mutating func leaf(_ value: Double) -> NodeID { append(.leaf, [], value) }

    /// Records `operation` on nodes that are already on the tape, and computes its value.
    ///
    /// - Precondition: the operands are nodes of this tape, as many as the operation takes.
    @discardableResult
    public mutating func record(_ operation: Operation, _ operands: [NodeID]) -> NodeID {
        precondition(operation != .leaf, "a leaf is recorded with leaf(_:)")
        precondition(operation.takes(operands.count))
        precondition(operands.allSatisfy { $0.index >= 0 && $0.index < count })
        let node = append(operation, operands, 0)
        evaluate(node)
        return node
    }

    /// Records a result to look at, on which nothing depends: it is computed going forward, and backward does
    /// not know of it.
    @discardableResult
    public mutating func observe(_ operation: Operation, _ operands: [NodeID]) -> NodeID {
        precondition(operation != .leaf && operation.takes(operands.count))
        precondition(operands.allSatisfy { $0.index >= 0 && $0.index < count })
        let node = append(operation, operands, 0, isUse: false)
        evaluate(node)
        return node
    }

    private mutating func append(
        _ operation: Operation, _ operands: [NodeID], _ value: Double, isUse: Bool = true
    ) -> NodeID {
        let node = NodeID(count)
        operations.append(operation)
        values.append(value)
        firstUse.append(-1)
        lastUse.append(-1)
        usage.append(isUse ? .none : .observed)
        for operand in operands {
            let slot = Int32(slotOperand.count)
            slotOperand.append(Int32(operand.index))
            slotConsumer.append(Int32(node.index))
            slotNextUse.append(-1)
            guard isUse else { continue }
            if lastUse[operand.index] >= 0 {
                slotNextUse[Int(lastUse[operand.index])] = slot
            } else {
                firstUse[operand.index] = slot
            }
            lastUse[operand.index] = slot
            usage[operand.index] = usage[operand.index].withOneMore
        }
        firstSlot.append(Int32(slotOperand.count))
        return node
    }

    /// What `node` computes.
    @inlinable public func operation(of node: NodeID) -> Operation { operations[node.index] }

    /// The operands of `node`, in the order of its formula.
    public func operands(of node: NodeID) -> [NodeID] {
        slots(of: node).map { NodeID(Int(slotOperand[$0])) }
    }

    /// The operand slots of `node`, numbered over the whole tape.
    @inlinable public func slots(of node: NodeID) -> Range<Int> {
        Int(firstSlot[node.index])..<Int(firstSlot[node.index + 1])
    }

    /// The operand in `slot`.
    @inlinable public func operand(in slot: Int) -> NodeID { NodeID(Int(slotOperand[slot])) }

    /// The slots in which `node` is an operand, oldest first.
    public func uses(of node: NodeID) -> [Int] {
        var slots: [Int] = []
        forEachUse(of: node) { slots.append($0) }
        return slots
    }

    /// Goes through the slots in which `node` is an operand, oldest first.
    @inlinable public func forEachUse(of node: NodeID, _ body: (_ slot: Int) -> Void) {
        var slot = Int(firstUse[node.index])
        while slot >= 0 {
            body(slot)
            slot = Int(slotNextUse[slot])
        }
    }

    /// The node whose operand `slot` is.
    @inlinable public func consumer(of slot: Int) -> NodeID { NodeID(Int(slotConsumer[slot])) }

    /// The value of `node`. Only a leaf's value may be set; what depends on it keeps its old value
    /// until it is evaluated again.
    @inlinable public subscript(node: NodeID) -> Double {
        get { values[node.index] }
        set {
            precondition(operations[node.index] == .leaf, "only a leaf takes a value from outside")
            values[node.index] = newValue
        }
    }

    /// Gives `node` a value as if it came from outside, so that one can see what depends on it; evaluating a node that
    /// is no leaf puts its own value back.
    @inlinable public mutating func perturb(_ node: NodeID, to value: Double) { values[node.index] = value }

    /// Computes the value of one node from its operands' values.
    @inlinable public mutating func evaluate(_ node: NodeID) {
        evaluate(node.index..<node.index + 1)
    }

    /// Computes the values of a stretch of nodes, from left to right.
    @inlinable public mutating func evaluate(_ nodes: Range<Int>) {
        operations.withUnsafeBufferPointer { operations in
            firstSlot.withUnsafeBufferPointer { firstSlot in
                slotOperand.withUnsafeBufferPointer { operand in
                    values.withUnsafeMutableBufferPointer { values in
                        for node in nodes where operations[node] != .leaf {
                            values[node] = Self.value(
                                operations[node], Int(firstSlot[node])..<Int(firstSlot[node + 1]),
                                operand, UnsafeBufferPointer(values))
                        }
                    }
                }
            }
        }
    }

    /// Computes every node again from the leaves: the forward pass.
    public mutating func forward() {
        Self.forward(operations.count, operations, firstSlot, slotOperand, slotOperand.count, &values)
    }
}
