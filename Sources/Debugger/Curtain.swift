import Autograd
import NeuralNetwork

/// What an open question keeps from view: the number that it asks for, and all that would give it away.
///
/// Hidden is whatever the run computes after `position`, and of what it has computed before every result that is the
/// answer to the digits that a screen shows. Never hidden is what the file or the learner gives: inputs, targets,
/// settings, parameters before their first update; nor a number that the question itself names.
public struct Curtain: Sendable, Equatable {
    /// What has been computed up to here is in view.
    public let position: Position
    /// The number that is asked for; nil where it stands in the question itself.
    public let answer: Double?
    /// The numbers in the question's text.
    public let named: [Double]

    public init(position: Position, answer: Double?, named: [Double]) {
        self.position = position
        self.answer = answer
        self.named = named
    }

    /// Whether a result is the answer, to the three digits that a learner would give.
    public func covers(_ value: Double) -> Bool {
        guard let answer else { return false }
        // Beside 0 nothing is relative.
        guard answer == 0 ? value == 0 : Expression.isClose(value, answer, tolerance: Self.roundedAlike) else { return false }
        return !named.contains { Expression.isClose(value, $0, tolerance: Self.asNamed) }
    }

    /// Two numbers that round to the same three digits are at most one of the last ones apart: 1.00 and 1.01.
    private static let roundedAlike = 1e-2
    /// A number in a text has three digits or more, or is meant exactly.
    private static let asNamed = 1e-3
}

extension Session {
    /// The position at which the value on show of a quantity has been computed; nil for what is given, or has not been
    /// reached.
    public func origin(of symbol: Symbol) -> Position? {
        guard !isAtStart else { return nil }
        switch symbol {
        case .baseRate, .updateNumber, .sampleCount, .setting, .aspect(.mask, _): return nil
        case .learningRate: return run.settings?.hasConstantRate ?? true ? nil : lastUpdate
        case .old: return lastUpdate
        case .named(let name) where computation.parameterPlaces[name] != nil: return completion(of: .new(name)) ?? lastUpdate
        case .slope(let neuron): return completion(of: .activation(neuron))
        case .aspect(let aspect, _) where aspect.isState: return completion(of: symbol) ?? lastUpdate
        default: return completion(of: symbol)
        }
    }

    /// Where the update before the batch on show ended.
    private var lastUpdate: Position? {
        let batch = tree.batchNumber(of: shown)
        return batch > 0 ? Position(tree.start(ofBatch: batch)) : nil
    }

    /// The position after the leaf that completed a quantity in the sample or update on show.
    private func completion(of symbol: Symbol) -> Position? {
        let moment = shown
        let last = tree.samples(inBatch: moment.batch) - 1
        for objective in run.computations.indices.reversed() where objective <= moment.objective {
            func position(_ leaf: Int, sample: Int?) -> Position {
                Position(
                    tree.index(
                        of: Moment(epoch: moment.epoch, batch: moment.batch, objective: objective, sample: sample, leaf: leaf)) + 1)
            }
            let isOver = objective < moment.objective
            if let row = tree.updateTable(of: objective, inBatch: moment.batch).completion[symbol],
                isOver || moment.sample == nil && moment.leaf >= row.leaf
            {
                return position(row.leaf, sample: nil)
            }
            if let row = tree.sampleTable(of: objective).completion[symbol],
                isOver || moment.sample == nil || moment.leaf >= row.leaf
            {
                return position(row.leaf, sample: isOver ? last : moment.sample ?? last)
            }
        }
        return nil
    }

    /// Whether a value on show is behind the curtain.
    func hides(_ symbol: Symbol, _ value: Double) -> Bool {
        guard let curtain, let origin = origin(of: symbol) else { return false }
        return origin > curtain.position || curtain.covers(value)
    }

    /// Losses without those behind the curtain.
    func inView(_ losses: [(batch: Int, loss: Double)]) -> [(batch: Int, loss: Double)] {
        guard let curtain else { return losses }
        return losses.filter { tree.start(ofBatch: $0.batch + 1) <= curtain.position.index && !curtain.covers($0.loss) }
    }
}

// MARK: Formulas

extension Session {
    /// The explanation of leaf number `index`, without the numbers that are behind the curtain.
    func inView(_ explanation: Explanation, ofLeaf index: Int) -> Explanation {
        guard let curtain, index < position.index else { return explanation }
        let isBehind = index >= curtain.position.index
        func inView(_ formula: Formula) -> Formula {
            var shown = formula
            shown.hidden = Set(formula.bindings.filter { hides($0.key, $0.value, isBehind: isBehind) }.keys)
            shown.isHidden = formula.value.map { isBehind || curtain.covers($0) } ?? false
            return shown
        }
        return Explanation(
            rule: explanation.rule, formula: inView(explanation.formula), equivalent: explanation.equivalent.map(inView),
            details: explanation.details.map(inView), unit: explanation.unit, pass: explanation.pass, layer: explanation.layer)
    }

    /// Whether the number behind a part of a formula is hidden.
    ///
    /// - Parameter isBehind: whether the formula's own result is computed behind the curtain, as what has no name in it may
    ///   be too.
    private func hides(_ part: Expression, _ value: Double, isBehind: Bool) -> Bool {
        guard let curtain else { return false }
        if let symbol = symbol(of: part) { return hides(symbol, value) }
        if isBehind, case .call = part { return true }
        var holdsHidden = false
        _ = part.replacing { inner in
            guard let symbol = symbol(of: inner) else { return nil }
            holdsHidden = holdsHidden || origin(of: symbol).map { $0 > curtain.position } ?? false
            return inner
        }
        return holdsHidden || curtain.covers(value)
    }

    /// The quantity that a part of a formula names; a formula works with parameters as the batch found them.
    private func symbol(of part: Expression) -> Symbol? {
        switch part {
        case .name(let name, _):
            if computation.parameterPlaces[name] != nil { return .old(name) }
            let named = Symbol.named(name)
            if computation.nodes[named] != nil { return named }
            let others: [Symbol] = [
                .loss, .lossSum, .learningRate, .baseRate, .updateNumber, .sampleCount, .gradientNorm, .clippingScale, .penalty,
                .validationLoss,
            ]
            return (others + Symbol.Setting.allCases.map(Symbol.setting)).first { $0.expression == part } ?? named
        case .call("slope", let arguments, _):
            if case .call("z", let inner, _)? = arguments.first, case .name(let name, _)? = inner.first { return .slope(name) }
            return nil
        case .call("adjoint", let arguments, _):
            guard arguments.count == 1, let inner = arguments.first.flatMap(symbol(of:)) else { return nil }
            if case .old(let name) = inner { return .gradient(name) }
            return .adjoint(inner)
        case .call(let function, let arguments, _):
            guard arguments.count == 1, case .name(let name, _)? = arguments.first else { return nil }
            switch function {
            case "z": return .preActivation(name)
            case "a": return .activation(name)
            case "delta": return .delta(name)
            case "grad": return .gradient(name)
            case "gradsum": return .gradientSum(name)
            case "old": return .old(name)
            case "new": return .new(name)
            default: return Symbol.Aspect(rawValue: function).map { .aspect($0, of: name) }
            }
        case .number, .unary, .binary: return nil
        }
    }
}
