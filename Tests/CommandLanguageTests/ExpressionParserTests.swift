import Autograd
import CommandLanguage
import Testing

struct ExpressionParserTests {
    /// The text, read and written again in ASCII with every operation in brackets of its own.
    private func tree(_ text: String) throws -> String { bracketed(try ExpressionParser.parse(text)) }

    private func bracketed(_ expression: Expression) -> String {
        switch expression {
        case .number(let value): "\(value)"
        case .name(let name, _): name
        case .call(let name, let arguments, _): "\(name)(\(arguments.map(bracketed).joined(separator: ",")))"
        case .unary(let operation, let a): "(\(operation.rawValue) \(bracketed(a)))"
        case .binary(let operation, let a, let b): "(\(bracketed(a)) \(operation.rawValue) \(bracketed(b)))"
        }
    }

    static let groupings: [(String, String)] = [
        ("1", "1.0"), ("0.5", "0.5"), (".5", "0.5"), ("2.", "2.0"), ("1e-3", "0.001"), ("1E+2", "100.0"),
        ("1e−3", "0.001"), ("007", "7.0"),
        ("a - b - c", "((a - b) - c)"), ("a - (b - c)", "(a - (b - c))"), ("a/b/c", "((a / b) / c)"),
        ("a + b*c", "(a + (b * c))"), ("(a + b)*c", "((a + b) * c)"), ("a*b^c", "(a * (b ^ c))"),
        ("a^b^c", "(a ^ (b ^ c))"), ("2**3", "(2.0 ^ 3.0)"), ("2^-1", "(2.0 ^ -1.0)"),
        ("-2", "-2.0"), ("-x", "(- x)"), ("-2^2", "(- (2.0 ^ 2.0))"), ("(-2)^2", "(-2.0 ^ 2.0)"),
        ("-x*y", "((- x) * y)"), ("a - -2", "(a - -2.0)"), ("+3", "3.0"), ("--2", "(- -2.0)"),
        ("x²", "(x ^ 2.0)"), ("x³ + 1", "((x ^ 3.0) + 1.0)"), ("(y − t)²/2", "(((y - t) ^ 2.0) / 2.0)"),
        ("-x²", "(- (x ^ 2.0))"), ("x²^3", "((x ^ 2.0) ^ 3.0)"), ("x^y²", "(x ^ (y ^ 2.0))"), ("x¹⁰", "(x ^ 10.0)"),
        ("a·b × c ⋅ d * e ÷ f", "(((((a * b) * c) * d) * e) / f)"),
        ("a < b", "(a < b)"), ("a<=b", "(a <= b)"), ("a≤b", "(a <= b)"), ("a≥b", "(a >= b)"), ("a>=b", "(a >= b)"),
        ("a == b", "(a == b)"), ("a != b", "(a != b)"), ("a ≠ b", "(a != b)"), ("a ≈ b", "(a ~= b)"), ("a~=-1", "(a ~= -1.0)"),
        ("a < b and c > d or e == f", "(((a < b) and (c > d)) or (e == f))"),
        ("not a < b and c", "((not (a < b)) and c)"), ("not not a", "(not (not a))"), ("a and not b", "(a and (not b))"),
        ("a + 1 < b * 2", "((a + 1.0) < (b * 2.0))"), ("nota", "nota"), ("android", "android"),
    ]

    @Test(arguments: groupings)
    func groupsByPrecedence(text: String, expected: String) throws {
        #expect(try tree(text) == expected)
    }

    static let spellings: [(String, String)] = [
        ("w1[2,3]", "w1[2,3]"), ("w1[ 2 , 3 ]", "w1[2,3]"), ("z(hidden[1])", "z(hidden[1])"), ("w₁₁", "w11"),
        ("δ(h1)", "delta(h1)"), ("δ", "delta"), ("η", "eta"), ("∂(w11)", "grad(w11)"), ("∂L/∂w11", "grad(w11)"),
        ("∂L/∂w1[2,3]", "grad(w1[2,3])"), ("∂L/∂h1", "grad(h1)"), ("∂L/∂z(h1)", "grad(z(h1))"),
        ("∂ L / ∂ w11", "grad(w11)"), ("∂L/∂w/2", "(grad(w) / 2.0)"), ("∂L/∂(a·b)", "grad((a * b))"),
        ("dL/dw11", "grad(w11)"), ("dL/dw1[2,3]", "grad(w1[2,3])"), ("dL/dz(h1)", "grad(z(h1))"),
        ("dL / dw11", "(dL / dw11)"), ("dL/delta(h1)", "(dL / delta(h1))"),
        ("σ(x)", "sigmoid(x)"), ("σ", "sigma"), ("σ′(h1)", "slope(h1)"), ("f'(h1)", "slope(h1)"), ("f′(h1)", "slope(h1)"),
        ("√(x)", "sqrt(x)"), ("ln(x)", "log(x)"), ("max(a, −1)", "max(a,-1.0)"), ("损失 + 1", "(损失 + 1.0)"),
        ("（ｘ＋１）×２．５", "((x + 1.0) * 2.5)"), ("ｍａｘ（ａ，－１）／２", "(max(a,-1.0) / 2.0)"), ("ａ＝＝ｂ", "(a == b)"),
    ]

