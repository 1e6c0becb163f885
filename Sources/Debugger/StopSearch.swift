import NeuralNetwork

/// A search for the next stop, forwards or backwards, that may pause on its way.
///
/// Which positions are stops depends on the run alone, not on where one comes from: each batch is looked
/// through from its start. So both directions find the same ones.
struct StopSearch: Sendable {
    enum Direction { case forward, backward }

    /// Something that may ask to stop, with where it may do so.
    struct Candidate: Sendable {
        let breakpoint: Breakpoint
        let places: RecurringPlaces?
    }

    let direction: Direction
    let candidates: [Candidate]
    /// What looking through a batch costs, in batches that are just run: each value looked at is about one.
    let cost: Int
    let origin: Position
    /// The one breakpoint that the search is about; without a stop it then ends where it began.
    let sought: Breakpoint?
    /// Stops count beyond this position, in the direction of the search.
    let limit: Position
    /// The batch to look through next; nil before the first.
    var batch: Int?
    /// Going backward, batches are looked through in stretches: from a checkpoint on, forward.
    var stretch: ClosedRange<Int>?
    /// The last stops of the stretch so far, as many as may be needed.
    var found: [Stop] = []
    /// Where the search has come to by arithmetic.
    var reached: Int

    /// Whether all stops are known without any numbers.
    var isStructural: Bool {
        candidates.allSatisfy { if case .place = $0.breakpoint.trigger { true } else { false } }
    }
}

extension Session {
    /// Whether a search for a stop has paused.
    public var isSearching: Bool { search != nil }

    /// Runs to the next position at which an enabled breakpoint, or `temporary`, asks to stop, or to the end.
    public mutating func runToStop(_ temporary: Breakpoint? = nil) {
        begin(.forward, breakpoints.all.filter(\.isEnabled) + (temporary.map { [$0] } ?? []), from: position)
    }

    /// Goes back to the last position before this one at which a run forward would have stopped, or to the
    /// start.
    public mutating func runBackToStop() {
        begin(.backward, breakpoints.all.filter(\.isEnabled), from: position)
    }

    /// Goes back to where one breakpoint asked to stop last, the present position included; nowhere if it never
    /// did.
    public mutating func goBackToLast(_ breakpoint: Breakpoint) {
        begin(.backward, [breakpoint], from: Position(position.index + 1), seeking: breakpoint)
    }

    private mutating func begin(
        _ direction: StopSearch.Direction, _ breakpoints: [Breakpoint], from limit: Position,
        seeking sought: Breakpoint? = nil
    ) {
        stop = nil
        destination = nil
        stopsAtNonFinite = false
        let candidates = breakpoints.map { breakpoint in
            let places: RecurringPlaces? =
                switch breakpoint.trigger {
                case .place(let pattern): RecurringPlaces(of: pattern, in: tree)
                case .becomesTrue(let observation), .changes(let observation):
                    RecurringPlaces(observing: observation.symbols, in: run, tree)
                case .notFinite: nil
                }
            return StopSearch.Candidate(breakpoint: breakpoint, places: places)
        }
        let looks = candidates.filter { $0.breakpoint.observation != nil }.reduce(0) {
            $0 + ($1.places?.positions(inBatch: 0, of: tree).count ?? 0)
        }
        search = StopSearch(
            direction: direction, candidates: candidates, cost: 1 + looks, origin: position, sought: sought, limit: limit,
            reached: limit.index)
        lastMove = position.index..<position.index
        goOnSearching()
    }

    /// Goes on with the search, for as many batches as one move may take.
    mutating func goOnSearching() {
        guard var search else { return }
        let isOver =
            if search.isStructural {
                searchByArithmetic(&search)
            } else if search.direction == .forward {
                searchForward(&search)
            } else {
                searchBackward(&search)
            }
        let origin = search.origin.index
        lastMove = min(origin, position.index)..<max(origin, position.index)
        self.search = isOver ? nil : search
        if isOver { destination = nil }
    }

    // MARK: Three ways to search

