import Glibc
import Testing

@testable import Screen

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("a", 1), ("δ", 1), ("∂", 1), ("₁", 1), ("²", 1), ("─", 1), ("┼", 1), ("╳", 1), ("⣿", 1),
        ("→", 1), ("▶", 1), ("…", 1), ("“", 1), ("·", 1), ("×", 1), ("反", 2), ("，", 2), ("。", 2),
        ("（", 2), ("》", 2), ("Ａ", 2), ("ﾊ", 1), ("한", 2), ("ᄒ\u{1161}\u{11AB}", 2), ("é", 1),
        ("e\u{301}", 1), ("が", 2), ("か\u{3099}", 2), ("\u{301}", 0), ("😀", 2), ("㍍", 2), ("𠀀", 2),
        ("\u{3000}", 2), ("★", 1), ("✓", 1), ("⌨", 1), ("⏰", 2), ("\u{303F}", 1), ("䷀", 2),
    ] as [(Character, Int)])
    func knownCharacters(character: Character, width: Int) {
        #expect(displayWidth(of: character) == width)
    }

    /// Where this libc knows a scalar and text may hold it, the program must agree with it: the
    /// terminal library counts with the same function.
    @Test func agreesWithTheSystem() {
        guard let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { return }
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        // Checked ranges are those of scalars old enough for every libc still in use.
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA0...0xAC, 0xAE...0x2FF, 0x300...0x36F, 0x370...0x482, 0x1100...0x11FF,
            0x1E00...0x1EFF, 0x2010...0x2027, 0x2030...0x205E, 0x2070...0x209C, 0x2100...0x218B,
            0x2190...0x23FF, 0x2500...0x2BFF, 0x2E80...0x3029, 0x3030...0x312F, 0x3200...0xA48C,
            0xAC00...0xD7A3, 0xF900...0xFA6D, 0xFE30...0xFE6B, 0xFF01...0xFF9F, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x20000...0x2A6D6,
        ]
        // Glibc's module leaves wcwidth out.
        guard let symbol = dlsym(nil, "wcwidth") else { return }
        typealias Width = @convention(c) (UInt32) -> Int32
        let wcwidth = unsafeBitCast(symbol, to: Width.self)
        var compared = 0
        for value in ranges.joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let system = Int(wcwidth(value))
            if system < 0 || scalar.properties.generalCategory == .unassigned { continue }
            compared += 1
            if displayWidth(of: scalar) != system {
                Issue.record("U+\(String(value, radix: 16)): \(displayWidth(of: scalar)), system \(system)")
            }
        }
        #expect(compared > 80_000)
    }
}
