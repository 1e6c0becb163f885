import Autograd
import CommandLanguage
import Debugger
import Screen

/// A frame being drawn in one language and one character set.
///
/// Text is spelled in the character set before it is measured, because δ is one column and `delta` five.
struct Painter {
    var frame: Frame
    let language: Language
    let charset: Charset
    var hasBorders = true

    var glyphs: Glyphs { charset.glyphs }
    var notation: Notation { charset == .unicode ? .mathematical : .plain }
    var explanations: ExplanationText { ExplanationText(language: language, notation: notation) }

    /// Any text, made safe to show and spelled in the character set.
    func safe(_ text: String) -> SafeText { charset.spell(SafeText(text)) }

    func safe(_ text: Localized) -> SafeText { safe(text[language]) }

    @discardableResult
    mutating func write(_ text: SafeText, _ row: Int, _ column: Int, _ style: Style = .normal, in clip: Rectangle? = nil) -> Int {
        frame.write(text, row: row, column: column, style: style, clippedTo: clip)
    }

    /// Writes a line of a rectangle, cut with an ellipsis where it does not fit.
    mutating func line(_ text: SafeText, _ row: Int, in area: Rectangle, _ style: Style = .normal) {
        guard row >= 0, row < area.rows else { return }
        let shown = text.truncated(to: area.columns, ellipsis: glyphs.ellipsis)
        frame.write(shown, row: area.row + row, column: area.column, style: style, clippedTo: area)
    }

    /// A pane's border, or the line above it, with its title; gives the room inside.
    mutating func pane(_ area: Rectangle, _ title: SafeText, isLive: Bool = false) -> Rectangle {
        let style: Style = isLive ? .live.bold : .heading
        guard !hasBorders else {
            frame.box(area, title: title, titleStyle: style, glyphs: glyphs)
            return area.inset(rows: 1, columns: 2)
        }
        frame.horizontalLine(row: area.row, column: area.column, columns: area.columns, glyphs: glyphs)
        let shown = title.truncated(to: area.columns - 3, ellipsis: glyphs.ellipsis)
        write(shown + safe(" "), area.row, area.column, style)
        return area.split(top: 1).rest
    }

    /// A number with so many decimals, or the sign for a value that has not been reached.
    func number(_ value: Double?, decimals: Int) -> SafeText {
        guard let value else { return glyphs.notYet }
        let text = NumberText.fixed(value, decimals: decimals)
        return safe(text.hasPrefix("-") ? "−" + String(text.dropFirst()) : text)
    }

    /// What is known of a quantity: its value, `?` where an open question hides it, or the sign for what has not been
    /// reached.
    func number(_ reading: Reading?, decimals: Int) -> SafeText {
        reading == .hidden ? safe("?") : number(reading?.value, decimals: decimals)
    }

    func fitted(_ reading: Reading?, decimals: Int, width: Int) -> SafeText {
        reading == .hidden ? safe("?") : fitted(reading?.value, decimals: decimals, width: width)
    }

    /// A number in at most `width` columns: rounded to fewer digits where it must be, never to digits that it shows.
    ///
    /// A large number loses its decimals first, and takes an exponent where even that is too wide: 1069.98, 1070, 1.1e3. A
    /// small one keeps its first digits. What no rounding makes fit is an ellipsis.
    func fitted(_ value: Double?, decimals: Int, width: Int) -> SafeText {
        let usual = number(value, decimals: decimals)
        guard let value, value.isFinite else { return usual }
        let isSmall = usual.string.contains("e-")
        if !isSmall && usual.width <= width { return usual }
        func signed(_ text: String) -> SafeText {
            safe(text.replacing("-", with: "−", maxReplacements: value < 0 ? 1 : 0))
        }
        if isSmall {
            let leading = Double(NumberText.short(value, digits: 1)) ?? value
            let candidates = [signed(NumberText.short(value, digits: decimals / 2)), usual, number(leading, decimals: 2)]
            return candidates.first { $0.width <= width } ?? safe("≈0")
        }
        for fewer in stride(from: decimals - 1, through: 0, by: -1) {
            let text = number(value, decimals: fewer)
            if text.width <= width { return text }
        }
        let exponents = [2, 1].lazy.map { signed(NumberText.scientific(value, digits: $0)) }
        return exponents.first { $0.width <= width } ?? safe(value < 0 ? "−…" : "…")
    }
}
