import CommandLanguage
import Debugger
import NeuralNetwork
import Screen

extension Painter {
    /// The network as a picture: a column of neurons per layer, the weights on the lines between them.
    ///
    /// Neurons show a while the run goes forward and δ where it has come back; the lines that the last
    /// step used are lit. A layer that is too tall becomes a heat map with the live neuron beside it.
    mutating func picture(of network: Network, _ model: Model, in area: Rectangle) {
        let session = model.session
        let focus = Focus(session)
        let arrow = focus.pass.map { " " + Phrase.name(of: $0)[language] } ?? ""
        let inside = pane(area, safe(Phrase.network[language] + arrow))
        let hidden = NetworkPicture(session: session, network: network, focus: focus, area: inside).draw(on: &self)
        guard hidden > 0 else { return }
        // In the title's row: below, a neuron may stand.
        let text = safe(" \(Phrase.layersLeftOut(hidden)[language]) ")
        write(text, area.row, max(area.column + 1, area.endColumn - text.width - 1), .dim)
    }
}

/// The picture of one network in one rectangle.
struct NetworkPicture {
    let session: Session
    let network: Network
    let focus: Focus
    let area: Rectangle

    /// One neuron's, or input's, place.
    struct Spot {
        let row: Int
        let column: Int
        let width: Int
        var end: Int { column + width }
    }

    /// - Returns: how many layers are out of sight.
    func draw(on painter: inout Painter) -> Int {
        let columns = network.layers.count + 1
        // Fewer decimals where that lets every layer stay, or the weights stand on their lines; else layers
        // are left out, with a count.
        let wanted = mayHaveLabels ? labelGap : leastGap
        let isRoomy = columns * (nameWidth(painter) + valueWidth(decimals: 4) + wanted) <= area.columns + wanted
        let decimals = isRoomy ? 4 : 2
        let spotWidth = nameWidth(painter) + valueWidth(decimals: decimals)
        let fitting = max(2, (area.columns + leastGap) / (spotWidth + leastGap))
        let shown = shownColumns(columns, fitting)
        let gap = shown.count > 1 ? Double(area.columns - spotWidth) / Double(shown.count - 1) : 0
        var spots: [[Spot?]] = Array(repeating: [], count: columns)
        for (place, column) in shown.enumerated() {
            let left = area.column + Int((gap * Double(place)).rounded())
            // An input has no letter before its number, so its lines begin sooner.
            let width = column == 0 ? spotWidth - 1 : spotWidth
            spots[column] = self.spots(count: size(of: column), left: left, width: width)
        }
        for column in shown where column > 0 && shown.contains(column - 1) {
            edges(into: column, spots, &painter)
        }
        for (place, column) in shown.enumerated() {
            let left = area.column + Int((gap * Double(place)).rounded())
            if spots[column].contains(where: { $0 == nil }) {
                heatMap(column, left: left, width: spotWidth, decimals, &painter)
            } else {
                for (index, spot) in spots[column].enumerated() {
                    if let spot { neuron(column, index, spot, decimals, &painter) }
                }
            }
        }
        if let last = spots.last { targets(below: last, decimals, &painter) }
        return columns - shown.count
    }

    /// The columns between two layers: a line, its arrow head, and a space.
    private let leastGap = 4
    /// The columns between two layers with a weight's value on the line.
    let labelGap = 9

    /// More values than these would cover the lines they stand on.
    private func hasFewWeights(into column: Int) -> Bool {
        size(of: column - 1) * size(of: column) <= 12
    }

    private var mayHaveLabels: Bool { network.layers.indices.contains { hasFewWeights(into: $0 + 1) } }

    private func nameWidth(_ painter: Painter) -> Int {
        let names = network.inputs + network.layers.joinedNeurons.map(\.name)
        return min(12, names.prefix(500).map { painter.safe($0).width }.max() ?? 2)
    }

    /// A space, δ, a sign, a digit, a point and the decimals, and a space before the lines.
    private func valueWidth(decimals: Int) -> Int { decimals + 6 }

