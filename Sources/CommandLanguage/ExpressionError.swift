/// What is wrong with a text that should be an expression, and where.
public struct ExpressionError: Error, Hashable, Sendable {
    public enum Problem: Hashable, Sendable {
        case empty
        /// More characters than an expression may have.
        case tooLong(limit: Int)
        /// More brackets, signs or powers inside one another than an expression may have.
        case tooDeep(limit: Int)
        /// More operators than an expression may have.
        case tooManyOperators(limit: Int)
        case unexpectedCharacter(Character)
        case numberTooLarge
        case hexadecimal
        /// Something other than a value where a value belongs; nil at the end of the text.
        case expectedValue(found: String?)
        /// Something that does not belong after a complete expression.
        case unexpected(String)
        /// Two values with no operator between them.
        case missingOperator(before: String)
        /// A bracket that is never closed.
        case unclosed(bracket: String, closing: String)
        /// A closing bracket with no opening one, or with one of the other kind.
        case unmatched(bracket: String)
        case chainedComparison
        /// `=` where a comparison is meant.
        case assignment
        /// `x.relu()` in place of `relu(x)`.
        case method
        /// `∂z/∂w`, or ∂ without its two halves.
        case derivativeOfOther
        /// `√x` without brackets.
        case rootWithoutBrackets
        /// The prime of a function that is not f or σ.
        case primeOfOther(String)
        case unknownFunction(String, nearest: String?)
        /// A known function with the wrong number of values.
        /// `orMore` where the function takes any number from `expected` up.
        case argumentCount(String, expected: Int, orMore: Bool = false, found: Int)
        /// An index that is no whole number from 0 up.
        case badIndex
        case expectedName(found: String?)
        case expectedSign(String, found: String?)
    }

    public let problem: Problem
    /// The place in the text, in characters; empty at the end of a text that stops too early.
    public let range: Range<Int>

    public init(_ problem: Problem, at range: Range<Int>) {
        self.problem = problem
        self.range = range
    }

    /// What is wrong and what would be right, in words.
    public var message: Localized { Phrase.expressionProblem(problem) }
}

extension Phrase {
    static func expressionProblem(_ problem: ExpressionError.Problem) -> Localized {
        switch problem {
        case .empty:
            return Localized(
                "an expression is expected, such as w11 * x1 or delta(h1)",
                "这里应有一个表达式，例如 w11 * x1 或 delta(h1)")
        case .tooLong(let limit):
            return Localized(
                "the expression is too long: at most \(limit) characters", "表达式太长：最多 \(limit) 个字符")
        case .tooDeep(let limit):
            return Localized(
                "brackets, signs and powers are nested too deeply: at most \(limit) levels",
                "括号、正负号或乘方嵌套过深：最多 \(limit) 层")
        case .tooManyOperators(let limit):
            return Localized(
                "the expression has too many operators: at most \(limit)", "表达式的运算符太多：最多 \(limit) 个")
        case .unexpectedCharacter(let character):
            return unexpectedCharacter(character)
        case .numberTooLarge:
            return Localized(
                "this number is too large: float64 ends near 1.8e308", "这个数太大：float64 最大约为 1.8e308")
        case .hexadecimal:
            return Localized(
                "numbers are written in decimal, such as 255 or 2.55e2", "数用十进制书写，例如 255 或 2.55e2")
        case .expectedValue(let found):
            let what = Localized("a number, a name or ( is expected here", "这里应是数、名称或 (")
            return found.map {
                Localized("\(what.english), not \($0)", "\(what.chinese)，而不是 \($0)")
            } ?? Localized("the expression stops too early: \(what.english)", "表达式不完整：\(what.chinese)")
        case .unexpected(let found):
            return Localized(
                "\(found) does not belong here: an operator or the end of the expression is expected",
                "\(found) 不应出现在这里：应是运算符或表达式的结尾")
        case .missingOperator(let next):
            return Localized(
                "an operator is missing before \(next); a product is written with * or ·",
                "\(next) 前缺少运算符；乘法写作 * 或 ·")
        case .unclosed(let bracket, let closing):
            return Localized("this \(bracket) is never closed: a \(closing) is missing", "这个 \(bracket) 没有闭合：缺少 \(closing)")
        case .unmatched(let bracket):
            return Localized("this \(bracket) closes no bracket that is open", "这个 \(bracket) 没有对应的左括号")
        case .chainedComparison:
            return Localized(
                "comparisons cannot be chained: write a < b and b < c", "比较不能连写：请写成 a < b and b < c")
        case .assignment:
            return Localized(
                "= gives a value and does not compare: write == for equal bits, or ≈ (~=) for equal within a tolerance",
                "= 用于赋值，不用于比较：逐位相等用 ==，在误差范围内相等用 ≈（或 ~=）")
        case .method:
            return Localized(
                "a function stands before its value: write relu(x), not x.relu()",
                "函数写在值之前：应写 relu(x)，而不是 x.relu()")
        case .derivativeOfOther:
            return Localized(
                "a derivative is one of the loss L: write ∂L/∂w11, ∂(w11) or grad(w11)",
                "导数只能是损失 L 的导数：请写 ∂L/∂w11、∂(w11) 或 grad(w11)")
        case .rootWithoutBrackets:
            return Localized("a root needs brackets: write √(x) or sqrt(x)", "根号需要括号：请写 √(x) 或 sqrt(x)")
        case .primeOfOther(let name):
            return Localized(
                "\(name) is not known: the slope of a neuron's activation is f′(h1) or slope(h1)",
                "未知的 \(name)：神经元激活函数的斜率写作 f′(h1) 或 slope(h1)")
        case .unknownFunction(let name, let nearest):
            return nearest.map {
                Localized("there is no function \(name); did you mean \($0)?", "没有函数 \(name)；是否想写 \($0)？")
            }
                ?? Localized(
                    "there is no function \(name); a product is written with * or ·",
                    "没有函数 \(name)；乘法写作 * 或 ·")
        case .argumentCount(let name, let expected, let orMore, let found):
            let values = expected == 1 ? "value" : "values"
            return Localized(
                "\(name) takes \(orMore ? "at least " : "")\(expected) \(values), not \(found)",
                "\(name) \(orMore ? "至少" : "")需要 \(expected) 个值，而不是 \(found) 个")
        case .badIndex:
            return Localized(
                "an index is a whole number from 0 up, as in w1[2,3]", "下标应是不小于 0 的整数，例如 w1[2,3]")
        case .expectedName(let found):
            return found.map { Localized("a name is expected here, not \($0)", "这里应是名称，而不是 \($0)") }
                ?? Localized("a name is expected here", "这里应是名称")
        case .expectedSign(let sign, let found):
            return found.map { Localized("\(sign) is expected here, not \($0)", "这里应是 \(sign)，而不是 \($0)") }
                ?? Localized("\(sign) is expected here", "这里应是 \(sign)")
        }
    }

