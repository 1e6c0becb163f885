import Autograd
import CommandLanguage
import Debugger
import GradientComparison
import NeuralNetwork

/// Looks for the mistake that turns the right answer into the one that was given.
struct MistakeSearch {
    let given: Double
    let right: Double
    let tolerance: Double
    let session: Session

    /// - Parameters:
    ///   - asked: the quantity that is asked for, if it is one.
    ///   - formula: what computes it, with the numbers behind its parts.
    func finding(of asked: Symbol?, _ formula: Expression, _ bindings: [Expression: Double]) -> AnswerReview.Finding {
        let isBackward = asked.map(Self.isBackward) ?? false
        // Without δ in the model the rule for it explains nothing.
        if isBackward, isGiven(-right) {
            return session.run.network == nil ? .difference(.wrongSign) : .mistake(.signFlipped)
        }
        if let asked, let found = neighbour(of: asked) { return found }
        // The mistakes of an update have names and rules of their own.
        if case .new? = asked, let found = asked.flatMap(knownMistake) { return .mistake(found) }
        if let found = slip(in: formula, bindings) { return found }
        if let found = asked.flatMap(knownMistake) { return .mistake(found) }
        if let found = multiple(of: asked, isBackward: isBackward) { return found }
        return .difference(Difference(of: given, from: right))
    }

    private static func isBackward(_ symbol: Symbol) -> Bool {
        switch symbol {
        case .delta, .gradient, .adjoint: true
        default: false
        }
    }

    /// Whether a wrong number is the one that was given.
    private func isGiven(_ value: Double) -> Bool {
        func isSame(_ a: Double, _ b: Double) -> Bool {
            a == 0 || b == 0 ? a == b : Expression.isClose(a, b, tolerance: tolerance)
        }
        return value.isFinite && isSame(given, value) && !isSame(value, right)
    }

    // MARK: Beside it

    /// A quantity beside the one that is asked for, taken for it.
    private func neighbour(of asked: Symbol) -> AnswerReview.Finding? {
        func isGiven(_ symbol: Symbol) -> Bool {
            (try? session.eventualValue(of: symbol.expression)).map(self.isGiven) ?? false
        }
        let neurons = session.neuronNames.prefix(Self.most).filter { $0 != asked.neuronName }
        let parameters = session.computation.parameterNames.prefix(Self.most)
        func taken(_ symbols: [Symbol]) -> AnswerReview.Finding? {
            symbols.first(where: isGiven).map { .slip(.taken($0.expression.text())) }
        }
        switch asked {
        case .preActivation(let name): return taken([.activation(name)] + neurons.map(Symbol.preActivation))
        case .activation(let name):
            return isGiven(.preActivation(name)) ? .slip(.activationLeftOut(name)) : taken(neurons.map(Symbol.activation))
        case .delta(let name):
            if isGiven(.adjoint(.activation(name))) { return .mistake(.activationDerivativeMissing) }
            return neurons.map(Symbol.delta).contains(where: isGiven) ? .mistake(.wrongNeuronDelta) : nil
        case .gradient(let name):
            // ∂L/∂b is δ, which a weight's gradient without its input is too.
            return taken(parameters.filter { $0 != name && isBias(.name($0)) == isBias(.name(name)) }.map(Symbol.gradient))
        case .new(let name):
            if isGiven(.old(name)) { return .slip(.oldTaken(name)) }
            return taken([.gradient(name)] + parameters.filter { $0 != name }.map(Symbol.new))
        default: return nil
        }
    }

    // MARK: In the formula

