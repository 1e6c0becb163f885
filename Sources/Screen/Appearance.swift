/// A style on a terminal with so many colours: what is left when the meaning is chosen. Two
/// styles whose meaning matters stay different without any colour.
public struct Appearance: Hashable, Sendable {
    public let isBold: Bool
    public let isUnderlined: Bool
    public let isReversed: Bool
    public let isDim: Bool
    /// The number of the foreground colour in the terminal's palette; nil is its own default.
    public let color: Int?

    /// `colors` is 256, 8, or 0 for none; numbers between count as the lower one.
    public init(_ style: Style, colors: Int) {
        let isPlain = colors < 8
        switch style.role {
        case .live, .heading, .prompt, .bad, .key: isBold = true
        case .changed: isBold = style.isBold || isPlain
        default: isBold = style.isBold
        }
        let isLinedInstead = isPlain && (style.role == .warning || style.role == .accent)
        isUnderlined = style.isUnderlined || isLinedInstead
        isReversed = style.isReversed != (isPlain && style.role == .live)
        isDim = style.role == .dim
        if isPlain {
            color = nil
        } else if let heat = style.heat {
            color = colors >= 256 ? richColor(heat) : plainColor(heat)
        } else {
            color = colors >= 256 ? richColor(style.role) : plainColor(style.role)
        }
    }
}

/// Of 256 colours, those with a contrast of at least 3.6 against black and against white, because
/// nobody knows the background. Source: WCAG 2.2, contrast ratio.
private func richColor(_ role: Style.Role) -> Int? {
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
private func richColor(_ heat: Style.Heat) -> Int {
    let steps =
        heat.isNegative
        ? [244, 66, 66, 67, 67, 32, 27, 27] : [244, 101, 131, 131, 167, 167, 166, 196]
    return heat.level < steps.count ? steps[heat.level] : 244
}

/// Of the eight colours, whose shades the user's own terminal sets.
private func plainColor(_ role: Style.Role) -> Int? {
    switch role {
    case .normal, .dim, .border, .heading, .prompt: nil
    case .accent, .key: 6
    case .live, .warning: 3
    case .changed: 5
    case .good: 2
    case .bad: 1
    }
}

private func plainColor(_ heat: Style.Heat) -> Int? {
    heat.level == 0 ? nil : heat.isNegative ? 4 : 1
}
