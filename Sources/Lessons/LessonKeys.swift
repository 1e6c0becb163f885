import CommandLanguage
import NeuralNetwork

/// A model or lesson file.
enum LessonKey: String, KeyTable {
    case title, about, source, model, data, training, steps

    static var subject: Localized { Phrase.subjectLesson }
    // Whether data are needed depends on the model.
    var isRequired: Bool { self == .title || self == .model }
    var shape: Shape {
        switch self {
        case .title, .about: .text
        case .source: .string
        case .model: .table(ModelKey.self)
        case .data: .table(DataKey.self)
        case .training: .table(TrainingKey.self)
        case .steps: .list(.table(StepKey.self))
        }
    }
}

/// A model is a `network`, or a `program` with its `parameters` and `loss`.
enum ModelKey: String, KeyTable {
    case network, inputs, targets, parameters, program, loss

    static var subject: Localized { Phrase.subjectModel }
    var isRequired: Bool { false }
    var shape: Shape {
        switch self {
        case .network: .table(NetworkKey.self)
        case .inputs, .targets: .list(.string)
        case .parameters: .record(.number(.any))
        case .program: .string
        case .loss: .either(.string, .record(.list(.string)))
        }
    }
}

enum NetworkKey: String, KeyTable {
    case inputs, layers, loss

    static var subject: Localized { Phrase.subjectNetwork }
    var isRequired: Bool { true }
    var shape: Shape {
        switch self {
        case .inputs: .list(.string)
        case .layers: .list(.table(LayerKey.self))
        case .loss: .either(.choice(Loss.allCases.map(\.rawValue)), .table(LossKey.self))
        }
    }
}

/// A layer has `neurons`, or `units` with `initialisation` or `weights`, and `biases`.
enum LayerKey: String, KeyTable {
    case name, activation, slope, dropout
    case batchNormalisation = "batch-normalisation"
    case neurons, units, initialisation, weights, biases

    static var subject: Localized { Phrase.subjectLayer }
    var isRequired: Bool { self == .name || self == .activation }
    var shape: Shape {
        switch self {
        case .name: .string
        case .activation: .choice(Activation.allCases.map(\.rawValue))
        case .slope: .number(.any)
        case .dropout: .number(.belowOne)
        case .batchNormalisation: .truth
        case .neurons: .record(.table(NeuronKey.self))
        case .units: .integer(1...1_000_000)
        case .initialisation:
            .either(.choice(InitialisationName.allCases.map(\.rawValue)), .table(InitialisationKey.self))
        case .weights: .list(.list(.number(.any)))
        case .biases: .list(.number(.any))
        }
    }
}

enum NeuronKey: String, KeyTable {
    case weights, bias

    static var subject: Localized { Phrase.subjectNeuron }
    var isRequired: Bool { self == .weights }
    var shape: Shape { .record(.number(.any)) }
}

/// Data has `samples`, or `csv` with the columns for `inputs` and `targets`.
enum DataKey: String, KeyTable {
    case samples, csv, inputs, targets

    static var subject: Localized { Phrase.subjectData }
    var isRequired: Bool { false }
    var shape: Shape {
        switch self {
        case .samples: .list(.table(SampleKey.self))
        case .csv: .string
        case .inputs, .targets: .list(.string)
        }
    }
}

enum SampleKey: String, KeyTable {
    case inputs, targets

    static var subject: Localized { Phrase.subjectSample }
    // Which of the two are needed depends on the model.
    var isRequired: Bool { false }
    var shape: Shape { .list(.number(.any)) }
}

enum StepKey: String, KeyTable {
    case say
    case perform = "do"
    case expect, within, ask

    static var subject: Localized { Phrase.subjectStep }
    var isRequired: Bool { false }
    var shape: Shape {
        switch self {
        case .say: .text
        case .perform, .expect: .either(.string, .list(.string))
        case .within: .number(.positive)
        case .ask: .table(QuestionKey.self)
        }
    }
}

enum QuestionKey: String, KeyTable {
    case question, answer, within, choices, reach, solution, hint

    /// Each question has one of these.
    static let kinds: [QuestionKey] = [.answer, .choices, .reach]

    static var subject: Localized { Phrase.subjectQuestion }
    var isRequired: Bool { self == .question }
    var shape: Shape {
        switch self {
        case .question, .hint: .text
        case .answer, .reach: .string
        case .within: .number(.positive)
        case .choices: .list(.table(ChoiceKey.self))
        case .solution: .either(.string, .list(.string))
        }
    }
}

/// One of the answers to choose from; a wrong one says why it is.
enum ChoiceKey: String, KeyTable {
    case text, right, why

    static var subject: Localized { Phrase.subjectChoice }
    var isRequired: Bool { self == .text }
    var shape: Shape {
        switch self {
        case .text, .why: .text
        case .right: .truth
        }
    }
}

/// The languages in which a text may be given.
enum LanguageKey: String, KeyTable {
    case english = "en"
    case chinese = "zh"

    static var subject: Localized { Phrase.subjectLanguages }
    var isRequired: Bool { false }
    var shape: Shape { .string }
}
