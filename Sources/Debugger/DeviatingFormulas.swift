import Autograd
import NeuralNetwork

// Formulas of a backward pass that is broken on purpose: what this program computes, with its numbers.
extension Explainer.Builder {
    var deviation: BackwardDeviation? { explainer.block.computation.deviation }

    /// What the pass makes of a node's usual sum, which `chainRule` writes in symbols.
    mutating func deviatingFormula(
        of node: NodeID, _ chainRule: (inout Self, NodeID) -> Expression
    ) -> Expression {
        guard let deviation else { return chainRule(&self, node) }
        if let read = deviation.readings[node] { return scaled(chainRule(&self, read), by: deviation.factors[node] ?? 1) }
        let isLoss = node == explainer.block.computation.loss
        var formula = isLoss ? .number(deviation.seed) : chainRule(&self, node)
        if let left = explainer.block.left, !isLoss, deviation.keepsLeaves || tape.operation(of: node) != .leaf {
            formula = formula + bind(.call("left", adjointName(node)), left[node.index])
        }
        for rule in deviation.rules[node] ?? [] { formula = self.formula(of: rule, usual: formula, chainRule) }
        return scaled(formula, by: deviation.factors[node] ?? 1)
    }

    private func scaled(_ formula: Expression, by factor: Double) -> Expression {
        factor == 1 ? formula : factor == -1 ? -formula : .number(factor) * formula
    }

    private mutating func formula(
        of rule: BackwardDeviation.Rule, usual: Expression, _ chainRule: (inout Self, NodeID) -> Expression
    ) -> Expression {
        switch rule {
        case .times(let factor): return scaled(usual, by: factor)
        case .timesLocalDerivative(let slot): return usual * rightDerivativeFormula(in: slot)
        case .contributions(let other): return chainRule(&self, other)
        case .adjoint(let other): return adjointReference(other)
        case .number(let number): return .number(number)
        case .sigmoidSlope(let a):
            let a = bind(name(of: a), tape[a])
            return a * (.number(1) - a)
        case .softmaxSlope(let a, let outputs):
            let products = outputs.map { bind(name(of: $0.a), tape[$0.a]) * chainRule(&self, $0.z) }
            return bind(name(of: a), tape[a]) * (usual - products.dropFirst().reduce(products.first ?? .number(0), +))
        }
    }

    /// What stands for the local derivative in a slot.
    mutating func product(of factors: [BackwardDeviation.Factor], in slot: Int, naming: Bool) -> Expression {
        let parts = factors.map { factor -> Expression in
            switch factor {
            case .own: rightLocalDerivative(in: slot, naming: naming)
            case .number(let number): .number(number)
            case .value(let node): bind(name(of: node), tape[node])
            case .slope(let node): slope(in: slot, at: bind(name(of: node), tape[node]), isPositive: tape[node] > 0)
            case .slopeOfResult(let node): slope(in: slot, ofResult: bind(name(of: node), tape[node]))
            }
        }
        return parts.dropFirst().reduce(parts.first ?? .number(1), *)
    }

    /// f′ of the activation that a slot belongs to, at x.
    private mutating func slope(in slot: Int, at x: Expression, isPositive: Bool) -> Expression {
        let consumer = tape.consumer(of: slot)
        let others = tape.operands(of: consumer).dropFirst().map { bind(name(of: $0), tape[$0]) }
        let operation = tape.operation(of: consumer)
        return operation.derivativeFormula(
            [x] + others, value: operation.formula([x] + others), at: 0, branch: isPositive ? 1 : 0)
    }

    /// f′ as a formula of a.
    private func slope(in slot: Int, ofResult a: Expression) -> Expression {
        let operation = tape.operation(of: tape.consumer(of: slot))
        if operation == .softplus { return .number(1) - .call("exp", -a) }
        return operation.derivativeFormula([a], value: a, at: 0, branch: 0)
    }
}
