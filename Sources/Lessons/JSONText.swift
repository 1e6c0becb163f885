/// JSON as a program wrote it: members in their order, numbers with the digits that were written.
indirect enum JSONText {
    case number(Double, digits: WrittenDigits)
    case string(String)
    case literal(String)
    case array([JSONText])
    case object([(key: String, value: JSONText)])
}

/// How exactly a number was written.
struct WrittenDigits: Equatable {
    /// Digits from the first that is not 0.
    var significant: Int
    /// Digits after the decimal point, with the exponent taken into account.
    var decimals: Int
}

extension WrittenDigits {
    /// Those of a decimal number.
    init(of text: String) {
        let parts = text.lowercased().split(separator: "e", maxSplits: 1).map(String.init)
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts.first ?? ""
        let fraction = mantissa.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
        significant = mantissa.filter(\.isNumber).drop { $0 == "0" }.count
        decimals = fraction - min(max(exponent, -400), 400)
    }
}

/// Why a text is not JSON, and where.
struct JSONMistake: Error, Equatable {
    enum Kind: Equatable {
        case unexpectedEnd
        case unexpected(String)
        case tooDeep
        case afterEnd
        case duplicateKey(String)
    }
    let kind: Kind
    /// In bytes from the start.
    let offset: Int
}

/// Reads JSON (RFC 8259), and the words NaN, Infinity and -Infinity that Python writes, so that a message can name them.
struct JSONParser {
    private let bytes: [UInt8]
    private var offset = 0
    private static let mostDepth = 32

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func parse(_ bytes: [UInt8]) throws(JSONMistake) -> JSONText {
        var parser = JSONParser(bytes)
        // A byte order mark.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.offset = 3 }
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        if parser.offset < bytes.count { throw JSONMistake(kind: .afterEnd, offset: parser.offset) }
        return value
    }

    private mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[offset]) { offset += 1 }
    }

    private func fail<T>() throws(JSONMistake) -> T {
        guard offset < bytes.count else { throw JSONMistake(kind: .unexpectedEnd, offset: offset) }
        let text = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
        throw JSONMistake(kind: .unexpected(String(text.prefix(1))), offset: offset)
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == character.asciiValue else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ character: Character) throws(JSONMistake) {
        if !take(character) { let _: Void = try fail() }
    }

    private mutating func value(depth: Int) throws(JSONMistake) -> JSONText {
        skipSpace()
        guard depth <= Self.mostDepth else { throw JSONMistake(kind: .tooDeep, offset: offset) }
        guard offset < bytes.count else { return try fail() }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        default: break
        }
        for word in ["true", "false", "null", "NaN", "Infinity", "-Infinity"] where bytes[offset...].starts(with: word.utf8) {
            offset += word.utf8.count
            return .literal(word)
        }
        return try number()
    }

    private mutating func array(_ depth: Int) throws(JSONMistake) -> JSONText {
        try expect("[")
        var values: [JSONText] = []
        if take("]") { return .array(values) }
        repeat { values.append(try value(depth: depth + 1)) } while take(",")
        try expect("]")
        return .array(values)
    }

    private mutating func object(_ depth: Int) throws(JSONMistake) -> JSONText {
        try expect("{")
        var members: [(key: String, value: JSONText)] = []
        var keys: Set<String> = []
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            let start = offset
            let key = try string()
            guard keys.insert(key).inserted else { throw JSONMistake(kind: .duplicateKey(key), offset: start) }
            try expect(":")
            members.append((key, try value(depth: depth + 1)))
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func string() throws(JSONMistake) -> String {
        try expect("\"")
        var units: [UInt16] = []
        var plain: [UInt8] = []
        var text = ""
        func flush(_ text: inout String, _ plain: inout [UInt8], _ units: inout [UInt16]) {
            text += String(decoding: plain, as: UTF8.self) + String(decoding: units, as: UTF16.self)
            plain = []
            units = []
        }
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte < 0x20 { return try fail() }
            if byte != UInt8(ascii: "\\"), !units.isEmpty { flush(&text, &plain, &units) }
            offset += 1
            if byte == UInt8(ascii: "\"") {
                flush(&text, &plain, &units)
                return text
            }
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            guard offset < bytes.count else { return try fail() }
            let escape = Character(Unicode.Scalar(bytes[offset]))
            if escape == "u" {
                let digits = String(decoding: bytes[min(offset + 1, bytes.count)..<min(offset + 5, bytes.count)], as: UTF8.self)
                guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else { return try fail() }
                if !plain.isEmpty { flush(&text, &plain, &units) }
                units.append(unit)
                offset += 5
                continue
            }
            let meanings: [Character: Character] = [
                "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
            ]
            guard let meaning = meanings[escape] else { return try fail() }
            if !units.isEmpty { flush(&text, &plain, &units) }
            plain += Array(String(meaning).utf8)
            offset += 1
        }
        return try fail()
    }

    private mutating func number() throws(JSONMistake) -> JSONText {
        let start = offset
        while offset < bytes.count, "+-.eE0123456789".utf8.contains(bytes[offset]) { offset += 1 }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard let first = text.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "."), let value = Double(text) else {
            offset = start
            return try fail()
        }
        return .number(value, digits: WrittenDigits(of: text))
    }
}
