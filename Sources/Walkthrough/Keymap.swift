import CommandLanguage
import Screen

/// The keys, each bound to the text of a command; the same list makes the key overlay and the key line.
public enum Keymap {
    public struct Binding: Sendable {
        public let keys: [Key]
        /// The command that the key stands for; nil for keys that only the walkthrough understands.
        public let command: String?
        public let summary: Localized
        /// A word for the key line, for the keys that one needs first.
        public let hint: Localized?
        /// Which hints stay where there is no room for all: the smaller, the longer.
        public let rank: Int

        init(keys: [Key], command: String?, summary: Localized, hint: Localized? = nil, rank: Int = 9) {
            self.keys = keys
            self.command = command
            self.summary = summary
            self.hint = hint
            self.rank = rank
        }
    }

    public static let all: [Binding] = [
        Binding(
            keys: [.left], command: "back", summary: Phrase.keyBack, hint: Localized("back", "退"), rank: 1),
        Binding(
            keys: [.right, .character(" ")], command: "step", summary: Phrase.keyStep, hint: Localized("step", "进"), rank: 0),
        Binding(
            keys: [.character("-")], command: "zoom in", summary: Phrase.keyFiner),
        Binding(
            keys: [.character("+"), .character("=")], command: "zoom out", summary: Phrase.keyCoarser,
            hint: Localized("zoom", "粒度"), rank: 5),
        Binding(
            keys: [.enter, .pageDown], command: "lesson next", summary: Phrase.keyNextStep,
            hint: Localized("go on", "继续"), rank: 2),
        Binding(
            keys: [.backspace, .pageUp], command: "lesson back", summary: Phrase.keyPreviousStep),
        Binding(
            keys: [.character("n"), .down], command: "step 1 pass", summary: Phrase.keyNextPass),
        Binding(
            keys: [.character("p"), .up], command: "back 1 pass", summary: Phrase.keyPreviousPass),
        Binding(keys: [.home], command: "goto start", summary: Phrase.keyStart),
        Binding(keys: [.end], command: "goto end", summary: Phrase.keyEnd),
        Binding(keys: [.character(">")], command: "continue", summary: Phrase.keyContinue),
        Binding(keys: [.character("<")], command: "reverse-continue", summary: Phrase.keyReverseContinue),
        Binding(
            keys: [.character("c")], command: "compare", summary: Phrase.keyCompare,
            hint: Localized("compare", "对照"), rank: 7),
        Binding(keys: [.character("i")], command: "info parameters", summary: Phrase.keyParameters),
        Binding(keys: [.character("u")], command: "undo", summary: Phrase.keyUndo),
        Binding(keys: [.character("m")], command: "open", summary: Phrase.keyLessons),
        Binding(keys: [.character("e")], command: "explain", summary: Phrase.keyExplain),
        Binding(keys: [.character("L")], command: "language", summary: Phrase.keyLanguage),
        Binding(keys: [.character(":")], command: nil, summary: Phrase.keyCommand, hint: Localized("command", "命令"), rank: 6),
        Binding(keys: [.character("["), .character("]")], command: nil, summary: Phrase.keyScroll),
        Binding(
            keys: [.character("?"), .function(1)], command: "help", summary: Phrase.keyHelp,
            hint: Localized("keys", "按键"), rank: 3),
        Binding(
            keys: [.character("q"), .interrupt], command: "quit", summary: Phrase.keyQuit, hint: Localized("quit", "退出"), rank: 4),
    ]

    static func binding(for key: Key) -> Binding? { all.first { $0.keys.contains(key) } }
}
