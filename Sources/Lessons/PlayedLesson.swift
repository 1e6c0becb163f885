import Autograd
import CommandLanguage
import Debugger

/// A lesson played from its first step to its last, with all that comes to light on the way.
struct PlayedLesson {
    private(set) var findings: [Finding] = []
    /// Commands and answers that fail.
    private(set) var errors: [Finding] = []
    private(set) var checks = 0

    /// An `expect` whose value is not there yet.
    private struct Early {
        let text: ScriptText
        let expression: Expression
        let error: CommandError
        var existsAtStep: Int?
    }

    init(_ lesson: Lesson, _ root: YAMLValue, _ texts: [LessonText], _ source: SourceText) throws(RunTooLong) {
        var player = try LessonPlayer(lesson: lesson)
        var held = HeldNumbers(root: root)
        var early: [Early] = []
        while let report = player.next(), let step = player.step, let index = player.stepIndex {
            // What an open question hides from a learner, a check may look at.
            let session = player.uncovered
            for command in step.commands { held.take(command.text) }
            for failure in report.failures { add(failure, of: step, to: &early) }
            let failed = report.failures.compactMap(\.expectation)
            for expectation in step.expects where !failed.contains(expectation.text) {
                checks += 1
                if let expression = try? Expression(command: expectation.text.text) { held.take(expression, in: session) }
            }
            for place in early.indices where early[place].existsAtStep == nil {
                if (try? session.value(of: early[place].expression)) != nil { early[place].existsAtStep = index }
            }
            if let question = step.ask {
                do throws(CommandError) {
                    if let answer = try player.rightAnswer(), let text = question.answer?.text {
                        let formula = try Expression(command: text)
                        findings += texts.filter { $0.isBesideQuestion(ofStep: index) }
                            .flatMap { held.giveaways(in: $0, of: answer, formula, to: question, session, source) }
                        held.take(answer, of: formula)
                    }
                } catch {
                    errors.append(Finding(error.message, at: question.mark))
                }
            }
            if step.say == nil, step.ask == nil, !report.movedOrSet, report.outcomes.allSatisfy(\.isMove) {
                findings.append(Finding(Phrase.idleStep, at: step.mark))
            } else if let first = step.commands.first, !report.movedOrSet, report.failures.isEmpty,
                report.outcomes.allSatisfy(\.isMove)
            {
                findings.append(Finding(Phrase.idleCommands, at: first.mark(atOffset: 0)))
            }
            findings += texts.filter { $0.step == index }.flatMap { held.review($0, session, source) }
        }
        // What stands before the steps may name what comes in them; a model without any expects nothing.
        if !lesson.steps.isEmpty {
            findings += texts.filter { $0.step == nil }.flatMap { held.review($0, player.uncovered, source) }
        }
        for expectation in early {
            findings.append(
                Finding(
                    Phrase.expectTooEarly(expectation.error.message, existsAtStep: expectation.existsAtStep.map { $0 + 1 }),
                    at: expectation.text.mark(atOffset: expectation.error.range?.lowerBound ?? 0)))
        }
    }

    private mutating func add(_ failure: StepReport.Failure, of step: LessonStep, to early: inout [Early]) {
        switch failure {
        case .expectation(let expectation, let left, let right):
            findings.append(
                Finding(Phrase.expectFails(expectation.text.text, left, right), at: expectation.text.mark(atOffset: 0)))
        case .command(let text, let error):
            if error.reachedAt != nil, step.expects.contains(where: { $0.text == text }),
                let expression = try? Expression(command: text.text)
            {
                early.append(Early(text: text, expression: expression, error: error))
            } else {
                errors.append(Finding(error.message, at: text.mark(atOffset: error.range?.lowerBound ?? 0)))
            }
        }
    }
}

extension HeldNumbers {
    /// The numbers that a file gives: those of its model, data and training.
    init(root: YAMLValue) {
        guard case .mapping(let pairs) = root.content else { return }
        for pair in pairs where [LessonKey.model, .data, .training].contains(LessonKey(rawValue: pair.key)) { take(pair.value) }
    }

    /// The texts that state something; an answer to choose from may be wrong on purpose.
    private static let statements: Set = ["title", "about", "say", "question", "hint"]

    /// The decimal numbers of a text that neither the file, nor an `expect`, nor a sum in the text holds.
    func review(_ text: LessonText, _ session: Session, _ source: SourceText) -> [Finding] {
        guard text.keys.last.map(Self.statements.contains) == true else { return [] }
        return TextNumber.stated(in: text.text).compactMap { number in
            guard !hold(number), number.states(in: text.text, session), !number.follows(in: text.text, session) else { return nil }
            let cure = number.meaning(in: text.text, session).map {
                "\($0.formula.text(.plain)) ≈ \(Expression.exactText($0.value))"
            }
            return Finding(Phrase.numberNotHeld(number.written, cure: cure), at: number.mark(in: text, source))
        }
    }
}

extension StepReport.Failure {
    /// The text of the `expect` that it is about.
    fileprivate var expectation: ScriptText? {
        switch self {
        case .expectation(let expectation, _, _): expectation.text
        case .command(let text, _): text
        }
    }
}

extension Outcome {
    /// Whether it shows nothing by itself.
    fileprivate var isMove: Bool {
        switch self {
        case .moved, .stopped: true
        default: false
        }
    }
}

extension Phrase {
    static let idleStep = Localized(
        "this step says nothing, asks nothing and changes nothing; give it a `say`, or move its `expect` to the step before",
        "这一步不说、不问，也不改变什么；请加上 `say`，或把它的 `expect` 移到前一步")
    static let idleCommands = Localized(
        "the commands of this step change nothing: the run is there already; delete them, or go further",
        "这一步的命令什么也没改变：运行已经在那里；请删去，或让它走得更远")

    static func expectFails(_ text: String, _ left: Double?, _ right: Double?) -> Localized {
        guard let left, let right else {
            return Localized("`\(text)` does not hold here; correct it", "`\(text)` 在这里不成立；请改正")
        }
        let (a, b) = (Expression.exactText(left), Expression.exactText(right))
        return Localized("`\(text)` does not hold here: \(a) and \(b); correct it", "`\(text)` 在这里不成立：\(a) 与 \(b)；请改正")
    }

    static func expectTooEarly(_ reason: Localized, existsAtStep step: Int?) -> Localized {
        let cure = step.map {
            Localized("move this `expect` to step \($0) of the lesson, or go on with `do`", "把这个 `expect` 移到课程第 \($0) 步，或用 `do` 先走到那里")
        } ?? Localized("go there first with `do`", "先用 `do` 走到那里")
        return Localized("\(reason.english); \(cure.english)", "\(reason.chinese)；\(cure.chinese)")
    }

    static func numberNotHeld(_ number: String, cure: String?) -> Localized {
        let add = cure.map { Localized("add `expect: \($0)`", "请加上 `expect: \($0)`") }
            ?? Localized("add an `expect` with the formula whose value it is", "请加上一条 `expect`，写出算出它的式子")
        return Localized(
            "no `expect` up to this step holds \(number), and neither the file nor a sum in the text gives it; \(add.english)",
            "到这一步为止没有 `expect` 核对 \(number)，文件和文中的算式也得不出它；\(add.chinese)")
    }
}
