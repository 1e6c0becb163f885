/// One product of the chain rule: what one use of a node adds to its adjoint.
///
/// ∂L/∂operand += upstream · local, with upstream = ∂L/∂consumer and local = ∂consumer/∂operand.
public struct Contribution: Sendable, Equatable {
    /// The node that uses the operand.
    public let consumer: NodeID
    /// The node that receives the product.
    public let operand: NodeID
    /// The slot of the consumer that holds the operand, numbered over the whole tape.
    public let slot: Int
    /// ∂L/∂consumer.
    public let upstream: Double
    /// ∂consumer/∂operand.
    public let local: Double

    /// upstream · local.
    public var product: Double { upstream * local }
}

/// The adjoints ∂L/∂node of a tape's nodes, kept beside the tape.
///
/// Backward walks the tape from right to left. A node's adjoint is the sum of the contributions of its
/// uses, **in the order in which the uses were recorded**; no other order is used anywhere, because
/// another order may change the last bit.
public struct Adjoints: Sendable {
    @usableFromInline var values: [Double]
    /// The node whose adjoint is 1: the loss.
    public let loss: NodeID
    /// For whole passes, once there has been one.
    var walk: BackwardWalk?

    /// Adjoints that have not been computed yet: all 0 until `compute` reaches them.
    public init(startingAt loss: NodeID, count: Int) {
        self.loss = loss
        values = Array(repeating: 0, count: count)
    }

    /// The whole backward pass from `loss`.
    public init(of loss: NodeID, on tape: Tape) {
        self.init(startingAt: loss, count: tape.count)
        computeAll(on: tape)
    }

    /// ∂L/∂node, as far as it has been computed.
    @inlinable public subscript(node: NodeID) -> Double { values[node.index] }

    /// Computes ∂L/∂node from the adjoints of the nodes that use it, which must have been computed.
    @inlinable public mutating func compute(_ node: NodeID, on tape: Tape) {
        if node == loss {
            values[node.index] = 1
            return
        }
        var slot = Int(tape.firstUse[node.index])
        guard slot >= 0 else {
            values[node.index] = 0
            return
        }
        // The first contribution starts the sum: 0 + g would turn −0 into 0.
        var total = values[Int(tape.slotConsumer[slot])] * tape.localDerivative(in: slot)
        slot = Int(tape.slotNextUse[slot])
        while slot >= 0 {
            total += values[Int(tape.slotConsumer[slot])] * tape.localDerivative(in: slot)
            slot = Int(tape.slotNextUse[slot])
        }
        values[node.index] = total
    }

    /// The contribution that goes through `slot`.
    public func contribution(through slot: Int, on tape: Tape) -> Contribution {
        let consumer = tape.consumer(of: slot)
        return Contribution(
            consumer: consumer, operand: tape.operand(in: slot), slot: slot,
            upstream: self[consumer], local: tape.localDerivative(in: slot))
    }

    /// Every contribution to ∂L/∂node, in the order in which they are added up.
    public func contributions(to node: NodeID, on tape: Tape) -> [Contribution] {
        node == loss ? [] : tape.uses(of: node).map { contribution(through: $0, on: tape) }
    }
}
