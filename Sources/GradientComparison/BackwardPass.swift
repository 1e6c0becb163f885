import Autograd

/// A backward pass to be judged: from a tape that has been evaluated and its loss to ∂L/∂node, one number per node in
/// the order of the tape.
public typealias BackwardPass = @Sendable (_ tape: Tape, _ loss: NodeID) -> [Double]

extension Adjoints {
    /// The engine's own backward pass.
    public static let backwardPass: BackwardPass = { tape, loss in
        let adjoints = Adjoints(of: loss, on: tape)
        return (0..<tape.count).map { adjoints[NodeID($0)] }
    }
}

extension BackwardDeviation {
    /// The backward pass that deviates so.
    var backwardPass: BackwardPass {
        { tape, loss in
            var adjoints = Adjoints(startingAt: loss, count: tape.count)
            adjoints.computeAll(on: tape, self)
            return (0..<tape.count).map { adjoints[NodeID($0)] }
        }
    }
}
