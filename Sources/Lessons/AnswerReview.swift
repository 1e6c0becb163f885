import Autograd
import CommandLanguage
import Debugger
import GradientComparison
import NeuralNetwork

/// What is behind a wrong answer: a mistake that would give just this number, or how far off it is.
///
/// Tried are, in this order: the other sign; what stands beside the quantity that is asked for (another neuron's, z in
/// place of a); the formula with one part left out, turned or exchanged; and the known mistakes of the backward pass and
/// the update that diagnosis knows.
public struct AnswerReview: Sendable {
    public enum Finding: Sendable, Equatable {
        case mistake(Mistake)
        case slip(Slip)
        case difference(Difference)
    }

    public let given: Double
    public let finding: Finding
    /// How the right answer is found; nil where the answer is a plain number.
    public let way: Way?

    init?(of given: Double, to question: Question, in session: Session) {
        guard let text = question.answer?.text, let expression = try? Expression(command: text),
            let right = try? session.eventualValue(of: expression)
        else { return nil }
        self.given = given
        let asked = session.quantity(of: expression) ?? session.quantity(worth: right, in: expression)
        way = Way(of: expression, in: session)
        let search = MistakeSearch(given: given, right: right, tolerance: question.tolerance, session: session)
        finding = search.finding(of: asked, way?.formula ?? expression, way?.bindings ?? [:])
    }

    /// The right rule: the mistake's own, or the formula of what is asked for.
    public var rule: Localized? {
        switch finding {
        case .mistake(let mistake): Phrase.rightRule(insteadOf: mistake)
        // Of numbers alone, the formula is the answer.
        case .slip: way.flatMap { $0.formula.quantities.isEmpty ? nil : Localized(same: $0.symbols) }
        case .difference: nil
        }
    }
}

extension LessonPlayer {
    /// What is behind a wrong answer to the question on show; nil where it does not ask for a number.
    public func review(of given: Double) -> AnswerReview? {
        step?.ask.flatMap { AnswerReview(of: given, to: $0, in: uncovered) }
    }
}

/// How an answer is found: the formula in symbols, then with the numbers, its result left open.
public struct Way: Sendable {
    /// `δ(h1) = δ(y)·w31·σ′(z(h1))`
    public let symbols: String
    /// `δ(h1) = −0.68345·0.7·0.23383 = ?`; nil where the formula has numbers only.
    public let numbers: String?
    let formula: Expression
    let bindings: [Expression: Double]

    private static let digits = 5

    init?(of expression: Expression, in session: Session) {
        let text = ExplanationText(language: .english, digits: Self.digits)
        if let symbol = session.quantity(of: expression), let formula = session.formula(of: symbol) {
            let parts = text.parts(formula)
            let subject = parts.subject.isEmpty ? "" : parts.subject + " "
            symbols = subject + parts.symbols
            numbers = parts.numbers == parts.symbols ? nil : "\(subject)\(parts.numbers) = ?"
            (self.formula, bindings) = (formula.expression, formula.bindings)
            return
        }
        // A bare number has no way to it.
        if case .number = expression { return nil }
        var bindings: [Expression: Double] = [:]
        for quantity in expression.quantities { bindings[quantity] = try? session.eventualValue(of: quantity) }
        func written(_ expression: Expression) -> String {
            expression.written { NumberText.short($0, digits: Self.digits) }
        }
        let known = bindings
        symbols = written(expression)
        let substituted = written(expression.replacing { known[$0].map(Expression.number) })
        numbers = substituted == symbols ? nil : "\(substituted) = ?"
        (formula, self.bindings) = (expression, bindings)
    }
}

extension Expression {
    /// The names and calls in it that stand for quantities of a run.
    fileprivate var quantities: [Expression] {
        switch self {
        case .number: []
        case .name: [self]
        case .call(let name, let arguments, _):
            ElementaryFunction(rawValue: name) == nil ? [self] : arguments.flatMap(\.quantities)
        case .unary(_, let a): a.quantities
        case .binary(_, let a, let b): a.quantities + b.quantities
        }
    }
}

extension Session {
    /// The formula that computes a quantity, with its numbers, from here on or the last time.
    fileprivate func formula(of symbol: Symbol) -> Formula? {
        var there = self
        while case .notReached(let position)? = there.reading(symbol), position > there.position { there.go(to: position) }
        guard let origin = there.origin(of: symbol) else { return nil }
        there.go(to: origin)
        return there.explanation(ofLeaf: origin.index - 1, zoom: .quantity).formula
    }

    /// The quantity of the model that an expression, that names others, comes to.
    fileprivate func quantity(worth value: Double, in expression: Expression) -> Symbol? {
        guard value != 0, !expression.quantities.isEmpty, computation.parameterNames.count + neuronNames.count <= 40 else { return nil }
        let candidates = neuronNames.map(Symbol.delta) + computation.parameterNames.map(Symbol.gradient)
            + (run.settings == nil ? [] : computation.parameterNames.map(Symbol.new))
            + neuronNames.map(Symbol.preActivation) + [.loss]
        return candidates.first { symbol in
            (try? eventualValue(of: symbol.expression)).map { Expression.isClose($0, value, tolerance: 1e-12) } ?? false
        }
    }
}
