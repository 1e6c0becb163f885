import Autograd
import Testing

@testable import GradientComparison

/// The bound on one operation's rounding error, held against the error that it makes.
struct RoundOffTests {
    /// Results worked out to 60 digits (mpmath 1.3.0), each as the sum of two doubles.
    static let figures: [(Operation, [Double], Double, Double)] = [
        (.softplus, [0.3], 0.8543552444685271, 4.828698568625145e-17),
        (.softplus, [-0.3], 0.5543552444685271, -7.224165545006375e-18),
        (.softplus, [5.0], 5.006715348489118, -1.871539192757289e-16),
        (.softplus, [-5.0], 0.006715348489118068, 1.962161297662602e-19),
        (.softplus, [-30.0], 9.357622968839737e-14, -6.166501881941325e-31),
        (.gelu, [0.7], 0.5306254434438489, -3.0207371281958334e-17),
        (.normalCDF, [0.7], 0.758036347776927, 4.937435700328491e-18),
        (.gelu, [-2.0], -0.04550026389635842, 2.7699526216779393e-18),
        (.normalCDF, [-2.0], 0.02275013194817921, -1.3849763108389696e-18),
        (.gelu, [-10.0], -7.619853024160526e-23, 2.6618709732389316e-39),
        (.normalCDF, [-10.0], 7.619853024160525e-24, 6.1543366579282245e-40),
        (.gelu, [-35.0], -3.937187472653422e-267, -1.4145178095576768e-283),
        (.normalCDF, [-35.0], 1.1249107064724062e-268, 1.986948300234996e-286),
        (.logSumExp, [0.1, 0.2], 0.844396660073571, -4.49396102593518e-17),
        (.logSumExp, [0.0, -40.3], 3.1472582402307286e-18, -1.287833952732843e-34),
        (.logSumExp, [1000.3, 999.1], 1000.563282467338, -1.1289470320207963e-14),
        (.logSumExp, [-3.3, 1.7, 0.4, 2.9], 3.2259229604247452, 1.0027515507513248e-16),
        (.cos, [1.0], 0.5403023058681398, -4.760954612604417e-17),
        (.sin, [1.0], 0.8414709848078965, 1.776845092935536e-18),
        (.cos, [800.0], -0.44812751321749233, 7.240631221918336e-18),
        (.sin, [800.0], 0.8939696481970214, 1.3093100899099855e-17),
        (.leakyReLU, [-3.7, 0.01], -0.037000000000000005, 2.5604518505417672e-18),
        (.sigmoid, [-3.3], 0.03557118927263618, -1.7070192825712422e-18),
        (.tanh, [0.3], 0.2913126124515909, -6.4602656586469586e-18),
        (.exp, [3.3], 27.112638920657883, -2.243840361146525e-16),
        (.log, [0.3], -1.2039728043259361, 8.935521583403776e-17),
        (.power, [0.3, 1.7], 0.12915348607498026, 9.9904746018186e-18),
        (.squareRoot, [0.3], 0.5477225575051661, 2.890126723719787e-17),
        (.divide, [1.0, 3.0], 0.3333333333333333, 1.850371707708594e-17),
        (.add, [0.1, 0.2], 0.30000000000000004, -2.7755575615628914e-17),
        (.subtract, [0.3, 1e-09], 0.29999999899999996, 2.7229219705550955e-17),
        (.multiply, [0.1, 0.2], 0.020000000000000004, -1.6653345369377347e-18),
        (.sum, [0.1, 0.2, 0.3], 0.6, 2.7755575615628914e-17),
        (.affine, [0.1, 0.2, 0.3, -0.7, 0.9], 0.7100000000000001, -2.997602166487923e-17),
    ]

    @Test(arguments: figures)
    func errorIsWithinTheBound(operation: Operation, operands: [Double], high: Double, low: Double) {
        let (value, bound) = result(operation, operands)
        #expect(abs((value - high) - low) <= bound)
        // Small enough to say something: the condition number of the tail of Φ is the square of its operand.
        let condition = [.gelu, .normalCDF].contains(operation) ? max(1, operands[0] * operands[0]) : 1
        #expect(bound > 0 && bound <= 100 * .ulpOfOne * condition * abs(value))
    }

    @Test func everyOperationThatRoundsIsListed() {
        let exact: Set<Operation> = [
            .leaf, .negate, .abs, .identity, .relu, .minimum, .maximum, .sign, .floor,
        ]
        #expect(Set(Self.figures.map(\.0)) == Set(Operation.allCases).subtracting(exact))
        for operation in exact where operation != .leaf {
            let operands = Array([-0.3, 0.7].prefix(operation.operandCount ?? 2))
            #expect(result(operation, operands).bound == 0)
        }
    }

    @Test func aTermThatCountsForNothingHasNoError() {
        #expect(result(.logSumExp, [-.infinity, 2]).bound == .ulpOfOne)
        #expect(result(.logSumExp, [.infinity, 2]).bound == .infinity)
    }

    private func result(_ operation: Operation, _ operands: [Double]) -> (value: Double, bound: Double) {
        var tape = Tape()
        let node = tape.record(operation, operands.map { tape.leaf($0) })
        return (tape[node], tape.roundOff(Adjoints(of: node, on: tape)))
    }
}
