import CommandLanguage
import Debugger
import GradientComparison
import Lessons
import Screen

extension Painter {
    /// What the lesson says, and asks; from the line on that ⏎ has come to, where not all of it fits.
    mutating func lesson(_ model: Model, in area: Rectangle) {
        let player = model.player
        guard let index = player.stepIndex else { return }
        var title = Phrase.lessonTitle(index + 1, player.lesson.steps.count)[language]
        if !player.isOnTrack {
            title += " · " + Phrase.offTrack[language]
        } else if let question = player.openQuestion {
            let whole = Phrase.whatToDo(with: question)[language]
            // Without a border below, the title shares its row with the mark of how much more there is.
            title += " · " + (hasBorders ? whole : nameAlone(whole))
        }
        let inside = pane(area, safe(title))
        let lines = lessonLines(model, width: inside.columns, rows: inside.rows)
        let top = min(model.lessonTop, max(0, lines.count - 1))
        let rows = model.lessonRoom.shown
        for (row, (text, style)) in lines.dropFirst(top).prefix(rows).enumerated() {
            line(text, row, in: inside, style)
        }
        let hidden = lines.count - top - rows
        guard hidden > 0 else { return }
        let more = safe(" " + Phrase.moreText(hidden)[language] + " ")
        // Beside the title, because a notice may lie over the end.
        write(more, area.row, max(area.column + 1, area.endColumn - more.width - 1), .warning)
    }

    /// The lesson's text, wrapped; through its formulas only if the rows hold all of it so, and not otherwise.
    func lessonLines(_ model: Model, width: Int, rows: Int) -> [(SafeText, Style)] {
        let lines = lessonLines(model, width: width, tearsFormulas: false)
        guard lines.count > rows else { return lines }
        let torn = lessonLines(model, width: width, tearsFormulas: true)
        return torn.count > rows ? lines : torn
    }

    private func lessonLines(_ model: Model, width: Int, tearsFormulas: Bool) -> [(SafeText, Style)] {
        guard let step = model.player.step else { return [] }
        var lines: [(SafeText, Style)] = []
        func add(_ text: String, _ style: Style) {
            lines += wrap(safe(text), width: width, tearsFormulas: tearsFormulas).map { ($0, style) }
        }
        if !model.failures.isEmpty { add(Phrase.checkFailed[language], .bad.bold) }
        if let say = step.say { add(say[language], .normal) }
        if let ask = step.ask {
            let isOpen = model.player.openQuestion != nil
            let mark = isOpen ? "? " : charset == .unicode ? "✓ " : "ok "
            add(mark + ask.question[language], isOpen ? .prompt.bold : .good)
            for text in choices(ask, isOpen: isOpen, width: width) { add(text, isOpen ? .prompt : .good) }
        }
        for result in model.results {
            let bullet = glyphs.bullet.string + " "
            switch model.player.openQuestion == nil ? result.whole : result.inView {
            case .text(let told): told.forEach { add(bullet + $0[language], .normal) }
            case .comparison(let report):
                let text = ComparisonText(language: language, notation: charset == .unicode ? .mathematical : .plain)
                let style: Style = report.disagrees && !report.isHidden ? .bad : .normal
                report.sentences(in: text).forEach { add(bullet + $0, style) }
            }
        }
        return lines
    }
}

extension Painter {
    /// The choices, on one line where they fit; once it is answered, the right ones.
    private func choices(_ question: Question, isOpen: Bool, width: Int) -> [String] {
        let lines = question.choices.indices.filter { isOpen || question.choices[$0].isRight }
            .map { "  " + question.line(ofChoice: $0)[language] }
        let joined = lines.joined(separator: " ")
        return safe(joined).width <= width && !lines.isEmpty ? [joined] : lines
    }
}

extension Model {
    /// How many lines of the lesson's text the screen shows at once, and how many there are.
    var lessonRoom: (shown: Int, all: Int) {
        let pane = lessonText
        return (pane.rows, pane.lines.count)
    }

    /// The lines of the lesson's text that the screen shows.
    var shownLessonLines: [String] {
        let pane = lessonText
        return pane.lines.dropFirst(lessonTop).prefix(pane.rows).map(\.string)
    }

    /// All lines of the lesson's text, and how many rows they have.
    private var lessonText: (lines: [SafeText], rows: Int) {
        let layout = Layout(self)
        guard let area = layout.lesson else { return ([], 0) }
        let inside = layout.hasBorders ? area.inset(rows: 1, columns: 2) : area.split(top: 1).rest
        let painter = Painter(frame: Frame(size: Size(rows: 0, columns: 0)), language: language, charset: charset)
        // A notice of several rows lies over the pane's last ones; what is under it comes with the next ⏎.
        let covered = inside.endRow - 1 - (layout.notice.row - painter.noticeLines(self, width: layout.notice.columns).count)
        return (painter.lessonLines(self, width: inside.columns, rows: inside.rows).map(\.0), max(1, inside.rows - max(0, covered)))
    }
}

extension Phrase {
    static func whatToDo(with question: Question) -> Localized {
        if question.goal != nil { return reachGoal }
        if question.choices.isEmpty { return typeAnswer }
        return question.rightChoices.count == 1 ? chooseAnswer : chooseAnswers
    }

    static func moreText(_ count: Int) -> Localized {
        Localized("⏎ \(count) more", "⏎ 还有 \(count) 行")
    }
}
