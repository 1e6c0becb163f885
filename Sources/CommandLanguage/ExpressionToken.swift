/// A word, number or sign of a text in the expression grammar, with its place.
public struct ExpressionToken: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case number(Double)
        /// A name as it is written, prime included, with fullwidth letters and small digits as plain ones.
        case name(String)
        case sign(ExpressionSign)
        /// A small raised number: the 2 of x².
        case superscript(Int)
        /// The end of a line, where lines matter.
        case newline
        /// Text that is no token; the parser reports it if it gets there.
        case invalid(ExpressionError.Problem)
        case end
    }

    public let kind: Kind
    /// The place in the whole text, in characters.
    public let range: Range<Int>
    /// The text itself, for messages; cut behind forty characters, with … to say so.
    public let text: String

    public init(_ kind: Kind, _ range: Range<Int>, text: String) {
        self.kind = kind
        self.range = range
        self.text = text.count > 40 ? text.prefix(40) + "…" : text
    }
}

/// An operator, bracket or other sign, by its one spelling in ASCII; `∂` has none.
public enum ExpressionSign: String, CaseIterable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case approximately = "~="
    case openRound = "("
    case closeRound = ")"
    case openSquare = "["
    case closeSquare = "]"
    case comma = ","
    case colon = ":"
    case semicolon = ";"
    case dot = "."
    case range = ".."
    case partial = "∂"
    case assign = "="
    case addAssign = "+="
    case subtractAssign = "-="
    case multiplyAssign = "*="
    case divideAssign = "/="

    /// Other spellings of a sign, by the plain one.
    static let spellings: [String: ExpressionSign] = {
        var table: [String: ExpressionSign] = [
            "−": .minus, "·": .times, "×": .times, "⋅": .times, "÷": .over, "∕": .over, "**": .power,
            "≤": .lessOrEqual, "≥": .greaterOrEqual, "≠": .notEqual, "≈": .approximately,
        ]
        for sign in allCases { table[sign.rawValue] = sign }
        return table
    }()

    /// The bracket that closes this one.
    var closing: ExpressionSign? {
        switch self {
        case .openRound: .closeRound
        case .openSquare: .closeSquare
        default: nil
        }
    }
}
