import Autograd
import NeuralNetwork

/// One of a model's losses for one batch, as a function of the parameters: the mean of its samples' losses,
/// added up in the batch's order, and what regularisation adds to it; or of one pass alone, as a function of its nodes.
///
/// Value and gradient take the same steps as a training run, so that they are the same bits. One copy of
/// the computation's tape serves every evaluation.
struct BatchLoss {
    /// What the loss is differentiated by.
    enum Variable: Equatable {
        /// A parameter, by its place in the model.
        case parameter(Int)
        /// A node of the tape, moved after it has been evaluated.
        case node(NodeID)
    }

    private let point: ComparisonPoint
    let computation: Computation
    /// The rows of each pass.
    private let passes: [ArraySlice<Int>]
    private let feed: SampleFeed
    private(set) var tape: Tape
    /// Whether losses are added up, and a mean is taken of the sum.
    private let isMean: Bool
    /// What makes the batch's loss and gradient of its samples': the beginning of the update.
    private let update: UpdateComputation
    private var updateTape: Tape
    /// The leaves of the update's tape for parameters, by their places, and for the samples' loss.
    private var updateLeaves: [Int: NodeID] = [:]
    private var updateLossLeaf: NodeID?
    /// The batch's loss on the update's tape; nil where it is the one sample's own.
    private let lossNode: NodeID?
    /// What a program multiplies the samples' losses by that computes another loss.
    private let factor: Double
    /// The loss at the parameters' own values.
    private(set) var value = 0.0
    /// Its gradient by the backward pass that is judged, in the order of the parameters; 0 for those that serve another
    /// loss.
    private(set) var gradient: [Double]
    /// The losses and gradients of the passes added up, before the update makes means of them.
    private(set) var sums: (loss: Double, gradient: [Double]) = (0, [])
    /// ∂L/∂node by that backward pass, for the last pass forward and backward.
    private(set) var adjoints: [Double] = []

    /// - Parameters:
    ///   - isWhole: whether the batch's loss is meant; else that of a single pass, whose rows `point` has.
    ///   - factor: what its value is multiplied by; `backward` has it in its gradient.
    init(_ point: ComparisonPoint, objective: Int, isWhole: Bool, factor: Double = 1, backward: BackwardPass) {
        self.point = point
        self.factor = factor
        let run = point.run
        passes = stride(from: 0, to: point.batch.count, by: run.samplesPerPass).map {
            point.batch[$0..<min($0 + run.samplesPerPass, point.batch.count)]
        }
        computation = run.computations[objective]
        feed = SampleFeed(of: computation, seed: run.settings?.seed ?? 0)
        tape = computation.tape
        let parameters = point.parameters(of: objective)
        for (node, value) in zip(computation.parameters, parameters) { tape[node] = value }
        // A run with batches of several adds up and divides even where the last one holds a single sample.
        let usual = min(run.settings?.batchSize ?? 1, run.order.samples.count) / run.samplesPerPass
        isMean = isWhole && (passes.count > 1 || usual > 1)
        // The run's own, which takes long to lay out, where it does the same.
        let own = isMean == (usual > 1) && run.updates.indices.contains(objective) ? run.updates[objective] : nil
        update = own ?? UpdateComputation(
            of: computation, roles: run.architecture.parameters.map(\.role),
            settings: run.settings ?? TrainingSettings(learningRate: 0), isMean: isMean)
        updateTape = update.tape
        lossNode = isWhole ? update.targets.first { $0.target == .loss }?.node : nil
        gradient = Array(repeating: 0, count: parameters.count)
        for (node, source) in update.sources {
            switch source {
            case .parameter(let place):
                updateTape[node] = parameters[place]
                updateLeaves[place] = node
            case .loss: updateLossLeaf = node
            case .sampleCount: updateTape[node] = Double(passes.count)
            default: break
            }
        }
        passOnce(backward)
    }

    /// One pass forward and backward at the parameters' own values, by another backward pass than before.
    mutating func passOnce(_ backward: BackwardPass) {
        value = 0
        gradient = Array(repeating: 0, count: gradient.count)
        for pass in passes {
            load(pass)
            adjoints = backward(tape, computation.loss)
            value = isMean ? value + tape[computation.loss] : tape[computation.loss]
            for place in computation.updatedParameters {
                let own = adjoint(of: computation.parameters[place])
                gradient[place] = isMean ? gradient[place] + own : own
            }
        }
        value *= factor
        sums = (value, gradient)
        for (node, source) in update.sources {
            if case .gradient(let place) = source { updateTape[node] = gradient[place] }
            if source == .loss { updateTape[node] = value }
        }
        updateTape.forward()
        for (node, target) in update.targets {
            if case .gradient(let place) = target { gradient[place] = updateTape[node] }
        }
        if let lossNode { value = updateTape[lossNode] }
    }

    /// ∂L/∂node by the backward pass that is judged, for the last pass; NaN where it gave none.
    func adjoint(of node: NodeID) -> Double { adjoints.indices.contains(node.index) ? adjoints[node.index] : .nan }

    /// Fills in the samples of a pass, and evaluates the tape.
    private mutating func load(_ rows: ArraySlice<Int>) {
        feed.fill(&tape, rows, of: point.run.data, batch: point.batchNumber)
        tape.forward()
    }

    private func node(of variable: Variable) -> NodeID {
        switch variable {
        case .parameter(let place): computation.parameters[place]
        case .node(let node): node
        }
    }

