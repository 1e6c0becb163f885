import CommandLanguage
import Debugger
import NeuralNetwork
import Screen

extension Painter {
    /// What is known so far: z, a and δ of the neurons, value, gradient and new value of the parameters.
    ///
    /// Where not everything fits, each table shows the part around the live row and counts the rest.
    mutating func ledger(_ model: Model, in area: Rectangle) {
        let session = model.session
        let focus = Focus(session)
        let loss = session.reading(.loss)?.value
        var title = safe(Phrase.ledger)
        title += safe("  L = ") + number(loss, decimals: 5)
        let inside = pane(area, title)
        let neurons = session.neuronNames
        let parameters = session.computation.parameterNames
        // Every neuron if that leaves room for two parameters under their header; else half and half.
        let fits = inside.rows >= neurons.count + 4
        let neuronRows = fits ? neurons.count : max(1, min(neurons.count, inside.rows / 2 - 1))
        let top = inside.split(top: neuronRows + 1)
        neuronTable(session, focus, neurons, in: top.top, offset: model.ledgerOffset)
        let gap = top.rest.rows > parameters.count + 1 ? 1 : 0
        let rest = top.rest.split(top: gap).rest
        if rest.rows >= 2 { parameterTable(session, focus, parameters, in: rest, offset: model.ledgerOffset) }
    }

    private mutating func neuronTable(_ session: Session, _ focus: Focus, _ names: [String], in area: Rectangle, offset: Int) {
        let delta = charset == .unicode ? "δ" : "delta"
        let live = focus.neuron.flatMap { names.firstIndex(of: $0) }
        let shown = window(of: names.count, around: live, offset, rows: area.rows - 1)
        let columns = columns(in: area, names: names[shown])
        header(["", "z", "a", delta], columns, shown, of: names.count, in: area)
        for (row, index) in shown.enumerated() {
            let symbols: [Symbol] = [.preActivation(names[index]), .activation(names[index]), .delta(names[index])]
            self.row(names[index], symbols, columns, area.row + 1 + row, area, isLive: index == live, session)
        }
    }

    private mutating func parameterTable(_ session: Session, _ focus: Focus, _ names: [String], in area: Rectangle, offset: Int) {
        let shown = window(of: names.count, around: focus.parameters.min(), offset, rows: area.rows - 1)
        let columns = columns(in: area, names: names[shown])
        let gradient = columns[1] - columns[0] > 9 ? Phrase.gradient : Phrase.shortGradient
        let titles = ["", Phrase.old[language], gradient[language], Phrase.new[language]]
        header(titles, columns, shown, of: names.count, in: area)
        for (row, index) in shown.enumerated() {
            let symbols: [Symbol] = [.old(names[index]), .gradient(names[index]), .new(names[index])]
            let isLive = focus.parameters.contains(index)
            self.row(names[index], symbols, columns, area.row + 1 + row, area, isLive: isLive, session)
        }
    }

    /// The rows on show: all, or those around the live one.
    private func window(of count: Int, around live: Int?, _ offset: Int, rows: Int) -> Range<Int> {
        guard count > rows else { return 0..<count }
        let first = min(max(0, (live ?? 0) - rows / 2 + offset), count - rows)
        return first..<first + rows
    }

    /// A name cut in front: of names with indices, the end tells them apart.
    private func shortened(_ name: SafeText, to columns: Int) -> SafeText {
        guard name.width > columns else { return name }
        var rest = name.string[...]
        while SafeText(String(rest)).width > columns - glyphs.ellipsis.width, !rest.isEmpty { rest.removeFirst() }
        return glyphs.ellipsis + SafeText(String(rest))
    }

    /// Where the columns end, from the left edge of the area; the first is the names'.
    private func columns(in area: Rectangle, names: ArraySlice<String>) -> [Int] {
        // Long names give way to the numbers: eight columns hold a sign, four decimals and a gap. The last
        // column keeps room for the mark of the live row.
        let most = max(5, area.columns - 2 - 3 * 8)
        let label = min(most, max(4, names.map { safe($0).width }.max() ?? 4) + 1)
        let width = min(12, (area.columns - label - 2) / 3)
        return (0...3).map { label + width * $0 }
    }

    private mutating func header(
        _ titles: [String], _ columns: [Int], _ shown: Range<Int>, of count: Int, in area: Rectangle
    ) {
        for (index, title) in titles.enumerated().dropFirst() {
            let text = safe(title)
            write(text, area.row, area.column + columns[index] - text.width, .dim, in: area)
        }
        guard shown.count < count else { return }
        // What is out of sight is counted.
        let arrows = (shown.lowerBound > 0 ? "↑" : "") + (shown.upperBound < count ? "↓" : "")
        write(safe("\(arrows)\(count - shown.count)"), area.row, area.column, .dim, in: area)
    }

    private mutating func row(
        _ name: String, _ symbols: [Symbol], _ columns: [Int], _ row: Int, _ area: Rectangle, isLive: Bool,
        _ session: Session
    ) {
        let label = shortened(safe(name), to: max(1, (columns.first ?? 5) - 1))
        write(label, row, area.column, isLive ? .live.bold : .normal, in: area)
        for (index, symbol) in symbols.enumerated() {
            let value = session.reading(symbol)?.value
            let width = columns[index + 1] - columns[index] - 1
            var decimals = width >= 8 ? 5 : width >= 7 ? 4 : 3
            var text = number(value, decimals: decimals)
            while text.width > width, decimals > 1 {
                decimals -= 1
                text = number(value, decimals: decimals)
            }
            let isNew = session.hasJustReached(symbol)
            let style: Style = isNew ? .changed.bold : value == nil ? .dim : .normal
            write(text, row, area.column + columns[index + 1] - text.width, style, in: area)
        }
        if isLive { write(glyphs.headLeft, row, area.column + (columns.last ?? 0) + 1, .live, in: area) }
    }
}
