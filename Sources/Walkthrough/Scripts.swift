import CommandLanguage
import Lessons
import Screen

/// Sessions as files: what `save` writes, and the lines of what `source` reads.
extension Model {
    /// How many scripts may call one another; one that calls itself would never end.
    public static let deepestScript = 8

    /// The text of a file that brings the walkthrough of the same model here.
    var savedText: String {
        let title = SafeText(player.lesson.title.english).string
        let step = player.stepIndex.map { ["lesson \($0 + 1)"] } ?? []
        return (["# Backstep: \(title)"] + step + session.script).joined(separator: "\n") + "\n"
    }

    /// The text of a lesson that does what was done here.
    var savedDraft: String? { LessonDraft(of: doings, on: player.lesson)?.text }

    mutating func queueUp(_ lines: [ScriptLine]) -> [Effect] {
        guard depth < Self.deepestScript else { return hear(Phrase.tooManyScripts(Self.deepestScript), isError: true) }
        queue.insert(contentsOf: lines.map { ($0, depth + 1) }, at: 0)
        return effectsOfMove()
    }

    mutating func hear(_ text: Localized, isError: Bool) -> [Effect] {
        notice = Notice(text: text, kind: isError ? .error : .remark)
        if isError { queue = [] }
        return effectsOfMove()
    }

    /// Carries out the next line of a script; a mistake, told with its place, ends it.
    mutating func carryOutNextLine() -> [Effect] {
        let (line, depth) = queue.removeFirst()
        self.depth = depth
        let effects = carryOut(line.text)
        if let notice, notice.kind == .error {
            queue = []
            self.notice = Notice(text: Phrase.atLine(line.file, line.number, notice.text), kind: .error)
        }
        return effects
    }
}

extension Outcome {
    /// Whether it is about a file of commands, and no step of what the file would do again.
    var isAboutFiles: Bool {
        switch self {
        case .save, .source: true
        default: false
        }
    }
}

extension Phrase {
    public static func tooManyScripts(_ limit: Int) -> Localized {
        Localized(
            "more than \(limit) scripts call one another by source; does one call itself?",
            "用 source 相互调用的脚本超过 \(limit) 层；是否有脚本调用了自己？")
    }

    static func atLine(_ file: String, _ number: Int, _ message: Localized) -> Localized {
        Localized("\(file):\(number): \(message.english)", "\(file):\(number)：\(message.chinese)")
    }
}
