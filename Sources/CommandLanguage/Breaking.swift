import Autograd
import Debugger
import NeuralNetwork

/// Breakpoints by their commands.
extension Session {
    // MARK: Setting them

    mutating func addBreakpoint(_ place: Command.BreakPlace) throws(CommandError) -> Localized {
        switch place {
        case .when(let condition): return add("when \(spelling(condition))", .becomesTrue(try observation(of: condition)))
        case .notFinite: return add("nan", .notFinite)
        case .position(let index):
            guard index <= tree.leafCount else { throw CommandError(Phrase.beyondEnd(index, tree.leafCount)) }
            return add("\(index)", .place(.position(index)))
        case .unit(let path, let level):
            let pattern = try pattern(of: path, level)
            return add(path.text(level), .place(.beginning(pattern)))
        case .quantity(let expression):
            // A layer has no value of its own.
            if case .name(let name, let source) = expression, run.network?.layers.contains(where: { $0.name == name }) ?? false,
                !neuronNames.contains(name)
            {
                var path = Command.Path()
                (path.unit, path.unitSource) = (name, source)
                return try addBreakpoint(.unit(path, level: .sample))
            }
            return add(spelling(expression), .place(.completion(try completedSymbol(of: expression))))
        }
    }

    mutating func addWatch(_ expression: Expression) throws(CommandError) -> Localized {
        let trigger = Breakpoint.Trigger.changes(try observation(of: expression))
        let text = spelling(expression)
        return Phrase.watchAdded(breakpoints.add(text, trigger), text, value(ifKnown: expression))
    }

    private mutating func add(_ text: String, _ trigger: Breakpoint.Trigger) -> Localized {
        Phrase.breakpointAdded(breakpoints.add(text, trigger), text)
    }

    private func spelling(_ expression: Expression) -> String { expression.written() }

    private func completedSymbol(of expression: Expression) throws(CommandError) -> Symbol {
        let (symbol, place) = try completion(namedBy: expression, else: Phrase.breakPlaceExpected)
        guard tree.completes(symbol) else { throw CommandError(Phrase.neverComputed(symbol), at: place) }
        return symbol
    }

    private func pattern(of path: Command.Path, _ level: Zoom) throws(CommandError) -> UnitPattern {
        func index(_ number: Int?, _ most: Int, _ level: Zoom) throws(CommandError) -> Int? {
            guard let number else { return nil }
            guard number <= most else { throw CommandError(Phrase.noSuchUnit(level, number, most: most)) }
            return number - 1
        }
        var pattern = UnitPattern(level: level)
        pattern.epoch = try index(path.epoch, tree.epochs, .epoch)
        pattern.batch = try index(path.batch, tree.batchesPerEpoch, .batch)
        pattern.sample = try index(path.sample, tree.samples(inBatch: pattern.batch ?? 0), .sample)
        (pattern.pass, pattern.name) = (path.pass, path.unit)
        guard tree.has(pattern) else {
            let names = neuronNames + variableNames + (run.network?.layers.map(\.name) ?? [])
            throw CommandError(
                Phrase.noSuchPlace(
                    path.unit ?? path.pass?.rawValue ?? "", nearest: path.unit.flatMap { nearestName(to: $0, in: names) }),
                at: path.unitSource)
        }
        return pattern
    }

    // MARK: Values

    /// The expression as something to be looked at from position to position.
    func observation(of expression: Expression) throws(CommandError) -> Observation {
        var symbols: [Expression: Symbol] = [:]
        let isEverywhere = try collect(expression, into: &symbols)
        let known = symbols
        // With several losses L is another quantity in each.
        let isOneLoss = tree.objectiveCount == 1
        return Observation(of: isEverywhere ? nil : Array(known.values)) { session in
            isOneLoss ? session.value(ifKnown: expression, known) : session.value(ifKnown: expression)
        }
    }

    /// Gathers the quantities that an expression is made of.
    ///
    /// - Returns: whether its value may change with every result.
    private func collect(_ expression: Expression, into symbols: inout [Expression: Symbol]) throws(CommandError) -> Bool {
        switch expression {
        case .number: return false
        case .name(let name, let source):
            if placeNumber(name) != nil { return name == "position" }
            symbols[expression] = try symbol(named: name, [], source)
            return false
        case .call(let name, let arguments, let source):
            guard ElementaryFunction(rawValue: name) != nil else {
                symbols[expression] = try symbol(named: name, arguments, source)
                return false
            }
            var isEverywhere = false
            for argument in arguments { isEverywhere = try collect(argument, into: &symbols) || isEverywhere }
            return isEverywhere
        case .unary(_, let operand): return try collect(operand, into: &symbols)
        case .binary(_, let left, let right):
            let first = try collect(left, into: &symbols)
            return try collect(right, into: &symbols) || first
        }
    }

    private struct NotKnown: Error {}

    /// The value of an expression, nil where part of it has not been reached; without the work of an error that
    /// says so.
    fileprivate func value(ifKnown expression: Expression, _ symbols: [Expression: Symbol]) -> Double? {
        try? expression.value { name, arguments, source in
            if arguments.isEmpty, let number = placeNumber(name) { return number }
            let quantity = arguments.isEmpty ? Expression.name(name) : .call(name, arguments, source: nil)
            guard let symbol = symbols[quantity], case .value(let value)? = reading(symbol) else { throw NotKnown() }
            return value
        }
    }

