import CNcurses
import Screen

/// The attributes and colour pairs of styles on this terminal.
struct Palette {
    struct Look {
        var attributes: attr_t
        var pair: Int16
    }

    /// 0 if styles have no colour.
    let colors: Int
    private let background: Int16
    private var pairs: [Int: Int16] = [:]
    private var looks: [Style: Look] = [:]
    /// The style looked up last.
    private var last: (style: Style, look: Look)?

    /// Needs the open screen.
    init(allowsColors: Bool) {
        guard allowsColors, has_colors(), start_color() != ERR else {
            colors = 0
            background = 0
            return
        }
        colors = Int(cn_colors())
        // The terminal's own background, whatever the user chose; else black.
        background = use_default_colors() != ERR ? -1 : 0
    }

    mutating func look(of style: Style) -> Look {
        // Neighbouring cells mostly look the same.
        if let last, last.style == style { return last.look }
        if let known = looks[style] {
            last = (style, known)
            return known
        }
        let appearance = Appearance(style, colors: colors)
        let made = Look(
            attributes: cn_attributes(
                appearance.isBold, appearance.isUnderlined, appearance.isReversed, appearance.isDim),
            pair: appearance.color.map { pair(of: $0) } ?? 0)
        looks[style] = made
        return made
    }

    private mutating func pair(of color: Int) -> Int16 {
        if let known = pairs[color] { return known }
        let next = Int16(pairs.count + 1)
        guard Int(next) < Int(cn_color_pairs()), let number = Int16(exactly: color),
            init_pair(next, number, background) != ERR
        else { return 0 }
        pairs[color] = next
        return next
    }
}