    @Test(arguments: spellings)
    func spellingsOfOneName(text: String, expected: String) throws {
        #expect(try tree(text) == expected)
    }

    static let mistakes: [(String, ExpressionError.Problem, Range<Int>)] = [
        ("", .empty, 0..<0), ("   ", .empty, 3..<3),
        ("1 +", .expectedValue(found: nil), 3..<3), ("* 2", .expectedValue(found: "*"), 0..<1),
        ("1 + not a", .expectedValue(found: "not"), 4..<7), ("()", .expectedValue(found: ")"), 1..<2),
        ("2x", .missingOperator(before: "x"), 1..<2), ("a b", .missingOperator(before: "b"), 2..<3),
        ("(1 + 2", .unclosed(bracket: "(", closing: ")"), 0..<1), ("exp(1", .unclosed(bracket: "(", closing: ")"), 3..<4),
        ("w[1", .unclosed(bracket: "[", closing: "]"), 1..<2),
        ("1)", .unmatched(bracket: ")"), 1..<2), ("(1]", .expectedSign(")", found: "]"), 2..<3),
        ("a < b < c", .chainedComparison, 6..<7), ("a == b ≈ c", .chainedComparison, 7..<8),
        ("a = 1", .assignment, 2..<3), ("x.relu()", .method, 1..<2), ("a, b", .unexpected(","), 1..<2),
        ("1e400", .numberTooLarge, 0..<5), ("x + 0xff", .hexadecimal, 4..<8), ("a ; b", .unexpected(";"), 2..<3),
        ("a && b", .unexpectedCharacter("&"), 2..<4), ("a $ b", .unexpectedCharacter("$"), 2..<3),
        ("∂z/∂w", .derivativeOfOther, 0..<2), ("∂L/w", .derivativeOfOther, 0..<4), ("∂L/∂1", .expectedName(found: "1"), 4..<5),
        ("√x", .rootWithoutBrackets, 0..<1), ("g′(x)", .primeOfOther("g′"), 0..<2), ("f′", .primeOfOther("f′"), 0..<2),
        ("sigmod(x)", .unknownFunction("sigmod", nearest: "sigmoid"), 0..<6),
        ("2 + banana(x)", .unknownFunction("banana", nearest: nil), 4..<10),
        ("w[1](x)", .unknownFunction("w[1]", nearest: nil), 0..<4),
        ("min(1)", .argumentCount("min", expected: 2, found: 1), 0..<6), ("exp()", .argumentCount("exp", expected: 1, found: 0), 0..<5),
        ("logsumexp()", .argumentCount("logsumexp", expected: 1, orMore: true, found: 0), 0..<11),
        ("w[1.5]", .badIndex, 1..<6), ("w[-1]", .badIndex, 1..<5), ("w[i]", .badIndex, 1..<4), ("w[]", .badIndex, 1..<3),
        ("w[1e300]", .badIndex, 1..<8),
    ] as [(String, ExpressionError.Problem, Range<Int>)]

    @Test(arguments: mistakes)
    func pointsAtWhatIsWrong(text: String, problem: ExpressionError.Problem, range: Range<Int>) {
        let error = #expect(throws: ExpressionError.self) { try ExpressionParser.parse(text) }
        #expect(error == ExpressionError(problem, at: range))
        #expect(error?.message.english.isEmpty == false && error?.message.chinese.isEmpty == false)
    }

    @Test func saysWhatWouldBeRight() {
        let error = ExpressionError(.unknownFunction("sigmod", nearest: "sigmoid"), at: 0..<6)
        #expect(error.message[.english] == "there is no function sigmod; did you mean sigmoid?")
        #expect(error.message[.chinese] == "没有函数 sigmod；是否想写 sigmoid？")
        let hidden = ExpressionError(.unexpectedCharacter("\u{1B}"), at: 0..<1)
        #expect(hidden.message[.english] == "U+1B has no meaning in an expression")
    }

