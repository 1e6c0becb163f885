/// How a cell looks, by meaning; the terminal chooses the colours. Colour is never the only sign:
/// what a role says must also be said by a glyph, a word or one of the attributes.
public struct Style: Hashable, Sendable {
    /// What the text means.
    public enum Role: UInt8, Hashable, Sendable, CaseIterable {
        case normal, dim, accent, live, changed, good, bad, heading, prompt, warning, border, key

        /// The letter that stands for the role in `Frame.styledText`.
        public var letter: Character {
            switch self {
            case .normal: "."
            case .dim: "d"
            case .accent: "a"
            case .live: "l"
            case .changed: "c"
            case .good: "g"
            case .bad: "b"
            case .heading: "h"
            case .prompt: "p"
            case .warning: "w"
            case .border: "o"
            case .key: "k"
            }
        }
    }

    /// One colour step of a heat map.
    public struct Heat: Hashable, Sendable {
        /// 0 (nothing) … 7 (the largest).
        public var level: Int { Int(step) }
        public let isNegative: Bool
        /// In one byte: a frame holds thousands.
        private let step: UInt8

        public static let levels = 8

        /// A level outside 0…7 becomes the nearest one.
        public init(level: Int, isNegative: Bool) {
            step = UInt8(min(max(level, 0), Self.levels - 1))
            self.isNegative = isNegative
        }

        /// The step of `value` where `largest` is the largest absolute value of the map: 0 for 0
        /// alone, else ⌈7·|value|/largest⌉. A value beyond it, or infinite, is 7; NaN has none.
        public init?(_ value: Double, largest: Double) {
            if value.isNaN || largest.isNaN { return nil }
            let share = value == 0 ? 0 : abs(value) / abs(largest)
            let level = share < 1 ? Int((share * 7).rounded(.up)) : 7
            // A share may round down to 0 for a value that is not.
            self.init(level: value == 0 ? 0 : max(1, level), isNegative: value < 0)
        }
    }

    public var role: Role
    public var isBold: Bool
    public var isUnderlined: Bool
    public var isReversed: Bool
    /// If set, its colour takes the place of the role's.
    public var heat: Heat?

    public init(
        _ role: Role = .normal, bold: Bool = false, underline: Bool = false, reverse: Bool = false,
        heat: Heat? = nil
    ) {
        self.role = role
        isBold = bold
        isUnderlined = underline
        isReversed = reverse
        self.heat = heat
    }

    public static let normal = Style(.normal)
    public static let dim = Style(.dim)
    public static let accent = Style(.accent)
    public static let live = Style(.live)
    public static let changed = Style(.changed)
    public static let good = Style(.good)
    public static let bad = Style(.bad)
    public static let heading = Style(.heading)
    public static let prompt = Style(.prompt)
    public static let warning = Style(.warning)
    public static let border = Style(.border)
    public static let key = Style(.key)

    public var bold: Style {
        var copy = self
        copy.isBold = true
        return copy
    }

    public var underlined: Style {
        var copy = self
        copy.isUnderlined = true
        return copy
    }

    public var reversed: Style {
        var copy = self
        copy.isReversed = true
        return copy
    }
}
