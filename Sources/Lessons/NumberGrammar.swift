import CommandLanguage

/// The numbers that a file may hold: decimal, with an optional exponent, finite.
///
///     number  = sign? ( digits ( "." digits? )? | "." digits ) ( ("e" | "E") sign? digits )?
///     integer = "+"? digits
///
/// This is the decimal part of YAML 1.2's core schema without leading zeros, which older YAML reads in
/// base 8. Infinities, NaN, hexadecimal, base 60 and separators are mistakes that say what to write.
enum NumberGrammar {
    struct Mistake: Error {
        let message: Localized
    }

    /// The number that `text` writes; an error for one that does not fit a 64-bit floating-point number.
    static func number(_ text: String) -> Result<Double, Mistake> {
        guard isNumber(text) else {
            return .failure(Mistake(message: Phrase.notANumber(text, hint: hint(for: text))))
        }
        guard let value = Double(text), value.isFinite else {
            return .failure(Mistake(message: Phrase.numberTooLarge(text)))
        }
        // A number that only its exponent makes 0 was meant to be something else.
        let mantissa = text.prefix { $0 != "e" && $0 != "E" }
        guard value != 0 || !mantissa.contains(where: { ("1"..."9").contains($0) }) else {
            return .failure(Mistake(message: Phrase.numberTooSmall(text)))
        }
        return .success(value)
    }

    /// The whole number that `text` writes, within `range`.
    static func integer(_ text: String, in range: ClosedRange<UInt64>) -> Result<UInt64, Mistake> {
        let digits = text.utf8.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        guard isInteger(digits.utf8) else {
            if isNumber(text), let value = Double(text), value.isFinite {
                if value < 0 { return .failure(Mistake(message: Phrase.integerOutOfRange(text, range))) }
                if value == value.rounded(), value < 1e15 {
                    return .failure(Mistake(message: Phrase.notAnInteger(text, range, hint: written("\(UInt64(value))"))))
                }
                return .failure(Mistake(message: Phrase.notAnInteger(text, range, hint: nil)))
            }
            return .failure(Mistake(message: Phrase.notAnInteger(text, range, hint: hint(for: text))))
        }
        guard let value = UInt64(digits), range.contains(value) else {
            return .failure(Mistake(message: Phrase.integerOutOfRange(text, range)))
        }
        return .success(value)
    }

    private static func isInteger(_ digits: Substring.UTF8View) -> Bool {
        guard let first = digits.first, digits.allSatisfy(isDigit) else { return false }
        return first != UInt8(ascii: "0") || digits.count == 1
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isNumber(_ text: String) -> Bool {
        var rest = text[...].utf8
        func isSign(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
        if isSign(rest.first) { rest.removeFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var hasDigits = !whole.isEmpty
        if whole.first == UInt8(ascii: "0"), whole.count > 1 { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = rest.prefix(while: isDigit)
            rest = rest.dropFirst(fraction.count)
            hasDigits = hasDigits || !fraction.isEmpty
        }
        guard hasDigits else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if isSign(rest.first) { rest.removeFirst() }
            let exponent = rest.prefix(while: isDigit)
            guard !exponent.isEmpty else { return false }
            rest = rest.dropFirst(exponent.count)
        }
        return rest.isEmpty
    }

    private static func written(_ number: String) -> Localized { Localized("`\(number)`", " `\(number)`") }

    /// What the author of something like a number most likely wanted to write.
    private static func hint(for text: String) -> Localized? {
        guard text.utf8.count <= 40 else { return nil }
        let lower = text.lowercased()
        let bare = lower.drop { "+-".contains($0) }
        let sign = lower.hasPrefix("-") ? "-" : ""
        if ["inf", ".inf", "nan", ".nan", "infinity", "∞"].contains(String(bare)) { return Phrase.onlyFinite }
        if bare.hasPrefix("0x"), let value = UInt32(bare.dropFirst(2), radix: 16) {
            return written("\(sign)\(value)")
        }
        // Typographic minus and full-width digits, as an input method may leave them.
        let narrow = String(
            String.UnicodeScalarView(
                lower.unicodeScalars.compactMap { scalar in
                    switch scalar.value {
                    case 0x2212, 0x2013, 0xFF0D: "-"
                    case 0xFF10...0xFF19: Unicode.Scalar(scalar.value - 0xFF10 + 0x30)
                    case 0xFF0E: "."
                    case 0x5F, 0x27, 0x20: nil
                    default: scalar
                    }
                }))
        if narrow != lower, isNumber(narrow) { return written(narrow) }
        let plain = bare.drop { $0 == "0" }
        let withoutZeros = sign + (plain.first?.isNumber == true ? "" : "0") + plain
        if bare.hasPrefix("0"), bare.dropFirst().first?.isNumber == true, isNumber(withoutZeros) {
            return written(withoutZeros)
        }
        let point = lower.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ".")
        if point != lower, isNumber(point) { return written(point) }
        let parts = lower.split(separator: "/").map { Double($0) }
        if parts.count == 2, let a = parts[0], let b = parts[1], b != 0, (a / b).isFinite {
            return written("\(a / b)")
        }
        return nil
    }
}
