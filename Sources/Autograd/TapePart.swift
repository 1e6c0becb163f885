extension Tape {
    /// The part of the computation between some nodes and a result that depends on them, as a tape of its own.
    ///
    /// The nodes of the cut are leaves there, followed by whatever else the part starts from; what does not lead
    /// to the result is left out. The order of the nodes, and so of each node's uses, is this tape's.
    ///
    /// - Returns: the tape, and the place there of each node that it holds.
    /// - Precondition: the nodes of the cut and the result are nodes of this tape.
    public func part(from cut: [NodeID], to result: NodeID) -> (tape: Tape, places: [NodeID: NodeID]) {
        let cut = Set(cut)
        var isNeeded = [Bool](repeating: false, count: result.index + 1)
        isNeeded[result.index] = true
        for index in stride(from: result.index, through: 0, by: -1) where isNeeded[index] && !cut.contains(NodeID(index)) {
            for operand in operands(of: NodeID(index)) { isNeeded[operand.index] = true }
        }
        var tape = Tape()
        var places: [NodeID: NodeID] = [:]
        for node in isNeeded.indices.filter({ isNeeded[$0] }).map({ NodeID($0) }) {
            if cut.contains(node) || operation(of: node) == .leaf {
                places[node] = tape.leaf(self[node])
            } else {
                places[node] = tape.record(operation(of: node), operands(of: node).compactMap { places[$0] })
            }
        }
        return (tape, places)
    }
}
