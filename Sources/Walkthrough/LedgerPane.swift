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
        neuronTable(session, focus, neurons, in: top.top)
        let gap = top.rest.rows > parameters.count + 1 ? 1 : 0
        let rest = top.rest.split(top: gap).rest
        if rest.rows >= 2 { parameterTable(session, focus, parameters, in: rest) }
    }

    private mutating func neuronTable(_ session: Session, _ focus: Focus, _ names: [String], in area: Rectangle) {
        let delta = charset == .unicode ? "δ" : "delta"
        let columns = columns(in: area, count: 3, names: names)
        header(["", "z", "a", delta], columns, in: area)
        let live = focus.neuron.flatMap { names.firstIndex(of: $0) }
        rows(of: names.count, around: live, in: area) { painter, index, row in
            let name = names[index]
            let symbols: [Symbol] = [.preActivation(name), .activation(name), .delta(name)]
            painter.row(
                painter.safe(name), symbols.map { ($0, session.reading($0)?.value) }, columns, row, area,
                isLive: index == live, session)
        }
    }

    private mutating func parameterTable(_ session: Session, _ focus: Focus, _ names: [String], in area: Rectangle) {
        let columns = columns(in: area, count: 3, names: names)
        header(["", Phrase.old[language], Phrase.gradient[language], Phrase.new[language]], columns, in: area)
        let live = focus.parameters.min()
        rows(of: names.count, around: live, in: area) { painter, index, row in
            let name = names[index]
            let symbols: [Symbol] = [.old(name), .gradient(name), .new(name)]
            painter.row(
                painter.safe(name), symbols.map { ($0, session.reading($0)?.value) }, columns, row, area,
                isLive: focus.parameters.contains(index), session)
        }
    }

    /// Where the columns end, from the left edge of the area.
    private func columns(in area: Rectangle, count: Int, names: [String]) -> [Int] {
        let label = min(area.columns / 4, max(4, names.prefix(200).map { safe($0).width }.max() ?? 4)) + 1
        // The last column keeps room for the mark of the live row.
        let width = min(12, (area.columns - label - 2) / count)
        return (0...count).map { $0 == 0 ? label : label + width * $0 }
    }

    private mutating func header(_ titles: [String], _ columns: [Int], in area: Rectangle) {
        for (index, title) in titles.enumerated().dropFirst() {
            let text = safe(title)
            write(text, area.row, area.column + columns[index] - text.width, .dim, in: area)
        }
    }

    /// Draws the rows that fit below the header, those around the live one if not all do.
    private mutating func rows(
        of count: Int, around live: Int?, in area: Rectangle, _ draw: (inout Painter, Int, Int) -> Void
    ) {
        let room = area.rows - 1
        guard count > room else {
            for index in 0..<count { draw(&self, index, area.row + 1 + index) }
            return
        }
        let first = min(max(0, (live ?? 0) - room / 2), count - room)
        for index in first..<first + room { draw(&self, index, area.row + 1 + index - first) }
        // What is out of sight is counted in the header.
        let hidden = safe("\(first > 0 ? "↑" : "")\(first + room < count ? "↓" : "")\(count - room)")
        write(hidden, area.row, area.column, .dim, in: area)
    }

    private mutating func row(
        _ name: SafeText, _ values: [(Symbol, Double?)], _ columns: [Int], _ row: Int, _ area: Rectangle,
        isLive: Bool, _ session: Session
    ) {
        let label = name.truncated(to: max(1, (columns.first ?? 5) - 1), ellipsis: glyphs.ellipsis)
        write(label, row, area.column, isLive ? .live.bold : .normal, in: area)
        for (index, (symbol, value)) in values.enumerated() {
            let width = columns[index + 1] - columns[index] - 1
            let decimals = width >= 8 ? 5 : width >= 7 ? 4 : 2
            let text = number(value, decimals: decimals)
            let isNew = session.hasJustReached(symbol)
            let style: Style = isNew ? .changed.bold : value == nil ? .dim : .normal
            write(text, row, area.column + columns[index + 1] - text.width, style, in: area)
        }
        if isLive { write(glyphs.headLeft, row, area.column + (columns.last ?? 0) + 1, .live, in: area) }
    }
}