    /// Finds the stop from the structure and goes there at the speed of a run.
    private mutating func searchByArithmetic(_ search: inout StopSearch) -> Bool {
        if destination == nil {
            let isForward = search.direction == .forward
            while true {
                let next = search.candidates.compactMap { candidate in
                    isForward
                        ? candidate.places?.next(after: search.reached, of: tree)
                        : candidate.places?.previous(before: search.reached, of: tree)
                }
                guard let target = isForward ? next.min() : next.max() else {
                    destination = isForward ? tree.end : tree.start
                    break
                }
                search.reached = target
                // Beyond an early end there is nothing.
                if Position(target) > end {
                    destination = end
                    break
                }
                let stop = Stop(position: Position(target), hits: placeHits(at: target, of: search))
                if let stop = passingIgnored(stop) {
                    search.found = [stop]
                    destination = stop.position
                    break
                }
            }
        }
        guard let target = destination else { return true }
        advance(to: target)
        if destination != nil { return false }
        var hits = search.found.last.map { $0.position == position ? $0.hits : [] } ?? []
        if position == end { hits.removeAll { isBeginning($0, of: search) } }
        stop = Stop(position: position, hits: hits)
        return true
    }

    private mutating func searchForward(_ search: inout StopSearch) -> Bool {
        var left = batchesPerMove
        destination = tree.end
        while position < end {
            guard left > 0 else { return false }
            let batch = search.batch ?? batchInProgress
            moveSearching(to: Position(tree.start(ofBatch: batch)))
            for stop in stops(inBatch: batch, for: search) where stop.position > search.limit {
                if let stop = passingIgnored(stop) { return arrive(stop) }
            }
            search.batch = batch + 1
            left -= search.cost
        }
        return arriveNowhere(search)
    }

    private mutating func searchBackward(_ search: inout StopSearch) -> Bool {
        var left = batchesPerMove
        destination = tree.start
        guard search.limit > tree.start else { return arriveNowhere(search) }
        let needed = 1 + search.candidates.reduce(0) { $0 + $1.breakpoint.ignored }
        while true {
            let stretch: ClosedRange<Int>
            if let present = search.stretch {
                stretch = present
            } else {
                // The stop is often near: the batch in progress is a stretch of its own.
                let batch = tree.batchNumber(of: tree.moment(of: max(0, search.limit.index - 2)))
                stretch = batch...batch
                search.stretch = stretch
            }
            var batch = search.batch ?? stretch.lowerBound
            moveSearching(to: Position(tree.start(ofBatch: batch)))
            while batch <= stretch.upperBound {
                guard left > 0 else {
                    search.batch = batch
                    return false
                }
                search.found += stops(inBatch: batch, for: search).filter { $0.position < search.limit }
                if search.found.count > 2 * needed { search.found.removeFirst(search.found.count - needed) }
                batch += 1
                left -= search.cost
            }
            for stop in search.found.reversed() {
                if let stop = passingIgnored(stop) { return arrive(stop) }
            }
            guard stretch.lowerBound > 0 else { return arriveNowhere(search) }
            let last = stretch.lowerBound - 1
            let checkpoint = timeline.checkpoints.last(upTo: last)?.index ?? 0
            // Each stretch begins with a jump, which more than one batch should share.
            search.stretch = min(checkpoint, max(0, last - 15))...last
            search.batch = nil
            search.found = []
        }
    }

    private mutating func arrive(_ stop: Stop) -> Bool {
        moveSearching(to: stop.position)
        self.stop = stop
        return true
    }

    /// There is no stop: the end of the run, or its start, is where the search leads.
    private mutating func arriveNowhere(_ search: StopSearch) -> Bool {
        let target = search.sought != nil ? search.origin : search.direction == .forward ? end : tree.start
        moveSearching(to: target)
        stop = Stop(position: position, hits: [], sought: search.sought)
        return true
    }

    /// The stop without the breakpoints that are to be passed over; nil when none is left.
    private mutating func passingIgnored(_ stop: Stop) -> Stop? {
        var stop = stop
        stop.hits.removeAll { hit in
            guard let ignored = breakpoints[hit.breakpoint.number]?.ignored, ignored > 0 else { return false }
            return breakpoints.change(hit.breakpoint.number) { $0.ignored -= 1 }
        }
        return stop.hits.isEmpty ? nil : stop
    }

