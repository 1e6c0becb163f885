import Autograd
import CommandLanguage
import Debugger
import NeuralNetwork

/// A lesson being played on a session, at whatever pace.
///
/// Each step begins where the one before it ended, also when the learner has wandered off in between; so a
/// lesson shows the same numbers whichever way one goes through it.
public struct LessonPlayer: Sendable {
    public let lesson: Lesson
    public var session: Session
    /// The step on show, from 0; nil before the first, and always for a model without steps.
    public private(set) var stepIndex: Int?
    /// The steps whose question has been answered, or given away.
    public internal(set) var answered: Set<Int> = []
    /// How many wrong answers each step's question has had.
    public internal(set) var attempts: [Int: Int] = [:]
    /// Where each step begins, as far as the lesson has been played.
    private var beginnings: [Bookmark]
    /// The breakpoints that the lesson itself has set as each step begins; the learner's are not its own.
    private var breakpoints: [Breakpoints]

    public init(lesson: Lesson) throws(RunTooLong) {
        self.lesson = lesson
        session = try Session(run: lesson.run)
        beginnings = [session.bookmark]
        breakpoints = [session.breakpoints]
    }

    public var step: LessonStep? { stepIndex.map { lesson.steps[$0] } }
    public var isAtLastStep: Bool { stepIndex == lesson.steps.count - 1 }

    /// The furthest step that has been played, from 0; nil before the first.
    public var furthestStep: Int? { beginnings.count > 1 ? beginnings.count - 2 : nil }

    /// Whether the lesson has been played to its end, and its last question answered.
    public var isDone: Bool {
        guard let last = lesson.steps.last, furthestStep == lesson.steps.count - 1 else { return false }
        return last.ask == nil || answered.contains(lesson.steps.count - 1)
    }

    /// The question on show, if it waits for an answer.
    public var openQuestion: Question? {
        guard let stepIndex, !answered.contains(stepIndex) else { return nil }
        return step?.ask
    }

    /// Whether the session is where the step on show ended, or where the learner was asked to take it.
    public var isOnTrack: Bool {
        guard let stepIndex, beginnings.indices.contains(stepIndex + 1), step?.ask?.goal == nil else { return true }
        let end = beginnings[stepIndex + 1]
        return !end.differs(from: session.bookmark)
    }

    /// Plays the next step.
    ///
    /// - Returns: what its commands and checks gave; nil at the end of the lesson.
    public mutating func next() -> StepReport? { show(stepIndex.map { $0 + 1 } ?? 0) }

    /// Plays the step before the one on show; nil at the first.
    public mutating func previous() -> StepReport? {
        guard let stepIndex, stepIndex > 0 else { return nil }
        return show(stepIndex - 1)
    }

    /// Plays a step by its number from 0, and on the way there every step that has not been played; nil if
    /// there is none.
    public mutating func go(toStep index: Int) -> StepReport? {
        guard lesson.steps.indices.contains(index) else { return nil }
        while beginnings.count <= index { _ = play(beginnings.count - 1) }
        return show(index)
    }

    /// Plays a step, and hides what its question asks for, also in what its commands gave to read.
    private mutating func show(_ index: Int) -> StepReport? {
        defer { drawCurtain() }
        guard lesson.steps.indices.contains(index) else { return nil }
        var report = play(index)
        drawCurtain()
        for place in report.results.indices { report.results[place].draw(session.curtain) }
        return report
    }

