import Autograd

extension Computation {
    /// The network for one sample: for each neuron an affine node z and an activation node a.
    ///
    /// With `samples` the samples of a batch are computed together, since batch normalisation makes them depend
    /// on each other: the neuron h1 then is `h1[1]`, `h1[2]`, …, once per sample, and the loss is their mean.
    /// A computation that is only `evaluating` normalises with running averages, one sample at a time.
    public init(of network: Network, samples: Int? = nil, evaluating: Bool = false) {
        var layout = NetworkLayout(network, samples: samples, evaluating: evaluating)
        layout.layOut()
        self.init(
            tape: layout.tape, inputs: layout.inputs, targets: layout.targets, parameters: layout.parameters,
            parameterNames: network.parameters.map(\.name), loss: layout.loss, sections: layout.sections,
            symbols: layout.symbols, masks: layout.masks, statistics: layout.statistics, synonyms: layout.synonyms,
            equivalents: layout.equivalents)
    }
}

/// Lays a network on a tape, layer by layer, and divides it into quantities.
private struct NetworkLayout {
    /// A unit whose backward pass is yet to be divided: what is told of it, and whose adjoint that is.
    private struct Draft {
        let name: String
        var forward: [Computation.ForwardQuantity] = []
        var backward: [(symbol: Symbol, node: NodeID)] = []
        var parameters: [Int] = []
    }

    private let network: Network
    /// How many samples a pass holds.
    private let samples: Int
    private let isJoint: Bool
    private let evaluating: Bool
    private(set) var tape = Tape()
    private(set) var symbols: [NodeID: Symbol] = [:]
    /// Sample by sample.
    private(set) var inputs: [NodeID] = []
    private(set) var targets: [NodeID] = []
    private(set) var parameters: [NodeID] = []
    private(set) var loss = NodeID(0)
    private(set) var sections: [Computation.Section] = []
    private(set) var masks: [Computation.Mask] = []
    private(set) var statistics: [Computation.Statistic] = []
    private(set) var synonyms: [Expression: NodeID] = [:]
    private(set) var equivalents: [Symbol: Expression] = [:]
    private var drafts: [(name: String, units: [Draft], isChain: Bool)] = []
    /// A shared parameter's gradient is complete once backward has reached its first user, so it is told, and
    /// updated, there.
    private var owned: Set<Int> = []
    /// The outputs that a fused loss does not start from, by their neurons' names.
    private var observed: [String: NodeID] = [:]
    /// ln Σ e^z of a softmax layer, one per sample.
    private var logSumExps: [NodeID] = []

    init(_ network: Network, samples: Int?, evaluating: Bool) {
        self.network = network
        self.samples = samples ?? 1
        isJoint = samples != nil
        self.evaluating = evaluating
    }

    /// What each layer so far has received, `[layers × samples × sources]`.
    private var received: [[[NodeID]]] = []

    private var isFused: Bool {
        network.isLossFused && network.loss.partner != nil && network.layers.last?.activation == network.loss.partner
    }

    /// Whether the loss starts from z, and backward knows nothing of the outputs.
    private var startsFromSums: Bool { isFused && network.layers.last?.deviations.contains(.activatesTwice) == false }

    /// What stands for `name` in a sample.
    private func name(_ name: String, _ sample: Int) -> String {
        isJoint ? Network.name(name, ofSample: sample + 1) : name
    }

