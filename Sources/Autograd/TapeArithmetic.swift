extension Tape {
    /// The value rule of `operation` on the operands in `slots`.
    @inlinable @inline(__always)
    static func value(
        _ operation: Operation, _ slots: Range<Int>, _ operand: UnsafeBufferPointer<Int32>,
        _ values: UnsafeBufferPointer<Double>
    ) -> Double {
        var a: Double { values[Int(operand[slots.lowerBound])] }
        var b: Double { values[Int(operand[slots.lowerBound + 1])] }
        switch operation {
        case .leaf: return .nan
        case .add: return AddRule.value(a, b)
        case .subtract: return SubtractRule.value(a, b)
        case .multiply: return MultiplyRule.value(a, b)
        case .divide: return DivideRule.value(a, b)
        case .power: return PowerRule.value(a, b)
        case .minimum: return MinimumRule.value(a, b)
        case .maximum: return MaximumRule.value(a, b)
        case .negate: return NegateRule.value(a)
        case .exp: return ExpRule.value(a)
        case .log: return LogRule.value(a)
        case .squareRoot: return SquareRootRule.value(a)
        case .tanh: return TanhRule.value(a)
        case .sigmoid: return SigmoidRule.value(a)
        case .relu: return ReLURule.value(a)
        case .leakyReLU: return LeakyReLURule.value(a, b)
        case .softplus: return SoftplusRule.value(a)
        case .gelu: return GELURule.value(a)
        case .normalCDF: return NormalCDFRule.value(a)
        case .abs: return AbsRule.value(a)
        case .sign: return SignRule.value(a)
        case .floor: return FloorRule.value(a)
        case .cos: return CosRule.value(a)
        case .sin: return SinRule.value(a)
        case .identity: return IdentityRule.value(a)
        case .logSumExp: return LogSumExpRule.value(slots) { values[Int(operand[$0])] }
        case .sum:
            var total = a
            for slot in slots.dropFirst() { total += values[Int(operand[slot])] }
            return total
        case .affine:
            // The first product starts the sum: 0 + w·x would turn −0 into 0.
            var slot = slots.lowerBound
            guard slots.count > 1 else { return a }
            var total = a * b
            slot += 2
            while slot + 1 < slots.upperBound {
                total += values[Int(operand[slot])] * values[Int(operand[slot + 1])]
                slot += 2
            }
            if slot < slots.upperBound { total += values[Int(operand[slot])] }
            return total
        }
    }

    /// The value rules of `count` nodes, from left to right.
    static func forward(
        _ count: Int, _ operations: UnsafePointer<Operation>, _ firstSlot: UnsafePointer<Int32>,
        _ operand: UnsafePointer<Int32>, _ slotCount: Int, _ values: UnsafeMutablePointer<Double>
    ) {
        let operands = UnsafeBufferPointer(start: operand, count: slotCount)
        let all = UnsafeBufferPointer(start: UnsafePointer(values), count: count)
        // Runs along beside the node, so that most need not look up where their operands begin.
        var slot = 0
        for node in 0..<count {
            switch operations[node] {
            case .leaf: break
            case .add:
                values[node] = AddRule.value(values[Int(operand[slot])], values[Int(operand[slot &+ 1])])
                slot &+= 2
            case .multiply:
                values[node] = MultiplyRule.value(values[Int(operand[slot])], values[Int(operand[slot &+ 1])])
                slot &+= 2
            default:
                let end = Int(firstSlot[node &+ 1])
                values[node] = value(operations[node], slot..<end, operands, all)
                slot = end
            }
        }
    }

    /// The local derivative ∂consumer/∂operand for the operand in `slot`.
    ///
    /// At a kink it is the value that `Operation` documents; where the function has no derivative it is
    /// what the formula gives: an infinity or NaN.
    @inlinable public func localDerivative(in slot: Int) -> Double {
        let consumer = Int(slotConsumer[slot])
        let slots = firstSlot[consumer]..<firstSlot[consumer + 1]
        return Self.localDerivative(
            operations[consumer], slot - Int(slots.lowerBound), slots, slotOperand, values, values[consumer])
    }

    /// The derivative rule of `operation` on the operands in `slots`, by the operand at `place` among them.
    @inlinable @inline(__always)
    static func localDerivative(
        _ operation: Operation, _ place: Int, _ slots: Range<Int32>, _ operand: UnsafePointer<Int32>,
        _ values: UnsafePointer<Double>, _ y: Double
    ) -> Double {
        let first = Int(slots.lowerBound)
        var a: Double { values[Int(operand[first])] }
        var b: Double { values[Int(operand[first + 1])] }
        switch operation {
        case .leaf: return 0
        case .add: return AddRule.derivative(a, b, value: y, by: place)
        case .subtract: return SubtractRule.derivative(a, b, value: y, by: place)
        case .multiply: return MultiplyRule.derivative(a, b, value: y, by: place)
        case .divide: return DivideRule.derivative(a, b, value: y, by: place)
        case .power: return PowerRule.derivative(a, b, value: y, by: place)
        case .minimum: return MinimumRule.derivative(a, b, value: y, by: place)
        case .maximum: return MaximumRule.derivative(a, b, value: y, by: place)
        case .negate: return NegateRule.derivative(a, value: y)
        case .exp: return ExpRule.derivative(a, value: y)
        case .log: return LogRule.derivative(a, value: y)
        case .squareRoot: return SquareRootRule.derivative(a, value: y)
        case .tanh: return TanhRule.derivative(a, value: y)
        case .sigmoid: return SigmoidRule.derivative(a, value: y)
        case .relu: return ReLURule.derivative(a, value: y)
        case .leakyReLU: return LeakyReLURule.derivative(a, b, value: y, by: place)
        case .softplus: return SoftplusRule.derivative(a, value: y)
        case .gelu: return GELURule.derivative(a, value: y)
        case .normalCDF: return NormalCDFRule.derivative(a, value: y)
        case .abs: return AbsRule.derivative(a, value: y)
        case .sign: return SignRule.derivative(a, value: y)
        case .floor: return FloorRule.derivative(a, value: y)
        case .cos: return CosRule.derivative(a, value: y)
        case .sin: return SinRule.derivative(a, value: y)
        case .identity: return IdentityRule.derivative(a, value: y)
        case .logSumExp: return LogSumExpRule.derivative(values[Int(operand[first + place])], value: y)
        case .sum: return 1
        case .affine:
            let partner = first + (place ^ 1)
            return partner < Int(slots.upperBound) ? values[Int(operand[partner])] : 1
        }
    }

    /// The slot that an affine node multiplies with `slot`; nil for the operand that is only added.
    @inlinable public func affinePartner(of slot: Int) -> Int? {
        let slots = slots(of: consumer(of: slot))
        let place = slot - slots.lowerBound
        if place.isMultiple(of: 2) { return slot + 1 < slots.upperBound ? slot + 1 : nil }
        return slot - 1
    }

    /// Which side of its kink or jump a node is on: two evaluations with the same branch can be joined
    /// without crossing one. Nil for an operation without any.
    ///
    /// It is the operand's sign, or that of the difference of two; for a floor, which jumps at every whole
    /// number, each step has a branch of its own.
    public func branch(of node: NodeID) -> Int? {
        let slots = slots(of: node)
        guard operation(of: node).hasKink, let first = slots.first else { return nil }
        return operation(of: node).branch(
            self[operand(in: first)], slots.count > 1 ? self[operand(in: first + 1)] : 0, value: self[node])
    }
}

