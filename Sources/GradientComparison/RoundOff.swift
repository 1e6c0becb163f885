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
    func ownRoundOff(of node: NodeID) -> Double {
        let u = Double.ulpOfOne / 2
        let value = abs(self[node])
        switch operation(of: node) {
        case .leaf, .negate, .abs, .identity, .relu, .minimum, .maximum, .sign, .floor: return 0
        case .add, .subtract, .multiply, .divide, .squareRoot, .leakyReLU: return u * value
        // The C library promises two units in the last place for these, and `Elementary` for its own exponential.
        case .power, .exp, .log, .cos, .sin: return 4 * u * value
        // Three units, as `Elementary` says: an exponential, a sum and a quotient.
        case .tanh, .sigmoid: return 6 * u * value
        // e^−|z| and ln(1 + …), whose condition number is below 1, and a sum.
        case .softplus: return 9 * u * value
        case .normalCDF: return roundOffOfNormalCDF(at: operand(in: slots(of: node).lowerBound))
        case .gelu:
            let z = operand(in: slots(of: node).lowerBound)
            return abs(self[z]) * roundOffOfNormalCDF(at: z) + u * value
        case .logSumExp: return roundOffOfLogSumExp(node)
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

    /// The error of Φ(z) = ½·erfc(−z/√2): five units in the last place for erfc, and its argument, rounded
    /// twice, moves it by 2u·|z|·φ(z).
    private func roundOffOfNormalCDF(at operand: NodeID) -> Double {
        let u = Double.ulpOfOne / 2
        let z = self[operand]
        return 10 * u * Elementary.normalCDF(z) + 2 * u * abs(z) * Elementary.normalDensity(z)
    }

    /// The error of y = m + ln(1 + Σ e^(aᵢ − m)), whose derivative by the exponent aᵢ − m is e^(aᵢ − y).
    private func roundOffOfLogSumExp(_ node: NodeID) -> Double {
        let u = Double.ulpOfOne / 2
        let y = self[node]
        let terms = operands(of: node).map { self[$0] }
        guard y.isFinite, let largest = terms.max(), let place = terms.firstIndex(of: largest) else { return abs(y) }
        // The last sum, and the logarithm with its two units in the last place.
        var error = u * abs(y) + 4 * u * abs(y - largest)
        for (index, term) in terms.enumerated() where index != place && term > -.infinity {
            // The difference, the exponential and, for each addition, one rounding of the sum.
            error += Elementary.exp(term - y) * u * (abs(term - largest) + 4 + Double(terms.count))
        }
        return error
    }
}
