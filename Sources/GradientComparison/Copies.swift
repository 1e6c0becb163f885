import Autograd

/// Eight values of one node, of as many copies of a tape: the same bits in each lane as the tape itself would give.
struct Copies: TapeNumber, Equatable {
    var values: SIMD8<Double>

    init(_ value: Double) { values = SIMD8(repeating: value) }
    init(_ values: SIMD8<Double>) { self.values = values }

    static func + (left: Copies, right: Copies) -> Copies { Copies(left.values + right.values) }

    /// Arithmetic on all lanes at once, which rounds each as if it were alone; any other rule lane by lane.
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
        case .sum: return Copies((1..<operands.count).reduce(into: a) { $0 += operands[$1].values })
        case .affine: return Copies(affine(operands))
        case .leaf, .power, .minimum, .maximum, .exp, .log, .tanh, .sigmoid, .relu, .leakyReLU, .softplus, .gelu, .normalCDF,
            .abs, .sign, .floor, .cos, .sin, .logSumExp:
            var result = SIMD8<Double>()
            let all = operands.all
            for lane in result.indices { result[lane] = operation.value(all.map { $0.values[lane] }) }
            return Copies(result)
        }
    }

    /// w₁·x₁ + w₂·x₂ + … + b from left to right; the first product starts the sum, as on the tape.
    private static func affine(_ operands: Operands<Copies>) -> SIMD8<Double> {
        guard operands.count > 1 else { return operands[0].values }
        var total = operands[0].values * operands[1].values
        var place = 2
        while place + 1 < operands.count {
            total += operands[place].values * operands[place + 1].values
            place += 2
        }
        if place < operands.count { total += operands[place].values }
        return total
    }
}
