/// Text that is safe to show: the one type every writer to the screen takes, and only the filter
/// makes it.
///
/// | in the raw text | shown |
/// |---|---|
/// | control characters (C0, DEL, C1), bidirectional controls, line and paragraph separators, private use, unassigned, blank Hangul fillers | a visible mark, `<U+202E>` |
/// | tab | a space |
/// | newline | a newline where the text may have them, else a visible mark |
/// | zero-width scalars, tags, joiners, variation selectors, soft hyphens | nothing |
/// | regional indicators (flags) | their letters |
/// | more than four marks on one base | the first four |
///
/// Filtering twice changes nothing more. Source: Unicode Technical Report 36, "Trojan Source".
public struct SafeText: Hashable, Sendable {
    /// The filtered text.
    public private(set) var string: String
    /// The columns it takes on one line; newlines count as 0.
    public private(set) var width: Int
    /// Whether the filter replaced or dropped anything other than a tab.
    public private(set) var wasAltered: Bool
    /// Whether the raw text held scalars no reader can see, which someone may hide text in.
    public private(set) var hadInvisible: Bool

    /// The filtered `raw` text.
    public init(_ raw: String, keepingNewlines: Bool = false) {
        if let columns = soundWidth(of: raw, keepingNewlines: keepingNewlines) {
            self.init(string: raw, width: columns, wasAltered: false, hadInvisible: false)
            return
        }
        var filter = Filter(keepingNewlines: keepingNewlines)
        for scalar in raw.unicodeScalars { filter.take(scalar) }
        self.init(
            string: String(filter.kept), width: filter.width,
            wasAltered: filter.wasAltered, hadInvisible: filter.hadInvisible)
    }

    public init(_ character: Character) {
        self.init(String(character))
    }

    /// The empty text.
    public init() {
        self.init(string: "", width: 0, wasAltered: false, hadInvisible: false)
    }

    // Private to this file, so that nothing gets past the filter.
    private init(string: String, width: Int, wasAltered: Bool, hadInvisible: Bool) {
        self.string = string
        self.width = width
        self.wasAltered = wasAltered
        self.hadInvisible = hadInvisible
    }

    public var isEmpty: Bool { string.isEmpty }
}

// MARK: - Joining and measuring

extension SafeText {
    public static func + (left: SafeText, right: SafeText) -> SafeText {
        var sum = left
        sum += right
        return sum
    }

    public static func += (left: inout SafeText, right: SafeText) {
        left.string += right.string
        left.width += right.width
        left.wasAltered = left.wasAltered || right.wasAltered
        left.hadInvisible = left.hadInvisible || right.hadInvisible
    }

    /// `count` copies one after the other; none for a negative count.
    public static func repeating(_ text: SafeText, count: Int) -> SafeText {
        let copies = max(count, 0)
        return SafeText(
            string: String(repeating: text.string, count: copies), width: text.width * copies,
            wasAltered: text.wasAltered, hadInvisible: text.hadInvisible)
    }

    /// The longest beginning of at most `columns` columns; it never cuts a wide character.
    public func prefix(columns: Int) -> SafeText {
        if width <= columns { return self }
        var kept = String.UnicodeScalarView()
        var used = 0
        for scalar in string.unicodeScalars {
            let step = displayWidth(of: scalar)
            if used + step > columns { break }
            kept.append(scalar)
            used += step
        }
        return SafeText(
            string: String(kept), width: used, wasAltered: wasAltered, hadInvisible: hadInvisible)
    }

    /// The text, or if it is wider than `columns` its beginning and the ellipsis, so that the
    /// reader sees that something was left out.
    public func truncated(to columns: Int, ellipsis: SafeText = "…") -> SafeText {
        if width <= columns { return self }
        return prefix(columns: columns - ellipsis.width) + ellipsis.prefix(columns: columns)
    }

    public enum Alignment: Sendable { case left, centre, right }

    /// The text with spaces up to `columns`; wider text stays as it is.
    public func padded(to columns: Int, _ alignment: Alignment = .left) -> SafeText {
        let missing = columns - width
        if missing <= 0 { return self }
        let before: Int
        switch alignment {
        case .left: before = 0
        case .centre: before = missing / 2
        case .right: before = missing
        }
        return .repeating(" ", count: before) + self + .repeating(" ", count: missing - before)
    }

    /// The lines between newlines; at least one.
    public var lines: [SafeText] {
        // Most have but one.
        guard string.utf8.contains(0x0A) else { return [self] }
        return string.split(separator: "\n", omittingEmptySubsequences: false).map { SafeText(String($0)) }
    }
}

// Not for every sequence: the generic call costs the first frame more than all that it joins.
extension [SafeText] {
    /// The texts one after the other.
    public func joined(separator: SafeText = "") -> SafeText {
        var sum = SafeText()
        var isFirst = true
        for text in self {
            if !isFirst { sum += separator }
            sum += text
            isFirst = false
        }
        return sum
    }
}

// MARK: - Literals

extension SafeText: CustomStringConvertible {
    public var description: String { string }
}

/// In a literal the program's own newlines stay; every interpolated value goes through the
/// filter without them, unless it is `SafeText` already.
extension SafeText: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        self.init(value, keepingNewlines: true)
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.text
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text = SafeText()

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) {
            text += SafeText(literal, keepingNewlines: true)
        }

        public mutating func appendInterpolation(_ value: SafeText) {
            text += value
        }

        public mutating func appendInterpolation<Value>(_ value: Value) {
            text += SafeText(String(describing: value))
        }
    }
}
