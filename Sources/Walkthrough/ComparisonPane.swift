import CommandLanguage
import Debugger
import GradientComparison
import Screen

extension GradientComparison.Entry {
    fileprivate var isOfNode: Bool { if case .node = subject { true } else { false } }
}

extension Painter {
    /// The comparison over the whole screen, with what there is to press in the last row.
    mutating func comparison(_ page: ComparisonPage, _ model: Model) {
        let area = frame.bounds
        frame.fill(area)
        hasBorders = true
        let whole = Rectangle(row: 0, column: 0, rows: area.rows - 1, columns: area.columns)
        var inside = pane(whole, safe(Phrase.comparisonTitle))
        let text = ComparisonText(language: language, notation: notation)
        let head = text.head(page.comparison, in: model.session)
        line(safe("\(head[1]) · \(page.batch[language])"), 0, in: inside)
        // The formula where there is room for all of it.
        let method = safe(head[0])
        line(method.width <= inside.columns ? method : safe(Phrase.name(of: page.comparison.method)), 1, in: inside, .accent)
        inside = inside.split(top: 2).rest
        switch page.face {
        case .table: table(of: page, text, model.session, in: inside)
        case .plot(let curves): plot(curves, of: page, text, in: inside)
        case .steps(let steps, let shown): self.steps(steps, shown: shown, of: page, text, in: inside)
        }
        let hint =
            switch page.face {
            case .table: Phrase.comparisonHint
            case .plot: Phrase.errorPlotHint
            case .steps: Phrase.differenceHint
            }
        line(safe(hint), area.rows - 1, in: area, .dim)
    }

    /// A column of the table.
    private struct Column {
        let title: SafeText
        let width: Int
        let isText: Bool
        let cell: (GradientComparison.Entry) -> SafeText

        init(_ title: SafeText, _ width: Int, isText: Bool = false, _ cell: @escaping (GradientComparison.Entry) -> SafeText) {
            self.title = title
            self.width = width
            self.isText = isText
            self.cell = cell
        }
    }

    /// The entries around the selected one, and under them what is to be said of it.
    private mutating func table(of page: ComparisonPage, _ text: ComparisonText, _ session: Session, in area: Rectangle) {
        guard page.comparison.loss.isFinite, let entry = page.entry else {
            sentence(text.sentence(page.comparison), in: area)
            return
        }
        let sentence = text.sentence(entry, by: page.comparison.method, digits: isWide(area.columns) ? 10 : 4)
        let hidesAny = page.comparison.entries.contains(where: session.hides)
        var saying = hidesAny
            ? wrap(safe(Phrase.comparisonHidden), width: area.columns)
            : wrap(safe(Phrase.onlyOne(text.derivative(entry))[language] + sentence), width: area.columns)
        if area.rows >= 12, page.comparison.entries.count > 1, !hidesAny {
            let all = wrap(safe(text.sentence(page.comparison)), width: area.columns)
            let departure = page.departure.map { wrap(safe(text.sentence($0)), width: area.columns) } ?? []
            // Of the worst, what is said of all has told everything but that it agrees.
            let isTold = entry == page.comparison.worst && page.comparison.verdict != .agrees
            saying = all + departure + (isTold ? [] : saying)
        }
        if let wrong = page.wrongNumber { saying = wrap(safe(text.sentence(wrong)), width: area.columns) + saying }
        if let mistake = text.sentence(page.request) { saying = wrap(safe(mistake), width: area.columns) + saying }
        // Some rows of the table stay.
        let least = min(page.comparison.entries.count, area.rows < 10 ? 2 : 3)
        let room = max(0, min(saying.count, area.rows - 1 - least))
        let (rows, below) = { ($0.rest, $0.bottom) }(area.split(bottom: room))
        for (row, part) in saying.prefix(room).enumerated() {
            let isCut = row == room - 1 && saying.count > room
            line(isCut ? part + glyphs.ellipsis : part, row, in: below, style(of: entry.verdict))
        }
        let columns = columns(text, width: area.columns)
        row(columns.map(\.title), columns, 0, in: rows, .heading)
        let count = rows.rows - 1
        let entries = page.comparison.entries
        let first = min(max(0, page.selected - count / 2), max(0, entries.count - count))
        for (offset, entry) in entries.dropFirst(first).prefix(count).enumerated() {
            let isSelected = first + offset == page.selected
            row(cells(of: entry, columns, session), columns, 1 + offset, in: rows, isSelected ? .live.bold : .normal)
            if isSelected { write(glyphs.headRight, rows.row + 1 + offset, rows.column, .live.bold) }
        }
    }

    /// What an open question hides is `?`, but for the name in the first column.
    private func cells(of entry: GradientComparison.Entry, _ columns: [Column], _ session: Session) -> [SafeText] {
        let isHidden = session.hides(entry)
        return columns.enumerated().map { isHidden && $0 > 0 ? safe("?") : $1.cell(entry) }
    }

    private func isWide(_ columns: Int) -> Bool { columns >= 74 }

    /// All columns where there is room for them; else the differences without their relative size, and verdicts as signs.
    private func columns(_ text: ComparisonText, width: Int) -> [Column] {
        func short(_ value: Double, _ digits: Int) -> SafeText { safe(text.number(value, digits: digits)) }
        let isWide = isWide(width)
        let digits = isWide ? 7 : 4
        let wide = isWide ? 12 : 8
        let narrow = isWide ? 9 : 7
        let verdict = isWide ? 13 : 1
        let used = 2 * (wide + 1) + (isWide ? 2 : 1) * (narrow + 1) + verdict + 3
        var columns = [
            Column(isWide ? "" : safe("∂L/∂"), max(4, width - used), isText: true) { entry in
                safe(isWide || entry.isOfNode ? text.derivative(entry) : entry.name)
            },
            Column(safe(Phrase.byBackpropagationInShort), wide) { short($0.analytic, digits) },
            Column(safe(Phrase.byDifferences), wide) { short($0.numeric, digits) },
            Column(safe(isWide ? Phrase.absoluteDifference : Phrase.differenceInShort), narrow) { short($0.absolute, 2) },
        ]
        if isWide { columns.append(Column(safe(Phrase.relativeDifference), narrow) { short($0.relative, 2) }) }
        columns.append(
            Column(isWide ? safe(Phrase.verdictTitle) : "", verdict, isText: true) { entry in
                isWide ? sign(of: entry.verdict) + " " + safe(Phrase.name(of: entry.verdict)) : sign(of: entry.verdict)
            })
        return columns
    }

    /// Cells at their columns, after two columns for the mark of the selected row.
    private mutating func row(_ cells: [SafeText], _ columns: [Column], _ row: Int, in area: Rectangle, _ style: Style) {
        var column = area.column + 2
        for (cell, layout) in zip(cells, columns) {
            let shown = cell.truncated(to: layout.width, ellipsis: glyphs.ellipsis)
            write(shown.padded(to: layout.width, layout.isText ? .left : .right), area.row + row, column, style, in: area)
            column += layout.width + 1
        }
    }

    private mutating func sentence(_ text: String, in area: Rectangle) {
        for (row, part) in wrap(safe(text), width: area.columns).enumerated() { line(part, row, in: area) }
    }

    /// A verdict in one character.
    func sign(of verdict: Verdict) -> SafeText {
        switch verdict {
        case .agrees: glyphs.check
        case .disagrees: glyphs.failure
        case .kink: safe("^")
        case .cannotTell: safe("?")
        }
    }

    func style(of verdict: Verdict) -> Style {
        switch verdict {
        case .agrees: .good
        case .disagrees: .bad
        case .kink, .cannotTell: .warning
        }
    }
}
