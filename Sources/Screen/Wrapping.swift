/// The text in lines of at most `width` columns.
///
/// Lines break at spaces, after hyphens and dashes inside words, and beside wide characters
/// (Chinese text has no spaces), but never so that a line begins with closing punctuation or ends
/// with an opening bracket. A word longer than a line is broken where the line ends. Newlines
/// stay; spaces at a break are dropped, and indentation at the start of a paragraph is kept. A
/// width below 1 counts as 1. Source: JIS X 4051 and GB/T 15834 (line-break rules), reduced.
public func wrap(_ text: SafeText, width: Int) -> [SafeText] {
    text.lines.flatMap { wrapParagraph($0, width: max(1, width)) }
}

private struct Unit {
    let character: Character
    let width: Int
    var isSpace: Bool { character == " " || character == "\u{3000}" }
    var isWide: Bool { width == 2 }
}

private func wrapParagraph(_ paragraph: SafeText, width: Int) -> [SafeText] {
    if paragraph.width <= width { return [paragraph] }
    let units = paragraph.string.map { Unit(character: $0, width: displayWidth(of: $0)) }
    let ink = units.firstIndex { !$0.isSpace } ?? units.count
    var lines: [SafeText] = []
    var start = 0
    var used = 0
    // Indentation is no place to break: only what lies beyond the first ink is.
    var opportunity = 0  // where the next line could begin; none if not beyond `start`
    var next = 0
    while next < units.count {
        if next > start, next > ink, mayBreak(units, before: next) { opportunity = next }
        let unit = units[next]
        if used + unit.width <= width || next == start {
            used += unit.width
            next += 1
            continue
        }
        // A space that does not fit ends the line; the words before it do fit.
        let end = unit.isSpace ? next : opportunity > start ? opportunity : next
        lines.append(line(units[start..<end]))
        start = end
        while start < units.count, units[start].isSpace { start += 1 }
        next = start
        used = 0
        opportunity = start
    }
    if start < units.count { lines.append(line(units[start...])) }
    return lines
}

private func line(_ units: ArraySlice<Unit>) -> SafeText {
    var units = units
    while let last = units.last, last.isSpace { units.removeLast() }
    return SafeText(String(units.map(\.character)))
}

/// Whether a line may begin with `units[position]`.
private func mayBreak(_ units: [Unit], before position: Int) -> Bool {
    guard position > 0, position < units.count else { return false }
    let left = units[position - 1]
    let right = units[position]
    if right.isSpace { return false }
    if let first = right.character.unicodeScalars.first, closing.contains(first) { return false }
    if left.isSpace { return true }
    if let first = left.character.unicodeScalars.first, opening.contains(first) { return false }
    if left.isWide || right.isWide { return true }
    if left.character == "-" || left.character == "–" || left.character == "—" {
        // "feed-forward", but neither "-1" nor "1e-3".
        let before = position > 1 ? units[position - 2].character : " "
        return before.isLetter && right.character.isLetter
    }
    return false
}

private let closing = Set("，。、；：？！）】》〉」』〕｝］”’…—～·,.;:?!)]}%％‰℃›»".unicodeScalars)
private let opening = Set("（【《〈「『〔｛［“‘([{‹«＃￥＄".unicodeScalars)
