import Autograd
import CommandLanguage
import NeuralNetwork
import TestNetworks
import Testing

/// What is expected of one bad program: each mistake's place, as `line:column` of where it begins and the
/// text that it marks, and words of its message.
struct BadProgram: Sendable, CustomTestStringConvertible {
    let text: String
    let mistakes: [(place: String, marked: String, words: String)]

    init(_ text: String, _ mistakes: (String, String, String)...) {
        self.text = text
        self.mistakes = mistakes.map { (place: $0.0, marked: $0.1, words: $0.2) }
    }

    var testDescription: String { text }
}

struct ProgramParserTests {
    /// Two inputs, a target, two parameters.
    private static let names = ProgramNames(
        inputs: ["x1", "x2"], targets: ["y"], parameters: ["w", "b"], losses: ["L"])

    private static func texts(_ program: String) -> [String] {
        let outcome = ProgramParser.parse(program, names: names)
        #expect(outcome.errors.isEmpty, "\(outcome.errors.map(\.message.english))")
        return outcome.assignments.map { "\($0.name) = \($0.expression.text(.plain)) | \($0.section)" }
    }

    @Test func assignmentsInTheirOrder() {
        let program = """
            # a line of its own

            z = w * x1 + b   # and one behind
            d = z − y
            L = d ** 2
            """
        #expect(Self.texts(program) == ["z = w*x1 + b | z", "d = z - y | d", "L = d^2 | L"])
    }

