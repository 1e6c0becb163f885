extension Adjoints {
    /// Computes the adjoints of all nodes up to the loss, in one walk from right to left.
    ///
    /// Each node gives its operands their contributions, so the last use of an operand comes first. Of two summands
    /// the order does not matter; for an operand with more uses the sum is taken when the walk reaches it, oldest
    /// use first. So each adjoint has the bits that `compute` gives it.
    public mutating func computeAll(on tape: Tape) {
        Self.walk(
            from: loss.index, tape.operations, tape.firstSlot, tape.slotOperand, tape.slotConsumer, tape.slotNextUse,
            tape.firstUse, tape.usage, tape.values, &values)
    }

    private static func walk(
        from loss: Int, _ operations: UnsafePointer<Operation>, _ firstSlot: UnsafePointer<Int32>,
        _ operand: UnsafePointer<Int32>, _ consumer: UnsafePointer<Int32>, _ nextUse: UnsafePointer<Int32>,
        _ firstUse: UnsafePointer<Int32>, _ usage: UnsafePointer<Tape.Usage>, _ values: UnsafePointer<Double>,
        _ adjoints: UnsafeMutablePointer<Double>
    ) {
        // Adding to −0 changes nothing, not even the sign of a zero.
        adjoints.update(repeating: -0.0, count: loss)
        adjoints[loss] = 1
        for node in stride(from: loss, through: 0, by: -1) {
            switch usage[node] {
            case .once, .twice: break
            case .observed:
                adjoints[node] = 0
                continue
            case .none: if node != loss { adjoints[node] = 0 }
            case .more where node != loss:
                var slot = Int(firstUse[node])
                var total = -0.0
                while slot >= 0 {
                    let user = Int(consumer[slot])
                    let place = slot - Int(firstSlot[user])
                    total += adjoints[user]
                        * Tape.localDerivative(operations[user], place, firstSlot[user]..<firstSlot[user + 1], operand, values, values[user])
                    slot = Int(nextUse[slot])
                }
                adjoints[node] = total
            case .more: break
            }
            let upstream = adjoints[node]
            let slots = firstSlot[node]..<firstSlot[node + 1]
            let first = Int(slots.lowerBound)
            switch operations[node] {
            case .leaf: break
            // By far the most of them, without the general rule's choice per operand.
            case .add:
                adjoints[Int(operand[first])] += upstream
                adjoints[Int(operand[first + 1])] += upstream
            case .multiply:
                let (a, b) = (Int(operand[first]), Int(operand[first + 1]))
                adjoints[a] += upstream * values[b]
                adjoints[b] += upstream * values[a]
            default:
                for slot in Int(slots.lowerBound)..<Int(slots.upperBound) {
                    adjoints[Int(operand[slot])] += upstream
                        * Tape.localDerivative(operations[node], slot - first, slots, operand, values, values[node])
                }
            }
        }
    }
}
