import CNcurses
import Screen

/// The colours and attributes of styles on this terminal.
struct Palette {
    struct Look {
        var attributes: attr_t
        var pair: Int16
    }

    private let hasColors: Bool
    private let hasHeat: Bool
    private var looks: [Style: Look] = [:]

    /// Sets the colour pairs up. Needs the open screen.
    init(hasColors: Bool) {
        let firstHeat = Style.Role.allCases.count + 1
        let pairs = firstHeat + 2 * Style.Heat.levels
        guard hasColors, start_color() != ERR else {
            self.hasColors = false
            hasHeat = false
            return
        }
        // The terminal's own background, whatever the user chose; else white on black.
        let isDefault = use_default_colors() != ERR
        let background: Int16 = isDefault ? -1 : 0
        let normal: Int16 = isDefault ? -1 : 7
        let isRich = cn_colors() >= 256
        for role in Style.Role.allCases {
            let color = (isRich ? Self.rich(role) : Self.plain(role)) ?? normal
            init_pair(Self.pair(role), color, background)
        }
        self.hasColors = true
        hasHeat = Int(cn_color_pairs()) >= pairs
        guard hasHeat else { return }
        for level in 0..<Style.Heat.levels {
            for isNegative in [false, true] {
                let heat = Style.Heat(level: level, isNegative: isNegative)
                let color = isRich ? Self.rich(heat) : Self.plain(heat) ?? normal
                init_pair(Self.pair(heat), color, background)
            }
        }
    }

    mutating func look(of style: Style) -> Look {
        if let known = looks[style] { return known }
        let made = make(style)
        looks[style] = made
        return made
    }

    private func make(_ style: Style) -> Look {
        var bold = style.isBold
        var underline = style.isUnderlined
        var reverse = style.isReversed
        switch style.role {
        case .live, .heading, .prompt, .bad, .key: bold = true
        case .changed where !hasColors: bold = true
        case .warning where !hasColors: underline = true
        case .accent where !hasColors: underline = true
        default: break
        }
        if style.role == .live, !hasColors { reverse.toggle() }
        let attributes = cn_attributes(bold, underline, reverse, style.role == .dim)
        guard hasColors else { return Look(attributes: attributes, pair: 0) }
        if let heat = style.heat, hasHeat {
            return Look(attributes: attributes, pair: Self.pair(heat))
        }
        return Look(attributes: attributes, pair: Self.pair(style.role))
    }

    private static func pair(_ role: Style.Role) -> Int16 {
        Int16(role.rawValue) + 1
    }

    private static func pair(_ heat: Style.Heat) -> Int16 {
        Int16(Style.Role.allCases.count + 1 + heat.level * 2 + (heat.isNegative ? 1 : 0))
    }

    /// Of 256 colours, those with a contrast of at least 3.6 against black and against white,
    /// because nobody knows the background.
    private static func rich(_ role: Style.Role) -> Int16? {
        switch role {
        case .normal, .dim: nil
        case .accent: 31
        case .live: 166
        case .changed: 133
        case .good: 28
        case .bad: 161
        case .heading: 62
        case .prompt: 32
        case .warning: 130
        case .border: 244
        case .key: 29
        }
    }

    /// Grey to red for positive values, grey to blue for negative ones.
    private static func rich(_ heat: Style.Heat) -> Int16 {
        let steps: [Int16] =
            heat.isNegative
            ? [244, 66, 66, 67, 67, 32, 27, 27] : [244, 101, 131, 131, 167, 167, 166, 196]
        return heat.level < steps.count ? steps[heat.level] : 244
    }

    /// Of the eight colours, whose shades the user's own terminal sets.
    private static func plain(_ role: Style.Role) -> Int16? {
        switch role {
        case .normal, .dim, .border, .heading, .prompt: nil
        case .accent, .key: 6
        case .live, .warning: 3
        case .changed: 5
        case .good: 2
        case .bad: 1
        }
    }

    private static func plain(_ heat: Style.Heat) -> Int16? {
        heat.level == 0 ? nil : heat.isNegative ? 4 : 1
    }
}
