/// A grid of dots, 2 × 4 in a cell, painted as braille characters.
struct DotGrid {
    let rows: Int
    let columns: Int
    private var patterns: [UInt8]

    init(rows: Int, columns: Int) {
        self.rows = max(0, rows)
        self.columns = max(0, columns)
        patterns = Array(repeating: 0, count: self.rows * self.columns)
    }

    var dotRows: Int { rows * 4 }
    var dotColumns: Int { columns * 2 }

    /// Sets a dot; outside the grid nothing happens.
    mutating func set(row: Int, column: Int) {
        guard row >= 0, row < dotRows, column >= 0, column < dotColumns else { return }
        patterns[row / 4 * columns + column / 2] |= brailleBit(row: row % 4, column: column % 2)
    }

    /// The dots of one cell as the low byte of its braille character.
    func pattern(row: Int, column: Int) -> UInt8 {
        guard row >= 0, row < rows, column >= 0, column < columns else { return 0 }
        return patterns[row * columns + column]
    }
}

/// The bit of a dot inside its cell: rows 0…3 from the top, columns 0 and 1.
/// Source: Unicode, Braille Patterns (dots 1 2 3 7 on the left, 4 5 6 8 on the right).
func brailleBit(row: Int, column: Int) -> UInt8 {
    switch (row, column) {
    case (0, 0): 0x01
    case (1, 0): 0x02
    case (2, 0): 0x04
    case (3, 0): 0x40
    case (0, 1): 0x08
    case (1, 1): 0x10
    case (2, 1): 0x20
    default: 0x80
    }
}

func brailleText(_ pattern: UInt8) -> String {
    Unicode.Scalar(0x2800 + UInt32(pattern)).map { String($0) } ?? " "
}

/// The dots of a cell's text if it is part of a line: a braille pattern, or a straight line.
func braillePattern(of text: String) -> UInt8? {
    guard let scalar = text.unicodeScalars.first else { return nil }
    switch scalar.value {
    case 0x2800...0x28FF: return UInt8(scalar.value - 0x2800)
    case 0x2500: return 0x12  // ─
    case 0x2501: return 0x36  // ━
    case 0x2502: return 0x47  // │
    case 0x2503: return 0xFF  // ┃
    default: return nil
    }
}
