import Autograd
import ComplexModule
import Testing

@testable import GradientComparison

/// Every operation in complex and dual numbers, against the derivative rule of the backward pass.
struct DirectionalRuleTests {
    struct Point: Sendable, CustomTestStringConvertible {
        let operation: Operation
        let operands: [Double]
        var testDescription: String { "\(operation) at \(operands)" }

        /// Off the kinks, where each function is smooth: of every operation that there is, at several places.
        static let all: [Point] = Operation.allCases.filter { $0 != .leaf }.flatMap { operation in
            operands(of: operation).map { Point(operation: operation, operands: $0) }
        }

        private static func operands(of operation: Operation) -> [[Double]] {
            switch operation {
            case .log, .squareRoot: [[0.3], [1], [1 + 1e-9], [7.25], [1e-30], [1e20]]
            case .power: [[0.3, 1.7], [2, 2], [-1.5, 3], [-1.5, 2], [-0.7, -2], [1.25, -0.5], [0.3, 0], [0, 3], [5, 1], [0, 1]]
            case .leakyReLU: [[1.5, 0.01], [-3.7, 0.01]]
            default:
                switch operation.operandCount {
                case 1: [[0.3], [-0.3], [1.7], [-1.7], [3.3], [-4.6], [9.2], [-9.7]]
                case 2: [[0.3, -0.7], [-1.25, 3], [1e-3, 1e3]]
                default: [[0.4], [0.1, -0.2], [0.3, 0.7, -1.3], [5.2, 0.1, -2, 1.5], [0.1, 0.2, 0.3, 0.4, 1e3]]
                }
            }
        }
    }

    @Test("The rule gives the backward pass's local derivative", arguments: Point.all)
    func derivative(point: Point) {
        var tape = Tape()
        let leaves = point.operands.map { tape.leaf($0) }
        let node = tape.record(point.operation, leaves)
        for (place, slot) in tape.slots(of: node).enumerated() {
            let expected = tape.localDerivative(in: slot)
            // The exponent of a negative base cannot be moved.
            if expected.isNaN { continue }
            let value = point.operands[place]
            let h = NumericMethod.complex.usualPerturbation(at: value)
            let complex: Complex<Double> = result(tape, node, moving: leaves[place], to: .moved(value, by: h))
            let dual: Dual = result(tape, node, moving: leaves[place], to: .moved(value, by: h))
            // The exponents of a power cost the logarithm of the base as an operation of their own, and the backward
            // pass itself loses digits of 1 − y² and of φ's exponent, as its error bound says.
            let errors = tape.valueErrors(upTo: node)
            let own = tape.derivativeError(in: slot, valueErrors: errors)
            let tolerance = 1e-13 * abs(expected) + own
            #expect(abs(complex.derivative(over: h) - expected) <= tolerance, "slot \(place): \(complex.derivative(over: h)) for \(expected)")
            #expect(abs(dual.tangent - expected) <= tolerance, "slot \(place): \(dual.tangent) for \(expected)")
            #expect(isClose(complex.real, tape[node]), "\(complex.real) for \(tape[node])")
            #expect(isClose(dual.value, tape[node]))
        }
    }

    /// The rule lets the function's own value be, up to rounding.
    private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-13 * max(abs(a), abs(b), 1e-3) }

    @Test("Eight lanes are eight tapes, to the bit", arguments: Point.all)
    func lanes(point: Point) {
        var tape = Tape()
        let leaves = point.operands.map { tape.leaf($0) }
        let node = tape.record(point.operation, leaves)
        for (place, leaf) in leaves.enumerated() {
            let value = point.operands[place]
            let places = SIMD8<Double>((0..<8).map { value + Double($0 - 4) * 0.37 })
            let lanes: Copies = result(tape, node, moving: leaf, to: Copies(places))
            for lane in 0..<8 {
                tape[leaf] = places[lane]
                tape.forward()
                #expect(lanes.values[lane].bitPattern == tape[node].bitPattern || lanes.values[lane].isNaN && tape[node].isNaN)
            }
            tape[leaf] = value
            tape.forward()
        }
    }

    @Test("A kink is turned at by the real part alone", arguments: Operation.allCases.filter(\.hasKink))
    func branches(operation: Operation) {
        for side in [-0.75, 0.75] {
            var tape = Tape()
            let leaves = [side, 0.25].prefix(operation.operandCount ?? 2).map { tape.leaf($0) }
            let node = tape.record(operation, Array(leaves))
            // However large the imaginary part is.
            for h in [1e-30, 1, 1e6] {
                let complex: Complex<Double> = result(tape, node, moving: leaves[0], to: Complex(side, h))
                #expect(complex.real == tape[node])
                #expect(abs(complex.imaginary / h - tape.localDerivative(in: 0)) <= 1e-15)
            }
        }
    }

    /// Φ′ = φ, the density, which the continuation of Φ does not know.
    @Test(arguments: [0, 1e-8, -0.5, 0.5, 1, -1, 2, 2.1, -2.1, 2.2, 3, -3, 5, -5, 8, -8, 12, -12, 14.5, -14.5])
    func normalDistribution(x: Double) {
        let h = NumericMethod.complex.usualPerturbation(at: x)
        let value = ComplexNormal.distribution(Complex(x, h))
        let density = Elementary.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        #expect(abs(value.imaginary / h - density) <= 1e-13 * density, "\(value.imaginary / h) for \(density)")
        #expect(abs(value.real - Elementary.normalCDF(x)) <= 1e-13 * Elementary.normalCDF(x))
    }

    /// erf(1 + i) = 1.3161512816979476 + 0.19045346923783469i: M. Abramowitz, I. Stegun, *Handbook of Mathematical
    /// Functions*, table 7.9 to ten digits, and Φ(z) = ½(1 + erf(z/√2)).
    @Test func normalDistributionOffTheAxis() {
        let z = Complex(2.0.squareRoot(), 2.0.squareRoot())
        let value = ComplexNormal.distribution(z)
        #expect(abs(value.real - (1 + 1.3161512817) / 2) <= 1e-10)
        #expect(abs(value.imaginary - 0.1904534692 / 2) <= 1e-10)
    }

    private func result<Number: TapeNumber>(_ tape: Tape, _ node: NodeID, moving leaf: NodeID, to number: Number) -> Number {
        var perturbed = PerturbedTape<Number>(tape)
        perturbed.move([(leaf, number)], dependents: tape.dependents(of: [leaf], upTo: node))
        return perturbed[node]
    }
}
