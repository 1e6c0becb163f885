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
}
