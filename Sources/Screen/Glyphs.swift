/// Which characters the terminal can show.
public enum Charset: Sendable, Hashable {
    case unicode, ascii

    public var glyphs: Glyphs { self == .unicode ? .unicode : .ascii }
}

/// The characters pictures are made of, once for Unicode and once for ASCII. All but `minus`,
/// `arrowLeft`, `arrowRight` and `ellipsis` are one column wide in both sets.
public struct Glyphs: Sendable {
    public let charset: Charset

    public let horizontal: SafeText
    public let vertical: SafeText
    public let heavyHorizontal: SafeText
    public let heavyVertical: SafeText
    public let topLeft: SafeText
    public let topRight: SafeText
    public let bottomLeft: SafeText
    public let bottomRight: SafeText
    public let teeLeft: SafeText
    public let teeRight: SafeText
    public let teeTop: SafeText
    public let teeBottom: SafeText
    public let cross: SafeText

    public let arrowLeft: SafeText
    public let arrowRight: SafeText
    public let arrowUp: SafeText
    public let arrowDown: SafeText
    /// Heads of arrows and marks of the live row.
    public let headLeft: SafeText
    public let headRight: SafeText
    public let headUp: SafeText
    public let headDown: SafeText

    public let bullet: SafeText
    public let ring: SafeText
    public let check: SafeText
    public let failure: SafeText
    public let ellipsis: SafeText
    public let minus: SafeText
    /// A value the run has not reached yet.
    public let notYet: SafeText
    /// Parts a breadcrumb.
    public let separator: SafeText
    /// A point of a plot that has no value.
    public let missing: SafeText
    /// Done and not yet done in a progress bar.
    public let barFull: SafeText
    public let barEmpty: SafeText
    /// Heat levels 0…7, one column each.
    public let levels: [SafeText]

    /// A heat step in two columns, sign and level, so that it is legible without colour.
    public func heat(_ step: Style.Heat) -> SafeText {
        let sign: SafeText = step.level == 0 ? " " : step.isNegative ? "-" : "+"
        return sign + (step.level < levels.count ? levels[step.level] : " ")
    }

    public static let unicode = Glyphs(
        charset: .unicode,
        horizontal: "─", vertical: "│", heavyHorizontal: "━", heavyVertical: "┃",
        topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
        teeLeft: "├", teeRight: "┤", teeTop: "┬", teeBottom: "┴", cross: "┼",
        arrowLeft: "←", arrowRight: "→", arrowUp: "↑", arrowDown: "↓",
        headLeft: "◀", headRight: "▶", headUp: "▲", headDown: "▼",
        bullet: "•", ring: "○", check: "✓", failure: "✗", ellipsis: "…", minus: "−",
        notYet: "·", separator: "›", missing: "×", barFull: "█", barEmpty: "░",
        levels: ["·", "▁", "▂", "▃", "▄", "▅", "▆", "█"])

    public static let ascii = Glyphs(
        charset: .ascii,
        horizontal: "-", vertical: "|", heavyHorizontal: "=", heavyVertical: "#",
        topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
        teeLeft: "+", teeRight: "+", teeTop: "+", teeBottom: "+", cross: "+",
        arrowLeft: "<-", arrowRight: "->", arrowUp: "^", arrowDown: "v",
        headLeft: "<", headRight: ">", headUp: "^", headDown: "v",
        bullet: "*", ring: "o", check: "v", failure: "x", ellipsis: "...", minus: "-",
        notYet: ".", separator: ">", missing: "x", barFull: "#", barEmpty: ".",
        levels: [".", "1", "2", "3", "4", "5", "6", "7"])
}
