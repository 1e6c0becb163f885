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
    /// The parameters after the batch's update, if its gradient is made by the backward pass with this alteration.
    let updated: @Sendable (Alteration) -> [Double]
}

extension Mutation {
    /// What the mistake does to a backward pass of the computation; nil where it cannot be made, or changes nothing.
    func alteration(in anatomy: Anatomy, _ context: MistakeContext) -> Alteration? {
        guard mistake.stage == .backward, form < mistake.formCount, let neurons = anatomy.neurons(at: place) else { return nil }
        let maker = AlterationMaker(anatomy: anatomy, context: context, place: place, neurons: neurons)
        return maker.make(mistake, form: form)
    }
}

extension Mistake {
    /// The form of `gradientsNotZeroed` in which each update uses the sum of all gradients so far.
    static let neverZeroedForm = 4

    /// In how many forms it is made.
    var formCount: Int {
        switch self {
        case .gradientsNotZeroed: Self.neverZeroedForm + 1
        case .sumForMean: 3
        case .afterZeroing, .meanForSum, .innerAdjointsStale, .weightsOfOwnLayer, .momentumCoefficientMisplaced: 2
        default: 1
        }
    }
}

/// Makes the alteration of one place.
private struct AlterationMaker {
    let anatomy: Anatomy
    let context: MistakeContext
    let place: MistakePlace
    let neurons: [(layer: Int, number: Int)]

    private var tape: Tape { anatomy.tape }
    private var chosen: [Anatomy.Neuron] { neurons.map { anatomy.layers[$0.layer].neurons[$0.number] } }
    private var layers: [Int] { Set(neurons.map(\.layer)).sorted() }
    private var isWhole: Bool { place == .network }
    private var isNeuron: Bool { if case .neuron = place { true } else { false } }

    func make(_ mistake: Mistake, form: Int) -> Alteration? {
        switch mistake {
        case .signFlipped: scaled(by: -1)
        case .factorTwo: scaled(by: 2)
        case .factorHalf: scaled(by: 0.5)
        case .sumForMean: whole(seed: [context.sampleCount, context.outputsInMean, context.sampleCount * context.outputsInMean], form)
        case .meanForSum: whole(seed: [context.outputsInSum, context.sampleCount], form, isDivided: true)
        case .activationDerivativeMissing: withoutDerivative()
        case .activationDerivativeTwice: derivativeTwice()
        case .activationDerivativeOfZAsA: derivative { operation, z, _ in operation.derivative(ofValue: z) }
        case .activationDerivativeOfAAsZ: derivative { operation, _, a in operation.slopeIsOfSign ? nil : operation.derivative(at: a) }
        case .activationDerivativeOfPreviousLayer: derivative(ofLayer: -1)
        case .activationDerivativeOfNextLayer: derivative(ofLayer: 1)
        case .weightsNotTransposed: otherWeights { rows, _ in rows.count == rows.first?.count ? { rows[$1][$0] } : nil }
        case .weightsOfOwnLayer: weightsOfOwnLayer(isTransposed: form == 0)
        case .weightsAfterUpdate: weightsAfterUpdate()
        case .gradientsNotZeroed:
            form == Mistake.neverZeroedForm ? (isWhole ? Alteration() : nil) : factors(Double(form + 2), of: own)
        case .afterZeroing: form == 0 ? factors(0, of: own) : isWhole ? Alteration() : nil
        case .biasMissing: factors(0, of: own.intersection(biases))
        case .weightGradientMissing: factors(0, of: own.intersection(weights))
        case .innerAdjointsStale: isWhole ? Alteration(isStale: true, keepsLeaves: form == 1) : nil
        case .wrongNeuronDelta: wrongNeuron()
        case .errorIgnored: errorIgnored()
        case .orderSwapped: orderSwapped()
        case .transposedGradient: transposed()
        case .softmaxSlopeTwice: softmaxTwice()
        default: nil
        }
    }

    // MARK: Factors

    private func scaled(by factor: Double) -> Alteration? {
        if isWhole { return Alteration(seed: factor) }
        return rules(chosen.flatMap(\.z)) { _, usual in factor * usual }
    }

    private func whole(seed counts: [Int], _ form: Int, isDivided: Bool = false) -> Alteration? {
        guard isWhole, counts[form] > 1 else { return nil }
        return Alteration(seed: isDivided ? 1 / Double(counts[form]) : Double(counts[form]))
    }

    private func factors(_ factor: Double, of leaves: Set<NodeID>) -> Alteration? {
        leaves.isEmpty ? nil : Alteration(factors: Dictionary(uniqueKeysWithValues: leaves.map { ($0, factor) }))
    }

    private var own: Set<NodeID> { Set(chosen.flatMap(\.parameters)) }

