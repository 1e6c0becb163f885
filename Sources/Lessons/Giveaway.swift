import Autograd
import CommandLanguage
import Debugger

/// Texts that give the answer to the question beside them away.
extension HeldNumbers {
    /// The numbers of a text that would be taken for the answer, and are nothing but the answer.
    ///
    /// A number that the file gives, or that an `expect` finds to be something else's value too, is there by right: a
    /// gradient may be what an input is.
    ///
    /// - Parameters:
    ///   - answer: the right one, the value of `formula`.
    func giveaways(
        in text: LessonText, of answer: Double, _ formula: Expression, to question: Question, _ session: Session,
        _ source: SourceText
    ) -> [Finding] {
        TextNumber.all(in: text.text).compactMap { number in
            guard Expression.isClose(number.value, answer, tolerance: question.tolerance), !hold(number, besides: formula),
                number.states(in: text.text, session)
            else { return nil }
            return Finding(Phrase.answerGiven(number.written), at: number.mark(in: text, source))
        }
    }
}

extension LessonText {
    /// Whether the text is on the screen with the question of a step; a hint comes after a wrong answer.
    func isBesideQuestion(ofStep index: Int) -> Bool {
        keys == ["title"] || step == index && [["say"], ["ask", "question"]].contains(keys)
    }
}

extension TextNumber {
    /// Where the number stands in the file.
    func mark(in text: LessonText, _ source: SourceText) -> SourceMark {
        let before = text.text.prefix(range.lowerBound)
        return source.mark(ofOccurrence: String(before).ranges(of: digits).count, of: digits, from: text.mark)
    }
}

extension Phrase {
    static func answerGiven(_ number: String) -> Localized {
        Localized(
            "this gives the answer to the question away, which is \(number); tell it in a later step, or ask for something else",
            "\(number) 就是这一步问题的答案，等于事先说出；请移到后面的步骤再说，或换一个问题")
    }
}
