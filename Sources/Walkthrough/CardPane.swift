import CommandLanguage
import Debugger
import Screen

extension Painter {
    /// The formula card: the rule by name, in symbols, with the numbers put in, the result, and what comes
    /// next.
    mutating func card(_ model: Model, in area: Rectangle) {
        let session = model.session
        guard let explanation = session.explanation else {
            let inside = pane(area, safe(Phrase.start), isLive: false)
            line(safe(Phrase.nothingYet), 0, in: inside, .dim)
            next(session, row: 1, in: inside)
            return
        }
        let inside = pane(area, title(of: explanation, columns: area.columns - 4), isLive: true)
        var row = 0
        if session.zoom > .quantity, let unit = session.executedUnit {
            row = earlierResults(of: unit, session, in: inside)
        }
        // Where a number went wrong, why it did is worth more than what comes next.
        let isFinite = nonFinite(explanation.formula) == nil
        let isFinest = session.zoom.finer == nil
        let wantsNext = inside.rows > 3 && (isFinite || inside.rows > 5)
        let rows = inside.rows - row
        var shown = formula(explanation, isFinest: isFinest, rows: wantsNext ? rows - 1 : rows, columns: inside.columns)
        // What just happened is worth more than what comes next.
        let hasNext = wantsNext && shown.isWhole
        if wantsNext && !hasNext { shown = formula(explanation, isFinest: isFinest, rows: rows, columns: inside.columns) }
        if !shown.isWhole {
            let torn = formula(explanation, isFinest: isFinest, rows: rows, columns: inside.columns, tearsFormulas: true)
            if torn.isWhole { shown = torn }
        }
        for (text, style) in shown.lines {
            line(text, row, in: inside, style)
            row += 1
        }
        if hasNext { next(session, row: inside.rows - 1, free: inside.rows - 1 - row, in: inside) }
    }

    /// The rule by name; where that is too long, without what follows its colon.
    private func title(of explanation: Explanation, columns: Int) -> SafeText {
        let whole = explanations.title(explanation)
        let text = safe(whole)
        return text.width > columns ? safe(nameAlone(whole)) : text
    }

    /// A title without what follows its colon.
    func nameAlone(_ title: String) -> String {
        String(title.prefix { $0 != ":" && $0 != "：" })
    }

    /// At a coarse zoom: the results of the unit before its last, one a line, as many as there is room for.
    private mutating func earlierResults(of unit: Range<Int>, _ session: Session, in area: Rectangle) -> Int {
        let most = max(0, area.rows - 4)
        guard most > 0 else { return 0 }
        // Only the end of a long unit can be shown, so only that is explained.
        let all = session.explanations(ofQuantitiesIn: max(unit.lowerBound, unit.upperBound - 400)..<unit.upperBound)
        let earlier = all.dropLast()
        guard !earlier.isEmpty else { return 0 }
        var row = 0
        let shown = earlier.count > most ? most - 1 : earlier.count
        if earlier.count > shown {
            line(safe(Phrase.moreResults(earlier.count - shown)), row, in: area, .dim)
            row += 1
        }
        for explanation in earlier.suffix(shown) {
            let parts = explanations.parts(explanation.formula)
            line(safe("\(parts.subject) \(parts.result)"), row, in: area, .dim)
            row += 1
        }
        return row
    }

