import Autograd
import CommandLanguage
import Debugger
import NeuralNetwork
import TestNetworks
import Testing

/// What a formula card shows, typed in again, gives what the card says.
struct FormulaGrammarTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let activation: Activation
        let loss: Loss
        var testDescription: String { "\(activation.rawValue), \(loss.rawValue)" }

        static let all = Activation.allCases.map { Kind(activation: $0, loss: .halfSquaredError) }
            + Loss.allCases.map { Kind(activation: .sigmoid, loss: $0) }

        func runs() -> [TrainingRun] {
            var generator = SeededGenerator(seed: 71)
            // A cross-entropy has its own activation; a softmax belongs in the last layer.
            let output = loss.partner ?? activation
            let activation = activation == .softmax ? .tanh : activation
            return [([2, 2, 1], 1), ([1, 2, 3], 2)].map { sizes, batchSize in
                Networks.random(
                    sizes: sizes, activation: activation, output: output, loss: loss, samples: batchSize,
                    batchSize: batchSize, using: &generator)
            }
        }
    }

    @Test("The right-hand side with the numbers shown gives the result shown", arguments: Kind.all)
    func numbers(kind: Kind) throws {
        try everyFormula(of: kind) { formula in
            for (digits, notation) in [(5, Notation.mathematical), (3, .plain), (9, .mathematical)] {
                let shown = formula.shown(digits: digits, notation)
                let read = try ExpressionParser.parse(shown.substituted)
                // A symbol that is still there has no value.
                let value = read.value { _, _, _ in .nan }
                let result = Expression.number(value).text(notation) { NumberText.short($0, digits: digits) }
                #expect(result == shown.result, "\(shown.substituted) = \(shown.result)")
            }
        }
    }

    @Test("The symbols read back as the same formula", arguments: Kind.all)
    func symbols(kind: Kind) throws {
        try everyFormula(of: kind) { formula in
            for expression in [formula.expression, formula.subject].compactMap({ $0 }) {
                let text = expression.text(.plain)
                let read = try ExpressionParser.parse(text)
                #expect(read == expression, "\(text)")
                // ∂L/∂e is written the same for a parameter and for any other node.
                let mathematical = expression.text(.mathematical)
                let again = try ExpressionParser.parse(mathematical).text(.mathematical)
                #expect(again == mathematical, "\(mathematical)")
            }
        }
    }

    /// Every leaf's and every quantity's formula, with its details, as it is shown right after it.
    private func everyFormula(of kind: Kind, _ check: (Formula) throws -> Void) throws {
        for run in kind.runs() {
            for zoom in [Zoom.operation, .quantity] {
                var session = try Session(run: run, zoom: zoom)
                while session.step() == 1 {
                    let explanation = try #require(session.explanation)
                    for formula in [explanation.formula] + explanation.details { try check(formula) }
                }
            }
        }
    }
}
