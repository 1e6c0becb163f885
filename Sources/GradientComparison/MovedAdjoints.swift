import Autograd

/// The adjoints of what depends on a moved node, in eight copies of a tape, and the rounding error that they carry to
/// the loss.
struct MovedAdjoints {
    private let tape: Tape
    private let last: NodeID
    private var adjoints: [SIMD8<Double>]

    init(_ tape: Tape, last: NodeID) {
        self.tape = tape
        self.last = last
        adjoints = Array(repeating: SIMD8(), count: tape.count)
    }

    /// A bound, in each lane, on the rounding error of the loss at w + h and at w − h, where `moved` is the tape with w
    /// at the first of them: the adjoints at the second are those at w and w + h continued in a straight line.
    mutating func roundOff(of moved: PerturbedTape<Copies>, _ dependents: Dependents, unmoved: Adjoints) -> SIMD8<Double> {
        for node in dependents.nodes { adjoints[node.index] = SIMD8() }
        adjoints[last.index] = SIMD8(repeating: 1)
        var total = SIMD8<Double>()
        moved.forEachBackward(dependents) { node, operands in
            let (value, above) = (moved[node].values, adjoints[node.index])
            let operation = tape.operation(of: node)
            let slots = tape.slots(of: node)
            for place in operands.moved {
                adjoints[tape.operand(in: slots.lowerBound + place).index] +=
                    above * Copies.localDerivative(of: operation, operands, by: place, value: value)
            }
            let error = operation.roundOff(operands, value: value)
            let here = unmoved[node]
            var largest = SIMD8(repeating: abs(here))
            for other in [above.magnitude, (2 * here - above).magnitude] {
                largest.replace(with: other, where: other .>= largest)
            }
            // Where nothing is rounded, an infinite adjoint carries nothing.
            total += (largest * error).replacing(with: 0, where: error .== 0)
        }
        return total
    }
}

extension Operation {
    /// The rounding error of the operation in each lane, as `Tape.ownRoundOff` has it of one.
    fileprivate func roundOff(_ operands: Operands<Copies>, value y: SIMD8<Double>) -> SIMD8<Double> {
        let u = Double.ulpOfOne / 2
        if let units = roundingUnits { return units == 0 ? SIMD8() : units * u * y.magnitude }
        switch self {
        case .affine:
            var terms = SIMD8<Double>()
            var place = 0
            while place &+ 1 < operands.count {
                terms += (operands[place].values * operands[place &+ 1].values).magnitude
                place &+= 2
            }
            if place < operands.count { terms += operands[place].values.magnitude }
            return Double((operands.count + 1) / 2) * u * terms
        default:
            var lane = 0
            return operands.eachLane { column in
                defer { lane += 1 }
                return roundOff(column, value: y[lane])
            }
        }
    }
}
