import Autograd
import NeuralNetwork

/// The first number that a program with a mistake gets wrong outside of its gradients: going forward, or in an update.
public struct WrongNumber: Sendable, Equatable {
    public enum Stage: Sendable, Equatable {
        /// Where the run begins.
        case start
        /// In the batch's last pass.
        case forward
        /// The number of the update, from 1, counted from the batch that is compared.
        case update(Int)
    }

    public let stage: Stage
    /// In the spelling of the expression grammar.
    public let name: String
    public let value: Double
    public let right: Double
}

extension Simulation {
    /// The first number that a program with the mistake gets wrong, in the order of the computation; nil where its mistake is
    /// one of the backward pass, or shows in none.
    ///
    /// - Parameter updates: how many updates are looked at.
    public func firstWrongNumber(of mutation: Mutation, updates: Int = 3) -> WrongNumber? {
        let run = point.run
        switch mutation.mistake.stage {
        case .backward: return nil
        case .forward:
            if let begun = firstWrongBeginning(of: mutation) { return begun }
            guard let right = numbers(), let broken = numbers([mutation]) else { return nil }
            let computation = run.computations[0]
            for (node, symbol) in computation.symbols.sorted(by: { $0.key < $1.key }) {
                let (value, expected) = (broken.nodes[node.index], right.nodes[node.index])
                // What the other program does not compute at all is told where it is used.
                if value.isNaN || Self.isClose(value, expected) { continue }
                return WrongNumber(stage: .forward, name: symbol.name, value: value, right: expected)
            }
            return nil
        case .update:
            guard run.settings != nil, let right = numbers(updates: updates), let broken = numbers([mutation], updates: updates)
            else { return nil }
            for (step, (values, expected)) in zip(broken.updated, right.updated).enumerated() {
                for place in values.indices where !Self.isClose(values[place], expected[place]) {
                    return WrongNumber(
                        stage: .update(step + 1), name: run.architecture.parameters[place].name, value: values[place],
                        right: expected[place])
                }
            }
            return nil
        }
    }

    /// The first parameter that begins otherwise.
    private func firstWrongBeginning(of mutation: Mutation) -> WrongNumber? {
        guard let broken = point.run.broken(by: mutation) else { return nil }
        return zip(broken.architecture.parameters, point.run.architecture.parameters)
            .first { !Self.isClose($0.initialValue, $1.initialValue) }
            .map { WrongNumber(stage: .start, name: $1.name, value: $0.initialValue, right: $1.initialValue) }
    }

    /// To within more than any rounding.
    private static func isClose(_ a: Double, _ b: Double) -> Bool { a == b || abs(a - b) <= 1e-9 * max(abs(a), abs(b)) }
}
