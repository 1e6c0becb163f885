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
    // Lists and no dictionaries: they stay short, and the first dictionary of a kind costs the first frame more than
    // all that is looked up for it.
    private var pairs: [(color: Int, number: Int16)] = []
    private var looks: [(style: Style, look: Look)] = []

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
        if let known = looks.first(where: { $0.style == style }) { return known.look }
        let appearance = Appearance(style, colors: colors)
        let made = Look(
            attributes: cn_attributes(
                appearance.isBold, appearance.isUnderlined, appearance.isReversed, appearance.isDim),
            pair: appearance.color.map { pair(of: $0) } ?? 0)
        looks.append((style, made))
        return made
    }

    private mutating func pair(of color: Int) -> Int16 {
        if let known = pairs.first(where: { $0.color == color }) { return known.number }
        let next = Int16(pairs.count + 1)
        guard Int(next) < Int(cn_color_pairs()), let number = Int16(exactly: color),
            init_pair(next, number, background) != ERR
        else { return 0 }
        pairs.append((color, next))
        return next
    }
}
