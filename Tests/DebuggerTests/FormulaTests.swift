import Autograd
import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

/// Every result of a run is explained, and the numbers of its explanation give it.
struct FormulaTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let activation: Activation
        let output: Activation
        let loss: Loss
        var isFused = true
        var dropout = 0.0
        var training: TrainingSettings?
        var testDescription: String {
            "\(activation.rawValue), \(output.rawValue), \(loss.rawValue)\(isFused ? "" : " as written")"
                + (training.map { ", \($0.optimizer)" } ?? "")
        }

        /// Every activation in a hidden layer, every loss after every output that it takes, every training.
        static let all: [Kind] = {
            var kinds = Networks.hiddenActivations.map { Kind(activation: $0, output: $0, loss: .halfSquaredError) }
            for loss in Loss.allCases {
                for output in Networks.outputs(for: loss) {
                    kinds.append(Kind(activation: .tanh, output: output, loss: loss))
                    if loss.partner == output {
                        kinds.append(Kind(activation: .relu, output: output, loss: loss, isFused: false))
                    }
                }
            }
            for training in Networks.trainings {
                kinds.append(Kind(activation: .tanh, output: .identity, loss: .squaredError, training: training))
                kinds.append(
                    Kind(activation: .gelu, output: .softmax, loss: .categoricalCrossEntropy, dropout: 0.5, training: training))
            }
            return kinds
        }()

        /// Two shapes: one output and single samples, two outputs and a batch of two; or as the training says.
        func runs() -> [TrainingRun] {
            var generator = SeededGenerator(seed: 31)
            if var training {
                // Later epochs have the formulas of the second.
                training.epochs = 2
                return [
                    Networks.random(
                        sizes: [1, 2, 2], activation: activation, output: output, loss: loss, samples: 4,
                        dropout: dropout, settings: training, using: &generator)
                ]
            }
            return [
                // A single softmax is 1 whatever goes in.
                Networks.random(
                    sizes: [2, 2, output == .softmax ? 2 : 1], activation: activation, output: output, loss: loss,
                    epochs: 1, isLossFused: isFused, using: &generator),
                Networks.random(
                    sizes: [1, 2, 2], activation: activation, output: output, loss: loss, samples: 3, batchSize: 2,
                    epochs: 1, isLossFused: isFused, using: &generator),
            ]
        }
    }

    @Test("The numbers shown give the result shown", arguments: Kind.all)
    func recomputed(kind: Kind) throws {
        for run in kind.runs() {
            try everyLeaf(of: run) { session, index in
                for (zoom, explanation) in explanations(session, of: index) {
                    let value = try #require(session.value(ofLeaf: index))
                    #expect(explanation.formula.value?.bitPattern == value.bitPattern)
                    for formula in [explanation.formula] + explanation.details {
                        for digits in [3, 5, 9] {
                            let shown = formula.shown(digits: digits, .plain)
                            let place = "leaf \(index), \(zoom): \(formula.expression.text(.plain)) = \(shown.substituted)"
                            let recomputed = try #require(Arithmetic.value(of: shown.substituted), "\(place)")
                            #expect(NumberText.short(recomputed, digits: digits) == shown.result, "\(place) = \(shown.result)")
                        }
                    }
                }
            }
        }
    }

    @Test("The numbers put in are those of the run, and stand where the symbols stood", arguments: Kind.all)
    func substituted(kind: Kind) throws {
        for run in kind.runs() {
            let symbols = Dictionary(
                uniqueKeysWithValues: run.everySymbol.map { ($0.expression, $0) })
            try everyLeaf(of: run) { session, index in
                for (zoom, explanation) in explanations(session, of: index) {
                    for formula in [explanation.formula] + explanation.details {
                        let place: Comment = "leaf \(index), \(zoom): \(formula.expression.text(.plain))"
                        #expect(sameShape(formula.expression, formula.substituted), place)
                        for (part, number) in formula.bindings {
                            guard let symbol = symbols[part] else { continue }
                            // What an update replaces is shown as it was before.
                            if formula.isUpdate && formula.subject == part {
                                if let name = symbol.parameterName ?? parameterName(symbol, run), part == .name(name) {
                                    #expect(session.reading(.old(name)) == .value(number), place)
                                }
                                continue
                            }
                            guard case .value(let known)? = session.reading(nowOrBefore(symbol, run)) else { continue }
                            #expect(known.bitPattern == number.bitPattern, "\(place), \(part.text(.plain))")
                        }
                    }
                }
            }
        }
    }

    @Test("Every quantity has its name, its rule, and a formula for each slope in it", arguments: Kind.all)
    func names(kind: Kind) throws {
        for run in kind.runs() {
            try everyLeaf(of: run) { session, index in
                let moment = session.tree.moment(of: index)
                let table = session.tree.table(at: moment)
                let quantity = table.row(.quantity, holding: moment.leaf)
                guard moment.leaf == quantity.leaves.upperBound - 1 else { return }
                let row = table.quantities[quantity.index]
                let address = session.tree.address(of: index)
                let explanation = session.explanation(ofLeaf: index, zoom: .quantity)
                var subject = row.symbol.expression
                if case .new(let name) = row.symbol { subject = .name(name) }
                #expect(explanation.formula.subject == subject)
                // The leaf that completes a quantity has the quantity's name.
                #expect(session.explanation(ofLeaf: index, zoom: .operation).formula.subject == subject)
                #expect(explanation.unit == address.neuron && explanation.layer == address.layer)
                #expect(explanation.pass == address.pass)
                #expect(explanation.rule == rule(of: row.symbol, in: run, at: address), "\(row.symbol.name)")
                let named = slopes(in: explanation.formula.expression)
                #expect(explanation.details.compactMap(\.subject) == named, "\(row.symbol.name)")
                for detail in explanation.details {
                    #expect(detail.value == detail.subject.flatMap { explanation.formula.bindings[$0] })
                }
                // A δ has one f′, but where the loss starts from z, or every output depends on every z.
                if case .delta = row.symbol, !startsFromZ(address, run) { #expect(named.count == 1) }
            }
        }
    }

    @Test("What comes next is announced in the symbols in which it will be told", arguments: Kind.all)
    func next(kind: Kind) throws {
        for run in kind.runs() {
            for zoom in [Zoom.operation, .quantity] {
                var session = try Session(run: run, zoom: zoom)
                #expect(session.explanation == nil)
                while !session.isAtEnd {
                    let next = try #require(session.nextExplanation)
                    #expect(next.formula.value == nil && next.formula.bindings.isEmpty)
                    #expect(next.formula.shown(digits: 4).result == "·")
                    session.step()
                    let now = try #require(session.explanation)
                    #expect(next.rule == now.rule && next.formula.subject == now.formula.subject)
                    #expect(next.formula.expression == now.formula.expression)
                }
                #expect(session.nextExplanation == nil)
            }
        }
    }

    @Test func theFormulasOfTheDocuments() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid, epochs: 1))
        var found: [String] = []
        while session.step() == 1 {
            let formula = try #require(session.explanation?.formula)
            let subject = try #require(formula.subject)
            found.append("\(subject.text(.plain)) \(formula.isUpdate ? "<-" : "=") \(formula.expression.text(.plain))")
        }
        let expected = [
            "z(h1) = w11*x1 + w12*x2 + b1", "a(h1) = sigmoid(z(h1))", "z(h2) = w21*x1 + w22*x2 + b2",
            "a(h2) = sigmoid(z(h2))", "z(y) = w31*a(h1) + w32*a(h2) + b3", "a(y) = z(y)", "L = (a(y) - t)^2/2",
            "adjoint(L) = 1", "adjoint(a(y)) = a(y) - t", "delta(y) = adjoint(a(y))*slope(z(y))",
            "grad(w31) = delta(y)*a(h1)", "grad(w32) = delta(y)*a(h2)", "grad(b3) = delta(y)",
            "delta(h1) = delta(y)*w31*slope(z(h1))", "grad(w11) = delta(h1)*x1", "grad(w12) = delta(h1)*x2",
            "grad(b1) = delta(h1)", "delta(h2) = delta(y)*w32*slope(z(h2))", "grad(w21) = delta(h2)*x1",
            "grad(w22) = delta(h2)*x2", "grad(b2) = delta(h2)",
        ] + ["w11", "w12", "b1", "w21", "w22", "b2", "w31", "w32", "b3"].map { "\($0) <- \($0) - eta*grad(\($0))" }
        #expect(found == expected)
    }

    @Test func resultsThatAreNotOnShowHaveNoNumbers() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid, epochs: 3))
        session.step(1, .epoch)
        session.step(2, .quantity)
        // z(h1) of the first epoch is gone, and so is its update; a(h1) of this one is there.
        let position = session.position.index
        #expect(session.value(ofLeaf: 2) == nil && session.value(ofLeaf: session.tree.leavesPerEpoch - 1) == nil)
        #expect(session.explanation(ofLeaf: 2, zoom: .quantity).formula.value == nil)
        #expect(session.explanation(ofLeaf: 2, zoom: .quantity).formula.bindings.isEmpty)
        #expect(session.value(ofLeaf: position - 1) == session.reading(.activation("h1"))?.value)
        #expect(session.value(ofLeaf: position) == nil)
    }

    // MARK: What the tests have in common

    private func everyLeaf(of run: TrainingRun, _ check: (Session, Int) throws -> Void) throws {
        var session = try Session(run: run, zoom: .operation)
        while session.step() == 1 { try check(session, session.position.index - 1) }
    }

    private func explanations(_ session: Session, of index: Int) -> [(Zoom, Explanation)] {
        [Zoom.operation, .quantity].map { ($0, session.explanation(ofLeaf: index, zoom: $0)) }
    }

    /// Whether `numbers` is `symbols` with numbers in the place of some of its parts.
    private func sameShape(_ symbols: Expression, _ numbers: Expression) -> Bool {
        switch (symbols, numbers) {
        case (_, .number): true
        case (.call(let f, let a, _), .call(let g, let b, _)):
            f == g && a.count == b.count && zip(a, b).allSatisfy { sameShape($0, $1) }
        case (.unary(let f, let a), .unary(let g, let b)): f == g && sameShape(a, b)
        case (.binary(let f, let a, let b), .binary(let g, let c, let d)): f == g && sameShape(a, c) && sameShape(b, d)
        default: false
        }
    }

    private func slopes(in expression: Expression) -> [Expression] {
        switch expression {
        case .call("slope", _, _): [expression]
        case .unary(_, let a): slopes(in: a)
        case .binary(_, let a, let b): slopes(in: a) + slopes(in: b)
        default: []
        }
    }

    private func parameterName(_ symbol: Symbol, _ run: TrainingRun) -> String? {
        if case .named(let name) = symbol, run.computations[0].parameterNames.contains(name) { name } else { nil }
    }

    /// A parameter in a formula is the one that the batch works with.
    private func nowOrBefore(_ symbol: Symbol, _ run: TrainingRun) -> Symbol {
        parameterName(symbol, run).map { .old($0) } ?? symbol
    }

    private func startsFromZ(_ address: Address, _ run: TrainingRun) -> Bool {
        guard let network = run.network, let last = network.layers.last, address.layer == last.name else { return false }
        return last.activation == .softmax || network.isLossFused && network.loss.partner == last.activation
    }

    /// The rule of each quantity as the field names it, from its symbol and place alone.
    private func rule(of symbol: Symbol, in run: TrainingRun, at address: Address) -> Rule? {
        guard let network = run.network else { return nil }
        let layer = network.layers.first { $0.name == address.layer }
        switch symbol {
        case .preActivation: return .weightedSum
        case .activation: return layer.map { .activation($0.activation.operation) }
        case .loss: return address.pass == .update ? .batchLoss : .sampleLoss
        case .adjoint(.loss): return .seed
        case .adjoint(.activation): return .lossDerivative
        case .adjoint: return .adjoint
        case .delta: return layer?.name == network.layers.last?.name ? .outputDelta : .hiddenDelta
        case .gradient(let name):
            if address.pass == .update { return .batchGradient }
            return network.parameters.first { $0.name == name }?.role == .bias ? .biasGradient : .weightGradient
        case .gradientSum: return .gradientSum
        case .lossSum: return .lossSum
        case .new: return run.settings.map { .update($0.optimizer) }
        case .learningRate: return .rate
        case .penalty: return .penalty
        case .gradientNorm: return .gradientNorm
        case .clippingScale: return .clippingScale
        case .validationLoss: return .validationLoss
        case .aspect(let aspect, _): return .aspect(aspect)
        default: return nil
        }
    }
}
