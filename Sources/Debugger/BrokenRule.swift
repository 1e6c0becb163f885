import NeuralNetwork

/// A mistake that a learner has put into the program, for the comparison to find and to be trained with.
///
/// It is kept by its names alone: what they mean is for those to know who compare.
public struct BrokenRule: Sendable, Equatable {
    public let mistake: String
    /// A layer or a neuron; nil for the whole network.
    public let place: String?
    public let form: Int
    /// The number that it was drawn by for the learner to hunt, so that it is not to be told; nil where it was named.
    public let drawnAs: Int?
    public var isHidden: Bool { drawnAs != nil }

    public init(mistake: String, place: String?, form: Int = 0, drawnAs: Int? = nil) {
        self.mistake = mistake
        self.place = place
        self.form = form
        self.drawnAs = drawnAs
    }
}

/// A broken rule in time: how a run goes with it.
public struct Breakage: Sendable, Equatable {
    public let rule: BrokenRule
    /// The run with it; nil where what is stepped stays right, since only the comparison knows the mistake.
    let run: TrainingRun?
    /// How many things had been set by hand before it, so that `undo` takes back the last first.
    let precedingInterventions: Int

    public static func == (a: Breakage, b: Breakage) -> Bool {
        a.rule == b.rule && a.precedingInterventions == b.precedingInterventions
    }
}

extension Session {
    /// What is broken on purpose.
    public var brokenRule: BrokenRule? { timeline.breakage?.rule }

    /// Whether what is stepped is broken too, and not just what `compare` judges.
    public var isTrainedBroken: Bool { timeline.breakage?.run != nil }

    /// Breaks a rule, or mends what was broken, and goes on at the same place of the run, or at the nearest that there is
    /// in the other one; what has been set by hand stays.
    ///
    /// - Parameter broken: the run with the broken rule; nil where what is stepped stays right.
    public mutating func breakRule(_ rule: BrokenRule?, running broken: TrainingRun? = nil) throws(RunTooLong) {
        let breakage = rule.map {
            Breakage(rule: $0, run: broken, precedingInterventions: timeline.interventions.count)
        }
        try change(to: breakage)
    }

    /// Mends what was broken, if nothing has been set by hand since; nil where there is nothing to take back.
    public mutating func undoBreaking() -> BrokenRule? {
        guard let breakage = timeline.breakage, timeline.interventions.count <= breakage.precedingInterventions else { return nil }
        // The right run has been laid out before.
        try? change(to: nil)
        return breakage.rule
    }

    /// Goes on in the run of a breakage at the place that fits the present one.
    mutating func change(to breakage: Breakage?) throws(RunTooLong) {
        if breakage == timeline.breakage { return }
        guard breakage?.run != nil || isTrainedBroken else {
            timeline.breakage = breakage
            return
        }
        let next = breakage?.run ?? rightRun
        let other = try CallTree(of: next)
        let place = place(in: other)
        var timeline = Timeline(run: next, tree: other)
        timeline.replaceInterventions(by: self.timeline.interventions)
        timeline.breakage = breakage
        replaceTimeline(by: timeline)
        go(to: place)
        lastMove = 0..<0
    }

    /// Where in another run of the same batches the session would be: after the same quantity, or after the last before it
    /// that the other run has too.
    func place(in other: CallTree) -> Position {
        guard let leaf = executedLeaf else { return other.start }
        if isAtBatchBoundary { return Position(other.start(ofBatch: batchInProgress)) }
        let moment = tree.moment(of: leaf)
        let table = tree.table(at: moment)
        let there = other.table(at: moment)
        let own = table.row(.quantity, holding: moment.leaf)
        func position(_ leaf: Int) -> Position {
            Position(
                other.index(
                    of: Moment(
                        epoch: moment.epoch, batch: moment.batch, objective: moment.objective, sample: moment.sample, leaf: leaf)))
        }
        for quantity in stride(from: own.index, through: 0, by: -1) {
            guard let found = there.completion[table.quantities[quantity].symbol] else { continue }
            let isComplete = quantity < own.index || moment.leaf == own.leaves.upperBound - 1
            let leaves = there.leaves(ofQuantity: found.quantity)
            let done = isComplete ? leaves.count : min(leaves.count, moment.leaf + 1 - own.leaves.lowerBound)
            return Position(position(leaves.lowerBound).index + done)
        }
        return position(0)
    }
}
