import Autograd
import CommandLanguage
import Debugger
import Lessons
import Screen

/// A lesson played to its end, or to the first check that fails, without anybody watching.
struct HeadlessPlay {
    private let file: Opening.File
    private let narration = Narration()
    private let language = Surroundings.language

    init(_ file: Opening.File) { self.file = file }

    /// Plays the lesson and hands over each line of its story.
    ///
    /// - Returns: how many checks held.
    @discardableResult
    func play(telling tell: (SafeText) -> Void) throws(Failure) -> Int {
        var player: LessonPlayer
        do {
            player = try LessonPlayer(lesson: file.lesson)
        } catch {
            throw Opening.failure(error)
        }
        var checks = 0
        narration.opening(file.lesson).forEach(tell)
        while true {
            let before = player.session.position
            guard let report = player.next(), let step = player.step, let index = player.stepIndex else { return checks }
            tell("")
            narration.saying(step, number: index + 1, of: file.lesson.steps.count).forEach(tell)
            narration.moved(player.session, since: before).forEach(tell)
            narration.displays(player.session).forEach(tell)
            narration.results(report.results, isOpen: player.openQuestion != nil).forEach(tell)
            for case .command(let script, let error) in report.failures { throw failure(script, error, step: index + 1) }
            // First the question, then its answer, and the checks, which may compare the very value, last.
            if let question = step.ask {
                narration.asking(question).forEach(tell)
                try answer(question, step: index + 1, with: &player, telling: tell)
                narration.results(report.results.filter(\.isHidden), isOpen: false).forEach(tell)
            }
            for expectation in step.expects {
                let failure = report.failures.first { $0.isAbout(expectation) }
                tell(line(for: expectation, holds: failure == nil, in: player.session))
                if case .expectation(_, let left, let right)? = failure {
                    throw self.failure(expectation, left, right, step: index + 1)
                }
                checks += 1
            }
            guard let question = step.ask else { continue }
            for place in question.rightChoices.sorted() {
                let why = question.choices[place].why.map { "  " + $0[language] } ?? ""
                tell(SafeText("  ✓ " + question.line(ofChoice: place)[language] + why))
            }
            if let goal = question.goal {
                try reach(goal, of: question, step: index + 1, with: &player, telling: tell)
                checks += 1
            }
        }
    }

    /// Gives the number that a question asks for, if it asks for one.
    private func answer(
        _ question: Question, step: Int, with player: inout LessonPlayer, telling tell: (SafeText) -> Void
    ) throws(Failure) {
        guard let answer = question.answer else { return }
        do throws(CommandError) {
            guard let value = try player.rightAnswer() else { return }
            let written = try? Expression(command: answer.text).withSlopesAtZ.text(narration.text.notation)
            tell(SafeText("  \(written ?? answer.text) = \(NumberText.written(value))"))
            player.reveal()
        } catch {
            throw failure(answer, error, step: step)
        }
    }

    /// Plays the solution of a question that wants something done, which must not be done already.
    private func reach(
        _ goal: ScriptText, of question: Question, step: Int, with player: inout LessonPlayer, telling tell: (SafeText) -> Void
    ) throws(Failure) {
        if player.noticesGoal() {
            throw Failure(
                Phrase.reachedAlready(place(goal), lesson: file.lesson.title, step: step, goal.text), status: 1)
        }
        let before = player.session.position
        let report = player.playSolution()
        for script in question.solution { tell(SafeText("  > " + script.text)) }
        narration.moved(player.session, since: before).forEach(tell)
        for case .command(let script, let error) in report?.failures ?? [] { throw failure(script, error, step: step) }
        let expectation = Expectation(text: goal, within: nil)
        let failure = report?.failures.first
        tell(line(for: expectation, holds: failure == nil, in: player.session))
        if case .expectation(_, let left, let right)? = failure { throw self.failure(expectation, left, right, step: step) }
    }

    /// `✓ z(h1) ≈ 0.52   0.52 ≈ 0.52`
    private func line(for expectation: Expectation, holds: Bool, in session: Session) -> SafeText {
        let mark = SafeText(holds ? "✓" : "✗")
        let notation = narration.text.notation
        guard let expression = try? Expression(command: expectation.text.text) else {
            return "  " + mark + " " + SafeText(expectation.text.text)
        }
        var text = expression.text(notation)
        if case .binary(let comparison, let left, let right) = expression, comparison.isComparison,
            let a = try? session.value(of: left), let b = try? session.value(of: right)
        {
            text += "   (" + Expression.binary(comparison, .number(a), .number(b)).text(notation) + ")"
        }
        return "  " + mark + " " + SafeText(text)
    }

    private func place(_ text: ScriptText, offset: Int = 0) -> String {
        "\(file.path):\(text.mark(atOffset: offset).description)"
    }

    private func failure(_ expectation: Expectation, _ left: Double?, _ right: Double?, step: Int) -> Failure {
        Failure(
            Phrase.checkFails(
                place(expectation.text), lesson: file.lesson.title, step: step, expectation.text.text,
                left.map { NumberText.written($0) }, right.map { NumberText.written($0) }), status: 1)
    }

    private func failure(_ text: ScriptText, _ error: CommandError, step: Int) -> Failure {
        Failure(
            Phrase.commandFails(
                place(text, offset: error.range?.lowerBound ?? 0), lesson: file.lesson.title, step: step, text.text,
                error.message))
    }
}

extension StepReport.Failure {
    fileprivate func isAbout(_ expectation: Expectation) -> Bool {
        if case .expectation(expectation, _, _) = self { true } else { false }
    }
}

extension Phrase {
    static func reachedAlready(_ place: String, lesson: Localized, step: Int, _ goal: String) -> Localized {
        Localized(
            "\(place): \(lesson.english), step \(step): \(goal) is to be reached, but it holds already",
            "\(place)：\(lesson.chinese)，第 \(step) 步：要达到的 \(goal) 一开始就已成立")
    }
}
