import Autograd
import NeuralNetwork

extension Session {
    /// The explanation of what was executed last: of the quantity, if the last leaf completed one and the
    /// zoom is not `operation`, else of the leaf itself. Nil at the start.
    public var explanation: Explanation? {
        executedLeaf.map { explanation(ofLeaf: $0, zoom: zoom) }
    }

    /// The explanation of what comes next; it holds no values. Nil at the end.
    public var nextExplanation: Explanation? {
        isAtEnd ? nil : explanation(ofLeaf: position.index, zoom: zoom)
    }

    /// Explains the leaf number `index`, or, at coarser zooms, the quantity that it completes (looking
    /// back) or begins (looking ahead). What is not of the sample or update on show has no values.
    public func explanation(ofLeaf index: Int, zoom: Zoom) -> Explanation {
        inView(explanationBehindCurtain(ofLeaf: index, zoom), ofLeaf: index)
    }

    private func explanationBehindCurtain(ofLeaf index: Int, _ zoom: Zoom) -> Explanation {
        let moment = tree.moment(of: index)
        let table = tree.table(at: moment)
        let quantity = table.row(.quantity, holding: moment.leaf)
        let row = table.quantities[quantity.index]
        let isPast = index < position.index
        let isWhole = isPast
            ? moment.leaf == quantity.leaves.upperBound - 1 : moment.leaf == quantity.leaves.lowerBound
        let explainer = Explainer(
            block: machine.blocks[moment.objective], machine: machine, objective: moment.objective,
            isReached: isOnShow(index))
        if zoom > .operation && isWhole {
            return explainer.explanation(of: row, in: table, completedBy: table.leaves[quantity.leaves.upperBound - 1])
        }
        return explainer.explanation(of: table.leaves[moment.leaf], in: row, of: table)
    }

    /// The quantities completed within a range of leaves of the sample or update on show.
    public func explanations(ofQuantitiesIn leaves: Range<Int>) -> [Explanation] {
        guard let last = leaves.last else { return [] }
        let moment = tree.moment(of: last)
        let start = tree.start(of: moment)
        let table = tree.table(at: moment)
        var found: [Explanation] = []
        var leaf = max(0, leaves.lowerBound - start)
        while leaf <= last - start {
            let quantity = table.row(.quantity, holding: leaf)
            if start + quantity.leaves.upperBound <= leaves.upperBound {
                found.append(explanation(ofLeaf: start + quantity.leaves.upperBound - 1, zoom: .quantity))
            }
            leaf = quantity.leaves.upperBound
        }
        return found
    }
}

/// Writes the formulas of one sample's or one update's results, from the rules of the operations.
struct Explainer {
    let block: Machine.Block
    let machine: Machine
    /// The loss that the results serve.
    let objective: Int
    /// Whether the values are at hand; a formula of what comes next, or is long past, has symbols only.
    let isReached: Bool

    /// The nodes of a pass and their names.
    struct Scope {
        let tape: Tape
        let symbols: [NodeID: Symbol]
    }

    func scope(of pass: Pass) -> Scope {
        pass == .update
            ? Scope(tape: block.updateTape, symbols: block.update?.symbols ?? [:])
            : Scope(tape: block.tape, symbols: computation.symbols)
    }

    private var tape: Tape { block.tape }
    private var computation: Computation { block.computation }

    // MARK: Quantities

    func explanation(of row: PassTable.QuantityRow, in table: PassTable, completedBy leaf: Leaf) -> Explanation {
        let unit = table.units[row.unit]
        let section = table.sections[unit.section]
        let pass = table.passes[section.pass]
        var builder = Builder(explainer: self, inner: Set(row.nodes), pass: pass)
        let expression: Expression
        switch (pass, row.nodes.last) {
        case (.forward, let node?), (.update, let node?): expression = builder.valueFormula(of: node)
        case (.backward, let node?): expression = builder.adjointFormula(of: node)
        case (.validate, _): expression = builder.validationFormula()
        default: expression = builder.sumFormula(of: leaf)
        }
        var equivalent: Formula?
        if pass == .forward, let other = computation.equivalents[row.symbol] {
            equivalent = formula(nil, builder.bound(other), builder, leaf)
        }
        return Explanation(
            rule: rule(of: row, pass: pass, layer: section.name),
            formula: formula(subject(of: row.symbol), expression.simplified, builder, leaf, isUpdate: isUpdate(row, pass: pass)),
            equivalent: equivalent, details: builder.slopes.map { detail(slopeOf: $0) },
            unit: unit.name, pass: pass, layer: section.name)
    }

    private func subject(of symbol: Symbol) -> Expression {
        if case .new(let name) = symbol { .name(name) } else { symbol.expression }
    }

    private func formula(
        _ subject: Expression?, _ expression: Expression, _ builder: Builder, _ leaf: Leaf, isUpdate: Bool = false
    ) -> Formula {
        Formula(
            subject: subject, expression: expression, bindings: isReached ? builder.bindings : [:],
            value: isReached ? machine.value(of: leaf, in: objective) : nil, isUpdate: isUpdate)
    }

    /// Whether the quantity takes the place of what its name meant before.
    private func isUpdate(_ row: PassTable.QuantityRow, pass: Pass) -> Bool {
        switch row.symbol {
        case .new, .gradientSum, .lossSum: return true
        case let symbol where pass == .update: return block.update?.renewed.contains(symbol) ?? false
        default: return false
        }
    }

