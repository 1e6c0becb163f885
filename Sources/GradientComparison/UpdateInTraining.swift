import Autograd
import NeuralNetwork

/// The updates for one of a run's losses, by other settings than the run's or by a variant of its rule.
struct UpdateInTraining {
    private let computation: Computation
    private let names: [String]
    private let roles: [Parameter.Role]
    private let settings: TrainingSettings
    private let rule: VariantRule?
    private let isMean: Bool
    private var update: UpdateComputation
    private var execution: UpdateExecution
    /// The parameters before the update that came before.
    private var before: [Double]?

    /// - Parameter states: what the run's own optimiser has kept so far; this one begins with as much of it as it keeps too.
    init(of run: TrainingRun, objective: Int, settings: TrainingSettings, rule: VariantRule?, isMean: Bool, states: [Double]?) {
        computation = run.computations[objective]
        names = run.architecture.parameters.map(\.name)
        roles = run.architecture.parameters.map(\.role)
        self.settings = settings
        self.rule = rule
        self.isMean = isMean
        update = settings == run.settings
            ? run.updates[objective]
            : UpdateComputation(of: computation, roles: roles, settings: settings, isMean: isMean)
        execution = UpdateExecution(of: update, parameterCount: roles.count)
        guard let states else { return }
        let places = run.updates[objective].statePlaces
        for (symbol, place) in update.statePlaces {
            if let known = places[symbol] { execution.states[place] = states[known] }
        }
    }

    /// Update `number` of the run.
    mutating func execute(_ number: Int, _ loss: BatchLoss, samples: Int, _ parameters: inout [Double]) {
        if let limit = rule?.limit { clip(to: limit, loss.gradient) }
        let old = parameters
        execution.begin(
            number, parameters: parameters, loss: loss.sums.loss, gradient: { loss.sums.gradient[$0] }, samples: samples,
            learningRate: settings.learningRate, pass: loss.tape)
        execution.execute(&parameters)
        if let finish = rule?.finish {
            let tape = execution.tape
            let finished = FinishedUpdate(
                before: before ?? old, old: old, new: parameters, gradient: loss.gradient,
                rate: update.rate.map { tape[$0] } ?? settings.learningRate, names: names,
                // What is kept has one name before and after: the later node is the new.
                values: Dictionary(update.symbols.sorted { $0.key < $1.key }.map { ($1, tape[$0]) }) { $1 })
            for place in computation.updatedParameters where !settings.frozen.contains(names[place]) {
                parameters[place] = finish(finished, place)
            }
        }
        before = old
    }

    /// Lays the update out again with the limit that belongs to the norm of this gradient.
    private mutating func clip(to limit: (Double) -> Double, _ gradient: [Double]) {
        let norm = computation.updatedParameters.filter { !settings.frozen.contains(names[$0]) }
            .reduce(0) { $0 + gradient[$1] * gradient[$1] }.squareRoot()
        var clipped = settings
        clipped.clipping = .norm(limit(norm))
        let states = execution.states
        update = UpdateComputation(of: computation, roles: roles, settings: clipped, isMean: isMean)
        execution = UpdateExecution(of: update, parameterCount: roles.count)
        execution.states = states
    }
}
