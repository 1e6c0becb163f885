import Autograd
import NeuralNetwork

/// The gradient of one batch's loss, by backpropagation and by a numeric method, held against each other.
///
/// The loss is the mean of the samples' losses. Each verdict rests on an error bound of its own, made of
/// the truncation and the round-off of that very estimate, and not on one tolerance for all.
public struct GradientComparison: Sendable, Equatable {
    /// The two derivatives by one parameter or node.
    public struct Entry: Sendable, Equatable {
        /// The parameter's name; for a node, its derivative in the spelling of the expression grammar: `delta(h1)`.
        public let name: String
        /// The derivative: a gradient, δ, or an adjoint.
        public let derivative: Symbol
        /// Where in the model it is: the layer and the neuron.
        public let place: [String]
        /// The derivative by backpropagation, or as it was given.
        public let analytic: Double
        /// The derivative by the numeric method.
        public let numeric: Double
        /// h; 0 for dual numbers, which have none.
        public let perturbation: Double
        /// How far `numeric` may lie from the derivative by truncation and round-off.
        public let bound: Double
        /// The slopes on either side, over h.
        public let slopes: OneSidedSlopes
        public let verdict: Verdict
        /// The method that can judge what this one cannot, where there is one.
        public let remedy: NumericMethod?

        /// |analytic − numeric|
        public var absolute: Double { abs(analytic - numeric) }
        /// |analytic − numeric| over the larger magnitude of the two; 0 where both are 0.
        public var relative: Double {
            absolute == 0 ? 0 : absolute / max(abs(analytic), abs(numeric))
        }
        /// What the entry is of: the parameter, or the node.
        public let subject: Subject

        /// How many times the bound the difference is; infinite where either is not a number.
        public var excess: Double {
            if absolute == 0 { return 0 }
            let times = absolute / bound
            return times.isNaN ? .infinity : times
        }
    }

    public let method: NumericMethod
    /// The batch's losses, in the model's order, and what they are called.
    public let losses: [Double]
    public let lossNames: [String]
    /// The batch's (first) loss.
    public var loss: Double { losses.first ?? .nan }
    /// One entry per parameter, in the model's order, frozen ones too, each by the loss that it serves; or one per node
    /// that was asked for.
    public let entries: [Entry]

    /// The verdict on the whole: `disagrees` as soon as one parameter does, else `cannotTell`, else `kink`.
    public var verdict: Verdict { Verdict(onAll: entries.map(\.verdict)) }

    /// The entry that departs most: among those with the verdict on the whole, the one whose difference
    /// is the largest multiple of its bound.
    public var worst: Entry? {
        entries.filter { $0.verdict == verdict }.max { $0.excess < $1.excess }
    }

