import Autograd
import NeuralNetwork

/// A learner's seat in a run: a position, a zoom, and the moves between positions.
///
/// The numbers at a position are the same bits whichever way it was reached.
public struct Session: Sendable {
    /// The run that is stepped: the right one, or one in which a rule is broken on purpose.
    public private(set) var run: TrainingRun
    public private(set) var tree: CallTree
    /// The run as the model has it.
    public let rightRun: TrainingRun
    public internal(set) var timeline: Timeline
    /// What is kept beside the present run.
    public internal(set) var branches = Branches()
    public private(set) var position = Position(0)
    /// What the last move executed (forwards) or took back (backwards); empty before the first.
    public internal(set) var lastMove: Range<Int> = 0..<0
    public var zoom = Zoom.quantity
    /// How many batches one move executes before it pauses on its way, so that whoever waits can be
    /// answered; `resume` goes on.
    public var batchesPerMove = Int.max
    /// Where the last move has yet to get to, if it paused.
    public internal(set) var destination: Position?
    /// Where `continue` stops; no part of time, so neither `restore` nor `undo` changes them.
    public var breakpoints = Breakpoints()
    /// What is shown after every move; no part of time either.
    public var displays = Displays()
    /// What an open question keeps from view.
    public var curtain: Curtain?
    /// How many rules have been drawn to be hunted.
    public var drawnRules = 0
    /// What ended the last search for a stop, until another move begins.
    public internal(set) var stop: Stop?
    /// The search for a stop that is under way.
    var search: StopSearch?
    /// Whether the move that paused ends where a result first is not finite.
    var stopsAtNonFinite = false

    public init(run: TrainingRun, zoom: Zoom = .quantity) throws(RunTooLong) {
        self.run = run
        rightRun = run
        tree = try CallTree(of: run)
        timeline = Timeline(run: run, tree: tree)
        self.zoom = zoom
    }

    /// What the leaf executed last belongs to: the model, as far as it serves the loss on show.
    public var computation: Computation { run.computations[shown.objective] }
    public var isAtStart: Bool { position == tree.start }
    /// Where the run ends: after its last epoch, or before it where it has been seen to stop early.
    public var end: Position { timeline.earlyEnd.map { Position($0) } ?? tree.end }
    public var isAtEnd: Bool { position == end }
    var machine: Machine { timeline.machine }

    /// The leaf executed last; nil at the start.
    public var executedLeaf: Int? { isAtStart ? nil : position.index - 1 }

    /// The unit at the present zoom that was executed last; nil at the start.
    public var executedUnit: Range<Int>? {
        executedLeaf.map { tree.unit(zoom, holding: $0).clamped(to: 0..<position.index) }
    }

    /// Executes `count` units at `zoom`; fewer at the end of the run.
    ///
    /// - Returns: how many were executed.
    @discardableResult
    public mutating func step(_ count: Int = 1, _ zoom: Zoom? = nil) -> Int {
        let zoom = zoom ?? self.zoom
        var target = position
        var done = 0
        while done < count && target < tree.end {
            // Every epoch has the same units, so whole ones are counted, not walked through.
            let epochs = min((count - done) / tree.units(inEpochAt: zoom), (tree.leafCount - target.index) / tree.leavesPerEpoch)
            if epochs > 0, tree.isUnitBoundary(target, zoom) {
                target = Position(target.index + epochs * tree.leavesPerEpoch)
                done += epochs * tree.units(inEpochAt: zoom)
            } else {
                target = tree.position(after: target, zoom)
                done += 1
            }
        }
        let before = position
        go(to: target, stopsAtNonFinite: true)
        // A run that stops early, or a number that is lost, may have ended the move before its target.
        return destination == nil && position < target ? units(from: before, zoom) : done
    }

    /// How many units at `zoom`, the last one perhaps in part, lie between `start` and the present position.
    private func units(from start: Position, _ zoom: Zoom) -> Int {
        var place = start
        var count = 0
        while place < position {
            place = tree.position(after: place, zoom)
            count += 1
        }
        return count
    }

    /// Takes back `count` units at `zoom`; fewer at the start of the run.
    ///
    /// - Returns: how many were taken back.
    @discardableResult
    public mutating func back(_ count: Int = 1, _ zoom: Zoom? = nil) -> Int {
        let zoom = zoom ?? self.zoom
        var target = position
        var done = 0
        while done < count && target > tree.start {
            let epochs = min((count - done) / tree.units(inEpochAt: zoom), target.index / tree.leavesPerEpoch)
            if epochs > 0, tree.isUnitBoundary(target, zoom) {
                target = Position(target.index - epochs * tree.leavesPerEpoch)
                done += epochs * tree.units(inEpochAt: zoom)
            } else {
                target = tree.position(before: target, zoom)
                done += 1
            }
        }
        go(to: target)
        return done
    }

    /// Runs to the end of the enclosing unit at `zoom`: to where a step at that zoom leads.
    public mutating func finish(_ zoom: Zoom) {
        go(to: tree.position(after: position, zoom), stopsAtNonFinite: true)
    }

    /// Goes to any position of the run.
    ///
    /// `pause` is asked after every batch, or every millisecond of them, executed on the way, with the number of
    /// batches executed so far in the run, whether to stop there. With `stopsAtNonFinite` a move forward ends where a result
    /// first is infinite or not a number; from there the next one goes on.
    public mutating func go(
        to target: Position, stopsAtNonFinite: Bool = false, pausing pause: (Int) -> Bool = { _ in false }
    ) {
        go(to: target, stopsAtNonFinite: stopsAtNonFinite) { executed, _ in pause(executed) }
    }

