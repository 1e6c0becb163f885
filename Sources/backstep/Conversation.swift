import Autograd
import CommandLanguage
import Debugger
import Lessons
import Screen
import Walkthrough

/// The walkthrough's own model, talked with in lines in place of keys.
///
/// So a command does the same at the plain prompt, in a script and in the full-screen program.
struct Conversation {
    private(set) var model: Model
    /// Whether Ctrl-C has stopped the last command on its way.
    private(set) var wasInterrupted = false
    /// A motion that an empty line does again.
    private var lastMotion: String?

    /// - Parameter course: what `open` may open; nil where there is only the one file.
    init(_ lesson: Lesson, course: CoursePlace? = nil) throws(Failure) {
        do {
            model = try Model(
                lesson: lesson, language: Surroundings.language, charset: Surroundings.charset,
                size: Size(rows: 24, columns: 80))
        } catch {
            throw Opening.failure(error)
        }
        model.course = course
    }

    /// Goes to where a learner has stopped in the lesson.
    mutating func welcomeBack(isNamed: Bool) { model = model.welcomingBack(isNamed: isNamed, hasKeys: false) }

    /// What the learner has done; nil to open every lesson at its first step.
    var progress: CourseProgress? {
        get { model.courseProgress }
        set { model.courseProgress = newValue }
    }

    /// Saves what is new.
    mutating func keep(with keeper: ProgressKeeper) { keeper.follow(&model) }

    /// Carries out a command; true when it asks to end.
    mutating func carryOut(_ text: String) throws(CommandError) -> Bool {
        let (next, effects) = Self.settle(update(model, .command(text)))
        wasInterrupted = Interruption.take()
        if next.notice?.kind == .error, let error = Self.error(of: text, on: model, then: next) { throw error }
        model = next
        if let command = try Command.parse(text), command.isMotion { lastMotion = text }
        return effects.contains(.quit)
    }

    /// Carries on to the end of what has begun, moves, files, scripts, or to where Ctrl-C stops it.
    static func settle(_ result: (model: Model, effects: [Effect])) -> (model: Model, effects: [Effect]) {
        var (model, effects) = CourseFollowing.perform(result.effects, on: result.model)
        var stretch: Double?
        while effects.contains(.resume), !effects.contains(.quit) {
            if Interruption.hasCome {
                if model.isBusy { (model, effects) = update(model, .key(.interrupt)) }
                break
            }
            let began = Stopwatch.now
            let next = update(update(model, .clock(now: began, stretch: stretch)).model, .resume)
            (model, effects) = CourseFollowing.perform(next.effects, on: next.model)
            stretch = Stopwatch.now - began
        }
        return (model, effects)
    }

    /// The error that a command runs into, with its place, which a notice no longer has; what only shows in the
    /// model that it leads to, as for files, has none.
    static func error(of text: String, on model: Model, then next: Model) -> CommandError? {
        var player = model.player
        do throws(CommandError) {
            switch try Command.parse(text) {
            case .answer(let expression)?: _ = try player.answer(expression)
            case .save?, .source?: return next.notice.map { CommandError($0.text) }
            case let command?: _ = try player.session.execute(command)
            case nil: break
            }
            return nil
        } catch {
            return error
        }
    }

    /// The command that a line at the prompt means.
    ///
    /// An empty line goes on in the lesson or, after its end and without one, does the last motion again. While a
    /// question is open, an expression is its answer.
    func command(for line: String) -> String? {
        if line.allSatisfy(\.isWhitespace) {
            let isInLesson = !model.player.lesson.steps.isEmpty
            // Once there is nothing more to come, the empty line is left for the learner's own steps.
            let isOver = model.player.isAtLastStep && model.player.openQuestion == nil && !model.hasNextLesson
            return isInLesson && !isOver ? "lesson next" : lastMotion
        }
        guard let question = model.player.openQuestion, question.goal == nil else { return line }
        // As in the walkthrough, an answer may follow =, and the letters of choices are answers rather than commands.
        if line.hasPrefix("=") { return "answer \(line.dropFirst())" }
        if let expression = try? Expression(command: line), question.choice(named: expression) != nil { return "answer \(line)" }
        guard (try? Command.parse(line)) == nil, let expression = try? Expression(command: line) else { return line }
        // A lone word that means nothing is a misspelt command.
        if case .name = expression, (try? model.session.eventualValue(of: expression)) == nil { return line }
        return "answer \(line)"
    }
}

extension Command {
    /// Whether doing it again goes on in the same way.
    fileprivate var isMotion: Bool {
        switch self {
        case .step, .back, .finish, .continue, .reverseContinue: true
        default: false
        }
    }
}
