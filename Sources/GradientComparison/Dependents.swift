import Autograd

/// The nodes whose values depend on those of some others, in the order of the forward pass, and through which operands.
struct Dependents {
    fileprivate(set) var nodes: [NodeID] = []
    /// The places, among a dependent's operands, of what it depends through, dependent after dependent.
    fileprivate(set) var places: [Int] = []
    /// Where in `places` those of each dependent are.
    fileprivate(set) var ranges: [Range<Int>] = []
    /// How many operands the dependents have together.
    fileprivate(set) var slotCount = 0
}

extension Tape {
    /// The nodes whose values depend on those of `nodes`, up to `last`.
    ///
    /// - Precondition: none of `nodes` is there twice, or depends on another of them.
    func dependents(of nodes: [NodeID], upTo last: NodeID) -> Dependents {
        var isFound = Array(repeating: false, count: last.index + 1)
        var found = nodes
        var slots: [Int] = []
        var next = 0
        while next < found.count {
            forEachUse(of: found[next]) { slot in
                let consumer = consumer(of: slot)
                guard consumer <= last else { return }
                slots.append(slot)
                if !isFound[consumer.index] {
                    isFound[consumer.index] = true
                    found.append(consumer)
                }
            }
            next += 1
        }
        var dependents = Dependents()
        // A node's slots stand together, in the order of the nodes.
        slots.sort()
        var start = 0
        for (index, slot) in slots.enumerated() {
            let node = consumer(of: slot)
            let operands = self.slots(of: node)
            dependents.places.append(slot - operands.lowerBound)
            guard index + 1 == slots.count || consumer(of: slots[index + 1]) != node else { continue }
            dependents.nodes.append(node)
            dependents.ranges.append(start..<index + 1)
            dependents.slotCount += operands.count
            start = index + 1
        }
        return dependents
    }
}
