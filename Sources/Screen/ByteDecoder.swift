/// Makes keys of single bytes: control characters, ASCII, and UTF-8 that may come torn apart.
/// Sequences that begin with an escape are the terminal library's.
public struct ByteDecoder: Sendable {
    private let isUTF8: Bool
    private var bytes: [UInt8] = []

    /// Without UTF-8, bytes beyond ASCII are no keys.
    public init(isUTF8: Bool) {
        self.isUTF8 = isUTF8
    }

    /// The key a byte completes, or nil.
    public mutating func take(_ byte: UInt8) -> Key? {
        if byte < 0x80 {
            bytes = []
            return Self.ascii(byte)
        }
        guard isUTF8 else { return nil }
        if byte >= 0xC0 { bytes = [] }
        bytes.append(byte)
        guard bytes.count >= Self.length(of: bytes[0]) else { return nil }
        defer { bytes = [] }
        guard let text = String(validating: bytes, as: UTF8.self), text.count == 1 else { return nil }
        return text.first.map(Key.character)
    }

    private static func ascii(_ byte: UInt8) -> Key {
        switch byte {
        case 3: .interrupt
        case 8, 127: .backspace
        case 9: .tab
        case 10, 13: .enter
        case 27: .escape
        case 1...26: .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0, 28...31: .control(Character(Unicode.Scalar(byte + 0x40)))
        default: .character(Character(Unicode.Scalar(byte)))
        }
    }

    /// The bytes of a UTF-8 sequence by its first; 1 for a byte that begins none.
    public static func length(of first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
