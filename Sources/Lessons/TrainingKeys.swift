import CommandLanguage
import NeuralNetwork

/// How a model is trained.
enum TrainingKey: String, KeyTable {
    case optimizer
    case schedule, clipping, regularisation
    case batchSize = "batch-size"
    case epochs, seed, shuffle, validation
    case earlyStopping = "early-stopping"
    case frozen

    static var subject: Localized { Phrase.subjectTraining }
    var isRequired: Bool { self == .optimizer }
    var shape: Shape {
        switch self {
        case .optimizer: .table(OptimizerKey.self)
        case .schedule: .table(ScheduleKey.self)
        case .clipping: .table(ClippingKey.self)
        case .regularisation: .table(RegularisationKey.self)
        case .batchSize: .either(.integer(1...1_000_000_000), .choice(["all"]))
        case .epochs: .integer(1...1_000_000_000)
        case .seed: .integer(0...UInt64.max)
        case .shuffle: .truth
        case .validation: .either(.number(.share), .integer(1...1_000_000_000))
        case .earlyStopping: .table(EarlyStoppingKey.self)
        case .frozen: .list(.string)
        }
    }
}

/// An optimiser's name, its rate, and the numbers that belong to its name.
enum OptimizerKey: String, KeyTable {
    case name
    case learningRate = "learning-rate"
    case momentum, nesterov, decay, beta1, beta2, epsilon
    case weightDecay = "weight-decay"

    static var subject: Localized { Phrase.subjectOptimizer }
    var isRequired: Bool { self == .name || self == .learningRate }
    var shape: Shape {
        switch self {
        case .name: .choice(OptimizerName.allCases.map(\.rawValue))
        case .learningRate, .epsilon: .number(.positive)
        case .momentum, .decay, .beta1, .beta2: .number(.belowOne)
        case .nesterov: .truth
        case .weightDecay: .number(.notNegative)
        }
    }
}

/// The optimisers by the names that files give them.
enum OptimizerName: String, CaseIterable {
    case gradientDescent = "gradient-descent"
    case momentum, adagrad, rmsprop, adam, adamw

    /// The keys of the numbers that it has, all of which have a usual value.
    var keys: [OptimizerKey] {
        switch self {
        case .gradientDescent: []
        case .momentum: [.momentum, .nesterov]
        case .adagrad: [.epsilon]
        case .rmsprop: [.decay, .epsilon]
        case .adam: [.beta1, .beta2, .epsilon]
        case .adamw: [.beta1, .beta2, .epsilon, .weightDecay]
        }
    }
}

/// How the rate changes; which of the numbers belong to it is for its name to say.
enum ScheduleKey: String, KeyTable {
    case name, factor, every, over
    case warmUp = "warm-up"

    static var subject: Localized { Phrase.subjectSchedule }
    var isRequired: Bool { self == .name }
    var shape: Shape {
        switch self {
        case .name: .choice(ScheduleName.allCases.map(\.rawValue))
        case .factor: .number(.positive)
        case .every, .over, .warmUp: .integer(1...1_000_000_000)
        }
    }
}

/// The schedules by the names that files give them.
enum ScheduleName: String, CaseIterable {
    case constant, step, exponential
    case inverseTime = "inverse-time"
    case cosine

    /// The keys of its numbers, all of which it needs; a warm-up may come before any schedule.
    var keys: [ScheduleKey] {
        switch self {
        case .constant: []
        case .step: [.factor, .every]
        case .exponential, .inverseTime: [.factor]
        case .cosine: [.over]
        }
    }

    /// How a file writes it.
    var example: String {
        switch self {
        case .constant: "{name: constant, warm-up: 100}"
        case .step: "{name: step, factor: 0.5, every: 100}"
        case .exponential: "{name: exponential, factor: 0.99}"
        case .inverseTime: "{name: inverse-time, factor: 0.01}"
        case .cosine: "{name: cosine, over: 1000}"
        }
    }
}

/// How large a gradient may be.
enum ClippingKey: String, KeyTable {
    case by, limit

    static var subject: Localized { Phrase.subjectClipping }
    var isRequired: Bool { true }
    var shape: Shape {
        switch self {
        case .by: .choice(ClippingMeasure.allCases.map(\.rawValue))
        case .limit: .number(.positive)
        }
    }
}

/// What a clipping limits: each gradient for itself, or the length of all.
enum ClippingMeasure: String, CaseIterable {
    case value, norm

    func clipping(limit: Double) -> Clipping {
        switch self {
        case .value: .value(limit)
        case .norm: .norm(limit)
        }
    }
}

/// What is added to the loss for the size of the weights.
enum RegularisationKey: String, KeyTable {
    case l1, l2

    static var subject: Localized { Phrase.subjectRegularisation }
    var isRequired: Bool { false }
    var shape: Shape { .number(.notNegative) }
}

/// When a run ends before its last epoch.
enum EarlyStoppingKey: String, KeyTable {
    case patience

    static var subject: Localized { Phrase.subjectEarlyStopping }
    var isRequired: Bool { true }
    var shape: Shape { .integer(1...1_000_000_000) }
}

/// A loss with a choice of how it is computed.
enum LossKey: String, KeyTable {
    case name, fused

    static var subject: Localized { Phrase.subjectLoss }
    var isRequired: Bool { self == .name }
    var shape: Shape {
        switch self {
        case .name: .choice(Loss.allCases.map(\.rawValue))
        case .fused: .truth
        }
    }
}
