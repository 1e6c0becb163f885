import Autograd
import CommandLanguage
import GradientComparison
import Screen

extension Painter {
    /// |D(h) − ∂L/∂θ| against h, both in powers of ten: truncation falls to the right, round-off rises.
    ///
    /// Each method has a letter of its own, and that of the page is written last, over the others; where an error is 0
    /// the letter stands in the lowest row.
    mutating func plot(_ curves: [ErrorCurve], of page: ComparisonPage, _ text: ComparisonText, in area: Rectangle) {
        guard let entry = page.entry, area.rows >= 4 else { return }
        let labels = 6
        let legend = curves.map { (letter: safe(letter(of: $0.method)), name: safe($0.method.rawValue), method: $0.method) }
        // Where rows are few, the picture has them.
        let isTall = area.rows >= 12
        if isTall { line(safe(Phrase.errorOf(text.derivative(entry))), 0, in: area, .heading) }
        let top = isTall ? 1 : 0
        var column = area.column
        for (letter, name, method) in legend {
            let width = letter.width + 1 + name.width
            // Where the names do not fit, the letters stand alone.
            let shown = legend.reduce(-2, { $0 + $1.name.width + 4 }) <= area.columns ? letter + " " + name : letter
            guard column + shown.width <= area.column + area.columns else { break }
            write(shown, area.row + top, column, method == page.comparison.method ? .live.bold : .normal)
            column += min(width, shown.width) + 2
        }
        let picture = Rectangle(
            row: area.row + top + 1, column: area.column + labels, rows: area.rows - top - 3, columns: area.columns - labels)
        guard picture.rows >= 2, picture.columns >= 16 else { return }
        let finite = curves.flatMap(\.errors).filter { $0.isFinite && $0 > 0 }
        let (low, high) = Self.decades(finite)
        for (row, exponent) in [(0, high), (picture.rows - 1, low)] {
            write(safe("1e\(exponent)").padded(to: labels - 1, .right), picture.row + row, area.column, .dim)
        }
        for row in 0..<picture.rows { write(glyphs.vertical, picture.row + row, picture.column - 1, .dim) }
        for curve in curves.sorted(by: { first, _ in first.method != page.comparison.method }) {
            let isOwn = curve.method == page.comparison.method
            for (index, error) in curve.errors.enumerated() where !error.isNaN {
                let share = Double(index) / Double(max(1, curve.errors.count - 1))
                let column = Int((share * Double(picture.columns - 1)).rounded())
                let row = Self.row(of: error, low: low, high: high, rows: picture.rows)
                write(
                    safe(letter(of: curve.method)), picture.row + row, picture.column + column, isOwn ? .live.bold : .normal,
                    in: picture)
            }
        }
        axis(entry, page, under: picture, in: area)
    }

    /// The h along the plot's foot, with a mark at that of the entry.
    private mutating func axis(_ entry: GradientComparison.Entry, _ page: ComparisonPage, under picture: Rectangle, in area: Rectangle) {
        let row = picture.row + picture.rows
        frame.horizontalLine(row: row, column: picture.column, columns: picture.columns, glyphs: glyphs)
        for exponent in picture.columns < 44 ? [0, 8, 16] : [0, 4, 8, 12, 16] {
            let label = safe(exponent == 0 ? "h = 1" : "1e-\(exponent)")
            let place = Int(Double(exponent) / 16 * Double(picture.columns - 1))
            let column = exponent == 16 ? picture.columns - label.width : exponent == 0 ? 0 : place - label.width / 2
            write(label, row + 1, picture.column + column, .dim, in: area)
        }
        let h = entry.perturbation
        guard h <= 1, h >= 1e-16 else { return }
        let share = -Elementary.log(h) / Elementary.log(10) / 16
        write(glyphs.headUp, row, picture.column + Int((share * Double(picture.columns - 1)).rounded()), .live.bold)
    }

    /// Whole powers of ten around the errors; 0 has none.
    private static func decades(_ errors: [Double]) -> (low: Int, high: Int) {
        guard let least = errors.min(), let most = errors.max() else { return (-16, 0) }
        func exponent(_ value: Double) -> Double { Elementary.log(value) / Elementary.log(10) }
        let low = Int(max(-30, exponent(least)).rounded(.down))
        return (low, max(low + 1, Int(min(300, exponent(most)).rounded(.up))))
    }

    private static func row(of error: Double, low: Int, high: Int, rows: Int) -> Int {
        guard error > 0 else { return rows - 1 }
        let exponent = error.isFinite ? Elementary.log(error) / Elementary.log(10) : Double(high)
        let share = (exponent - Double(low)) / Double(high - low)
        return rows - 1 - Int((min(max(share, 0), 1) * Double(rows - 1)).rounded())
    }

    private func letter(of method: NumericMethod) -> String {
        switch method {
        case .forward: "F"
        case .backward: "B"
        case .central: "C"
        case .richardson: "R"
        case .complex: "X"
        case .dual: "D"
        }
    }
}
