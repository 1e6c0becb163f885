import Autograd
import NeuralNetwork

/// What a mistake in the backward pass needs to know beside the computation.
struct MistakeContext: Sendable {
    /// How many samples the batch holds.
    let sampleCount: Int
    /// Over how many outputs the loss is a mean; 1 where it is a sum.
    let outputsInMean: Int
    /// Over how many outputs the loss is a sum.
    let outputsInSum: Int
    /// The parameters after the batch's update, if its gradient is made by a backward pass that deviates so.
    let updated: @Sendable (BackwardDeviation) -> [Double]
}

extension Mutation {
    /// What the mistake does to a backward pass of the computation; nil where it cannot be made, or changes nothing.
    func deviation(in anatomy: Anatomy, _ context: MistakeContext) -> BackwardDeviation? {
        guard mistake.stage == .backward, form < mistake.formCount, let neurons = anatomy.neurons(at: place) else { return nil }
        let maker = DeviationMaker(anatomy: anatomy, context: context, place: place, neurons: neurons)
        return maker.make(mistake, form: form)
    }
}

extension Mutation {
    /// Whether a wrong factor stands in the loss itself, so that its gradients are right for it.
    public var isInLoss: Bool {
        switch mistake {
        case .sumForMean, .meanForSum, .factorTwo, .factorHalf: form >= mistake.gradientFormCount
        default: false
        }
    }
}

extension Mistake {
    /// The form of `gradientsNotZeroed` in which each update uses the sum of all gradients so far.
    static let neverZeroedForm = 4

    /// In how many forms it is made.
    var formCount: Int {
        switch self {
        case .gradientsNotZeroed: Self.neverZeroedForm + 1
        case .sumForMean, .meanForSum, .factorTwo, .factorHalf: 2 * gradientFormCount
        case .afterZeroing, .innerAdjointsStale, .weightsOfOwnLayer, .momentumCoefficientMisplaced: 2
        default: 1
        }
    }

    /// In how many forms a wrong factor stands in the gradients alone; in as many after those it stands in the loss too.
    fileprivate var gradientFormCount: Int {
        switch self {
        case .sumForMean: 3
        case .meanForSum: 2
        default: 1
        }
    }
}

/// Makes the deviation of one place.
private struct DeviationMaker {
    let anatomy: Anatomy
    let context: MistakeContext
    let place: MistakePlace
    let neurons: [(layer: Int, number: Int)]

    private var tape: Tape { anatomy.tape }
    private var chosen: [Anatomy.Neuron] { neurons.map { anatomy.layers[$0.layer].neurons[$0.number] } }
    private var layers: [Int] { Set(neurons.map(\.layer)).sorted() }
    private var isWhole: Bool { place == .network }
    private var isNeuron: Bool { if case .neuron = place { true } else { false } }

