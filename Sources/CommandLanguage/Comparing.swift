import Autograd
import Debugger
import GradientComparison
import NeuralNetwork

/// What is to be compared in a session, and how.
public struct ComparisonRequest: Sendable, Equatable {
    /// One parameter or node; nil for all parameters.
    public var subject: Subject?
    public var method: NumericMethod
    /// h; nil to have it chosen.
    public var perturbation: Double?
    /// A mistake in the program that is judged.
    public var mutation: Mutation?
    /// Whether the mistake is not to be told.
    public var isHidden = false

    public init(subject: Subject? = nil, method: NumericMethod = .central, perturbation: Double? = nil) {
        self.subject = subject
        self.method = method
        self.perturbation = perturbation
    }
}

extension Session {
    /// What a command asks to compare.
    public func request(_ command: Command.Comparison) throws(CommandError) -> ComparisonRequest {
        var subject: Subject?
        if let expression = command.subject { subject = try self.subject(of: expression) }
        var request = ComparisonRequest(
            subject: subject, method: command.method ?? .central, perturbation: command.perturbation)
        request.breakAs(brokenRule)
        return request
    }

    /// What an expression names that the loss can be differentiated by: a parameter, or a node of the sample at hand; a
    /// derivative (`delta(h1)`, `grad(w11)`) stands for what it is taken by.
    public func subject(of expression: Expression) throws(CommandError) -> Subject {
        guard let symbol = try symbol(of: expression)?.symbol else {
            throw CommandError(Phrase.notAQuantity(expression.text(.plain)))
        }
        if let parameter = symbol.parameterName ?? namedParameter(symbol) { return .parameter(parameter) }
        let moment = tree.moment(of: executedLeaf ?? 0)
        let pass = moment.sample ?? tree.samples(inBatch: moment.batch) - 1
        let wanted = symbol.differentiatedBy
        // The loss at hand first: the others may not depend on the node.
        let objectives = [moment.objective] + run.computations.indices.filter { $0 != moment.objective }
        for objective in objectives {
            let computation = rightRun.computations[objective]
            if let node = computation.nodes[wanted] ?? (wanted == .loss ? computation.loss : nil), node <= computation.loss {
                return .node(node, objective: objective, pass: pass)
            }
        }
        throw CommandError(Phrase.notDifferentiable(symbol.name))
    }

    private func namedParameter(_ symbol: Symbol) -> String? {
        if case .named(let name) = symbol, computation.parameterNames.contains(name) { name } else { nil }
    }

    /// The batch that the session is in, or that comes next, with the parameters that it starts from; at the end of the run
    /// the last batch, with the parameters as they are then.
    public func comparisonPoint() throws(ComparisonError) -> ComparisonPoint {
        let number = batchInProgress
        let isBetweenBatches = position.index == tree.start(ofBatch: number)
        let parameters = computation.parameterNames.indices.map {
            isBetweenBatches ? currentValue(of: $0) : oldValue(of: $0)
        }
        return try point(ofBatch: min(number, tree.batchCount - 1), parameters, data)
    }

    /// The batch whose values are on show: the one that the leaf executed last belongs to, with the parameters it started
    /// from; at the start of the run, the first.
    public func comparisonPointOnShow() throws(ComparisonError) -> ComparisonPoint {
        let batch = tree.batchNumber(of: tree.moment(of: executedLeaf ?? 0))
        return try point(ofBatch: batch, computation.parameterNames.indices.map { oldValue(of: $0) }, dataOnShow)
    }

