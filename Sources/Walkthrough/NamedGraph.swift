import Autograd
import NeuralNetwork

/// What of a computation has a name, and which of these values each is made of.
///
/// Nodes without a name belong to the assignment that they are part of: an edge a → b says that the formula
/// of b uses a, however often.
struct NamedGraph: Sendable {
    /// A named node, in the order of the tape, so that an edge leads to a later place.
    let nodes: [NodeID]
    let symbols: [Symbol]
    /// The place of each node in `nodes`.
    let places: [NodeID: Int]
    /// What each node is made of, as places, in the order of the tape.
    let sources: [[Int]]
    /// What each node goes into.
    let users: [[Int]]
    /// The parameters that each node's formula uses, as places in the model's list.
    let parameters: [[Int]]
    /// The parameters that any formula uses.
    let usedParameters: [Int]

    /// - Parameter includesParameters: whether parameters are nodes too, or only kept beside their users.
    ///
    /// Inputs, targets and parameters that the loss does not depend on are left out.
    init(of computation: Computation, includesParameters: Bool = false) {
        let tape = computation.tape
        let parameterPlaces = Dictionary(
            zip(computation.parameters, computation.parameters.indices).map { ($0, $1) }, uniquingKeysWith: min)
        let nodes = computation.symbols.keys.filter { node in
            if tape.operation(of: node) != .leaf { return true }
            if !includesParameters, parameterPlaces[node] != nil { return false }
            return tape.hasUse(node)
        }.sorted()
        let places = Dictionary(zip(nodes, nodes.indices).map { ($0, $1) }, uniquingKeysWith: min)
        var sources: [[Int]] = []
        var users: [[Int]] = Array(repeating: [], count: nodes.count)
        var parameters: [[Int]] = []
        for (place, node) in nodes.enumerated() {
            let named = tape.namedOperands(of: node, symbols: computation.symbols)
            let own = named.compactMap { places[$0] }.sorted()
            sources.append(own)
            parameters.append(named.compactMap { parameterPlaces[$0] }.sorted())
            for source in own { users[source].append(place) }
        }
        self.nodes = nodes
        symbols = nodes.compactMap { computation.symbols[$0] }
        self.places = places
        self.sources = sources
        self.users = users
        self.parameters = parameters
        usedParameters = Set(parameters.joined()).sorted()
    }

    var count: Int { nodes.count }

    /// The nodes nearest to one, at most `limit` of them, in the order of the tape: as many steps along edges
    /// away as it takes.
    func neighbourhood(of centre: Int, limit: Int) -> [Int] {
        var found: Set<Int> = [centre]
        var queue = [centre]
        var next = 0
        while next < queue.count, queue.count < limit {
            let node = queue[next]
            next += 1
            // Of very many, the last sources and the first users: those of the same stretch of the program.
            let near = sources[node].suffix(limit) + users[node].prefix(limit)
            for other in near where queue.count < limit && found.insert(other).inserted { queue.append(other) }
        }
        return queue.sorted()
    }
}

extension Tape {
    /// Whether a node is an operand anywhere.
    func hasUse(_ node: NodeID) -> Bool { !uses(of: node).isEmpty }

    /// The named nodes that a node is made of, each once, through nodes without a name.
    func namedOperands(of node: NodeID, symbols: [NodeID: Symbol]) -> [NodeID] {
        reach(node, symbols) { slots(of: $0).map { operand(in: $0) } }
    }

    /// The named nodes that a node goes into, each once, through nodes without a name.
    func namedUsers(of node: NodeID, symbols: [NodeID: Symbol]) -> [NodeID] {
        reach(node, symbols) { uses(of: $0).map { consumer(of: $0) } }
    }

    private func reach(_ node: NodeID, _ symbols: [NodeID: Symbol], _ next: (NodeID) -> [NodeID]) -> [NodeID] {
        var found: [NodeID] = []
        var seen: Set<NodeID> = []
        var open = [node]
        while let here = open.popLast() {
            for other in next(here) where seen.insert(other).inserted {
                if symbols[other] == nil { open.append(other) } else { found.append(other) }
            }
        }
        return found
    }
}
