import Autograd

extension Computation {
    /// The network for one sample: for each neuron an affine node z and an activation node a.
    public init(of network: Network) {
        var layout = NetworkLayout(network)
        layout.layOut()
        self.init(
            tape: layout.tape, inputs: layout.inputs, targets: layout.targets, parameters: layout.parameters,
            parameterNames: network.parameters.map(\.name), loss: layout.loss, sections: layout.sections,
            symbols: layout.symbols, masks: layout.masks, synonyms: layout.synonyms, equivalents: layout.equivalents)
    }
}

/// Lays a network on a tape, layer by layer, and divides it into quantities.
private struct NetworkLayout {
    /// A quantity of the backward pass: what it is called, and whose adjoint it is.
    private typealias Told = (symbol: Symbol, node: NodeID)
    /// A unit whose backward pass is yet to be divided.
    private struct Draft {
        let name: String
        var forward: [Computation.ForwardQuantity] = []
        var backward: [Told] = []
        var parameters: [Int] = []
    }

    private let network: Network
    private(set) var tape = Tape()
    private(set) var symbols: [NodeID: Symbol] = [:]
    private(set) var inputs: [NodeID] = []
    private(set) var targets: [NodeID] = []
    private(set) var parameters: [NodeID] = []
    private(set) var loss = NodeID(0)
    private(set) var sections: [Computation.Section] = []
    private(set) var masks: [Computation.Mask] = []
    private(set) var synonyms: [Expression: NodeID] = [:]
    private(set) var equivalents: [Symbol: Expression] = [:]
    private var drafts: [(name: String, units: [Draft], isChain: Bool)] = []
    /// A shared parameter's gradient is complete once backward has reached its first user, so it is told, and
    /// updated, there.
    private var owned: Set<Int> = []
    /// ln Σ e^z of a softmax layer.
    private var logSumExp: NodeID?

    init(_ network: Network) { self.network = network }

    private var isFused: Bool {
        network.isLossFused && network.loss.partner != nil && network.layers.last?.activation == network.loss.partner
    }

    mutating func layOut() {
        inputs = network.inputs.map { leaf(.named($0)) }
        targets = network.targets.map { leaf(.named($0)) }
        parameters = network.parameters.map { leaf(.named($0.name), $0.initialValue) }
        var sources = inputs
        for (index, layer) in network.layers.enumerated() {
            sources = layOut(layer, number: index, sources: sources, isOutput: index == network.layers.count - 1)
        }
        layOutLoss(outputs: sources)
        divideBackward()
    }

    private mutating func leaf(_ symbol: Symbol, _ value: Double = 0) -> NodeID {
        let node = tape.leaf(value)
        symbols[node] = symbol
        return node
    }

    private mutating func quantity(_ symbol: Symbol, _ nodes: [NodeID]) -> Computation.ForwardQuantity {
        if let node = nodes.last { symbols[node] = symbol }
        return Computation.ForwardQuantity(symbol: symbol, nodes: nodes)
    }

    // MARK: Layers

    /// - Returns: what the next layer receives.
    private mutating func layOut(_ layer: Layer, number: Int, sources: [NodeID], isOutput: Bool) -> [NodeID] {
        var units: [Draft] = []
        var outputs: [NodeID] = []
        var logits: [NodeID] = []
        for (place, neuron) in layer.neurons.enumerated() {
            var unit = Draft(name: neuron.name)
            var operands = zip(neuron.weights, sources).flatMap { [parameters[$0], $1] }
            if let bias = neuron.bias { operands.append(parameters[bias]) }
            let z = tape.record(.affine, operands)
            unit.forward.append(quantity(.preActivation(neuron.name), [z]))
            unit.backward.append((.delta(neuron.name), z))
            logits.append(z)
            if layer.activation != .softmax {
                let a = activation(of: z, in: layer, isObserved: isOutput && isFused)
                unit.forward.append(quantity(.activation(neuron.name), [a]))
                outputs.append(a)
                if layer.dropout > 0 {
                    let mask = leaf(.aspect(.mask, of: neuron.name), 1)
                    masks.append(Computation.Mask(node: mask, probability: layer.dropout, layer: number, unit: place))
                    let kept = tape.record(.multiply, [a, mask])
                    unit.forward.append(quantity(.aspect(.output, of: neuron.name), [kept]))
                    outputs[place] = kept
                }
            }
            unit.parameters = (neuron.weights + [neuron.bias].compactMap { $0 }).filter { owned.insert($0).inserted }
            unit.backward += unit.parameters.map { (.gradient(network.parameters[$0].name), parameters[$0]) }
            units.append(unit)
        }
        if layer.activation == .softmax {
            let (unit, activations) = softmax(of: logits, layer)
            units.append(unit)
            outputs = activations
        }
        drafts.append((layer.name, units, layer.activation == .softmax))
        return isOutput && isFused ? logits : outputs
    }