    mutating func layOut() {
        for sample in 0..<samples {
            inputs += network.inputs.map { leaf(.named(name($0, sample))) }
            targets += network.targets.map { leaf(.named(name($0, sample))) }
        }
        parameters = network.parameters.map { leaf(.named($0.name), $0.initialValue) }
        let width = network.inputs.count
        var sources = (0..<samples).map { Array(inputs[$0 * width..<($0 + 1) * width]) }
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

    /// The nodes recorded since the tape held `count`, without the leaves.
    private func nodes(since count: Int) -> [NodeID] {
        (count..<tape.count).map { NodeID($0) }.filter { tape.operation(of: $0) != .leaf }
    }

    // MARK: Layers

    /// - Parameter sources: what the layer receives, `[samples × sources]`.
    /// - Returns: what the next layer receives, or the loss.
    private mutating func layOut(
        _ layer: Layer, number: Int, sources: [[NodeID]], isOutput: Bool
    ) -> [[NodeID]] {
        var units: [Draft] = []
        var outputs: [[NodeID]] = Array(repeating: [], count: samples)
        var logits: [[NodeID]] = Array(repeating: [], count: samples)
        received.append(sources)
        for (place, neuron) in layer.neurons.enumerated() {
            var unit = Draft(name: neuron.name)
            var deltas: [(symbol: Symbol, node: NodeID)] = []
            var before: [NodeID] = []
            for sample in 0..<samples {
                let z = tape.record(.affine, operands(ofSumIn: neuron, place, of: layer, sample))
                unit.forward.append(quantity(.preActivation(name(neuron.name, sample)), [z]))
                deltas.append((.delta(name(neuron.name, sample)), z))
                before.append(z)
                // Without statistics over the samples, each goes on by itself.
                if neuron.normalisation == nil {
                    finish(z, of: neuron, place, in: layer, number, sample, isOutput: isOutput, &unit, &outputs)
                }
                logits[sample].append(z)
            }
            if let normalisation = neuron.normalisation {
                let scaled = normalise(before, neuron, normalisation, &unit)
                for sample in 0..<samples {
                    finish(
                        scaled[sample], of: neuron, place, in: layer, number, sample, isOutput: isOutput, &unit, &outputs)
                    logits[sample][place] = scaled[sample]
                }
            }
            unit.backward += deltas
            unit.parameters = neuron.parameters.filter { owned.insert($0).inserted }
            unit.backward += unit.parameters.map { (.gradient(network.parameters[$0].name), parameters[$0]) }
            units.append(unit)
        }
        if layer.activation == .softmax {
            var unit = Draft(name: Activation.softmax.rawValue)
            for sample in 0..<samples { outputs[sample] = softmax(of: logits[sample], layer, sample, &unit) }
            units.append(unit)
        }
        drafts.append((layer.name, units, layer.activation == .softmax))
        return isOutput && startsFromSums ? logits : outputs
    }

    /// w, a, w, a, …, b of a neuron's weighted sum.
    private func operands(ofSumIn neuron: Neuron, _ place: Int, of layer: Layer, _ sample: Int) -> [NodeID] {
        let isByColumns = layer.deviations.contains(.readsWeightsByColumns)
        let weights = isByColumns ? layer.neurons.map { $0.weights[place] } : neuron.weights
        var sources = received.last.map { [$0[sample]] } ?? []
        if layer.deviations.contains(.sumsAllLayers) {
            sources += received.dropLast().reversed().map { $0[sample] }.filter { $0.count == weights.count }
        }
        var operands = sources.flatMap { zip(weights, $0).flatMap { [parameters[$0], $1] } }
        let hasBias = layer.deviations.isDisjoint(with: [.leavesOutBias, .addsBiasAfterActivation])
        if hasBias, let bias = neuron.bias { operands.append(parameters[bias]) }
        return operands
    }

    /// The nodes of an activation that is broken on purpose; the last is the result.
    private mutating func deviate(_ neuron: Neuron, of layer: Layer, _ a: NodeID, _ others: [NodeID]) -> [NodeID] {
        var nodes = [a]
        if layer.deviations.contains(.activatesTwice) {
            nodes.append(tape.record(layer.activation.operation, [a] + others))
        }
        if layer.deviations.contains(.addsBiasAfterActivation), let bias = neuron.bias {
            nodes.append(tape.record(.add, [nodes[nodes.count - 1], parameters[bias]]))
        }
        return nodes
    }

    /// The activation of a neuron in one sample, and what dropout leaves of it.
    private mutating func finish(
        _ z: NodeID, of neuron: Neuron, _ place: Int, in layer: Layer, _ number: Int, _ sample: Int, isOutput: Bool,
        _ unit: inout Draft, _ outputs: inout [[NodeID]]
    ) {
        guard layer.activation != .softmax else { return }
        let name = name(neuron.name, sample)
        var operands = [z]
        if layer.activation == .leakyReLU { operands.append(tape.leaf(layer.slope)) }
        let operation = layer.deviations.contains(.skipsActivation) ? .identity : layer.activation.operation
        if operation == .identity { operands = [z] }
        // A fused loss starts from z.
        let isObserved = isOutput && startsFromSums
        let first = isObserved ? tape.observe(operation, operands) : tape.record(operation, operands)
        let nodes = isOutput && isFused ? [first] : deviate(neuron, of: layer, first, Array(operands.dropFirst()))
        let a = nodes[nodes.count - 1]
        unit.forward.append(quantity(.activation(name), nodes))
        if isObserved { observed[name] = a }
        guard layer.dropout > 0 else {
            outputs[sample].append(a)
            return
        }
        let mask = leaf(.aspect(.mask, of: name), 1)
        masks.append(
            Computation.Mask(
                node: mask, probability: layer.dropout, layer: number, unit: place, sample: sample,
                isScaled: !layer.deviations.contains(.leavesDropoutUnscaled)))
        let kept = tape.record(.multiply, [a, mask])
        unit.forward.append(quantity(.aspect(.output, of: name), [kept]))
        outputs[sample].append(kept)
    }

    /// Batch normalisation of one neuron: mean, variance and deviation over the samples, then ẑ and γ·ẑ + β.
    ///
    /// - Returns: γ·ẑ + β, one per sample.
    private mutating func normalise(
        _ z: [NodeID], _ neuron: Neuron, _ normalisation: Neuron.Normalisation, _ unit: inout Draft
    ) -> [NodeID] {
        let count = tape.leaf(Double(samples))
        func aspect(_ aspect: Symbol.Aspect) -> Symbol { .aspect(aspect, of: neuron.name) }
        var mean: NodeID
        var variance: NodeID
        if evaluating {
            mean = leaf(aspect(.runningMean))
            variance = leaf(aspect(.runningVariance), 1)
        } else {
            var start = tape.count
            mean = tape.record(.divide, [tape.record(.sum, z), count])
            unit.forward.append(quantity(aspect(.batchMean), nodes(since: start)))
            start = tape.count
            let two = tape.leaf(2)
            let squares = z.map { tape.record(.power, [tape.record(.subtract, [$0, mean]), two]) }
            variance = tape.record(.divide, [tape.record(.sum, squares), count])
            unit.forward.append(quantity(aspect(.batchVariance), nodes(since: start)))
        }
        statistics.append(Computation.Statistic(neuron: neuron.name, mean: mean, variance: variance))
        let epsilon = tape.leaf(Neuron.Normalisation.epsilon)
        symbols[epsilon] = .setting(.epsilon)
        let sum = tape.record(.add, [variance, epsilon])
        let deviation = tape.record(.squareRoot, [sum])
        unit.forward.append(quantity(aspect(.batchDeviation), [sum, deviation]))
        var normalised: [(symbol: Symbol, node: NodeID)] = []
        var scaled: [(symbol: Symbol, node: NodeID)] = []
        for (sample, z) in z.enumerated() {
            let name = name(neuron.name, sample)
            let difference = tape.record(.subtract, [z, mean])
            let quotient = tape.record(.divide, [difference, deviation])
            unit.forward.append(quantity(.aspect(.normalised, of: name), [difference, quotient]))
            let result = tape.record(
                .affine, [parameters[normalisation.scale], quotient, parameters[normalisation.shift]])
            unit.forward.append(quantity(.aspect(.scaled, of: name), [result]))
            normalised.append((.adjoint(.aspect(.normalised, of: name)), quotient))
            scaled.append((.adjoint(.aspect(.scaled, of: name)), result))
        }
        unit.backward += scaled + normalised
        if !evaluating {
            unit.backward += [
                (.adjoint(aspect(.batchDeviation)), deviation), (.adjoint(aspect(.batchVariance)), variance),
                (.adjoint(aspect(.batchMean)), mean),
            ]
        }
        return scaled.map(\.node)
    }

    /// ln Σ e^z, then a = e^(z − ln Σ e^z) for each neuron.
    private mutating func softmax(of logits: [NodeID], _ layer: Layer, _ sample: Int, _ unit: inout Draft) -> [NodeID] {
        let symbol = Symbol.aspect(.logSumExp, of: name(layer.name, sample))
        let total = tape.record(.logSumExp, logits)
        unit.forward.append(quantity(symbol, [total]))
        unit.backward.append((.adjoint(symbol), total))
        logSumExps.append(total)
        return zip(layer.neurons, logits).map { neuron, z in
            let difference = startsFromSums ? tape.observe(.subtract, [z, total]) : tape.record(.subtract, [z, total])
            let a = startsFromSums ? tape.observe(.exp, [difference]) : tape.record(.exp, [difference])
            unit.forward.append(quantity(.activation(name(neuron.name, sample)), [difference, a]))
            if startsFromSums { observed[name(neuron.name, sample)] = a }
            return a
        }
    }

    // MARK: Loss

    private mutating func layOutLoss(outputs: [[NodeID]]) {
        var unit = Draft(name: "L")
        var losses: [NodeID] = []
        var told: [(symbol: Symbol, node: NodeID)] = []
        let neurons = network.layers.last?.neurons ?? []
        let width = network.targets.count
        for sample in 0..<samples {
            let start = tape.count
            let own = network.loss.record(
                outputs: outputs[sample], targets: Array(targets[sample * width..<(sample + 1) * width]),
                isFused: isFused, logSumExp: startsFromSums && !logSumExps.isEmpty ? logSumExps[sample] : nil, on: &tape)
            let symbol: Symbol = isJoint ? .named(name("L", sample)) : .loss
            unit.forward.append(quantity(symbol, nodes(since: start)))
            losses.append(own)
            if isJoint { told.append((.adjoint(symbol), own)) }
            let activations = neurons.map { Symbol.activation(name($0.name, sample)) }
            if startsFromSums || network.loss.takesLogits {
                equivalents[symbol] = network.loss.formula(
                    outputs: activations.map(\.expression),
                    targets: network.targets.map { .name(name($0, sample)) })
            }
            if startsFromSums {
                nameTheOutputs(activations, sample)
            } else {
                told += zip(activations, outputs[sample]).map { (.adjoint($0), $1) }
            }
        }
        loss = losses[0]
        if isJoint {
            let start = tape.count
            loss = tape.record(.divide, [tape.record(.sum, losses), tape.leaf(Double(samples))])
            unit.forward.append(quantity(.loss, nodes(since: start)))
        }
        unit.backward = [(.adjoint(.loss), loss)] + told
        drafts.append((UpdateComputation.SharedSection.loss.rawValue, [unit], false))
    }

    /// Lets formulas call by its name what an output has computed already: σ(z) is a.
    private mutating func nameTheOutputs(_ activations: [Symbol], _ sample: Int) {
        for case .activation(let neuron) in activations {
            guard let a = observed[neuron] else { continue }
            let z = Symbol.preActivation(neuron).expression
            if logSumExps.isEmpty {
                synonyms[.call("sigmoid", z)] = a
            } else if let total = symbols[logSumExps[sample]] {
                synonyms[.call("exp", z - total.expression)] = a
            }
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

extension Network {
    /// What stands for a neuron, an input or a target in the sample of this number, from 1, where the samples of
    /// a batch are computed together: `h1[2]`, `hidden[1,2]`.
    public static func name(_ name: String, ofSample sample: Int) -> String {
        name.hasSuffix("]") ? "\(name.dropLast()),\(sample)]" : "\(name)[\(sample)]"
    }
}
