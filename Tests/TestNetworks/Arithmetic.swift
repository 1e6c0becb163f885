import Foundation

/// A reader of plain arithmetic, written apart from the program: what a learner does with the numbers of
/// a formula card and a calculator.
package struct Arithmetic {
    private var rest: Substring

    /// The value of a text of numbers, `+ - * / ^`, brackets and functions; nil for anything else, names
    /// among it.
    package static func value(of text: String) -> Double? {
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
        if name == "pi" { return .pi }
        guard take("("), let a = sum() else { return nil }
        var arguments = [a]
        while take(",") {
            guard let next = sum() else { return nil }
            arguments.append(next)
        }
        guard take(")") else { return nil }
        switch (name, arguments.count) {
        case ("min", _): return arguments.reduce(a, Swift.min)
        case ("max", _): return arguments.reduce(a, Swift.max)
        case ("logsumexp", _):
            let largest = arguments.reduce(a, Swift.max)
            return largest + log(arguments.reduce(0) { $0 + exp($1 - largest) })
        case ("leakyrelu", 2): return a > 0 ? a : arguments[1] * a
        case (_, 1): return Self.value(of: name, a)
        default: return nil
        }
    }

    private static func value(of name: String, _ a: Double) -> Double? {
        switch name {
        case "exp": exp(a)
        case "log": log(a)
        case "sqrt": a.squareRoot()
        case "tanh": tanh(a)
        case "sigmoid": 1 / (1 + exp(-a))
        case "relu": max(0, a)
        case "abs": abs(a)
        case "softplus": max(a, 0) + log1p(exp(-abs(a)))
        case "Phi": erfc(-a / 2.0.squareRoot()) / 2
        case "gelu": a * erfc(-a / 2.0.squareRoot()) / 2
        case "sign": a > 0 ? 1 : a < 0 ? -1 : 0
        case "floor": floor(a)
        case "cos": cos(a)
        case "sin": sin(a)
        default: nil
        }
    }
}
