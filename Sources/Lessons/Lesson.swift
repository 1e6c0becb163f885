import CommandLanguage
import NeuralNetwork

/// A model to explore or, with steps, a lesson on it.
///
/// Texts are kept as the file has them; whoever shows one filters it.
public struct Lesson: Sendable {
    public let title: Localized
    public let about: Localized?
    /// Where the example comes from: `D1 §4.2`.
    public let source: String?
    public let run: TrainingRun
    /// Empty for a model that is only explored.
    public let steps: [LessonStep]
    /// What may not be as its author thinks.
    public let warnings: [Problem]
    /// The file that it was read from; empty for a lesson made in another way.
    var bytes: [UInt8] = []

    /// The same model, only to explore.
    public var withoutSteps: Lesson {
        Lesson(title: title, about: about, source: source, run: run, steps: [], warnings: warnings, bytes: bytes)
    }
}

/// One stop of a lesson: it says something, moves the run, checks what should hold now, and asks.
public struct LessonStep: Sendable, Equatable {
    public let say: Localized?
    /// Commands, carried out in their order.
    public let commands: [ScriptText]
    /// Checked after the commands.
    public let expects: [Expectation]
    public let ask: Question?
    public let mark: SourceMark
}

/// A command or an expression in a lesson, as it is written there.
public struct ScriptText: Sendable, Equatable {
    public let text: String
    /// Where the text's first character stands, from 1.
    public let line: Int
    public let column: Int

    /// Where the character `offset` of the text stands; exact for a text on one line.
    public func mark(atOffset offset: Int) -> SourceMark {
        let before = text.prefix(max(0, offset)).unicodeScalars
        let breaks = before.reduce(0) { $0 + ($1 == "\n" ? 1 : 0) }
        let last = before.lastIndex(of: "\n").map { before.distance(from: $0, to: before.endIndex) - 1 }
        return SourceMark(line: line + breaks, column: column + (last ?? before.count))
    }
}

/// A condition that holds after a step's commands.
public struct Expectation: Sendable, Equatable {
    public let text: ScriptText
    /// The relative tolerance of its comparisons; nil for the usual one.
    public let within: Double?

    public init(text: ScriptText, within: Double?) {
        self.text = text
        self.within = within
    }
}
