import CNcurses
import Screen

/// Makes keys of what the terminal sends. ncurses knows the sequences of the special keys; bytes
/// of UTF-8 are put together here, so that a character torn apart on its way is whole again.
final class Keyboard {
    enum Reading {
        case key(Key)
        /// Something came that is no key, or not yet.
        case ignored
        case nothing
    }

    /// How long ncurses waits whether an escape begins a sequence.
    private static let escapeDelay: Int32 = 25
    /// A sequence torn apart between escape and `[` goes on within this time; nobody types
    /// that fast.
    private static let tornDelay: Duration = .milliseconds(100)

    private let isUTF8: Bool
    // A pad, because reading from a window would also refresh it.
    private var pad: UnsafeMutablePointer<WINDOW>?
    private var bytes: [UInt8] = []
    private var lastEscape: ContinuousClock.Instant?

    init?(isUTF8: Bool) {
        self.isUTF8 = isUTF8
        guard let pad = newpad(1, 1) else { return nil }
        self.pad = pad
        keypad(pad, true)
        cn_set_escape_delay(Self.escapeDelay)
    }

    func close() {
        if let pad { delwin(pad) }
        pad = nil
    }

    /// What has arrived; it does not wait.
    func next() -> Reading {
        guard let code = read() else { return .nothing }
        if code >= KEY_MIN {
            bytes = []
            return Self.special(code).map(Reading.key) ?? .ignored
        }
        guard let byte = UInt8(exactly: code) else { return .ignored }
        if byte == 27 {
            bytes = []
            return escape()
        }
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O"), let escaped = lastEscape,
            ContinuousClock.now - escaped < Self.tornDelay, let following = read(waiting: 5)
        {
            lastEscape = nil
            skipSequence(begunBy: byte, following)
            return .ignored
        }
        return byte < 0x80 ? ascii(byte) : multibyte(byte)
    }

    private func read(waiting milliseconds: Int32 = 0) -> Int32? {
        guard let pad else { return nil }
        wtimeout(pad, milliseconds)
        let code = wgetch(pad)
        return code == ERR ? nil : code
    }

    /// An escape that begins none of the sequences ncurses knows.
    private func escape() -> Reading {
        guard let code = read() else {
            lastEscape = .now
            return .key(.escape)
        }
        if code == 27 {
            ungetch(27)
            return .key(.escape)
        }
        if let byte = UInt8(exactly: code) {
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
                if let following = read(waiting: Self.escapeDelay) {
                    skipSequence(begunBy: byte, following)
                }
            } else if byte >= 0xC0 {
                // Alt and a character of several bytes.
                for _ in 0..<(Self.length(byte) - 1) { _ = read(waiting: Self.escapeDelay) }
            } else if Self.stringIntroducers.contains(byte) {
                skipString()
            }
        }
        return .ignored
    }

    /// DCS, SOS, OSC, PM and APC: an answer of the terminal nobody asked for.
    private static let stringIntroducers = Set("PX]^_".utf8)

    /// Skips the rest of `ESC [ …` up to its final byte, or of `ESC O …`, one byte.
    private func skipSequence(begunBy introducer: UInt8, _ following: Int32) {
        var code = following
        for _ in 0..<64 {
            if introducer == UInt8(ascii: "O") || !(0x20..<0x40).contains(code) { return }
            guard let next = read(waiting: Self.escapeDelay) else { return }
            code = next
        }
    }

    private func skipString() {
        var isEscaped = false
        for _ in 0..<4096 {
            guard let code = read(waiting: Self.escapeDelay) else { return }
            if code == 7 || (isEscaped && code == UInt8(ascii: "\\")) { return }
            isEscaped = code == 27
        }
    }

    private func ascii(_ byte: UInt8) -> Reading {
        bytes = []
        switch byte {
        case 3: return .key(.interrupt)
        case 8, 127: return .key(.backspace)
        case 9: return .key(.tab)
        case 10, 13: return .key(.enter)
        case 1...26: return .key(.control(Character(Unicode.Scalar(byte + 0x60))))
        case 0, 28...31: return .key(.control(Character(Unicode.Scalar(byte + 0x40))))
        default: return .key(.character(Character(Unicode.Scalar(byte))))
        }
    }

    private func multibyte(_ byte: UInt8) -> Reading {
        guard isUTF8 else { return .ignored }
        if byte >= 0xC0 { bytes = [] }
        bytes.append(byte)
        let length = Self.length(bytes[0])
        if bytes.count < length { return .ignored }
        defer { bytes = [] }
        guard let text = String(validating: bytes, as: UTF8.self), text.count == 1,
            let character = text.first
        else { return .ignored }
        return .key(.character(character))
    }

    /// The bytes of a UTF-8 sequence by its first; 1 for a byte that begins none.
    private static func length(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    private static func special(_ code: Int32) -> Key? {
        let function = code - KEY_F0
        if (1...63).contains(function) { return .function(Int(function)) }
        switch code {
        case KEY_UP: return .up
        case KEY_DOWN: return .down
        case KEY_LEFT: return .left
        case KEY_RIGHT: return .right
        case KEY_HOME: return .home
        case KEY_END: return .end
        case KEY_PPAGE: return .pageUp
        case KEY_NPAGE: return .pageDown
        case KEY_BACKSPACE: return .backspace
        case KEY_DC: return .delete
        case KEY_IC: return .insert
        case KEY_ENTER: return .enter
        case KEY_BTAB: return .backTab
        default: return nil
        }
    }
}
