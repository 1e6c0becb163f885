/// A terminal that knows the few sequences a recording may contain, and fails at any other.
///
/// It is written from ECMA-48, not from the encoder: places count from 1, an attribute stays until SGR 0, a wide character
/// takes two columns.
package struct TestTerminal {
    package struct Cell: Equatable {
        package var text: String
        /// The parameters of the last SGR, as they were sent.
        package var look: String

        package init(text: String, look: String) {
            self.text = text
            self.look = look
        }
    }

    package struct Mistake: Error, CustomStringConvertible {
        package let description: String
    }

    package private(set) var rows: Int
    package private(set) var columns: Int
    package private(set) var cells: [[Cell]]
    package private(set) var isCursorVisible = true
    package private(set) var row = 0
    package private(set) var column = 0
    private var look = "0"

    package init(columns: Int, rows: Int) {
        self.rows = rows
        self.columns = columns
        cells = Self.blank(rows, columns)
    }

    private static func blank(_ rows: Int, _ columns: Int) -> [[Cell]] {
        Array(repeating: Array(repeating: Cell(text: " ", look: "0"), count: columns), count: rows)
    }

    /// The rows without the blanks at their ends.
    package var lines: [String] {
        cells.map { row in
            var line = row.map(\.text).joined()
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// After a resize nothing on the screen can be relied on.
    package mutating func resize(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        cells = Array(repeating: Array(repeating: Cell(text: "#", look: "#"), count: columns), count: rows)
    }

    package mutating func feed(_ text: String) throws(Mistake) {
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1B}" {
                guard scalars.popFirst() == "[" else { throw Mistake(description: "an escape that is no CSI") }
                let parameters = String(String.UnicodeScalarView(scalars.prefix { "0123456789;?".unicodeScalars.contains($0) }))
                scalars = scalars.dropFirst(parameters.unicodeScalars.count)
                guard let final = scalars.popFirst() else { throw Mistake(description: "a torn sequence") }
                try obey(final, parameters)
            } else if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
                throw Mistake(description: "U+\(String(scalar.value, radix: 16)) as text")
            } else {
                try put(scalar)
            }
        }
    }

    private mutating func obey(_ final: Unicode.Scalar, _ parameters: String) throws(Mistake) {
        switch (final, parameters) {
        case ("H", _):
            let numbers = parameters.split(separator: ";").compactMap { Int($0) }
            guard numbers.count == 2, (1...rows).contains(numbers[0]), (1...columns).contains(numbers[1]) else {
                throw Mistake(description: "a place outside the screen: \(parameters)")
            }
            (row, column) = (numbers[0] - 1, numbers[1] - 1)
        case ("J", "2"): cells = Self.blank(rows, columns)
        case ("m", _) where !parameters.hasPrefix("?"):
            guard parameters == "0" || parameters.hasPrefix("0;") else { throw Mistake(description: "SGR \(parameters) without 0") }
            look = parameters
        case ("h", "?25"): isCursorVisible = true
        case ("l", "?25"): isCursorVisible = false
        default: throw Mistake(description: "CSI \(parameters) \(final)")
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) throws(Mistake) {
        if scalar.properties.generalCategory == .nonspacingMark, column > 0 {
            cells[row][column - 1].text.unicodeScalars.append(scalar)
            return
        }
        let width = Self.isWide(scalar) ? 2 : 1
        guard column + width <= columns else { throw Mistake(description: "text beyond the right edge of row \(row)") }
        cells[row][column] = Cell(text: String(scalar), look: look)
        if width == 2 { cells[row][column + 1] = Cell(text: "", look: look) }
        column += width
    }

    /// Of the wide characters those that the tests use: Chinese, its punctuation, full-width forms.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        [0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0x20000...0x3FFFD]
            .contains { $0.contains(Int(scalar.value)) }
    }
}
