import Autograd
import Debugger
import NeuralNetwork

/// Which node, edges and parameters of a computation the leaf executed last was about.
///
/// It follows from the tape alone: what an operation took going forward, what an adjoint came from going
/// backward, and for an update the parameter that it is of. So every leaf of every model has its place.
struct GraphFocus {
    struct Edge: Hashable {
        let source: NodeID
        let user: NodeID
    }

    /// The named node that the leaf belongs to: a value, or a parameter; nil where it concerns several parameters.
    private(set) var node: NodeID?
    /// Where to look for it if parameters are no nodes of the picture: the first user of a parameter.
    private(set) var home: NodeID
    private(set) var edges: Set<Edge> = []
    /// The parameters that took part, as places in the model's list.
    private(set) var parameters: Set<Int> = []
    private(set) var pass: Pass?

    init(_ session: Session) {
        let computation = session.computation
        home = computation.sections.first?.units.first?.forward.last?.nodes.last ?? computation.loss
        guard let index = session.executedLeaf else { return }
        let moment = session.tree.moment(of: index)
        let table = session.tree.table(at: moment)
        let row = table.quantities[table.row(.quantity, holding: moment.leaf).index]
        let leaf = table.leaves[moment.leaf]
        pass = row.pass
        home = computation.nodes[.named(table.units[row.unit].name)] ?? computation.loss
        switch leaf.kind {
        case .product, .value:
            let isNode = leaf.kind == .value
            let subject = isNode ? NodeID(leaf.subject) : computation.tape.operand(in: leaf.subject)
            let result = row.nodes.last ?? subject
            node = result
            let operands = isNode
                ? computation.tape.namedOperands(of: subject, symbols: computation.symbols) : [subject]
            edges = Set(operands.map { Edge(source: $0, user: result) })
        case .slope, .contribution, .adjoint:
            let isNode = leaf.kind == .adjoint
            let subject = isNode ? NodeID(leaf.subject) : computation.tape.consumer(of: leaf.subject)
            let target = row.nodes.last ?? subject
            node = target
            let isNamed = !isNode && computation.symbols[subject] != nil
            let users = isNamed ? [subject] : computation.tape.namedUsers(of: subject, symbols: computation.symbols)
            edges = Set(users.map { Edge(source: target, user: $0) })
        case .gradientSum: parameters = [leaf.subject]
        case .update where row.parameter == nil && row.symbol != .loss:
            // The rate, and the length of the gradient, concern all that are updated.
            parameters = Set(computation.updatedParameters)
        case .update: parameters = Set([row.parameter].compactMap { $0 })
        case .lossSum, .validationLoss: break
        }
        let own = Set([node].compactMap { $0 } + edges.map(\.source))
        for place in computation.parameters.indices where own.contains(computation.parameters[place]) {
            parameters.insert(place)
        }
        // What concerns several parameters alike, as the length of the gradient, is about no one node.
        if node == nil, parameters.count < 2 {
            node = parameters.first.map { computation.parameters[$0] } ?? computation.loss
        }
    }
}
