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
        let operation = operation(of: node)
        let value = self[node]
        if let units = operation.roundingUnits { return units == 0 ? 0 : units * (Double.ulpOfOne / 2) * abs(value) }
        let slots = slots(of: node)
        switch operation {
        case .affine:
            var terms = 0.0
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                let factor = slot + 1 < slots.upperBound ? self[operand(in: slot + 1)] : 1
                terms += abs(self[operand(in: slot)] * factor)
                slot += 2
            }
            return Double((slots.count + 1) / 2) * (Double.ulpOfOne / 2) * terms
        default: return operation.roundOff(slots.map { self[operand(in: $0)] }, value: value)
        }
    }
}

extension Operation {
    /// The rounding error in units of u·|y|, where it hangs on the value y alone.
    var roundingUnits: Double? {
        switch self {
        case .leaf, .negate, .abs, .identity, .relu, .minimum, .maximum, .sign, .floor: 0
        case .add, .subtract, .multiply, .divide, .squareRoot, .leakyReLU: 1
        // The C library promises two units in the last place for these, and `Elementary` for its own exponential.
        case .power, .exp, .log, .cos, .sin: 4
        // Three units, as `Elementary` says: an exponential, a sum and a quotient.
        case .tanh, .sigmoid: 6
        // e^−|z| and ln(1 + …), whose condition number is below 1, and a sum.
        case .softplus: 9
        case .normalCDF, .gelu, .logSumExp, .sum, .affine: nil
        }
    }

    /// The rounding error of the operations that `roundingUnits` does not know.
    func roundOff(_ operands: [Double], value y: Double) -> Double {
        let u = Double.ulpOfOne / 2
        switch self {
        case .normalCDF: return Self.roundOffOfNormalCDF(operands[0])
        case .gelu: return Swift.abs(operands[0]) * Self.roundOffOfNormalCDF(operands[0]) + u * Swift.abs(y)
        case .logSumExp: return Self.roundOffOfLogSumExp(operands, value: y)
        case .sum: return Double(operands.count) * u * operands.reduce(0) { $0 + Swift.abs($1) }
        default: return 0
        }
    }

    /// The error of Φ(z) = ½·erfc(−z/√2): five units in the last place for erfc, and its argument, rounded
    /// twice, moves it by 2u·|z|·φ(z).
    private static func roundOffOfNormalCDF(_ z: Double) -> Double {
        let u = Double.ulpOfOne / 2
        return 10 * u * Elementary.normalCDF(z) + 2 * u * Swift.abs(z) * Elementary.normalDensity(z)
    }

    /// The error of y = m + ln(1 + Σ e^(aᵢ − m)), whose derivative by the exponent aᵢ − m is e^(aᵢ − y).
    private static func roundOffOfLogSumExp(_ terms: [Double], value y: Double) -> Double {
        let u = Double.ulpOfOne / 2
        guard y.isFinite, let largest = terms.max(), let place = terms.firstIndex(of: largest) else { return Swift.abs(y) }
        // The last sum, and the logarithm with its two units in the last place.
        var error = u * Swift.abs(y) + 4 * u * Swift.abs(y - largest)
        for (index, term) in terms.enumerated() where index != place && term > -.infinity {
            // The difference, the exponential and, for each addition, one rounding of the sum.
            error += Elementary.exp(term - y) * u * (Swift.abs(term - largest) + 4 + Double(terms.count))
        }
        return error
    }
}
