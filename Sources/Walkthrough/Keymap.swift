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
    }

    public static let all: [Binding] = [
        Binding(
            keys: [.left], command: "back", summary: Phrase.keyBack, hint: Localized("back", "退")),
        Binding(
            keys: [.right, .character(" ")], command: "step", summary: Phrase.keyStep, hint: Localized("step", "进")),
        Binding(
            keys: [.character("-")], command: "zoom in", summary: Phrase.keyFiner, hint: nil),
        Binding(
            keys: [.character("+"), .character("=")], command: "zoom out", summary: Phrase.keyCoarser,
            hint: Localized("zoom", "粒度")),
        Binding(
            keys: [.enter, .pageDown], command: "lesson next", summary: Phrase.keyNextStep,
            hint: Localized("next in lesson", "课程下一步")),
        Binding(
            keys: [.backspace, .pageUp], command: "lesson back", summary: Phrase.keyPreviousStep, hint: nil),
        Binding(
            keys: [.character("n"), .down], command: "step 1 pass", summary: Phrase.keyNextPass, hint: nil),
        Binding(
            keys: [.character("p"), .up], command: "back 1 pass", summary: Phrase.keyPreviousPass, hint: nil),
        Binding(keys: [.home], command: "goto start", summary: Phrase.keyStart, hint: nil),
        Binding(keys: [.end], command: "goto end", summary: Phrase.keyEnd, hint: nil),
        Binding(
            keys: [.character("c")], command: "compare", summary: Phrase.keyCompare,
            hint: Localized("compare", "对照")),
        Binding(keys: [.character("i")], command: "info parameters", summary: Phrase.keyParameters, hint: nil),
        Binding(keys: [.character("u")], command: "undo", summary: Phrase.keyUndo, hint: nil),
        Binding(keys: [.character("L")], command: "language", summary: Phrase.keyLanguage, hint: nil),
        Binding(keys: [.character(":")], command: nil, summary: Phrase.keyCommand, hint: Localized("command", "命令")),
        Binding(keys: [.character("a")], command: nil, summary: Phrase.keyAnswer, hint: nil),
        Binding(
            keys: [.character("?"), .function(1)], command: "help", summary: Phrase.keyHelp,
            hint: Localized("keys", "按键")),
        Binding(
            keys: [.character("q"), .interrupt], command: "quit", summary: Phrase.keyQuit, hint: Localized("quit", "退出")),
    ]

    static func binding(for key: Key) -> Binding? { all.first { $0.keys.contains(key) } }
}
