import Autograd
import CommandLanguage
import Debugger
import NeuralNetwork
import Screen

extension GraphPicture {
    func draw(on painter: inout Painter) {
        edges(&painter)
        for column in window.columns {
            for cell in layout.columns[column] where window.shows(cell) {
                if case .node(let number) = layout.cells[cell].content { node(number, cell, &painter) }
            }
        }
        leftOut(&painter)
    }

    private func row(_ cell: Int) -> Int { area.row + window.row(of: cell) }

    /// Whether the lines may also use the last row.
    private var clip: Rectangle { hasCounts ? area.split(bottom: 1).rest : area }
    private var hasCounts: Bool { !window.isWhole || plan.members.count < plan.graph.count }

    // MARK: Edges

    private func tapeNode(_ number: Int) -> NodeID { plan.graph.nodes[plan.members[number]] }

    /// Whether a piece of an edge belongs to one that the last step used.
    private func isLit(_ segment: GraphLayout.Segment, _ litEnds: [Int: Int]) -> Bool {
        let source = layout.cells[segment.start].content.node
        if let target = segment.target {
            return focus.edges.contains(GraphFocus.Edge(source: tapeNode(source), user: tapeNode(target)))
        }
        return layout.cells[segment.end].column < litEnds[source] ?? -1
    }

    /// For each node that a live edge starts from, the last column that one leads to.
    private var litEnds: [Int: Int] {
        var ends: [Int: Int] = [:]
        for edge in focus.edges {
            guard let source = number(of: edge.source), let user = number(of: edge.user) else { continue }
            ends[source] = max(ends[source] ?? 0, layout.cells[layout.cellOfNode[user]].column)
        }
        return ends
    }

    private func number(of node: NodeID) -> Int? { plan.graph.places[node].flatMap(plan.number) }

    private func edges(_ painter: inout Painter) {
        let litEnds = litEnds
        let shown = layout.segments.filter { segment in
            window.columns.contains(layout.cells[segment.start].column)
                || window.columns.contains(layout.cells[segment.end].column)
        }
        let lit = Set(shown.filter { isLit($0, litEnds) })
        // Where a lit edge leads back, no head points the other way.
        let backs = focus.pass == .backward ? Set(lit.map(\.end)) : []
        // Lit lines last, so that they lie on top.
        for isLit in [false, true] {
            let style: Style = isLit ? .live : .dim
            let segments = shown.filter { lit.contains($0) == isLit }
            for segment in segments { line(segment, isLit, style, &painter) }
            for segment in segments where isLit || !backs.contains(segment.end) { head(segment, isLit, style, &painter) }
        }
    }

    /// The columns that a cell's edges leave from and arrive at; those of a lane run through it.
    private func ends(of cell: Int, _ painter: Painter) -> (start: Int, end: Int)? {
        guard let spot = spots[layout.cells[cell].column] else { return nil }
        guard case .node(let number) = layout.cells[cell].content else { return (spot.left - 1, spot.left + spot.width) }
        let text = name(number, painter).width + 1 + value(number, painter).text.width
        return (spot.left - 2, spot.left + min(text, spot.width) + 1)
    }

    private func line(_ segment: GraphLayout.Segment, _ isLit: Bool, _ style: Style, _ painter: inout Painter) {
        let (start, end) = (ends(of: segment.start, painter), ends(of: segment.end, painter))
        func draw(_ from: Point, _ to: Point) {
            painter.frame.drawLine(from: from, to: to, style: style, heavy: isLit, glyphs: painter.glyphs, clippedTo: clip)
        }
        let (startRow, endRow) = (row(segment.start), row(segment.end))
        if let end, start == nil {
            // Over other columns an edge without a lane would run through their nodes: it is seen to come only.
            let isFirst = layout.cells[segment.end].column == window.columns.lowerBound
            guard isFirst else { return far(endRow, end.start - 1, style, &painter) }
            draw(Point(row: endRow, column: area.column), Point(row: endRow, column: end.start))
        } else if let start, end == nil {
            let isLast = layout.cells[segment.start].column == window.columns.upperBound - 1
            guard isLast else { return far(startRow, start.end, style, &painter) }
            draw(Point(row: startRow, column: start.end), Point(row: startRow, column: area.endColumn - 1))
        } else if let start, let end, let spot = spots[layout.cells[segment.start].column] {
            // Level to the column's edge, then straight to the other end.
            let edge = max(start.end, spot.left + spot.width)
            if start.end < edge { draw(Point(row: startRow, column: start.end), Point(row: startRow, column: edge - 1)) }
            draw(Point(row: startRow, column: edge), Point(row: endRow, column: end.start))
        }
        // A lane goes on through its column.
        if case .lane = layout.cells[segment.end].content, let end {
            draw(Point(row: endRow, column: end.start), Point(row: endRow, column: end.end - 1))
        }
    }

    /// A sign that an edge without a lane comes from, or goes, farther than can be drawn.
    private func far(_ row: Int, _ column: Int, _ style: Style, _ painter: inout Painter) {
        painter.write(painter.glyphs.ellipsis.prefix(columns: 1), row, column, style, in: clip)
    }

