import CommandLanguage
import Debugger
import Lessons
import Screen

/// Whether a lesson's texts fit the lesson pane of a terminal of the usual size, 80×24, so that one reads each step at a
/// glance.
///
/// Smaller panes show a text in several parts, one ⏎ after the other.
public enum LessonFit {
    public static let size = Size(rows: 24, columns: 80)

    /// What does not fit, at its text.
    public static func findings(in review: LessonReview) throws(RunTooLong) -> [Finding] {
        guard !review.lesson.steps.isEmpty else { return [] }
        var model = try Model(lesson: review.lesson, language: .english, charset: .unicode, size: size)
        model.keepOnlyText()
        var findings: [Finding] = []
        for step in review.lesson.steps.indices {
            for language in Language.allCases {
                model.language = language
                let room = model.lessonRoom
                guard room.all > room.shown else { continue }
                let texts = review.texts.filter {
                    $0.step == step && ($0.language ?? language) == language && ($0.keys == ["say"] || $0.keys.first == "ask")
                }
                guard let text = texts.first else { continue }
                findings.append(Finding(Phrase.textTooLong(rows: room.all, of: room.shown), at: text.mark))
            }
            model = update(model, toEndOf: "lesson \(step + 2)").model
            model.keepOnlyText()
        }
        return findings
    }
}

extension Model {
    /// Takes from the lesson pane what is no text of the lesson's: a check that fails has a finding of its own and its line
    /// only until it is mended, and what commands give is read on with ⏎.
    fileprivate mutating func keepOnlyText() {
        failures = []
        results = []
        notice = nil
    }
}

extension Phrase {
    static func textTooLong(rows: Int, of shown: Int) -> Localized {
        Localized(
            "at 80×24 this text takes \(rows) lines, and the lesson pane has \(shown); shorten it, or divide it between two steps",
            "在 80×24 下这段文字要占 \(rows) 行，而课程窗格只有 \(shown) 行；请缩短，或分成两步")
    }
}
