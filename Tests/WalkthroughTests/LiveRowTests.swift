import Autograd
import CommandLanguage
import Debugger
import NeuralNetwork
import Screen
import Testing

@testable import Walkthrough

/// The ledger marks the row that a step is about, and no other, in every lesson.
struct LiveRowTests {
    private static let size = Size(rows: 24, columns: 80)

    @Test("The live neuron's row is in sight and marked; at the loss, the last neuron's is in sight", arguments: Places.lessonNames)
    func networks(name: String) throws {
        var model = try Model.of(name, size: Self.size)
        guard let network = model.session.run.network else { return }
        let names = model.session.neuronNames
        try model.alongTheFirstBatch(atMost: 30) { model in
            let session = model.session
            let leaf = try #require(session.executedLeaf)
            let address = session.tree.address(of: leaf)
            let rows = model.lines(of: try #require(Layout(model).ledger)).map { $0.split(separator: " ").map(String.init) }
            func row(of name: String) -> [String]? {
                rows.first { row in row.first.map { $0 == name || $0.hasPrefix("…") && name.hasSuffix($0.dropFirst()) } ?? false }
            }
            let place: Comment = "position \(session.position.index), \(address.quantity.name)"
            if let live = address.quantity.neuronName, names.contains(live) {
                #expect(row(of: live)?.last == "◀", place)
            }
            switch address.quantity {
            case .loss, .adjoint(.loss):
                let last = try #require(names.last)
                #expect(network.layers.last?.neurons.isEmpty == false && row(of: last) != nil, place)
            default: break
            }
        }
    }

    @Test("What is lit stands in the formula", arguments: Places.lessonNames)
    func parameters(name: String) throws {
        var model = try Model.of(name, size: Self.size)
        guard model.session.run.network != nil else { return }
        try model.alongTheFirstBatch(atMost: 60) { model in
            let session = model.session
            let focus = Focus(session)
            guard focus.pass == .forward || focus.pass == .backward, focus.symbol?.parameterName == nil else { return }
            let formula = try #require(session.explanation).formula
            for place in focus.parameters {
                let parameter = session.computation.parameterNames[place]
                #expect(
                    formula.expression.contains(.name(parameter)),
                    "\(parameter) in \(formula.expression.text()), position \(session.position.index)")
            }
        }
    }

    @Test func withBatchNormalisationTheWeightsLeadBackToTheScaledSum() throws {
        var model = try Model.of("normalising-a-batch", size: Self.size)
        model.send(.command("goto adjoint(scaled(h[1]))"))
        let names = model.session.computation.parameterNames
        #expect(Focus(model.session).parameters.map { names[$0] } == ["v"])
        model.send(.command("goto delta(h[1])"))
        #expect(Focus(model.session).parameters.isEmpty)
    }

    @Test func theLengthOfTheGradientIsAboutNoOneValue() throws {
        for place in ["gradnorm", "clipscale"] {
            var model = try Model.of("gradient-clipping", size: Self.size)
            model.send(.command("goto \(place)"))
            #expect(GraphFocus(model.session).node == nil)
            let rows = model.lines(of: try #require(Layout(model).ledger))
            #expect(!rows.contains { $0.hasPrefix("L ") && $0.contains("◀") }, "\(rows)")
            #expect(rows.contains { $0.contains("◀") })
        }
    }

    @Test("Beside an update stands the batch's gradient, or none", arguments: ["your-own-gradients", "samples-batches-epochs"])
    func gradients(name: String) throws {
        var model = try Model.of(name, size: Size(rows: 50, columns: 100))
        let update = model.session.tree.start(ofBatch: 1)
        model.player.session.zoom = .quantity
        model.player.session.go(to: Position(update))
        var checked = 0
        while model.session.tree.moment(of: model.session.position.index - 1).sample == nil {
            let session = model.session
            let moment = session.tree.moment(of: session.position.index - 1)
            let table = session.tree.table(at: moment)
            let rows = model.lines(of: try #require(Layout(model).ledger)).map { $0.split(separator: " ").map(String.init) }
            for parameter in session.computation.parameterNames {
                guard let own = table.completion[.gradient(parameter)], let row = rows.first(where: { $0.first == parameter }) else { continue }
                #expect((row[2] == "·") == (own.leaf > moment.leaf), "\(parameter), position \(session.position.index)")
                checked += 1
            }
            model.player.session.go(to: Position(session.position.index - 1))
        }
        #expect(checked > 0)
    }
}
