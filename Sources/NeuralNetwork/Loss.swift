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
    case binaryCrossEntropy = "binary-cross-entropy"

    /// Lays the loss on `tape`: one node per operation of its formula, sums over outputs in their order.
    ///
    /// - Returns: the node of the loss, and for each output the nodes that serve it alone.
    func record(outputs: [NodeID], targets: [NodeID], on tape: inout Tape) -> (loss: NodeID, perOutput: [[NodeID]]) {
        var perOutput: [[NodeID]] = []
        func sum(_ terms: [NodeID]) -> NodeID { terms.count == 1 ? terms[0] : tape.record(.sum, terms) }
        let count = Double(outputs.count)
        switch self {
        case .halfSquaredError, .squaredError, .meanSquaredError:
            let two = tape.leaf(2)
            for (output, target) in zip(outputs, targets) {
                let error = tape.record(.subtract, [output, target])
                perOutput.append([error, tape.record(.power, [error, two])])
            }
            let total = sum(perOutput.map { $0[1] })
            switch self {
            case .halfSquaredError: return (tape.record(.divide, [total, two]), perOutput)
            case .meanSquaredError where outputs.count > 1:
                return (tape.record(.divide, [total, tape.leaf(count)]), perOutput)
            default: return (total, perOutput)
            }
        case .binaryCrossEntropy:
            let one = tape.leaf(1)
            for (output, target) in zip(outputs, targets) {
                let logOfOutput = tape.record(.log, [output])
                let first = tape.record(.multiply, [target, logOfOutput])
                let otherTarget = tape.record(.subtract, [one, target])
                let otherOutput = tape.record(.subtract, [one, output])
                let logOfOther = tape.record(.log, [otherOutput])
                let second = tape.record(.multiply, [otherTarget, logOfOther])
                let both = tape.record(.add, [first, second])
                perOutput.append([logOfOutput, first, otherTarget, otherOutput, logOfOther, second, both])
            }
            var total = sum(perOutput.map { $0[6] })
            if outputs.count > 1 { total = tape.record(.divide, [total, tape.leaf(count)]) }
            return (tape.record(.negate, [total]), perOutput)
        }
    }
}
