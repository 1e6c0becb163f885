/// One cell of a frame.
public struct Cell: Hashable, Sendable {
    /// A base and the marks that join it; empty in the right half of a wide character.
    public internal(set) var text: String
    public internal(set) var style: Style
    /// 1 or 2; 0 in the right half of a wide character.
    public var width: Int { Int(columns) }
    /// The width in one byte: half the size of a cell is half the memory that the first frame has to ask for.
    fileprivate var columns: UInt8

    public var isContinuation: Bool { width == 0 }

    public static let blank = Cell(text: " ", style: .normal, width: 1)

    init(text: String, style: Style, width: Int) {
        self.text = text
        self.style = style
        columns = UInt8(width)
    }
}

/// A screenful of cells, drawn by value. Whatever lies outside it is left out, and a wide
/// character is never cut in half: the half that fits becomes a space.
public struct Frame: Hashable, Sendable {
    public let size: Size
    /// Where the cursor stands; hidden if nil or outside.
    public var cursor: Point?
    private var cells: [Cell]

    /// A blank frame. More than 10,000 rows or columns are cut to that.
    public init(size: Size) {
        self.size = Size(rows: min(size.rows, 10_000), columns: min(size.columns, 10_000))
        cells = Array(repeating: .blank, count: self.size.rows * self.size.columns)
    }

    public var bounds: Rectangle { Rectangle(size) }

    /// The cell at a place, or nil outside the frame.
    public subscript(row: Int, column: Int) -> Cell? {
        index(row, column).map { cells[$0] }
    }

    /// The cells of a row, from the left; empty outside the frame.
    public func row(_ row: Int) -> ArraySlice<Cell> {
        guard row >= 0, row < size.rows else { return [] }
        return cells[row * size.columns..<(row + 1) * size.columns]
    }

    private func index(_ row: Int, _ column: Int) -> Int? {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return nil }
        return row * size.columns + column
    }

    private func area(_ clip: Rectangle?) -> Rectangle {
        clip.map { $0.intersection(bounds) } ?? bounds
    }

    /// Writes one line of text and returns the columns it took; fewer than `text.width` means it
    /// was cut, on either side. A newline is written as a space.
    @discardableResult
    public mutating func write(
        _ text: SafeText, row: Int, column: Int, style: Style = .normal,
        clippedTo clip: Rectangle? = nil
    ) -> Int {
        let area = area(clip)
        guard row >= area.row, row < area.endRow, column < area.endColumn else { return 0 }
        var place = column
        var used = 0
        var lastBase: Int?
        for scalar in text.string.unicodeScalars {
            let isNewline = scalar == "\n"
            let width = isNewline ? 1 : displayWidth(of: scalar)
            if width == 0 {
                if let lastBase { cells[lastBase].text.unicodeScalars.append(scalar) }
                continue
            }
            if place >= area.endColumn { break }
            lastBase = nil
            let isWhole = place >= area.column && place + width <= area.endColumn
            if isWhole {
                put(isNewline ? " " : String(scalar), width: width, row, place, style)
                lastBase = index(row, place)
                used += width
            } else {
                for half in place..<place + width
                where half >= area.column && half < area.endColumn {
                    put(" ", width: 1, row, half, style)
                    used += 1
                }
            }
            place += width
        }
        return used
    }

    /// Fills a rectangle with a glyph of width 1 (its first character; anything else: a space).
    public mutating func fill(
        _ rectangle: Rectangle, with glyph: SafeText = " ", style: Style = .normal
    ) {
        let area = area(rectangle)
        let text = glyph.width == 1 ? glyph.string : " "
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn {
                put(text, width: 1, row, column, style)
            }
        }
    }

    /// Gives every cell of a rectangle another style and keeps its text.
    public mutating func restyle(_ rectangle: Rectangle, _ change: (inout Style) -> Void) {
        let area = area(rectangle)
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn {
                guard let place = index(row, column) else { continue }
                change(&cells[place].style)
            }
        }
    }

    /// Copies another frame into this one with its top left cell at a place.
    public mutating func draw(_ other: Frame, row: Int, column: Int) {
        guard row < size.rows, column < size.columns else { return }
        for sourceRow in 0..<other.size.rows {
            var target = column
            for cell in other.row(sourceRow) {
                let fits = target >= 0 && target + cell.width <= size.columns
                if cell.width > 0 {
                    put(fits ? cell.text : " ", width: fits ? cell.width : 1,
                        row + sourceRow, target, cell.style)
                } else if target == 0 {
                    put(" ", width: 1, row + sourceRow, target, cell.style)
                }
                target += 1
            }
        }
    }

    /// Sets one cell, and its right half if it is wide. The other half of a wide character that
    /// stood there becomes a space.
    mutating func put(_ text: String, width: Int, _ row: Int, _ column: Int, _ style: Style) {
        guard let place = index(row, column) else { return }
        release(place, row, column)
        if width == 2, let right = index(row, column + 1) {
            release(right, row, column + 1)
            cells[right] = Cell(text: "", style: style, width: 0)
        }
        cells[place] = Cell(text: text, style: style, width: width)
    }

    private mutating func release(_ place: Int, _ row: Int, _ column: Int) {
        switch cells[place].width {
        case 2:
            if let right = index(row, column + 1) {
                cells[right] = Cell(text: " ", style: cells[right].style, width: 1)
            }
        case 0:
            if let left = index(row, column - 1) {
                cells[left] = Cell(text: " ", style: cells[left].style, width: 1)
            }
        default:
            break
        }
        cells[place].columns = 1
    }
}

// MARK: - As text

extension Frame {
    /// The rows as plain text without trailing blanks.
    public var lines: [String] {
        (0..<size.rows).map { trimmed(row($0).map(\.text).joined()) }
    }

    /// `lines` joined by newlines.
    public var text: String { lines.joined(separator: "\n") }

    /// The styles as text of the same shape: a letter a cell (`Style.Role.letter`; a heat level as
    /// its digit), upper case for bold, `*` for reversed and `_` for underlined cells that are
    /// normal otherwise; trailing normal cells are left out.
    public var styledText: String {
        (0..<size.rows).map { number in
            var line = String(row(number).map { letter(of: $0.style) })
            while line.last == "." { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    private func letter(of style: Style) -> Character {
        if let heat = style.heat {
            return Character(String(heat.level))
        }
        if style.role == .normal {
            return style.isReversed ? "*" : style.isUnderlined ? "_" : style.isBold ? "B" : "."
        }
        let letter = style.role.letter
        return style.isBold ? Character(letter.uppercased()) : letter
    }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
