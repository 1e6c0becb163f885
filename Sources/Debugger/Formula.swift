import Autograd
import NeuralNetwork

/// One result with the rule that made it: symbols, the numbers put in, and the value.
public struct Formula: Sendable {
    /// What the formula gives; nil where the result has no name of its own.
    public let subject: Expression?
    /// The rule in symbols.
    public let expression: Expression
    /// The numbers behind the symbols; a key may be a whole part of the expression.
    public let bindings: [Expression: Double]
    /// The result; nil when it has not been reached.
    public let value: Double?
    /// Whether the result takes the place of what its name meant before (←), as in an update.
    public let isUpdate: Bool
    /// The bound parts whose numbers an open question keeps from view, and whether it keeps the result.
    public internal(set) var hidden: Set<Expression> = []
    public internal(set) var isHidden = false

    /// What stands for a number that is hidden.
    private static let hiddenNumber = "?"

    /// The rule with the numbers put in.
    public var substituted: Expression { substituted(hiding: hidden) }

    private func substituted(hiding hidden: Set<Expression>) -> Expression {
        // Looking up a part means hashing all of it, which at every level of a long sum would be quadratic:
        // only parts as shallow as what is bound can be.
        let deepest = bindings.keys.map(\.depth).max() ?? 0
        return expression.replacing { part in
            if part.isDeeper(than: deepest) { return nil }
            return hidden.contains(part) ? .name(Self.hiddenNumber) : bindings[part].map(Expression.number)
        }
    }

    /// The formula with its numbers rounded for reading, the result to `digits` significant digits.
    ///
    /// The numbers put in get as many digits as it takes for them to give the result shown: what a
    /// learner recomputes from the screen must come out. What an open question hides counts here too: it
    /// changes no number beside it.
    public func shown(digits: Int, _ notation: Notation = .mathematical) -> (substituted: String, result: String) {
        let whole = substituted(hiding: [])
        var chosen = digits
        while chosen < 17 && !recomputes(whole, digits: chosen, result: digits) { chosen += 1 }
        let text = (hidden.isEmpty ? whole : substituted).text(notation) { NumberText.short($0, digits: chosen) }
        let result = value.map { Expression.number($0).text(notation) { NumberText.short($0, digits: digits) } }
        return (text, isHidden ? Self.hiddenNumber : result ?? "·")
    }

    /// Whether the rounded numbers give the rounded result.
    private func recomputes(_ whole: Expression, digits: Int, result: Int) -> Bool {
        guard let value, value.isFinite else { return true }
        func round(_ number: Double) -> Double { Double(NumberText.short(number, digits: digits)) ?? number }
        let rounded = whole.replacing { if case .number(let number) = $0 { .number(round(number)) } else { nil } }
        let recomputed = rounded.value { _, _, _ in .nan }
        return NumberText.short(recomputed, digits: result) == NumberText.short(value, digits: result)
    }
}

/// The rule behind a result, by its name in the field.
public enum Rule: Equatable, Sendable {
    // Quantities
    case weightedSum
    case activation(Operation)
    /// A program's loss, where there are no samples.
    case loss
    case sampleLoss
    /// ∂L/∂L = 1, where backward begins.
    case seed
    /// ∂L/∂a of an output neuron: the derivative of the loss.
    case lossDerivative
    case outputDelta
    case hiddenDelta
    /// δ of a neuron with batch normalisation.
    case normalisedDelta
    case weightGradient
    case biasGradient
    case lossSum
    case gradientSum
    case batchLoss
    case batchGradient
    /// A program's assignment.
    case assignment
    /// ∂L/∂x of what a program computes or starts from: by the chain rule.
    case adjoint
    case rate
    case penalty
    case gradientNorm
    case clippingScale
    case validationLoss
    case aspect(Symbol.Aspect)
    case update(Optimizer)
    /// An update that is broken on purpose: the optimiser's name would tell another rule.
    case deviatingUpdate
    // Operations
    case product
    case operation(Operation)
    case slope(Operation)
    /// One product of the chain rule: upstream · local derivative.
    case chainRule
    /// The sum of several such products.
    case chainRuleSum
}

/// A result explained: the rule's name, its formula, and formulas for parts that need one of their own.
public struct Explanation: Sendable {
    public let rule: Rule
    public let formula: Formula
    /// The formula as it is usually written, where another one computes it.
    public let equivalent: Formula?
    /// Formulas of symbols in the main one that stand nowhere else, as f′(z).
    public let details: [Formula]
    /// The neuron, layer or parameter that the result belongs to.
    public let unit: String
    public let pass: Pass
    public let layer: String
}
