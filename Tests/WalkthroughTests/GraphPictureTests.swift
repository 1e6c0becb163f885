import Autograd
import CommandLanguage
import Debugger
@testable import Lessons
import NeuralNetwork
import Screen
import TestNetworks
import Testing

@testable import Walkthrough

/// Every step of a program has its place in the picture and in the ledger.
struct GraphPictureTests {
    static let names = ["expression", "readme", "recurrent", "recurrent-adam", "adversarial", "chain", "random"]

    private func lesson(_ name: String) throws -> Lesson {
        if let lesson = try Programs.lesson(name) { return lesson }
        var generator = SeededGenerator(seed: 5)
        let run = try Programs.random(25, reach: 6, using: &generator)
        return Lesson(title: Localized(same: name), about: nil, source: nil, run: run, steps: [], warnings: [])
    }

    /// The first batch of a run, leaf by leaf.
    private func leaves(_ session: Session) -> Range<Int> { 0..<session.tree.start(ofBatch: 1) }

    @Test("Every leaf has a node, and edges of the graph", arguments: names)
    func focus(name: String) throws {
        var session = try Session(run: lesson(name).run)
        let graphs = session.run.computations.map { NamedGraph(of: $0, includesParameters: true) }
        for leaf in leaves(session) {
            session.go(to: Position(leaf + 1))
            let focus = GraphFocus(session)
            let graph = graphs[session.objectiveOnShow]
            guard let node = focus.node else {
                // The rate, and the length of the gradient, are about all parameters.
                #expect(focus.pass == .update && focus.parameters.count > 1, "\(leaf)")
                continue
            }
            let place = try #require(graph.places[node], "\(leaf)")
            #expect(graph.places[focus.home] != nil)
            for edge in focus.edges {
                let (source, user) = (try #require(graph.places[edge.source]), try #require(graph.places[edge.user]))
                #expect(graph.sources[user].contains(source), "\(leaf)")
            }
            let address = session.tree.address(of: leaf)
            #expect(focus.pass == address.pass)
            try check(focus, place, address, graph, session)
        }
    }

    /// A result lights everything that it came of; a part of it, some of that.
    private func check(
        _ focus: GraphFocus, _ place: Int, _ address: Address, _ graph: NamedGraph, _ session: Session
    ) throws {
        let symbol = graph.symbols[place]
        let isWhole = session.tree.unit(.quantity, holding: session.position.index - 1).upperBound == session.position.index
        let sources = Set(focus.edges.compactMap { graph.places[$0.source] })
        let users = Set(focus.edges.compactMap { graph.places[$0.user] })
        switch address.pass {
        case .forward:
            #expect(symbol == address.quantity && users.isSubset(of: [place]))
            #expect(isWhole ? sources == Set(graph.sources[place]) : sources.isSubset(of: graph.sources[place]))
        case .backward:
            #expect(address.quantity == .adjoint(symbol) || address.quantity == .gradient(symbol.name))
            #expect(sources.isSubset(of: [place]))
            // The loss begins with 1, whatever may use it.
            let all = address.quantity == .adjoint(symbol) && users.isEmpty ? [] : Set(graph.users[place])
            #expect(isWhole ? users == all : users.isSubset(of: graph.users[place]) && !users.isEmpty)
        case .accumulate, .update:
            if let name = address.quantity.parameterName {
                #expect(symbol.name == name)
                #expect(focus.parameters.map { session.computation.parameterNames[$0] } == [name])
            }
        case .validate: break
        }
    }

    @Test("The live node is in sight, and what is not is counted", arguments: names)
    func picture(name: String) throws {
        let lesson = try lesson(name)
        let sizes = [Size(rows: 24, columns: 80), Size(rows: 30, columns: 100), Size(rows: 60, columns: 200)]
        for (number, size) in sizes.enumerated() {
            for charset in [Charset.unicode, .ascii] {
                var model = try Model(lesson: lesson, language: .english, charset: charset, size: size)
                let end = min(leaves(model.session).upperBound, 400)
                model.send(.command("zoom operation"))
                // Steps that have nothing in common with the lengths of the passes.
                for position in stride(from: 1, through: end, by: 7 + 6 * number) {
                    model.player.session.go(to: Position(position))
                    try check(model)
                }
            }
        }
    }

    private func check(_ model: Model) throws {
        let area = try #require(Layout(model).network)
        let session = model.session
        let graph = model.graphs[session.objectiveOnShow]
        let frame = view(model)
        let focus = GraphFocus(session)
        // The name that is lit stands once in the pane.
        var lit = ""
        for row in area.row + 1..<area.endRow - 1 {
            let cells = frame.row(row).dropFirst(area.column).prefix(area.columns)
            lit += cells.filter(\.style.isReversed).map(\.text).joined()
        }
        let names = [focus.node, focus.home].compactMap { $0.flatMap { session.computation.symbols[$0]?.name } }
        #expect(focus.node == nil ? lit.isEmpty : names.contains(lit), "position \(session.position.index): \(lit), not \(names)")
        let picture = GraphPicture(session: session, graph: graph, focus: focus, in: area.inset(rows: 1, columns: 2))
        let hidden = picture.hidden
        #expect(picture.shownCount + hidden.left + hidden.above + hidden.below + hidden.right == picture.count)
        guard hidden.left + hidden.above + hidden.below + hidden.right > 0 else { return }
        let last = frame.row(area.endRow - 2).dropFirst(area.column + 2).prefix(area.columns - 4).map(\.text).joined()
        let numbers = last.split(separator: " ").compactMap { Int($0) }
        #expect(numbers.reduce(0, +) == picture.count - picture.shownCount, "\(last)")
    }

    @Test func aGraphTooLargeToLayOutIsShownAroundTheLiveNode() throws {
        let run = try Programs.chain(ProgramGraph.most + 100)
        let lesson = Lesson(title: Localized(same: "chain"), about: nil, source: nil, run: run, steps: [], warnings: [])
        var model = try Model(lesson: lesson, language: .english, charset: .unicode, size: Size(rows: 30, columns: 100))
        for place in [1, 3, 1200, 2099, 2100] {
            model.send(.command("goto a\(place)"))
            try check(model)
            // x and the values before the first that is shown; it has the arrow of the one before it.
            let words = model.text.split(separator: " ")
            guard place > 3 else { continue }
            let first = try #require(zip(words, words.dropFirst()).first { $0.hasSuffix("▶") && $1.hasPrefix("a") }?.1)
            #expect(model.text.contains("← \(first.dropFirst()) "), "\(model.text)")
        }
    }

    @Test func thePictureIsThatOfTheLossOnShow() throws {
        var model = try Model(
            lesson: lesson("adversarial"), language: .english, charset: .unicode, size: Size(rows: 30, columns: 100))
        model.send(.command("goto LD"))
        #expect(model.text.contains("graph of LD forward ▶"))
        #expect(model.text.contains("p 0.66") && !model.text.contains("LG ·"))
        model.send(.command("goto LG"))
        #expect(model.text.contains("graph of LG forward ▶"))
        #expect(!model.text.contains("p 0.66"))
        // The discriminator's parameters are constants to the generator's loss.
        model.send(.command("goto adjoint(fake)"))
        #expect(model.text.contains("d1 0.83") && !model.text.contains("d1 ∂"))
    }

    @Test func withoutTrainingThereIsNoUpdateToShow() throws {
        var model = try Model(
            lesson: lesson("expression"), language: .english, charset: .unicode, size: Size(rows: 30, columns: 100))
        #expect(model.text.contains("no training") && !model.text.contains("epoch"))
        model.send(.command("goto end"))
        #expect(!model.text.contains(" new ") && !model.text.contains("      ·"))
        // micrograd's first example: a = 2, b = −3, c = 10, f = −2.
        for value in ["a ∂6.00", "b ∂−4.00", "c ∂−2.00", "f ∂4.00"] { #expect(model.text.contains(value)) }
        model.send(.command("language zh"))
        #expect(model.text.contains("没有训练"))
    }

    @Test func aProgramHasNamesAndNoNeurons() throws {
        var model = try Model(
            lesson: lesson("expression"), language: .english, charset: .unicode, size: Size(rows: 30, columns: 100))
        #expect(model.session.completionNames.contains("adjoint(e)"))
        #expect(!model.session.completionNames.contains { $0.hasPrefix("z(") || $0.hasPrefix("delta(") })
        model.send(.command("print delta(e)"))
        #expect(model.said.contains("a program has no neurons") && model.said.contains("adjoint(e)"))
        model.send(.command("goto end"))
        model.send(.command("print adjoint(e)"))
        #expect(model.said.contains("-2") || model.said.contains("−2"))
    }

    @Test func anOptimisersStateIsInTheLedgerWhereThereIsRoom() throws {
        var model = try Model(
            lesson: lesson("recurrent-adam"), language: .english, charset: .unicode, size: Size(rows: 60, columns: 200))
        model.send(.command("goto new(w)"))
        let row = try #require(model.text.split(separator: "\n").first { $0.contains("│ w ") })
        // m = 0.1·g and v = 0.001·g² after the first update, by the definition of Adam.
        let gradient = try #require(model.session.reading(.gradient("w"))?.value)
        #expect(row.contains(NumberText.fixed(0.1 * gradient, decimals: 5).replacing("-", with: "−")))
        #expect(row.contains(NumberText.fixed(0.001 * gradient * gradient, decimals: 5)))
        model.send(.resize(Size(rows: 30, columns: 100)))
        #expect(!model.text.contains("         m"))
    }
}
