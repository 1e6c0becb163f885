import Autograd
import CommandLanguage
import Debugger
import GradientComparison
import Lessons
import NeuralNetwork
import Screen
import TestNetworks
import Testing

@testable import Walkthrough

/// What holds for every model file.
struct EveryModelTests {
    @Test func thereAreModels() {
        #expect(Models.names.count >= 40)
        #expect(Models.atKink.union(Models.diverging).union(Models.adversarial).isSubset(of: Models.names))
    }

    @Test("The file reads, and says what it shows in both languages", arguments: Models.names)
    func reads(name: String) throws {
        let lesson = try Models.lesson(name)
        #expect(lesson.warnings.isEmpty, "\(lesson.warnings.map(\.message.english))")
        #expect(lesson.source != nil && lesson.steps.isEmpty)
        for text in [lesson.title, try #require(lesson.about)] {
            #expect(text.english != text.chinese)
            #expect(text.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        }
    }

    @Test("Backpropagation agrees with the numeric gradients", arguments: Models.names)
    func compares(name: String) throws {
        let run = try Models.lesson(name).run
        let batch = run.order.order(ofEpoch: 0).prefix(run.settings.map { min($0.batchSize, run.data.count) } ?? 1)
        let comparison = try GradientComparison.compare(
            ComparisonPoint(
                run, parameters: run.architecture.parameters.map(\.initialValue), batch: Array(batch), batchNumber: 0))
        #expect(comparison.entries.count == run.architecture.parameters.count)
        #expect(comparison.verdict == (Models.atKink.contains(name) ? .kink : .agrees))
        for entry in comparison.entries where entry.verdict != .agrees {
            #expect(entry.verdict == .kink, "\(entry.name)")
        }
    }

    @Test("Each method stays within its bound, and those without a difference within 1e-13", arguments: Models.names, NumericMethod.allCases)
    func compares(name: String, method: NumericMethod) throws {
        let run = try Models.lesson(name).run
        let batch = run.order.order(ofEpoch: 0).prefix(run.settings.map { min($0.batchSize, run.data.count) } ?? 1)
        let point = try ComparisonPoint(
            run, parameters: run.architecture.parameters.map(\.initialValue), batch: Array(batch), batchNumber: 0)
        let comparison = try GradientComparison.compare(point, method: method)
        #expect(comparison.verdict == (Models.atKink.contains(name) ? .kink : .agrees), "\(comparison.worst as Any)")
        for entry in comparison.entries where entry.verdict == .agrees {
            #expect(entry.absolute <= entry.bound)
            if !method.isDifference, entry.analytic != 0 { #expect(entry.relative <= 1e-13, "\(entry.name): \(entry.relative)") }
        }
    }

    /// The leaves of the first batch; of its samples, which all have the same leaves, the last one's.
    private func leaves(_ session: Session) -> [Int] {
        let tree = session.tree
        let last = tree.samples(inBatch: 0) - 1
        return (0..<tree.start(ofBatch: 1)).filter { leaf in tree.moment(of: leaf).sample.map { $0 == last } ?? true }
    }

    @Test("Every leaf of the first update has an address and an explanation that recomputes", arguments: Models.names)
    func explains(name: String) throws { try explains(try Models.session(name)) }

    /// Two nodes that look the same, and whose adjoints differ.
    @Test func explainsWhatIsWrittenTwice() throws {
        let program = "L = (a - b)^2 * exp(a - b) + (a - b)"
        let text = "title: twice\nmodel: {parameters: {a: 2, b: 0.5}, program: '\(program)', loss: L}\n"
        try explains(try Session(run: Models.run(text: text)))
    }

    private func explains(_ start: Session) throws {
        var session = start
        var addresses: Set<[String]> = []
        for leaf in leaves(session) {
            session.go(to: Position(leaf + 1))
            let address = session.tree.address(of: leaf)
            let operation = "\(address.operation.kind) \(address.operation.subject)"
            #expect(addresses.insert(address.components() + [operation]).inserted, "\(address.components())")
            let value = try #require(session.value(ofLeaf: leaf))
            #expect(value.isFinite)
            let completesQuantity = session.tree.unit(.quantity, holding: leaf).upperBound == leaf + 1
            for zoom in completesQuantity ? [Zoom.operation, .quantity] : [.operation] {
                let explanation = session.explanation(ofLeaf: leaf, zoom: zoom)
                #expect(explanation.formula.value == value)
                #expect(explanation.unit == address.neuron && explanation.pass == address.pass)
                for formula in [explanation.formula] + explanation.details {
                    let shown = formula.shown(digits: 5, .plain)
                    let recomputed = try #require(Arithmetic.value(of: shown.substituted), "\(shown.substituted)")
                    #expect(
                        NumberText.short(recomputed, digits: 5) == shown.result,
                        "\(address.components()): \(formula.expression.text(.plain)) = \(shown.substituted)")
                }
            }
        }
    }

    @Test("Every leaf of the first update has its place in the picture", arguments: Models.names)
    func hasItsPlace(name: String) throws {
        var session = try Models.session(name)
        let graphs = session.run.network == nil
            ? session.run.computations.map { NamedGraph(of: $0, includesParameters: true) } : []
        for leaf in leaves(session) {
            session.go(to: Position(leaf + 1))
            let address = session.tree.address(of: leaf)
            if let network = session.run.network {
                let focus = Focus(session)
                #expect(focus.pass == address.pass && focus.symbol == address.quantity)
                // What is of no layer is the loss, or concerns all parameters.
                let layer = network.layers.first { $0.name == address.layer }
                let shared = UpdateComputation.SharedSection(rawValue: address.layer)
                #expect((layer == nil) == (shared != nil), "\(address.components())")
                guard let layer else { continue }
                // A softmax is of all neurons of its layer.
                let isOfNeuron = layer.neurons.contains { $0.name == focus.neuron }
                #expect(isOfNeuron || layer.activation == .softmax && focus.neuron == "softmax", "\(address.components())")
                if address.quantity.parameterName != nil { #expect(focus.parameters.count == 1) }
            } else {
                let graph = graphs[session.tree.moment(of: leaf).objective]
                let focus = GraphFocus(session)
                #expect(focus.pass == address.pass)
                if let node = focus.node {
                    #expect(graph.places[node] != nil, "\(address.components())")
                } else {
                    // What is about several parameters, as a norm over all of them, has no one node.
                    #expect(focus.parameters.count > 1 && address.pass == .update, "\(address.components())")
                }
                for edge in focus.edges {
                    let source = try #require(graph.places[edge.source])
                    let user = try #require(graph.places[edge.user])
                    #expect(graph.sources[user].contains(source), "\(address.components())")
                }
            }
        }
    }

    @Test("The live neuron or node is in sight", arguments: Models.names)
    func isInSight(name: String) throws {
        var model = try Model(
            lesson: Models.lesson(name), language: .english, charset: .unicode, size: Size(rows: 30, columns: 100))
        let end = model.session.tree.start(ofBatch: 1)
        for place in 1...3 {
            model.player.session.go(to: Position(end * place / 3))
            let area = try #require(Layout(model).network)
            let frame = view(model)
            var lit = ""
            for row in area.row + 1..<area.endRow - 1 {
                let cells = frame.row(row).dropFirst(area.column).prefix(area.columns)
                lit += cells.filter(\.style.isReversed).map(\.text).joined()
            }
            let session = model.session
            let names: [String?]
            if let network = session.run.network {
                let neuron = Focus(session).neuron
                names = [network.layers.joinedNeurons.contains { $0.name == neuron } ? neuron : ""]
            } else {
                let focus = GraphFocus(session)
                names = focus.node == nil ? [""] : [focus.node, focus.home].map { $0.flatMap { session.computation.symbols[$0]?.name } }
            }
            // A long name is shortened to its end.
            let isLit = names.contains { $0 == lit || lit.hasPrefix("…") && $0?.hasSuffix(lit.dropFirst()) == true }
            #expect(isLit, "position \(session.position.index): \(lit), not \(names)")
        }
    }

    @Test("Walking back gives the same bits", arguments: Models.names)
    func walksBack(name: String) throws {
        var session = try Models.session(name)
        let symbols = session.run.computations.flatMap { Array($0.symbols.values) }
            + session.run.updates.flatMap { Array($0.symbols.values) }
            + session.computation.parameterNames.flatMap { [.gradient($0), .old($0), .new($0)] }
        func state(_ session: Session) -> [Reading?] {
            symbols.map { session.reading($0) } + session.parameters.map { .value($0) }
        }
        let end = min(2 * session.tree.start(ofBatch: 1), session.tree.end.index)
        let stops = [0, 1, end / 7, end / 3, end / 2, end / 2 + 1, end - 1, end]
        var seen: [Int: [Reading?]] = [:]
        for stop in stops {
            session.go(to: Position(stop))
            seen[stop] = state(session)
        }
        for stop in stops.reversed() {
            session.go(to: Position(stop))
            #expect(state(session) == seen[stop], "position \(stop)")
        }
    }

    @Test("Training stays finite and brings the loss down", arguments: Models.names)
    func trains(name: String) throws {
        var session = try Models.session(name)
        guard session.run.settings != nil, !Models.diverging.contains(name) else { return }
        session.step(min(session.tree.epochs, 100), .epoch)
        #expect(session.firstNonFinite == nil)
        #expect(session.parameters.allSatisfy { $0.isFinite })
        let losses = session.losses.map(\.loss)
        #expect(!losses.isEmpty && losses.allSatisfy { $0.isFinite })
        // Single batches may differ, and dropout switches other neurons off each time.
        let first = losses.prefix(losses.count / 4).reduce(0, +)
        let last = losses.suffix(losses.count / 4).reduce(0, +)
        if !Models.adversarial.contains(name) { #expect(last < first) }
    }

    @Test("A run that diverges stops where the first result is not finite", arguments: Models.diverging.sorted())
    func diverges(name: String) throws {
        var session = try Models.session(name)
        session.step(session.tree.epochs, .epoch)
        #expect(session.isAtFirstNonFinite && !session.isAtEnd)
        let leaf = try #require(session.executedLeaf)
        #expect(try #require(session.value(ofLeaf: leaf)).isFinite == false)
        session.back(1, .operation)
        #expect(try #require(session.value(ofLeaf: leaf - 1)).isFinite)
    }
}