    private func rule(of row: PassTable.QuantityRow, pass: Pass, layer: String) -> Rule {
        switch row.symbol {
        case .preActivation: return .weightedSum
        case .activation: return .activation(row.nodes.last.map { tape.operation(of: $0) } ?? .identity)
        case .loss:
            // Samples that are computed together have one loss, the batch's.
            return pass == .update || machine.run.samplesPerPass > 1 ? .batchLoss : .sampleLoss
        case .adjoint where row.nodes.last == computation.loss: return .seed
        case .adjoint(.activation): return .lossDerivative
        case .adjoint: return .adjoint
        case .named:
            if pass == .update { return .batchLoss }
            // In a network, the loss of one of several samples.
            guard row.nodes.last == computation.loss || machine.run.network != nil else { return .assignment }
            return machine.run.hasSamples ? .sampleLoss : .loss
        case .delta:
            let layers = machine.run.network?.layers ?? []
            if layers.first(where: { $0.name == layer })?.isNormalised ?? false { return .normalisedDelta }
            return layers.last?.name == layer ? .outputDelta : .hiddenDelta
        case .gradient(let name):
            if pass == .update { return .batchGradient }
            guard case .network(let network) = machine.run.architecture else { return .adjoint }
            switch network.parameters.first(where: { $0.name == name })?.role {
            case .weight?: return .weightGradient
            case .bias?: return .biasGradient
            case .scale?, .shift?, nil: return .adjoint
            }
        case .gradientSum: return .gradientSum
        case .lossSum: return .lossSum
        case .learningRate: return .rate
        case .penalty: return .penalty
        case .gradientNorm: return .gradientNorm
        case .clippingScale: return .clippingScale
        case .validationLoss: return .validationLoss
        case .aspect(let aspect, _): return .aspect(aspect)
        default:
            if machine.run.settings?.deviations.isEmpty == false { return .deviatingUpdate }
            return .update(machine.run.settings?.optimizer ?? .gradientDescent)
        }
    }

    // MARK: Operations

    func explanation(of leaf: Leaf, in row: PassTable.QuantityRow, of table: PassTable) -> Explanation {
        let unit = table.units[row.unit]
        let section = table.sections[unit.section]
        let pass = table.passes[section.pass]
        var builder = Builder(explainer: self, pass: leaf.kind == .update ? .update : .forward)
        let (rule, subject, expression) = parts(of: leaf, in: row, &builder)
        let completes = leaf.kind != .update || row.nodes.last?.index == leaf.subject
        return Explanation(
            rule: rule,
            formula: formula(subject, expression, builder, leaf, isUpdate: completes && isUpdate(row, pass: pass)),
            equivalent: nil, details: [], unit: unit.name, pass: pass, layer: section.name)
    }

    private func parts(
        of leaf: Leaf, in row: PassTable.QuantityRow, _ builder: inout Builder
    ) -> (Rule, Expression?, Expression) {
        let subject = leaf.subject
        switch leaf.kind {
        case .product:
            let slots = [subject, subject + 1]
            let factors = slots.map { builder.reference(tape.operand(in: $0)) }
            return (.product, nil, factors[0] * factors[1])
        case .value:
            let node = NodeID(subject)
            let operation = tape.operation(of: node)
            let expression = operation == .affine ? builder.sumOfProducts(node) : builder.operationFormula(of: node)
            let isSum = operation == .affine && tape.slots(of: node).count > 1
            return (isSum ? .operation(.sum) : .operation(operation), computation.symbols[node]?.expression, expression)
        case .slope:
            let consumer = tape.consumer(of: subject)
            let expression = builder.localDerivativeFormula(in: subject)
            let name = isRight(subject) ? neuron(whoseSlopeIsIn: subject).map { Symbol.slope($0).expression } : nil
            return (.slope(tape.operation(of: consumer)), name, expression)
        case .contribution:
            return (.chainRule, nil, builder.contribution(through: subject))
        case .adjoint:
            let node = NodeID(subject)
            let expression = builder.adjointOperation(of: node)
            let rule: Rule = node == computation.loss ? .seed : tape.uses(of: node).count == 1 ? .chainRule : .chainRuleSum
            return (rule, builder.adjointName(node), expression)
        case .lossSum: return (.lossSum, row.symbol.expression, builder.sumFormula(of: leaf))
        case .gradientSum: return (.gradientSum, row.symbol.expression, builder.sumFormula(of: leaf))
        case .update:
            let node = NodeID(subject)
            let completes = row.nodes.last == node
            let operation = block.updateTape.operation(of: node)
            return (
                completes ? self.rule(of: row, pass: .update, layer: "") : .operation(operation),
                completes ? self.subject(of: row.symbol) : nil, builder.operationFormula(of: node)
            )
        case .validationLoss: return (.validationLoss, row.symbol.expression, builder.validationFormula())
        }
    }

    /// The neuron whose f′(z) the local derivative in `slot` is, if it is one's.
    func neuron(whoseSlopeIsIn slot: Int) -> String? {
        guard case .activation(let neuron)? = computation.symbols[tape.consumer(of: slot)],
            computation.symbols[tape.operand(in: slot)] == .preActivation(neuron)
        else { return nil }
        return neuron
    }

    /// Whether a local derivative is the right one.
    private func isRight(_ slot: Int) -> Bool { computation.deviation?.locals[slot] == nil }

    /// The right f′(z), which a formula has named.
    private func detail(slopeOf slot: Int) -> Formula {
        var builder = Builder(explainer: self)
        let expression = builder.rightDerivativeFormula(in: slot)
        let name = neuron(whoseSlopeIsIn: slot).map { Symbol.slope($0).expression }
        return Formula(
            subject: name, expression: expression, bindings: isReached ? builder.bindings : [:],
            value: isReached ? tape.localDerivative(in: slot) : nil, isUpdate: false)
    }
}
