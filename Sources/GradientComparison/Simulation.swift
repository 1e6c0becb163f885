import Autograd
import NeuralNetwork

/// What a program writes down of its training: losses, the first gradients, and the parameters after updates.
public struct TrainingNumbers: Sendable, Equatable {
    /// The loss of each batch, before its update.
    public var losses: [Double]
    /// The gradients of the first batch, in the order of the parameters.
    public var gradients: [Double]
    /// θ after each update.
    public var updated: [[Double]]
    /// θ before all of it.
    var parameters: [Double] = []
    /// The nodes of the first loss in the batch's last pass, and their adjoints, in the order of the tape.
    var nodes: [Double] = []
    var adjoints: [Double] = []
}

/// A training from a point on, as a program with known mistakes goes through it.
public struct Simulation: Sendable {
    public let point: ComparisonPoint
    /// What the optimiser has kept of the updates before the point, for each of the losses; nil where it begins.
    private let states: [[Double]]?
    let anatomies: [Anatomy]

    /// - Parameter states: what the optimiser has kept until then, for each of the losses in the places that its update
    ///   gives; without them, it begins.
    public init(from point: ComparisonPoint, states: [[Double]]? = nil) {
        self.point = point
        self.states = states?.map(\.count) == point.run.updates.map(\.stateCount) ? states : nil
        anatomies = point.run.computations.map { Anatomy(of: $0) }
    }

    /// Every mistake at every place, in all its forms; those about losses and updates need `updates` or losses to show.
    public func mutations(updates: Int, losses: Int) -> [Mutation] {
        var places: [MistakePlace] = []
        for place in anatomies.flatMap(\.places) where !places.contains(place) { places.append(place) }
        return Mistake.allCases.flatMap { mistake -> [Mutation] in
            switch mistake {
            case .staleLoss where losses < 2, .lossAfterUpdate where losses < 1: return []
            case .staleLoss, .lossAfterUpdate: break
            // What these two do is a variant, and no mistake.
            case .adamEpsilonInsideRoot where point.run.settings?.optimizer.state == [.squares]: return []
            default: if mistake.stage == .update, updates == 0 { return [] }
            }
            return places.filter { mistake.stage.canSit(at: $0) }
                .flatMap { place in (0..<mistake.formCount).map { Mutation(mistake, at: place, form: $0) } }
                .filter { !$0.isInLoss || losses > 0 && $0.place == .network }
        }
    }

    /// The backward pass of a program that makes the mistakes; nil where one of them cannot be made.
    ///
    /// For a model with several losses it knows by the tape which of them it serves.
    public func backwardPass(_ mutations: [Mutation]) -> BackwardPass? {
        let forward = mutations.filter { $0.mistake.stage == .forward }
        let others = mutations.filter { $0.mistake.stage != .forward }
        guard let broken = forward.isEmpty ? self : breaking(forward), broken.canMake(others) else { return nil }
        let computations = point.run.computations
        let passes = computations.indices.map { objective in
            let deviation = broken.deviation(others, objective, at: broken.point)
            return forward.isEmpty
                ? deviation.backwardPass
                : Replacement(of: computations[objective], by: broken.point.run.computations[objective]).backwardPass(deviation)
        }
        guard passes.count > 1 else { return passes.first }
        return { tape, loss in
            let objective = computations.firstIndex { $0.loss == loss && $0.tape.isLaid(like: tape) } ?? 0
            return passes[objective](tape, loss)
        }
    }

    /// The training with mistakes in the forward pass; nil where one of them cannot be made.
    private func breaking(_ mutations: [Mutation]) -> Simulation? {
        guard let run = point.run.broken(forward: mutations) else { return nil }
        // What begins otherwise does so where the run begins.
        let parameters = zip(point.parameters, zip(point.run.architecture.parameters, run.architecture.parameters)).map {
            $0 == $1.0.initialValue ? $1.1.initialValue : $0
        }
        let other = try? ComparisonPoint(
            run, parameters: parameters, parametersOfLosses: point.parametersOfLosses, batch: point.batch,
            batchNumber: point.batchNumber)
        return other.map { Simulation(from: $0, states: states) }
    }

