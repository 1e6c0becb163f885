/// What the keyboard or the terminal says.
public enum Key: Hashable, Sendable {
    case character(Character)
    case enter, escape, backspace, delete, insert, tab, backTab
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
    /// Ctrl with a lower-case letter or one of `@ \ ] ^ _`.
    case control(Character)
    /// The size changed, or everything needs painting again (after Ctrl-Z and `fg`).
    case resize
    /// The terminal is gone; nothing will ever be read again.
    case endOfInput
    /// Ctrl-C.
    case interrupt

    /// The key as help shows it: `→`, `Ctrl-L`, `F1`, `Space`, `q`.
    public var name: String {
        switch self {
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        default: plainName
        }
    }

    /// The name in a character set: in ASCII, arrows are `Up`, `Down`, `Left` and `Right`.
    public func name(in charset: Charset) -> String {
        charset == .unicode ? name : plainName
    }

    private var plainName: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .enter: "Enter"
        case .escape: "Esc"
        case .backspace: "Backspace"
        case .delete: "Delete"
        case .insert: "Insert"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PageUp"
        case .pageDown: "PageDown"
        case .function(let number): "F\(number)"
        case .control(let character): "Ctrl-\(character.uppercased())"
        case .resize: "resize"
        case .endOfInput: "end of input"
        case .interrupt: "Ctrl-C"
        }
    }

    /// The key with a name as `name` or `name(in: .ascii)` gives it, whatever its case; a single
    /// character is itself.
    public init?(name: String) {
        if name.count == 1, let character = name.first {
            self = Self.arrows[character] ?? .character(character)
            return
        }
        let lowered = name.lowercased()
        if let key = Self.named[lowered] {
            self = key
        } else if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()),
            (1...63).contains(number) {
            self = .function(number)
        } else if lowered.hasPrefix("ctrl-"), lowered.count == 6, let character = lowered.last {
            self = character == "c" ? .interrupt : .control(character)
        } else {
            return nil
        }
    }

    private static let arrows: [Character: Key] = [
        "↑": .up, "↓": .down, "←": .left, "→": .right, " ": .character(" "),
    ]

    private static let named: [String: Key] = {
        let keys: [Key] = [
            .enter, .escape, .backspace, .delete, .insert, .tab, .backTab, .up, .down, .left,
            .right, .home, .end, .pageUp, .pageDown, .character(" "),
        ]
        return Dictionary(
            keys.map { ($0.plainName.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }()
}
