import Autograd
import CommandLanguage
import TestNetworks
import Testing

/// What is written reads back as the same expression.
struct ExpressionTextTests {
    /// A random expression in the form in which the grammar reads it, at most `depth` operations deep.
    private func expression(_ depth: Int, _ random: inout SeededGenerator) -> Expression {
        if depth == 0 || Int.random(in: 0..<6, using: &random) == 0 { return leaf(&random) }
        func part() -> Expression { expression(depth - 1, &random) }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return .unary(.negate, part())
        case 1: return .unary(.not, part())
        case 2: return .binary(.power, part(), .number([2, 3, -1, 0.5].randomElement(using: &random) ?? 2))
        case 3:
            let quantities = ["grad", "delta", "slope", "z"]
            return .call(quantities.randomElement(using: &random) ?? "z", part())
        case 4:
            let function = ElementaryFunction.allCases.randomElement(using: &random) ?? .exp
            let count = function.operation.operandCount ?? Int.random(in: 1...4, using: &random)
            return .call(function.rawValue, (0..<count).map { _ in part() }, source: nil)
        default:
            let operation = Expression.Binary.allCases.randomElement(using: &random) ?? .add
            return .binary(operation, part(), part())
        }
    }

    private func leaf(_ random: inout SeededGenerator) -> Expression {
        if Bool.random(using: &random) {
            let names = ["x", "w11", "eta", "delta", "sigma", "w1[2,3]", "hidden[1]", "损失", "L", "e", "d", "dL"]
            return .name(names.randomElement(using: &random) ?? "x")
        }
        let hard = [0, -0.0, 2, -2, 3, 1e-5, -1e-300, 1e300, Double.leastNonzeroMagnitude, 0.1, -1.0 / 3]
        return .number(
            Bool.random(using: &random)
                ? hard.randomElement(using: &random) ?? 0 : Double.random(in: -10...10, using: &random))
    }

    /// Some value for each name and quantity, by its text.
    private func value(_ expression: Expression) -> Double {
        expression.value { name, arguments, _ in
            let text = ([Expression.name(name)] + arguments).map { $0.text(.plain) }.joined(separator: " ")
            return Double(text.utf8.reduce(7) { ($0 * 31 + Int($1)) % 1_009 }) / 500 - 1
        }
    }

    @Test(arguments: [Notation.plain, .mathematical])
    func readsBackAsTheSame(notation: Notation) throws {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<4_000 {
            let original = expression(5, &random)
            let text = original.text(notation)
            let read = try ExpressionParser.parse(text, vocabulary: ExpressionVocabulary(names: ["dL"]))
            #expect(read == original, "\(text)")
            let (a, b) = (value(read), value(original))
            #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN), "\(text)")
            if read != original { return }
        }
    }

    static let writings: [(Expression, String, String)] = [
        (.name("a") - .number(-3), "a − (−3)", "a - (-3)"),
        (.number(-3) * .name("a"), "−3·a", "-3*a"),
        (.binary(.power, .number(-3), .number(2)), "(−3)²", "(-3)^2"),
        (.binary(.power, .binary(.power, .name("a"), .number(2)), .number(2)), "(a²)²", "(a^2)^2"),
        (-(.binary(.power, .name("a"), .number(2))), "−a²", "-a^2"),
        (-(.name("a") * .name("b")), "−(a·b)", "-(a*b)"),
        (.binary(.less, .binary(.less, .name("a"), .name("b")), .name("c")), "(a < b) < c", "(a < b) < c"),
        (.binary(.equal, .name("a"), .number(-1)), "a == −1", "a == -1"),
        (.unary(.not, .binary(.and, .name("a"), .name("b"))), "not (a and b)", "not (a and b)"),
        (.unary(.not, -.name("a")), "not −a", "not -a"),
        (.name("eta") * .call("grad", .name("w11")), "η·∂L/∂w11", "eta*grad(w11)"),
        (.number(1) / .call("grad", .name("w")), "1/(∂L/∂w)", "1/grad(w)"),
        (.binary(.power, .call("grad", .name("w")), .number(2)), "(∂L/∂w)²", "grad(w)^2"),
        (.call("grad", .name("a") * .name("b")), "∂L/∂(a·b)", "grad(a*b)"),
        (.call("sigmoid", .call("z", .name("h1"))), "σ(z(h1))", "sigmoid(z(h1))"),
        (.call("slope", .name("h1")), "f′(h1)", "slope(h1)"),
        (.call("Phi", .name("x")), "Φ(x)", "Phi(x)"),
        (.call("logsumexp", .name("x"), -.name("y")), "logsumexp(x, −y)", "logsumexp(x, -y)"),
    ]

    @Test(arguments: writings)
    func bracketsStandWhereTheyAreNeeded(expression: Expression, mathematical: String, plain: String) {
        #expect(expression.text(.mathematical) == mathematical)
        #expect(expression.text(.plain) == plain)
    }

    @Test(arguments: [
        (1e-8, "1e-8"), (-2.5e-7, "-2.5e-7"), (1e16, "1e16"), (1.7984650426474064e-8, "1.7984650426474064e-8"), (0.0001, "0.0001"),
        (1e-100, "1e-100"), (1e300, "1e300"), (2, "2"),
    ])
    func anExponentHasNoIdleZerosAndReadsBack(value: Double, text: String) throws {
        #expect(Expression.exactText(value) == text && Double(text) == value)
        #expect(try ExpressionParser.parse(text).value { _, _, _ in .nan } == value)
    }

    @Test func adjointIsWrittenAsADerivativeOfTheLoss() throws {
        #expect(Expression.call("adjoint", .name("e")).text(.mathematical) == "∂L/∂e")
        #expect(try ExpressionParser.parse("∂L/∂e") == .call("grad", .name("e")))
        #expect(try ExpressionParser.parse("adjoint(e)") == .call("adjoint", .name("e")))
    }
}

/// A neuron's slope as the formula cards write it reads back as the same quantity.
@Test func slopesAreTakenAtZ() throws {
    func shown(_ text: String) throws -> String { try ExpressionParser.parse(text).withSlopesAtZ.text(.mathematical) }
    #expect(try shown("(a(y) - t)*slope(h1)") == "(a(y) − t)·f′(z(h1))")
    #expect(try shown("f′(z(h1))") == "f′(z(h1))")
    #expect(try shown("delta(h1) + sigmoid(x)") == "δ(h1) + σ(x)")
}
