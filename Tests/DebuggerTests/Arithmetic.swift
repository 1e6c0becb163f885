import Foundation

/// A reader of plain arithmetic, written apart from the program: what a learner does with the numbers of
/// a formula card and a calculator.
struct Arithmetic {
    private var rest: Substring

    /// The value of a text of numbers, `+ - * / ^`, brackets and functions; nil for anything else, names
    /// among it.
    static func value(of text: String) -> Double? {
        var reader = Arithmetic(rest: text[...])
        guard let value = reader.sum() else { return nil }
        reader.skipSpaces()
        return reader.rest.isEmpty ? value : nil
    }

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }

    private mutating func take(_ token: Character) -> Bool {
        skipSpaces()
        guard rest.first == token else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func sum() -> Double? {
        guard var total = product() else { return nil }
        while true {
            if take("+") {
                guard let term = product() else { return nil }
                total += term
            } else if take("-") {
                guard let term = product() else { return nil }
                total -= term
            } else {
                return total
            }
        }
    }

    private mutating func product() -> Double? {
        guard var total = signed() else { return nil }
        while true {
            if take("*") {
                guard let factor = signed() else { return nil }
                total *= factor
            } else if take("/") {
                guard let factor = signed() else { return nil }
                total /= factor
            } else {
                return total
            }
        }
    }

    private mutating func signed() -> Double? {
        take("-") ? signed().map { -$0 } : power()
    }

    private mutating func power() -> Double? {
        guard let base = operand() else { return nil }
        return take("^") ? signed().map { pow(base, $0) } : base
    }

    private mutating func operand() -> Double? {
        if take("(") {
            let value = sum()
            return take(")") ? value : nil
        }
        let word = rest.prefix { $0.isLetter }
        if !word.isEmpty {
            rest = rest.dropFirst(word.count)
            return call(String(word))
        }
        var length = rest.prefix { $0.isNumber || $0 == "." }.endIndex
        // An exponent belongs to the number, its sign too.
        if length < rest.endIndex, rest[length] == "e" {
            length = rest.index(after: length)
            if length < rest.endIndex, rest[length] == "-" || rest[length] == "+" { length = rest.index(after: length) }
            while length < rest.endIndex, rest[length].isNumber { length = rest.index(after: length) }
        }
        let number = rest[..<length]
        rest = rest[length...]
        return Double(number)
    }

    private mutating func call(_ name: String) -> Double? {
        if name == "inf" { return .infinity }
        if name == "nan" { return .nan }
        guard take("("), let a = sum() else { return nil }
        guard take(")") else { return nil }
        switch name {
        case "exp": return exp(a)
        case "log": return log(a)
        case "sqrt": return a.squareRoot()
        case "tanh": return tanh(a)
        case "sigmoid": return 1 / (1 + exp(-a))
        case "relu": return max(0, a)
        case "abs": return abs(a)
        default: return nil
        }
    }
}