    func make(_ mistake: Mistake, form: Int) -> BackwardDeviation? {
        switch mistake {
        case .signFlipped: scaled(by: -1)
        case .factorTwo: form == 0 ? scaled(by: 2) : isWhole ? seeded(2) : nil
        case .factorHalf: form == 0 ? scaled(by: 0.5) : isWhole ? seeded(0.5) : nil
        case .sumForMean: whole(seed: [context.sampleCount, context.outputsInMean, context.sampleCount * context.outputsInMean], form)
        case .meanForSum: whole(seed: [context.outputsInSum, context.sampleCount], form, isDivided: true)
        case .activationDerivativeMissing: withoutDerivative()
        case .activationDerivativeTwice: derivativeTwice()
        case .activationDerivativeOfZAsA: slopes { operation, z, _ in operation.derivative(ofValue: 0.5) == nil ? nil : .slopeOfResult(z) }
        case .activationDerivativeOfAAsZ: slopes { operation, _, a in operation.slopeIsOfSign ? nil : .slope(at: a) }
        case .activationDerivativeOfPreviousLayer: derivative(ofLayer: -1)
        case .activationDerivativeOfNextLayer: derivative(ofLayer: 1)
        case .weightsNotTransposed: otherWeights { rows, _ in rows.count == rows.first?.count ? { rows[$1][$0] } : nil }
        case .weightsOfOwnLayer: weightsOfOwnLayer(isTransposed: form == 0)
        case .weightsAfterUpdate: weightsAfterUpdate()
        case .gradientsNotZeroed:
            form == Mistake.neverZeroedForm ? (isWhole ? BackwardDeviation() : nil) : factors(Double(form + 2), of: own)
        case .afterZeroing: form == 0 ? factors(0, of: own) : isWhole ? BackwardDeviation() : nil
        case .biasMissing: factors(0, of: own.intersection(biases))
        case .weightGradientMissing: factors(0, of: own.intersection(weights))
        case .innerAdjointsStale: stale(keepsLeaves: form == 1)
        case .wrongNeuronDelta: wrongNeuron()
        case .errorIgnored: errorIgnored()
        case .orderSwapped: orderSwapped()
        case .transposedGradient: transposed()
        case .softmaxSlopeTwice: softmaxTwice()
        default: nil
        }
    }

    // MARK: Factors

    private func scaled(by factor: Double) -> BackwardDeviation? {
        isWhole ? seeded(factor) : rules(chosen.flatMap(\.z), .times(factor))
    }

    private func whole(seed counts: [Int], _ form: Int, isDivided: Bool = false) -> BackwardDeviation? {
        let count = counts[form % counts.count]
        guard isWhole, count > 1 else { return nil }
        return seeded(isDivided ? 1 / Double(count) : Double(count))
    }

    private func factors(_ factor: Double, of leaves: Set<NodeID>) -> BackwardDeviation? {
        var deviation = BackwardDeviation()
        for leaf in leaves { deviation.factors[leaf] = factor }
        return leaves.isEmpty ? nil : deviation
    }

    private var own: Set<NodeID> { Set(chosen.flatMap(\.parameters)) }

    private var weights: Set<NodeID> {
        Set(chosen.flatMap(\.z).flatMap { anatomy.weightSlots($0) }.map { tape.operand(in: $0) })
    }

    private var biases: Set<NodeID> {
        Set(chosen.flatMap(\.z).compactMap { anatomy.biasSlot($0) }.map { tape.operand(in: $0) })
    }

    private func rules(_ nodes: [NodeID], _ rule: BackwardDeviation.Rule) -> BackwardDeviation? {
        var deviation = BackwardDeviation()
        for node in nodes { deviation.rules[node] = [rule] }
        return nodes.isEmpty ? nil : deviation
    }

    private func seeded(_ seed: Double) -> BackwardDeviation {
        var deviation = BackwardDeviation()
        deviation.seed = seed
        return deviation
    }

    private func stale(keepsLeaves: Bool) -> BackwardDeviation? {
        guard isWhole else { return nil }
        var deviation = BackwardDeviation()
        deviation.isStale = true
        deviation.keepsLeaves = keepsLeaves
        return deviation
    }

    // MARK: The activation's derivative

    private func withoutDerivative() -> BackwardDeviation? {
        var deviation = BackwardDeviation()
        for neuron in chosen {
            for node in neuron.activations { deviation.locals[tape.slots(of: node).lowerBound] = [.number(1)] }
            // A softmax that backward goes through.
            for (z, a) in zip(neuron.z, neuron.a) where tape.operation(of: a) == .exp && !tape.uses(of: a).isEmpty {
                deviation.rules[z] = [.adjoint(of: a)]
            }
        }
        return deviation.isNone ? nil : deviation
    }