    fileprivate func value(ifKnown expression: Expression) -> Double? { try? value(of: expression) }

    // MARK: Moving to them

    mutating func until(_ condition: Expression) throws(CommandError) -> Outcome {
        let trigger = Breakpoint.Trigger.becomesTrue(try observation(of: condition))
        let text = spelling(condition)
        if let value = value(ifKnown: condition), value != 0 { return .stopped(Phrase.holdsAlready(text)) }
        runToStop(Breakpoint(text: "until \(text)", trigger: trigger))
        return stopOutcome
    }

    mutating func goBackToLastChange(of expression: Expression) throws(CommandError) -> Outcome {
        let trigger = Breakpoint.Trigger.changes(try observation(of: expression))
        goBackToLast(Breakpoint(text: spelling(expression), trigger: trigger))
        return stopOutcome
    }

    /// What a search for a stop has come to.
    var stopOutcome: Outcome {
        guard destination == nil, let sentence = stopSentence else { return .moved(nil) }
        return lastMove.isEmpty && stop?.hits.isEmpty ?? true ? .stopped(sentence) : .moved(sentence)
    }

    /// Why the search that has ended last stopped where it did; nil when the last move was none.
    public var stopSentence: Localized? {
        guard let stop, stop.position == position else { return nil }
        if stop.hits.isEmpty, let sought = stop.sought { return Phrase.neverChanged(sought.text) }
        if stop.hits.isEmpty { return isAtEnd ? earlyEnd ?? Phrase.atEnd : Phrase.atStart }
        let sentences = stop.hits.map(sentence)
        return Localized(
            sentences.map(\.english).joined(separator: "; "), sentences.map(\.chinese).joined(separator: "；"))
    }

    private func sentence(_ hit: Stop.Hit) -> Localized {
        let breakpoint = hit.breakpoint
        switch breakpoint.trigger {
        case .place: return Phrase.breakpointHit(breakpoint.number, breakpoint.text)
        case .becomesTrue: return Phrase.conditionHit(breakpoint.number, breakpoint.text)
        case .changes: return Phrase.watchHit(breakpoint.number, breakpoint.text, hit.old, hit.new, unitName)
        case .notFinite:
            guard let leaf = executedLeaf else { return Phrase.breakpointHit(breakpoint.number, breakpoint.text) }
            let formula = explanation(ofLeaf: leaf, zoom: .operation).formula
            return Phrase.notFiniteHit(
                breakpoint.number, ExplanationText(language: .english).line(formula),
                ExplanationText(language: .chinese).line(formula))
        }
    }

    /// Where the result executed last belongs: "epoch 2, batch 1".
    private var unitName: Localized {
        let moment = tree.moment(of: executedLeaf ?? 0)
        return Phrase.inBatch(epoch: moment.epoch + 1, batch: moment.batch + 1, isUpdate: moment.sample == nil)
    }

    // MARK: Keeping them

    mutating func changeBreakpoints(_ command: Command) throws(CommandError) -> Outcome {
        let number: Int?
        let isKnown: Bool
        let sentence: Localized
        switch command {
        case .delete(let chosen):
            (number, sentence) = (chosen, Phrase.deleted(chosen))
            isKnown = breakpoints.delete(chosen)
        case .enable(let chosen):
            (number, sentence) = (chosen, Phrase.enabled(chosen))
            isKnown = breakpoints.change(chosen) { $0.isEnabled = true }
        case .disable(let chosen):
            (number, sentence) = (chosen, Phrase.disabled(chosen))
            isKnown = breakpoints.change(chosen) { $0.isEnabled = false }
        case .ignore(let chosen, let count):
            (number, sentence) = (chosen, Phrase.ignoring(chosen, count))
            isKnown = breakpoints.change(chosen) { $0.ignored = count }
        default: return .moved(nil)
        }
        guard isKnown else { throw CommandError(Phrase.noSuchBreakpoint(number ?? 0, breakpoints.all.map(\.number))) }
        return .text([sentence])
    }

    func breakpointList(where isMeant: (Breakpoint) -> Bool) -> [Localized] {
        let lines = breakpoints.all.filter(isMeant).map(Phrase.breakpointLine)
        return lines.isEmpty ? [Phrase.noBreakpoints] : lines
    }
}

extension Command.Path {
    /// The path as it is typed.
    fileprivate func text(_ level: Zoom) -> String {
        var words: [String] = []
        func add(_ name: String, _ number: Int?, isLevel: Bool) {
            if let number { words.append("\(name) \(number)") } else if isLevel { words.append(name) }
        }
        let hasUnit = pass != nil || unit != nil
        add("epoch", epoch, isLevel: !hasUnit && level == .epoch)
        add("batch", batch, isLevel: !hasUnit && level == .batch)
        add("sample", sample, isLevel: !hasUnit && level == .sample)
        return (words + [pass?.rawValue, unit].compactMap { $0 }).joined(separator: " ")
    }
}
