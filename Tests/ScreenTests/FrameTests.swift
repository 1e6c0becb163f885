import Testing

@testable import Screen

@Suite struct FrameTests {
    @Test func textLandsWhereItShould() {
        var frame = Frame(size: Size(rows: 2, columns: 8))
        #expect(frame.write("a反b", row: 1, column: 2, style: .live) == 4)
        #expect(frame.lines == ["", "  a反b"])
        #expect(frame.styledText == "\n..llll")
        #expect(frame[1, 3]?.text == "反")
        #expect(frame[1, 4]?.isContinuation == true)
        #expect(frame[2, 0] == nil && frame[0, 8] == nil && frame[-1, 0] == nil)
    }

    @Test func aWideCharacterAtAnEdgeBecomesASpace() {
        var frame = Frame(size: Size(rows: 1, columns: 4))
        frame.fill(frame.bounds, with: "x")
        #expect(frame.write("a反", row: 0, column: 2) == 2)
        #expect(frame.text == "xxa")
        #expect(frame[0, 3]?.width == 1)
        frame.fill(frame.bounds, with: "x")
        #expect(frame.write("反b", row: 0, column: -1) == 2)
        #expect(frame.text == " bxx")
        frame.fill(frame.bounds, with: "x")
        let clip = Rectangle(row: 0, column: 1, rows: 1, columns: 2)
        #expect(frame.write("反反", row: 0, column: 0, clippedTo: clip) == 2)
        #expect(frame.text == "x  x")
    }

    @Test func overwritingHalfAWideCharacterClearsTheOther() {
        var frame = Frame(size: Size(rows: 1, columns: 5))
        frame.write("反向", row: 0, column: 0)
        frame.write("x", row: 0, column: 1)
        #expect(frame.text == " x向")
        frame.write("传", row: 0, column: 1)
        #expect(frame.text == " 传")
        #expect(frame.row(0).map(\.width) == [1, 2, 0, 1, 1])
    }

    @Test func marksStayWithTheirBase() {
        var frame = Frame(size: Size(rows: 1, columns: 3))
        #expect(frame.write("me\u{301}x", row: 0, column: 0) == 3)
        #expect(frame[0, 1]?.text == "e\u{301}")
        frame.write("he\u{301}", row: 0, column: -1)
        #expect(frame[0, 0]?.text == "e\u{301}")
    }

    @Test func anythingOutsideIsLeftOut() {
        var frame = Frame(size: Size(rows: 2, columns: 2))
        for row in [Int.min, -1, 2, Int.max] {
            for column in [Int.min + 9, -5, 0, 2, Int.max] {
                #expect(frame.write("abc", row: row, column: column) == 0)
                frame.horizontalLine(row: row, column: column, columns: 3)
                frame.draw(frame, row: row, column: column)
                frame.drawLine(from: Point(row: row, column: column), to: Point(row: row, column: 7))
            }
        }
        #expect(frame.text == "\n")
        #expect(Frame(size: Size(rows: -1, columns: 5)).text == "")
    }

    @Test func boxes() {
        var frame = Frame(size: Size(rows: 3, columns: 14))
        frame.box(frame.bounds, title: "反向传播 long")
        #expect(frame.lines == ["┌ 反向传播 … ┐", "│            │", "└────────────┘"])
        frame = Frame(size: Size(rows: 3, columns: 14))
        frame.box(frame.bounds, title: "network", glyphs: .ascii)
        #expect(frame.lines == ["+ network ---+", "|            |", "+------------+"])
        frame = Frame(size: Size(rows: 2, columns: 4))
        frame.box(frame.bounds, title: "t")
        #expect(frame.text == "┌──┐\n└──┘")
        frame = Frame(size: Size(rows: 1, columns: 4))
        frame.box(frame.bounds)
        #expect(frame.text == "")
    }

    @Test func drawingAFrameIntoAnother() {
        var inner = Frame(size: Size(rows: 1, columns: 4))
        inner.write("反b", row: 0, column: 0)
        var outer = Frame(size: Size(rows: 1, columns: 4))
        outer.fill(outer.bounds, with: "x")
        outer.draw(inner, row: 0, column: 2)
        #expect(outer.text == "xx反")
        outer.fill(outer.bounds, with: "x")
        outer.draw(inner, row: 0, column: 3)
        #expect(outer.text == "xxx")
        outer.fill(outer.bounds, with: "x")
        outer.draw(inner, row: 0, column: -1)
        #expect(outer.text == " b x")
    }

    @Test func styles() {
        var frame = Frame(size: Size(rows: 1, columns: 6))
        frame.write("a", row: 0, column: 0, style: Style(.good, bold: true))
        frame.write("b", row: 0, column: 1, style: Style(heat: Style.Heat(level: 5, isNegative: true)))
        frame.write("c", row: 0, column: 2, style: .normal.reversed)
        #expect(frame.styledText == "G5*")
        #expect(Style.Heat(0, largest: 2)?.level == 0)
        #expect(Style.Heat(-1e-300, largest: 2) == Style.Heat(level: 1, isNegative: true))
        #expect(Style.Heat(2, largest: 2)?.level == 7)
        #expect(Style.Heat(.infinity, largest: .infinity)?.level == 7)
        #expect(Style.Heat(3, largest: 0)?.level == 7)
        #expect(Style.Heat(.nan, largest: 2) == nil)
    }

    @Test func meaningSurvivesWithoutColours() {
        // What marks the live place, a change or a warning must differ from ordinary text.
        for role in [Style.Role.dim, .accent, .live, .changed, .bad, .heading, .prompt, .warning] {
            #expect(Appearance(Style(role), colors: 0) != Appearance(.normal, colors: 0), "\(role)")
            #expect(Appearance(Style(role), colors: 0).color == nil)
        }
        #expect(Appearance(.live, colors: 0) != Appearance(.bad, colors: 0))
        for role in Style.Role.allCases {
            for (colors, limit) in [(8, 8), (16, 8), (256, 256)] {
                #expect((Appearance(Style(role), colors: colors).color ?? 0) < limit)
            }
        }
        for level in 1..<Style.Heat.levels {
            let positive = Style(heat: Style.Heat(level: level, isNegative: false))
            let negative = Style(heat: Style.Heat(level: level, isNegative: true))
            #expect(Appearance(positive, colors: 8) != Appearance(negative, colors: 8))
            #expect(Appearance(positive, colors: 256) != Appearance(negative, colors: 256))
        }
    }

    @Test func rectangles() {
        let whole = Rectangle(row: 1, column: 2, rows: 10, columns: 20)
        let (top, rest) = whole.split(top: 3)
        #expect(top == Rectangle(row: 1, column: 2, rows: 3, columns: 20))
        #expect(rest == Rectangle(row: 4, column: 2, rows: 7, columns: 20))
        #expect(whole.split(bottom: 4).bottom == Rectangle(row: 7, column: 2, rows: 4, columns: 20))
        #expect(whole.split(right: 5).right == Rectangle(row: 1, column: 17, rows: 10, columns: 5))
        #expect(whole.split(left: 99).rest.isEmpty)
        #expect(whole.split(top: -3).top.isEmpty)
        #expect(whole.inset().size == Size(rows: 8, columns: 18))
        #expect(whole.inset(rows: 99, columns: 99).isEmpty)
        #expect(whole.intersection(Rectangle(row: 100, column: 0, rows: 5, columns: 5)).isEmpty)
        let huge = Rectangle(row: .max, column: .min, rows: .max, columns: .max)
        #expect(huge.endRow > huge.row)
    }
}