    /// The variable's own value, for a node that of the last pass.
    func value(of variable: Variable) -> Double { tape[node(of: variable)] }

    /// The leaf of the update's tape that is a parameter, if the loss has it.
    private func updateLeaf(of variable: Variable) -> NodeID? {
        if case .parameter(let place) = variable { updateLeaves[place] } else { nil }
    }

    /// The variables by what depends on them: those that one and the same nodes use share all of it, as the weights of a
    /// neuron do.
    private func groups(_ variables: [Variable]) -> [(nodes: [NodeID], variables: [Int])] {
        var places: [[NodeID]: Int] = [:]
        var groups: [(nodes: [NodeID], variables: [Int])] = []
        for (index, variable) in variables.enumerated() {
            let node = node(of: variable)
            let consumers = tape.uses(of: node).map { tape.consumer(of: $0) }
            let place = places[consumers] ?? groups.count
            if place == groups.count {
                places[consumers] = place
                groups.append(([], []))
            }
            if groups[place].nodes.last != node { groups[place].nodes.append(node) }
            groups[place].variables.append(index)
        }
        return groups
    }

    /// The loss with each variable, by itself, moved to those of its eight places that are in `lanes`.
    mutating func probe(
        _ requests: [(variable: Variable, places: SIMD8<Double>)], at lanes: [Int], progress: () -> Void
    ) -> [Probe] {
        var probes: [Probe?] = Array(repeating: nil, count: requests.count)
        var magnitudes = 0.0
        let groups = groups(requests.map(\.variable))
        for pass in passes {
            load(pass)
            magnitudes += abs(tape[computation.loss])
            var moved = LanePass(tape, last: computation.loss)
            for group in groups {
                let dependents = tape.dependents(of: group.nodes, upTo: computation.loss)
                for start in stride(from: 0, to: group.variables.count, by: 8) {
                    let block = group.variables[start..<min(start + 8, group.variables.count)]
                    let nodes = block.map { (node: node(of: requests[$0].variable), places: requests[$0].places) }
                    for (index, probe) in zip(block, moved.probe(nodes, at: lanes, dependents)) {
                        probes[index]?.add(probe)
                        probes[index] = probes[index] ?? probe
                        progress()
                    }
                }
            }
        }
        return finish(probes.compactMap { $0 }, of: requests, magnitude: magnitudes)
    }

    /// Makes the batch's losses of the sums of its samples'.
    ///
    /// - Parameter magnitude: the samples' losses, added up without their signs.
    private func finish(
        _ sums: [Probe], of requests: [(variable: Variable, places: SIMD8<Double>)], magnitude: Double
    ) -> [Probe] {
        var probes = sums
        guard isMean || lossNode != nil else { return probes }
        let count = Double(passes.count)
        var lanes = lossNode.map { LanePass(updateTape, last: $0) }
        for (index, request) in requests.enumerated() {
            // The sum over the samples is rounded too.
            if passes.count > 1 { probes[index].roundOff += count * Double.ulpOfOne / 2 * magnitude }
            probes[index].roundOff /= count
            if let leaf = updateLossLeaf {
                let moved = updateLeaf(of: request.variable).map { (node: $0, places: request.places) }
                lanes?.finish(&probes[index], lossLeaf: leaf, moving: moved)
            }
        }
        return probes
    }

    /// The loss and its derivative by each variable.
    mutating func tangents<Number: DirectionalNumber>(
        _ requests: [(variable: Variable, h: Double)], in type: Number.Type, progress: () -> Void
    ) -> [Tangent<Number>] {
        var sums: [Tangent<Number>?] = Array(repeating: nil, count: requests.count)
        let groups = groups(requests.map(\.variable))
        for pass in passes {
            load(pass)
            var forward = TangentPass<Number>(tape, last: computation.loss)
            for group in groups {
                let dependents = tape.dependents(of: group.nodes, upTo: computation.loss)
                for index in group.variables {
                    let (variable, h) = requests[index]
                    let node = node(of: variable)
                    let tangent = forward.tangent(
                        [.init(node: node, number: .moved(tape[node], by: h))], over: h, along: dependents)
                    sums[index]?.add(tangent)
                    sums[index] = sums[index] ?? tangent
                    progress()
                }
            }
        }
        var tangents = sums.compactMap { $0 }
        guard let lossNode, let leaf = updateLossLeaf else { return tangents }
        var last = TangentPass<Number>(updateTape, last: lossNode)
        for (index, (variable, h)) in requests.enumerated() {
            let sum = tangents[index]
            var seeds = [TangentPass<Number>.Seed(node: leaf, number: sum.loss, error: sum.error, magnitude: sum.magnitude)]
            if let parameter = updateLeaf(of: variable) {
                seeds.append(.init(node: parameter, number: .moved(updateTape[parameter], by: h)))
            }
            let isAtKink = sum.isAtKink
            tangents[index] = last.tangent(seeds, over: h)
            if isAtKink { tangents[index].isAtKink = true }
        }
        return tangents
    }
}

extension Probe {
    /// Adds the probe of another sample.
    mutating func add(_ other: Probe) {
        losses += other.losses
        roundOff += other.roundOff
        crossesKink .|= other.crossesKink
    }
}

extension Tangent {
    /// Adds the derivative of another sample's loss.
    mutating func add(_ other: Tangent) {
        loss = loss + other.loss
        magnitude += other.magnitude
        // The sum is rounded once more with each sample.
        error += other.error + Double.ulpOfOne * magnitude
        isAtKink = isAtKink || other.isAtKink
    }
}