    private func derivativeTwice() -> BackwardDeviation? {
        var deviation = BackwardDeviation()
        for neuron in chosen {
            for node in neuron.activations {
                deviation.locals[tape.slots(of: node).lowerBound] = [.own, .own]
            }
            for (z, a) in zip(neuron.z, neuron.a) where tape.operation(of: a) == .sigmoid && tape.uses(of: a).isEmpty {
                deviation.rules[z] = [.timesLocalDerivative(slot: tape.slots(of: a).lowerBound)]
            }
        }
        return deviation.isNone ? nil : deviation
    }

    /// Another slope for each activation, of its operation, z and a; none where nothing would be wrong, as where z and a
    /// give the same slope by their signs alone.
    private func slopes(_ slope: (Operation, _ z: NodeID, _ a: NodeID) -> BackwardDeviation.Factor?) -> BackwardDeviation? {
        var deviation = BackwardDeviation()
        for node in chosen.flatMap(\.activations) {
            let slot = tape.slots(of: node).lowerBound
            guard let factor = slope(tape.operation(of: node), tape.operand(in: slot), node) else { continue }
            deviation.locals[slot] = [factor]
        }
        return deviation.isNone ? nil : deviation
    }

    /// The slope at the z of a layer before or after: of the neuron of the same number, counted round.
    private func derivative(ofLayer step: Int) -> BackwardDeviation? {
        guard anatomy.isNetwork else { return nil }
        var deviation = BackwardDeviation()
        let inputs = anatomy.computation.inputs
        for (layer, number) in neurons {
            let neuron = anatomy.layers[layer].neurons[number]
            // A forward pass that is broken too may apply several in a sample.
            let perSample = max(1, neuron.activations.count / neuron.z.count)
            for (place, node) in neuron.activations.enumerated() {
                let sample = min(place / perSample, neuron.z.count - 1)
                let source: NodeID
                if anatomy.layers.indices.contains(layer + step) {
                    let others = anatomy.layers[layer + step].neurons
                    let z = others[number % others.count].z
                    guard z.indices.contains(sample) else { continue }
                    source = z[sample]
                } else if step < 0, !inputs.isEmpty {
                    let width = inputs.count / anatomy.sampleCount
                    source = inputs[sample * width + number % width]
                } else {
                    continue
                }
                deviation.locals[tape.slots(of: node).lowerBound] = [.slope(at: source)]
            }
        }
        return deviation.isNone ? nil : deviation
    }

    // MARK: Weights

    /// Other weights with which the layers of the place get δ back from the layer after.
    ///
    /// - Parameter choose: of the slots of the next layer's weights `[targets × sources]` and of the own layer's, the
    ///   slot that is used for a target and a source; nil where the shapes do not fit.
    private func otherWeights(_ choose: ([[Int]], [[Int]]) -> ((_ target: Int, _ source: Int) -> Int)?) -> BackwardDeviation? {
        guard !isNeuron, anatomy.isNetwork else { return nil }
        var deviation = BackwardDeviation()
        for layer in layers where layer + 1 < anatomy.layers.count {
            for sample in 0..<anatomy.sampleCount {
                let next = anatomy.weights(ofLayer: layer + 1, sample: sample)
                // A broken sum may run over more sources than the layer before.
                guard next.allSatisfy({ $0.count == anatomy.layers[layer].neurons.count }) else { continue }
                guard let other = choose(next, anatomy.weights(ofLayer: layer, sample: sample)) else { continue }
                for (target, row) in next.enumerated() {
                    for (source, slot) in row.enumerated() where other(target, source) != slot {
                        let weight = tape.operand(in: other(target, source))
                        deviation.locals[slot + 1] = [.value(weight)]
                    }
                }
            }
        }
        return deviation.isNone ? nil : deviation
    }

    private func weightsOfOwnLayer(isTransposed: Bool) -> BackwardDeviation? {
        otherWeights { next, own in
            let (targets, sources, before) = (next.count, own.count, own.first?.count ?? 0)
            if isTransposed { return targets == sources && before == sources ? { own[$0][$1] } : nil }
            return before == targets ? { own[$1][$0] } : nil
        }
    }

