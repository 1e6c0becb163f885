import Autograd
import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

/// An open question hides numbers; those that it leaves in view stay as they are.
struct QuestionDigitsTests {
    private func numbers(_ text: String) -> [Substring] { text.split { !"0123456789.".contains($0) } }

    @Test(arguments: [Activation.sigmoid, .tanh])
    func theNumbersInViewKeepTheirDigits(activation: Activation) throws {
        var session = try Session(run: Networks.twoTwoOne(activation, epochs: 1), zoom: .quantity)
        var widened = 0
        while session.step() == 1 {
            let formula = try #require(session.explanation?.formula)
            let shown = formula.shown(digits: 5, .plain)
            if shown.substituted != formula.substituted.text(.plain, number: { NumberText.short($0, digits: 5) }) { widened += 1 }
            var covered = formula
            covered.isHidden = true
            #expect(covered.shown(digits: 5, .plain).substituted == shown.substituted)
            for part in formula.bindings.keys {
                covered = formula
                covered.hidden = [part]
                let rest = covered.shown(digits: 5, .plain).substituted
                #expect(Set(numbers(rest)).isSubset(of: numbers(shown.substituted)), "\(rest), not \(shown.substituted)")
            }
        }
        // Some formulas need more digits than their result.
        #expect(widened > 0)
    }

    @Test func aMaskIsDrawnForItsActivation() throws {
        var generator = SeededGenerator(seed: 3)
        let run = Networks.random(
            sizes: [2, 4, 1], activation: .tanh, output: .identity, loss: .squaredError, samples: 2, dropout: 0.5, using: &generator)
        var session = try Session(run: run, zoom: .quantity)
        var seen: Set<Bool> = []
        repeat {
            for name in session.computation.neuronNames {
                guard let mask = session.reading(.aspect(.mask, of: name)) else { continue }
                #expect(mask.isReached == session.reading(.activation(name))?.isReached, "\(name), \(session.position.index)")
                seen.insert(mask.isReached)
            }
        } while session.step() == 1
        #expect(seen == [true, false])
    }
}