    private mutating func play(_ index: Int) -> StepReport {
        let step = lesson.steps[index]
        // The lesson itself sees everything.
        session.curtain = nil
        let zoom = session.zoom
        let slice = session.batchesPerMove
        session.batchesPerMove = .max
        defer { session.batchesPerMove = slice }
        let learners = session.breakpoints
        session.breakpoints = breakpoints[index]
        defer { session.breakpoints = learners }
        // What the learner keeps in a branch stays there.
        session.returnToOriginalBranch()
        session.restore(beginnings[index])
        // How closely one looks is the learner's choice, unless the lesson makes it.
        session.zoom = zoom
        stepIndex = index
        var report = StepReport()
        let before = session.script
        carryOut(step.commands, into: &report)
        report.movedOrSet = session.script != before
        if beginnings.count == index + 1 {
            beginnings.append(session.bookmark)
            breakpoints.append(session.breakpoints)
        }
        for expectation in step.expects {
            report.checks += 1
            if let failure = check(expectation) { report.failures.append(failure) }
        }
        return report
    }

    /// Carries out commands of the lesson's.
    private mutating func carryOut(_ commands: [ScriptText], into report: inout StepReport) {
        for script in commands {
            do throws(CommandError) {
                guard let command = try Command.parse(script.text) else { continue }
                // Looked for when the file is read, too; files above all are no stranger's business.
                if let row = CommandTable.specification(of: script.text), !row.isForLessons {
                    throw CommandError(Phrase.notInALesson(row.name))
                }
                // Where a question waits, what the command gives is looked at again from behind its curtain.
                let place = step?.ask?.answer == nil ? nil : session
                let outcome = try execute(command)
                report.outcomes.append(outcome)
                if let told = try told(by: outcome) { report.results.append(StepResult(told, of: command, at: place)) }
            } catch {
                report.failures.append(.command(script, error))
            }
        }
    }

    /// Goes from where the step on show ended through the solution of its question.
    ///
    /// - Returns: what its commands gave, and whether they led where they should; nil where nothing is to be reached.
    public mutating func playSolution() -> StepReport? {
        guard let index = stepIndex, let question = step?.ask, let goal = question.goal else { return nil }
        _ = play(index)
        var report = StepReport(checks: 1)
        carryOut(question.solution, into: &report)
        if let failure = check(Expectation(text: goal, within: nil)) { report.failures.append(failure) }
        return report
    }

    /// How many positions one command of a lesson may pass: some seconds of work. A lesson may come from a
    /// stranger, and whoever opens it should not have to wait for ever.
    private static let positionLimit = 200_000_000

    /// Carries out a lesson's command to its end, unless that is too far away.
    private mutating func execute(_ command: Command) throws(CommandError) -> Outcome {
        session.batchesPerMove = 1
        defer { session.batchesPerMove = .max }
        let start = session.position
        let outcome = try session.execute(command)
        if session.isSearching { return try searchToEnd(from: start) }
        if let destination = session.destination, destination.index - start.index > Self.positionLimit {
            session.stay()
            throw CommandError(Phrase.tooFarForALesson(Self.positionLimit))
        }
        session.batchesPerMove = .max
        session.resume()
        return outcome
    }

    /// What an outcome gives to read; a comparison is made here, before a later command moves on.
    private func told(by outcome: Outcome) throws(CommandError) -> StepResult.Told? {
        switch outcome {
        case .text(let lines): .text(lines)
        case .compare(let request): .comparison(try session.comparisonReport(request))
        default: nil
        }
    }

    /// Goes on with a search for a stop, as far as a lesson may go.
    private mutating func searchToEnd(from start: Position) throws(CommandError) -> Outcome {
        let leaves = max(1, session.tree.leavesPerEpoch / session.tree.batchesPerEpoch)
        session.batchesPerMove = max(1, 1_000_000 / leaves)
        while session.isSearching {
            session.resume()
            if session.isSearching, abs(session.position.index - start.index) > Self.positionLimit {
                session.stay()
                throw CommandError(Phrase.tooFarForALesson(Self.positionLimit))
            }
        }
        return .moved(session.stopSentence)
    }

