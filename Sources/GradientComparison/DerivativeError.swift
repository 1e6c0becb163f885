import Autograd

extension Tape {
    /// How far rounding may have carried each node's value up to `last` from its exact one, to first order: e(y) =
    /// Σ |∂y/∂a|·e(a) and the error of the operation itself.
    ///
    /// N. Higham, *Accuracy and Stability of Numerical Algorithms*, §3.3.
    func valueErrors(upTo last: NodeID) -> [Double] {
        var errors = Array(repeating: 0.0, count: count)
        for index in 0...last.index {
            let node = NodeID(index)
            errors[index] = ownRoundOff(of: node)
            for slot in slots(of: node) {
                let inherited = errors[operand(in: slot).index]
                if inherited != 0 { errors[index] += abs(localDerivative(in: slot)) * inherited }
            }
        }
        return errors
    }

    /// How far the local derivative in `slot` may be from its exact value, to first order: what the errors of the
    /// operands and of the node's value, from which the rule computes it, make of it.
    ///
    /// |∂f′/∂a|·e(a), or for a rule in y, as 1 − y² for tanh, |∂f′/∂y|·e(y). The roundings of the rule itself are left
    /// to the caller, which allows each factor four.
    func derivativeError(in slot: Int, valueErrors errors: [Double]) -> Double {
        let node = consumer(of: slot)
        let slots = slots(of: node)
        let place = slot - slots.lowerBound
        let y = self[node]
        let (a, errorOfA) = value(at: slots.lowerBound, errors)
        var b: (value: Double, error: Double) { value(at: slots.lowerBound + 1, errors) }
        let errorOfY = errors[node.index]
        let u = Double.ulpOfOne / 2
        switch operation(of: node) {
        case .leaf, .add, .subtract, .sum, .negate, .identity, .relu, .abs, .sign, .floor, .minimum, .maximum: return 0
        case .multiply: return place == 0 ? b.error : errorOfA
        case .divide:
            if place == 0 { return b.error / (b.value * b.value) }
            return (errorOfA + 2 * abs(a / b.value) * b.error) / (b.value * b.value)
        case .power:
            if b.error == 0, errorOfA == 0 { return 0 }
            if place == 0 {
                let cross = abs(Elementary.power(a, b.value - 1) * (1 + b.value * Elementary.log(abs(a))))
                let second = abs(b.value * (b.value - 1) * Elementary.power(a, b.value - 2))
                return (errorOfA == 0 ? 0 : second * errorOfA) + (b.error == 0 ? 0 : cross * b.error)
            }
            return abs(Elementary.log(a)) * errorOfY + (errorOfA == 0 ? 0 : abs(y / a) * errorOfA)
        case .exp: return errorOfY
        case .log: return errorOfA / (a * a)
        case .squareRoot: return errorOfY / (2 * y * y)
        // 1 − y² and y(1 − y) are rounded beside 1.
        case .tanh: return 2 * abs(y) * errorOfY + 2 * u
        case .sigmoid: return abs(1 - 2 * y) * errorOfY + 2 * u * abs(y)
        case .leakyReLU: return a > 0 ? 0 : place == 0 ? b.error : errorOfA
        case .softplus: return Elementary.sigmoid(a) * Elementary.sigmoid(-a) * errorOfA
        case .normalCDF: return Elementary.normalDensity(a) * (abs(a) * errorOfA + u * a * a)
        case .gelu:
            let density = Elementary.normalDensity(a)
            return density * ((2 + a * a) * errorOfA + u * abs(a) * (a * a + 4)) + 12 * u * Elementary.normalCDF(a)
        case .cos, .sin: return errorOfA
        case .logSumExp:
            let (term, errorOfTerm) = value(at: slot, errors)
            return Elementary.exp(term - y) * (errorOfTerm + errorOfY + u * abs(term - y))
        case .affine: return affinePartner(of: slot).map { errors[operand(in: $0).index] } ?? 0
        }
    }

    private func value(at slot: Int, _ errors: [Double]) -> (value: Double, error: Double) {
        let node = operand(in: slot)
        return (self[node], errors[node.index])
    }
}
