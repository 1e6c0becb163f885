import Autograd

extension Computation {
    /// What of a program leads to one of its losses: a unit per assignment, a section per round of a loop.
    ///
    /// Every parameter has its leaf; what the loss does not depend on has no node. Backward reaches what
    /// depends on the objective's own parameters: another objective's are constants here.
    ///
    /// - Precondition: the program is as `Program` says, and the objective's name is assigned in it.
    public init(of program: Program, objective: Program.Objective) {
        let draft = ProgramDraft(of: program)
        guard let loss = draft.results.first(where: { $0.name == objective.name })?.node else {
            preconditionFailure("the loss \(objective.name) is not assigned")
        }
        let leads = draft.leads(to: loss)
        var tape = Tape()
        var copies: [NodeID: NodeID] = [:]
        func copy(_ node: NodeID) {
            let operation = draft.tape.operation(of: node)
            copies[node] = operation == .leaf
                ? tape.leaf(draft.tape[node])
                : tape.record(operation, draft.tape.operands(of: node).compactMap { copies[$0] })
        }
        let leaves = draft.inputs + draft.targets + draft.parameters
        leaves.forEach(copy)
        let names = program.inputs + program.targets + program.parameters.map(\.name)
        var symbols = Dictionary(
            zip(leaves.compactMap { copies[$0] }, names.map { Symbol.named($0) }), uniquingKeysWith: { first, _ in first })
        var results: [ProgramBackward.Result] = []
        for result in draft.results {
            let start = tape.count
            // A number stands where it was first written, even if that leads to no loss.
            for index in result.nodes where leads[index] { copy(NodeID(index)) }
            guard leads[result.node.index] else { continue }
            let nodes = (start..<tape.count).map { NodeID($0) }.filter { tape.operation(of: $0) != .leaf }
            let symbol = result.node == loss && result.name == "L" ? Symbol.loss : .named(result.name)
            if let node = nodes.last { symbols[node] = symbol }
            results.append(ProgramBackward.Result(name: result.name, section: result.section, symbol: symbol, nodes: nodes))
        }
        let parameters = draft.parameters.compactMap { copies[$0] }
        let lossNode = copies[loss] ?? loss
        var backward = ProgramBackward(
            tape: tape, loss: lossNode, symbols: symbols,
            parameters: objective.parameters.map { (place: $0, name: program.parameters[$0].name, node: parameters[$0]) })
        self.init(
            tape: tape, inputs: draft.inputs.compactMap { copies[$0] }, targets: draft.targets.compactMap { copies[$0] },
            parameters: parameters, parameterNames: program.parameters.map(\.name), loss: lossNode,
            sections: Self.sections(of: results, units: backward.units(of: results)), symbols: symbols)
    }

    /// Neighbours with one section's name are that section; later ones may use earlier ones.
    private static func sections(of results: [ProgramBackward.Result], units: [Unit]) -> [Section] {
        var sections: [(name: String, units: [Unit])] = []
        for (result, unit) in zip(results, units) {
            if sections.last?.name == result.section {
                sections[sections.count - 1].units.append(unit)
            } else {
                sections.append((result.section, [unit]))
            }
        }
        return sections.map { Section(name: $0.name, units: $0.units, isChain: true) }
    }
}

/// Divides the backward pass of a program into quantities.
///
/// Walking back, each named node and each parameter is one quantity.
struct ProgramBackward {
    struct Result {
        let name: String
        let section: String
        let symbol: Symbol
        /// The nodes that the assignment computes; the last one has the name.
        let nodes: [NodeID]
    }

    private let tape: Tape
    private let loss: NodeID
    private let symbols: [NodeID: Symbol]
    private let parameters: [(place: Int, name: String, node: NodeID)]
    /// For each node, whether it depends on a parameter.
    private let varies: [Bool]
    private var inner: BackwardNodes

    init(
        tape: Tape, loss: NodeID, symbols: [NodeID: Symbol],
        parameters: [(place: Int, name: String, node: NodeID)]
    ) {
        self.tape = tape
        self.loss = loss
        self.symbols = symbols
        self.parameters = parameters
        var varies = Array(repeating: false, count: tape.count)
        for parameter in parameters { varies[parameter.node.index] = true }
        for index in 0..<tape.count where !varies[index] {
            varies[index] = tape.slots(of: NodeID(index)).contains { varies[tape.operand(in: $0).index] }
        }
        self.varies = varies
        inner = BackwardNodes(tape: tape)
    }

    /// The units of the assignments, in their order.
    mutating func units(of results: [Result]) -> [Computation.Unit] {
        let owned = ownedParameters(of: results)
        var units: [Computation.Unit] = []
        for (index, result) in results.enumerated().reversed() {
            guard let node = result.nodes.last else { continue }
            var backward: [Computation.BackwardQuantity] = []
            if varies[node.index] || node == loss { backward.append(quantity(.adjoint(result.symbol), of: node)) }
            let own = owned[index] ?? []
            backward += own.map { quantity(.gradient(parameters[$0].name), of: parameters[$0].node) }
            units.append(
                Computation.Unit(
                    name: result.name,
                    forward: [Computation.ForwardQuantity(symbol: result.symbol, nodes: result.nodes)],
                    backward: backward, parameters: own.map { parameters[$0].place }))
        }
        return units.reversed()
    }

    /// The parameters that each result is the first to use, since backward reaches the first use last.
    private func ownedParameters(of results: [Result]) -> [Int: [Int]] {
        var owner: [NodeID: Int] = [:]
        for (index, result) in results.enumerated() {
            for node in result.nodes { owner[node] = index }
        }
        var owned: [Int: [Int]] = [:]
        for (index, parameter) in parameters.enumerated() {
            guard let first = tape.uses(of: parameter.node).first, let unit = owner[tape.consumer(of: first)] else {
                continue
            }
            owned[unit, default: []].append(index)
        }
        return owned
    }

    private mutating func quantity(_ symbol: Symbol, of node: NodeID) -> Computation.BackwardQuantity {
        Computation.BackwardQuantity(symbol: symbol, nodes: inner.nodes(for: node))
    }
}
