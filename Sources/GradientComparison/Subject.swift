import Autograd

/// What a gradient is taken by.
public enum Subject: Sendable, Equatable {
    /// A parameter, by its name; the loss is the batch's.
    case parameter(String)
    /// A node of one pass of one of the losses; the loss is the pass's own.
    case node(NodeID, objective: Int, pass: Int)

    /// The loss at `point` and what it is differentiated by; nil where the point has nothing of the kind.
    func variable(at point: ComparisonPoint) -> (BatchLoss, BatchLoss.Variable)? {
        switch self {
        case .parameter(let name):
            guard let place = point.run.architecture.parameters.firstIndex(where: { $0.name == name }),
                let objective = point.run.computations.firstIndex(where: { $0.updatedParameters.contains(place) })
            else { return nil }
            return (
                BatchLoss(point, objective: objective, isWhole: true, backward: Adjoints.backwardPass), .parameter(place)
            )
        case .node(let node, let objective, let pass):
            guard point.run.computations.indices.contains(objective),
                (0...point.run.computations[objective].loss.index).contains(node.index)
            else { return nil }
            return (
                BatchLoss(point.pass(pass), objective: objective, isWhole: false, backward: Adjoints.backwardPass), .node(node)
            )
        }
    }
}
