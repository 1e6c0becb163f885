import Autograd

/// Reads text of the one expression grammar.
///
///     expression := operand { operator operand }      or < and < not < comparison < + − < · / < sign < ^
///     power      := primary { ² } [ ^ signed power ]
///     primary    := number | name | name(values) | (expression) | ∂L/∂name | ∂(name)
///
/// Operators group to the left, ^ to the right, and comparisons not at all. A name may have an index,
/// which belongs to it: `w1[2,3]`. A whole text is read with `parse`; a language with statements reads
/// their words with `accept` and `name`, and the expressions between them with `expression`.
public struct ExpressionParser {
    /// The most characters that an expression may have.
    public static let lengthLimit = 10_000
    /// How deep brackets, signs and exponents may be nested, so that no text exhausts the stack.
    public static let depthLimit = 32

    /// The most operators that an expression may have: a chain of them is a tree as deep as it is long,
    /// and walking a tree takes stack.
    public static let operatorLimit = 1_000

    private let tokens: [ExpressionToken]
    public var vocabulary: ExpressionVocabulary
    private var place = 0
    private var depth = 0
    private var operatorCount = 0

    /// A parser of tokens that end with `end`.
    public init(tokens: [ExpressionToken], vocabulary: ExpressionVocabulary = .standard) {
        self.tokens = tokens
        self.vocabulary = vocabulary
    }

    /// The expression that `text` is.
    public static func parse(_ text: String, vocabulary: ExpressionVocabulary = .standard)
        throws(ExpressionError) -> Expression
    {
        try parse(text, in: 0..<text.count, vocabulary: vocabulary)
    }

    /// The expression that the stretch `range` of `text` is; places count from the start of `text`.
    public static func parse(
        _ text: String, in range: Range<Int>, vocabulary: ExpressionVocabulary = .standard
    ) throws(ExpressionError) -> Expression {
        var parser = try ExpressionParser(text, range, vocabulary)
        let expression = try parser.expression()
        if parser.current.kind != .end { throw parser.errorAfterExpression() }
        return expression
    }

    /// The longest expression that stands in `text` from the place `start` on, and the place behind it.
    public static func parsePrefix(
        _ text: String, from start: Int, vocabulary: ExpressionVocabulary = .standard
    ) throws(ExpressionError) -> (expression: Expression, end: Int) {
        let count = text.count
        var parser = try ExpressionParser(text, min(max(start, 0), count)..<count, vocabulary)
        let expression = try parser.expression()
        return (expression, parser.previousEnd)
    }

    private init(_ text: String, _ range: Range<Int>, _ vocabulary: ExpressionVocabulary) throws(ExpressionError) {
        if range.count > Self.lengthLimit {
            throw ExpressionError(
                .tooLong(limit: Self.lengthLimit),
                at: range.lowerBound + Self.lengthLimit..<range.upperBound)
        }
        self.init(tokens: ExpressionLexer.tokens(of: text, in: range), vocabulary: vocabulary)
    }

    // MARK: Tokens

    /// The token that is read next.
    public var current: ExpressionToken { peek(0) }

    /// The token `distance` behind the current one; the last one past the end.
    public func peek(_ distance: Int) -> ExpressionToken {
        let index = place + distance
        if tokens.indices.contains(index) { return tokens[index] }
        return tokens.last ?? ExpressionToken(.end, 0..<0, text: "")
    }

    /// Where the token before the current one ends.
    public var previousEnd: Int { place > 0 ? tokens[place - 1].range.upperBound : current.range.lowerBound }

    public mutating func advance() {
        if place < tokens.count { place += 1 }
    }

    /// Whether the current token is `sign`; if so, it is taken.
    public mutating func accept(_ sign: ExpressionSign) -> Bool {
        guard current.kind == .sign(sign) else { return false }
        advance()
        return true
    }

    /// Whether the current token is `word`; if so, it is taken.
    public mutating func accept(word: String) -> Bool {
        guard current.kind == .name(word) else { return false }
        advance()
        return true
    }

    /// Takes `sign`, which must be next.
    public mutating func expect(_ sign: ExpressionSign) throws(ExpressionError) {
        if !accept(sign) { throw error(.expectedSign(sign.rawValue, found: found)) }
    }

    /// Takes the name that must be next, with its index: `w1[2, 3]` is the name `w1[2,3]`.
    public mutating func name() throws(ExpressionError) -> (name: String, range: Range<Int>) {
        let token = current
        guard case .name(let written) = token.kind, !vocabulary.reservedWords.contains(written),
            written != "√", written.last != "′"
        else { throw error(.expectedName(found: found)) }
        advance()
        return try indexed(ExpressionVocabulary.canonicalName(written), from: token.range.lowerBound)
    }

    /// Takes the longest expression from here on; what may follow it is the caller's to decide.
    public mutating func expression() throws(ExpressionError) -> Expression {
        depth = 0
        operatorCount = 0
        if current.kind == .end { throw error(.empty) }
        return try operation(from: Expression.Binary.or.precedence)
    }