    @Test func readsAStretchAndKeepsThePlacesOfTheWhole() throws {
        let line = "break when L < 0.1 # sigmod(x)"
        let expression = try ExpressionParser.parse(line, in: 11..<18)
        #expect(expression == .binary(.less, .name("L"), .number(0.1)))
        guard case .binary(_, .name(_, let source), _) = expression else { return #expect(Bool(false)) }
        #expect(source == 11..<12)
        let (prefix, end) = try ExpressionParser.parsePrefix(line, from: 11)
        #expect(prefix == expression && end == 18)
        let error = #expect(throws: ExpressionError.self) { try ExpressionParser.parse(line, in: 21..<30) }
        #expect(error?.range == 21..<27)
    }

    @Test func sourcesCoverNamesWithIndexAndCalls() throws {
        guard case .binary(_, .name(_, let name), .call(_, _, let call)) = try ExpressionParser.parse("w1[2, 3] + ∂L/∂w11")
        else { return #expect(Bool(false)) }
        #expect(name == 0..<8)
        #expect(call == 11..<18)
    }

    @Test func derivativeWithDIsAQuotientOfKnownNames() throws {
        let known = ExpressionVocabulary(names: ["dL"])
        #expect(try ExpressionParser.parse("dL/dw", vocabulary: known) == .name("dL") / .name("dw"))
    }

    @Test func readsAProgramsTokens() throws {
        let program = "h[0] = tanh(x +\n  1) # start\nfor i in n:\n  h[i + 1] += h[i]"
        var parser = ExpressionParser(
            tokens: ExpressionLexer.tokens(of: program, layout: .program),
            vocabulary: ExpressionVocabulary(reservedWords: ["for", "in"]))
        let state = try parser.name()
        #expect(state.name == "h[0]" && state.range == 0..<4)
        try parser.expect(.assign)
        let first = try parser.expression()
        #expect(first == .call("tanh", .name("x") + .number(1)))
        #expect(parser.current.kind == .newline)
        parser.advance()
        let hasLoop = parser.accept(word: "for")
        let variable = try parser.name()
        #expect(hasLoop && variable.name == "i")
        #expect(throws: ExpressionError(.expectedName(found: "in"), at: 35..<37)) { try parser.name() }
        let (hasIn, hasColon) = (parser.accept(word: "in"), parser.accept(.colon))
        #expect(hasIn && !hasColon)
        let range = try parser.expression()
        #expect(range == .name("n"))
        try parser.expect(.colon)
        parser.advance()
        parser.vocabulary.wholeNumbers["i"] = 4
        let target = try parser.name()
        let hasAddition = parser.accept(.addAssign)
        let addend = try parser.expression()
        #expect(target.name == "h[5]" && hasAddition && addend == .name("h[4]"))
        #expect(parser.current.kind == .end)
    }

    @Test(arguments: ["(", "-", "not ", "2^", "exp(", "√(", "w[", "∂L/∂(", "+", "²", "f("])
    func refusesDeepNesting(piece: String) {
        let long = String(repeating: piece, count: 100_000)
        let count = long.count
        #expect(throws: ExpressionError(.tooLong(limit: 10_000), at: 10_000..<count)) { try ExpressionParser.parse(long) }
        let deep = String(repeating: piece, count: 9_000 / piece.count)
        #expect(throws: ExpressionError.self) { try ExpressionParser.parse(deep + "1") }
        // Without the length limit, as a program is read.
        var parser = ExpressionParser(tokens: ExpressionLexer.tokens(of: long, layout: .program))
        #expect(throws: ExpressionError.self) { try parser.expression() }
    }

    @Test func nestingMayBe32DeepAndNoDeeper() throws {
        let brackets = { String(repeating: "(", count: $0) + "1" + String(repeating: ")", count: $0) }
        #expect(try ExpressionParser.parse(brackets(32)) == .number(1))
        #expect(throws: ExpressionError(.tooDeep(limit: 32), at: 32..<33)) { try ExpressionParser.parse(brackets(33)) }
        let wide = String(repeating: "(1)+", count: 1_000) + "(1)"
        #expect(try ExpressionParser.parse(wide).value { _, _, _ in 0 } == 1_001)
    }

    @Test func longestSumIsReadWrittenAndEvaluated() throws {
        let limit = ExpressionParser.operatorLimit
        let expression = try ExpressionParser.parse(String(repeating: "x+", count: limit) + "x")
        #expect(expression.value { _, _, _ in 1 } == Double(limit + 1))
        #expect(expression.text(.plain).count == limit * 4 + 1)
        #expect(expression.simplified == expression)
        #expect(expression.replacing { $0 == .name("x") ? .number(2) : nil }.value { _, _, _ in 0 } == Double(2 * limit + 2))
        #expect(Set([expression, expression]).count == 1)
        for chain in ["x+", "x^1²*", "not x or "] {
            #expect(throws: ExpressionError.self) { try ExpressionParser.parse(String(repeating: chain, count: limit + 1) + "x") }
        }
    }

    @Test func caretsStandUnderTheSpot() {
        let width: (Character) -> Int = { $0.unicodeScalars.first.map { (0x2E80...0x9FFF).contains($0.value) } == true ? 2 : 1 }
        let text = "损失 + sigmod(x)"
        let error = ExpressionError(.unknownFunction("sigmod", nearest: "sigmoid"), at: 5..<11)
        #expect(error.excerpt(of: text, width: width) == "损失 + sigmod(x)\n       ^^^^^^")
        #expect(ExpressionError(.expectedValue(found: nil), at: 3..<3).excerpt(of: "1 +", width: width) == "1 +\n   ^")
        #expect(markedLine(of: "a\n损\t\u{1B}]b\nc", range: 5..<6, width: width) == "损 \u{FFFD}]b\n    ^")
        #expect(markedLine(of: "ab", range: 7..<9, width: width) == "ab\n  ^")
        #expect(markedLine(of: "损失", range: 0..<2, width: width) == "损失\n^^^^")
    }
}