    private static func unexpectedCharacter(_ character: Character) -> Localized {
        switch character {
        case "&": return Localized("write and in place of &", "请用 and 代替 &")
        case "|": return Localized("write or for a choice, abs(x) for |x|", "“或”写作 or，|x| 写作 abs(x)")
        case "!": return Localized("write not in place of !, != for unequal", "“非”写作 not，不相等写作 !=")
        case "~": return Localized("write ~= or ≈ for equal within a tolerance", "在误差范围内相等写作 ~= 或 ≈")
        case "{", "}":
            return Localized("only ( ) and [ ] are brackets here", "这里只能用 ( ) 和 [ ] 作括号")
        default:
            // A character that does not show, or that would move the text around it, is told by number.
            let scalars = character.unicodeScalars
            let isVisible = scalars.allSatisfy {
                switch $0.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
                    .unassigned, .spaceSeparator, .nonspacingMark, .enclosingMark:
                    false
                default: true
                }
            }
            let shown =
                isVisible
                ? String(character)
                : scalars.prefix(4).map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
            return Localized("\(shown) has no meaning in an expression", "\(shown) 在表达式中没有意义")
        }
    }
}

extension ExpressionError {
    /// The line of `text` that holds the error, and below it carets under the spot.
    public func excerpt(of text: String, width: (Character) -> Int) -> String {
        markedLine(of: text, range: range, width: width)
    }
}

/// The line of `text` in which `range` begins, and a second line with carets under its part of `range`.
///
/// `width` gives the columns that a character takes on the screen, so that the carets stand under the
/// right ones behind Chinese text. A place at the end of the text gets one caret behind it. A tab is
/// shown as a space, and any other control or formatting character as `�`.
public func markedLine(of text: String, range: Range<Int>, width: (Character) -> Int) -> String {
    let characters = Array(text)
    let start = min(max(range.lowerBound, 0), characters.count)
    let lineStart = (characters[..<start].lastIndex(where: \.isNewline) ?? -1) + 1
    let lineEnd = characters[start...].firstIndex(where: \.isNewline) ?? characters.count
    let shown = characters[lineStart..<lineEnd].map(visible)
    let before = shown.prefix(start - lineStart).reduce(0) { $0 + width($1) }
    let marked = shown.dropFirst(start - lineStart).prefix(max(range.upperBound - start, 0))
        .reduce(0) { $0 + width($1) }
    return String(shown) + "\n" + String(repeating: " ", count: before)
        + String(repeating: "^", count: max(marked, 1))
}

private func visible(_ character: Character) -> Character {
    if character == "\t" { return " " }
    let isHidden = character.unicodeScalars.contains {
        switch $0.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
    return isHidden ? "\u{FFFD}" : character
}
