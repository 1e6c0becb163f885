/// How far a learner has come in the lessons of a course, each known by its name.
///
/// Lessons may be edited or go: what is kept of one is brought into its bounds when it opens, and a name without a
/// lesson stays unread.
public struct CourseProgress: Sendable, Equatable {
    /// What is kept of one lesson.
    public struct Entry: Sendable, Equatable {
        /// The furthest step reached since the lesson was last begun, from 1; 1 again after its end, when there is
        /// nothing to go on with.
        public internal(set) var step: Int
        /// How many steps the lesson had.
        public internal(set) var steps: Int
        /// The steps whose questions have been answered since it was last begun, from 1, in ascending order.
        public internal(set) var answered: [Int]
        /// Whether the lesson has ever been gone through to its end.
        public internal(set) var isDone: Bool
        /// When it was last worked on, in seconds since 1970.
        public internal(set) var last: Int

        /// Whether one has stopped somewhere after the first step.
        public var isUnderWay: Bool { step > 1 }

        /// The step to go on at in a lesson of so many steps, from 1; nil where it is to begin at its beginning.
        public func place(of count: Int) -> Int? {
            let place = min(step, count)
            return place > 1 ? place : nil
        }
    }

    /// One lesson as far as it has been gone through in one sitting.
    public struct Visit: Sendable, Equatable {
        public let lesson: String
        /// The furthest step reached, from 1.
        public let step: Int
        public let steps: Int
        /// The steps whose questions are answered, from 1.
        public let answered: Set<Int>
        public let isDone: Bool
        /// Whether it was begun again, so that the step reached before no longer counts.
        public let hasBegunAgain: Bool

        public init(lesson: String, step: Int, steps: Int, answered: Set<Int>, isDone: Bool, hasBegunAgain: Bool = false) {
            self.lesson = lesson
            self.step = step
            self.steps = steps
            self.answered = answered
            self.isDone = isDone
            self.hasBegunAgain = hasBegunAgain
        }

        /// Whether there is something to remember: a lesson that was only looked into is not begun.
        public var isBegun: Bool { step > 1 || isDone || hasBegunAgain }
    }

    public internal(set) var entries: [String: Entry] = [:]

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }

    /// Adds what was done in a lesson to what is known of it, from this sitting, an earlier one or another program's.
    ///
    /// Adding the same visit twice is as good as once.
    ///
    /// - Parameter time: in seconds since 1970.
    public mutating func record(_ visit: Visit, at time: Int) {
        let known = entries[visit.lesson]
        var entry = Entry(step: visit.step, steps: visit.steps, answered: [], isDone: known?.isDone ?? false, last: time)
        var answered = visit.answered
        if let known, !visit.hasBegunAgain {
            entry.step = max(visit.step, known.step)
            answered.formUnion(known.answered)
        }
        entry.answered = answered.sorted()
        if visit.isDone {
            entry.isDone = true
            entry.step = 1
            entry.answered = []
        }
        entries[visit.lesson] = entry
    }

    /// Forgets one lesson.
    ///
    /// - Returns: whether anything was known of it.
    @discardableResult
    public mutating func forget(_ lesson: String) -> Bool { entries.removeValue(forKey: lesson) != nil }

    public func isDone(_ lesson: Course.Lesson) -> Bool { entries[lesson.name]?.isDone ?? false }

    /// What comes next: the lesson worked on last, if it is not done yet; else the first after it that is not, or the
    /// first of all; nil when every lesson is done.
    public func next(in course: Course) -> Course.Lesson? {
        let lessons = course.lessons
        func time(_ lesson: Course.Lesson) -> (Int, Int) { (entries[lesson.name]?.last ?? .min, lesson.number) }
        let known = lessons.filter { entries[$0.name] != nil }
        guard let last = known.max(by: { time($0) < time($1) }) else { return lessons.first }
        if !isDone(last) { return last }
        let open = lessons.filter { !isDone($0) }
        return open.first { $0.number > last.number } ?? open.first
    }
}
