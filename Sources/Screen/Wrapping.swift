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

/// A character of a paragraph, and what decides whether a line may begin with it.
private struct Unit {
    let place: String.Index
    let width: Int
    /// Asked in place of the character, because to compare characters takes far longer.
    let base: Unicode.Scalar
    /// Whether the base has no marks.
    let isAlone: Bool

    init(_ scalars: Substring.UnicodeScalarView) {
        place = scalars.startIndex
        width = scalars.reduce(0) { $0 + displayWidth(of: $1) }
        base = scalars[scalars.startIndex]
        isAlone = scalars.index(after: scalars.startIndex) == scalars.endIndex
    }

    var isSpace: Bool { isAlone && (base == " " || base == "\u{3000}") }
    var isDash: Bool { isAlone && (base == "-" || base == "–" || base == "—") }
    var isWide: Bool { width == 2 }
    var isLetter: Bool { Character(base).isLetter }
}

private func wrapParagraph(_ paragraph: SafeText, width: Int) -> [SafeText] {
    if paragraph.width <= width { return [paragraph] }
    let text = paragraph.string
    var units: [Unit] = []
    var place = text.startIndex
    while place < text.endIndex {
        let next = text.index(after: place)
        units.append(Unit(text.unicodeScalars[place..<next]))
        place = next
    }
    func line(_ range: Range<Int>) -> SafeText {
        var end = range.upperBound
        while end > range.lowerBound, units[end - 1].isSpace { end -= 1 }
        let places = units[range.lowerBound].place..<(end < units.count ? units[end].place : text.endIndex)
        return SafeText(String(text[places]))
    }
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
        lines.append(line(start..<end))
        start = end
        while start < units.count, units[start].isSpace { start += 1 }
        next = start
        used = 0
        opportunity = start
    }
    if start < units.count { lines.append(line(start..<units.count)) }
    return lines
}

/// Whether a line may begin with `units[position]`.
private func mayBreak(_ units: [Unit], before position: Int) -> Bool {
    guard position > 0, position < units.count else { return false }
    let left = units[position - 1]
    let right = units[position]
    if right.isSpace || isClosing(right.base) { return false }
    if left.isSpace { return true }
    if isOpening(left.base) { return false }
    if left.isWide || right.isWide { return true }
    if left.isDash {
        // "feed-forward", but neither "-1" nor "1e-3".
        return position > 1 && units[position - 2].isLetter && right.isLetter
    }
    return false
}

private func isClosing(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "，", "。", "、", "；", "：", "？", "！", "）", "】", "》", "〉", "」", "』", "〕", "｝", "］", "”", "’", "…", "—",
        "～", "·", ",", ".", ";", ":", "?", "!", ")", "]", "}", "%", "％", "‰", "℃", "›", "»": true
    default: false
    }
}

private func isOpening(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "（", "【", "《", "〈", "「", "『", "〔", "｛", "［", "“", "‘", "(", "[", "{", "‹", "«", "＃", "￥", "＄": true
    default: false
    }
}
