import Autograd

/// The first node, walking backward from the loss, whose adjoint is not ∂L/∂node.
///
/// What comes before it in the backward pass is right, so the rule that is broken is the one that makes this adjoint of
/// those.
public struct Departure: Sendable, Equatable {
    public let node: NodeID
    /// The node in the spelling of the expression grammar, or its number where it has no name.
    public let name: String
    /// The adjoint by the backward pass that is judged.
    public let analytic: Double
    /// ∂L/∂node by dual numbers, which can judge every node but one at a kink.
    public let exact: Double
    /// How far rounding may carry the two apart.
    public let bound: Double
    /// The nodes that the adjoint is made of, by name: those that use the node.
    public let consumers: [String]

    /// Walks backward from the loss of one pass, to the first adjoint that is wrong; nil if all are right.
    ///
    /// Each node costs an evaluation of what depends on it, so the walk is long only where the mistake is far from the
    /// loss. Nodes at a kink, and those beyond what float64 can tell, are passed over.
    public static func first(
        of backward: BackwardPass, objective: Int = 0, pass: Int, at point: ComparisonPoint
    ) throws(ComparisonError) -> Departure? {
        guard point.run.computations.indices.contains(objective) else { throw .unknownLoss(objective) }
        let loss = BatchLoss(point.pass(pass), objective: objective, isWhole: false, backward: backward)
        let (computation, tape) = (loss.computation, loss.tape)
        var forward = TangentPass<Dual>(tape, last: computation.loss)
        for index in stride(from: computation.loss.index, through: 0, by: -1) {
            let node = NodeID(index)
            let tangent = forward.tangent([.init(node: node, number: .moved(tape[node], by: 0))], over: 0)
            let isReached = node == computation.loss || tangent.magnitude != 0
            let exact = isReached ? tangent.loss.tangent : 0
            let estimate = Estimate(
                value: exact, perturbation: 0, truncation: 0, roundOff: 2 * tangent.error, magnitude: tangent.magnitude,
                crossesKink: tangent.isAtKink, slopes: OneSidedSlopes(below: exact, above: exact))
            guard Verdict(analytic: loss.adjoint(of: node), estimate: estimate) == .disagrees else { continue }
            return Departure(
                node: node, name: computation.name(of: node), analytic: loss.adjoint(of: node), exact: exact,
                bound: estimate.bound, consumers: tape.uses(of: node).map { computation.name(of: tape.consumer(of: $0)) })
        }
        return nil
    }
}
