/// The text that makes a terminal show frames, each as the difference to the one before.
///
/// Only these sequences occur: cursor position (CUP), erasing the screen (ED), colours and attributes (SGR), and the
/// cursor shown or hidden (DECTCEM). Everything else is the text of cells, which has been through the filter. Source:
/// ECMA-48, and xterm's control sequences for DECTCEM and the 256 colours.
public struct FrameEncoder: Sendable {
    /// 256, 8, or 0 for none.
    private let colors: Int
    private var shown: Frame?
    private var style: Style?
    private var isCursorVisible: Bool?

    public init(colors: Int) { self.colors = colors }

    /// What has to be sent after the frames before; empty for a frame like the last one.
    public mutating func encode(_ frame: Frame) -> String {
        var text = ""
        if shown?.size != frame.size {
            shown = nil
            style = nil
            text += "\u{1B}[0m\u{1B}[2J"
        }
        for row in 0..<frame.size.rows { text += encode(frame.row(row), row, before: shown?.row(row)) }
        text += encode(cursor: frame.cursor, in: frame, after: text)
        shown = frame
        return text
    }

    /// A row from its first to its last cell that is not as it was.
    private mutating func encode(_ cells: ArraySlice<Cell>, _ row: Int, before: ArraySlice<Cell>?) -> String {
        let now = Array(cells)
        let old = before.map(Array.init) ?? Array(repeating: .blank, count: now.count)
        guard let first = now.indices.first(where: { now[$0] != old[$0] }),
            let last = now.indices.last(where: { now[$0] != old[$0] })
        else { return "" }
        // A wide character is written from its left half.
        let start = now[first].isContinuation ? max(0, first - 1) : first
        var text = Self.move(to: Point(row: row, column: start))
        for cell in now[start...last] where !cell.isContinuation {
            if cell.style != style {
                text += sequence(for: cell.style)
                style = cell.style
            }
            text += cell.text
        }
        return text
    }

    private mutating func encode(cursor: Point?, in frame: Frame, after text: String) -> String {
        let place = cursor.flatMap { frame[$0.row, $0.column] == nil ? nil : $0 }
        let isVisible = place != nil
        var sequence = ""
        if let place, !text.isEmpty || shown?.cursor != place { sequence += Self.move(to: place) }
        if isCursorVisible != isVisible { sequence += isVisible ? "\u{1B}[?25h" : "\u{1B}[?25l" }
        isCursorVisible = isVisible
        return sequence
    }

    private static func move(to place: Point) -> String { "\u{1B}[\(place.row + 1);\(place.column + 1)H" }

    private func sequence(for style: Style) -> String {
        let appearance = Appearance(style, colors: colors)
        var codes = ["0"]
        if appearance.isBold { codes.append("1") }
        if appearance.isDim { codes.append("2") }
        if appearance.isUnderlined { codes.append("4") }
        if appearance.isReversed { codes.append("7") }
        if let color = appearance.color { codes.append(colors >= 256 ? "38;5;\(color)" : "3\(color)") }
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }
}
