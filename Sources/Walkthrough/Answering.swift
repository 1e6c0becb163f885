import Autograd
import CommandLanguage
import Debugger
import Lessons
import Screen

/// Answering a lesson's question in the walkthrough.
extension Model {
    /// What a character begins while a question is open; nil for one that keeps its own meaning.
    ///
    /// A number begins with a digit, a point, a sign or a bracket. A letter that is a key's stays the key's, so an answer
    /// that would begin with it is typed after `=`. Where there is something to choose, the letters and digits of the
    /// choices are answers, and where something is to be done, no key is.
    func answerKey(_ character: Character) -> AnswerKey? {
        guard let question = player.openQuestion, player.isOnTrack, question.goal == nil else { return nil }
        if character == "=" { return .begins("") }
        if !question.choices.isEmpty {
            guard question.choice(named: .name(String(character))) != nil else { return nil }
            return question.rightChoices.count == 1 ? .answers(String(character)) : .begins(String(character))
        }
        if character.isNumber || ".-−(".contains(character) { return .begins(String(character)) }
        let isFree = character.isLetter && Keymap.binding(for: .character(character)) == nil
        return isFree ? .begins(String(character)) : nil
    }

    /// What a key means for the open question.
    enum AnswerKey: Equatable {
        case begins(String)
        case answers(String)
    }

    mutating func answer(_ expression: Expression) throws(CommandError) {
        guard player.openQuestion == nil || player.isOnTrack else {
            // Elsewhere the question's own words and numbers would not hold.
            notice = Notice(text: Phrase.answerOnTrack, kind: .stop)
            return
        }
        let question = player.openQuestion
        switch try player.answer(expression) {
        case .noQuestion: notice = Notice(text: Phrase.noQuestion, kind: .stop)
        case .toBeReached: notice = Notice(text: Phrase.toBeDone, kind: .stop)
        case .noSuchChoice: notice = Notice(text: Phrase.noSuchChoice(question?.choices.count ?? 0), kind: .error)
        case .right(let value): notice = Notice(text: Phrase.rightAnswer(value), kind: .good)
        case .wrong(let value): notice = Notice(text: wrongAnswer(value, to: question), kind: .error)
        case .rightChoice(let places):
            let whys = places.sorted().compactMap { question?.choices[$0].why }
            notice = Notice(text: Phrase.rightChoice(whys), kind: .good)
        case .wrongChoice(let places):
            notice = Notice(text: question.map { Phrase.wrongChoice(places, of: $0, isHelped: wrongAnswers > 1) } ?? Phrase.noQuestion, kind: .error)
        }
    }

    /// How many wrong answers the question on show has had.
    private var wrongAnswers: Int { player.stepIndex.flatMap { player.attempts[$0] } ?? 0 }

    /// What went wrong, and, from answer to answer, more help: the hint, the formula, the formula with its numbers.
    private func wrongAnswer(_ value: Double, to question: Question?) -> Localized {
        guard let review = player.review(of: value) else { return Phrase.wrongAnswer(value, nil, rule: nil, help: question?.hint) }
        let formula = review.way.map { Localized(same: $0.symbols) }
        let numbers = review.way?.numbers.map { Localized(same: $0) } ?? formula
        // The formula is no help to one who has just read it as the rule.
        let help: [Localized?] = [question?.hint ?? formula, review.rule == formula ? numbers : formula, numbers]
        let next = help[min(max(wrongAnswers, 1), help.count) - 1]
        return Phrase.wrongAnswer(value, review.finding.sentence, rule: review.rule, help: next)
    }

    /// Gives the answer away; where something is to be done, by doing it.
    mutating func reveal() {
        hasBeenReminded = false
        guard let question = player.step?.ask else { return }
        if question.goal != nil {
            failures = player.playSolution()?.failures ?? []
            player.reveal()
            notice = Notice(text: Phrase.oneWay(question.solution.map(\.text)), kind: .remark)
            return
        }
        player.reveal()
        if !question.choices.isEmpty {
            notice = Notice(text: Phrase.givenChoice(question), kind: .remark)
        } else if let value = try? player.rightAnswer() {
            let formula = (question.answer?.text).flatMap { try? Expression(command: $0) }
            notice = Notice(text: Phrase.givenAnswer(formula, value), kind: .remark)
        }
    }

    /// Says so when the last move has reached what the question wants.
    mutating func lookForGoal() {
        if player.noticesGoal() { notice = Notice(text: Phrase.goalReached, kind: .good) }
    }
}

