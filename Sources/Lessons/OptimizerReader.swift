import CommandLanguage
import NeuralNetwork

/// Reads what `training` says of the rule of an update: optimiser, schedule, clipping, regularisation.
struct OptimizerReader {
    let collector: ProblemCollector

    /// The rule and the rate that it starts from.
    func readOptimizer(_ value: YAMLValue) -> (rule: Optimizer, rate: Double)? {
        guard let fields = collector.fields(value, as: OptimizerKey.self) else { return nil }
        let rate = number(.learningRate, fields)
        guard let name = fields[.name].flatMap({ collector.choice($0, of: OptimizerName.self) }) else { return nil }
        _ = collector.reportKeys(in: fields, besides: [.name, .learningRate] + name.keys) {
            Phrase.notOfOptimizer($0, name)
        }
        let rule = rule(name, fields)
        guard let rate else { return nil }
        return (rule, rate)
    }

    /// The usual values stand in for numbers that are wrong, too, so that all of them are looked at.
    private func rule(_ name: OptimizerName, _ fields: Fields<OptimizerKey>) -> Optimizer {
        func number(_ key: OptimizerKey, usual: Double) -> Double { self.number(key, fields) ?? usual }
        switch name {
        case .gradientDescent: return .gradientDescent
        case .momentum:
            return .momentum(
                gamma: number(.momentum, usual: 0.9),
                nesterov: fields[.nesterov].flatMap { collector.truth($0) } ?? false)
        case .adagrad: return .adaGrad(epsilon: number(.epsilon, usual: 1e-8))
        case .rmsprop: return .rmsProp(rho: number(.decay, usual: 0.9), epsilon: number(.epsilon, usual: 1e-8))
        case .adam:
            return .adam(
                beta1: number(.beta1, usual: 0.9), beta2: number(.beta2, usual: 0.999),
                epsilon: number(.epsilon, usual: 1e-8))
        case .adamw:
            return .adamW(
                beta1: number(.beta1, usual: 0.9), beta2: number(.beta2, usual: 0.999),
                epsilon: number(.epsilon, usual: 1e-8), weightDecay: number(.weightDecay, usual: 0.01))
        }
    }

    /// A key's number, within what the key's shape says.
    private func number<Key: KeyTable>(_ key: Key, _ fields: Fields<Key>) -> Double? {
        guard let value = fields[key], case .number(let domain) = key.shape else { return nil }
        return collector.number(value, domain)
    }

    private func integer<Key: KeyTable>(_ key: Key, _ fields: Fields<Key>) -> Int? {
        guard let value = fields[key], case .integer(let range) = key.shape else { return nil }
        return collector.integer(value, in: range).map { Int($0) }
    }

    func readSchedule(_ value: YAMLValue) -> (schedule: Schedule, warmUp: Int)? {
        guard let fields = collector.fields(value, as: ScheduleKey.self) else { return nil }
        let warmUp = integer(.warmUp, fields) ?? 0
        guard let name = fields[.name].flatMap({ collector.choice($0, of: ScheduleName.self) }) else { return nil }
        let hasForeign = collector.reportKeys(in: fields, besides: [.name, .warmUp] + name.keys) {
            Phrase.notOfSchedule($0, name)
        }
        // A key that is out of place or without a value was meant to be the one that is then missing.
        let mayLack: Bool
        if case .mapping(let pairs) = value.content {
            mayLack = hasForeign || pairs.contains { ScheduleKey(rawValue: $0.key) == nil || $0.value.isNothing }
        } else {
            mayLack = false
        }
        if !mayLack, !name.keys.allSatisfy(fields.has) {
            collector.report(Phrase.scheduleNeedsNumbers(name), at: fields.mark)
        }
        let factor = number(.factor, fields)
        let every = integer(.every, fields)
        let over = integer(.over, fields)
        let schedule: Schedule? =
            switch name {
            case .constant: .constant
            case .step: factor.flatMap { factor in every.map { .step(gamma: factor, every: $0) } }
            case .exponential: factor.map { .exponential(gamma: $0) }
            case .inverseTime: factor.map { .inverseTime(gamma: $0) }
            case .cosine: over.map { .cosine(over: $0) }
            }
        return schedule.map { ($0, warmUp) }
    }

    func readClipping(_ value: YAMLValue) -> Clipping? {
        guard let fields = collector.fields(value, as: ClippingKey.self) else { return nil }
        let limit = number(.limit, fields)
        let measure = fields[.by].flatMap { collector.choice($0, of: ClippingMeasure.self) }
        guard let limit, let measure else { return nil }
        return measure.clipping(limit: limit)
    }

    func readRegularisation(_ value: YAMLValue) -> Regularisation? {
        guard let fields = collector.fields(value, as: RegularisationKey.self) else { return nil }
        if case .mapping(let pairs) = value.content, pairs.isEmpty {
            collector.report(Phrase.regularisationNeedsNumbers, at: fields.mark)
        }
        return Regularisation(l1: number(.l1, fields) ?? 0, l2: number(.l2, fields) ?? 0)
    }

    /// After how many epochs without a gain the run ends.
    func readPatience(_ value: YAMLValue) -> Int? {
        guard let fields = collector.fields(value, as: EarlyStoppingKey.self) else { return nil }
        return integer(.patience, fields)
    }
}
