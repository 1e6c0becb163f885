import Autograd
import TestNetworks
import Testing

/// Every operation's four rules against each other and against central differences.
struct OperationRuleTests {
    /// Operands within the operation's domain, at which it has a derivative: some hard ones, then random.
    private func points(_ operation: Operation, _ random: inout SeededGenerator) -> [[Double]] {
        func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
        func many(_ make: () -> [Double]) -> [[Double]] { (0..<200).map { _ in make() } }
        let hard = [1e-8, -1e-8, 40, -40, 800, -800]
        switch operation {
        case .leaf: return []
        case .add, .subtract, .multiply:
            return [[0, 0], [1e8, -1e-8], [-3, 3]] + many { [draw(-5...5), draw(-5...5)] }
        case .divide:
            return [[0, -2], [1, 1e-3], [-1e6, 7]] + many { [draw(-5...5), draw(0.2...5)] }
        case .power:
            return [[2, 2], [1e-3, 2], [1, 0], [3, -1.5], [0.5, 30]] + many { [draw(0.1...4), draw(-3...3)] }
        case .minimum, .maximum:
            return [[0, 1], [1, 0], [-1, -2]]
                + many { [draw(-5...5), draw(-5...5)] }.filter { abs($0[0] - $0[1]) > 0.01 }
        case .negate, .identity: return [[0], [-0.0], [1e12]] + many { [draw(-5...5)] }
        case .exp: return [[0], [1e-8], [-1e-8], [-30], [30], [-40], [40], [-800]] + many { [draw(-5...5)] }
        case .log: return [[1], [1e-3], [1e6]] + many { [draw(0.05...5)] }
        case .squareRoot: return [[1], [1e-3], [1e6]] + many { [draw(0.05...5)] }
        case .tanh, .sigmoid, .softplus, .gelu, .normalCDF, .cos, .sin:
            return [[0], [18], [-18]] + hard.map { [$0] } + many { [draw(-5...5)] }
        case .relu, .abs, .sign: return hard.map { [$0] } + many { [draw(-5...5)] }
        case .leakyReLU:
            return hard.flatMap { [[$0, 0.01], [$0, 0], [$0, -1]] } + many { [draw(-5...5), draw(-2...2)] }
        case .floor:
            return [[1e-8], [-1e-8], [40.5], [-40.5], [800.5], [-800.5]]
                + many { [draw(-5...5)] }.filter { abs($0[0] - $0[0].rounded()) > 0.01 }
        case .logSumExp:
            return [[3], [0, 0], [1e-8, -1e-8], [40, -40], [800, -800], [1000, 1000], [-800, -801, -800]]
                + (1...7).flatMap { count in many { (0..<count).map { _ in draw(-5...5) } }.prefix(20) }
        case .sum, .affine:
            return [[3], [0, 0], [1e6, -1e-6, 2]]
                + (1...7).flatMap { count in many { (0..<count).map { _ in draw(-5...5) } }.prefix(20) }
        }
    }

    private func value(_ operation: Operation, _ operands: [Double]) -> Double {
        var tape = Tape()
        return tape[tape.record(operation, operands.map { tape.leaf($0) })]
    }

    /// The local derivatives of the node, in the order of its operands.
    private func node(_ operation: Operation, _ operands: [Double]) -> (
        value: Double, derivatives: [Double], branch: Int?
    ) {
        var tape = Tape()
        let node = tape.record(operation, operands.map { tape.leaf($0) })
        return (tape[node], tape.slots(of: node).map { tape.localDerivative(in: $0) }, tape.branch(of: node))
    }

