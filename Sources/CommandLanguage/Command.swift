import Autograd
import Debugger
import GradientComparison

/// Everything that a learner can tell Backstep to do, whatever key, line or file it comes from.
public enum Command: Sendable, Equatable {
    case step(count: Int, zoom: Zoom?)
    case back(count: Int, zoom: Zoom?)
    case finish(Zoom?)
    case goto(Destination)
    case `continue`
    case reverseContinue
    case until(Expression)
    case `break`(BreakPlace)
    case watch(Expression)
    case last(Expression)
    /// All of them where there is no number.
    case delete(Int?)
    case enable(Int?)
    case disable(Int?)
    case ignore(Int, count: Int)
    case zoom(ZoomChange)
    case print(Expression)
    /// All of them where there is no expression.
    case display(Expression?)
    case undisplay(Int?)
    case info(InfoTopic)
    case restart
    case set(name: String, source: Range<Int>, value: Expression)
    case undo
    case undoAll
    /// All of them where there is no name.
    case branch(String?)
    case deleteBranch(String)
    case save(path: String, overwrites: Bool)
    case source(path: String)
    case lesson(LessonMove)
    /// The list of lessons where there is no name.
    case open(String?)
    /// The list of words where there is none; the range is where it stands in the command.
    case explain(String?, source: Range<Int>)
    case answer(Expression)
    case compare(Comparison)
    case mutate(Mutating)
    case language(Language)
    case help(topic: String?)
    case quit

    public enum Destination: Sendable, Equatable {
        case start
        case end
        case position(Int)
        case path(Path)
        /// Where the quantity is computed next.
        case quantity(Expression)
    }

    /// What `break` stops at.
    public enum BreakPlace: Sendable, Equatable {
        case when(Expression)
        case notFinite
        case position(Int)
        /// The beginning of every unit that fits; numbers count from 1.
        case unit(Path, level: Zoom)
        /// Right after the quantity completes.
        case quantity(Expression)
    }

    /// A place by its names; what is left out is where the session is, or the first.
    public struct Path: Sendable, Equatable {
        public var epoch: Int?
        public var batch: Int?
        public var sample: Int?
        public var pass: Pass?
        /// A layer or a neuron.
        public var unit: String?
        /// Where the unit's name stands in the command.
        public var unitSource: Range<Int>?
        /// In place of a unit, a quantity: where it has been computed from that place on.
        public var quantity: Expression?

        public init() {}
    }

    public enum ZoomChange: Sendable, Equatable {
        case finer, coarser
        case to(Zoom)
    }

    public enum InfoTopic: String, CaseIterable, Sendable {
        case position, parameters, run, breaks, watches, displays, tape, checkpoints
        /// What may be printed.
        case names
    }

    /// What `compare` compares, and how; all gradients by central differences where nothing is said.
    public struct Comparison: Sendable, Equatable {
        public var subject: Expression?
        public var method: NumericMethod?
        /// h
        public var perturbation: Double?

        public init(subject: Expression? = nil, method: NumericMethod? = nil, perturbation: Double? = nil) {
            self.subject = subject
            self.method = method
            self.perturbation = perturbation
        }
    }

    public enum LessonMove: Sendable, Equatable {
        case next, previous
        /// The beginning, with every question open again.
        case start
        case step(Int)
    }
}

/// Why a command cannot be carried out, and which part of its text is to blame.
public struct CommandError: Error, Equatable, Sendable {
    public let message: Localized
    /// In characters of the command's text; nil when the whole of it is meant.
    public let range: Range<Int>?
    /// For a value that the run has not reached: the position at which it will exist.
    public let reachedAt: Position?
    /// Whether an open question keeps the value from view.
    public let isHidden: Bool

    public init(_ message: Localized, at range: Range<Int>? = nil, reachedAt: Position? = nil, isHidden: Bool = false) {
        self.message = message
        self.range = range
        self.reachedAt = reachedAt
        self.isHidden = isHidden
    }
}

extension Expression {
    /// The expression that a text is, with a command's errors.
    public init(command text: String) throws(CommandError) { try self.init(command: text, in: 0..<text.count) }

    /// The expression in a part of a command's text.
    init(command text: String, in range: Range<Int>) throws(CommandError) {
        do throws(ExpressionError) {
            self = try ExpressionParser.parse(text, in: range)
        } catch {
            throw CommandError(error.message, at: error.range)
        }
    }
}
