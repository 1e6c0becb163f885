import Autograd
import NeuralNetwork

/// What is known of a quantity at a position.
public enum Reading: Sendable, Equatable {
    case value(Double)
    /// It will exist from this position on.
    case notReached(Position)

    /// The value, if it has been reached.
    public var value: Double? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension Session {
    /// Where the values on show belong: the sample or update of the leaf executed last.
    private var shown: Moment { tree.moment(of: executedLeaf ?? 0) }

    /// What is known of `symbol` at the present position, in the sample or update executed last; nil when
    /// the model has no such quantity.
    public func reading(_ symbol: Symbol) -> Reading? {
        switch symbol {
        case .named(let name): return reading(named: name)
        case .old(let name):
            guard let parameter = computation.parameterPlaces[name] else { return nil }
            return .value(oldValue(of: parameter))
        case .learningRate: return run.settings == nil ? nil : .value(learningRate)
        case .slope(let name): return slopeReading(name)
        case .loss, .gradient:
            // A batch of several has its own loss and gradient, once its update has computed them.
            if let inUpdate = updateReading(symbol), case .value = inUpdate { return inUpdate }
            return sampleReading(symbol)
        case .new(let name):
            guard computation.parameterPlaces[name] != nil else { return nil }
            return updateReading(symbol)
        default:
            return sampleReading(symbol)
        }
    }

    /// The parameter's value now: after the update once it has been reached, else before it.
    public func currentValue(of parameter: Int) -> Double {
        if batchBoundary, let set = timeline.setValue(of: .parameter(parameter), atBatch: batchInProgress) {
            return set
        }
        if isAtStart { return run.network.parameters[parameter].initialValue }
        return machine.newParameters[parameter]
    }

    /// The parameter's value that the batch in progress works with.
    public func oldValue(of parameter: Int) -> Double {
        isAtStart ? currentValue(of: parameter) : machine.tape[computation.parameters[parameter]]
    }

    /// η, as far as it has been set.
    public var learningRate: Double {
        if batchBoundary, let set = timeline.setValue(of: .learningRate, atBatch: batchInProgress) { return set }
        return machine.learningRate
    }

    private var batchBoundary: Bool { position.index == tree.start(ofBatch: batchInProgress) }

    private func reading(named name: String) -> Reading? {
        if let parameter = computation.parameterPlaces[name] {
            return .value(currentValue(of: parameter))
        }
        guard let node = computation.nodes[.named(name)] else { return nil }
        return .value(leafValue(node))
    }

    /// An input's or a target's value in the sample that is on show.
    private func leafValue(_ node: NodeID) -> Double {
        guard isAtStart else { return machine.tape[node] }
        // Nothing has been loaded yet: the first sample is the one to come.
        if let input = computation.inputs.firstIndex(of: node) { return run.data.inputs[input] }
        if let target = computation.targets.firstIndex(of: node) { return run.data.targets[target] }
        return machine.tape[node]
    }

    private func sampleReading(_ symbol: Symbol) -> Reading? {
        guard let (leaf, quantity) = tree.sampleTable.completion[symbol] else { return nil }
        let moment = shown
        let isReached = !isAtStart && (moment.sample == nil || moment.leaf >= leaf)
        guard isReached else {
            return .notReached(Position(tree.start(of: moment) + leaf + 1))
        }
        switch symbol {
        case .lossSum: return .value(machine.lossSum)
        case .gradientSum(let name):
            return computation.parameterPlaces[name].map { .value(machine.gradientSums[$0]) }
        default: break
        }
        guard let node = tree.sampleTable.quantities[quantity].nodes.last else { return nil }
        switch symbol {
        case .preActivation, .activation, .loss, .named: return .value(machine.tape[node])
        default: return .value(machine.adjoints[node])
        }
    }

    private func updateReading(_ symbol: Symbol) -> Reading? {
        guard let (leaf, quantity) = tree.updateTable.completion[symbol] else { return nil }
        let moment = shown
        guard !isAtStart, moment.sample == nil, moment.leaf >= leaf else {
            let update = Moment(epoch: moment.epoch, batch: moment.batch, sample: nil, leaf: leaf)
            return .notReached(Position(tree.index(of: update) + 1))
        }
        switch symbol {
        case .loss: return .value(machine.meanLoss)
        case .gradient, .new:
            guard let name = symbol.parameterName,
                let parameter = computation.parameterPlaces[name]
            else { return nil }
            if case .new = symbol { return .value(machine.newParameters[parameter]) }
            return .value(machine.meanGradients[parameter])
        default: return tree.updateTable.quantities[quantity].parameter.map { .value(machine.newParameters[$0]) }
        }
    }

    /// f′(z) exists as soon as a does.
    private func slopeReading(_ neuron: String) -> Reading? {
        guard let quantity = tree.sampleTable.completion[.activation(neuron)]?.quantity,
            let node = tree.sampleTable.quantities[quantity].nodes.last
        else { return nil }
        if case .notReached(let position)? = sampleReading(.activation(neuron)) { return .notReached(position) }
        return .value(machine.tape.localDerivative(in: machine.tape.slots(of: node).lowerBound))
    }

    /// Whether the numbers behind leaf number `index` are at hand: it has been executed, and belongs to the
    /// sample or update on show. An update shows its batch's last sample too.
    func isOnShow(_ index: Int) -> Bool {
        guard !isAtStart else { return false }
        let shown = shown
        let sample = shown.sample ?? tree.samples(inBatch: shown.batch) - 1
        let first = Moment(epoch: shown.epoch, batch: shown.batch, sample: sample, leaf: 0)
        return index >= tree.index(of: first) && index < position.index
    }

    /// The value of the result of leaf number `index`; nil where it has not been reached, or belongs to an
    /// earlier sample or update than the one on show.
    public func value(ofLeaf index: Int) -> Double? {
        guard isOnShow(index) else { return nil }
        let moment = tree.moment(of: index)
        let leaf = tree.table(at: moment).leaves[moment.leaf]
        return value(of: leaf)
    }

    /// The result of a leaf of the sample or update on show.
    func value(of leaf: Leaf) -> Double {
        let subject = leaf.subject
        let tape = machine.tape
        switch leaf.kind {
        case .product: return tape[tape.operand(in: subject)] * tape[tape.operand(in: subject + 1)]
        case .value: return tape[NodeID(subject)]
        case .slope: return tape.localDerivative(in: subject)
        case .contribution: return machine.adjoints.contribution(through: subject, on: tape).product
        case .adjoint: return machine.adjoints[NodeID(subject)]
        case .lossSum: return machine.lossSum
        case .gradientSum: return machine.gradientSums[subject]
        case .meanLoss: return machine.meanLoss
        case .meanGradient: return machine.meanGradients[subject]
        case .change: return machine.learningRate * machine.gradient(of: subject)
        case .newValue: return machine.newParameters[subject]
        }
    }
}

extension Symbol {
    /// The parameter that the symbol is about, if it is about one.
    public var parameterName: String? {
        switch self {
        case .gradient(let name), .gradientSum(let name), .old(let name), .new(let name): name
        default: nil
        }
    }
}