    @Test(arguments: Operation.allCases.filter { $0 != .leaf })
    func derivativeIsTheCentralDifference(operation: Operation) {
        var random = SeededGenerator(seed: 11)
        let points = points(operation, &random)
        #expect(!points.isEmpty)
        for operands in points {
            let (y, derivatives, _) = node(operation, operands)
            for place in operands.indices {
                // The error of (f(x + h) − f(x − h))/2h is f‴h²/6 from the cut-off series and ε|f|/h from
                // rounding; h = ∛ε·scale = 6e-6·scale balances them, where the scale is the distance
                // over which f changes its shape: 1, or |x| for a function that is singular at 0.
                let x = operands[place]
                let h =
                    switch operation {
                    case .divide, .power, .log, .squareRoot: 6e-6 * (x == 0 ? 1 : abs(x))
                    // Of the same shape however far from 0.
                    case .cos, .sin, .logSumExp: 6e-6
                    // Of straight pieces: nothing is cut off, but no piece may be left.
                    case .relu, .leakyReLU, .abs, .sign, .floor:
                        min(6e-6 * max(abs(x), 1), x == 0 ? 1 : abs(x) / 2)
                    default: 6e-6 * max(abs(x), 1)
                    }
                var (left, right) = (operands, operands)
                (left[place], right[place]) = (x - h, x + h)
                let difference =
                    (value(operation, right) - value(operation, left)) / (right[place] - left[place])
                // The series' error is f‴/f′·scale²·ε^(2/3)/6, at most 900/6 · 4e-11 = 6e-9 of f′ (for x³⁰);
                // next to an extremum f′ is small and f‴ is not, hence the 1. A wrong rule is off by parts of 1.
                let tolerance = 1e-8 * max(abs(derivatives[place]), 1) + 4 * .ulpOfOne * abs(y) / h
                #expect(
                    abs(difference - derivatives[place]) <= tolerance,
                    "\(operation) at \(operands), operand \(place): \(difference) and \(derivatives[place])")
            }
        }
    }

    @Test(arguments: Operation.allCases.filter { $0 != .leaf })
    func formulasSayWhatTheNumbersDo(operation: Operation) {
        var random = SeededGenerator(seed: 12)
        for operands in points(operation, &random) {
            let (y, derivatives, branch) = node(operation, operands)
            // Once with names, and once with the numbers put in, where a rule may take a shorter form.
            for symbols in [operands.indices.map { Expression.name("\($0)") }, operands.map { .number($0) }] {
                func evaluate(_ expression: Expression) throws -> Double {
                    expression.value { name, _, _ in name == "y" ? y : Int(name).map { operands[$0] } ?? .nan }
                }
                #expect(throws: Never.self) {
                    let told = try evaluate(operation.formula(symbols))
                    #expect(told.bitPattern == y.bitPattern, "\(operation) of \(operands)")
                }
                for place in operands.indices {
                    let formula = operation.derivativeFormula(
                        symbols, value: .name("y"), at: place, branch: branch ?? 0)
                    #expect(throws: Never.self) {
                        let told = try evaluate(formula)
                        // The same products in the same order, so the same bits.
                        #expect(told == derivatives[place], "\(operation) at \(operands), operand \(place)")
                    }
                }
            }
        }
    }

    @Test(arguments: [
        (.relu, [-0.0], 0, [0]), (.leakyReLU, [-0.0, 0.01], 0, [0.01, 0]),
        // The other operand counts for nothing on the side where it does not stand.
        (.leakyReLU, [2, .infinity], 2, [1, 0]), (.leakyReLU, [-.infinity, 0.5], -.infinity, [0.5, -.infinity]),
        // Limits, where the formulas give 0·∞.
        (.gelu, [-.infinity], 0, [0]), (.gelu, [.infinity], .infinity, [1]),
        (.normalCDF, [-.infinity], 0, [0]), (.normalCDF, [.infinity], 1, [0]),
        (.softplus, [-.infinity], 0, [0]), (.softplus, [.infinity], .infinity, [1]),
        (.floor, [-.infinity], -.infinity, [0]), (.floor, [1e300], 1e300, [0]), (.floor, [-1e-300], -1, [0]),
        (.sign, [-.infinity], -1, [0]), (.sign, [1e-300], 1, [0]),
        // e^−∞ is a term of 0; a sum of such alone is 0, and +∞ outweighs all.
        (.logSumExp, [-.infinity, 3], 3, [0, 1]), (.logSumExp, [-.infinity, -.infinity], -.infinity, []),
        (.logSumExp, [-.infinity], -.infinity, []), (.logSumExp, [0, .infinity, -.infinity], .infinity, [0]),
        (.logSumExp, [1e308, -1e308], 1e308, [1, 0]),
        // 0⁰ = 1, a⁰ is constant, and 0ᵇ is 0 on every side of b > 0.
        (.power, [0, 0], 1, [0, -.infinity]), (.power, [0, 2], 0, [0, 0]), (.power, [0, 1], 0, [1, 0]),
        (.squareRoot, [0], 0, [.infinity]), (.log, [0], -.infinity, [.infinity]), (.affine, [3], 3, [1]),
        (.affine, [2, 3], 6, [3, 2]), (.affine, [2, 3, 5], 11, [3, 2, 1]),
        (.affine, [2, 3, 5, 7], 41, [3, 2, 7, 5]), (.power, [-3, 2], 9, [-6]),
    ] as [(Operation, [Double], Double, [Double])])
    func kinksAndEdges(operation: Operation, operands: [Double], value: Double, derivatives: [Double]) {
        let found = node(operation, operands)
        #expect(found.value == value)
        // The derivative by the exponent of a negative base is none: NaN, not listed.
        #expect(Array(found.derivatives.prefix(derivatives.count)) == derivatives)
    }

    @Test func sigmoidDoesNotOverflow() {
        #expect(Elementary.sigmoid(800) == 1)
        #expect(Elementary.sigmoid(-800) == 0)
        #expect(Elementary.sigmoid(0) == 0.5)
        // e⁻⁷⁰⁰ is a normal number, so the small side keeps its digits.
        #expect(Elementary.sigmoid(-700) == Elementary.exp(-700))
        #expect(Elementary.sigmoid(.nan).isNaN)
    }

    @Test(arguments: Operation.allCases.filter { $0 != .leaf })
    func nanIsNotHidden(operation: Operation) {
        let found = node(operation, Array([.nan, 1, 2].prefix(operation.operandCount ?? 3)))
        #expect(found.value.isNaN)
        // The slope of a ReLU, |x|, … has sides, and NaN is on neither; min and max hand NaN itself on.
        if operation.hasKink && ![.minimum, .maximum].contains(operation) { #expect(found.derivatives[0].isNaN) }
        guard operation.operandCount == nil else { return }
        for place in 0..<3 {
            var operands = [1.0, 2, 3]
            operands[place] = .nan
            #expect(value(operation, operands).isNaN, "operand \(place)")
        }
        #expect(value(operation, [.infinity, .nan]).isNaN)
    }

    @Test(arguments: ElementaryFunction.allCases)
    func functionOfAnExpressionIsTheOperation(function: ElementaryFunction) {
        let operands = Array([0.75, 1.5].prefix(function.operation.operandCount ?? 2))
        #expect(function.value(operands) == value(function.operation, operands))
        #expect(function.value([]) == nil)
        #expect((function.value([1, 2, 3]) == nil) == (function.operation.operandCount != nil))
        #expect(ElementaryFunction.allCases.filter { $0.operation == function.operation } == [function])
        #expect(function.operation.formula([.name("x"), .name("y")]) == .call(
            function.rawValue, Array([.name("x"), .name("y")].prefix(operands.count)), source: nil))
    }
}