    /// The numbers of a program that makes the mistakes; nil where one of them cannot be made.
    ///
    /// - Parameters:
    ///   - use: the variant of the update's rule that it uses.
    ///   - updates: how many updates it goes on for; without any, its first loss and gradients.
    public func numbers(_ mutations: [Mutation] = [], variant use: VariantUse? = nil, updates: Int = 0) -> TrainingNumbers? {
        let forward = mutations.filter { $0.mistake.stage == .forward }
        guard !forward.isEmpty else { return trained(mutations, use, updates: updates) }
        guard let other = breaking(forward),
            var numbers = other.trained(mutations.filter { $0.mistake.stage != .forward }, use, updates: updates)
        else { return nil }
        let replacement = Replacement(of: point.run.computations[0], by: other.point.run.computations[0])
        numbers.nodes = replacement.carriedBack(numbers.nodes)
        numbers.adjoints = replacement.carriedBack(numbers.adjoints)
        return numbers
    }

    private func trained(_ mutations: [Mutation], _ use: VariantUse?, updates: Int) -> TrainingNumbers? {
        guard canMake(mutations) else { return nil }
        let count = mutations.contains { $0.mistake == .lossAfterUpdate } ? max(1, updates) : updates
        let run = point.run
        guard count == 0 || run.settings != nil else { return nil }
        var settings = run.settings
        for mutation in mutations where mutation.isInUpdates {
            guard let broken = settings?.broken(by: mutation) else { return nil }
            settings = broken
        }
        var rule: VariantRule?
        if let use {
            // A variant is a rule of its own, in which another's mistakes have no place.
            guard let settings, settings.deviations.subtracting([.accumulates]).isEmpty,
                let known = VariantRule(use, settings, isFromStart: point.batchNumber ?? 0 == 0)
            else { return nil }
            rule = known
        }
        let roles = run.architecture.parameters.map(\.role)
        var training: [UpdateInTraining] = []
        if let settings, count > 0 {
            training = run.computations.indices.map {
                UpdateInTraining(of: run, objective: $0, settings: settings, rule: rule, isMean: Self.isMean(run), states: states?[$0])
            }
        }
        var numbers = TrainingNumbers(losses: [], gradients: Array(repeating: 0, count: roles.count), updated: [])
        numbers.parameters = point.parameters
        var parameters = point.parameters
        for step in 0..<max(1, count) {
            guard let first = batch(step) else { return nil }
            for objective in run.computations.indices {
                guard let here = step == 0 && count == 0 ? point : first.with(parameters) else { return nil }
                let deviation = deviation(mutations, objective, at: here)
                let factor = self.deviation(mutations.filter(\.isInLoss), objective, at: here).seed
                var loss = BatchLoss(here, objective: objective, isWhole: true, factor: factor, backward: deviation.backwardPass)
                if step == 0 {
                    if objective == 0 {
                        numbers.nodes = (0..<loss.tape.count).map { loss.tape[NodeID($0)] }
                        numbers.nodes[loss.computation.loss.index] *= factor
                        numbers.adjoints = loss.adjoints
                    }
                    for place in loss.computation.updatedParameters { numbers.gradients[place] = loss.gradient[place] }
                }
                if objective == 0 { numbers.losses.append(loss.value) }
                guard count > 0 else { continue }
                training[objective].execute((point.batchNumber ?? 0) + step, loss, samples: here.batch.count / run.samplesPerPass, &parameters)
                if objective == 0, mutations.contains(where: { $0.mistake == .lossAfterUpdate }), let there = here.with(parameters) {
                    loss = BatchLoss(there, objective: objective, isWhole: true, factor: factor, backward: deviation.backwardPass)
                    numbers.losses[step] = loss.value
                }
            }
            if count > 0 { numbers.updated.append(parameters) }
        }
        if mutations.contains(where: { $0.mistake == .staleLoss }), let first = numbers.losses.first {
            numbers.losses = [first] + numbers.losses.dropLast()
        }
        if mutations.contains(where: { $0.mistake == .afterZeroing && $0.form == 1 }) {
            numbers.gradients = Array(repeating: 0, count: roles.count)
        }
        return numbers
    }

