import Autograd
import NeuralNetwork

/// What is known of a quantity at a position.
public enum Reading: Sendable, Equatable {
    case value(Double)
    /// It will exist from this position on.
    case notReached(Position)
    /// It has been reached, and an open question keeps it from view.
    case hidden

    /// The value, if it has been reached and is in view.
    public var value: Double? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension Reading {
    /// Whether there is a value, in view or not.
    public var isReached: Bool {
        if case .notReached = self { false } else { true }
    }
}

extension Session {
    /// Where the values on show belong: the sample or update of the leaf executed last.
    var shown: Moment { tree.moment(of: executedLeaf ?? 0) }

    /// What is known of `symbol` at the present position, in the sample or update executed last; nil when
    /// the model has no such quantity.
    public func reading(_ symbol: Symbol) -> Reading? {
        let reading = readingBehindCurtain(symbol)
        guard curtain != nil, case .value(let value)? = reading else { return reading }
        return hides(symbol, value) ? .hidden : reading
    }

    private func readingBehindCurtain(_ symbol: Symbol) -> Reading? {
        switch symbol {
        case .named(let name): return reading(named: name)
        case .old(let name):
            return parameterPlace(name).map { .value(oldValue(of: $0)) }
        case .learningRate: return run.settings == nil ? nil : .value(learningRate)
        case .baseRate: return run.settings == nil ? nil : .value(baseRate)
        case .updateNumber:
            return run.settings == nil ? nil : .value(Double(tree.batchNumber(of: shown) + 1))
        case .sampleCount: return tree.batchSize > 1 ? .value(Double(tree.samples(inBatch: shown.batch))) : nil
        case .slope(let name): return slopeReading(name)
        case .setting:
            // The numbers of the settings are on every update's tape from the start.
            for update in run.updates {
                if let node = update.settings[symbol] { return .value(update.tape[node]) }
            }
            return computation.nodes[symbol].map { .value(computation.tape[$0]) }
        case .aspect(let aspect, let name) where aspect.isState: return stateReading(aspect, name)
        case .aspect(.mask, let neuron):
            guard let node = computation.nodes[symbol] else { return nil }
            // It is drawn for the activation that it is for.
            if case .notReached(let position)? = sampleReading(.activation(neuron)) { return .notReached(position) }
            return .value(machine.blocks[shown.objective].tape[node])
        default:
            // A batch has its own loss and gradient, once its update has computed them.
            let inUpdate = updateReading(symbol)
            if case .value? = inUpdate { return inUpdate }
            return sampleReading(symbol) ?? inUpdate
        }
    }

    private func parameterPlace(_ name: String) -> Int? { computation.parameterPlaces[name] }

    /// The parameter's value now: after the update once it has been reached, else before it.
    public func currentValue(of parameter: Int) -> Double {
        if isAtBatchBoundary, let set = timeline.setValue(of: .parameter(parameter), atBatch: batchInProgress) {
            return set
        }
        if isAtStart { return run.architecture.parameters[parameter].initialValue }
        return machine.newParameters[parameter]
    }

    /// The parameter's value that the batch in progress works with.
    public func oldValue(of parameter: Int) -> Double {
        isAtStart ? currentValue(of: parameter) : machine.oldParameters[parameter]
    }

    /// The parameters that one of the model's losses works with in the batch on show: as it found them, or, where
    /// its turn has not come, `others`.
    public func parameters(ofLoss objective: Int, _ others: [Double]) -> [Double] {
        guard !isAtStart, !isAtBatchBoundary, objective <= shown.objective else { return others }
        let block = machine.blocks[objective]
        return block.computation.parameters.map { block.tape[$0] }
    }

    /// η of the batch on show: what the schedule makes of the base rate.
    public var learningRate: Double { machine.rate(inBatch: tree.batchNumber(of: shown), base: baseRate) }

    /// η before the schedule, as far as it has been set.
    public var baseRate: Double {
        if isAtBatchBoundary, let set = timeline.setValue(of: .learningRate, atBatch: batchInProgress) { return set }
        return machine.learningRate
    }

    var isAtBatchBoundary: Bool { position.index == tree.start(ofBatch: batchInProgress) }

    private func reading(named name: String) -> Reading? {
        if let parameter = parameterPlace(name) { return .value(currentValue(of: parameter)) }
        if let node = computation.nodes[.named(name)], computation.tape.operation(of: node) == .leaf {
            return .value(leafValue(node))
        }
        let inUpdate = updateReading(.named(name))
        if case .value? = inUpdate { return inUpdate }
        return sampleReading(.named(name)) ?? inUpdate
    }

    /// An input's or a target's value in the sample that is on show.
    private func leafValue(_ node: NodeID) -> Double {
        guard isAtStart else {
            // Like a parameter's, a value set at the end of a batch shows before the next one takes it.
            if isAtBatchBoundary, !timeline.interventions.isEmpty, let target = dataTarget(of: node, in: shown),
                let set = timeline.setValue(of: target, atBatch: batchInProgress)
            {
                return set
            }
            return machine.blocks[shown.objective].tape[node]
        }
        // Nothing has been loaded yet: the first pass is the one to come.
        var tape = computation.tape
        let rows = run.order.order(ofEpoch: 0).prefix(run.samplesPerPass)
        SampleFeed(of: computation, seed: 0).fill(&tape, rows, of: data, batch: nil)
        return tape[node]
    }

