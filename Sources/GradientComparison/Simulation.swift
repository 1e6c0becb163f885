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
    /// The nodes of the first loss in the batch's last pass, and their adjoints, in the order of the tape.
    var nodes: [Double] = []
    var adjoints: [Double] = []
}

/// A training from a point on, as a program with known mistakes goes through it.
public struct Simulation: Sendable {
    public let point: ComparisonPoint
    let anatomies: [Anatomy]
    private let context: (outputsInMean: Int, outputsInSum: Int)

    public init(from point: ComparisonPoint) {
        self.point = point
        anatomies = point.run.computations.map { Anatomy(of: $0) }
        let outputs = point.run.network?.targets.count ?? 1
        switch point.run.network?.loss {
        case .meanSquaredError?, .binaryCrossEntropy?, .binaryCrossEntropyWithLogits?: context = (outputs, 1)
        default: context = (1, outputs)
        }
    }

    /// Every mistake at every place, in all its forms; those about losses and updates need `updates` or losses to show.
    public func mutations(updates: Int, losses: Int) -> [Mutation] {
        var places: [MistakePlace] = []
        for place in anatomies.flatMap(\.places) where !places.contains(place) { places.append(place) }
        return Mistake.allCases.flatMap { mistake -> [Mutation] in
            switch mistake {
            case .staleLoss where losses < 2, .lossAfterUpdate where losses < 1: return []
            case .staleLoss, .lossAfterUpdate: break
            default: if mistake.stage == .update, updates == 0 { return [] }
            }
            let places = mistake.stage == .update ? [.network] : places
            return places.flatMap { place in (0..<mistake.formCount).map { Mutation(mistake, at: place, form: $0) } }
        }
    }

    /// The backward pass of one of the losses with the mistakes; nil where one of them cannot be made.
    public func backwardPass(_ mutations: [Mutation], objective: Int = 0) -> BackwardPass? {
        guard anatomies.indices.contains(objective) else { return nil }
        return deviation(mutations, objective, at: point)?.backwardPass
    }

    /// The numbers of a program that makes the mistakes; nil where one of them cannot be made.
    ///
    /// - Parameter updates: how many updates it goes on for; without any, its first loss and gradients.
    public func numbers(_ mutations: [Mutation] = [], updates: Int = 0) -> TrainingNumbers? {
        let count = mutations.contains { $0.mistake == .lossAfterUpdate } ? max(1, updates) : updates
        let run = point.run
        guard count == 0 || run.settings != nil else { return nil }
        var settings = run.settings
        for mutation in mutations where mutation.isInUpdates {
            guard let broken = settings?.broken(by: mutation) else { return nil }
            settings = broken
        }
        var executions: [UpdateExecution] = []
        let roles = run.architecture.parameters.map(\.role)
        if let settings, count > 0 {
            executions = run.computations.map {
                let update = UpdateComputation(of: $0, roles: roles, settings: settings, isMean: Self.isMean(run))
                return UpdateExecution(of: update, parameterCount: roles.count)
            }
        }
        var numbers = TrainingNumbers(losses: [], gradients: Array(repeating: 0, count: roles.count), updated: [])
        var parameters = point.parameters
        for step in 0..<max(1, count) {
            guard let first = batch(step) else { return nil }
            for objective in run.computations.indices {
                guard let here = step == 0 && count == 0 ? point : first.with(parameters),
                    let deviation = deviation(mutations, objective, at: here)
                else { return nil }
                var loss = BatchLoss(here, objective: objective, isWhole: true, backward: deviation.backwardPass)
                if step == 0 {
                    if objective == 0 {
                        numbers.nodes = (0..<loss.tape.count).map { loss.tape[NodeID($0)] }
                        numbers.adjoints = loss.adjoints
                    }
                    for place in loss.computation.updatedParameters { numbers.gradients[place] = loss.gradient[place] }
                }
                if objective == 0 { numbers.losses.append(loss.value) }
                guard count > 0 else { continue }
                executions[objective].begin(
                    (point.batchNumber ?? 0) + step, parameters: parameters, loss: loss.sums.loss,
                    gradient: { loss.sums.gradient[$0] }, samples: here.batch.count / run.samplesPerPass, learningRate: settings?.learningRate ?? 0, pass: loss.tape)
                executions[objective].execute(&parameters)
                if objective == 0, mutations.contains(where: { $0.mistake == .lossAfterUpdate }), let there = here.with(parameters) {
                    loss = BatchLoss(there, objective: objective, isWhole: true, backward: deviation.backwardPass)
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

    /// Both, or all, of the backward mistakes together.
    private func deviation(_ mutations: [Mutation], _ objective: Int, at point: ComparisonPoint) -> BackwardDeviation? {
        let anatomy = anatomies[objective]
        let context = MistakeContext(
            sampleCount: point.batch.count, outputsInMean: context.outputsInMean, outputsInSum: context.outputsInSum
        ) { [self] in parameters(after: $0, objective, at: point) }
        var all = BackwardDeviation()
        for mutation in mutations where mutation.mistake.stage == .backward {
            guard let one = mutation.deviation(in: anatomy, context) else { return nil }
            all = all.and(one)
        }
        return all
    }

    /// θ after the batch's first update.
    private func parameters(after deviation: BackwardDeviation, _ objective: Int, at point: ComparisonPoint) -> [Double] {
        var parameters = point.parameters
        guard point.run.updates.indices.contains(objective), let settings = point.run.settings else { return parameters }
        let loss = BatchLoss(point, objective: objective, isWhole: true, backward: deviation.backwardPass)
        var execution = UpdateExecution(of: point.run.updates[objective], parameterCount: parameters.count)
        execution.begin(
            point.batchNumber ?? 0, parameters: parameters, loss: loss.sums.loss, gradient: { loss.sums.gradient[$0] },
            samples: point.batch.count / point.run.samplesPerPass, learningRate: settings.learningRate, pass: loss.tape)
        execution.execute(&parameters)
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
