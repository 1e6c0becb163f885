import CommandLanguage
import NeuralNetwork

/// Looks into the commands and expressions of a lesson's steps.
///
/// Reading a file needs no grammar; checking its steps does. The two meet here alone.
public struct LessonChecker: Sendable {
    /// What is wrong with a command or expression, and at which of its characters, from 0.
    public struct Mistake: Error, Sendable {
        public let message: Localized
        public let offset: Int

        public init(_ message: Localized, offset: Int) {
            self.message = message
            self.offset = offset
        }
    }

    /// Nil for a good text. The run is nil when mistakes keep the file from having one; then only the
    /// grammar can be checked, not the names.
    public typealias Check = @Sendable (_ text: String, _ run: TrainingRun?) -> Mistake?

    public let command: Check
    public let expression: Check

    public init(command: @escaping Check, expression: @escaping Check) {
        self.command = command
        self.expression = expression
    }

    /// Takes any text for a command or an expression.
    public static let none = LessonChecker(command: { _, _ in nil }, expression: { _, _ in nil })

    func check(_ steps: [LessonStep], of run: TrainingRun?, into collector: ProblemCollector) {
        func report(_ text: ScriptText, _ check: Check) {
            guard let mistake = check(text.text, run) else { return }
            collector.report(mistake.message, at: text.mark(atOffset: mistake.offset))
        }
        for step in steps {
            for text in step.commands { report(text, command) }
            for expectation in step.expects { report(expectation.text, expression) }
            for text in [step.ask?.answer, step.ask?.goal].compactMap({ $0 }) { report(text, expression) }
            for text in step.ask?.solution ?? [] { report(text, command) }
        }
    }
}