    /// The direction of flow: into the user going forward, back to the source on what a backward step used.
    private func head(_ segment: GraphLayout.Segment, _ isLit: Bool, _ style: Style, _ painter: inout Painter) {
        let (start, end) = (ends(of: segment.start, painter), ends(of: segment.end, painter))
        let isBack = isLit && focus.pass == .backward
        if isBack, let start, case .node = layout.cells[segment.start].content {
            painter.write(painter.glyphs.headLeft, row(segment.start), start.end, style, in: clip)
        }
        if segment.target != nil, let end {
            let glyph = isBack ? painter.glyphs.heavyHorizontal : painter.glyphs.headRight
            painter.write(glyph, row(segment.end), end.start, style, in: clip)
        }
    }

    // MARK: Nodes

    private func name(_ number: Int, _ painter: Painter) -> SafeText {
        let column = layout.cells[layout.cellOfNode[number]].column
        let width = (spots[column]?.width ?? 0) - 1 - Self.valueWidth(decimals)
        return painter.shortened(painter.safe(plan.graph.symbols[plan.members[number]].name), to: width)
    }

    /// What a node shows: ∂L/∂ of it where backward has reached it, else its value.
    private func value(_ number: Int, _ painter: Painter) -> (symbol: Symbol, text: SafeText) {
        let symbol = plan.graph.symbols[plan.members[number]]
        let parameter = session.computation.parameterPlaces[symbol.name]
        var shown = symbol
        var mark = painter.safe("")
        if focus.pass != nil, focus.pass != .forward {
            let adjoint = parameter == nil ? .adjoint(symbol) : Symbol.gradient(symbol.name)
            if focus.pass == .update, parameter != nil, session.reading(.new(symbol.name))?.isReached == true {
                shown = .new(symbol.name)
            } else if hasAdjoint(parameter), session.readingOnShow(adjoint)?.isReached == true {
                (shown, mark) = (adjoint, painter.safe("∂"))
            }
        }
        let room = Self.valueWidth(decimals) - mark.width
        return (shown, mark + painter.fitted(session.readingOnShow(shown), decimals: decimals, width: room))
    }

    /// Whether backward reaches a parameter: another loss's parameters are constants here.
    private func hasAdjoint(_ parameter: Int?) -> Bool {
        guard let parameter else { return true }
        return session.tree.sampleTable(of: session.objectiveOnShow).completion[.gradient(session.computation.parameterNames[parameter])] != nil
    }

    private func node(_ number: Int, _ cell: Int, _ painter: inout Painter) {
        guard let spot = spots[layout.cells[cell].column] else { return }
        let row = row(cell)
        let isLive = focus.pass != nil && focus.node != nil && number == centre
        let name = name(number, painter)
        painter.write(name, row, spot.left, isLive ? .live.bold.reversed : .normal.bold, in: area)
        let (symbol, text) = value(number, painter)
        let isReached = session.readingOnShow(symbol)?.value != nil
        let style: Style = session.hasJustReached(symbol) ? .changed.bold : isReached ? .normal : .dim
        painter.write(painter.safe(" ") + text, row, spot.left + name.width, style, in: area)
        if window.stride > 1 { parameters(of: number, below: row, spot, &painter) }
    }

    /// The parameters of a node's formula, on the row below: with their values where there is room, by their
    /// names, or at least their number.
    private func parameters(of number: Int, below row: Int, _ spot: (left: Int, width: Int), _ painter: inout Painter) {
        let node = tapeNode(number)
        let own = plan.graph.parameters[plan.members[number]].filter { plan.graph.places[session.computation.parameters[$0]] == nil }
        guard !own.isEmpty, row + 1 < clip.endRow else { return }
        func isLit(_ place: Int) -> Bool {
            focus.edges.contains(GraphFocus.Edge(source: session.computation.parameters[place], user: node))
                || focus.edges.isEmpty && focus.parameters.contains(place)
        }
        let names = own.map { painter.safe(session.computation.parameterNames[$0]) }
        let numbers = own.map { place in
            let value = session.reading(.named(session.computation.parameterNames[place]))
            return painter.fitted(value, decimals: decimals, width: Self.valueWidth(decimals))
        }
        let room = spot.width
        var shown = zip(names, numbers).map { $0 + painter.safe(" ") + $1 }
        if shown.reduce(-1, { $0 + $1.width + 1 }) > room { shown = names }
        var rest = 0
        func more() -> SafeText { painter.safe(rest > 0 ? "+\(rest)" : "") }
        while shown.reduce(-1, { $0 + $1.width + 1 }) + (rest > 0 ? 1 + more().width : 0) > room, !shown.isEmpty {
            shown.removeLast()
            rest += 1
        }
        var column = spot.left
        for (text, place) in zip(shown, own) {
            column += painter.write(text, row + 1, column, isLit(place) ? .live.bold : .dim, in: clip) + 1
        }
        let isRestLit = own.suffix(rest).contains(where: isLit)
        painter.write(more(), row + 1, column, isRestLit ? .live.bold : .dim, in: clip)
    }

    // MARK: What is out of sight

    private func leftOut(_ painter: inout Painter) {
        guard hasCounts else { return }
        let glyphs = painter.glyphs
        let hidden = hidden
        let counts = [
            (glyphs.arrowLeft, hidden.left), (glyphs.arrowUp, hidden.above), (glyphs.arrowDown, hidden.below),
            (glyphs.arrowRight, hidden.right),
        ].filter { $0.1 > 0 }
        let text = counts.map { $0.0 + painter.safe(" \($0.1)") }
        let joined = text.dropFirst().reduce(text.first ?? painter.safe("")) { $0 + painter.safe("   ") + $1 }
        painter.line(joined, area.rows - 1, in: area, .dim)
    }
}
