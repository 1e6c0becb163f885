import Debugger
import GradientComparison
import NeuralNetwork

/// What is said in place of a number that an open question keeps from view.
extension Phrase {
    static func hidden(_ symbol: Symbol) -> Localized {
        let text = symbol.expression.text(.mathematical)
        return Localized(
            "\(text) = ?, hidden until the question is answered", "\(text) = ?，回答问题之后才显示")
    }

    /// What stands in place of what a lesson's command gave, behind what that is the result of: `z(h1) = `.
    public static func hiddenResult(of formula: String) -> Localized {
        Localized("\(formula)?, hidden until the question is answered", "\(formula)?，回答问题之后才显示")
    }

    public static let comparisonHidden = Localized(
        "What is ? here would give the answer away; it is shown once the question is answered.",
        "这里的 ? 会泄露答案，回答问题之后才显示。")
}

extension Reading {
    /// The value as it is written, or `?`; nil where it has not been reached.
    var text: String? {
        switch self {
        case .value(let value): NumberText.written(value)
        case .hidden: "?"
        case .notReached: nil
        }
    }
}

extension Session {
    /// Whether a comparison would give away what an open question asks for: a derivative that is hidden, or has yet to be
    /// reached.
    public func hides(_ entry: GradientComparison.Entry) -> Bool {
        guard let curtain else { return false }
        return reading(entry.derivative)?.value == nil || curtain.covers(entry.analytic) || curtain.covers(entry.numeric)
    }

    /// Whether the same holds of the loss that is compared.
    public var hidesLoss: Bool {
        curtain != nil && run.computations.contains { reading($0.symbols[$0.loss] ?? .loss)?.value == nil }
    }
}
