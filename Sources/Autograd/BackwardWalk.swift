extension Adjoints {
    /// Computes the adjoints of all nodes up to the loss, in one walk from right to left.
    ///
    /// Each node gives its operands their contributions, so the last use of an operand comes first. Of two summands
    /// the order does not matter; for an operand with more uses each has a cell of its own, and the sum is taken when
    /// the walk reaches the operand, oldest use first. So each adjoint has the bits that `compute` gives it.
    public mutating func computeAll(on tape: Tape) {
        if walk?.nodeCount != tape.count {
            let walk = BackwardWalk(over: tape, from: loss)
            values = Array(repeating: 0, count: walk.cellCount)
            self.walk = walk
        }
        walk?.run(on: tape, &values)
    }
}

/// Where a backward pass puts each contribution: behind the adjoints, one per node, lie the cells of the nodes with
/// more than two uses, in the order of the nodes and their uses.
///
/// The arrays are few and short, since on a large tape most of a pass is waiting for memory.
@usableFromInline struct BackwardWalk: Sendable {
    private let loss: Int
    fileprivate let nodeCount: Int
    /// How many numbers the adjoints and the cells are.
    fileprivate let cellCount: Int
    /// For each slot its operand's adjoint, or its own cell.
    private var targets: [Int32]
    private var hasCells: [Bool]
    /// How many cells each node has that has any.
    private var counts: [Int32] = []
    private var unusedNodes: [Int32] = []

    fileprivate init(over tape: Tape, from loss: NodeID) {
        self.loss = loss.index
        nodeCount = tape.count
        targets = tape.slotOperand
        hasCells = Array(repeating: false, count: nodeCount)
        var end = nodeCount
        for node in 0...loss.index {
            switch tape.usage[node] {
            case .more:
                let start = end
                var slot = Int(tape.firstUse[node])
                while slot >= 0 {
                    targets[slot] = Int32(end)
                    end += 1
                    slot = Int(tape.slotNextUse[slot])
                }
                hasCells[node] = true
                counts.append(Int32(end - start))
            case .none, .observed: unusedNodes.append(Int32(node))
            case .once, .twice: break
            }
        }
        // What backward does not know of gives to a cell that nobody reads.
        for node in 0...loss.index where tape.usage[node] == .observed {
            for slot in tape.slots(of: NodeID(node)) { targets[slot] = Int32(end) }
        }
        cellCount = end + 1
    }

    fileprivate func run(on tape: Tape, _ adjoints: inout [Double]) {
        adjoints.withUnsafeMutableBufferPointer { adjoints in
            // Adding to −0 changes nothing, not even the sign of a zero.
            adjoints[..<loss].update(repeating: -0.0)
            adjoints[nodeCount...].update(repeating: -0.0)
            for node in unusedNodes { adjoints[Int(node)] = 0 }
            adjoints[loss] = 1
        }
        Self.run(
            from: loss, tape.operations, tape.firstSlot, tape.slotOperand, tape.values, hasCells, counts, counts.count,
            targets, cellEnd: cellCount - 1, &adjoints)
    }

    private static func run(
        from loss: Int, _ operations: UnsafePointer<Operation>, _ firstSlot: UnsafePointer<Int32>,
        _ operand: UnsafePointer<Int32>, _ values: UnsafePointer<Double>, _ hasCells: UnsafePointer<Bool>,
        _ counts: UnsafePointer<Int32>, _ countsEnd: Int, _ targets: UnsafePointer<Int32>, cellEnd: Int,
        _ adjoints: UnsafeMutablePointer<Double>
    ) {
        @inline(__always) func give(_ product: Double, through slot: Int) { adjoints[Int(targets[slot])] += product }
        // All of them run backwards beside the node, so nothing has to be looked up.
        var (node, slot) = (loss + 1, Int(firstSlot[loss + 1]))
        var (count, cell) = (countsEnd, cellEnd)
        while node > 0 {
            node &-= 1
            if hasCells[node] {
                let end = cell
                count &-= 1
                cell &-= Int(counts[count])
                if node != loss {
                    var total = adjoints[cell]
                    var next = cell &+ 1
                    while next < end {
                        total += adjoints[next]
                        next &+= 1
                    }
                    adjoints[node] = total
                }
            }
            let upstream = adjoints[node]
            switch operations[node] {
            case .leaf: break
            // By far the most of them, without the general rule's choice per operand.
            case .add:
                slot &-= 2
                give(upstream, through: slot)
                give(upstream, through: slot &+ 1)
            case .multiply:
                slot &-= 2
                let (a, b) = (values[Int(operand[slot])], values[Int(operand[slot &+ 1])])
                give(upstream * b, through: slot)
                give(upstream * a, through: slot &+ 1)
            case .affine:
                let last = slot
                slot = Int(firstSlot[node])
                var place = slot
                while place &+ 1 < last {
                    let (a, b) = (values[Int(operand[place])], values[Int(operand[place &+ 1])])
                    give(upstream * b, through: place)
                    give(upstream * a, through: place &+ 1)
                    place &+= 2
                }
                if place < last { give(upstream, through: place) }
            default:
                let slots = firstSlot[node]..<firstSlot[node &+ 1]
                slot = Int(slots.lowerBound)
                for place in slot..<Int(slots.upperBound) {
                    let local = Tape.localDerivative(
                        operations[node], place - slot, slots, operand, values, values[node])
                    give(upstream * local, through: place)
                }
            }
        }
    }
}
