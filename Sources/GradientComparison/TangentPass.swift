import Autograd

/// One pass of a tape, with derivatives carried forward: ∂L/∂node of whichever nodes are asked for.
struct TangentPass<Number: DirectionalNumber> {
    /// A node that is moved.
    struct Seed {
        let node: NodeID
        let number: Number
        /// What `Tangent.error` and `Tangent.magnitude` begin with.
        var error = 0.0
        var magnitude = 1.0
    }

    private let tape: Tape
    private let last: NodeID
    /// |∂y/∂a| in each slot, and how far rounding may have carried it.
    private let locals: [(size: Double, error: Double)]
    private var perturbed: PerturbedTape<Number>
    /// T and M of each node; 0 for those that are not moved.
    private var errors: [Double]
    private var magnitudes: [Double]

    /// `tape` has been evaluated; `last` is the loss.
    init(_ tape: Tape, last: NodeID) {
        self.tape = tape
        self.last = last
        let valueErrors = tape.valueErrors(upTo: last)
        locals = (0..<tape.slots(of: last).upperBound).map {
            (abs(tape.localDerivative(in: $0)), tape.derivativeError(in: $0, valueErrors: valueErrors))
        }
        perturbed = PerturbedTape(tape)
        errors = Array(repeating: 0, count: tape.count)
        magnitudes = errors
    }

    /// The derivative of the loss when `seeds` are moved over h.
    ///
    /// The error of ẏ = Σ dᵢ·ȧᵢ is Σ |dᵢ|·T(aᵢ) + |ȧᵢ|·e(dᵢ) and the rounding of the products and of their sum; the
    /// magnitude is Σ |dᵢ|·M(aᵢ), what the derivative would be if no two of its terms cancelled.
    ///
    /// - Parameter known: what depends on the seeds, where that has been found before.
    mutating func tangent(_ seeds: [Seed], over h: Double, along known: Dependents? = nil) -> Tangent<Number> {
        let dependents = known ?? tape.dependents(of: seeds.map(\.node), upTo: last)
        perturbed.move(seeds.map { ($0.node, $0.number) }, dependents: dependents)
        for seed in seeds { (errors[seed.node.index], magnitudes[seed.node.index]) = (seed.error, seed.magnitude) }
        var isAtKink = false
        let u = Double.ulpOfOne / 2
        for (node, places) in zip(dependents.nodes, dependents.ranges) {
            var error = 0.0
            var magnitude = 0.0
            let slots = tape.slots(of: node)
            let roundings = Double(4 + slots.count) * u
            for index in places {
                let slot = slots.lowerBound + dependents.places[index]
                let operand = tape.operand(in: slot)
                let magnitudeOfOperand = magnitudes[operand.index]
                if magnitudeOfOperand == 0 { continue }
                let local = locals[slot]
                let tangent = abs(perturbed[operand].derivative(over: h))
                // Where the operand does not move, an infinite slope carries nothing.
                if local.size != 0 {
                    error += local.size * errors[operand.index]
                    magnitude += local.size * magnitudeOfOperand
                    error += roundings * local.size * tangent
                }
                if tangent != 0 { error += tangent * local.error }
            }
            errors[node.index] = error
            magnitudes[node.index] = magnitude
            if tape.operation(of: node).hasKink, turns(at: node, over: h) { isAtKink = true }
        }
        let magnitude = magnitudes[last.index]
        // Backward adds up a node's uses where forward adds up its operands: as many roundings as there are slots cover
        // either order.
        let error = errors[last.index] + Double(dependents.slotCount) * u * magnitude
        let result = Tangent(loss: perturbed[last], error: error, magnitude: magnitude, isAtKink: isAtKink)
        for nodes in [seeds.map(\.node), dependents.nodes] {
            perturbed.restore(nodes)
            for node in nodes { (errors[node.index], magnitudes[node.index]) = (0, 0) }
        }
        return result
    }

    /// Whether a node is on its kink, and moves off it; or was carried to another side by the size of h.
    private func turns(at node: NodeID, over h: Double) -> Bool {
        guard let (a, b) = perturbed.firstOperands(of: node), let branch = tape.branch(of: node) else { return false }
        let operation = tape.operation(of: node)
        if operation.branch(a.real, b.real, value: perturbed[node].real) != branch { return true }
        switch operation {
        case .floor: return a.real == tape[node] && a.derivative(over: h) != 0
        case .minimum, .maximum: return branch == 0 && a.derivative(over: h) != b.derivative(over: h)
        default: return branch == 0 && a.derivative(over: h) != 0
        }
    }
}

/// A derivative that was carried forward to the loss.
struct Tangent<Number: DirectionalNumber> {
    /// The loss with its derivative.
    var loss: Number
    /// How far rounding may have carried the derivative, whether computed forward or backward.
    var error: Double
    /// The sum of the absolute values of all the terms that the derivative is the sum of.
    var magnitude: Double
    /// Whether some ReLU, |x|, min or max turns right here.
    var isAtKink: Bool
}
