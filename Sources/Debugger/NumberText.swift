import Autograd

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Numbers as text: one way of rounding for cards, ledgers and tables.
public enum NumberText {
    /// The shortest text that reads back to the same bits: `0.1`, `1e-7`, `inf`, `nan`.
    public static func exact(_ value: Double) -> String { Expression.exactText(value) }

    /// At most `digits` significant digits, and no more than the number has: 0.52, −0.11187, 1.5e-9.
    public static func short(_ value: Double, digits: Int) -> String {
        let whole = exact(value)
        // A zero's sign says nothing to a reader.
        if value == 0 { return "0" }
        guard value.isFinite else { return whole }
        let rounded = Double(formatted("%.\(max(0, digits - 1))e", value)) ?? value
        let magnitude = abs(rounded)
        if magnitude >= 1e-4 && magnitude < 1e7 || exact(rounded).count <= 7 && !exact(rounded).contains("e") {
            return exact(rounded)
        }
        return scientific(rounded, digits: digits)
    }

    /// Exactly `decimals` digits after the point, for columns; scientific where that would show nothing
    /// or too much.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return exact(value) }
        let magnitude = abs(value)
        if value != 0 && magnitude < 5 * power(10, -decimals) || magnitude >= 1e5 {
            return scientific(value, digits: max(2, decimals - 2))
        }
        let text = padded(value, decimals: decimals) ?? formatted("%.\(decimals)f", value)
        // −0.00000 would be a sign without a number.
        return value == 0 && text.hasPrefix("-") ? String(text.dropFirst()) : text
    }

    /// `digits` significant digits with an exponent, without idle zeros: 1.1e3.
    public static func scientific(_ value: Double, digits: Int) -> String {
        let text = formatted("%.\(max(0, digits - 1))e", value)
        guard let e = text.firstIndex(of: "e") else { return text }
        var mantissa = text[..<e]
        if mantissa.contains(".") {
            while mantissa.hasSuffix("0") { mantissa.removeLast() }
            if mantissa.hasSuffix(".") { mantissa.removeLast() }
        }
        let exponent = Int(text[text.index(after: e)...]) ?? 0
        return "\(mantissa)e\(exponent)"
    }

    /// A number with no more decimals than these, and zeros up to them: 0.5 is 0.5000; nil for any other.
    ///
    /// With 15 digits or fewer there is one decimal number to a double, so that nothing needs rounding. Parameters and
    /// inputs as people write them are such numbers, and the C library's formatting took a twentieth of the time to
    /// the first frame.
    private static func padded(_ value: Double, decimals: Int) -> String? {
        let whole = exact(value)
        guard !whole.utf8.contains(UInt8(ascii: "e")) else { return nil }
        let point = whole.utf8.firstIndex(of: UInt8(ascii: ".")) ?? whole.utf8.endIndex
        let fraction = max(0, whole.utf8.distance(from: point, to: whole.utf8.endIndex) - 1)
        let integer = whole.utf8.distance(from: whole.utf8.startIndex, to: point)
        guard fraction <= decimals, integer + decimals <= 15 else { return nil }
        if decimals == 0 { return whole }
        return whole + (fraction == 0 ? "." : "") + String(repeating: "0", count: decimals - fraction)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double { pow(base, Double(exponent)) }

    private static func formatted(_ format: String, _ value: Double) -> String {
        // Long enough for any double in %f with 17 decimals: 309 digits before the point.
        var buffer = [CChar](repeating: 0, count: 352)
        let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
        return String(decoding: buffer.prefix(max(0, Int(length))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