    /// The error that the current token is when an expression before it is complete, with the bracket
    /// that is still open, if any.
    public func errorAfterExpression(openBracket: ExpressionToken? = nil) -> ExpressionError {
        var closing: ExpressionSign?
        if case .sign(let sign)? = openBracket?.kind { closing = sign.closing }
        switch current.kind {
        case .end, .newline:
            if let openBracket, let closing {
                return ExpressionError(
                    .unclosed(bracket: openBracket.text, closing: closing.rawValue), at: openBracket.range)
            }
            return error(.expectedValue(found: nil))
        case .sign(.assign): return error(.assignment)
        case .sign(.dot): return error(.method)
        case .sign(.closeRound), .sign(.closeSquare):
            if let closing { return error(.expectedSign(closing.rawValue, found: current.text)) }
            return error(.unmatched(bracket: current.text))
        case .number, .sign(.openRound), .sign(.partial): return error(.missingOperator(before: current.text))
        case .name(let word) where !vocabulary.reservedWords.contains(word):
            return error(.missingOperator(before: current.text))
        default: return error(.unexpected(current.text))
        }
    }

    /// The current token's text for a message; nil at the end of the text or line.
    private var found: String? {
        current.kind == .end || current.kind == .newline ? nil : current.text
    }

    /// An error at the current token, or what the token itself has wrong.
    private func error(_ problem: ExpressionError.Problem) -> ExpressionError {
        if case .invalid(let own) = current.kind { return ExpressionError(own, at: current.range) }
        return ExpressionError(problem, at: current.range)
    }

    // MARK: Operators

    /// Takes the operator that is next.
    private mutating func takeOperator() throws(ExpressionError) {
        operatorCount += 1
        if operatorCount > Self.operatorLimit { throw error(.tooManyOperators(limit: Self.operatorLimit)) }
        advance()
    }

    private mutating func deeper() throws(ExpressionError) {
        depth += 1
        if depth > Self.depthLimit { throw error(.tooDeep(limit: Self.depthLimit)) }
    }

    /// Operands joined by operators of at least the precedence `minimum`.
    private mutating func operation(from minimum: Int) throws(ExpressionError) -> Expression {
        var left: Expression
        let precedenceOfNot = Expression.Binary.and.precedence + 1
        if minimum <= precedenceOfNot, current.kind == .name("not") {
            try deeper()
            advance()
            left = .unary(.not, try operation(from: precedenceOfNot))
            depth -= 1
        } else {
            left = try signed()
        }
        var isCompared = false
        while let operation = currentOperator, operation.precedence >= minimum {
            if operation.isComparison, isCompared { throw error(.chainedComparison) }
            isCompared = operation.isComparison
            try takeOperator()
            left = .binary(operation, left, try self.operation(from: operation.precedence + 1))
        }
        return left
    }

    /// The operator that the current token is; ^ is not one here, since it binds more tightly than a sign.
    private var currentOperator: Expression.Binary? {
        switch current.kind {
        case .sign(let sign) where sign != .power: Expression.Binary(rawValue: sign.rawValue)
        case .name("and"): .and
        case .name("or"): .or
        default: nil
        }
    }

    private mutating func signed() throws(ExpressionError) -> Expression {
        let isNegative = current.kind == .sign(.minus)
        guard isNegative || current.kind == .sign(.plus) else { return try power() }
        try deeper()
        advance()
        let start = place
        let operand = try signed()
        depth -= 1
        guard isNegative else { return operand }
        // A minus before a bare number is the number's own sign.
        if case .number(let value) = operand, place == start + 1 { return .number(-value) }
        return .unary(.negate, operand)
    }

    private mutating func power() throws(ExpressionError) -> Expression {
        var base = try primary()
        while case .superscript(let exponent) = current.kind {
            try takeOperator()
            base = .binary(.power, base, .number(Double(exponent)))
        }
        guard accept(.power) else { return base }
        try deeper()
        let exponent = try signed()
        depth -= 1
        return .binary(.power, base, exponent)
    }

    // MARK: Values

    private mutating func primary() throws(ExpressionError) -> Expression {
        let token = current
        switch token.kind {
        case .number(let value):
            advance()
            return .number(value)
        case .sign(.openRound):
            return try bracketed()
        case .sign(.partial):
            return try derivative()
        case .name(let written) where !vocabulary.reservedWords.contains(written):
            if let node = denominatorOfLossDerivative { return try derivative(denominator: node) }
            return try nameOrCall(written)
        default:
            throw error(.expectedValue(found: found))
        }
    }

    private mutating func bracketed() throws(ExpressionError) -> Expression {
        let bracket = current
        try deeper()
        advance()
        let inner = try operation(from: Expression.Binary.or.precedence)
        guard accept(.closeRound) else { throw errorAfterExpression(openBracket: bracket) }
        depth -= 1
        return inner
    }

