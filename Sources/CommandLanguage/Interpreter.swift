import Autograd
import Debugger
import NeuralNetwork

/// What carrying out a command led to.
public enum Outcome: Sendable, Equatable {
    /// The position changed; the sentence, if there is one, is worth saying beside it.
    case moved(Localized?)
    /// The position did not change, because it is an end of the run.
    case stopped(Localized)
    /// Something to read.
    case text([Localized])
    /// What only a front end can do.
    case lesson(Command.LessonMove)
    case open(String?)
    case answer(Expression)
    case compare(ComparisonRequest)
    case save(path: String, overwrites: Bool)
    case source(path: String)
    case language(Language)
    case help(topic: String?)
    case quit
}

extension Session {
    /// Carries out a command.
    ///
    /// `pause` is asked after every batch that the command executes whether to stop there.
    public mutating func execute(
        _ command: Command, pausing pause: (Int) -> Bool = { _ in false }
    ) throws(CommandError) -> Outcome {
        switch command {
        case .step(let count, let zoom): return move(towardsEnd: true) { $0.step(count, zoom) < count }
        case .back(let count, let zoom): return move(towardsEnd: false) { $0.back(count, zoom) < count }
        case .finish(let zoom):
            let level = zoom ?? max(.pass, self.zoom.coarser ?? .epoch)
            return move(towardsEnd: true) { session in
                session.finish(level)
                return false
            }
        case .goto(.end):
            go(to: tree.end, stopsAtNonFinite: true, pausing: pause)
            return .moved(notFinite ?? earlyEnd)
        case .goto(let destination):
            go(to: try position(of: destination), pausing: pause)
            return .moved(nil)
        case .continue:
            runToStop()
            return stopOutcome
        case .reverseContinue:
            runBackToStop()
            return stopOutcome
        case .until(let condition): return try until(condition)
        case .break(let place): return .text([try addBreakpoint(place)])
        case .watch(let expression): return .text([try addWatch(expression)])
        case .last(let expression): return try goBackToLastChange(of: expression)
        case .delete, .enable, .disable, .ignore: return try changeBreakpoints(command)
        case .zoom(let change): return zoom(change)
        case .display(let expression): return try display(expression)
        case .undisplay(let number): return try undisplay(number)
        case .print(let expression): return .text([try printed(expression)])
        case .info(let topic): return .text(information(topic))
        case .restart:
            go(to: tree.start)
            return .moved(Phrase.restarted)
        case .set(let name, let source, let value): return try set(name, source, value)
        case .undo:
            if let rule = undoBreaking() { return .moved(Phrase.mended(rule.mutation)) }
            guard let taken = undo() else { return .stopped(Phrase.nothingToUndo) }
            return .moved(Phrase.undone(name(of: taken.target)))
        case .undoAll: return undoAll() ? .moved(Phrase.allUndone) : .stopped(Phrase.nothingToUndo)
        case .branch(let name): return try branch(name)
        case .deleteBranch(let name): return try delete(branch: name)
        case .save(let path, let overwrites): return .save(path: path, overwrites: overwrites)
        case .source(let path): return .source(path: path)
        case .lesson(let move): return .lesson(move)
        case .open(let name): return .open(name)
        case .explain(let word, let source): return .text(try Glossary.lines(about: word, at: source))
        case .answer(let expression): return .answer(expression)
        case .compare(let comparison): return .compare(try request(comparison))
        case .mutate(let mutating): return try mutate(mutating)
        case .language(let language): return .language(language)
        case .help(let topic): return .help(topic: topic)
        case .quit: return .quit
        }
    }

    /// Moves, and says so when an end of the run was in the way.
    private mutating func move(towardsEnd: Bool, _ body: (inout Session) -> Bool) -> Outcome {
        let before = position
        let fellShort = body(&self)
        let sentence = towardsEnd ? Phrase.atEnd : Phrase.atStart
        if position == before { return .stopped(earlyEnd ?? sentence) }
        if towardsEnd, let notFinite { return .moved(notFinite) }
        return .moved(fellShort ? earlyEnd ?? sentence : nil)
    }

