import Screen
import TestNetworks
import TestTerminal
import Testing

struct FrameEncoderTests {
    private static let texts: [SafeText] = [
        "w11 = 0.5", "δ(h1)", "梯度", "x", "──────", "e\u{301}", "半角 mixed 宽", " ", "0", SafeText("\u{1B}[2J\u{9B}31m\u{202E}"),
    ]

    /// A frame with some text at random places, on top of what was there.
    private func change(_ frame: inout Frame, by random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let role = Style.Role.allCases.randomElement(using: &random) ?? .normal
            var style = Style(role, bold: .random(using: &random), underline: .random(using: &random), reverse: .random(using: &random))
            if Bool.random(using: &random) { style.heat = Style.Heat(level: .random(in: 0...7, using: &random), isNegative: .random(using: &random)) }
            let text = Self.texts.randomElement(using: &random) ?? "x"
            frame.write(
                text, row: .random(in: -1...frame.size.rows, using: &random), column: .random(in: -4...frame.size.columns, using: &random),
                style: style)
        }
        frame.cursor = Bool.random(using: &random)
            ? Point(row: .random(in: 0...frame.size.rows, using: &random), column: .random(in: 0...frame.size.columns, using: &random)) : nil
    }

    /// The cells of a frame as a terminal ought to have them.
    private func cells(_ frame: Frame, _ colors: Int) -> [[TestTerminal.Cell]] {
        (0..<frame.size.rows).map { row in frame.row(row).map { .init(text: $0.text, look: look($0.style, colors)) } }
    }

    private func look(_ style: Style, _ colors: Int) -> String {
        let appearance = Appearance(style, colors: colors)
        var look = "0"
        if appearance.isBold { look += ";1" }
        if appearance.isDim { look += ";2" }
        if appearance.isUnderlined { look += ";4" }
        if appearance.isReversed { look += ";7" }
        switch (appearance.color, colors) {
        case (let color?, 256): look += ";38;5;\(color)"
        case (let color?, _): look += ";\(30 + color)"
        case (nil, _): break
        }
        return look
    }

    @Test(arguments: [0, 8, 256], 1...8)
    func aTerminalShowsTheFrames(colors: Int, seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var size = Size(rows: 6, columns: 20)
        var frame = Frame(size: size)
        var encoder = FrameEncoder(colors: colors)
        var terminal = TestTerminal(columns: size.columns, rows: size.rows)
        for number in 0..<40 {
            if number.isMultiple(of: 13), number > 0 {
                size = Size(rows: .random(in: 3...8, using: &random), columns: .random(in: 10...30, using: &random))
                frame = Frame(size: size)
                terminal.resize(columns: size.columns, rows: size.rows)
            }
            change(&frame, by: &random)
            try terminal.feed(encoder.encode(frame))
            #expect(terminal.cells == cells(frame, colors))
            let place = frame.cursor.flatMap { frame[$0.row, $0.column] == nil ? nil : $0 }
            #expect(terminal.isCursorVisible == (place != nil))
            if let place { #expect(terminal.row == place.row && terminal.column == place.column) }
        }
    }

    @Test func aChangeFromTheMiddleOfAWideCharacterOn() throws {
        var frame = Frame(size: Size(rows: 1, columns: 8))
        frame.write("梯度 ab", row: 0, column: 0)
        var encoder = FrameEncoder(colors: 256)
        var terminal = TestTerminal(columns: 8, rows: 1)
        try terminal.feed(encoder.encode(frame))
        // The right half of the first character alone, and what follows.
        frame.restyle(Rectangle(row: 0, column: 1, rows: 1, columns: 7)) { $0 = .good }
        try terminal.feed(encoder.encode(frame))
        #expect(terminal.cells[0].map(\.text) == ["梯", "", "度", "", " ", "a", "b", " "])
    }

    @Test func aFrameLikeTheLastTakesNothing() {
        var frame = Frame(size: Size(rows: 3, columns: 10))
        frame.write("abc", row: 1, column: 2)
        frame.cursor = Point(row: 1, column: 5)
        var encoder = FrameEncoder(colors: 256)
        #expect(!encoder.encode(frame).isEmpty)
        #expect(encoder.encode(frame).isEmpty)
        frame.write("d", row: 1, column: 5)
        #expect(encoder.encode(frame) == "\u{1B}[2;6Hd\u{1B}[2;6H")
    }
}