    private func weightsAfterUpdate() -> BackwardDeviation? {
        guard !isNeuron, anatomy.isNetwork else { return nil }
        let places = Dictionary(zip(anatomy.computation.parameters, anatomy.computation.parameters.indices)) { first, _ in first }
        var deviation = BackwardDeviation()
        // From the last on: what a layer's update has left hangs on the layers after it.
        for layer in layers.reversed() where layer + 1 < anatomy.layers.count {
            let updated = context.updated(deviation)
            for slot in anatomy.layers[layer + 1].z.flatMap({ anatomy.weightSlots($0) }) {
                guard let place = places[tape.operand(in: slot)] else { continue }
                let weight = updated[place]
                deviation.locals[slot + 1] = [.number(weight)]
            }
        }
        return deviation.isNone ? nil : deviation
    }

    // MARK: δ and what is made of it

    private func wrongNeuron() -> BackwardDeviation? {
        // Behind batch normalisation a δ is made of those of all samples.
        guard anatomy.computation.statistics.isEmpty, anatomy.isNetwork else { return nil }
        var deviation = BackwardDeviation()
        for (layer, number) in neurons {
            let others = anatomy.layers[layer].neurons
            guard others.count > 1 else { continue }
            for (own, other) in zip(others[number].z, others[(number + 1) % others.count].z) {
                deviation.rules[own] = [.contributions(to: other)]
            }
        }
        return deviation.isNone ? nil : deviation
    }

    private func errorIgnored() -> BackwardDeviation? {
        guard isWhole, anatomy.isNetwork, let outputs = anatomy.layers.last?.neurons else { return nil }
        guard anatomy.isFused else { return rules(outputs.flatMap(\.a), .number(1)) }
        var deviation = BackwardDeviation()
        for (z, a) in outputs.flatMap({ Array(zip($0.z, $0.a)) }) {
            deviation.rules[z] = [.sigmoidSlope(of: a)]
        }
        return deviation
    }

    private func softmaxTwice() -> BackwardDeviation? {
        guard isWhole, anatomy.isFused, anatomy.outputsAreSoftmax, let outputs = anatomy.layers.last?.neurons else { return nil }
        var deviation = BackwardDeviation()
        for sample in 0..<anatomy.sampleCount {
            let all = outputs.map { BackwardDeviation.Output(z: $0.z[sample], a: $0.a[sample]) }
            for output in all { deviation.rules[output.z] = [.softmaxSlope(of: output.a, among: all)] }
        }
        return deviation
    }

    private func orderSwapped() -> BackwardDeviation? {
        guard anatomy.isNetwork else { return nil }
        var deviation = BackwardDeviation()
        func swap(_ leaves: [NodeID], _ others: [NodeID]) {
            guard leaves.count == others.count else { return }
            for (leaf, other) in zip(leaves, others) where leaf != other { deviation.readings[leaf] = other }
        }
        if isNeuron, let z = chosen.first?.z.first {
            let weights = anatomy.weightSlots(z).map { tape.operand(in: $0) }
            swap(weights, weights.reversed())
        } else {
            for neurons in layers.map({ anatomy.layers[$0].neurons }) {
                for (own, other) in zip(neurons, neurons.reversed()) { swap(own.parameters, other.parameters) }
            }
        }
        return deviation.isNone ? nil : deviation
    }

    private func transposed() -> BackwardDeviation? {
        guard !isNeuron, anatomy.isNetwork else { return nil }
        var deviation = BackwardDeviation()
        for layer in layers {
            let rows = anatomy.weights(ofLayer: layer, sample: 0).map { $0.map { tape.operand(in: $0) } }
            guard let width = rows.first?.count, width > 1, rows.count > 1 else { continue }
            for (place, leaf) in rows.joined().enumerated() {
                let other = rows[place % rows.count][place / rows.count]
                if other != leaf { deviation.readings[leaf] = other }
            }
        }
        return deviation.isNone ? nil : deviation
    }
}
