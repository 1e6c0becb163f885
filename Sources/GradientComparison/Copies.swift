import Autograd

/// Eight values of one node, of as many copies of a tape: the same bits in each lane as the tape itself would give.
struct Copies: TapeNumber, Equatable {
    var values: SIMD8<Double>

    init(_ value: Double) { values = SIMD8(repeating: value) }
    init(_ values: SIMD8<Double>) { self.values = values }

    static func + (left: Copies, right: Copies) -> Copies { Copies(left.values + right.values) }

    /// On all lanes at once what rounds each as if it were alone; what only the platform computes, lane by lane.
    static func value(of operation: Operation, _ operands: Operands<Copies>) -> Copies {
        var a: SIMD8<Double> { operands[0].values }
        var b: SIMD8<Double> { operands[1].values }
        switch operation {
        case .add: return Copies(a + b)
        case .subtract: return Copies(a - b)
        case .multiply: return Copies(a * b)
        case .divide: return Copies(a / b)
        case .negate: return Copies(-a)
        case .squareRoot: return Copies(a.squareRoot())
        case .identity: return Copies(a)
        case .exp: return Copies(a.halves { Elementary.exp($0) })
        case .tanh: return Copies(a.halves { Elementary.tanh($0) })
        case .sigmoid: return Copies(a.halves { Elementary.sigmoid($0) })
        case .log: return Copies(a.each(Elementary.log))
        case .softplus: return Copies(a.each(Elementary.softplus))
        case .gelu: return Copies(a.each(Elementary.gelu))
        case .normalCDF: return Copies(a.each(Elementary.normalCDF))
        case .relu: return Copies(a.replacing(with: 0, where: a .<= 0))
        case .leakyReLU: return Copies(a.replacing(with: b * a, where: a .<= 0))
        case .abs: return Copies(a.magnitude)
        case .sum:
            var total = a
            for place in 1..<operands.count { total += operands[place].values }
            return Copies(total)
        case .affine: return Copies(affine(operands))
        case .leaf, .power, .minimum, .maximum, .sign, .floor, .cos, .sin, .logSumExp:
            return Copies(operands.eachLane { operation.value($0) })
        }
    }

    /// w₁·x₁ + w₂·x₂ + … + b from left to right; the first product starts the sum, as on the tape.
    private static func affine(_ operands: Operands<Copies>) -> SIMD8<Double> {
        let count = operands.count
        guard count > 1 else { return operands[0].values }
        var total = operands[0].values * operands[1].values
        var place = 2
        while place &+ 1 < count {
            total += operands[place].values * operands[place &+ 1].values
            place &+= 2
        }
        if place < count { total += operands[place].values }
        return total
    }

    /// ∂y/∂a for the operand a at `place` of an operation with the value y, in each lane.
    static func localDerivative(
        of operation: Operation, _ operands: Operands<Copies>, by place: Int, value y: SIMD8<Double>
    ) -> SIMD8<Double> {
        switch operation {
        case .add, .sum, .identity: return SIMD8(repeating: 1)
        case .multiply: return operands[1 - place].values
        case .tanh: return 1 - y * y
        case .sigmoid: return y * (1 - y)
        case .affine: return (place ^ 1) < operands.count ? operands[place ^ 1].values : SIMD8(repeating: 1)
        default:
            var lane = 0
            return operands.eachLane { column in
                defer { lane += 1 }
                return operation.derivative(column, by: place, value: y[lane])
            }
        }
    }
}

extension Operands where Number == Copies {
    /// A rule on the operands of each lane.
    func eachLane(_ rule: ([Double]) -> Double) -> SIMD8<Double> {
        var column = Array(repeating: 0.0, count: count)
        var result = SIMD8<Double>()
        for lane in result.indices {
            for place in 0..<count { column[place] = self[place].values[lane] }
            result[lane] = rule(column)
        }
        return result
    }
}

extension SIMD8<Double> {
    /// |x| in each lane.
    var magnitude: SIMD8<Double> {
        unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt64>.self) & ~(1 << 63), to: SIMD8<Double>.self)
    }

    /// A function of four lanes, on these eight.
    @inline(__always) func halves(_ function: (Lanes) -> Lanes) -> SIMD8<Double> {
        SIMD8(lowHalf: function(lowHalf), highHalf: function(highHalf))
    }

    /// A function of one number, on each lane.
    func each(_ function: (Double) -> Double) -> SIMD8<Double> {
        var result = SIMD8<Double>()
        for lane in indices { result[lane] = function(self[lane]) }
        return result
    }
}
