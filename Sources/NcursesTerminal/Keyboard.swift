import CNcurses
import Screen

/// Makes keys of what the terminal sends. ncurses knows the sequences of the special keys; bytes
/// of UTF-8 are put together by `ByteDecoder`, so that a character torn apart on its way is whole again.
final class Keyboard {
    enum Reading {
        case key(Key)
        /// Something came that is no key, or not yet.
        case ignored
        case nothing
    }

    /// How long ncurses waits whether an escape begins a sequence, in milliseconds.
    private static let escapeDelay: Int32 = 25
    /// How long the rest of a sequence may take once it has surely begun.
    private static let sequenceDelay: Int32 = 100
    /// A sequence torn apart between escape and `[` goes on within this time; nobody types
    /// that fast.
    private static let tornDelay: Duration = .milliseconds(100)

    // A pad, because reading from a window would also refresh it.
    private var pad: UnsafeMutablePointer<WINDOW>?
    private var decoder: ByteDecoder
    private var lastEscape: ContinuousClock.Instant?

    init?(isUTF8: Bool) {
        decoder = ByteDecoder(isUTF8: isUTF8)
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
            return Self.special(code).map(Reading.key) ?? .ignored
        }
        guard let byte = UInt8(exactly: code) else { return .ignored }
        if byte == 27 { return escape() }
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O"), let escaped = lastEscape,
            ContinuousClock.now - escaped < Self.tornDelay, let following = read(waiting: 5)
        {
            lastEscape = nil
            skipSequence(begunBy: byte, following)
            return .ignored
        }
        return decoder.take(byte).map(Reading.key) ?? .ignored
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
                if let following = read(waiting: Self.sequenceDelay) {
                    skipSequence(begunBy: byte, following)
                }
            } else if byte >= 0xC0 {
                // Alt and a character of several bytes.
                for _ in 0..<(ByteDecoder.length(of: byte) - 1) { _ = read(waiting: Self.sequenceDelay) }
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
            guard let next = read(waiting: Self.sequenceDelay) else { return }
            code = next
        }
    }

    private func skipString() {
        var isEscaped = false
        for _ in 0..<4096 {
            guard let code = read(waiting: Self.sequenceDelay) else { return }
            if code == 7 || (isEscaped && code == UInt8(ascii: "\\")) { return }
            isEscaped = code == 27
        }
    }

    private static func special(_ code: Int32) -> Key? {
        let number = code - KEY_F0
        return (1...63).contains(number) ? .function(Int(number)) : keys[code]
    }

    private static let keys: [Int32: Key] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home,
        KEY_END: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_BACKSPACE: .backspace,
        KEY_DC: .delete, KEY_IC: .insert, KEY_ENTER: .enter, KEY_BTAB: .backTab,
    ]
}
