import CommandLanguage
import Debugger
import NeuralNetwork
import Screen

extension Painter {
    /// What is known so far of a program: its values with ∂L/∂ of each, then its parameters.
    ///
    /// Where not everything fits, each table shows the part around the live row and counts the rest.
    mutating func programLedger(_ model: Model, in area: Rectangle) {
        let session = model.session
        let objective = session.objectiveOnShow
        guard model.graphs.indices.contains(objective) else { return }
        let graph = model.graphs[objective].graph
        let focus = GraphFocus(session)
        let loss = session.computation.symbols[session.computation.loss] ?? .loss
        let title = safe("\(Phrase.ledger[language])  \(loss.name) = ") + number(session.reading(loss), decimals: 5)
        let inside = pane(area, title)
        let parameters = graph.usedParameters
        // All values if that leaves room for two parameters under their header; else half, and what the
        // parameters leave free.
        let least = parameters.isEmpty ? 0 : min(parameters.count, 2) + 2
        let free = parameters.isEmpty ? inside.rows - 1 : max(inside.rows / 2 - 1, inside.rows - parameters.count - 3)
        let rows = inside.rows >= graph.count + least ? graph.count : max(1, min(graph.count, free))
        let (top, rest) = inside.split(top: rows + 1)
        valueTable(session, graph, focus, in: top, offset: model.ledgerOffset)
        let gap = rest.rows > parameters.count + 1 ? 1 : 0
        let below = rest.split(top: gap).rest
        if below.rows >= 2, !parameters.isEmpty {
            parameterTable(session, parameters, live: focus.parameters, in: below, offset: model.ledgerOffset)
        }
    }

    private mutating func valueTable(
        _ session: Session, _ graph: NamedGraph, _ focus: GraphFocus, in area: Rectangle, offset: Int
    ) {
        let live = focus.pass == nil ? nil : focus.node.flatMap { graph.places[$0] }
        let centre = live ?? graph.places[focus.home]
        let shown = window(of: graph.count, around: centre, offset, rows: area.rows - 1)
        let names = graph.symbols[shown].map(\.name)
        let columns = columns(in: area, names: names[...], count: 2)
        header(["", Phrase.value[language], "∂L/∂"], columns, shown, of: graph.count, in: area)
        for (row, index) in shown.enumerated() {
            let symbol = graph.symbols[index]
            let symbols = [symbol, .adjoint(symbol)]
            self.row(names[row], symbols, columns, area.row + 1 + row, area, isLive: index == live, session)
        }
    }
}