    /// Whether each of the backward mistakes can be made in one of the losses at least.
    private func canMake(_ mutations: [Mutation]) -> Bool {
        let context = context(0, at: point)
        return mutations.allSatisfy { mutation in
            mutation.mistake.stage != .backward || anatomies.contains { mutation.deviation(in: $0, context) != nil }
        }
    }

    private func context(_ objective: Int, at point: ComparisonPoint) -> MistakeContext {
        MistakeContext(sampleCount: point.batch.count, of: point.run) { [self] in parameters(after: $0, objective, at: point) }
    }

    /// Both, or all, of the backward mistakes together, as far as they can be made in the loss.
    private func deviation(_ mutations: [Mutation], _ objective: Int, at point: ComparisonPoint) -> BackwardDeviation {
        let context = context(objective, at: point)
        return mutations.compactMap { $0.deviation(in: anatomies[objective], context) }
            .reduce(BackwardDeviation()) { $0.and($1) }
    }

    /// θ after the batch's first update.
    private func parameters(after deviation: BackwardDeviation, _ objective: Int, at point: ComparisonPoint) -> [Double] {
        var parameters = point.parameters
        guard point.run.updates.indices.contains(objective), let settings = point.run.settings else { return parameters }
        let loss = BatchLoss(point, objective: objective, isWhole: true, backward: deviation.backwardPass)
        var update = UpdateInTraining(
            of: point.run, objective: objective, settings: settings, rule: nil, isMean: Self.isMean(point.run),
            states: states?[objective])
        update.execute(point.batchNumber ?? 0, loss, samples: point.batch.count / point.run.samplesPerPass, &parameters)
        return parameters
    }

    private static func isMean(_ run: TrainingRun) -> Bool {
        min(run.settings?.batchSize ?? 1, run.order.samples.count) > run.samplesPerPass
    }

    /// The point's batch, or one after it; nil where the run has no more.
    private func batch(_ step: Int) -> ComparisonPoint? {
        guard step > 0, let number = point.batchNumber, let settings = point.run.settings else { return point }
        let samples = point.run.order.samples.count
        let size = min(settings.batchSize, samples)
        let batches = point.run.samplesPerPass > 1 ? samples / size : (samples + size - 1) / size
        let (epoch, batch) = (number + step).quotientAndRemainder(dividingBy: batches)
        let rows = point.run.order.order(ofEpoch: epoch)[batch * size..<min((batch + 1) * size, samples)]
        return try? ComparisonPoint(
            point.run, parameters: point.parameters, batch: Array(rows), batchNumber: number + step)
    }
}

extension ComparisonPoint {
    /// The same with other parameters.
    fileprivate func with(_ parameters: [Double]) -> ComparisonPoint? {
        try? ComparisonPoint(run, parameters: parameters, batch: batch, batchNumber: batchNumber)
    }
}

extension Mistake.Stage {
    /// Whether mistakes of the stage are made there.
    func canSit(at place: MistakePlace) -> Bool {
        switch (self, place) {
        case (.backward, _), (_, .network), (.forward, .layer): true
        default: false
        }
    }
}

extension Tape {
    /// Whether the nodes are the same operations of the same nodes.
    fileprivate func isLaid(like other: Tape) -> Bool {
        count == other.count
            && (0..<count).allSatisfy { index in
                let node = NodeID(index)
                return operation(of: node) == other.operation(of: node) && operands(of: node) == other.operands(of: node)
            }
    }
}
