/// A YAML text in which stand-ins take the place of every `*`, every `?`, and the `:` after a bracket.
///
/// YAML gives `*` one meaning, the alias, and `?` one, the explicit key; `]:` and `}:` make a key of a
/// list or a mapping. Without these the parser cannot meet an alias or a key that is no text, whatever
/// the file holds; and because a stand-in is one character that may stand in a text anywhere, every
/// other piece and every place stays what it was. A plain scalar that begins with a stand-in is where
/// an alias or an explicit key would have been; prose, comments and quoted text get their characters
/// back.
struct MaskedText {
    private(set) var text: String
    private let alias: Unicode.Scalar
    private let explicitKey: Unicode.Scalar
    private let keyColon: Unicode.Scalar
    /// Stand-ins that are still free.
    private var spare: ArraySlice<Unicode.Scalar>
    /// The keys that `disguiseKey` changed, by their stand-in.
    private var disguised: [Unicode.Scalar: String] = [:]

    /// How many duplicate keys are looked for, each of which takes another round of parsing: 16, and
    /// fewer in a text so long that the rounds would be felt.
    private static func disguises(in text: String) -> Int { max(1, min(16, (2 << 20) / max(1, text.utf8.count))) }

    /// Nil when the file uses so many private-use characters that none is left to stand in.
    init?(_ text: String) {
        let taken = Self.privateCharacters(of: text)
        var standIns: [Unicode.Scalar] = []
        let wanted = 3 + Self.disguises(in: text)
        var candidate: UInt32 = 0xE000
        while standIns.count < wanted, candidate <= 0xF8FF {
            if !taken.contains(candidate), let scalar = Unicode.Scalar(candidate) { standIns.append(scalar) }
            candidate += 1
        }
        guard standIns.count >= 3 else { return nil }
        let (alias, explicitKey, keyColon) = (standIns[0], standIns[1], standIns[2])
        self.alias = alias
        self.explicitKey = explicitKey
        self.keyColon = keyColon
        spare = standIns[3...]
        // Byte by byte: every character that matters is ASCII, and this is on the way to the first frame.
        let bytes = Array(text.utf8)
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count + bytes.count / 8)
        var afterBracket = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "*"): masked += String(alias).utf8
            case UInt8(ascii: "?"): masked += String(explicitKey).utf8
            case UInt8(ascii: ":") where afterBracket: masked += String(keyColon).utf8
            default: masked.append(byte)
            }
            if byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") {
                afterBracket = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
            }
        }
        self.text = String(decoding: masked, as: UTF8.self)
    }

    /// Whether a text holds a private-use character: U+E000 to U+F8FF are EE 80 80 to EF A3 BF.
    ///
    /// Chinese punctuation begins with EF too, so that the byte after it has to be looked at.
    private static func holdsPrivateCharacters(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0xEE || (previous == 0xEF && byte <= 0xA3) { return true }
            previous = byte
        }
        return false
    }

    /// The private-use characters that the text holds or that an escape in it (`\uE000`, `\U0000E000`)
    /// may become.
    private static func privateCharacters(of text: String) -> Set<UInt32> {
        var found: Set<UInt32> = []
        guard holdsPrivateCharacters(text) || text.utf8.contains(UInt8(ascii: "\\")) else { return found }
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            if (0xE000...0xF8FF).contains(scalar.value) { found.insert(scalar.value) }
            guard scalar == "u" || scalar == "U", index > 0, scalars[index - 1] == "\\" else { continue }
            let digits = scalars[(index + 1)...].prefix(scalar == "u" ? 4 : 8)
            if let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16) { found.insert(value) }
        }
        return found
    }

    /// A scalar's text as the file has it.
    func restored(_ masked: String) -> String {
        guard Self.holdsPrivateCharacters(masked) else { return masked }
        var scalars = String.UnicodeScalarView()
        for scalar in masked.unicodeScalars {
            if let key = disguised[scalar] { return key }
            switch scalar {
            case alias: scalars.append("*")
            case explicitKey: scalars.append("?")
            case keyColon: scalars.append(":")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// Whether a plain scalar is one only because its `*` was masked.
    func beginsWithAlias(_ masked: String) -> Bool { masked.unicodeScalars.first == alias }

    /// Whether a plain scalar is one only because its `?` was masked.
    func beginsWithExplicitKey(_ masked: String) -> Bool {
        let scalars = masked.unicodeScalars
        guard scalars.first == explicitKey else { return false }
        return scalars.dropFirst().first.map { $0.properties.isWhitespace } ?? true
    }

    /// Makes the key at `mark` differ from every other, and remembers what it is called.
    ///
    /// - Returns: false when no stand-in is left or the mark is not in the text.
    mutating func disguiseKey(at mark: SourceMark, named name: String) -> Bool {
        guard let standIn = spare.first, !name.isEmpty else { return false }
        var scalars = Array(text.unicodeScalars)
        var line = 1
        var index = 0
        while index < scalars.count, line < mark.line {
            if scalars[index] == "\n" || (scalars[index] == "\r" && scalars.dropFirst(index + 1).first != "\n") {
                line += 1
            }
            index += 1
        }
        index += mark.column - 1
        // Inside the quotes, so that they still close.
        if index >= 0, index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        guard line == mark.line, index >= 0, index < scalars.count else { return false }
        scalars[index] = standIn
        spare = spare.dropFirst()
        disguised[standIn] = name
        text = String(String.UnicodeScalarView(scalars))
        return true
    }
}