    /// The lines of one formula, aligned at the sign, at most `rows`; and whether that is all but details.
    ///
    /// - Parameter isFinest: whether no zoom shows smaller parts of it.
    private func formula(
        _ explanation: Explanation, isFinest: Bool, rows: Int, columns: Int, tearsFormulas: Bool = false
    ) -> (lines: [(SafeText, Style)], isWhole: Bool) {
        let parts = explanations.parts(explanation.formula)
        let subject = safe(parts.subject)
        let indent = subject.isEmpty ? 0 : subject.width + 1
        let equals = safe("= ")
        var lines: [(SafeText, Style)] = []
        func add(_ text: String, lead: SafeText, _ style: Style, indent: Int? = nil) {
            let indent = indent ?? lead.width
            let text = safe(text)
            let fits = lead.width + text.width <= columns
            let wrapped = fits ? [text] : wrap(text, width: max(8, columns - max(lead.width, indent)), tearsFormulas: tearsFormulas)
            for (index, part) in wrapped.enumerated() {
                let start = index == 0 ? lead : SafeText.repeating(" ", count: indent)
                lines.append((start + part, style))
            }
        }
        let pad = SafeText.repeating(" ", count: max(0, indent - 2))
        add(parts.symbols, lead: subject.isEmpty ? subject : subject + safe(" "), .normal)
        if parts.numbers != parts.symbols { add(parts.numbers, lead: pad + equals, .accent) }
        if parts.result != parts.numbers { add(parts.result, lead: pad + equals, .live.bold) }
        if let warning = nonFinite(explanation.formula) { add(warning[language], lead: safe("! "), .warning) }
        var main = lines.count
        if let equivalent = explanations.equivalent(of: explanation) {
            add(equivalent, lead: safe(""), .dim, indent: 4)
            if lines.count > rows, let brief = explanations.equivalent(of: explanation, withNumbers: false) {
                lines = Array(lines.prefix(main))
                add(brief, lead: safe(""), .dim, indent: 4)
            }
        }
        for detail in explanation.details { add(explanations.line(detail), lead: safe(""), .dim, indent: 4) }
        let beside = safe(" ") + equals + safe(parts.result)
        if main >= 3, lines.count == rows + 1, lines[main - 1].1 == .live.bold,
            lines[main - 2].0.width + beside.width <= columns
        {
            // The result beside the numbers makes room for where they come from.
            lines[main - 2] = (lines[main - 2].0 + beside, .live.bold)
            lines.remove(at: main - 1)
            main -= 1
        }
        if lines.count > rows, main <= rows {
            // The details give way first; the result says that there are some.
            lines = Array(lines.prefix(main))
            lines[main - 1].0 += safe("  ") + glyphs.ellipsis
        }
        guard lines.count > rows, rows > 0 else { return (lines, true) }
        // What does not fit is counted, and the result stays on show.
        let result = lines.last { $0.1 == .live.bold } ?? lines[lines.count - 1]
        guard rows >= 2 else { return ([result], false) }
        let head = lines.prefix(rows - 2)
        return (head + [(safe(Phrase.moreLines(lines.count - head.count - 1, isFinest: isFinest)), .dim), result], false)
    }

    /// Why a result is no number, where it is none.
    private func nonFinite(_ formula: Formula) -> Localized? {
        guard !formula.isHidden, let value = formula.value, !value.isFinite else { return nil }
        // What a rule does not use has not fed it.
        let fed = formula.bindings.filter { !$0.value.isFinite && formula.expression.contains($0.key) }
            .map { $0.key.text(notation) }.sorted()
        return Phrase.nonFinite(value, fedBy: fed)
    }

    /// What comes next, on the last row, and on free rows above it where it is long.
    ///
    /// Where backward begins, and where the formula has no room, it is told in words.
    private mutating func next(_ session: Session, row: Int, free: Int = 0, in area: Rectangle) {
        func line(of text: String) -> [SafeText] { wrap(safe(Phrase.next[language] + text), width: area.columns) }
        guard let next = session.nextExplanation else {
            return write(line(of: Phrase.runEnds[language]), endingAt: row, in: area)
        }
        let parts = explanations.parts(next.formula)
        let formula = line(of: (parts.subject.isEmpty ? "" : parts.subject + " ") + parts.symbols)
        let rule = nameAlone(explanations.title(next))
        // A beginner meets this one before the first ∂.
        guard next.rule == .seed || formula.count > 1 + free else { return write(formula, endingAt: row, in: area) }
        // An assignment has its name in its rule.
        let name = [.seed, .assignment].contains(next.rule) ? nil : next.formula.subject?.text(notation)
        let words = line(of: name.map { Phrase.result($0, by: rule)[language] } ?? rule)
        write(Array(words.prefix(1 + free)), endingAt: row, in: area)
    }

    private mutating func write(_ lines: [SafeText], endingAt row: Int, in area: Rectangle) {
        for (index, text) in lines.enumerated() { line(text, row - lines.count + 1 + index, in: area, .dim) }
    }
}

extension Phrase {
    /// What a rule gives, where its formula has no room.
    static func result(_ name: String, by rule: String) -> Localized {
        Localized("\(name) (\(rule))", "\(name)（\(rule)）")
    }

    static func nonFinite(_ value: Double, fedBy names: [String]) -> Localized {
        let number = value == -.infinity ? "−inf" : NumberText.exact(value)
        if names.isEmpty {
            return Localized("\(number) arises here, from finite numbers", "\(number) 就在这里产生：参与运算的都是有限的数")
        }
        let list = names.joined(separator: ", ")
        return Localized("\(number) comes from \(list)", "\(number) 来自 \(list)")
    }
}
