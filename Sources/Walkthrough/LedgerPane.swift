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
        guard session.run.network != nil else {
            programLedger(model, in: area)
            return
        }
        let focus = Focus(session)
        let loss = session.reading(.loss)
        var title = safe(Phrase.ledger)
        title += safe("  L = ") + number(loss, decimals: 5)
        let inside = pane(area, title)
        let neurons = session.neuronNames
        let parameters = Array(session.computation.parameterNames.indices)
        // Every neuron if that leaves room for two parameters under their header; else half and half.
        let fits = inside.rows >= neurons.count + 4
        let neuronRows = fits ? neurons.count : max(1, min(neurons.count, inside.rows / 2 - 1))
        let top = inside.split(top: neuronRows + 1)
        neuronTable(session, focus, neurons, in: top.top, offset: model.ledgerOffset)
        let gap = top.rest.rows > parameters.count + 1 ? 1 : 0
        let rest = top.rest.split(top: gap).rest
        if rest.rows >= 2 {
            parameterTable(session, parameters, live: focus.parameters, in: rest, offset: model.ledgerOffset)
        }
    }

    private mutating func neuronTable(_ session: Session, _ focus: Focus, _ names: [String], in area: Rectangle, offset: Int) {
        let delta = charset == .unicode ? "δ" : "delta"
        let live = focus.row(among: names)
        let shown = window(of: names.count, around: live ?? focus.nearestRow(among: names), offset, rows: area.rows - 1)
        let columns = columns(in: area, names: names[shown])
        header(["", "z", "a", delta], columns, shown, of: names.count, in: area)
        for (row, index) in shown.enumerated() {
            let symbols: [Symbol] = [.preActivation(names[index]), .activation(names[index]), .delta(names[index])]
            self.row(names[index], symbols, columns, area.row + 1 + row, area, isLive: index == live, session)
        }
    }

    /// Value, gradient and new value of parameters, given as places in the model's list; where there is room,
    /// also what the optimiser keeps of them. Without training there is no new value.
    mutating func parameterTable(
        _ session: Session, _ places: [Int], live: Set<Int>, in area: Rectangle, offset: Int
    ) {
        let names = places.map { session.computation.parameterNames[$0] }
        let shown = window(of: names.count, around: places.firstIndex(where: live.contains), offset, rows: area.rows - 1)
        let states = session.run.settings?.optimizer.state ?? []
        let usual = session.run.settings == nil ? 2 : 3
        var columns = columns(in: area, names: names[shown], count: usual + states.count)
        let hasStates = !states.isEmpty && columns[1] - columns[0] >= 9
        if !hasStates { columns = self.columns(in: area, names: names[shown], count: usual) }
        let gradient = columns[1] - columns[0] > 9 ? Phrase.gradient : Phrase.shortGradient
        let old = session.run.settings == nil ? Phrase.value : Phrase.old
        var titles = ["", old[language], gradient[language]]
        if session.run.settings != nil { titles.append(Phrase.new[language]) }
        if hasStates { titles += states.map { Phrase.heading(of: $0)[language] } }
        header(titles, columns, shown, of: names.count, in: area)
        for (row, index) in shown.enumerated() {
            let name = names[index]
            var symbols: [Symbol] = [.old(name), .gradient(name)]
            if session.run.settings != nil { symbols.append(.new(name)) }
            if hasStates { symbols += states.map { .aspect($0, of: name) } }
            self.row(name, symbols, columns, area.row + 1 + row, area, isLive: live.contains(places[index]), session)
        }
    }

    /// The rows on show: all, or those around the live one.
    func window(of count: Int, around live: Int?, _ offset: Int, rows: Int) -> Range<Int> {
        guard count > rows else { return 0..<count }
        let first = min(max(0, (live ?? 0) - rows / 2 + offset), count - rows)
        return first..<first + rows
    }

    /// A name cut in front: of names with indices, the end tells them apart.
    func shortened(_ name: SafeText, to columns: Int) -> SafeText {
        guard name.width > columns else { return name }
        var rest = name.string[...]
        while SafeText(String(rest)).width > columns - glyphs.ellipsis.width, !rest.isEmpty { rest.removeFirst() }
        return glyphs.ellipsis + SafeText(String(rest))
    }

    /// Where the columns end, from the left edge of the area; the first is the names'.
    func columns(in area: Rectangle, names: ArraySlice<String>, count: Int = 3) -> [Int] {
        // Long names give way to the numbers: eight columns hold a sign, four decimals and a gap. The last
        // column keeps room for the mark of the live row.
        let most = max(5, area.columns - 2 - count * 8)
        let label = min(most, max(4, names.map { safe($0).width }.max() ?? 4) + 1)
        let width = min(12, (area.columns - label - 2) / count)
        return (0...count).map { label + width * $0 }
    }

    mutating func header(
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

    mutating func row(
        _ name: String, _ symbols: [Symbol], _ columns: [Int], _ row: Int, _ area: Rectangle, isLive: Bool,
        _ session: Session
    ) {
        let label = shortened(safe(name), to: max(1, (columns.first ?? 5) - 1))
        write(label, row, area.column, isLive ? .live.bold : .normal, in: area)
        for (index, symbol) in symbols.enumerated() {
            // Beside an update stands the batch's gradient, or none.
            let value = session.isStillOfSample(symbol) ? nil : session.readingOnShow(symbol)
            let width = columns[index + 1] - columns[index] - 1
            let decimals = width >= 8 ? 5 : width >= 7 ? 4 : 3
            let usual = number(value, decimals: decimals)
            let text = usual.width <= width ? usual : fitted(value, decimals: decimals, width: width)
            let isNew = session.hasJustReached(symbol)
            let style: Style = isNew ? .changed.bold : value?.value == nil ? .dim : .normal
            write(text, row, area.column + columns[index + 1] - text.width, style, in: area)
        }
        if isLive { write(glyphs.headLeft, row, area.column + (columns.last ?? 0) + 1, .live, in: area) }
    }
}

extension Phrase {
    static let value = Localized("value", "值")

    /// What an optimiser keeps, as the title of a column.
    static func heading(of aspect: Symbol.Aspect) -> Localized {
        switch aspect {
        case .velocity: Localized("velocity", "速度")
        case .squares: Localized("squares", "平方和")
        case .keptGradient: Localized("all gradients", "累计梯度")
        default: Localized(same: aspect.rawValue)
        }
    }
}
