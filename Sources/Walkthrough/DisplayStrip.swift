import CommandLanguage
import Screen

extension Painter {
    /// What is displayed after every move, side by side as far as it goes; what finds no room is counted.
    func displayRows(_ model: Model, width: Int, limit: Int) -> [SafeText] {
        let items = model.session.displayLines.map(safe)
        var count = items.count
        while true {
            let hidden = items.count - count
            let note = hidden > 0 ? [safe(Phrase.moreDisplays(hidden, isShort: width < 60))] : []
            let rows = flow(Array(items.prefix(count)) + note, width: width)
            if rows.count <= limit || count == 0 { return Array(rows.prefix(limit)) }
            count -= 1
        }
    }

    /// Items in rows, three columns apart; one that is longer than a row is wrapped.
    private func flow(_ items: [SafeText], width: Int) -> [SafeText] {
        var rows: [SafeText] = []
        for item in items {
            if let last = rows.last, last.width + 3 + item.width <= width {
                rows[rows.count - 1] = last + safe("   ") + item
            } else {
                rows += wrap(item, width: width)
            }
        }
        return rows
    }

    mutating func displays(_ model: Model, in area: Rectangle) {
        for (row, text) in displayRows(model, width: area.columns, limit: area.rows).enumerated() {
            line(text, row, in: area, .accent)
        }
    }
}

extension Phrase {
    static func moreDisplays(_ count: Int, isShort: Bool) -> Localized {
        if isShort { return Localized("… \(count) more", "… 还有 \(count) 项") }
        return Localized("… \(count) more: info displays", "… 还有 \(count) 项：info displays")
    }
}