extension Operation {
    /// The side of its kink or jump that the operation is on, as `Tape.branch(of:)` says it, for the operands a and b
    /// and the value y; nil for an operation without any.
    public func branch(_ a: Double, _ b: Double, value y: Double) -> Int? {
        switch self {
        case .relu, .leakyReLU, .abs, .sign: return a > 0 ? 1 : a < 0 ? -1 : 0
        // The bits of the value, since not every double fits an integer; adding 0 makes one step of −0 and 0.
        case .floor: return Int(truncatingIfNeeded: (y + 0).bitPattern)
        case .minimum, .maximum: return a > b ? 1 : a < b ? -1 : 0
        default: return nil
        }
    }

    /// The value rule on operands that are on no tape, to the same bits; NaN for a leaf, and where `operands` are not as
    /// many as the operation takes.
    public func value(_ operands: [Double]) -> Double {
        guard takes(operands.count) else { return .nan }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: operands.count) { places in
            for place in operands.indices { places.initializeElement(at: place, to: Int32(place)) }
            return operands.withUnsafeBufferPointer { Tape.value(self, 0..<$0.count, UnsafeBufferPointer(places), $0) }
        }
    }

    /// The derivative rule by the operand at `place`, on operands that are on no tape and the value y that they give; NaN
    /// where `value` is.
    public func derivative(_ operands: [Double], by place: Int, value y: Double) -> Double {
        guard takes(operands.count), operands.indices.contains(place) else { return .nan }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: operands.count) { places in
            for place in operands.indices { places.initializeElement(at: place, to: Int32(place)) }
            guard let first = places.baseAddress else { return .nan }
            return Tape.localDerivative(self, place, 0..<Int32(operands.count), first, operands, y)
        }
    }
}