    /// Compares the gradients of one batch's loss.
    ///
    /// - Parameters:
    ///   - point: the run, its parameters and the batch.
    ///   - perturbation: h for every parameter; without it, h is chosen for each.
    ///   - analytic: gradients to judge in place of a backward pass's, in the order of the parameters.
    ///   - backward: the backward pass to judge.
    ///   - names: the parameters to compare; without them, all.
    ///   - progress: is told how many of how many evaluations have been made.
    /// - Throws: `ComparisonError` where these do not fit the run.
    public static func compare(
        _ point: ComparisonPoint, method: NumericMethod = .central, perturbation: Double? = nil, analytic: [Double]? = nil,
        backward: BackwardPass = Adjoints.backwardPass, of names: Set<String>? = nil,
        progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws(ComparisonError) -> GradientComparison {
        let parameters = point.run.architecture.parameters.map(\.name)
        if let analytic, analytic.count != parameters.count {
            throw .gradientCount(analytic.count, expected: parameters.count)
        }
        try check(perturbation)
        let passes = point.batch.count / point.run.samplesPerPass
        let all = passes * point.run.computations.reduce(0) { $0 + $1.updatedParameters.count }
        var done = 0
        var losses: [Double] = []
        var entries: [Entry?] = Array(repeating: nil, count: parameters.count)
        for objective in point.run.computations.indices {
            var loss = BatchLoss(point, objective: objective, isWhole: true, backward: backward)
            losses.append(loss.value)
            let gradient = analytic ?? loss.gradient
            let places = point.run.computations[objective].updatedParameters.filter { names?.contains(parameters[$0]) ?? true }
            let addresses = point.run.computations[objective].placesOfParameters
            let judged = Self.entries(
                method, &loss,
                places.map {
                    JudgedValue(
                        .parameter($0), .parameter(parameters[$0]), .gradient(parameters[$0]), gradient[$0],
                        place: addresses[$0] ?? [])
                },
                perturbation
            ) {
                done += 1
                progress(done, all)
            }
            for (place, entry) in zip(places, judged) { entries[place] = entry }
        }
        return GradientComparison(
            method: method, losses: losses, lossNames: point.run.computations.map(\.nameOfLoss),
            entries: entries.compactMap { $0 })
    }

    /// Compares ∂L/∂node, for nodes of the tape of one pass: inputs, variables, z, a, or the loss itself.
    ///
    /// The loss is the pass's own, without regularisation. A node that is no leaf is moved after it has been evaluated.
    ///
    /// - Parameters:
    ///   - objective: which of the model's losses.
    ///   - pass: which pass of the point's batch, from 0.
    ///   - backward: the backward pass to judge.
    public static func compare(
        nodes: [NodeID], objective: Int = 0, pass: Int, at point: ComparisonPoint, method: NumericMethod = .central,
        perturbation: Double? = nil, backward: BackwardPass = Adjoints.backwardPass
    ) throws(ComparisonError) -> GradientComparison {
        try check(perturbation)
        guard point.run.computations.indices.contains(objective) else { throw .unknownLoss(objective) }
        var loss = BatchLoss(point.pass(pass), objective: objective, isWhole: false, backward: backward)
        let computation = loss.computation
        if let unknown = nodes.first(where: { !(0...computation.loss.index).contains($0.index) }) { throw .unknownNode(unknown) }
        let subjects = nodes.map { node in
            let derivative = computation.derivative(by: node)
            let subject = Subject.node(node, objective: objective, pass: pass)
            return JudgedValue(
                .node(node), subject, derivative, loss.adjoint(of: node), place: computation.place(of: node))
        }
        let entries = entries(method, &loss, subjects, perturbation) {}
        return GradientComparison(
            method: method, losses: [loss.value], lossNames: [computation.nameOfLoss], entries: entries)
    }

    private static func check(_ perturbation: Double?) throws(ComparisonError) {
        if let perturbation, !(perturbation > 0 && perturbation.isFinite) { throw .perturbation(perturbation) }
    }

    private static func entries(
        _ method: NumericMethod, _ loss: inout BatchLoss, _ subjects: [JudgedValue], _ perturbation: Double?, _ progress: () -> Void
    ) -> [Entry] {
        let estimates = loss.estimates(
            method, by: subjects.map(\.variable), analytic: subjects.map(\.analytic), perturbation: perturbation, progress: progress)
        return zip(subjects, estimates).map { subject, estimate in
            let verdict = Verdict(analytic: subject.analytic, estimate: estimate)
            let remedy = verdict == .cannotTell
                ? loss.remedy(for: subject.variable, analytic: subject.analytic, insteadOf: method) : nil
            return Entry(
                name: subject.name, derivative: subject.derivative, place: subject.place, analytic: subject.analytic, numeric: estimate.value, perturbation: estimate.perturbation,
                bound: estimate.bound, slopes: estimate.slopes, verdict: verdict, remedy: remedy,
                subject: subject.subject)
        }
    }
}

/// The analytic side of an entry, and what it belongs to.
private struct JudgedValue {
    let variable: BatchLoss.Variable
    let subject: Subject
    let derivative: Symbol
    let analytic: Double
    let place: [String]

    /// A parameter's own name, or a node's derivative.
    var name: String { if case .parameter(let name) = subject { name } else { derivative.name } }

    init(
        _ variable: BatchLoss.Variable, _ subject: Subject, _ derivative: Symbol, _ analytic: Double, place: [String]
    ) {
        self.variable = variable
        self.subject = subject
        self.derivative = derivative
        self.analytic = analytic
        self.place = place
    }
}

extension Computation {
    /// The layer and the neuron of each parameter, by its place.
    fileprivate var placesOfParameters: [Int: [String]] {
        var places: [Int: [String]] = [:]
        for section in sections {
            for unit in section.units { for place in unit.parameters { places[place] = address(section, unit) } }
        }
        return places
    }

    /// The layer and the neuron that a node belongs to; empty for one that belongs to none.
    fileprivate func place(of node: NodeID) -> [String] {
        for section in sections {
            if let unit = section.units.first(where: { $0.forward.contains { $0.nodes.contains(node) } }) {
                return address(section, unit)
            }
        }
        return []
    }

    private func address(_ section: Section, _ unit: Unit) -> [String] {
        section.name == unit.name ? [unit.name] : [section.name, unit.name]
    }

    /// The derivative of the loss by a node: δ for a neuron's z, its adjoint for any other.
    func derivative(by node: NodeID) -> Symbol {
        switch symbols[node] {
        case .preActivation(let neuron)?: .delta(neuron)
        case let symbol?: .adjoint(symbol)
        case nil: .adjoint(.named(name(of: node)))
        }
    }

    var nameOfLoss: String { symbols[loss]?.name ?? Symbol.loss.name }

    /// What a node is called; without a name, its number on the tape and what it computes.
    func name(of node: NodeID) -> String { symbols[node]?.name ?? "node \(node.index) (\(tape.operation(of: node)))" }
}