    /// Why an `expect` does not hold here; nil if it does.
    func check(_ expectation: Expectation) -> StepReport.Failure? {
        let tolerance = expectation.within ?? Expression.usualTolerance
        do throws(CommandError) {
            let expression = try Expression(command: expectation.text.text)
            if try session.value(of: expression, within: tolerance) != 0 { return nil }
            guard case .binary(let comparison, let left, let right) = expression, comparison.isComparison else {
                return .expectation(expectation, left: nil, right: nil)
            }
            return .expectation(
                expectation, left: try session.value(of: left), right: try session.value(of: right))
        } catch {
            return .command(expectation.text, error)
        }
    }
}

/// What playing one step gave.
public struct StepReport: Sendable {
    public enum Failure: Sendable, Equatable {
        /// A command or an expression could not be carried out.
        case command(ScriptText, CommandError)
        /// A condition does not hold; with the values of its two sides where it is a comparison.
        case expectation(Expectation, left: Double?, right: Double?)
    }

    public internal(set) var outcomes: [Outcome] = []
    /// What the commands gave to read, in their order.
    public internal(set) var results: [StepResult] = []
    /// Whether the commands have left the session other than it was.
    public internal(set) var movedOrSet = false
    public internal(set) var checks = 0
    public internal(set) var failures: [Failure] = []
}

extension Phrase {
    static func tooFarForALesson(_ limit: Int) -> Localized {
        Localized(
            "a command of a lesson may pass \(limit) positions, and this one goes further",
            "课程中的一条命令最多经过 \(limit) 个位置，这条超出了")
    }
}

extension Phrase {
    static func notInALesson(_ word: String) -> Localized {
        let possible = CommandTable.all.filter(\.isForLessons).map(\.name).joined(separator: ", ")
        return Localized(
            "a lesson cannot carry out \(word), which is the learner's to type; possible are \(possible)",
            "课程不能执行 \(word)，它由学习者输入；可用的有 \(possible)")
    }
}

extension LessonChecker {
    /// Checks commands and expressions by the one grammar, and names by the model.
    public static let standard = LessonChecker(
        command: { text, run in
            do throws(CommandError) {
                guard let command = try Command.parse(text) else { return nil }
                if CommandTable.specification(of: text)?.isForLessons == false {
                    let word = text.drop(while: \.isWhitespace)
                    return Mistake(
                        Phrase.notInALesson(String(word.prefix { !$0.isWhitespace })), offset: text.count - word.count)
                }
                switch command {
                case .display(let expression?), .print(let expression), .watch(let expression), .until(let expression),
                    .last(let expression), .break(.when(let expression)), .break(.quantity(let expression)):
                    return unknownName(in: expression, run)
                case .set(_, _, let expression): return unknownName(in: expression, run)
                case .mutate(let mutating): return mistake(run) { session throws(CommandError) in try session.check(mutating) }
                case .compare(let comparison):
                    return mistake(run) { session throws(CommandError) in _ = try session.request(comparison) }
                default: return nil
                }
            } catch {
                return Mistake(error.message, offset: error.range?.lowerBound ?? 0)
            }
        },
        expression: { text, run in
            do throws(CommandError) {
                return unknownName(in: try Expression(command: text), run)
            } catch {
                return Mistake(error.message, offset: error.range?.lowerBound ?? 0)
            }
        })

    /// What a check finds wrong, whatever the position.
    private static func mistake(
        _ run: TrainingRun?, _ check: (Session) throws(CommandError) -> Void
    ) -> Mistake? {
        guard let run, let session = try? Session(run: run) else { return nil }
        do throws(CommandError) {
            try check(session)
            return nil
        } catch {
            return Mistake(error.message, offset: error.range?.lowerBound ?? 0)
        }
    }

    /// The first name in an expression that the model does not have.
    private static func unknownName(in expression: Expression, _ run: TrainingRun?) -> Mistake? {
        guard let run, let session = try? Session(run: run) else { return nil }
        do throws(CommandError) {
            _ = try session.eventualValue(of: expression)
        } catch {
            // A value that will exist later is no mistake here.
            if error.reachedAt == nil { return Mistake(error.message, offset: error.range?.lowerBound ?? 0) }
        }
        return nil
    }
}
