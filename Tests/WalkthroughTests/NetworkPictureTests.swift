import Screen
import Testing

@testable import Walkthrough

/// The picture of a network says which way what is computed flows.
struct NetworkPictureTests {
    /// The rows of the picture in which a neuron stands.
    private func rows(of neuron: String, in model: Model) throws -> [String] {
        let area = try #require(Layout(model).network).inset(rows: 1, columns: 2)
        let frame = view(model)
        return (area.row..<area.endRow)
            .map { frame.row($0).dropFirst(area.column).prefix(area.columns).map(\.text).joined() }
            .filter { $0.contains(neuron + " ") }
    }

    @Test(arguments: [(Charset.unicode, "◀", "▶"), (.ascii, "<", ">")])
    func theLinesOfADeltaPointBack(charset: Charset, back: String, forth: String) throws {
        var model = try Model.of(charset: charset)
        for neuron in ["h1", "h2"] {
            model.send(.command("goto delta(\(neuron))"))
            let row = try #require(try rows(of: neuron, in: model).first)
            #expect(row.contains(back), "\(row)")
            #expect(try rows(of: "y", in: model).allSatisfy { !$0.contains(forth) })
        }
        for command in ["goto a(y)", "goto grad(w31)", "goto grad(w11)", "goto w11"] {
            model.send(.command(command))
            #expect(try ["h1", "h2", "y"].allSatisfy { try rows(of: $0, in: model).allSatisfy { !$0.contains(back) } }, "\(command)")
            #expect(try rows(of: "y", in: model).contains { $0.contains(forth) }, "\(command)")
        }
    }

    /// Where not all layers fit, those that the step is about do.
    @Test("What a step takes from and leads to is in sight, and no layer in part", arguments: Places.lessonNames)
    func theLayersOfAStepAreInSight(name: String) throws {
        var model = try Model.of(name, size: Size(rows: 24, columns: 80))
        guard let network = model.session.run.network else { return }
        let columns = [network.inputs] + network.layers.map { $0.neurons.map(\.name) }
        try model.alongTheFirstBatch(atMost: 40) { model in
            let session = model.session
            let address = session.tree.address(of: try #require(session.executedLeaf))
            let lines = model.lines(of: try #require(Layout(model).network))
            let shown = columns.map { names in names.filter { name in lines.contains { " \($0)".contains(" \(name) ") } } }
            let place: Comment = "position \(session.position.index), \(address.quantity.name): \(lines.joined(separator: "\n"))"
            for (column, names) in columns.enumerated() where names.count <= 4 {
                #expect(shown[column].isEmpty || shown[column] == names, place)
            }
            let last = columns.count - 1
            let layer = network.layers.firstIndex { $0.name == address.layer }.map { $0 + 1 }
            if case .loss = address.quantity, columns[last].count <= 4 { #expect(!shown[last].isEmpty, place) }
            if case .delta = address.quantity, let layer, layer < last, columns[layer + 1].count <= 4 {
                #expect(!shown[layer].isEmpty && !shown[layer + 1].isEmpty, place)
            }
        }
    }
}
