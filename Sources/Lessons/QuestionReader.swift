import CommandLanguage

/// Reads `ask`: a question with its answer, its choices, or what is to be reached.
extension StepReader {
    func readQuestion(_ value: YAMLValue) -> Question? {
        guard let fields = collector.fields(value, as: QuestionKey.self) else { return nil }
        let question = fields[.question].flatMap { collector.text($0) }
        let answer = fields[.answer].flatMap { script($0, shape: .string) }
        let choices = fields[.choices].map { readChoices($0) } ?? []
        let goal = fields[.reach].flatMap { script($0, shape: .string) }
        let solution = fields[.solution].map { texts($0, shape: QuestionKey.solution.shape) } ?? []
        let within = fields[.within].flatMap { collector.number($0, .positive) }
        let hint = fields[.hint].flatMap { collector.text($0) }
        let kinds = QuestionKey.kinds.filter { !fields.isMissing($0) }
        if kinds.isEmpty { collector.report(Phrase.questionNeedsKind, at: value.mark) }
        if let first = kinds.first {
            for other in kinds.dropFirst() {
                collector.report(Phrase.oneKindOfQuestion(first.rawValue, other.rawValue), at: fields.mark(of: other))
            }
            for (key, owner) in [(QuestionKey.within, QuestionKey.answer), (.solution, .reach)] where fields.has(key) && first != owner {
                collector.report(Phrase.belongsTo(key.rawValue, owner.rawValue), at: fields.mark(of: key))
            }
            if first == .reach { collector.require(.solution, in: fields) }
        }
        guard let question, kinds.count == 1 else { return nil }
        return Question(
            question: question, answer: answer, within: within, hint: hint, choices: choices, goal: goal, solution: solution,
            mark: value.mark)
    }

    private func readChoices(_ value: YAMLValue) -> [Question.Choice] {
        guard let list = collector.list(value, shape: QuestionKey.choices.shape) else { return [] }
        let choices = list.compactMap { readChoice($0) }
        let most = Question.letters.count
        if list.count < 2 || list.count > most {
            collector.report(Phrase.numberOfChoices(list.count, most: most), at: value.mark)
        } else if choices.count == list.count {
            let right = choices.count(where: \.isRight)
            if right == 0 { collector.report(Phrase.noRightChoice, at: value.mark) }
            if right == choices.count { collector.report(Phrase.noWrongChoice, at: value.mark) }
            for (place, element) in list.enumerated() where choices[..<place].contains(where: { $0.text == choices[place].text }) {
                collector.report(Phrase.sameChoice, at: element.mark)
            }
        }
        return choices
    }

    private func readChoice(_ value: YAMLValue) -> Question.Choice? {
        guard let fields = collector.fields(value, as: ChoiceKey.self) else { return nil }
        let text = fields[.text].flatMap { collector.text($0) }
        let isRight = fields[.right].flatMap { collector.truth($0) } ?? false
        let why = fields[.why].flatMap { collector.text($0) }
        if !isRight { collector.require(.why, in: fields) }
        return text.map { Question.Choice(text: $0, isRight: isRight, why: why) }
    }
}

extension Phrase {
    static let questionNeedsKind = Localized(
        "a question needs `answer` (an expression), `choices` (a list), or `reach` (a condition) with `solution`",
        "提问需要 `answer`（表达式）、`choices`（列表），或 `reach`（条件）加 `solution`")

    static func oneKindOfQuestion(_ first: String, _ other: String) -> Localized {
        Localized(
            "a question has one of `answer`, `choices` and `reach`; this one has `\(first)` and `\(other)`",
            "`answer`、`choices`、`reach` 只能有一个；这里同时有 `\(first)` 和 `\(other)`")
    }

    static func belongsTo(_ key: String, _ owner: String) -> Localized {
        Localized("`\(key)` belongs to `\(owner)`, and this question has none", "`\(key)` 属于 `\(owner)`，而这个提问没有它")
    }

    static func numberOfChoices(_ count: Int, most: Int) -> Localized {
        Localized("there can be 2 to \(most) choices, and here are \(count)", "选项应有 2 到 \(most) 个，这里有 \(count) 个")
    }

    static let noRightChoice = Localized("no choice is right; give one `right: true`", "没有正确的选项；请给其中一个加上 `right: true`")
    static let noWrongChoice = Localized(
        "every choice is right, so there is nothing to choose; leave `right` out where one is wrong",
        "所有选项都对，就没有什么可选了；错误的选项不要写 `right: true`")
    static let sameChoice = Localized("an earlier choice says the same", "前面已有相同的选项")
    static let subjectChoice = Localized("a choice", "选项")
}