extension Phrase {
    static let keyAnswer = Localized(
        "a question is open: begin the answer; after = it may begin with any letter", "有提问时：开始输入答案；先按 = 可用任意字母开头")
    static let keyChoice = Localized("a question has choices: choose", "提问有选项时：选择")

    static let chooseAnswer = Localized("choose: type its letter", "选择：按它的字母")
    static let chooseAnswers = Localized("choose all that are right: type their letters", "多选：输入全部正确选项的字母")
    static let reachGoal = Localized("your turn: step and set until it holds", "动手：用移动和 set 达到目标")

    static let toBeDone = Localized(
        "There is nothing to type here: step and set until it holds. ⏎ ⏎ shows a way.",
        "这里不用输入答案：用移动和 set 达到目标。按两次 ⏎ 看一种做法。")
    static let goalReached = Localized("Reached. ⏎ goes on from where the lesson was.", "达到了。按 ⏎ 从课程原处继续。")

    static func oneWay(_ commands: [String]) -> Localized {
        let list = commands.joined(separator: " · ")
        return Localized("One way: \(list). ⏎ goes on.", "一种做法：\(list)。按 ⏎ 继续。")
    }

    /// What reminds of an open question.
    static func reminder(of question: Question) -> Localized {
        if question.goal != nil { return toBeDone }
        if !question.choices.isEmpty {
            return Localized(
                "A question is open: type the letter of a choice. ⏎ once more gives the answer.",
                "还有问题未回答：输入选项的字母。再按一次 ⏎ 则给出答案。")
        }
        return answerFirst
    }

    static func noSuchChoice(_ count: Int) -> Localized {
        let letters = Question.letters.prefix(count).map(String.init).joined(separator: ", ")
        return Localized("The choices are \(letters).", "选项有 \(letters)。")
    }

    static func rightChoice(_ whys: [Localized]) -> Localized {
        let english = whys.map { " " + $0.english }.joined()
        return Localized("Right.\(english) ⏎ goes on.", "正确。\(whys.map(\.chinese).joined())按 ⏎ 继续。")
    }

    static func wrongChoice(_ chosen: Set<Int>, of question: Question, isHelped: Bool) -> Localized {
        let whys = chosen.sorted().filter { !question.choices[$0].isRight }.compactMap { question.choices[$0].why }
        let hint = isHelped || whys.isEmpty ? question.hint : nil
        let end = isHelped ? Localized(" ⏎ ⏎ gives the answer.", "按两次 ⏎ 看答案。") : Localized(same: "")
        if whys.isEmpty {
            return Localized(
                "That is right, but not all of it.\((hint?.english).map { " " + $0 } ?? "")\(end.english)",
                "没错，但还不全。\(hint?.chinese ?? "")\(end.chinese)")
        }
        let (english, chinese) = (whys.map { " " + $0.english }.joined(), whys.map(\.chinese).joined())
        return Localized(
            "Not that one.\(english)\((hint?.english).map { " " + $0 } ?? "")\(end.english)",
            "不是这个。\(chinese)\(hint?.chinese ?? "")\(end.chinese)")
    }

    static func givenChoice(_ question: Question) -> Localized {
        let places = question.rightChoices.sorted()
        let sentences = places.map { question.line(ofChoice: $0) } + places.compactMap { question.choices[$0].why }
        return Localized(
            sentences.map { ended($0.english, by: ".") + " " }.joined() + "⏎ goes on.",
            sentences.map { ended($0.chinese, by: "。") }.joined() + "按 ⏎ 继续。")
    }

    /// A text with a full stop, unless it has an end of its own.
    private static func ended(_ text: String, by stop: String) -> String {
        text.last.map { ".?!…。？！".contains($0) } ?? true ? text : text + stop
    }

    static func wrongAnswer(_ value: Double, _ finding: Localized?, rule: Localized?, help: Localized?) -> Localized {
        let number = NumberText.written(value, digits: 6)
        let why = finding.map { Localized(": \($0.english).", "：\($0.chinese)。") } ?? Localized(".", "。")
        let right = rule.map { Localized(" Right: \($0.english).", "正确：\($0.chinese)。") } ?? Localized(same: "")
        let next = help.map { Localized(" \($0.english)", "\($0.chinese)") }
            ?? Localized(" Try again, or ⏎ ⏎ for the answer.", "再试一次，或按两次 ⏎ 看答案。")
        return Localized(
            "\(number) is not it\(why.english)\(right.english)\(next.english)", "不是 \(number)\(why.chinese)\(right.chinese)\(next.chinese)")
    }
}
