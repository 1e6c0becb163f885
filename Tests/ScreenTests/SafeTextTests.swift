import Testing

@testable import Screen

@Suite struct SafeTextTests {
    @Test(arguments: [
        ("\u{1B}[31mred", "<U+001B>[31mred"),
        ("\u{9B}2J", "<U+009B>2J"),
        ("a\u{7F}b\u{0}", "a<U+007F>b<U+0000>"),
        ("a\u{202E}b\u{2066}c", "a<U+202E>b<U+2066>c"),
        ("\u{61C}\u{200E}\u{200F}", "<U+061C><U+200E><U+200F>"),
        ("a\u{2028}b\u{2029}", "a<U+2028>b<U+2029>"),
        ("\u{E000}\u{10FFFD}", "<U+E000><U+10FFFD>"),
        ("a\nb", "a<U+000A>b"),
        ("a\r\nb", "a<U+000D><U+000A>b"),
        ("\u{3164}", "<U+3164>"),
        ("🇨🇳", "CN"),
    ])
    func dangerousScalarsBecomeVisible(raw: String, shown: String) {
        let text = SafeText(raw)
        #expect(text.string == shown)
        #expect(text.wasAltered)
        #expect(!text.hadInvisible)
        #expect(text.width == shown.utf8.count)
    }

    @Test(arguments: ["a\u{200B}b", "a\u{FEFF}b", "a\u{E0041}b", "a\u{200D}b", "a\u{2060}b", "a\u{AD}b"])
    func invisibleScalarsAreDroppedAndReported(raw: String) {
        let text = SafeText(raw)
        #expect(text.string == "ab")
        #expect(text.wasAltered && text.hadInvisible)
    }

    @Test func ordinaryTextStays() {
        for raw in ["", "plain", "δ₁ = ∂L/∂w · σ′(z) → −0.11", "反向传播：“误差”……", "naïve", "e\u{301}", "⣿─┼"] {
            let text = SafeText(raw)
            #expect(text.string.unicodeScalars.elementsEqual(raw.unicodeScalars), "\(raw)")
            #expect(!text.wasAltered && !text.hadInvisible, "\(raw)")
        }
    }

    @Test func tabsAreSpacesAndNewlinesStayOnRequest() {
        #expect(SafeText("a\tb").string == "a b")
        #expect(!SafeText("a\tb").wasAltered)
        let text = SafeText("a\r\nb\n", keepingNewlines: true)
        #expect(text.string.unicodeScalars.elementsEqual("a<U+000D>\nb\n".unicodeScalars))
        #expect(text.lines.map(\.string) == ["a<U+000D>", "b", ""])
    }

    @Test func noRawControlPassesWhatever() {
        // Every scalar there is, alone and after a letter.
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = SafeText("a" + String(scalar))
            for kept in text.string.unicodeScalars {
                let category = kept.properties.generalCategory
                let isBad =
                    category == .control || category == .format || category == .privateUse
                    || category == .lineSeparator || category == .paragraphSeparator
                if isBad { Issue.record("U+\(String(value, radix: 16)) passed") }
            }
        }
    }

    @Test func filteringTwiceChangesNothing() {
        let raw = "\u{301}x\u{1B}\u{202E}反\u{200B}\u{E000}🇨🇳e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}"
        let once = SafeText(raw)
        let twice = SafeText(once.string)
        #expect(twice.string == once.string)
        #expect(twice.width == once.width)
        #expect(!twice.wasAltered)
    }

    @Test func towersOfMarksAreCutAndLoneMarksGetABase() {
        #expect(SafeText("e" + String(repeating: "\u{301}", count: 50)).string.unicodeScalars.count == 5)
        #expect(SafeText("\u{301}").string == "◌\u{301}")
        #expect(SafeText("\u{301}").width == 1)
    }

    @Test func interpolationFiltersValuesAndKeepsFlags() {
        let raw = "x\u{1B}\n"
        let text: SafeText = "[\(raw)] \(3)\n\(SafeText("a\u{200B}"))"
        #expect(text.string == "[x<U+001B><U+000A>] 3\na")
        #expect(text.wasAltered && text.hadInvisible)
        #expect(text.width == SafeText(text.string, keepingNewlines: true).width)
    }

    @Test func cuttingNeverHalvesAWideCharacter() {
        let text: SafeText = "反向a"
        #expect(text.width == 5)
        #expect(text.prefix(columns: 3).string == "反")
        #expect(text.prefix(columns: 3).width == 2)
        #expect(text.truncated(to: 4).string == "反…")
        #expect(text.truncated(to: 5).string == "反向a")
        #expect(text.truncated(to: 0).string == "")
        #expect(text.padded(to: 7, .right).string == "  反向a")
        #expect(text.padded(to: 8, .centre).string == " 反向a  ")
        #expect(text.padded(to: 2).string == "反向a")
    }

    @Test func joining() {
        let parts: [SafeText] = ["a", "", "反"]
        let text = parts.joined(separator: ", ")
        #expect(text.string == "a, , 反")
        #expect(text.width == 7)
    }
}
