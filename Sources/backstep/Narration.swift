import Autograd
import CommandLanguage
import Debugger
import Lessons
import Screen

/// What is said, line by line, about a lesson and about what was executed: the plain prompt and headless
/// lessons tell the same story.
struct Narration {
    /// A line is as long as a reader likes, and at most as long as most terminals are wide.
    private static let width = 79
    /// How many results are told after one move; more would bury the lesson's own words.
    private static let resultLimit = 5

    let language: Language
    let text: ExplanationText

    init(in language: Language = Surroundings.language) {
        self.language = language
        text = ExplanationText(
            language: language, notation: Surroundings.charset == .ascii ? .plain : .mathematical)
    }

    // MARK: The lesson

    /// A file's title and what it is about.
    func opening(_ lesson: Lesson) -> [SafeText] {
        var lines = wrapped(lesson.title[language])
        if let about = lesson.about { lines += wrapped(about[language]) }
        return lines
    }

    /// A step's number and what it says.
    func saying(_ step: LessonStep, number: Int, of count: Int) -> [SafeText] {
        let heading = SafeText(Phrase.stepHeading(number, count)[language])
        return [heading] + (step.say.map { wrapped($0[language]) } ?? [])
    }

    func asking(_ question: Question) -> [SafeText] {
        wrapped(Phrase.question(question.question)[language])
            + question.choices.indices.flatMap { wrapped(question.line(ofChoice: $0)[language]).map { "  " + $0 } }
    }

    /// What the commands of a step gave to read; without what its question hides while it is open.
    func results(_ results: [StepResult], isOpen: Bool) -> [SafeText] {
        let comparing = ComparisonText(language: language, notation: text.notation)
        return results.flatMap { result in
            switch isOpen ? result.inView : result.whole {
            case .text(let lines): lines.map { SafeText("  " + $0[language]) }
            case .comparison(let report): report.lines(in: comparing).map { SafeText($0.isEmpty ? "" : "  " + $0) }
            }
        }
    }

    private func wrapped(_ raw: String) -> [SafeText] {
        wrap(Surroundings.charset.spell(SafeText(raw, keepingNewlines: true)), width: Self.width)
    }

    // MARK: The run

    /// What was executed since `before`, the last results only, or how far it was taken back.
    func moved(_ session: Session, since before: Position) -> [SafeText] {
        let now = session.position
        if now == before { return [] }
        if now < before { return [SafeText(Phrase.wentBack(now.index, session.tree.leafCount)[language])] + place(session) }
        let leaf = now.index - 1
        let isWhole = session.tree.unit(.quantity, holding: leaf).upperBound == now.index
        var explanations = isWhole ? [] : [session.explanation(ofLeaf: leaf, zoom: .operation)]
        explanations.insert(contentsOf: session.explanations(ofQuantitiesIn: before.index..<now.index), at: 0)
        let start = session.tree.start(of: session.tree.moment(of: leaf))
        var lines: [SafeText] = []
        if before.index < start {
            lines.append(SafeText(Phrase.wentOn(before.index, now.index, session.tree.leafCount)[language]))
        }
        if explanations.count > Self.resultLimit {
            lines.append(SafeText(Phrase.resultsBefore(explanations.count - Self.resultLimit)[language]))
        }
        return lines + explanations.suffix(Self.resultLimit).flatMap { explanation in
            [result(explanation)] + (text.equivalent(of: explanation).map { [SafeText("    \($0)")] } ?? [])
        }
    }

    /// The values that are displayed after every move.
    func displays(_ session: Session) -> [SafeText] {
        session.displayLines.flatMap { wrapped($0[language]) }.map { "  " + $0 }
    }

    private func result(_ explanation: Explanation) -> SafeText {
        SafeText("  \(text.line(explanation.formula))   (\(text.title(explanation)))")
    }

    private func place(_ session: Session) -> [SafeText] {
        [SafeText("  " + text.breadcrumb(of: session).joined(separator: " › "))]
    }

    /// What the next step would compute.
    func next(_ session: Session) -> SafeText? {
        guard let explanation = session.nextExplanation else { return nil }
        return SafeText(Phrase.next(text.line(explanation.formula))[language])
    }
}
