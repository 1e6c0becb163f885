import Autograd
import TestNetworks
import Testing

struct SimplificationTests {
    static let simplifications: [(Expression, String)] = {
        let (x, y, t) = (Expression.name("x"), Expression.name("y"), Expression.name("t"))
        let half = Expression.number(1) / .number(2)
        let error = y - t
        return [
            (.number(1) * half * .number(2) * error * .number(1), "y − t"),
            (.number(1) * half * (.number(2) * error), "y − t"),
            (-(-x), "x"), (x + .number(0), "x"), (.number(0) + x, "x"), (x - .number(0), "x"), (.number(0) - x, "−x"),
            (x + -y, "x − y"), (x - -y, "x + y"), (x * .number(-1), "−x"), (.number(-2) * x * -y, "2·x·y"),
            (x * .number(0.5) * .number(3), "1.5·x"), (x * (.number(1) / y), "x/y"),
            (.number(2) * (.number(1) / y), "2/y"), (.number(1) / y * x * .number(3), "3/y·x"),
            (half * x, "x/2"), (.number(1) * (.number(1) / .number(3)), "1/3"),
            (.binary(.power, x, .number(1)), "x"), (x / .number(1), "x"),
            (.call("exp", .number(1) * x), "exp(x)"), (.unary(.not, x * .number(1)), "not x"),
            // Not exact, so not multiplied out: 0.1·0.2 in float64 is not 0.02.
            (.number(0.1) * .number(0.2) * x, "0.1·0.2·x"), (x * .number(1e200) * .number(1e200), "1e200·x·1e200"),
        ]
    }()

    @Test(arguments: simplifications)
    func writesItAsByHand(expression: Expression, text: String) {
        #expect(expression.simplified.text() == text)
    }

    private func expression(_ depth: Int, _ random: inout SeededGenerator) -> Expression {
        if depth == 0 || Int.random(in: 0..<8, using: &random) == 0 {
            if Bool.random(using: &random) { return .name(["x", "y", "t"].randomElement(using: &random) ?? "x") }
            return .number([0, 1, -1, 2, 0.5, 3, 0.1, -0.7].randomElement(using: &random) ?? 1)
        }
        func part() -> Expression { expression(depth - 1, &random) }
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return -part()
        case 1: return .call("tanh", part())
        case 2: return .number(1) / part()
        case 3: return .binary(.power, part(), .number([1, 2].randomElement(using: &random) ?? 2))
        case 4, 5, 6: return part() * part()
        default:
            let operation = [Expression.Binary.add, .subtract, .divide].randomElement(using: &random) ?? .add
            return .binary(operation, part(), part())
        }
    }

    /// The value, and a bound on what rounding alone may have done to it.
    private func value(_ expression: Expression) -> (value: Double, error: Double) {
        let unit = 4 * Double.ulpOfOne
        switch expression {
        case .number(let value): return (value, 0)
        case .name(let name, _): return (["x": 1.37, "y": -0.61, "t": 0.83][name] ?? .nan, 0)
        case .call(_, let arguments, _):
            let a = arguments.first.map { self.value($0) } ?? (.nan, .nan)
            return (Elementary.tanh(a.value), a.error + unit)
        case .unary(_, let operand):
            let a = value(operand)
            return (-a.value, a.error)
        case .binary(let operation, let left, let right):
            let (a, b) = (value(left), value(right))
            let result = operation.value(a.value, b.value)
            let carried: Double =
                switch operation {
                case .multiply: a.error * abs(b.value) + b.error * abs(a.value)
                case .divide: a.error / abs(b.value) + b.error * abs(a.value / b.value / b.value)
                case .power: 2 * a.error * max(abs(a.value), 1)
                default: a.error + b.error
                }
            return (result, carried + unit * abs(result))
        }
    }

    @Test func keepsTheValue() {
        var random = SeededGenerator(seed: 9)
        var compared = 0
        for _ in 0..<5_000 {
            let original = expression(5, &random)
            let (a, error) = value(original)
            let (b, otherError) = value(original.simplified)
            // A division by what is 0 but for rounding has no value to keep.
            guard a.isFinite, error + otherError < 1e-6 * max(abs(a), 1) else { continue }
            compared += 1
            #expect(abs(a - b) <= 2 * (error + otherError), "\(original.text()) and \(original.simplified.text())")
        }
        // Some expressions divide by 0; the others must be the greater part.
        #expect(compared > 2_500)
    }
}