    /// What the outputs should be, each below its neuron where the row is free.
    private func targets(below spots: [Spot?], _ decimals: Int, _ painter: inout Painter) {
        for (index, spot) in spots.enumerated() {
            guard let spot, spot.row + 1 < area.endRow else { continue }
            if index + 1 < spots.count, let next = spots[index + 1], next.row == spot.row + 1 { continue }
            let name = network.targets[index]
            let value = session.readingOnShow(.named(shown(name)))
            let text = painter.safe(name).padded(to: painter.safe(self.name(network.layers.count, index)).width)
                + painter.safe(" ") + painter.number(value, decimals: decimals)
            painter.write(text, spot.row + 1, spot.column, .dim, in: area)
        }
    }

    /// The columns that are drawn: all, or those around the live one, with the one that it takes from.
    private func shownColumns(_ count: Int, _ fitting: Int) -> [Int] {
        guard count > fitting else { return Array(0..<count) }
        let layer = network.layers.firstIndex { $0.name == focus.layer }
        let live = layer.map { $0 + 1 } ?? (focus.isBehindLastLayer ? count - 1 : 1)
        let before = focus.leadsBack ? (fitting - 1) / 2 : fitting / 2
        let first = min(max(0, live - before), count - fitting)
        return Array(first..<first + fitting)
    }

    private func size(of column: Int) -> Int {
        column == 0 ? network.inputs.count : network.layers[column - 1].neurons.count
    }

    /// The places of a column's neurons, evenly spread; nil for each where they do not fit.
    private func spots(count: Int, left: Int, width: Int) -> [Spot?] {
        guard count <= (area.rows + 1) / 2 || count <= area.rows && count > 0 && area.rows <= 3 else {
            return Array(repeating: nil, count: count)
        }
        return (0..<count).map { index in
            let middle = (Double(index) + 0.5) * Double(area.rows) / Double(count) - 0.5
            return Spot(row: area.row + Int(middle.rounded()), column: left, width: width)
        }
    }

    // MARK: Lines

    private func edges(into column: Int, _ spots: [[Spot?]], _ painter: inout Painter) {
        let layer = network.layers[column - 1]
        let glyphs = painter.glyphs
        // Lit lines last, so that they lie on top.
        for isLit in [false, true] {
            for (target, neuron) in layer.neurons.enumerated() {
                guard let end = spots[column][target] else { continue }
                for (source, parameter) in neuron.weights.enumerated() {
                    guard focus.parameters.contains(parameter) == isLit, let start = spots[column - 1][source] else { continue }
                    painter.frame.drawLine(
                        from: Point(row: start.row, column: start.end), to: Point(row: end.row, column: end.column - 2),
                        style: isLit ? .live : .dim, heavy: isLit, glyphs: glyphs, clippedTo: area)
                    if isLit && focus.leadsBack { painter.write(glyphs.headLeft, start.row, start.end, .live, in: area) }
                }
                // Where a lit line leads back, no head points the other way.
                let isBack = focus.leadsBack && neuron.weights.contains { focus.parameters.contains($0) }
                let head = isBack ? glyphs.heavyHorizontal : glyphs.headRight
                painter.write(head, end.row, end.column - 2, isBack ? .live : .dim, in: area)
            }
        }
        if hasFewWeights(into: column) { labels(into: column, spots, &painter) }
    }

    // MARK: Neurons

    /// What stands for a neuron, an input or a target in the picture: where samples are computed together, the
    /// one of the sample that the last step was about.
    private func shown(_ name: String) -> String {
        session.run.samplesPerPass > 1 ? Network.name(name, ofSample: focus.sample) : name
    }

    private func name(_ column: Int, _ index: Int) -> String {
        column == 0 ? network.inputs[index] : network.layers[column - 1].neurons[index].name
    }

    /// What a neuron shows: its δ where backward has reached it, else its activation, else its z.
    private func shownValue(_ column: Int, _ index: Int) -> (symbol: Symbol, label: String, reading: Reading?) {
        let name = name(column, index)
        if column == 0 {
            let symbol = Symbol.named(shown(name))
            return (symbol, "", session.readingOnShow(symbol))
        }
        let instance = shown(name)
        let isBackward = focus.pass == .backward || focus.pass == .accumulate || focus.pass == .update
        var candidates = [(Symbol.activation(instance), ""), (.preActivation(instance), "z")]
        if isBackward { candidates.insert((.delta(instance), "δ"), at: 0) }
        for (symbol, label) in candidates {
            if let reading = session.readingOnShow(symbol), reading.isReached { return (symbol, label, reading) }
        }
        return (.activation(instance), "", nil)
    }

