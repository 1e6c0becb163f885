import Autograd
import CommandLanguage
import Debugger
import Screen

/// A run trained from its start to its end, and what it came to.
struct Training {
    enum End {
        case finished, conditionHeld
        /// By Ctrl-C, after so many updates of all.
        case interrupted(updates: Int, of: Int)
        /// The samples held out have not improved for long enough.
        case early
        /// A result was infinite or not a number, after so many updates.
        case notFinite(Localized, updates: Int)
    }

    /// About how many epochs a report has, whatever their number.
    private static let usualRows = 20

    private var session: Session
    /// One per finished epoch: the mean of its batch losses, each taken before its own update.
    private(set) var epochLosses: [Double] = []
    private let initialParameters: [Double]

    /// - Parameter session: the run, with what was set by hand in it; where it stands does not matter.
    init(_ session: Session) {
        self.session = session
        self.session.go(to: session.tree.start)
        let start = self.session
        initialParameters = start.computation.parameterNames.indices.map { start.currentValue(of: $0) }
    }

    /// Trains until `condition` holds after a batch; what has not been reached counts as false.
    mutating func run(until condition: (expression: Expression, text: String)?) throws(Failure) -> End {
        let tree = session.tree
        var progress = Progress(
            epochs: tree.epochs, batchesPerEpoch: tree.batchesPerEpoch, isTraining: session.run.settings != nil)
        defer { progress.clear() }
        Interruption.watchOnce()
        if let condition { return try run(until: condition, &progress) }
        var sum = 0.0
        session.go(to: tree.end, stopsAtNonFinite: true) { executed, losses in
            for (batch, loss) in zip(executed - losses.count..<executed, losses) {
                sum += loss
                guard (batch + 1).isMultiple(of: tree.batchesPerEpoch) else { continue }
                epochLosses.append(sum / Double(tree.batchesPerEpoch))
                sum = 0
            }
            progress.show(batches: executed, loss: losses.last ?? .nan)
            return Interruption.hasCome
        }
        if let end = endWithoutNumber { return end }
        if session.isAtEnd { return session.end < tree.end ? .early : .finished }
        return .interrupted(updates: session.batchInProgress, of: tree.batchCount)
    }

    /// Looks at every batch.
    private mutating func run(
        until condition: (expression: Expression, text: String), _ progress: inout Progress
    ) throws(Failure) -> End {
        let tree = session.tree
        for epoch in 0..<tree.epochs {
            var sum = 0.0
            for batch in 0..<tree.batchesPerEpoch {
                let done = epoch * tree.batchesPerEpoch + batch + 1
                session.go(to: Position(tree.start(ofBatch: done)), stopsAtNonFinite: true)
                if let end = endWithoutNumber { return end }
                sum += session.batchLoss
                if Interruption.hasCome { return .interrupted(updates: done, of: tree.batchCount) }
                progress.show(batches: done, loss: session.batchLoss)
                if try holds(condition) {
                    // The epoch counts as far as it came.
                    epochLosses.append(sum / Double(batch + 1))
                    return .conditionHeld
                }
            }
            epochLosses.append(sum / Double(tree.batchesPerEpoch))
            if session.isAtEnd, session.end < tree.end { return .early }
        }
        return .finished
    }

    /// How the run ends where its last result is no finite number.
    private var endWithoutNumber: End? {
        guard let sentence = session.notFinite, let leaf = session.executedLeaf else { return nil }
        return .notFinite(sentence, updates: session.tree.batchNumber(of: session.tree.moment(of: leaf)))
    }

    private func holds(_ condition: (expression: Expression, text: String)) throws(Failure) -> Bool {
        do throws(CommandError) {
            return try session.value(of: condition.expression) != 0
        } catch {
            if error.reachedAt != nil { return false }
            throw Opening.failure(error, in: condition.text, option: "--until")
        }
    }

    private var parameters: [(name: String, initial: Double, value: Double)] {
        session.computation.parameterNames.enumerated().map { place, name in
            (name, initialParameters[place], session.currentValue(of: place))
        }
    }

    var json: JSON {
        .object([
            (
                "epochs",
                .array(
                    epochLosses.enumerated().map { index, loss in
                        .object([("epoch", .integer(index + 1)), ("loss", .number(loss))])
                    })
            ),
            ("parameters", .object(parameters.map { ($0.name, .number($0.value)) })),
        ])
    }

    /// The losses of some twenty epochs, or of every `every`-th, and the parameters.
    func report(title: Localized, every: Int?) -> [SafeText] {
        let language = Surroundings.language
        func number(_ value: Double) -> SafeText { Surroundings.charset.spell(SafeText(NumberText.written(value, digits: 10))) }
        var lines: [SafeText] = [SafeText(title[language])]
        let count = epochLosses.count
        let stride = every ?? max(1, (count + Self.usualRows - 1) / Self.usualRows)
        let heading = SafeText(Phrase.epochTitle[language])
        let width = max(heading.width, SafeText("\(count)").width)
        lines.append(heading.padded(to: width, .right) + "  " + SafeText(Phrase.lossColumn[language]))
        for (index, loss) in epochLosses.enumerated() {
            let epoch = index + 1
            guard epoch == 1 || epoch == count || epoch.isMultiple(of: stride) else { continue }
            lines.append(SafeText("\(epoch)").padded(to: width, .right) + "  " + number(loss))
        }
        lines.append("")
        let names = parameters.map { SafeText($0.name) }
        let starts = parameters.map { number($0.initial) }
        let nameWidth = names.map(\.width).max() ?? 0
        let startWidth = starts.map(\.width).max() ?? 0
        for (place, parameter) in parameters.enumerated() {
            lines.append(
                names[place].padded(to: nameWidth) + "  " + starts[place].padded(to: startWidth, .right) + " → "
                    + number(parameter.value))
        }
        return lines
    }
}
