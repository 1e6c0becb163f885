import NeuralNetwork

/// A reason to stop on the way through a run, forwards or backwards alike.
public struct Breakpoint: Sendable {
    public enum Trigger: Sendable {
        /// Wherever the structure of the run has such a place.
        case place(PlacePattern)
        /// Where a condition holds that did not hold before: 0 and not reached are false, everything else is true.
        case becomesTrue(Observation)
        /// Where a value is another than the one it last had in the batch, or at the batch's start.
        case changes(Observation)
        /// After a batch's first result that is infinite or not a number, if the batch began with finite parameters.
        case notFinite
    }

    /// What commands call it by; 0 for what serves a single move.
    public let number: Int
    /// What it is about, as it was typed.
    public let text: String
    public let trigger: Trigger
    public var isEnabled = true
    /// How many more times it is passed over.
    public var ignored = 0

    public init(number: Int = 0, text: String, trigger: Trigger) {
        self.number = number
        self.text = text
        self.trigger = trigger
    }

    /// Whether it waits for a value to change.
    public var isWatch: Bool { if case .changes = trigger { true } else { false } }

    /// The value that it takes computing to know.
    var observation: Observation? {
        switch trigger {
        case .becomesTrue(let observation), .changes(let observation): observation
        case .place, .notFinite: nil
        }
    }
}

/// A value that can be asked for at any position.
public struct Observation: Sendable {
    /// The value where a session is; nil where the run has not reached it.
    public let value: @Sendable (Session) -> Double?
    /// The quantities that it is made of, beside the numbers of epoch, batch and sample; nil when it may change
    /// with every result.
    public let symbols: [Symbol]?

    public init(of symbols: [Symbol]?, value: @escaping @Sendable (Session) -> Double?) {
        self.symbols = symbols
        self.value = value
    }
}

/// The breakpoints of a session, by number.
public struct Breakpoints: Sendable {
    public private(set) var all: [Breakpoint] = []
    private var last = 0

    public init() {}

    public subscript(number: Int) -> Breakpoint? { all.first { $0.number == number } }

    /// Adds a breakpoint, or enables the one there is with the same text and kind.
    ///
    /// - Returns: its number.
    public mutating func add(_ text: String, _ trigger: Breakpoint.Trigger) -> Int {
        let new = Breakpoint(number: last + 1, text: text, trigger: trigger)
        if let index = all.firstIndex(where: { $0.text == text && $0.isWatch == new.isWatch }) {
            all[index].isEnabled = true
            return all[index].number
        }
        last += 1
        all.append(new)
        return last
    }

    /// Removes a breakpoint, or all, after which numbers begin anew; false when there is none of that number.
    public mutating func delete(_ number: Int?) -> Bool {
        guard let number else {
            self = Breakpoints()
            return true
        }
        guard let index = all.firstIndex(where: { $0.number == number }) else { return false }
        all.remove(at: index)
        return true
    }

    /// Changes a breakpoint, or all; false when there is none of that number.
    public mutating func change(_ number: Int?, _ body: (inout Breakpoint) -> Void) -> Bool {
        let places = all.indices.filter { number == nil || all[$0].number == number }
        for place in places { body(&all[place]) }
        return number == nil || !places.isEmpty
    }
}

/// Where a search for a stop ended, and why.
public struct Stop: Sendable {
    public struct Hit: Sendable {
        public let breakpoint: Breakpoint
        /// What the value was that has changed, if there was one.
        public let old: Double?
        /// What a watched value is here.
        public let new: Double?

        init(_ breakpoint: Breakpoint, old: Double? = nil, new: Double? = nil) {
            self.breakpoint = breakpoint
            self.old = old
            self.new = new
        }
    }

    public let position: Position
    /// Every breakpoint that asks to stop here; none where the run's start or end is all there was.
    public internal(set) var hits: [Hit]
    /// The one breakpoint that a search back for the last change was about.
    public internal(set) var sought: Breakpoint?
}
