/// The extent of a screen, in character cells.
public struct Size: Hashable, Sendable {
    public var rows: Int
    public var columns: Int

    /// Negative extents become 0.
    public init(rows: Int, columns: Int) {
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }
}

/// A cell's place on the screen; row 0, column 0 is the top left. It may lie outside any frame.
public struct Point: Hashable, Sendable {
    public var row: Int
    public var column: Int

    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// A rectangle of cells. Every operation gives a rectangle of non-negative extent, so layouts
/// on a screen that is too small end in empty rectangles, into which nothing is drawn.
public struct Rectangle: Hashable, Sendable {
    /// The top row.
    public let row: Int
    /// The leftmost column.
    public let column: Int
    public let rows: Int
    public let columns: Int

    /// Places are kept within ±100,000 and extents within 0…100,000, so that no sum of them can
    /// overflow.
    public init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = min(max(row, -Self.limit), Self.limit)
        self.column = min(max(column, -Self.limit), Self.limit)
        self.rows = min(max(rows, 0), Self.limit)
        self.columns = min(max(columns, 0), Self.limit)
    }

    private static let limit = 100_000

    /// The rectangle of a whole screen.
    public init(_ size: Size) {
        self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
    }

    public var size: Size { Size(rows: rows, columns: columns) }
    public var isEmpty: Bool { rows == 0 || columns == 0 }
    /// The first row below.
    public var endRow: Int { row + rows }
    /// The first column to the right.
    public var endColumn: Int { column + columns }

    public func contains(row: Int, column: Int) -> Bool {
        row >= self.row && row < endRow && column >= self.column && column < endColumn
    }

    /// The part both rectangles share; empty when they do not meet.
    public func intersection(_ other: Rectangle) -> Rectangle {
        let top = max(row, other.row)
        let left = max(column, other.column)
        return Rectangle(
            row: top, column: left,
            rows: min(endRow, other.endRow) - top,
            columns: min(endColumn, other.endColumn) - left)
    }

    /// The rectangle without a margin on each side.
    public func inset(rows rowMargin: Int = 1, columns columnMargin: Int = 1) -> Rectangle {
        let down = min(max(rowMargin, 0), rows)
        let across = min(max(columnMargin, 0), columns)
        return Rectangle(
            row: row + down, column: column + across,
            rows: rows - 2 * down, columns: columns - 2 * across)
    }

    /// The topmost `count` rows, and the rest.
    public func split(top count: Int) -> (top: Rectangle, rest: Rectangle) {
        let taken = min(max(count, 0), rows)
        return (
            Rectangle(row: row, column: column, rows: taken, columns: columns),
            Rectangle(row: row + taken, column: column, rows: rows - taken, columns: columns)
        )
    }

    /// The lowest `count` rows, and the rest above them.
    public func split(bottom count: Int) -> (bottom: Rectangle, rest: Rectangle) {
        let taken = min(max(count, 0), rows)
        let halves = split(top: rows - taken)
        return (halves.rest, halves.top)
    }

    /// The leftmost `count` columns, and the rest.
    public func split(left count: Int) -> (left: Rectangle, rest: Rectangle) {
        let taken = min(max(count, 0), columns)
        return (
            Rectangle(row: row, column: column, rows: rows, columns: taken),
            Rectangle(row: row, column: column + taken, rows: rows, columns: columns - taken)
        )
    }

    /// The rightmost `count` columns, and the rest to their left.
    public func split(right count: Int) -> (right: Rectangle, rest: Rectangle) {
        let taken = min(max(count, 0), columns)
        let halves = split(left: columns - taken)
        return (halves.rest, halves.left)
    }
}
