import Testing

@testable import Screen

@Suite struct WrappingTests {
    private func lines(_ text: SafeText, _ width: Int) -> [String] {
        wrap(text, width: width).map(\.string)
    }

    @Test func english() {
        #expect(lines("the error is carried back", 10) == ["the error", "is carried", "back"])
        #expect(lines("one  two", 3) == ["one", "two"])
        #expect(lines("", 10) == [""])
        #expect(lines("a\n\nb", 10) == ["a", "", "b"])
        #expect(lines("  indented text", 10) == ["  indented", "text"])
        #expect(lines("backpropagation", 6) == ["backpr", "opagat", "ion"])
        #expect(lines("a feed-forward net", 8) == ["a feed-", "forward", "net"])
        #expect(lines("x = -1 and 1e-3", 5) == ["x", "= -1", "and", "1e-3"])
        #expect(lines("exactly ten", 7) == ["exactly", "ten"])
        #expect(lines("a b", 0) == ["a", "b"])
    }

    @Test func chinese() {
        #expect(lines("误差反向传播", 4) == ["误差", "反向", "传播"])
        #expect(lines("误差反向传播", 5) == ["误差", "反向", "传播"])
        // No line begins with closing punctuation: the character before goes along.
        #expect(lines("误差反，向传播", 6) == ["误差", "反，向", "传播"])
        // No line ends with an opening bracket.
        #expect(lines("误差（反向）传", 6) == ["误差", "（反", "向）传"])
        #expect(lines("他说“好”。", 6) == ["他说", "“好”。"])
        #expect(lines("用gradient下降", 10) == ["用gradient", "下降"])
        #expect(lines("权重weight更新", 8) == ["权重", "weight更", "新"])
        #expect(lines("反", 1) == ["反"])
    }

    @Test(arguments: 2...12) func everyLineFitsAndNothingIsLost(width: Int) {
        let text: SafeText = "δ(h1)：误差“送回”每一层（layer），然后 update the weights……权重 w11 变为 0.49。"
        let wrapped = wrap(text, width: width)
        #expect(wrapped.allSatisfy { $0.width <= width })
        let ink = { (string: String) in string.filter { $0 != " " } }
        #expect(ink(wrapped.map(\.string).joined()) == ink(text.string))
    }

    @Test func formulasStayTogether() {
        #expect(lines("We begin at w = 1. Enter goes on.", 16) == ["We begin at", "w = 1. Enter", "goes on."])
        #expect(lines("the loss L = (w − 3)² at first", 16) == ["the loss", "L = (w − 3)² at", "first"])
        #expect(lines("open the lesson early-stopping now", 22) == ["open the lesson", "early-stopping now"])
        #expect(lines("误差 a2 − t 传回去", 9) == ["误差", "a2 − t 传", "回去"])
        // Where nothing else fills the line well, before a sign, rather outside of brackets.
        #expect(lines("0.5·(1 − 0.0179862) + 0.25·0.3", 24) == ["0.5·(1 − 0.0179862)", "+ 0.25·0.3"])
        #expect(lines("0.2 · 0.5 · 0.4 · 0.8", 15) == ["0.2 · 0.5 · 0.4", "· 0.8"])
        #expect(lines("L ~= 0.25 + 0.125", 10) == ["L ~= 0.25", "+ 0.125"])
    }

    @Test func longBlanksAreNoTrap() {
        #expect(lines(SafeText(String(repeating: " ", count: 50_000) + "x"), 9).last == "x")
        #expect(lines("，，，，，，", 4) == ["，，", "，，", "，，"])
    }
}

@Suite struct SpellingTests {
    @Test(arguments: [
        ("δ(h1) = δ(y) · w31 · σ′(z)", "delta(h1) = delta(y) * w31 * sigma'(z)"),
        ("∂L/∂w₁₁ → −0.5", "dL/dw_11 -> -0.5"),
        ("x² + 10⁻¹² ≈ √2…", "x^2 + 10^-12 ~= sqrt2..."),
        ("“η” ← Σ", "\"eta\" <- sum"),
        ("┌─┬╲╱╳│⣿⠀█", "+-+\\/X|* #"),
        ("m̂", "m_hat"),
        ("Nesterov’s naïve idea", "Nesterov's naive idea"),
        ("权重，", "????,"),
        ("plain", "plain"),
    ])
    func ascii(text: String, spelled: String) {
        #expect(Charset.ascii.spell(text) == spelled)
        #expect(Charset.unicode.spell(text) == text)
        #expect(Charset.ascii.spell(SafeText(text)).string == spelled)
    }

    @Test func everySpellingIsASCII() {
        for value in UInt32(0x80)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if !Charset.ascii.spell(String(scalar)).utf8.allSatisfy({ $0 < 0x80 }) {
                Issue.record("U+\(String(value, radix: 16))")
            }
        }
    }

    @Test func asciiGlyphsAreASCIIAndSingle() {
        for charset in [Charset.unicode, .ascii] {
            let glyphs = charset.glyphs
            for child in Mirror(reflecting: glyphs).children {
                for text in (child.value as? [SafeText]) ?? (child.value as? SafeText).map({ [$0] }) ?? [] {
                    if charset == .ascii { #expect(text.string.utf8.allSatisfy { $0 < 0x80 }) }
                    #expect(!text.wasAltered)
                    let isLonger = ["arrowLeft", "arrowRight", "ellipsis"].contains(child.label)
                    #expect(isLonger || text.width == 1, "\(child.label ?? "")")
                }
            }
            #expect(glyphs.levels.count == Style.Heat.levels)
            #expect(Set(glyphs.levels).count == Style.Heat.levels)
        }
    }
}

@Suite struct KeyTests {
    @Test func namesReadBack() {
        let keys: [Key] = [
            .character("q"), .character(" "), .character("δ"), .enter, .escape, .backspace, .delete,
            .insert, .tab, .backTab, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
            .function(12), .control("l"), .interrupt,
        ]
        for key in keys {
            #expect(Key(name: key.name) == key, "\(key.name)")
            #expect(Key(name: key.name(in: .ascii)) == key, "\(key.name)")
        }
        #expect(Key.right.name == "→" && Key.right.name(in: .ascii) == "Right")
        #expect(Key.control("l").name == "Ctrl-L")
        #expect(Key(name: "Ctrl-") == nil && Key(name: "") == nil && Key(name: "F0") == nil)
    }
}

@Suite struct ByteDecoderTests {
    private func keys(_ bytes: [UInt8], isUTF8: Bool = true) -> [Key] {
        var decoder = ByteDecoder(isUTF8: isUTF8)
        return bytes.compactMap { decoder.take($0) }
    }

    @Test func bytesBecomeKeys() {
        #expect(keys([3, 8, 127, 9, 10, 13, 27, 1, 0, 28, 0x71]) == [
            .interrupt, .backspace, .backspace, .tab, .enter, .enter, .escape, .control("a"),
            .control("@"), .control("\\"), .character("q"),
        ])
        #expect(keys(Array("é反😀".utf8)) == [.character("é"), .character("反"), .character("😀")])
        #expect(keys(Array("é反x".utf8), isUTF8: false) == [.character("x")])
    }

    @Test func brokenUTF8IsHarmless() {
        #expect(keys([0xFF, 0xFE, 0x80, 0xC0, 0x80, 0xE5, 0x8F, 0x71]) == [.character("q")])
        #expect(keys([0xE5, 0xC3, 0xA9]) == [.character("é")])
        #expect(keys([0xED, 0xA0, 0x80, 0x71]) == [.character("q")])
    }
}
