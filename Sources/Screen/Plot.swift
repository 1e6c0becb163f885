/// A curve in a rectangle of cells.
///
/// The values stand at equal distances from the left edge to the right. More values than dot
/// columns share one, drawn from their smallest to their largest, so that no spike is lost; with
/// fewer values, neighbours are joined by a line. NaN and infinite values are left out, the curve
/// is broken there, and `Glyphs.missing` marks their column in the lowest row.
public struct Plot: Sendable {
    /// The values at the lower and upper edge; nil if there is no finite value.
    public let range: ClosedRange<Double>?
    /// How many values were not finite.
    public let missing: Int
    /// The rows of the picture, each as wide as the rectangle.
    public var lines: [SafeText] { cells.map { $0.joined() } }
    /// The same, cell by cell; where the curve is not, there is a blank.
    let cells: [[SafeText]]
    /// The columns that hold a mark for a value that was not finite, ascending.
    public let missingColumns: [Int]

    /// The picture of `values` in `rows` × `columns` cells, at most 1,000 each. Without a `range`
    /// the curve fills the height; values beyond a given range are drawn on its edge. A curve of
    /// one single value runs along the middle. With a `mark`, each cell of the curve holds that
    /// one-column sign, to tell it from another curve.
    public init(
        _ values: [Double], rows: Int, columns: Int, range: ClosedRange<Double>? = nil,
        mark: SafeText? = nil, glyphs: Glyphs = .unicode
    ) {
        let rows = min(max(rows, 0), 1_000)
        let columns = min(max(columns, 0), 1_000)
        let finite = values.filter(\.isFinite)
        missing = values.count - finite.count
        let bounds = Self.bounds(finite, range)
        self.range = bounds
        let hasDots = glyphs.charset == .unicode && mark == nil
        var curve = Curve(
            rows: hasDots ? rows * 4 : rows, columns: hasDots ? columns * 2 : columns)
        curve.draw(values, bounds ?? 0...0)

        var grid = DotGrid(rows: rows, columns: columns)
        var stars = Set<Int>()
        for dot in curve.dots {
            if hasDots {
                grid.set(row: dot.row, column: dot.column)
            } else {
                stars.insert(dot.row * columns + dot.column)
            }
        }
        let marked = Set(curve.missing.map { hasDots ? $0 / 2 : $0 })
        missingColumns = marked.sorted()
        cells = (0..<rows).map { row in
            (0..<columns).map { column -> SafeText in
                if row == rows - 1, marked.contains(column) { return glyphs.missing }
                if hasDots {
                    let pattern = grid.pattern(row: row, column: column)
                    return pattern == 0 ? " " : SafeText(brailleText(pattern))
                }
                return stars.contains(row * columns + column) ? mark ?? "*" : " "
            }
        }
    }

    private static func bounds(
        _ finite: [Double], _ given: ClosedRange<Double>?
    ) -> ClosedRange<Double>? {
        guard let lowest = finite.min(), let highest = finite.max() else { return nil }
        if let given, given.lowerBound.isFinite, given.upperBound.isFinite { return given }
        return lowest...highest
    }
}

extension Frame {
    /// Draws a plot with its top left cell at a rectangle's, cut to it, over what is there already.
    public mutating func draw(_ plot: Plot, in rectangle: Rectangle, style: Style = .accent) {
        for (offset, cells) in plot.cells.enumerated() {
            for (column, cell) in cells.enumerated() where cell != " " {
                write(
                    cell, row: rectangle.row + offset, column: rectangle.column + column, style: style,
                    clippedTo: rectangle)
            }
        }
        let lowest = Rectangle(
            row: rectangle.row + plot.cells.count - 1, column: 0, rows: 1, columns: size.columns
        ).intersection(rectangle)
        for column in plot.missingColumns {
            let mark = Rectangle(
                row: lowest.row, column: rectangle.column + column, rows: lowest.rows, columns: 1)
            restyle(mark.intersection(lowest)) { $0 = .warning }
        }
    }
}

/// The dots of a curve, on a grid of dots: for each column the rows it spans. A run of a million
/// values costs no more memory than the picture.
private struct Curve {
    let rows: Int
    private var spans: [ClosedRange<Int>?]
    private(set) var missing: Set<Int> = []

    init(rows: Int, columns: Int) {
        self.rows = rows
        spans = Array(repeating: nil, count: columns)
    }

    var dots: [Point] {
        spans.enumerated().flatMap { column, span in
            (span.map(Array.init) ?? []).map { Point(row: $0, column: column) }
        }
    }

    mutating func draw(_ values: [Double], _ bounds: ClosedRange<Double>) {
        guard rows > 0, !spans.isEmpty else { return }
        var last: Point?
        for (index, value) in values.enumerated() {
            let column = self.column(of: index, count: values.count)
            guard value.isFinite else {
                missing.insert(column)
                last = nil
                continue
            }
            let here = Point(row: row(of: value, bounds), column: column)
            join(last ?? here, here)
            last = here
        }
    }

    private func column(of index: Int, count: Int) -> Int {
        if count == 1 { return 0 }
        return Int((Double(index) / Double(count - 1) * Double(spans.count - 1)).rounded())
    }

    private func row(of value: Double, _ bounds: ClosedRange<Double>) -> Int {
        // Halves, so that the difference of two huge numbers stays finite.
        let low = bounds.lowerBound / 2
        let height = bounds.upperBound / 2 - low
        let clamped = min(max(value, bounds.lowerBound), bounds.upperBound)
        let share = height > 0 ? min((clamped / 2 - low) / height, 1) : 0.5
        return rows - 1 - Int((share * Double(rows - 1)).rounded())
    }

    /// The dots from `start` to `end`, which is not to its left, with no gap in either direction.
    private mutating func join(_ start: Point, _ end: Point) {
        var row = start.row
        for column in start.column...max(start.column, end.column) {
            let share =
                column == end.column
                ? 1 : Double(column - start.column) / Double(end.column - start.column)
            let next = start.row + Int((Double(end.row - start.row) * share).rounded())
            // The step down or up to this column's row is drawn in this column, but for the row
            // the column before ended on.
            let from = column == start.column || row == next ? next : row + (next > row ? 1 : -1)
            include(column == end.column && column == start.column ? row : from, column)
            include(next, column)
            row = next
        }
    }

    private mutating func include(_ row: Int, _ column: Int) {
        guard spans.indices.contains(column) else { return }
        let span = spans[column] ?? row...row
        spans[column] = min(span.lowerBound, row)...max(span.upperBound, row)
    }
}