    /// The losses in the order in which one looks for a name: the one on show, then the others.
    private var objectives: [Int] {
        let own = shown.objective
        return [own] + run.computations.indices.filter { $0 != own }
    }

    private func sampleReading(_ symbol: Symbol) -> Reading? {
        let moment = shown
        for objective in objectives {
            guard let (leaf, quantity) = tree.sampleTable(of: objective).completion[symbol] else { continue }
            let block = machine.blocks[objective]
            // What an earlier loss of the batch computed is that of its last sample.
            let isReached = !isAtStart
                && (objective < moment.objective
                    || objective == moment.objective && (moment.sample == nil || moment.leaf >= leaf))
            guard isReached else {
                let sample = objective == moment.objective ? moment.sample : 0
                let place = Moment(
                    epoch: moment.epoch, batch: moment.batch, objective: objective, sample: sample, leaf: leaf)
                return .notReached(Position(tree.index(of: place) + 1))
            }
            switch symbol {
            case .lossSum: return .value(block.lossSum)
            case .gradientSum(let name): return parameterPlace(name).map { .value(machine.gradientSums[$0]) }
            default: break
            }
            let row = tree.sampleTable(of: objective).quantities[quantity]
            guard let node = row.nodes.last else { return nil }
            return .value(row.pass == .forward ? block.tape[node] : block.adjoints[node])
        }
        return nil
    }

    private func updateReading(_ symbol: Symbol) -> Reading? {
        let moment = shown
        for objective in objectives {
            let table = tree.updateTable(of: objective, inBatch: moment.batch)
            guard let (leaf, quantity) = table.completion[symbol] else { continue }
            let isReached = !isAtStart
                && (objective < moment.objective
                    || objective == moment.objective && moment.sample == nil && moment.leaf >= leaf)
            guard isReached else {
                let update = Moment(
                    epoch: moment.epoch, batch: moment.batch, objective: objective, sample: nil, leaf: leaf)
                return .notReached(Position(tree.index(of: update) + 1))
            }
            guard let node = table.quantities[quantity].nodes.last else { return .value(machine.validationLoss) }
            return .value(machine.blocks[objective].updateTape[node])
        }
        return nil
    }

    /// What the optimiser keeps of a parameter: as the last update that has been reached left it.
    private func stateReading(_ aspect: Symbol.Aspect, _ name: String) -> Reading? {
        let symbol = Symbol.aspect(aspect, of: name)
        for (objective, update) in run.updates.enumerated() {
            guard let place = update.statePlaces[symbol] else { continue }
            return .value(isAtStart ? update.initialStates[place] : machine.blocks[objective].states[place])
        }
        return nil
    }

    /// What the optimiser keeps, for each of the losses in the places that its update gives: as the last update that has
    /// been reached left it.
    public var optimizerStates: [[Double]] {
        isAtStart ? run.updates.map(\.initialStates) : machine.blocks.map(\.states)
    }

    /// f′(z) exists as soon as a does.
    private func slopeReading(_ neuron: String) -> Reading? {
        let table = tree.sampleTable(of: shown.objective)
        guard let quantity = table.completion[.activation(neuron)]?.quantity,
            let node = table.quantities[quantity].nodes.last
        else { return nil }
        if case .notReached(let position)? = sampleReading(.activation(neuron)) { return .notReached(position) }
        let tape = machine.blocks[shown.objective].tape
        let slot = tape.slots(of: node).lowerBound
        // Of a softmax every output depends on every z: there is no one slope.
        guard computation.symbols[tape.operand(in: slot)] == .preActivation(neuron) else { return nil }
        return .value(tape.localDerivative(in: slot))
    }

    /// Whether the numbers behind leaf number `index` are at hand: it has been executed, and belongs to the
    /// sample or update on show. An update shows its batch's last sample too.
    func isOnShow(_ index: Int) -> Bool {
        guard !isAtStart else { return false }
        let shown = shown
        let sample = shown.sample ?? tree.samples(inBatch: shown.batch) - 1
        let first = Moment(epoch: shown.epoch, batch: shown.batch, objective: shown.objective, sample: sample, leaf: 0)
        return index >= tree.index(of: first) && index < position.index
    }

    /// The value of the result of leaf number `index`; nil where it has not been reached, or belongs to an
    /// earlier sample or update than the one on show.
    public func value(ofLeaf index: Int) -> Double? {
        guard isOnShow(index) else { return nil }
        let moment = tree.moment(of: index)
        return machine.value(of: tree.table(at: moment).leaves[moment.leaf], in: moment.objective)
    }
}

extension Symbol.Aspect {
    /// Whether the quantity is kept from one update to the next.
    public var isState: Bool {
        switch self {
        case .keptGradient, .velocity, .squares, .firstMoment, .secondMoment, .runningMean, .runningVariance: true
        default: false
        }
    }
}

extension Symbol {
    /// The parameter that the symbol is about, if it is about one.
    public var parameterName: String? {
        switch self {
        case .gradient(let name), .gradientSum(let name), .old(let name), .new(let name): name
        case .aspect(let aspect, let name) where aspect.owner == .parameter: name
        default: nil
        }
    }
}