    // MARK: The stops of a batch

    private func placeHits(at index: Int, of search: StopSearch) -> [Stop.Hit] {
        search.candidates.filter { $0.places?.next(after: index - 1, of: tree) == index }.map { Stop.Hit($0.breakpoint) }
    }

    private func isBeginning(_ hit: Stop.Hit, of search: StopSearch) -> Bool {
        search.candidates.contains { $0.breakpoint.number == hit.breakpoint.number && $0.places?.areBeginnings == true }
    }

    /// All stops after the start of a batch, up to its end, in their order.
    ///
    /// The session is at the start of the batch before, and at its end after.
    private mutating func stops(inBatch batch: Int, for search: StopSearch) -> [Stop] {
        let start = tree.start(ofBatch: batch)
        let batchEnd = tree.start(ofBatch: batch + 1)
        var hits: [Int: [Stop.Hit]] = [:]
        let isFiniteAtStart = isAtStart || machine.newParameters.allSatisfy(\.isFinite)
        let observed = search.candidates.filter { $0.breakpoint.observation != nil }
        if !observed.isEmpty {
            var known = observed.map { $0.breakpoint.observation?.value(self) }
            // At its end, what has been set by hand for the next batch comes into force.
            let places = Set(observed.flatMap { $0.places?.positions(inBatch: batch, of: tree) ?? [] } + [batchEnd])
            for place in places.sorted() {
                moveSearching(to: Position(place))
                for (number, candidate) in observed.enumerated() {
                    if let hit = Self.hit(candidate.breakpoint, known: &known[number], self) {
                        hits[place, default: []].append(hit)
                    }
                }
            }
        }
        moveSearching(to: Position(batchEnd))
        for candidate in search.candidates where candidate.breakpoint.observation == nil {
            guard let places = candidate.places else {
                if isFiniteAtStart, !machine.isFinite, let place = firstNotFinite(inBatch: batch) {
                    hits[place, default: []].append(Stop.Hit(candidate.breakpoint))
                }
                continue
            }
            var found = Set(places.positions(inBatch: batch, of: tree))
            // A beginning of the next batch is the end of this one.
            if batch + 1 < tree.batchCount {
                found.formUnion(places.positions(inBatch: batch + 1, of: tree).filter { $0 == batchEnd })
            }
            for place in found where place > start && place <= batchEnd {
                if places.areBeginnings, Position(place) == end { continue }
                hits[place, default: []].append(Stop.Hit(candidate.breakpoint))
            }
        }
        return hits.sorted { $0.key < $1.key }.map { place, hits in
            Stop(position: Position(place), hits: hits.sorted { $0.breakpoint.number < $1.breakpoint.number })
        }
    }

    /// What a breakpoint makes of the value here, after what was known of it.
    private static func hit(_ breakpoint: Breakpoint, known: inout Double?, _ session: Session) -> Stop.Hit? {
        let value = breakpoint.observation?.value(session)
        let before = known
        switch breakpoint.trigger {
        case .becomesTrue:
            known = value
            return (value ?? 0) != 0 && (before ?? 0) == 0 ? Stop.Hit(breakpoint) : nil
        case .changes:
            guard let value else { return nil }
            known = value
            if before == value || before.map({ $0.isNaN && value.isNaN }) ?? false { return nil }
            return Stop.Hit(breakpoint, old: before, new: value)
        case .place, .notFinite: return nil
        }
    }

    /// The position after the first result of a batch that is not finite.
    private func firstNotFinite(inBatch batch: Int) -> Int? {
        var probe = self
        for leaf in tree.start(ofBatch: batch)..<tree.start(ofBatch: batch + 1) {
            probe.moveSearching(to: Position(leaf + 1))
            if let value = probe.value(ofLeaf: leaf), !value.isFinite { return leaf + 1 }
        }
        return nil
    }
}