    private var weights: Set<NodeID> {
        Set(chosen.flatMap(\.z).flatMap { anatomy.weightSlots($0) }.map { tape.operand(in: $0) })
    }

    private var biases: Set<NodeID> {
        Set(chosen.flatMap(\.z).compactMap { anatomy.biasSlot($0) }.map { tape.operand(in: $0) })
    }

    private func rules(_ nodes: [NodeID], _ rule: @escaping Alteration.Rule) -> Alteration? {
        nodes.isEmpty ? nil : Alteration(rules: Dictionary(nodes.map { ($0, rule) }) { first, _ in first })
    }

    // MARK: The activation's derivative

    private func withoutDerivative() -> Alteration? {
        var alteration = Alteration()
        for neuron in chosen {
            for node in neuron.activations { alteration.locals[tape.slots(of: node).lowerBound] = { _ in 1 } }
            // A softmax that backward goes through.
            for (z, a) in zip(neuron.z, neuron.a) where tape.operation(of: a) == .exp && !tape.uses(of: a).isEmpty {
                alteration.rules[z] = { pass, _ in pass.adjoint(a) }
            }
        }
        return alteration.isNone ? nil : alteration
    }

    private func derivativeTwice() -> Alteration? {
        var alteration = Alteration()
        for neuron in chosen {
            for node in neuron.activations {
                let slot = tape.slots(of: node).lowerBound
                alteration.locals[slot] = { tape in
                    let slope = tape.localDerivative(in: slot)
                    return slope * slope
                }
            }
            for (z, a) in zip(neuron.z, neuron.a) where tape.operation(of: a) == .sigmoid && tape.uses(of: a).isEmpty {
                let slot = tape.slots(of: a).lowerBound
                alteration.rules[z] = { pass, usual in usual * pass.tape.localDerivative(in: slot) }
            }
        }
        return alteration.isNone ? nil : alteration
    }

    /// Another slope for each activation, of its operation, z and a.
    private func derivative(_ slope: @escaping @Sendable (Operation, Double, Double) -> Double?) -> Alteration? {
        var alteration = Alteration()
        for node in chosen.flatMap(\.activations) {
            let operation = tape.operation(of: node)
            let slot = tape.slots(of: node).lowerBound
            let z = tape.operand(in: slot)
            // Where z and a give the same slope by their signs alone, nothing is wrong.
            guard slope(operation, 0.5, 0.25) != nil else { continue }
            alteration.locals[slot] = { slope(operation, $0[z], $0[node]) ?? $0.localDerivative(in: slot) }
        }
        return alteration.isNone ? nil : alteration
    }

    /// The slope at the z of a layer before or after: of the neuron of the same number, counted round.
    private func derivative(ofLayer step: Int) -> Alteration? {
        guard anatomy.isNetwork else { return nil }
        var alteration = Alteration()
        let inputs = anatomy.computation.inputs
        for (layer, number) in neurons {
            let neuron = anatomy.layers[layer].neurons[number]
            for (sample, node) in neuron.activations.enumerated() {
                let operation = tape.operation(of: node)
                let source: NodeID
                if anatomy.layers.indices.contains(layer + step) {
                    let others = anatomy.layers[layer + step].neurons
                    source = others[number % others.count].z[sample]
                } else if step < 0, !inputs.isEmpty {
                    let width = inputs.count / anatomy.sampleCount
                    source = inputs[sample * width + number % width]
                } else {
                    continue
                }
                let slot = tape.slots(of: node).lowerBound
                let slope = tape.slots(of: node).count > 1 ? tape.operand(in: slot + 1) : nil
                alteration.locals[slot] = { tape in operation.derivative(at: tape[source], slope: slope.map { tape[$0] } ?? 0) }
            }
        }
        return alteration.isNone ? nil : alteration
    }

    // MARK: Weights

    /// Other weights with which the layers of the place get δ back from the layer after.
    ///
    /// - Parameter choose: of the slots of the next layer's weights `[targets × sources]` and of the own layer's, the
    ///   slot that is used for a target and a source; nil where the shapes do not fit.
    private func otherWeights(_ choose: ([[Int]], [[Int]]) -> ((_ target: Int, _ source: Int) -> Int)?) -> Alteration? {
        guard !isNeuron, anatomy.isNetwork else { return nil }
        var alteration = Alteration()
        for layer in layers where layer + 1 < anatomy.layers.count {
            for sample in 0..<anatomy.sampleCount {
                let next = anatomy.weights(ofLayer: layer + 1, sample: sample)
                guard let other = choose(next, anatomy.weights(ofLayer: layer, sample: sample)) else { continue }
                for (target, row) in next.enumerated() {
                    for (source, slot) in row.enumerated() where other(target, source) != slot {
                        let weight = tape.operand(in: other(target, source))
                        alteration.locals[slot + 1] = { $0[weight] }
                    }
                }
            }
        }
        return alteration.isNone ? nil : alteration
    }

