extension Frame {
    /// A straight line between two cells, both included.
    ///
    /// Where it crosses another line both stay visible; text is left alone, so labels may be
    /// written before or after. In Unicode, level and upright lines are `─` and `│`, slanted ones
    /// braille dots; in ASCII they are `-`, `|`, `/` and `\`, crossing in `+` and `X`.
    public mutating func drawLine(
        from start: Point, to end: Point, style: Style = .normal, heavy: Bool = false,
        glyphs: Glyphs = .unicode, clippedTo clip: Rectangle? = nil
    ) {
        let area = clip.map { $0.intersection(bounds) } ?? bounds
        // Far beyond any screen a line is not worth its steps, nor sums that could overflow.
        let reach = -20_000...20_000
        guard reach.contains(start.row), reach.contains(start.column), reach.contains(end.row),
            reach.contains(end.column), !area.isEmpty
        else { return }
        if start.row == end.row || start.column == end.column {
            drawStraight(start, end, style, heavy, glyphs, area)
        } else if glyphs.charset == .unicode {
            drawDots(start, end, style, heavy, area)
        } else {
            drawSlashes(start, end, style, area)
        }
    }

    private mutating func drawStraight(
        _ start: Point, _ end: Point, _ style: Style, _ heavy: Bool, _ glyphs: Glyphs,
        _ area: Rectangle
    ) {
        let isLevel = start.row == end.row
        let glyph =
            isLevel
            ? (heavy ? glyphs.heavyHorizontal : glyphs.horizontal)
            : (heavy ? glyphs.heavyVertical : glyphs.vertical)
        for row in min(start.row, end.row)...max(start.row, end.row) {
            for column in min(start.column, end.column)...max(start.column, end.column) {
                merge(glyph.string, Point(row: row, column: column), style, area)
            }
        }
    }

    /// From the middle of one cell to the middle of the other, a dot for every step along the
    /// longer side.
    private mutating func drawDots(
        _ start: Point, _ end: Point, _ style: Style, _ heavy: Bool, _ area: Rectangle
    ) {
        let goesRight = end.column > start.column
        let fromColumn = start.column * 2 + (goesRight ? 0 : 1)
        let toColumn = end.column * 2 + (goesRight ? 1 : 0)
        let fromRow = start.row * 4 + 1
        let toRow = end.row * 4 + 1
        let steps = max(abs(toColumn - fromColumn), abs(toRow - fromRow))
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            let row = fromRow + Int((Double(toRow - fromRow) * share).rounded())
            let column = fromColumn + Int((Double(toColumn - fromColumn) * share).rounded())
            mergeDot(row, column, style, area)
            if heavy { mergeDot(row + 1, column, style, area) }
        }
    }

    private mutating func mergeDot(_ row: Int, _ column: Int, _ style: Style, _ area: Rectangle) {
        // Floor division: dots above and left of the screen are negative.
        let cellRow = row >> 2
        let cellColumn = column >> 1
        let bit = brailleBit(row: row - cellRow * 4, column: column - cellColumn * 2)
        merge(brailleText(bit), Point(row: cellRow, column: cellColumn), style, area)
    }

    /// A glyph for every step along the longer side; `/` and `\` where the row changes.
    private mutating func drawSlashes(
        _ start: Point, _ end: Point, _ style: Style, _ area: Rectangle
    ) {
        let left = start.column < end.column ? start : end
        let right = start.column < end.column ? end : start
        let falls = right.row > left.row
        let height = abs(right.row - left.row)
        let width = right.column - left.column
        let slash = falls ? "\\" : "/"
        let steps = max(height, width)
        func place(_ step: Int) -> Point {
            let down = (step * height * 2 + steps) / (2 * steps)
            return Point(
                row: left.row + (falls ? down : -down),
                column: left.column + (step * width * 2 + steps) / (2 * steps))
        }
        for step in 0...steps {
            let here = place(step)
            let next = place(min(step + 1, steps))
            let previous = place(max(step - 1, 0))
            let glyph: String
            if width >= height {
                // The last step changes no row; it goes on like the one before.
                let isLevel = step < steps ? next.row == here.row : previous.row == here.row
                glyph = isLevel ? "-" : slash
            } else {
                glyph = previous.column == here.column && step > 0 ? "|" : slash
            }
            merge(glyph, here, style, area)
        }
    }

    /// Writes a line's glyph into a cell, joined with a line that is there already.
    private mutating func merge(_ glyph: String, _ place: Point, _ style: Style, _ area: Rectangle) {
        guard area.contains(row: place.row, column: place.column),
            let old = self[place.row, place.column],
            let joined = joinedLine(old.text, glyph)
        else { return }
        put(joined, width: 1, place.row, place.column, style)
    }
}

/// What stands where a line meets what is there; nil if that is text, which stays.
private func joinedLine(_ old: String, _ new: String) -> String? {
    // Scalars, because to compare texts takes far longer.
    let before = onlyScalar(of: old)
    let after = onlyScalar(of: new)
    if before == " " || before == after { return new }
    switch (before, after) {
    case ("─", "│"), ("│", "─"), ("┼", "─"), ("┼", "│"): return "┼"
    case ("━", "┃"), ("┃", "━"), ("╋", "━"), ("╋", "┃"): return "╋"
    case ("─", "┃"), ("┃", "─"): return "╂"
    case ("━", "│"), ("│", "━"): return "┿"
    case ("─", "━"), ("━", "─"): return "━"
    case ("│", "┃"), ("┃", "│"): return "┃"
    default: break
    }
    if let oldDots = braillePattern(of: old), let newDots = braillePattern(of: new) {
        return brailleText(oldDots | newDots)
    }
    switch (isSlash(before), isSlash(after), isStraight(before), isStraight(after)) {
    case (true, true, _, _): return "X"
    case (_, _, true, true): return "+"
    case (true, _, _, true): return old
    case (_, true, true, _): return new
    default: return nil
    }
}

/// The one scalar of a cell's text; of more, or of none, a scalar that is part of no line.
private func onlyScalar(of text: String) -> Unicode.Scalar {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex else { return "\0" }
    return first
}

private func isSlash(_ scalar: Unicode.Scalar) -> Bool { scalar == "/" || scalar == "\\" || scalar == "X" }

private func isStraight(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "|" || scalar == "=" || scalar == "#" || scalar == "+"
}
