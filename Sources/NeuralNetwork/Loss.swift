import Autograd

/// How far one sample's outputs y are from its targets t, summed or averaged over the K outputs.
public enum Loss: String, CaseIterable, Sendable {
    /// ½·Σ(y − t)²
    case halfSquaredError = "half-squared-error"
    /// Σ(y − t)²
    case squaredError = "squared-error"
    /// (1/K)·Σ(y − t)²
    case meanSquaredError = "mean-squared-error"
    /// −(1/K)·Σ[t·ln y + (1 − t)·ln(1 − y)], for outputs within (0, 1); infinite where an output is
    /// sure of the wrong answer.
    ///
    /// After a sigmoid it is computed from z as (1/K)·Σ[ln(1 + e^z) − t·z], which is the same and stays
    /// finite, unless the network asks for the formula as it is written.
    case binaryCrossEntropy = "binary-cross-entropy"
    /// −Σ t·ln y, for outputs within (0, 1).
    ///
    /// After a softmax it is computed from z as −Σ t·(z − ln Σ e^z), which is the same and stays finite,
    /// unless the network asks for the formula as it is written.
    case categoricalCrossEntropy = "categorical-cross-entropy"
    /// (1/K)·Σ[ln(1 + e^y) − t·y]: the binary cross-entropy of σ(y), for outputs that are logits.
    case binaryCrossEntropyWithLogits = "binary-cross-entropy-with-logits"
    /// −Σ t·(y − ln Σ e^y): the categorical cross-entropy of softmax(y), for outputs that are logits.
    case categoricalCrossEntropyWithLogits = "categorical-cross-entropy-with-logits"

    /// The activation whose outputs the loss is made for, and with which it is fused; nil for any.
    public var partner: Activation? {
        switch self {
        case .binaryCrossEntropy: .sigmoid
        case .categoricalCrossEntropy: .softmax
        default: nil
        }
    }

    /// The loss as a formula of outputs y and targets t.
    ///
    /// A logit's loss is written with the probability that it stands for.
    func formula(outputs: [Expression], targets: [Expression]) -> Expression {
        let pairs = Array(zip(outputs, targets))
        func sum(_ term: (Expression, Expression) -> Expression) -> Expression {
            let terms = pairs.map { term($0.0, $0.1) }
            return terms.dropFirst().reduce(terms.first ?? .number(0), +)
        }
        func mean(_ total: Expression) -> Expression {
            pairs.count == 1 ? total : total / .number(Double(pairs.count))
        }
        func binary(_ y: Expression, _ t: Expression) -> Expression {
            t * .call("log", y) + (.number(1) - t) * .call("log", .number(1) - y)
        }
        switch self {
        case .halfSquaredError: return sum { .binary(.power, $0 - $1, .number(2)) } / .number(2)
        case .squaredError: return sum { .binary(.power, $0 - $1, .number(2)) }
        case .meanSquaredError: return mean(sum { .binary(.power, $0 - $1, .number(2)) })
        case .binaryCrossEntropy: return -mean(sum { binary($0, $1) })
        case .binaryCrossEntropyWithLogits: return -mean(sum { binary(.call("sigmoid", $0), $1) })
        case .categoricalCrossEntropy: return -sum { $1 * .call("log", $0) }
        case .categoricalCrossEntropyWithLogits:
            let all = outputs.map { Expression.call("exp", $0) }
            let total = all.dropFirst().reduce(all.first ?? .number(0), +)
            return -sum { $1 * .call("log", .call("exp", $0) / total) }
        }
    }

    /// Lays the loss on `tape`: one node per operation of its formula, sums over outputs in their order.
    ///
    /// - Parameters:
    ///   - outputs: y; for a fused cross-entropy z.
    ///   - logSumExp: ln Σ e^z where the network has computed it already.
    func record(
        outputs: [NodeID], targets: [NodeID], isFused: Bool, logSumExp: NodeID?, on tape: inout Tape
    ) -> NodeID {
        func sum(_ terms: [NodeID]) -> NodeID { terms.count == 1 ? terms[0] : tape.record(.sum, terms) }
        func mean(_ total: NodeID) -> NodeID {
            outputs.count == 1 ? total : tape.record(.divide, [total, tape.leaf(Double(outputs.count))])
        }
        switch self {
        case .halfSquaredError, .squaredError, .meanSquaredError:
            let two = tape.leaf(2)
            let squares = zip(outputs, targets).map { output, target in
                tape.record(.power, [tape.record(.subtract, [output, target]), two])
            }
            let total = sum(squares)
            switch self {
            case .halfSquaredError: return tape.record(.divide, [total, two])
            case .meanSquaredError: return mean(total)
            default: return total
            }
        case .binaryCrossEntropy where isFused, .binaryCrossEntropyWithLogits:
            let terms = zip(outputs, targets).map { logit, target in
                let first = tape.record(.softplus, [logit])
                return tape.record(.subtract, [first, tape.record(.multiply, [target, logit])])
            }
            return mean(sum(terms))
        case .binaryCrossEntropy:
            let one = tape.leaf(1)
            let terms = zip(outputs, targets).map { output, target in
                let first = tape.record(.multiply, [target, tape.record(.log, [output])])
                let otherTarget = tape.record(.subtract, [one, target])
                let logOfOther = tape.record(.log, [tape.record(.subtract, [one, output])])
                return tape.record(.add, [first, tape.record(.multiply, [otherTarget, logOfOther])])
            }
            return tape.record(.negate, [mean(sum(terms))])
        case .categoricalCrossEntropy where isFused, .categoricalCrossEntropyWithLogits:
            let total = logSumExp ?? tape.record(.logSumExp, outputs)
            let terms = zip(outputs, targets).map { logit, target in
                tape.record(.multiply, [target, tape.record(.subtract, [logit, total])])
            }
            return tape.record(.negate, [sum(terms)])
        case .categoricalCrossEntropy:
            let terms = zip(outputs, targets).map { output, target in
                tape.record(.multiply, [target, tape.record(.log, [output])])
            }
            return tape.record(.negate, [sum(terms)])
        }
    }
}
