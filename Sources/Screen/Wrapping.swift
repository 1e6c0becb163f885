/// The text in lines of at most `width` columns.
///
/// Lines break at spaces, after hyphens and dashes inside words, and beside wide characters
/// (Chinese text has no spaces), but never so that a line begins with closing punctuation or ends
/// with an opening bracket. Formulas and names with hyphens stay together: a line breaks inside of
/// one only where it would else be less than two fifths full, and then rather before a + or −
/// outside of brackets than elsewhere; or wherever the line is full if `tearsFormulas`. A word
/// longer than a line is broken where the line ends. Newlines stay; spaces at a break are dropped,
/// and indentation at the start of a paragraph is kept. A width below 1 counts as 1. Source:
/// JIS X 4051 and GB/T 15834 (line-break rules), reduced.
public func wrap(_ text: SafeText, width: Int, tearsFormulas: Bool = false) -> [SafeText] {
    text.lines.flatMap { wrapParagraph($0, width: max(1, width), tearsFormulas) }
}

/// A character of a paragraph, and what decides whether a line may begin with it.
private struct Unit {
    let place: String.Index
    let width: Int
    /// Asked in place of the character, because to compare characters takes far longer.
    let base: Unicode.Scalar
    /// Whether the base has no marks.
    let isAlone: Bool
    /// How many brackets are open before it.
    let depth: Int

    init(_ scalars: Substring.UnicodeScalarView, depth: Int) {
        self.depth = depth
        place = scalars.startIndex
        width = scalars.reduce(0) { $0 + displayWidth(of: $1) }
        base = scalars[scalars.startIndex]
        isAlone = scalars.index(after: scalars.startIndex) == scalars.endIndex
    }

    var isSpace: Bool { isAlone && (base == " " || base == "\u{3000}") }
    var isDash: Bool { isAlone && (base == "-" || base == "–" || base == "—") }
    var isWide: Bool { width == 2 }
    var isLetter: Bool { Character(base).isLetter }

    /// 1 for a bracket that opens, −1 for one that closes.
    var bracket: Int {
        switch base {
        case "(", "[", "{", "（": 1
        case ")", "]", "}", "）": -1
        default: 0
        }
    }

    /// Whether it is part of a sign between two sides or summands.
    var isRelation: Bool {
        guard isAlone else { return false }
        return switch base {
        case "=", "≈", "~", "≠", "<", ">", "≤", "≥", "+", "-", "−", "±": true
        default: false
        }
    }

    /// Whether it is part of any operator.
    var isSign: Bool {
        guard isAlone, !isRelation else { return isRelation }
        return switch base {
        case "·", "×", "*", "/", "^": true
        default: false
        }
    }
}

private func wrapParagraph(_ paragraph: SafeText, width: Int, _ tearsFormulas: Bool) -> [SafeText] {
    if paragraph.width <= width { return [paragraph] }
    let text = paragraph.string
    var units: [Unit] = []
    units.reserveCapacity(text.utf8.count)
    var depth = 0
    var place = text.startIndex
    while place < text.endIndex {
        let next = text.index(after: place)
        let unit = Unit(text.unicodeScalars[place..<next], depth: depth)
        depth = max(0, depth + unit.bracket)
        units.append(unit)
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
    var opportunity = Opportunity()
    func offer(_ place: Int) {
        guard let quality = place < units.count ? breakQuality(in: units, before: place) : .betweenWords else { return }
        opportunity.add(place, tearsFormulas ? .betweenWords : quality, isFullEnough: 5 * used >= 2 * width)
    }
    var next = 0
    while next < units.count {
        if next > start, next > ink { offer(next) }
        let unit = units[next]
        if used + unit.width <= width || next == start {
            used += unit.width
            next += 1
            continue
        }
        if unit.isSpace {
            // A space that does not fit ends the line; the words before it do fit.
            var word = next
            while word < units.count, units[word].isSpace { word += 1 }
            offer(word)
        }
        let end = opportunity.place ?? next
        lines.append(line(start..<end))
        start = end
        while start < units.count, units[start].isSpace { start += 1 }
        next = start
        used = 0
        opportunity = Opportunity()
    }
    if start < units.count { lines.append(line(start..<units.count)) }
    return lines
}

/// How good a place is to break a line, from the worst to the best.
private enum BreakQuality: Int {
    /// After an operator, or after a hyphen inside a name.
    case tearing
    /// Before an operator inside brackets or between factors.
    case insideTerm
    /// Before another operator.
    case betweenTerms
    case betweenWords
}

/// Where the next line is to begin: at the best place that leaves its line two fifths full, the later of two as good; at the
/// last place where none does.
private struct Opportunity {
    private(set) var place: Int?
    private var quality = BreakQuality.tearing
    private var isFullEnough = false

    mutating func add(_ place: Int, _ quality: BreakQuality, isFullEnough: Bool) {
        guard !self.isFullEnough || quality.rawValue >= self.quality.rawValue else { return }
        (self.place, self.quality, self.isFullEnough) = (place, quality, isFullEnough)
    }
}

/// How good it is to begin a line with `units[position]`; nil where none may.
private func breakQuality(in units: [Unit], before position: Int) -> BreakQuality? {
    guard position > 0, position < units.count else { return nil }
    let left = units[position - 1]
    let right = units[position]
    if right.isSpace { return nil }
    if left.isSpace {
        if isOperator(in: units, from: position, towards: 1) {
            return right.isRelation && right.depth == 0 ? .betweenTerms : .insideTerm
        }
        if isClosing(right.base) { return nil }
        return isOperator(in: units, from: position - 2, towards: -1) ? .tearing : .betweenWords
    }
    if isClosing(right.base) || isOpening(left.base) { return nil }
    if left.isWide || right.isWide { return .betweenWords }
    // "feed-forward", but neither "-1" nor "1e-3".
    guard left.isDash, position > 1, units[position - 2].isLetter, right.isLetter else { return nil }
    return left.base == "-" ? .tearing : .betweenWords
}

/// Whether a word of one or two characters, with spaces around it, is an operator: `−`, or `~=` as ASCII has it.
private func isOperator(in units: [Unit], from place: Int, towards step: Int) -> Bool {
    func isSign(_ place: Int) -> Bool { units.indices.contains(place) && units[place].isSign }
    func isEnd(_ place: Int) -> Bool { !units.indices.contains(place) || units[place].isSpace }
    return isSign(place) && (isEnd(place + step) || isSign(place + step) && isEnd(place + 2 * step))
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
