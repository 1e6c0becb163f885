import Autograd
import Testing

/// Values and derivatives against figures worked out to 60 digits and rounded once (mpmath 1.3.0).
struct OperationValueTests {
    static let figures: [(Operation, [Double], value: Double, derivatives: [Double])] = [
        (.softplus, [0], 0.6931471805599453, [0.5]),
        (.softplus, [1e-08], 0.6931471855599454, [0.5000000025]),
        (.softplus, [-1e-08], 0.6931471755599453, [0.4999999975]),
        (.softplus, [1], 1.3132616875182228, [0.7310585786300049]),
        (.softplus, [-1], 0.3132616875182228, [0.2689414213699951]),
        (.softplus, [1.96], 2.0917809798514693, [0.876532952434776]),
        (.softplus, [-5], 0.006715348489118068, [0.0066928509242848554]),
        (.softplus, [-10], 4.539889921686465e-05, [4.5397868702434395e-05]),
        (.softplus, [-37], 8.533047625744066e-17, [8.533047625744065e-17]),
        (.softplus, [40], 40, [1]),
        (.softplus, [-40], 4.248354255291589e-18, [4.248354255291589e-18]),
        (.softplus, [800], 800, [1]),
        (.softplus, [-800], 0, [0]),
        (.gelu, [0], 0, [0.5]),
        (.gelu, [1e-08], 5.000000039894228e-09, [0.5000000079788456]),
        (.gelu, [-1e-08], -4.999999960105772e-09, [0.4999999920211544]),
        (.gelu, [1], 0.8413447460685429, [1.0833154705876864]),
        (.gelu, [-1], -0.15865525393145705, [-0.0833154705876863]),
        (.gelu, [1.96], 1.9110041255094878, [1.0895463557453444]),
        (.gelu, [-5], -1.4332578593959695e-06, [-7.146946001792295e-06]),
        (.gelu, [-10], -7.619853024160526e-23, [-7.618400096464814e-22]),
        (.gelu, [-37], -2.1184613523340935e-298, [-7.838298669418516e-297]),
        (.gelu, [40], 40, [1]),
        (.gelu, [-40], -0.0, [-0.0]),
        (.gelu, [800], 800, [1]),
        (.gelu, [-800], -0.0, [-0.0]),
        (.normalCDF, [0], 0.5, [0.3989422804014327]),
        (.normalCDF, [1e-08], 0.5000000039894228, [0.39894228040143265]),
        (.normalCDF, [-1e-08], 0.4999999960105772, [0.39894228040143265]),
        (.normalCDF, [1], 0.8413447460685429, [0.24197072451914334]),
        (.normalCDF, [-1], 0.15865525393145705, [0.24197072451914334]),
        (.normalCDF, [1.96], 0.9750021048517795, [0.05844094433345146]),
        (.normalCDF, [-5], 2.866515718791939e-07, [1.4867195147342977e-06]),
        (.normalCDF, [-10], 7.619853024160525e-24, [7.694598626706419e-23]),
        (.normalCDF, [-37], 5.725571222524577e-300, [2.1200065515246056e-298]),
        (.normalCDF, [40], 1, [0]),
        (.normalCDF, [-40], 0, [0]),
        (.normalCDF, [800], 1, [0]),
        (.normalCDF, [-800], 0, [0]),
        (.logSumExp, [3], 3, [1]),
        (.logSumExp, [0, 0], 0.6931471805599453, [0.5, 0.5]),
        (.logSumExp, [1e-08, -1e-08], 0.6931471805599454, [0.500000005, 0.499999995]),
        (.logSumExp, [1000, 1000], 1000.6931471805599, [0.5, 0.5]),
        (.logSumExp, [-1000, -1000], -999.3068528194401, [0.5, 0.5]),
        (.logSumExp, [800, -800], 800, [1, 0]),
        (.logSumExp, [0, -40], 4.248354255291589e-18, [1, 4.248354255291589e-18]),
        (.logSumExp, [-40, 40], 40, [1.8048513878454153e-35, 1]),
        (.logSumExp, [1, 2, 3], 3.40760596444438, [0.09003057317038046, 0.24472847105479764, 0.6652409557748219]),
        (.logSumExp, [-745, -746, -747, -700], -700, [2.8625185805493937e-20, 1.0530617357553812e-20, 3.873997628687187e-21, 1]),
        (.cos, [0], 1, [0]),
        (.sin, [0], 0, [1]),
        (.cos, [1e-08], 1, [-1e-08]),
        (.sin, [1e-08], 1e-08, [1]),
        (.cos, [1], 0.5403023058681398, [-0.8414709848078965]),
        (.sin, [1], 0.8414709848078965, [0.5403023058681398]),
        (.cos, [-1], 0.5403023058681398, [0.8414709848078965]),
        (.sin, [-1], -0.8414709848078965, [0.5403023058681398]),
        (.cos, [40], -0.6669380616522619, [-0.7451131604793488]),
        (.sin, [40], 0.7451131604793488, [-0.6669380616522619]),
        (.cos, [-40], -0.6669380616522619, [0.7451131604793488]),
        (.sin, [-40], -0.7451131604793488, [-0.6669380616522619]),
        (.cos, [800], -0.44812751321749233, [-0.8939696481970214]),
        (.sin, [800], 0.8939696481970214, [-0.44812751321749233]),
        (.cos, [-800], -0.44812751321749233, [0.8939696481970214]),
        (.sin, [-800], -0.8939696481970214, [-0.44812751321749233]),
    ]

    @Test(arguments: figures)
    func agreesWithMultiplePrecision(
        operation: Operation, operands: [Double], value: Double, derivatives: [Double]
    ) {
        var tape = Tape()
        let node = tape.record(operation, operands.map { tape.leaf($0) })
        // A few roundings of the result, and one that the formula makes on the way, enlarged by its
        // condition number: in the tails that of erfc and of e^(−a²/2) is a², and e^(aᵢ − y) turns the rounding
        // of y into a relative error of |y|·ε.
        let condition: (value: Double, derivative: Double)
        switch operation {
        case .gelu, .normalCDF:
            let tail = max(1, operands[0] * operands[0])
            condition = (operands[0] < 0 ? tail : 1, tail)
        case .logSumExp: condition = (1, max(1, abs(value)))
        default: condition = (1, 1)
        }
        #expect(isClose(tape[node], value, condition.value), "\(tape[node])")
        for (slot, derivative) in zip(tape.slots(of: node), derivatives) {
            let found = tape.localDerivative(in: slot)
            #expect(isClose(found, derivative, condition.derivative), "\(found)")
        }
    }

    /// Equal to the last few digits, `condition` times as many.
    private func isClose(_ found: Double, _ expected: Double, _ condition: Double) -> Bool {
        abs(found - expected) <= 4 * .ulpOfOne * condition * abs(expected)
    }
}
