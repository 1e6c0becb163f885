import CommandLanguage
import NeuralNetwork

/// What a mapping under `initialisation` may hold; which of the numbers belong to it is for its name to say.
enum InitialisationKey: String, KeyTable {
    case name, value, low, high, mean, deviation

    static var subject: Localized { Phrase.subjectInitialisation }
    var isRequired: Bool { self == .name }
    var shape: Shape {
        switch self {
        case .name: .choice(InitialisationName.allCases.map(\.rawValue))
        case .value, .low, .high, .mean: .number(.any)
        case .deviation: .number(.positive)
        }
    }
}

/// The initialisations by the names that files give them.
enum InitialisationName: String, CaseIterable {
    case constant, uniform, normal
    case xavierUniform = "xavier-uniform"
    case xavierNormal = "xavier-normal"
    case heUniform = "he-uniform"
    case heNormal = "he-normal"

    /// The keys of its numbers.
    var keys: [InitialisationKey] {
        switch self {
        case .constant: [.value]
        case .uniform: [.low, .high]
        case .normal: [.mean, .deviation]
        case .xavierUniform, .xavierNormal, .heUniform, .heNormal: []
        }
    }

    /// How a file writes it.
    var example: String {
        switch self {
        case .constant: "{name: constant, value: 0.5}"
        case .uniform: "{name: uniform, low: -1, high: 1}"
        case .normal: "{name: normal, mean: 0, deviation: 0.1}"
        case .xavierUniform, .xavierNormal, .heUniform, .heNormal: rawValue
        }
    }
}

/// Reads `initialisation`: a word, or a mapping of a name and its numbers.
struct InitialisationReader {
    let collector: ProblemCollector

    func read(_ value: YAMLValue) -> Initialisation? {
        guard case .mapping(let pairs) = value.content else {
            guard value.text != nil else {
                collector.mismatch(value, shape: LayerKey.initialisation.shape)
                return nil
            }
            guard let name = collector.choice(value, of: InitialisationName.self) else { return nil }
            return initialisation(name, Fields(mark: value.mark, pairs: [:]), mayLackNumbers: false)
        }
        guard let fields = collector.fields(value, as: InitialisationKey.self),
            let name = fields[.name].flatMap({ collector.choice($0, of: InitialisationName.self) })
        else { return nil }
        for key in InitialisationKey.allCases where key != .name && !name.keys.contains(key) && fields.has(key) {
            collector.report(Phrase.notOfInitialisation(key, name), at: fields.mark(of: key))
        }
        // A key that is out of place or without a value was meant to give a number that is then missing.
        let isOutOfPlace = pairs.contains { pair in
            pair.value.isNothing || !([.name] + name.keys).map(\.rawValue).contains(pair.key)
        }
        return initialisation(name, fields, mayLackNumbers: isOutOfPlace)
    }

    private func initialisation(
        _ name: InitialisationName, _ fields: Fields<InitialisationKey>, mayLackNumbers: Bool
    ) -> Initialisation? {
        func number(_ key: InitialisationKey, _ domain: NumberDomain = .any) -> Double? {
            if let value = fields[key] { return collector.number(value, domain) }
            if !mayLackNumbers { collector.report(Phrase.initialisationNeedsNumbers(name), at: fields.mark) }
            return nil
        }
        switch name {
        case .constant: return number(.value).map { .constant($0) }
        case .uniform:
            let low = number(.low)
            let high = number(.high)
            guard let low, let high else { return nil }
            guard low < high else {
                collector.report(Phrase.lowNotBelowHigh(low: low, high: high), at: fields.mark(of: .high))
                return nil
            }
            return .uniform(low: low, high: high)
        case .normal:
            let mean = fields.has(.mean) ? number(.mean) : 0
            let deviation = number(.deviation, .positive)
            guard let mean, let deviation else { return nil }
            // No number is drawn further from the mean than 8.21 deviations.
            guard (mean.magnitude + 9 * deviation).isFinite else {
                collector.report(Phrase.weightsTooLarge, at: fields.mark)
                return nil
            }
            return .normal(mean: mean, deviation: deviation)
        case .xavierUniform: return .xavierUniform
        case .xavierNormal: return .xavierNormal
        case .heUniform: return .heUniform
        case .heNormal: return .heNormal
        }
    }
}
