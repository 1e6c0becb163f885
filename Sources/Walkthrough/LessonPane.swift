import CommandLanguage
import Debugger
import Lessons
import Screen

extension Painter {
    /// What the lesson says, and asks.
    mutating func lesson(_ model: Model, in area: Rectangle) {
        let player = model.player
        guard let index = player.stepIndex, let step = player.step else { return }
        var title = Phrase.lessonTitle(index + 1, player.lesson.steps.count)[language]
        if !player.isOnTrack { title += " · " + Phrase.offTrack[language] }
        let inside = pane(area, safe(title))
        var lines: [(SafeText, Style)] = []
        func add(_ text: String, _ style: Style) {
            lines += wrap(safe(text), width: inside.columns).map { ($0, style) }
        }
        if !model.failures.isEmpty { add(Phrase.checkFailed[language], .bad.bold) }
        if let say = step.say { add(say[language], .normal) }
        if let ask = step.ask {
            let isOpen = player.openQuestion != nil
            let mark = isOpen ? "? " : charset == .unicode ? "✓ " : "ok "
            add(mark + ask.question[language], isOpen ? .prompt.bold : .good)
        }
        guard lines.count > inside.rows, inside.rows > 0 else {
            for (row, (text, style)) in lines.enumerated() { line(text, row, in: inside, style) }
            return
        }
        for (row, (text, style)) in lines.prefix(inside.rows).enumerated() { line(text, row, in: inside, style) }
        let more = safe(" " + Phrase.moreText(lines.count - inside.rows)[language] + " ")
        write(more, area.endRow - 1, max(area.column + 1, area.endColumn - more.width - 2), .warning)
    }

    /// The loss of every batch so far.
    mutating func lossCurve(_ model: Model, in area: Rectangle) {
        let losses = model.session.losses
        guard let last = losses.last else {
            let inside = pane(area, safe(Phrase.lossTitle))
            line(safe(Phrase.noBatchYet), 0, in: inside, .dim)
            return
        }
        let title = "\(Phrase.lossTitle[language]) \(NumberText.short(last.loss, digits: 5))"
        let inside = pane(area, safe(title))
        let plot = Plot(losses.map(\.loss), rows: inside.rows, columns: max(0, inside.columns - 9), glyphs: glyphs)
        frame.draw(plot, in: Rectangle(row: inside.row, column: inside.column + 9, rows: inside.rows, columns: max(0, inside.columns - 9)))
        if let range = plot.range {
            line(safe(NumberText.short(range.upperBound, digits: 4)), 0, in: inside, .dim)
            if inside.rows > 1 { line(safe(NumberText.short(range.lowerBound, digits: 4)), inside.rows - 1, in: inside, .dim) }
        }
    }
}

extension Phrase {
    static func moreText(_ count: Int) -> Localized {
        Localized("\(count) more lines: a larger window shows them", "还有 \(count) 行：放大窗口可见")
    }
}
