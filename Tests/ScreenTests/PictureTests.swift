import Testing

@testable import Screen

@Suite struct PictureTests {
    private func cross(_ glyphs: Glyphs, rows: Int, columns: Int) -> [String] {
        var frame = Frame(size: Size(rows: rows, columns: columns))
        let right = columns - 1
        let bottom = rows - 1
        frame.drawLine(from: Point(row: 0, column: 0), to: Point(row: bottom, column: right), glyphs: glyphs)
        frame.drawLine(from: Point(row: bottom, column: 0), to: Point(row: 0, column: right), glyphs: glyphs)
        return frame.lines
    }

    @Test func crossingLinesInASCII() {
        #expect(cross(.ascii, rows: 3, columns: 3) == ["\\ /", " X", "/ \\"])
    }

    @Test func crossingLinesInDots() {
        var falling = Frame(size: Size(rows: 3, columns: 9))
        var rising = falling
        falling.drawLine(from: Point(row: 0, column: 0), to: Point(row: 2, column: 8))
        rising.drawLine(from: Point(row: 2, column: 0), to: Point(row: 0, column: 8))
        #expect(falling.lines == ["⠒⠤⣀", "   ⠉⠒⠤⣀", "       ⠉⠒"])
        // Every dot of both, and no other.
        var both = falling
        both.drawLine(from: Point(row: 2, column: 0), to: Point(row: 0, column: 8))
        for row in 0..<3 {
            for column in 0..<9 {
                let dots = [falling, rising, both].map { frame in
                    (frame[row, column]?.text).flatMap { braillePattern(of: $0) } ?? 0
                }
                #expect(dots[0] | dots[1] == dots[2])
            }
        }
    }

    @Test func straightLinesCrossAndTextStays() {
        var frame = Frame(size: Size(rows: 3, columns: 5))
        frame.write("w", row: 1, column: 1)
        frame.drawLine(from: Point(row: 1, column: 0), to: Point(row: 1, column: 4))
        frame.drawLine(from: Point(row: 0, column: 2), to: Point(row: 2, column: 2))
        #expect(frame.lines == ["  │", "─w┼──", "  │"])
        frame.drawLine(
            from: Point(row: 0, column: 0), to: Point(row: 0, column: 4), heavy: true,
            clippedTo: Rectangle(row: 0, column: 3, rows: 1, columns: 9))
        #expect(frame.lines[0] == "  │━━")
    }

    @Test func aLineIsTheSameFromBothEnds() {
        for (row, column) in [(3, 7), (7, 3), (2, 11)] {
            var forth = Frame(size: Size(rows: 9, columns: 12))
            var back = forth
            let start = Point(row: 0, column: 0)
            let end = Point(row: row, column: column)
            forth.drawLine(from: start, to: end, glyphs: .ascii)
            back.drawLine(from: end, to: start, glyphs: .ascii)
            #expect(forth.text == back.text)
        }
    }

    @Test func plotOfARamp() {
        let plot = Plot([0, 1, 2, 3], rows: 4, columns: 4, glyphs: .ascii)
        #expect(plot.lines.map(\.string) == ["   *", "  * ", " *  ", "*   "])
        #expect(plot.range == 0...3)
        #expect(plot.missing == 0)
        let dots = Plot([0, 1, 2, 3], rows: 1, columns: 2)
        #expect(dots.lines.map(\.string) == ["⡠⠊"])
    }

    @Test func plotSkipsAndMarksWhatIsNotFinite() {
        let plot = Plot([1, .nan, .infinity, 1, 1], rows: 3, columns: 5, glyphs: .ascii)
        #expect(plot.lines.map(\.string) == ["     ", "*  **", " xx  "])
        #expect(plot.missing == 2)
        #expect(plot.missingColumns == [1, 2])
        let nothing = Plot([.nan, .nan], rows: 1, columns: 2, glyphs: .ascii)
        #expect(nothing.range == nil)
        #expect(nothing.lines.map(\.string) == ["xx"])
        var frame = Frame(size: Size(rows: 3, columns: 5))
        frame.draw(plot, in: frame.bounds)
        #expect(frame.styledText == "\na..aa\n.ww")
    }

    @Test func plotKeepsSpikesAndBearsExtremes() {
        var values = Array(repeating: 0.0, count: 10_000)
        values[5_003] = 9
        let plot = Plot(values, rows: 2, columns: 10, glyphs: .ascii)
        #expect(plot.lines[0].string.contains("*"))
        let huge = Plot([-1.7e308, 1.7e308], rows: 2, columns: 2, glyphs: .ascii)
        #expect(huge.lines.map(\.string) == [" *", "* "])
        let tiny = Plot([0, Double.leastNonzeroMagnitude], rows: 3, columns: 2, glyphs: .ascii)
        #expect(tiny.lines.count == 3)
        let outside = Plot([-5, 5], rows: 3, columns: 2, range: 0...1, glyphs: .ascii)
        #expect(outside.lines[0].string.hasSuffix("*") && outside.lines[2].string.hasPrefix("*"))
        #expect(Plot([], rows: 2, columns: 3).lines.map(\.string) == ["   ", "   "])
        #expect(Plot([1, 2], rows: 0, columns: 0).lines.isEmpty)
    }

    @Test func curvesHaveNoGaps() {
        // Between neighbouring columns of dots the curve moves at most one dot.
        let plot = Plot([0, 10, 2, 7], rows: 4, columns: 6, glyphs: .ascii)
        let grid = plot.lines.map { Array($0.string) }
        for column in 0..<5 {
            let here = (0..<4).filter { grid[$0][column] == "*" }
            let next = (0..<4).filter { grid[$0][column + 1] == "*" }
            #expect(!here.isEmpty)
            #expect(here.contains { row in next.contains { abs($0 - row) <= 1 } })
        }
    }
}