    private func neuron(_ column: Int, _ index: Int, _ spot: Spot, _ decimals: Int, _ painter: inout Painter) {
        let name = name(column, index)
        let isLive = column > 0 && focus.neuron == name
        let shown = shownValue(column, index)
        let isNew = session.hasJustReached(shown.symbol)
        // What dropout has switched off is crossed out.
        let isOff = column > 0 && session.readingOnShow(.aspect(.mask, of: self.shown(name)))?.value == 0
        let mark = isOff ? painter.charset == .unicode ? "✕" : "x" : ""
        let label = mark + (painter.charset == .unicode ? shown.label : shown.label == "δ" ? "d" : shown.label)
        painter.frame.fill(Rectangle(row: spot.row, column: spot.column, rows: 1, columns: spot.width))
        var place = spot.column
        place += painter.write(
            painter.safe(name).truncated(to: nameWidth(painter), ellipsis: painter.glyphs.ellipsis), spot.row, place,
            isLive ? .live.bold.reversed : .normal.bold, in: area)
        place += painter.write(" ", spot.row, place)
        // Where the sign would stand, so that a letter and its number stay apart.
        let isSigned = (shown.reading?.value ?? 0) < 0
        let lead = painter.safe(label.isEmpty || isSigned ? label : label + " ")
        // A space stays before the lines.
        let room = spot.end - 1 - place - lead.width
        let value = lead + painter.fitted(shown.reading, decimals: decimals, width: room)
        painter.write(value, spot.row, place, isNew ? .changed.bold : shown.reading?.value == nil ? .dim : .normal, in: area)
    }

    /// A layer as cells shaded by the size of what its neurons show, row by row, and the live neuron below.
    private func heatMap(_ column: Int, left: Int, width: Int, _ decimals: Int, _ painter: inout Painter) {
        let count = size(of: column)
        let values = (0..<count).map { shownValue(column, $0).reading?.value }
        let largest = values.compactMap { $0 }.filter(\.isFinite).map(abs).max() ?? 0
        // A cell is a sign and a shade.
        let columns = min(width / 2, max(1, Int(Double(count).squareRoot().rounded(.up))))
        let rows = min(area.rows - 2, (count + columns - 1) / columns)
        let perCell = max(1, (count + rows * columns - 1) / (rows * columns))
        let top = area.row + max(0, (area.rows - rows - 2) / 2)
        let title = column == 0 ? Phrase.inputs : Localized(same: network.layers[column - 1].name)
        painter.write(painter.safe("\(title[painter.language]) \(count)").truncated(to: width), top, left, .normal.bold, in: area)
        let liveIndex = (0..<count).first { column > 0 && name(column, $0) == focus.neuron }
        for cell in 0..<rows * columns where cell * perCell < count {
            let members = cell * perCell..<min(count, (cell + 1) * perCell)
            // One cell may stand for several neurons; it shows the largest of them.
            let strongest = values[members].compactMap { $0 }.max { abs($0) < abs($1) }
            let row = top + 1 + cell / columns
            let place = left + 2 * (cell % columns)
            if let strongest, let heat = Style.Heat(strongest, largest: largest) {
                let isLive = liveIndex.map(members.contains) ?? false
                painter.write(painter.glyphs.heat(heat), row, place, Style(.normal, reverse: isLive, heat: heat), in: area)
            } else {
                painter.write(painter.glyphs.notYet, row, place, .dim, in: area)
            }
        }
        if let liveIndex {
            neuron(column, liveIndex, Spot(row: top + 1 + rows, column: left, width: width), decimals, &painter)
        }
    }
}

extension Phrase {
    static let inputs = Localized("inputs", "输入")

    static func layersLeftOut(_ count: Int) -> Localized {
        Localized("+ \(counted(count, "layer"))", "另有 \(count) 层")
    }
}
