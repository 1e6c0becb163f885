import CommandLanguage
import Screen

/// The line being typed after `:`.
public struct Prompt: Sendable, Equatable {
    public internal(set) var text: [Character] = []
    /// The place of the cursor, in characters.
    public internal(set) var cursor = 0
    /// The part of the text that the last error was about.
    public internal(set) var mistake: Range<Int>?
    /// Which line of the history is on show; nil for the learner's own.
    var historyIndex: Int?
    /// What had been typed before the history was looked through.
    var draft: [Character] = []
    /// Lines that the tab key goes through.
    var completions: [String] = []
    var completionIndex = 0

    init(_ text: String = "") {
        self.text = Array(text)
        cursor = self.text.count
    }

    var string: String { String(text) }

    var isFull: Bool { text.count >= Self.limit }

    /// No command is longer; what is pasted beyond is left out.
    private static let limit = 1000

    /// Handles an editing key.
    ///
    /// - Returns: whether the key was one.
    mutating func edit(_ key: Key, history: [String], names: @autoclosure () -> [String], lessons: [String]) -> Bool {
        if key != .tab { completions = [] }
        switch key {
        case .character(let character):
            guard text.count < Self.limit else { return true }
            text.insert(character, at: cursor)
            cursor += 1
        case .backspace:
            guard cursor > 0 else { return true }
            cursor -= 1
            text.remove(at: cursor)
        case .delete:
            guard cursor < text.count else { return true }
            text.remove(at: cursor)
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .control("u"):
            text.removeSubrange(..<cursor)
            cursor = 0
        case .control("k"): text.removeSubrange(cursor...)
        case .control("w"):
            let kept = text[..<cursor].lastIndex { !$0.isWhitespace }
                .flatMap { text[...$0].lastIndex(where: \.isWhitespace) }.map { $0 + 1 } ?? 0
            text.removeSubrange(kept..<cursor)
            cursor = kept
        case .up: recall(-1, history)
        case .down: recall(1, history)
        case .tab: complete(names(), lessons)
        default: return false
        }
        mistake = nil
        return true
    }

    private mutating func recall(_ offset: Int, _ history: [String]) {
        let index = (historyIndex ?? history.count) + offset
        if historyIndex == nil { draft = text }
        if history.indices.contains(index) {
            historyIndex = index
            text = Array(history[index])
        } else if index >= history.count {
            historyIndex = nil
            text = draft
        }
        cursor = text.count
    }

    private mutating func complete(_ names: [String], _ lessons: [String]) {
        if completions.isEmpty {
            completions = Command.completions(of: String(text[..<cursor]), names: names, lessons: lessons)
            completionIndex = 0
        } else {
            completionIndex = (completionIndex + 1) % completions.count
        }
        guard completions.indices.contains(completionIndex) else { return }
        text = Array(completions[completionIndex])
        cursor = text.count
    }
}