    @Test func aLoopIsUnrolledWithItsNumberInIndicesAndValues() {
        let program = """
            h[0] = 0
            for t in 1..3:
                h[t] = tanh(w * h[t-1]) / t
            L = h[3]
            """
        #expect(
            Self.texts(program) == [
                "h[0] = 0 | h[0]", "h[1] = tanh(w*h[0])/1 | t = 1", "h[2] = tanh(w*h[1])/2 | t = 2",
                "h[3] = tanh(w*h[2])/3 | t = 3", "L = h[3] | L",
            ])
    }

    @Test func loopsInsideEachOtherCountWithTheirOuterOnes() {
        let program = """
            for i in 1..2
              s[i, 0] = b
              for j in i..i+1
                s[i, j] = w * j
              e[i] = s[i, i]
            L = e[1] + e[2]
            """
        #expect(
            Self.texts(program) == [
                "s[1,0] = b | i = 1", "s[1,1] = w*1 | i = 1, j = 1", "s[1,2] = w*2 | i = 1, j = 2",
                "e[1] = s[1,1] | i = 1", "s[2,0] = b | i = 2", "s[2,2] = w*2 | i = 2, j = 2",
                "s[2,3] = w*3 | i = 2, j = 3", "e[2] = s[2,2] | i = 2", "L = e[1] + e[2] | L",
            ])
    }

    @Test func aBracketGoesOnInTheNextLine() {
        #expect(Self.texts("L = (w * x1\n  + b)\n") == ["L = w*x1 + b | L"])
    }

    @Test func functionsWithTheirArguments() {
        let outcome = ProgramParser.parse(
            "def line(v) = w * v + b\ndef cell(v, h) = tanh(line(v) + h)\nL = cell(x1, cell(x2, 0))", names: Self.names)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.functions.map(\.name) == ["line", "cell"])
        #expect(outcome.functions.map(\.parameters) == [["v"], ["v", "h"]])
        #expect(outcome.functions[1].body.text(.plain) == "tanh(line(v) + h)")
    }

    /// Also names that the same text would give to quantities elsewhere: a program has no neurons.
    @Test func aAndZAreNamesLikeOthers() {
        let names = ProgramNames(inputs: [], targets: [], parameters: ["a"], losses: ["L"])
        let outcome = ProgramParser.parse("z = a * a\nL = z", names: names)
        #expect(outcome.errors.isEmpty && outcome.assignments.map(\.name) == ["z", "L"])
    }

    private static let bad: [BadProgram] = [
        // Names
        BadProgram("L = c * w\nc = b", ("1:5", "c", "`c` has no value yet: line 2 gives it one")),
        BadProgram("c = c + 1\nL = c", ("1:5", "c", "this very line")),
        BadProgram("L = w1 * x1", ("1:5", "w1", "no value `w1`; did you mean `w`?")),
        BadProgram("hidden = w\nL = hiden", ("2:5", "hiden", "did you mean `hidden`?")),
        BadProgram("L = q", ("1:5", "q", "no value `q`; assign it above")),
        BadProgram("c = w\nc = b\nL = c", ("2:1", "c", "`c` has its value from line 1")),
        BadProgram("x1 = 3\nL = x1", ("1:1", "x1", "`x1` is an input")),
        BadProgram("y = 3\nL = y", ("1:1", "y", "`y` is a target")),
        BadProgram("w = w * 2\nL = w", ("1:1", "w", "`w` is a parameter")),
        BadProgram("tanh = w\nL = b", ("1:1", "tanh", "`tanh` has a meaning of its own")),
        BadProgram("in = w\nL = b", ("1:1", "in", "not in")),
        BadProgram("L = w * sigmoid", ("1:9", "sigmoid", "write `sigmoid(…)`")),
        BadProgram("h[1] = w\nh[2] = b\nL = h[3]", ("3:5", "h[3]", "`h[3]` has no value; there are `h[1]`, `h[2]`")),
        BadProgram("f(v) = w * v\nL = w", ("1:1", "f", "`def f(…) = …`")),
        BadProgram("\(String(repeating: "n", count: 65)) = w\nL = w", ("1:1", String(repeating: "n", count: 65), "too long")),
        // Signs
        BadProgram("c = w > b\nL = c", ("1:7", ">", "does not compare, so `>`")),
        BadProgram("c == w\nL = c", ("1:3", "==", "a value is given with `=`")),
        BadProgram("c = not w\nL = c", ("1:5", "not", "`not` has no place")),
        BadProgram("c = w\nc += 1\nL = c", ("2:3", "+=", "`c1 = c + …`")),
        BadProgram("c = d = w\nL = c", ("1:7", "=", "delete the second `=`")),
        BadProgram("c = w; L = c", ("1:6", ";", "begin a new line")),
        BadProgram("c =\nL = c", ("1:4", "", "an expression is missing")),
        BadProgram("L = 2 w", ("1:7", "w", "an operator is missing before w")),
        BadProgram("c = (w + b\nL = c", ("1:5", "(", "never closed")),
        BadProgram("L = (w + b).relu()", ("1:12", ".", "relu(x)")),
        BadProgram("w + b\nL = w", ("1:3", "+", "= is expected here")),
        BadProgram("3 = w\nL = w", ("1:1", "3", "a name is expected")),
        // Quantities of a run
        BadProgram("L = w * z(h1)", ("1:9", "z", "`z` is a quantity of the run")),
        BadProgram("L = delta(h1)", ("1:5", "delta", "`delta` is a quantity")),
        BadProgram("L = w / epoch", ("1:9", "epoch", "`epoch` is a quantity")),
        BadProgram("L = ∂L/∂w", ("1:5", "∂", "is a quantity")),
        // Functions
        BadProgram("def f(v) = v * f(v - 1)\nL = f(w)", ("1:16", "f", "`f` calls itself")),
        BadProgram(
            "def f(v) = g(v)\ndef g(v) = f(v)\nL = f(w)", ("1:12", "g", "`g` is defined on line 2 only")),
        BadProgram("L = f(w)\ndef f(v) = v", ("1:5", "f", "defined on line 2 only")),
        BadProgram("def f(u, v) = u * v\nL = f(w)", ("2:5", "f(w)", "f takes 2 values, not 1")),
        BadProgram("L = tanh(w, b)", ("1:5", "tanh(w, b)", "tanh takes 1 value, not 2")),
        BadProgram("L = sigmod(w)", ("1:5", "sigmod", "did you mean sigmoid")),
        BadProgram("def f(w) = w\nL = f(b)", ("1:7", "w", "give the argument another name")),
        BadProgram("def f(delta) = delta\nL = f(w)", ("1:7", "delta", "`delta` has a meaning of its own")),
        BadProgram("def f(v, v) = v\nL = f(b, w)", ("1:10", "v", "two arguments are called `v`")),
        BadProgram("def w(v) = v\nL = b", ("1:5", "w", "give the function another name")),
        BadProgram("def f(v) = v\ndef f(u) = u\nL = f(w)", ("2:5", "f", "give the function another name")),
        BadProgram("def f(v) = v * x1\nL = f(w)", ("1:16", "x1", "not `x1`; make it an argument")),
        BadProgram("c = w\ndef f(v) = v * c\nL = f(w)", ("2:16", "c", "not `c`; make it an argument")),
        BadProgram("def f(value) = valu\nL = f(w)", ("1:16", "valu", "did you mean `value`?")),
        BadProgram("def f(v) = v\nf = w\nL = w", ("2:1", "f", "`f` is a function's name")),
        BadProgram("def f(v):\n  return v\nL = f(w)", ("1:9", ":", "= is expected"), ("2:3", "return", "one line")),
        BadProgram("for t in 1..2\n  def f(v) = v\nL = w", ("2:3", "def", "above the loop")),
        // Loops
        BadProgram("for t in 1..1000000000\n  h[t] = w\nL = h[3]", ("1:10", "1..1000000000", "more than 1000000 rounds")),
        BadProgram(
            "for s in 1..1000\n  for t in 1..1000\n    h[s,t] = w\nL = h[3,3]", ("1:10", "1..1000", "more than 1000000 rounds")),
        BadProgram("for t in 5..1\n  h[t] = w\nL = h[3]", ("1:10", "5..1", "write 1..5")),
        BadProgram("for t in 1..2.5\n  h[t] = w\nL = h[1]", ("1:13", "2.5", "whole numbers")),
        BadProgram("for t in 1..w\n  h[t] = w\nL = h[1]", ("1:13", "w", "whole numbers")),
        BadProgram("for t in range(5)\n  h[t] = w\nL = h[1]", ("1:10", "range(5)", "for t in 1..5")),
        BadProgram("for t = 1..5\n  h[t] = w\nL = h[1]", ("1:7", "=", "for t in 1..5")),
        BadProgram("for t in 1, 5\n  h[t] = w\nL = h[1]", ("1:11", ",", "for t in 1..5")),
        BadProgram("for y in 1..5\n  h[y] = w\nL = h[1]", ("1:5", "y", "count with another name")),
        BadProgram("for t in 1..2\n  for t in 1..2\n    h[t] = w\nL = h[1]", ("2:7", "t", "another name")),
        BadProgram("for t in 1..2\n  t = w\nL = w", ("2:3", "t", "counts the rounds")),
        BadProgram("for t in 1..2\n  h = w\nL = h", ("2:3", "h", "give it an index, `h[t]`")),
        BadProgram("for t in 1..2\n  h[t] = h[t-1] * w\nL = h[2]", ("2:10", "h[t-1]", "`h[0]` has no value; there are `h[1]`, `h[2]` (with t = 1)")),
        BadProgram("for t in 1..2\n  h[t-2] = w\nL = w", ("2:4", "[t-2]", "from 0 up, as in w1[2,3] (with t = 1)")),
        BadProgram("for t in 1..2\nL = w", ("1:1", "for t in 1..2", "repeats nothing")),
        BadProgram("c = w\n    L = c", ("2:5", "L", "4 spaces before it where 0")),
        BadProgram("for t in 1..2\n\th[t] = w\nL = h[1]", ("2:1", "\t", "spaces only")),
        BadProgram("for t in 1..2\n    h[t] = w\n  g[t] = w\nL = w", ("3:3", "g", "2 spaces"), ("3:4", "[t]", "a whole number")),
        // Several at once, and nothing that follows from them.
        BadProgram(
            "c = w w\nd = c * nope\nfor t in 1..3\n  h[t] = d + + \nL = h[3] * d * ext(2)",
            ("1:7", "w", "operator"), ("2:9", "nope", "no value"), ("4:15", "", "stops too early"),
            ("5:16", "ext", "did you mean exp")),
    ]

    @Test(arguments: bad) func badProgram(_ bad: BadProgram) {
        let errors = ProgramParser.parse(bad.text, names: Self.names).errors
        let characters = Array(bad.text)
        let found = errors.map { error -> (String, String) in
            let before = characters[..<error.range.lowerBound]
            let lineStart = (before.lastIndex(of: "\n") ?? -1) + 1
            let place = "\(before.filter { $0 == "\n" }.count + 1):\(error.range.lowerBound - lineStart + 1)"
            return (place, String(characters[error.range]))
        }
        #expect(found.map(\.0) == bad.mistakes.map(\.place), "\(errors.map(\.message.english))")
        #expect(found.map(\.1) == bad.mistakes.map(\.marked))
        for (error, mistake) in zip(errors, bad.mistakes) {
            #expect(error.message.english.contains(mistake.words), "\(error.message.english)")
            #expect(error.message.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
            #expect(!error.message.english.contains("cannot be read"))
        }
    }

    /// Texts of pieces at random: whatever comes of it, it comes with places in the text.
    @Test func noTextTraps() {
        let pieces = [
            "def ", "for ", "t", " in ", "1", "..", "3", ":", "\n", "\n  ", "\n    ", "L", " = ", "w", "x1", "h[t]",
            "h[t-1]", "h", "f", "(", ")", "[", "]", ",", " + ", " * ", "-", "^", "tanh(", "delta", "∂", ";", "==", " not ",
            "\t", "#", "²", "9007199254740993", "-9e300", "0", "√", "f′", "d", "/", "dL/dw", "+=",
        ]
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<1_000 {
            let text = (0..<Int.random(in: 1...25, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let outcome = ProgramParser.parse(text, names: Self.names, nodeLimit: 200)
            #expect(outcome.errors.allSatisfy { (0...text.count).contains($0.range.upperBound) && !$0.message.english.isEmpty })
            guard outcome.errors.isEmpty, outcome.assignments.contains(where: { $0.name == "L" }) else { continue }
            let program = Program(
                inputs: ["x1", "x2"], targets: ["y"],
                parameters: ["w", "b"].map { Parameter(name: $0, role: .weight, initialValue: 1) },
                functions: outcome.functions, assignments: outcome.assignments,
                objectives: [Program.Objective(name: "L", parameters: [0, 1])])
            #expect(Computation(of: program, objective: program.objectives[0]).tape.count <= 5 + 200)
        }
    }

    @Test func linesAreNumberedAsInTheFile() {
        let error = ProgramParser.parse("L = c\nc = w", names: Self.names, firstLine: 12).errors.first
        #expect(error?.problem == .usedBeforeAssignment("c", line: 13))
    }

    @Test func loopsAreNoDeeperThanTheLimit() {
        func nested(_ depth: Int) -> String {
            (0..<depth).map { String(repeating: " ", count: $0) + "for i\($0) in 1..1\n" }.joined()
                + String(repeating: " ", count: depth) + "c = w\nL = c"
        }
        #expect(ProgramParser.parse(nested(32), names: Self.names).errors.isEmpty)
        #expect(ProgramParser.parse(nested(33), names: Self.names).errors.map(\.problem) == [.tooDeep(limit: 32)])
        #expect(ProgramParser.parse(nested(5_000), names: Self.names).errors.map(\.problem) == [.tooDeep(limit: 32)])
    }

    /// Each function uses its argument twice: written out, the last is 2³⁰ products.
    @Test func functionsThatDoubleEachOtherAreNotWrittenOut() {
        let doubling = (1...30).map { "def f\($0)(v) = f\($0 - 1)(v) * f\($0 - 1)(v)\n" }.joined()
        let errors = ProgramParser.parse("def f0(v) = v\n" + doubling + "L = f30(w)", names: Self.names).errors
        #expect(errors.first?.problem == .tooManyOperators(limit: 1_000))
    }

    @Test func aChainOfFunctionsIsNoDeeperThanAnExpression() {
        let chain = (1...5_000).map { "def f\($0)(v) = f\($0 - 1)(v)\n" }.joined()
        let errors = ProgramParser.parse("def f0(v) = 1\n" + chain + "L = f5000(w)", names: Self.names).errors
        #expect(errors.first?.problem == .tooManyOperators(limit: 1_000))
    }

    @Test func aHundredMistakesAreEnough() {
        let program = (0..<5_000).map { "v\($0) = nope\($0) + f\($0)(w)\n" }.joined()
        let outcome = ProgramParser.parse(program, names: Self.names)
        #expect(outcome.errors.count == 100 && outcome.mayAssign("L"))
    }

    @Test func aProgramHasNoMoreNodesThanTheLimit() {
        let program = "for t in 1..20\n  h[t] = w * x1 + b\nL = h[1]"
        #expect(ProgramParser.parse(program, names: Self.names, nodeLimit: 41).errors.isEmpty)
        let outcome = ProgramParser.parse(program, names: Self.names, nodeLimit: 40)
        #expect(outcome.errors.map(\.problem) == [.tooManyNodes(limit: 40)])
        #expect(outcome.mayAssign("L"))
    }

    @Test func whatALineWithAMistakeAssignsIsNotMissed() {
        let outcome = ProgramParser.parse("h[1] = w w", names: Self.names)
        #expect(outcome.mayAssign("h[2]") && !outcome.mayAssign("L"))
    }

    @Test func theLossAloneIsCalledL() {
        let names = ProgramNames(inputs: [], targets: [], parameters: ["w"], losses: ["LD", "LG"])
        let outcome = ProgramParser.parse("L = w\nLD = w\nLG = -w", names: names)
        #expect(outcome.errors.map(\.problem) == [.assignsL(losses: ["LD", "LG"])])
    }
}
