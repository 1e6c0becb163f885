import CommandLanguage
import Debugger
import Lessons
import Screen

/// All that the walkthrough knows: the lesson and its session, and what is on the screen beside them.
public struct Model: Sendable {
    public internal(set) var player: LessonPlayer
    public internal(set) var language: Language
    public let charset: Charset
    public internal(set) var size: Size
    /// The line being typed, if one is.
    public internal(set) var prompt: Prompt?
    /// Commands that were typed, oldest first.
    public internal(set) var history: [String] = []
    /// What there is to say about the last key or command.
    public internal(set) var notice: Notice?
    /// A page over the panes.
    public internal(set) var overlay: Overlay?
    /// The lessons there are, once the run loop has said; nil where they do not matter.
    public var course: CoursePlace?
    /// What the learner has done in the course before now; nil where lessons open at their first step whatever was
    /// done, as in scripts.
    public var courseProgress: CourseProgress?
    /// Whether the lesson has just been opened where the learner had stopped, so that Home begins it again.
    public internal(set) var hasTakenUp = false
    /// Whether the lesson has been begun again since it was opened.
    var hasBegunAgain = false
    /// The list of lessons over the panes.
    public internal(set) var menu: CourseMenu?
    /// Whether the end of the lesson has been told, so that the next ⏎ opens the next one.
    var hasBeenToldOfNext = false
    /// What the step of the lesson on show did not keep.
    public internal(set) var failures: [StepReport.Failure] = []
    /// What the commands of the lesson's step gave to read.
    public internal(set) var results: [StepResult] = []
    /// The first line of the lesson's text on show, where the pane is too small for all of it.
    var lessonTop = 0
    /// How many rows of the lesson's text stood beside the notice that the present command takes away; nil without one.
    var rowsBesideNotice: Int?
    /// How many rows the ledger has been scrolled away from the live one.
    var ledgerOffset = 0
    /// The graph of each loss of a program; none for a network.
    let graphs: [ProgramGraph]
    /// Whether the learner has been reminded that a question is open, so that the next ⏎ gives the answer.
    var hasBeenReminded = false
    /// The commands carried out, for a script that does the same again.
    public internal(set) var script: [String] = []
    /// The same, each with where it led, for a draft of a lesson.
    var doings: [Doing] = []
    /// Lines of a script that are still to be carried out, each with how many scripts it is inside of.
    var queue: [(line: ScriptLine, depth: Int)] = []
    /// How many scripts the line carried out last is inside of; 0 where it was typed.
    var depth = 0
    /// How the move under way gets on.
    var pace: Pace?

    public var session: Session { player.session }

    /// The walkthrough at the lesson's first step.
    ///
    /// Without a UTF-8 locale there is no way to show Chinese, so `charset` `.ascii` speaks English.
    public init(lesson: Lesson, language: Language, charset: Charset, size: Size) throws(RunTooLong) {
        player = try LessonPlayer(lesson: lesson)
        graphs = lesson.run.network == nil ? lesson.run.computations.map { ProgramGraph(of: $0, charset: charset) } : []
        self.language = charset == .ascii ? .english : language
        self.charset = charset
        self.size = size
        // Little enough work to begin with, whatever the size of the model; the clock tells what is right.
        let leaves = max(1, player.session.tree.leavesPerEpoch / max(1, player.session.tree.batchesPerEpoch))
        player.session.batchesPerMove = max(1, 50_000 / leaves)
        if let report = player.next() { take(report) }
        doings = [Doing(commands: player.step?.commands.map(\.text) ?? [], zoom: player.session.zoom, end: player.session.bookmark)]
    }

    /// One line about what happened, under the panes.
    public struct Notice: Sendable, Equatable {
        public enum Kind: Sendable { case remark, stop, error, good, progress }
        public let text: Localized
        public let kind: Kind
    }

    /// A page to read, closed by any key.
    public struct Overlay: Sendable, Equatable {
        public let title: Localized
        public let lines: [Localized]
        /// The first line on show.
        public var top = 0
        /// What is shown in place of the lines where there is room for a table.
        public var comparison: ComparisonPage?
    }
}

/// What happens to the walkthrough.
public enum Message: Sendable, Equatable {
    case key(Key)
    case resize(Size)
    /// There is time to go on with a long move.
    case resume
    /// A command from a script, as if it had been typed.
    case command(String)
    /// The time, in seconds, while a long move is under way, and how long the last stretch of it took.
    case clock(now: Double, stretch: Double?)
    /// The lines of a script that `source` asked for.
    case script([ScriptLine])
    /// What came of an effect.
    case report(Localized, isError: Bool)
}

/// What only the run loop can do.
public enum Effect: Sendable, Equatable {
    case quit
    /// A long move has paused: look for keys, then send `Message.resume`.
    case resume
    /// Open the lesson or the file of this name, on `Model.opening`, or send `Message.report`.
    case open(String)
    /// Write a file, which is replaced only if it may be, then send `Message.report`.
    case save(path: String, text: String, overwrites: Bool)
    /// Read a script, then send `Message.script`.
    case source(path: String)
}

/// A line of a script, and where it stands.
public struct ScriptLine: Sendable, Equatable {
    let file: String
    /// From 1.
    let number: Int
    let text: String

    public init(file: String, number: Int, text: String) {
        self.file = file
        self.number = number
        self.text = text
    }
}
