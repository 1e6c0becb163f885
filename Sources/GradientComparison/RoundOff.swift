import Autograd

extension Tape {
    /// How far rounding may have carried the loss from its exact value, to first order.
    ///
    /// Σ |∂L/∂node|·e(node), with e the error that the node's own operation makes. A value between two
    /// doubles is off by at most u = 2⁻⁵³ of itself. Second-order terms, of the size u², and underflow are
    /// left out. N. Higham, *Accuracy and Stability of Numerical Algorithms*, §3.3.
    func roundOff(_ adjoints: Adjoints) -> Double {
        var total = 0.0
        for index in 0...adjoints.loss.index {
            let node = NodeID(index)
            let error = ownRoundOff(of: node)
            // Where nothing is rounded, an infinite adjoint carries nothing.
            if error != 0 { total += abs(adjoints[node]) * error }
        }
        return total
    }

    /// The rounding error of one node's operation, given its operands.
    private func ownRoundOff(of node: NodeID) -> Double {
        let u = Double.ulpOfOne / 2
        let value = abs(self[node])
        switch operation(of: node) {
        case .leaf, .negate, .abs, .identity, .relu, .minimum, .maximum: return 0
        case .add, .subtract, .multiply, .divide, .squareRoot: return u * value
        // The C library promises two units in the last place for these.
        case .power, .exp, .log, .tanh: return 4 * u * value
        // e⁻ᶻ, a sum and a quotient.
        case .sigmoid: return 6 * u * value
        case .sum:
            var terms = 0.0
            for slot in slots(of: node) { terms += abs(self[operand(in: slot)]) }
            return Double(slots(of: node).count) * u * terms
        case .affine:
            let slots = slots(of: node)
            var terms = 0.0
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                let factor = slot + 1 < slots.upperBound ? self[operand(in: slot + 1)] : 1
                terms += abs(self[operand(in: slot)] * factor)
                slot += 2
            }
            return Double((slots.count + 1) / 2) * u * terms
        }
    }
}