    /// What to say where a result first is not finite: its name and what fed it.
    public var notFinite: Localized? {
        guard isAtFirstNonFinite, let leaf = executedLeaf else { return nil }
        let formula = explanation(ofLeaf: leaf, zoom: .operation).formula
        func line(_ language: Language) -> String { ExplanationText(language: language).line(formula) }
        return Phrase.notFiniteHere(line(.english), line(.chinese))
    }

    var earlyEnd: Localized? { isAtEnd && end < tree.end ? Phrase.stoppedEarly : nil }

    private mutating func zoom(_ change: Command.ZoomChange) -> Outcome {
        switch change {
        case .to(let level): zoom = level
        case .finer:
            guard let finer = zoom.finer else { return .stopped(Phrase.finestZoom) }
            zoom = finer
        case .coarser:
            guard let coarser = zoom.coarser else { return .stopped(Phrase.coarsestZoom) }
            zoom = coarser
        }
        return .moved(Phrase.zoomedTo(zoom))
    }

    private func printed(_ expression: Expression) throws(CommandError) -> Localized {
        let value = try self.value(of: expression)
        let text = expression.written()
        if expression.isCondition { return Phrase.truth(text, value != 0) }
        let result = NumberText.written(value)
        return Localized(same: "\(text) = \(result)")
    }

    // MARK: Interventions

    private mutating func set(_ name: String, _ source: Range<Int>, _ expression: Expression) throws(CommandError) -> Outcome {
        let value = try value(of: expression)
        guard value.isFinite else { throw CommandError(Phrase.notFinite(value)) }
        let target: Intervention.Target
        if let parameter = computation.parameterNames.firstIndex(of: name) {
            target = .parameter(parameter)
        } else if name == "eta", run.settings != nil {
            target = .learningRate
        } else if let data = dataTarget(named: name) {
            target = data
        } else {
            let names = run.architecture.inputs + run.architecture.targets
            let settable = computation.parameterNames + (run.settings == nil ? [] : ["eta"]) + names
            throw CommandError(Phrase.notSettable(name, nearest: nearestName(to: name, in: settable)), at: source)
        }
        if isAtEnd { throw CommandError(Phrase.setAtEnd) }
        let intervention = set(target, to: value)
        let (epoch, batch) = intervention.batch.quotientAndRemainder(dividingBy: tree.batchesPerEpoch)
        return .moved(Phrase.setTo(self.name(of: target), value, epoch: epoch + 1, batch: batch + 1))
    }

    /// How people call what has been set.
    func name(of target: Intervention.Target) -> Localized {
        switch target {
        case .parameter(let parameter): Localized(same: computation.parameterNames[parameter])
        case .learningRate: Localized(same: "η")
        case .input(let place, let row): Phrase.inRow(run.architecture.inputs[place], row + 1)
        case .target(let place, let row): Phrase.inRow(run.architecture.targets[place], row + 1)
        }
    }

    // MARK: Destinations

    private func position(of destination: Command.Destination) throws(CommandError) -> Position {
        switch destination {
        case .start: return tree.start
        case .end: return tree.end
        case .position(let index):
            guard index <= tree.leafCount else { throw CommandError(Phrase.beyondEnd(index, tree.leafCount)) }
            return Position(index)
        case .path(let path):
            let place = try position(of: path)
            guard let quantity = path.quantity else { return place }
            return try position(computing: quantity, after: place)
        case .quantity(let expression):
            guard !isAtEnd else { throw CommandError(Phrase.atEnd) }
            return try position(computing: expression, after: position)
        }
    }