    private func weightsOfOwnLayer(isTransposed: Bool) -> Alteration? {
        otherWeights { next, own in
            let (targets, sources, before) = (next.count, own.count, own.first?.count ?? 0)
            if isTransposed { return targets == sources && before == sources ? { own[$0][$1] } : nil }
            return before == targets ? { own[$1][$0] } : nil
        }
    }

    private func weightsAfterUpdate() -> Alteration? {
        guard !isNeuron, anatomy.isNetwork else { return nil }
        let places = Dictionary(zip(anatomy.computation.parameters, anatomy.computation.parameters.indices)) { first, _ in first }
        var alteration = Alteration()
        // From the last on: what a layer's update has left hangs on the layers after it.
        for layer in layers.reversed() where layer + 1 < anatomy.layers.count {
            let updated = context.updated(alteration)
            for slot in anatomy.layers[layer + 1].z.flatMap({ anatomy.weightSlots($0) }) {
                guard let place = places[tape.operand(in: slot)] else { continue }
                let weight = updated[place]
                alteration.locals[slot + 1] = { _ in weight }
            }
        }
        return alteration.isNone ? nil : alteration
    }

    // MARK: δ and what is made of it

    private func wrongNeuron() -> Alteration? {
        // Behind batch normalisation a δ is made of those of all samples.
        guard anatomy.computation.statistics.isEmpty, anatomy.isNetwork else { return nil }
        var alteration = Alteration()
        for (layer, number) in neurons {
            let others = anatomy.layers[layer].neurons
            guard others.count > 1 else { continue }
            for (own, other) in zip(others[number].z, others[(number + 1) % others.count].z) {
                alteration.rules[own] = { pass, _ in pass.contributions(to: other) }
            }
        }
        return alteration.isNone ? nil : alteration
    }

    private func errorIgnored() -> Alteration? {
        guard isWhole, anatomy.isNetwork, let outputs = anatomy.layers.last?.neurons else { return nil }
        guard anatomy.isFused else { return rules(outputs.flatMap(\.a)) { _, _ in 1 } }
        var alteration = Alteration()
        for (z, a) in outputs.flatMap({ Array(zip($0.z, $0.a)) }) {
            alteration.rules[z] = { pass, _ in pass.tape[a] * (1 - pass.tape[a]) }
        }
        return alteration
    }

    private func softmaxTwice() -> Alteration? {
        guard isWhole, anatomy.isFused, anatomy.outputsAreSoftmax, let outputs = anatomy.layers.last?.neurons else { return nil }
        var alteration = Alteration()
        for sample in 0..<anatomy.sampleCount {
            let all = outputs.map { (z: $0.z[sample], a: $0.a[sample]) }
            for (z, a) in all {
                alteration.rules[z] = { pass, usual in
                    let mean = all.reduce(0) { $0 + pass.tape[$1.a] * pass.contributions(to: $1.z) }
                    return pass.tape[a] * (usual - mean)
                }
            }
        }
        return alteration
    }

    private func orderSwapped() -> Alteration? {
        guard anatomy.isNetwork else { return nil }
        var alteration = Alteration()
        func swap(_ leaves: [NodeID], _ others: [NodeID]) {
            guard leaves.count == others.count else { return }
            for (leaf, other) in zip(leaves, others) where leaf != other { alteration.readings[leaf] = other }
        }
        if isNeuron, let z = chosen.first?.z.first {
            let weights = anatomy.weightSlots(z).map { tape.operand(in: $0) }
            swap(weights, weights.reversed())
        } else {
            for neurons in layers.map({ anatomy.layers[$0].neurons }) {
                for (own, other) in zip(neurons, neurons.reversed()) { swap(own.parameters, other.parameters) }
            }
        }
        return alteration.isNone ? nil : alteration
    }

    private func transposed() -> Alteration? {
        guard !isNeuron, anatomy.isNetwork else { return nil }
        var alteration = Alteration()
        for layer in layers {
            let rows = anatomy.weights(ofLayer: layer, sample: 0).map { $0.map { tape.operand(in: $0) } }
            guard let width = rows.first?.count, width > 1, rows.count > 1 else { continue }
            for (place, leaf) in rows.joined().enumerated() {
                let other = rows[place % rows.count][place / rows.count]
                if other != leaf { alteration.readings[leaf] = other }
            }
        }
        return alteration.isNone ? nil : alteration
    }
}

extension Alteration {
    /// Whether nothing is altered.
    var isNone: Bool {
        seed == 1 && locals.isEmpty && rules.isEmpty && readings.isEmpty && factors.isEmpty && !isStale
    }
}
