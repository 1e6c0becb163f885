import NeuralNetwork

/// The runs that a session keeps beside each other: the same model and data, with other things set by hand.
///
/// One of them is the present one; the others stand still until they are brought along.
public struct Branches: Sendable {
    /// What the run is called that every session begins with.
    public static let original = "original"
    /// How many there may be: each keeps checkpoints of its own.
    public static let limit = 8

    /// All names, in the order in which the branches were begun.
    public internal(set) var names = [original]
    public internal(set) var present = original
    /// The branch that was left last, if it is still there: what the present one is compared with.
    public internal(set) var left: String?
    var others: [String: Timeline] = [:]
}

/// One of the runs kept beside each other.
public struct BranchReport: Sendable {
    public let name: String
    public let isPresent: Bool
    public let interventions: [Intervention]
    /// What is broken in it on purpose.
    public let brokenRule: BrokenRule?
    /// The loss of its batch that the present run has executed last, or of the last one that it has got to.
    public let loss: (batch: Int, loss: Double)?
    /// Whether it has yet to be brought to where the present run is.
    public let isBehind: Bool
}

extension Session {
    /// Begins a branch as a copy of the present run, which stays behind as it is, and goes on in it.
    ///
    /// - Returns: false when there are too many.
    public mutating func beginBranch(_ name: String) -> Bool {
        guard branches.names.count < Branches.limit else { return false }
        branches.names.append(name)
        branches.others[branches.present] = timeline
        branches.left = branches.present
        branches.present = name
        return true
    }

    /// Goes on in another branch, at the same position; false when there is none of that name.
    public mutating func switchBranch(to name: String) -> Bool {
        let (here, move) = (position, lastMove)
        guard let other = branches.others[name] else { return false }
        // With a rule broken in one of them, the same place has another number.
        let there = place(in: other.machine.tree)
        guard swapTimeline(with: name) else { return false }
        go(to: there)
        if position == here { lastMove = move }
        return true
    }

    /// Goes on in the run that the session began with, wherever that is.
    public mutating func returnToOriginalBranch() { _ = swapTimeline(with: Branches.original) }

    private mutating func swapTimeline(with name: String) -> Bool {
        guard let other = branches.others.removeValue(forKey: name) else { return false }
        branches.others[branches.present] = timeline
        branches.left = branches.present
        branches.present = name
        replaceTimeline(by: other)
        return true
    }

    /// The session in another of its branches, wherever that is.
    public func inBranch(_ name: String) -> Session {
        var session = self
        _ = session.swapTimeline(with: name)
        return session
    }

    /// Forgets a branch; false when it is the present one, the original, or none.
    public mutating func deleteBranch(_ name: String) -> Bool {
        guard name != Branches.original, branches.others.removeValue(forKey: name) != nil else { return false }
        branches.names.removeAll { $0 == name }
        if branches.left == name { branches.left = nil }
        return true
    }

    /// Brings the other branches to the end of the batch that the present run has executed last, for as many
    /// batches as one move may take.
    ///
    /// - Returns: whether there is more to do.
    public mutating func bringBranchesAlong() -> Bool {
        guard destination == nil, let batch = batchExecutedLast else { return false }
        var left = batchesPerMove
        for name in branches.names where isBehind(name, batch) {
            let target = branches.others[name]?.machine.tree.start(ofBatch: batch + 1) ?? 0
            branches.others[name]?.move(to: target, interval: left) { _, losses in
                left -= losses.count
                return left <= 0
            }
            if isBehind(name, batch) { return true }
        }
        return false
    }

    private func isBehind(_ name: String, _ batch: Int) -> Bool {
        guard let timeline = branches.others[name] else { return false }
        let target = timeline.machine.tree.start(ofBatch: batch + 1)
        return timeline.machine.executed != min(target, timeline.earlyEnd ?? target)
    }

    /// The batch that has been executed last, counted over the run from 0; nil before the end of the first.
    private var batchExecutedLast: Int? { batchInProgress > 0 ? batchInProgress - 1 : nil }

    /// All branches, in the order in which they were begun.
    public var branchReports: [BranchReport] {
        branches.names.map { name in
            let timeline = branches.others[name] ?? timeline
            let batch = batchExecutedLast
            return BranchReport(
                name: name, isPresent: name == branches.present, interventions: timeline.interventions,
                brokenRule: timeline.breakage?.rule, loss: losses(of: name).last, isBehind: batch.map { isBehind(name, $0) } ?? false)
        }
    }

    /// The losses of a branch's batches up to where the present run is, as far as it has got.
    public func losses(of branch: String) -> [(batch: Int, loss: Double)] {
        let timeline = branches.others[branch] ?? timeline
        return inView(timeline.losses(before: Position(timeline.machine.tree.start(ofBatch: batchInProgress))))
    }
}