    private mutating func nameOrCall(_ written: String, from start: Int? = nil) throws(ExpressionError) -> Expression {
        let token = current
        let start = start ?? token.range.lowerBound
        advance()
        guard current.kind == .sign(.openRound) else {
            if written == "√" { throw ExpressionError(.rootWithoutBrackets, at: token.range) }
            if written.last == "′" { throw ExpressionError(.primeOfOther(written), at: token.range) }
            let (name, range) = try indexed(ExpressionVocabulary.canonicalName(written), from: start)
            if current.kind == .sign(.openRound) {
                throw ExpressionError(.unknownFunction(name, nearest: nil), at: range)
            }
            return .name(name, source: range)
        }
        let function = ExpressionVocabulary.canonicalFunction(written)
        guard let count = vocabulary.functions[function] else {
            if written.last == "′" { throw ExpressionError(.primeOfOther(written), at: token.range) }
            throw ExpressionError(
                .unknownFunction(written, nearest: nearestName(to: function, in: vocabulary.functions.keys)),
                at: start..<token.range.upperBound)
        }
        return try call(function, count, from: start)
    }

    /// The values in brackets that stand here, given to `function`.
    private mutating func call(_ function: String, _ count: ClosedRange<Int>, from start: Int)
        throws(ExpressionError) -> Expression
    {
        let arguments = try list(closing: .closeRound)
        let range = start..<previousEnd
        guard count.contains(arguments.count) else {
            throw ExpressionError(
                .argumentCount(
                    function, expected: count.lowerBound, orMore: count.count > 1, found: arguments.count),
                at: range)
        }
        return .call(function, arguments, source: range)
    }

    /// Expressions between brackets, with commas between them.
    private mutating func list(closing: ExpressionSign) throws(ExpressionError) -> [Expression] {
        let bracket = current
        try deeper()
        advance()
        var items: [Expression] = []
        if !accept(closing) {
            repeat {
                items.append(try operation(from: Expression.Binary.or.precedence))
            } while accept(.comma)
            guard accept(closing) else { throw errorAfterExpression(openBracket: bracket) }
        }
        depth -= 1
        return items
    }

    /// `name` with the index that may follow it, in the one spelling without spaces.
    private mutating func indexed(_ name: String, from start: Int) throws(ExpressionError) -> (
        name: String, range: Range<Int>
    ) {
        guard current.kind == .sign(.openSquare) else { return (name, start..<previousEnd) }
        let bracketStart = current.range.lowerBound
        let items = try list(closing: .closeSquare)
        let numbers = items.compactMap { item -> Int? in
            let value = try? item.value { name, arguments, _ throws(ExpressionError) in
                guard arguments.isEmpty, let number = vocabulary.wholeNumbers[name] else {
                    throw ExpressionError(.badIndex, at: start..<start)
                }
                return Double(number)
            }
            return value.flatMap(Int.init(exactly:)).flatMap { $0 >= 0 ? $0 : nil }
        }
        guard numbers.count == items.count, !numbers.isEmpty else {
            throw ExpressionError(.badIndex, at: bracketStart..<previousEnd)
        }
        return ("\(name)[\(numbers.map(String.init).joined(separator: ","))]", start..<previousEnd)
    }

    // MARK: Derivatives of the loss

    /// `∂(w11)`, `∂L/∂w11`, `∂L/∂z(h1)`.
    private mutating func derivative() throws(ExpressionError) -> Expression {
        let start = current.range.lowerBound
        advance()
        if current.kind == .sign(.openRound) { return try call("grad", 1...1, from: start) }
        guard accept(word: "L"), accept(.over), accept(.partial) else {
            throw ExpressionError(.derivativeOfOther, at: start..<max(current.range.upperBound, start + 1))
        }
        if current.kind == .sign(.openRound) {
            let inner = try bracketed()
            return .call("grad", [inner], source: start..<previousEnd)
        }
        guard case .name(let written) = current.kind, !vocabulary.reservedWords.contains(written) else {
            throw error(.expectedName(found: found))
        }
        let node = try nameOrCall(written)
        return .call("grad", [node], source: start..<previousEnd)
    }

    /// `w11` where `dL/dw11` stands here in one piece, and neither half is a known name.
    private var denominatorOfLossDerivative: String? {
        guard current.kind == .name("dL"), peek(1).kind == .sign(.over), case .name(let lower) = peek(2).kind,
            current.range.upperBound == peek(1).range.lowerBound,
            peek(1).range.upperBound == peek(2).range.lowerBound,
            lower.first == "d", lower.count > 1, vocabulary.names.isDisjoint(with: ["dL", lower]),
            vocabulary.functions[lower] == nil
        else { return nil }
        return String(lower.dropFirst())
    }

    private mutating func derivative(denominator: String) throws(ExpressionError) -> Expression {
        let start = current.range.lowerBound
        advance()
        advance()
        let node = try nameOrCall(denominator, from: current.range.lowerBound + 1)
        return .call("grad", [node], source: start..<previousEnd)
    }
}
