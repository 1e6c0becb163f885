import Autograd
import NeuralNetwork

/// What a model says of its program beside the text: what is given, and what is to be made small.
public struct ProgramNames: Sendable {
    public enum Given: Sendable {
        case input, target, parameter
    }

    public let given: [String: Given]
    /// The names of the losses; empty where these are not known.
    public let losses: [String]

    public init(inputs: [String], targets: [String], parameters: [String], losses: [String]) {
        let all = inputs.map { ($0, Given.input) } + targets.map { ($0, .target) } + parameters.map { ($0, .parameter) }
        given = Dictionary(all, uniquingKeysWith: { first, _ in first })
        self.losses = losses
    }

    /// Words that mean something in expressions already, so that no value of a program is called so.
    public static let reserved: Set<String> = elementaryFunctions.union(quantities.filter { $0.count > 1 })
        .union(runNames).union(statementWords).union(ExpressionVocabulary.operatorWords)

    /// Those of one letter, z and a say, are free for values: without brackets they mean nothing else.
    static let quantities = Set(ExpressionVocabulary.standardFunctions.keys).subtracting(elementaryFunctions)

    static let elementaryFunctions = Set(ElementaryFunction.allCases.map(\.rawValue))

    /// The run's own numbers.
    static let runNames: Set<String> = ["epoch", "batch", "sample", "position", "eta", "Lsum"]

    static let statementWords: Set<String> = ["def", "for", "in"]
}
