extension Frame {
    /// A box along the edge of a rectangle, with a title in its top edge. Its inside is
    /// `rectangle.inset()`. Nothing is drawn in fewer than 2 rows or columns.
    public mutating func box(
        _ rectangle: Rectangle, title: SafeText = "", style: Style = .border,
        titleStyle: Style = .heading, glyphs: Glyphs = .unicode
    ) {
        guard rectangle.rows >= 2, rectangle.columns >= 2 else { return }
        let top = rectangle.row
        let bottom = rectangle.endRow - 1
        let left = rectangle.column
        let right = rectangle.endColumn - 1
        let span = rectangle.columns - 2
        for (row, first, last) in [
            (top, glyphs.topLeft, glyphs.topRight), (bottom, glyphs.bottomLeft, glyphs.bottomRight),
        ] {
            write(first, row: row, column: left, style: style)
            horizontalLine(row: row, column: left + 1, columns: span, style: style, glyphs: glyphs)
            write(last, row: row, column: right, style: style)
        }
        verticalLine(
            row: top + 1, column: left, rows: rectangle.rows - 2, style: style, glyphs: glyphs)
        verticalLine(
            row: top + 1, column: right, rows: rectangle.rows - 2, style: style, glyphs: glyphs)
        guard !title.isEmpty, span >= 4 else { return }
        let shown = title.truncated(to: span - 2, ellipsis: glyphs.ellipsis)
        write(" ", row: top, column: left + 1, style: style)
        write(shown, row: top, column: left + 2, style: titleStyle)
        write(" ", row: top, column: left + 2 + shown.width, style: style)
    }

    public mutating func horizontalLine(
        row: Int, column: Int, columns: Int, style: Style = .border, heavy: Bool = false,
        glyphs: Glyphs = .unicode
    ) {
        fill(
            Rectangle(row: row, column: column, rows: 1, columns: columns),
            with: heavy ? glyphs.heavyHorizontal : glyphs.horizontal, style: style)
    }

    public mutating func verticalLine(
        row: Int, column: Int, rows: Int, style: Style = .border, heavy: Bool = false,
        glyphs: Glyphs = .unicode
    ) {
        fill(
            Rectangle(row: row, column: column, rows: rows, columns: 1),
            with: heavy ? glyphs.heavyVertical : glyphs.vertical, style: style)
    }
}
