import Autograd
import NeuralNetwork

/// What a text may call and name beyond the grammar itself.
public struct ExpressionVocabulary: Sendable {
    /// How many values each function or quantity takes, by its ASCII name.
    public var functions: [String: ClosedRange<Int>]
    /// Names that are known to exist: where one is called `dL`, `dL/dw` is a quotient and no derivative.
    public var names: Set<String>
    /// Words that are no names, because a statement or a command uses them.
    public var reservedWords: Set<String>
    /// Names that stand for whole numbers within an index, as a loop's variable does: `h[i - 1]`.
    public var wholeNumbers: [String: Int]

    public init(
        functions: [String: ClosedRange<Int>] = standardFunctions, names: Set<String> = [],
        reservedWords: Set<String> = [], wholeNumbers: [String: Int] = [:]
    ) {
        self.functions = functions
        self.names = names
        self.reservedWords = reservedWords.union(Self.operatorWords)
        self.wholeNumbers = wholeNumbers
    }

    public static let standard = ExpressionVocabulary(
        functions: standardFunctions.merging(ComparedSide.allCases.map { ($0.rawValue, 1...1) }) { own, _ in own })

    /// The elementary functions and the quantities of a run.
    public static let standardFunctions: [String: ClosedRange<Int>] = {
        var functions: [String: ClosedRange<Int>] = [:]
        for function in ElementaryFunction.allCases {
            functions[function.rawValue] = function.operation.operandCount.map { $0...$0 } ?? 1...Int.max
        }
        let quantities: [Symbol] = [
            .preActivation(""), .activation(""), .adjoint(.loss), .delta(""), .gradient(""), .gradientSum(""),
            .old(""), .new(""), .slope(""),
        ] + Symbol.Aspect.allCases.map { .aspect($0, of: "") }
        for case .call(let name, let arguments, _) in quantities.map(\.expression) {
            functions[name] = arguments.count...arguments.count
        }
        return functions
    }()

    static let operatorWords: Set<String> = ["and", "or", "not"]

    /// The one name of a value, whichever way it is spelled: η is eta.
    public static func canonicalName(_ name: String) -> String { names[name] ?? name }

    /// The one name of a function or quantity: σ is sigmoid, f′ is slope.
    public static func canonicalFunction(_ name: String) -> String {
        functionSpellings[name] ?? canonicalName(name)
    }

    /// Subscripts may be typed as they come: β₁ and β1 are one name.
    private static let names = inverted(Expression.mathematicalNames).merging(
        ["β1": "beta1", "β2": "beta2", "λ1": "lambda1", "λ2": "lambda2", "η0": "eta0"]) { given, _ in given }
    private static let functionSpellings = inverted(Expression.mathematicalFunctions)
        .merging(["σ′": "slope"]) { given, _ in given }

    private static func inverted(_ spellings: [String: String]) -> [String: String] {
        Dictionary(spellings.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    }
}