    /// Goes to any position of the run, and hands over the losses of the batches executed on the way, as many at a time
    /// as were executed without a look at anything else.
    ///
    /// - Parameter observe: receives how many batches of the run have been executed, and the losses of the last of them;
    ///   answers whether to stop there.
    public mutating func go(
        to target: Position, stopsAtNonFinite: Bool = false, observing observe: (_ executed: Int, _ losses: [Double]) -> Bool
    ) {
        let target = min(max(target, tree.start), tree.end)
        let before = position
        search = nil
        stop = nil
        self.stopsAtNonFinite = stopsAtNonFinite
        advance(to: target, pausing: observe)
        lastMove = min(before, position).index..<max(before, position).index
    }

    /// Goes on with a move that paused.
    public mutating func resume() {
        guard let destination else { return }
        if search != nil { return goOnSearching() }
        let start = lastMove.lowerBound
        advance(to: destination)
        // The move is one, however often it paused; back at work after going back, it shows nothing new.
        lastMove = min(start, position.index)..<position.index
    }

    /// The position right after the first result of the run that is infinite or not a number, once the run has
    /// been past it.
    public var firstNonFinite: Position? { timeline.firstNonFinite.map { Position($0) } }
    /// Whether the leaf executed last gave the first such result.
    public var isAtFirstNonFinite: Bool { firstNonFinite == position }

    /// Stays where a paused move has come to.
    public mutating func stay() {
        destination = nil
        search = nil
    }

    /// Moves as part of a search, which counts its batches itself.
    mutating func moveSearching(to target: Position) {
        timeline.move(to: target.index)
        position = Position(machine.executed)
    }

    mutating func advance(
        to target: Position, pausing pause: (_ executed: Int, _ losses: [Double]) -> Bool = { _, _ in false }
    ) {
        var left = batchesPerMove
        var isStopped = false
        timeline.move(to: target.index, stopsAtNonFinite: stopsAtNonFinite, interval: batchesPerMove) { executed, losses in
            left -= losses.count
            isStopped = pause(executed, losses)
            return isStopped || left <= 0
        }
        position = Position(machine.executed)
        let isThere = position == target || position == end || stopsAtNonFinite && isAtFirstNonFinite
        destination = isThere || isStopped ? nil : target
    }

    /// Sets a parameter, the learning rate or a number of the data, from the start of the batch in progress on; what has been
    /// computed since is computed again. At the boundary between two batches it is the coming one.
    ///
    /// - Returns: the intervention.
    @discardableResult
    public mutating func set(_ target: Intervention.Target, to value: Double) -> Intervention {
        let intervention = Intervention(target: target, value: value, batch: batchInProgress)
        timeline.add(intervention)
        comeBack(to: position)
        return intervention
    }

    /// Computes again what an intervention has made invalid, up to the same position; a long way may pause.
    private mutating func comeBack(to position: Position) {
        guard machine.executed != position.index else { return }
        search = nil
        stopsAtNonFinite = false
        advance(to: position)
    }

    /// Goes on in another run, wherever that is.
    mutating func replaceTimeline(by other: Timeline) {
        stay()
        stop = nil
        timeline = other
        run = other.machine.run
        tree = other.machine.tree
        position = Position(machine.executed)
    }

    /// Takes back the last `set`.
    @discardableResult
    public mutating func undo() -> Intervention? {
        let taken = timeline.removeLast()
        comeBack(to: position)
        return taken
    }

    /// Takes back everything that was set or broken by hand; false when nothing was.
    public mutating func undoAll() -> Bool {
        guard !timeline.interventions.isEmpty || timeline.breakage != nil else { return false }
        try? change(to: nil)
        timeline.replaceInterventions(by: [])
        comeBack(to: position)
        return true
    }

    /// What it takes to come back to where the session is.
    public var bookmark: Bookmark {
        Bookmark(position: position, zoom: zoom, interventions: timeline.interventions, breakage: timeline.breakage)
    }

    /// Comes back to a bookmark of this run: its position, its zoom, and what had been set and broken by hand there.
    public mutating func restore(_ bookmark: Bookmark) {
        zoom = bookmark.zoom
        // Its run has been laid out before.
        try? change(to: bookmark.breakage)
        timeline.replaceInterventions(by: bookmark.interventions)
        go(to: bookmark.position)
    }

    /// The batch, counted over the run from 0, that the next leaf belongs to; at the end of the run, one
    /// past the last.
    public var batchInProgress: Int {
        position == tree.end ? tree.batchCount : tree.batchNumber(of: tree.moment(of: position.index))
    }

    /// The losses of the batches executed so far, as (batch number from 0, loss); long runs are thinned.
    public var losses: [(batch: Int, loss: Double)] { inView(timeline.losses(before: position)) }

    /// The (first) loss of the batch executed last, when the position is at its end: the mean over its
    /// samples, regularisation included.
    public var batchLoss: Double { machine.batchLoss(of: 0) }
}

/// A place in a run to come back to.
public struct Bookmark: Sendable, Equatable {
    public let position: Position
    public let zoom: Zoom
    public let interventions: [Intervention]
    public let breakage: Breakage?

    /// Whether there are other values here: the place is another one, or something else has been set or broken by hand.
    public func differs(from other: Bookmark) -> Bool {
        position != other.position || interventions != other.interventions || breakage != other.breakage
    }
}