    private func slip(in formula: Expression, _ bindings: [Expression: Double]) -> AnswerReview.Finding? {
        func value(_ expression: Expression, _ bindings: [Expression: Double]) -> Double {
            expression.replacing { bindings[$0].map(Expression.number) }.value { _, _, _ in .nan }
        }
        let parameters = bindings.keys.filter { key in
            if case .name(let name, _) = key { session.computation.parameterPlaces[name] != nil } else { false }
        }.sorted { $0.text() < $1.text() }
        for edit in formula.edits.prefix(Self.mostEdits) where isGiven(value(edit.result, bindings)) {
            if case .factorLeftOut(.call("slope", _, _)) = edit.change { return .mistake(.activationDerivativeMissing) }
            return .slip(Slip(edit.change, isBias: isBias))
        }
        for (place, one) in parameters.prefix(Self.most).enumerated() {
            for other in parameters.prefix(Self.most).dropFirst(place + 1) {
                var swapped = bindings
                (swapped[one], swapped[other]) = (bindings[other], bindings[one])
                if isGiven(value(formula, swapped)) { return .slip(.swapped(one.text(), other.text())) }
            }
            guard session.run.settings != nil, let new = try? session.eventualValue(of: .call("new", one)) else { continue }
            var updated = bindings
            updated[one] = new
            if isGiven(value(formula, updated)) { return .mistake(.weightsAfterUpdate) }
        }
        return nil
    }

    private func isBias(_ part: Expression) -> Bool {
        guard case .name(let name, _) = part else { return false }
        return session.run.architecture.parameters.contains { $0.name == name && $0.role == .bias }
    }

    // MARK: In the table

    /// The first of the known mistakes that gives the number.
    private func knownMistake(in asked: Symbol) -> Mistake? {
        let computation = session.computation
        let quantity: GivenNumbers.Quantity
        switch asked {
        case .delta(let name):
            guard let node = computation.nodes[.preActivation(name)] else { return nil }
            quantity = .adjoint(node)
        case .adjoint(let symbol):
            guard let node = computation.nodes[symbol] else { return nil }
            quantity = .adjoint(node)
        case .gradient(let name), .new(let name):
            guard let place = computation.parameterPlaces[name] else { return nil }
            if case .new = asked { quantity = .updated(place, step: 0) } else { quantity = .gradient(place) }
        default: return nil
        }
        guard computation.parameterNames.count <= Self.mostParameters, let batch = try? session.comparisonPoint() else { return nil }
        let updates = if case .new = asked { 1 } else { 0 }
        let sample = session.tree.moment(of: min(session.position.index, session.tree.leafCount - 1)).sample ?? 0
        // The sample's own numbers first, then the batch's.
        for point in [batch.pass(sample), batch] {
            let simulation = Simulation(from: point)
            guard let usual = simulation.numbers(updates: updates)?[quantity],
                Expression.isClose(usual, right, tolerance: Expression.usualTolerance)
            else { continue }
            let mutations = simulation.mutations(updates: updates, losses: 0).prefix(Self.mostMutations)
            // An update gone wrong is its own mistake, before it is one of the gradient.
            let ordered = updates > 0 ? mutations.filter { $0.mistake.stage == .update } + mutations : Array(mutations)
            return ordered.first { mutation in
                simulation.numbers([mutation], updates: updates).map { isGiven($0[quantity]) } ?? false
            }?.mistake
        }
        return nil
    }

    // MARK: By a factor

    private func multiple(of asked: Symbol?, isBackward: Bool) -> AnswerReview.Finding? {
        let samples = Double(session.tree.batchSize)
        let outputs = Double(session.run.network?.targets.count ?? 1)
        // Only what belongs to the run is a sum or a mean of it: not how many gradients disagree.
        for count in [samples, outputs] where asked != nil && count > 1 {
            if isGiven(right * count) { return .mistake(.sumForMean) }
            if isGiven(right / count) { return .mistake(.meanForSum) }
        }
        if isGiven(2 * right) { return isBackward ? .mistake(.factorTwo) : .slip(.multiplied(2)) }
        if isGiven(right / 2) { return isBackward ? .mistake(.factorHalf) : .slip(.multiplied(0.5)) }
        if isGiven(1 / right) { return .slip(.upsideDown) }
        if (-6...6).contains(where: { $0 != 0 && isGiven(right * Elementary.power(10, Double($0))) }) { return .slip(.decimalPoint) }
        return nil
    }

    /// Larger models would keep a learner waiting.
    private static let most = 40
    private static let mostEdits = 400
    private static let mostParameters = 100
    private static let mostMutations = 600
}
