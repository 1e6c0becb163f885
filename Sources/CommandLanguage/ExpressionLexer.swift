/// Divides text of the expression grammar into tokens.
///
/// What a Chinese input method makes of the signs of a formula, `（x＋１）`, are the same tokens as
/// `(x+1)`. Places count characters, so they are the same in either form.
public struct ExpressionLexer {
    /// Whether the text is a formula, in which a line break is a space, or a program, in which it ends a
    /// statement unless a bracket is open, and `#` begins a comment.
    public enum Layout: Sendable {
        case formula, program
    }

    private let characters: [Character]
    private let layout: Layout
    private let end: Int
    private var place: Int
    private var openBrackets = 0
    private var tokens: [ExpressionToken] = []

    /// The tokens of `text`, or of the stretch `range` of it; the last is always `end`.
    public static func tokens(
        of text: String, in range: Range<Int>? = nil, layout: Layout = .formula
    ) -> [ExpressionToken] {
        var lexer = ExpressionLexer(Array(text), range, layout)
        while lexer.place < lexer.end { lexer.readToken() }
        lexer.append(.end, 0)
        return lexer.tokens
    }

    private init(_ characters: [Character], _ range: Range<Int>?, _ layout: Layout) {
        self.characters = characters
        self.layout = layout
        let range = (range ?? 0..<characters.count).clamped(to: 0..<characters.count)
        place = range.lowerBound
        end = range.upperBound
    }

    /// The plain twin of the character that is `distance` ahead; nil past the end.
    private func peek(_ distance: Int = 0) -> Character? {
        let index = place + distance
        return index < end ? Self.plain(characters[index]) : nil
    }

    private mutating func append(_ kind: ExpressionToken.Kind, _ length: Int) {
        let range = place..<place + length
        var text = ""
        for character in characters[range] { text.append(character) }
        tokens.append(ExpressionToken(kind, range, text: text))
        place = range.upperBound
    }

    private mutating func readToken() {
        guard let first = peek() else { return }
        if layout == .program, first.isNewline {
            if openBrackets == 0 { append(.newline, 1) } else { place += 1 }
        } else if layout == .program, first == "#" {
            while let next = peek(), !next.isNewline { place += 1 }
        } else if first.isWhitespace {
            place += 1
        } else if first.isDigit || (first == "." && peek(1)?.isDigit == true) {
            readNumber()
        } else if first.isNameLetter || first == "_" {
            readName()
        } else if first == "√" {
            append(.name("√"), 1)
        } else if let digit = Self.raisedDigit(first) {
            readSuperscript(digit)
        } else {
            readSign(first)
        }
    }

    /// 1, 0.5, .5, 1e-3: decimal digits and a power of ten.
    private mutating func readNumber() {
        var digits = ""
        var length = 0
        func takeDigits() {
            while let next = peek(length), next.isDigit {
                digits.append(next)
                length += 1
            }
        }
        takeDigits()
        if peek(length) == ".", peek(length + 1) != "." {
            length += 1
            // `.5` and `5.` lack a digit that not every reader of numbers does without.
            if digits.isEmpty { digits = "0" }
            let whole = digits.count
            digits.append(".")
            takeDigits()
            if digits.count == whole + 1 { digits.append("0") }
        }
        if peek(length) == "e" || peek(length) == "E" {
            let sign: Int = peek(length + 1).map { "+-−".contains($0) } == true ? 1 : 0
            if peek(length + 1 + sign)?.isDigit == true {
                digits += sign == 1 && peek(length + 1) != "+" ? "e-" : "e"
                length += 1 + sign
                takeDigits()
            }
        }
        if digits == "0", peek(length) == "x" || peek(length) == "X", peek(length + 1)?.isHexDigit == true {
            length += 1
            while peek(length)?.isHexDigit == true { length += 1 }
            append(.invalid(.hexadecimal), length)
        } else if let value = Double(digits), value.isFinite {
            append(.number(value), length)
        } else {
            append(.invalid(.numberTooLarge), length)
        }
    }

    private mutating func readName() {
        var name = ""
        var length = 0
        while let next = peek(length) {
            if let digit = Self.loweredDigit(next) {
                name += String(digit)
            } else if next.isNameLetter || next.isDigit || next == "_" {
                name.append(next)
            } else {
                break
            }
            length += 1
        }
        // Σ∂(w11), the sum of a gradient over samples, is one name; ∂ alone is a sign.
        if name == "Σ", peek(length) == "∂" {
            name.append("∂")
            length += 1
        }
        if let next = peek(length), "′'’".contains(next) {
            name.append("′")
            length += 1
        }
        append(.name(name), length)
    }

    private mutating func readSuperscript(_ first: Int) {
        var value = first
        var length = 1
        while let next = peek(length), let digit = Self.raisedDigit(next) {
            let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
            guard !tooLarge, tens <= Int.max - digit else { return append(.invalid(.numberTooLarge), length) }
            value = tens + digit
            length += 1
        }
        append(.superscript(value), length)
    }

    private mutating func readSign(_ first: Character) {
        let pair = peek(1).map { String([first, $0]) }
        if let pair, let sign = ExpressionSign.spellings[pair] {
            append(.sign(sign), 2)
        } else if let sign = ExpressionSign.spellings[String(first)] {
            if sign == .openRound || sign == .openSquare { openBrackets += 1 }
            if sign == .closeRound || sign == .closeSquare { openBrackets = max(0, openBrackets - 1) }
            append(.sign(sign), 1)
        } else {
            let length = pair == "&&" || pair == "||" ? 2 : 1
            append(.invalid(.unexpectedCharacter(characters[place])), length)
        }
    }

    /// 2 for ².
    private static func raisedDigit(_ character: Character) -> Int? {
        guard !character.isASCII, let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else {
            return nil
        }
        switch scalar {
        case "¹": return 1
        case "²": return 2
        case "³": return 3
        case "⁰", "⁴"..."⁹": return Int(scalar.value) - 0x2070
        default: return nil
        }
    }

    /// 2 for ₂.
    private static func loweredDigit(_ character: Character) -> Int? {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1,
            ("₀"..."₉").contains(scalar)
        else { return nil }
        return Int(scalar.value) - 0x2080
    }

    /// The ASCII twin of a fullwidth character; any other character itself.
    static func plain(_ character: Character) -> Character {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1,
            (0xFF01...0xFF5E).contains(scalar.value), let twin = Unicode.Scalar(scalar.value - 0xFEE0)
        else { return character }
        return Character(twin)
    }
}

extension Character {
    /// Whether the character is one of 0 to 9.
    fileprivate var isDigit: Bool { isASCII && isNumber }

    /// Whether the character is a letter of any script, with nothing in it that does not show.
    fileprivate var isNameLetter: Bool {
        isLetter && unicodeScalars.allSatisfy { $0.properties.generalCategory != .format }
    }
}
