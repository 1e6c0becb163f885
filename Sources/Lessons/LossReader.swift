import CommandLanguage
import NeuralNetwork

/// Reads `loss`, a word or a mapping, and holds it against what the last layer gives.
struct LossReader {
    let collector: ProblemCollector

    /// A loss and where the file speaks of it.
    struct Outcome {
        let loss: Loss
        let mark: SourceMark
        /// Whether a cross-entropy is computed from z, and where the file says so; nil where it does not.
        let fused: (value: Bool, mark: SourceMark)?
    }

    func read(_ value: YAMLValue) -> Outcome? {
        guard case .mapping = value.content else {
            guard value.text != nil else {
                collector.mismatch(value, shape: NetworkKey.loss.shape)
                return nil
            }
            return collector.choice(value, of: Loss.self).map { Outcome(loss: $0, mark: value.mark, fused: nil) }
        }
        guard let fields = collector.fields(value, as: LossKey.self) else { return nil }
        let fused = fields[.fused].flatMap { collector.truth($0) }
        let loss = fields[.name].flatMap { collector.choice($0, of: Loss.self) }
        return loss.map { loss in
            Outcome(
                loss: loss, mark: fields[.name]?.mark ?? value.mark,
                fused: fused.map { ($0, fields.mark(of: .fused)) })
        }
    }

    /// Reports what does not fit: a loss that works, but not as one may think, is a warning.
    func check(_ outcome: Outcome, after activation: Activation, outputs: Int?) {
        let loss = outcome.loss
        if let fused = outcome.fused, loss.partner != activation {
            collector.report(Phrase.notFusible(loss, activation: activation), at: fused.mark)
        } else if let right = loss.expectedActivation, right != activation {
            collector.report(
                Phrase.wrongOutputs(loss, activation: activation, right: right), at: outcome.mark, severity: .warning)
        } else if activation == .softmax, outputs == 1 {
            collector.report(Phrase.oneClass, at: outcome.mark, severity: .warning)
        }
    }

    /// Reports targets that are no probabilities where the loss needs such.
    func check(_ targets: [Double], of loss: Loss, at mark: SourceMark) {
        switch loss {
        case .halfSquaredError, .squaredError, .meanSquaredError: return
        case .binaryCrossEntropy, .binaryCrossEntropyWithLogits: break
        case .categoricalCrossEntropy, .categoricalCrossEntropyWithLogits:
            let sum = targets.reduce(0, +)
            // A third, written with three digits, three times.
            if targets.allSatisfy({ (0...1).contains($0) }), abs(sum - 1) > 2e-3 {
                collector.report(Phrase.targetsNoDistribution(sum, loss), at: mark, severity: .warning)
            }
        }
        for target in targets where !(0...1).contains(target) {
            collector.report(Phrase.targetNoProbability(target, loss), at: mark, severity: .warning)
        }
    }
}

extension Loss {
    /// The activation that gives what the loss takes, probabilities or logits; nil where anything will do.
    fileprivate var expectedActivation: Activation? {
        switch self {
        case .halfSquaredError, .squaredError, .meanSquaredError: nil
        case .binaryCrossEntropy: .sigmoid
        case .categoricalCrossEntropy: .softmax
        case .binaryCrossEntropyWithLogits, .categoricalCrossEntropyWithLogits: .identity
        }
    }
}