    /// The first position after `start` at which a quantity has just been computed.
    private func position(computing quantity: Expression, after start: Position) throws(CommandError) -> Position {
        let (symbol, place) = try completion(namedBy: quantity, else: Phrase.destinationExpected)
        let here = tree.moment(of: start.index)
        var moments: [Moment] = []
        // This sample or update, this batch's update, the next sample, the next batch's update.
        for batch in [tree.batchNumber(of: here), tree.batchNumber(of: here) + 1] where batch < tree.batchCount {
            let (epoch, inEpoch) = batch.quotientAndRemainder(dividingBy: tree.batchesPerEpoch)
            for objective in 0..<tree.objectiveCount {
                if let row = tree.sampleTable(of: objective).completion[symbol] {
                    for sample in [here.sample ?? 0, (here.sample ?? 0) + 1, 0] where sample < tree.samples(inBatch: inEpoch) {
                        moments.append(
                            Moment(epoch: epoch, batch: inEpoch, objective: objective, sample: sample, leaf: row.leaf))
                    }
                }
                if let row = tree.updateTable(of: objective, inBatch: inEpoch).completion[symbol] {
                    moments.append(
                        Moment(epoch: epoch, batch: inEpoch, objective: objective, sample: nil, leaf: row.leaf))
                }
            }
        }
        let positions = moments.map { tree.index(of: $0) + 1 }.filter { $0 > start.index }
        guard let nearest = positions.min() else {
            throw CommandError(Phrase.notComputedAgain(symbol), at: place)
        }
        return Position(nearest)
    }

    private func position(of path: Command.Path) throws(CommandError) -> Position {
        let here = tree.moment(of: min(position.index, tree.leafCount - 1))
        func check(_ number: Int, _ most: Int, _ level: Zoom) throws(CommandError) -> Int {
            guard number <= most else { throw CommandError(Phrase.noSuchUnit(level, number, most: most)) }
            return number - 1
        }
        let epoch = try path.epoch.map { number throws(CommandError) in try check(number, tree.epochs, .epoch) } ?? here.epoch
        let batchHere = path.epoch == nil ? here.batch : 0
        let batch = try path.batch.map { number throws(CommandError) in try check(number, tree.batchesPerEpoch, .batch) } ?? batchHere
        let sampleHere = path.epoch == nil && path.batch == nil ? here.sample ?? 0 : 0
        let sample = try path.sample.map { number throws(CommandError) in
            try check(number, tree.samples(inBatch: batch), .sample)
        } ?? sampleHere
        let isUpdate = path.pass == .update || path.pass == .validate
        var objective = path.epoch == nil && path.batch == nil && path.sample == nil ? here.objective : 0
        var leaf = 0
        if path.pass != nil || path.unit != nil {
            // The loss on show first, then those that come before and after it.
            let found = ([objective] + Array(0..<tree.objectiveCount)).lazy.compactMap { objective in
                let table = isUpdate ? tree.updateTable(of: objective, inBatch: batch) : tree.sampleTable(of: objective)
                return table.firstLeaf(pass: path.pass, named: path.unit).map { (objective, $0) }
            }.first
            guard let found else {
                let names = neuronNames + variableNames + (run.network?.layers.map(\.name) ?? [])
                throw CommandError(
                    Phrase.noSuchPlace(path.unit ?? path.pass?.rawValue ?? "", nearest: path.unit.flatMap { nearestName(to: $0, in: names) }),
                    at: path.unitSource)
            }
            (objective, leaf) = found
        }
        return Position(
            tree.index(
                of: Moment(epoch: epoch, batch: batch, objective: objective, sample: isUpdate ? nil : sample, leaf: leaf)))
    }
}

extension PassTable {
    /// The first leaf of a pass, or of a neuron or layer by its name.
    func firstLeaf(pass: Pass?, named name: String?) -> Int? {
        leaves.indices.first { leaf in
            let unit = units[row(.neuron, holding: leaf).index]
            let section = sections[unit.section]
            return (pass == nil || passes[section.pass] == pass)
                && (name == nil || unit.name == name || section.name == name)
        }
    }
}