    private mutating func activation(of z: NodeID, in layer: Layer, isObserved: Bool) -> NodeID {
        var operands = [z]
        if layer.activation == .leakyReLU { operands.append(tape.leaf(layer.slope)) }
        return isObserved
            ? tape.observe(layer.activation.operation, operands) : tape.record(layer.activation.operation, operands)
    }

    /// ln Σ e^z, then a = e^(z − ln Σ e^z) for each neuron.
    private mutating func softmax(of logits: [NodeID], _ layer: Layer) -> (Draft, [NodeID]) {
        var unit = Draft(name: Activation.softmax.rawValue)
        let total = tape.record(.logSumExp, logits)
        unit.forward.append(quantity(.aspect(.logSumExp, of: layer.name), [total]))
        unit.backward.append((.adjoint(.aspect(.logSumExp, of: layer.name)), total))
        let activations = zip(layer.neurons, logits).map { neuron, z in
            let difference = isFused ? tape.observe(.subtract, [z, total]) : tape.record(.subtract, [z, total])
            let a = isFused ? tape.observe(.exp, [difference]) : tape.record(.exp, [difference])
            unit.forward.append(quantity(.activation(neuron.name), [difference, a]))
            return a
        }
        logSumExp = total
        return (unit, activations)
    }

    // MARK: Loss

    private mutating func layOutLoss(outputs: [NodeID]) {
        let before = tape.count
        loss = network.loss.record(
            outputs: outputs, targets: targets, isFused: isFused, logSumExp: isFused ? logSumExp : nil, on: &tape)
        let nodes = (before..<tape.count).map { NodeID($0) }.filter { tape.operation(of: $0) != .leaf }
        var unit = Draft(name: "L")
        unit.forward.append(quantity(.loss, nodes))
        unit.backward.append((.adjoint(.loss), loss))
        let neurons = network.layers.last?.neurons ?? []
        if isFused {
            // ∂L/∂a does not occur: the fused loss starts from z.
            let names = neurons.map { Symbol.activation($0.name) }
            equivalents[.loss] = network.loss.formula(
                outputs: names.map(\.expression), targets: network.targets.map { .name($0) })
            nameTheOutputs()
        } else {
            unit.backward += zip(neurons, outputs).map { (.adjoint(.activation($0.name)), $1) }
        }
        if network.loss == .binaryCrossEntropyWithLogits || network.loss == .categoricalCrossEntropyWithLogits {
            equivalents[.loss] = network.loss.formula(
                outputs: neurons.map { Symbol.activation($0.name).expression }, targets: network.targets.map { .name($0) })
        }
        drafts.append((UpdateComputation.SharedSection.loss.rawValue, [unit], false))
    }

    /// Lets formulas call by its name what an output has computed already: σ(z) is a.
    private mutating func nameTheOutputs() {
        for neuron in network.layers.last?.neurons ?? [] {
            guard let a = symbols.first(where: { $0.value == .activation(neuron.name) })?.key else { continue }
            let z = Symbol.preActivation(neuron.name).expression
            let formula: Expression =
                if let logSumExp, let total = symbols[logSumExp] {
                    .call("exp", z - total.expression)
                } else {
                    .call("sigmoid", z)
                }
            synonyms[formula] = a
        }
    }

    // MARK: Backward

    /// Goes through the units as backward does, and gives each quantity the nodes that it is the first to need.
    private mutating func divideBackward() {
        var inner = BackwardNodes(tape: tape)
        var divided: [Computation.Section] = []
        for draft in drafts.reversed() {
            let order = draft.isChain ? Array(draft.units.indices.reversed()) : Array(draft.units.indices)
            var backward: [[Computation.BackwardQuantity]] = Array(repeating: [], count: draft.units.count)
            for place in order {
                backward[place] = draft.units[place].backward.map { told in
                    Computation.BackwardQuantity(symbol: told.symbol, nodes: inner.nodes(for: told.node))
                }
            }
            let units = zip(draft.units, backward).map { unit, backward in
                Computation.Unit(
                    name: unit.name, forward: unit.forward, backward: backward, parameters: unit.parameters)
            }
            divided.append(Computation.Section(name: draft.name, units: units, isChain: draft.isChain))
        }
        sections = divided.reversed()
    }
}