    private func point(
        ofBatch number: Int, _ parameters: [Double], _ data: DataSet
    ) throws(ComparisonError) -> ComparisonPoint {
        let (epoch, batch) = number.quotientAndRemainder(dividingBy: max(1, tree.batchesPerEpoch))
        let first = batch * tree.batchSize * run.samplesPerPass
        let samples = run.order.order(ofEpoch: epoch)[first..<first + tree.samples(inBatch: batch) * run.samplesPerPass]
        return try ComparisonPoint(
            rightRun.on(data), parameters: parameters,
            parametersOfLosses: run.computations.count > 1
                ? run.computations.indices.map { self.parameters(ofLoss: $0, parameters) } : nil,
            batch: Array(samples), batchNumber: run.settings == nil ? nil : number)
    }
}

extension ComparisonRequest {
    /// Judges the backward pass with the rule that a learner broke.
    public mutating func breakAs(_ rule: BrokenRule?) {
        mutation = rule?.mutation
        isHidden = rule?.isHidden ?? false
    }

    /// The first number outside of the gradients that the broken program gets wrong.
    public func wrongNumber(at point: ComparisonPoint) -> WrongNumber? {
        mutation.flatMap { Simulation(from: point).firstWrongNumber(of: $0) }
    }

    /// The backward pass that is judged.
    private func backward(at point: ComparisonPoint) -> BackwardPass {
        mutation.flatMap { Simulation(from: point).backwardPass([$0]) } ?? Adjoints.backwardPass
    }

    /// Compares at `point` what is asked for.
    public func comparison(
        at point: ComparisonPoint, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws(ComparisonError) -> GradientComparison {
        switch subject {
        case nil:
            return try GradientComparison.compare(
                point, method: method, perturbation: perturbation, backward: backward(at: point), progress: progress)
        case .parameter(let name)?:
            return try GradientComparison.compare(
                point, method: method, perturbation: perturbation, backward: backward(at: point), of: [name], progress: progress)
        case .node(let node, let objective, let pass)?:
            return try GradientComparison.compare(
                nodes: [node], objective: objective, pass: pass, at: point, method: method, perturbation: perturbation,
                backward: backward(at: point))
        }
    }
}

extension ComparisonRequest {
    /// Where a backward pass first goes wrong, in the passes of the batch that are compared; nil if it goes right.
    public func departure(
        of other: BackwardPass? = nil, at point: ComparisonPoint
    ) throws(ComparisonError) -> Departure? {
        if other == nil, mutation?.mistake.stage == .forward { return nil }
        let backward = other ?? backward(at: point)
        if case .node(_, let objective, let pass)? = subject {
            return try Departure.first(of: backward, objective: objective, pass: pass, at: point)
        }
        for objective in point.run.computations.indices {
            for pass in 0..<point.batch.count / point.run.samplesPerPass {
                if let found = try Departure.first(of: backward, objective: objective, pass: pass, at: point) { return found }
            }
        }
        return nil
    }
}

extension Symbol {
    /// The parameter that a gradient, or a parameter's value before or after its update, belongs to.
    fileprivate var parameterName: String? {
        switch self {
        case .gradient(let name), .gradientSum(let name), .old(let name), .new(let name): name
        default: nil
        }
    }

    /// What a derivative is taken by; any other quantity is that itself.
    fileprivate var differentiatedBy: Symbol {
        switch self {
        case .delta(let neuron), .slope(let neuron): .preActivation(neuron)
        case .adjoint(let symbol): symbol
        default: self
        }
    }
}

extension Session {
    /// The first batch up to the one that `comparisonPoint()` is about whose loss is not finite; it runs them again.
    public func lostLoss() -> LostLoss? {
        var session = self
        session.batchesPerMove = .max
        for batch in 0..<min(batchInProgress + 1, tree.batchCount) {
            session.go(to: Position(tree.start(ofBatch: batch + 1)))
            if !session.batchLoss.isFinite {
                return LostLoss(epoch: batch / tree.batchesPerEpoch + 1, batch: batch % tree.batchesPerEpoch + 1)
            }
        }
        return nil
    }
}

/// Where a run's loss stops being a finite number; both from 1.
public struct LostLoss: Sendable, Equatable {
    public let epoch: Int
    public let batch: Int
}
