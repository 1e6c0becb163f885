import CommandLanguage
import Debugger
import Screen

/// The walkthrough's screen, with the keys of the playback in its last line.
public func view(_ playback: Playback) -> Frame {
    let model = playback.model
    let isPlain = model.prompt == nil && model.overlay == nil && model.menu == nil
    let shown = view(model)
    guard isPlain, model.size.rows >= Layout.least.rows, model.size.columns >= Layout.least.columns else { return shown }
    var painter = Painter(frame: shown, language: model.language, charset: model.charset)
    let area = Rectangle(row: model.size.rows - 1, column: 0, rows: 1, columns: model.size.columns)
    painter.frame.fill(area)
    painter.status(of: playback, in: area)
    return painter.frame
}

extension Painter {
    fileprivate mutating func status(of playback: Playback, in area: Rectangle) {
        let state = playback.isOver ? Phrase.playedToEnd : playback.isPaused ? Phrase.paused : Phrase.playing
        let mark = playback.isOver || playback.isPaused ? safe("=") : glyphs.headRight
        let speed = NumberText.written(playback.speed)
        let name = mark + safe(" \(state[language])" + (playback.isOver ? "" : " ×\(speed)"))
        var column = write(name, area.row, area.column, .live.bold) + 2
        for (key, text) in Phrase.playbackKeys(playback) {
            let (key, text) = (safe(key), safe(text))
            guard column + key.width + text.width + 1 <= area.columns else { break }
            column += write(key, area.row, column, .key.bold) + 1
            column += write(text, area.row, column, .dim) + 2
        }
    }
}

extension Phrase {
    static let playing = Localized("playing", "播放中")
    static let paused = Localized("paused", "已暂停")
    static let playedToEnd = Localized("the end", "已结束")

    static func playbackKeys(_ playback: Playback) -> [(key: String, text: Localized)] {
        if playback.isOver {
            let next = playback.model.hasNextLesson ? [("⏎", Localized("next lesson", "下一课"))] : []
            return next + [("←", Localized("back", "退")), ("q", Localized("quit", "退出")), ("m", Localized("lessons", "课程"))]
        }
        return [
            ("Space", playback.isPaused ? Localized("play", "播放") : Localized("pause", "暂停")),
            ("← →", Localized("back, on", "退、进")), ("+ -", Localized("speed", "速度")),
            ("q", Localized("quit", "退出")), ("?", Localized("keys", "按键")), ("0–9", Localized("to a step", "跳到某步")),
            ("m", Localized("lessons", "课程")), (":", Localized("command", "命令")),
        ]
    }

    /// The keys that mean something else here than in the walkthrough.
    static let playbackHelp: [(key: String, summary: Localized)] = [
        ("Space", Localized("pause, and play on", "暂停，继续播放")),
        ("→ ⏎", Localized("go on at once: the rest of the text, the answer, or the next step", "立即继续：余下的文字、答案或下一步")),
        ("←", Localized("back in the lesson", "课程上一步")),
        ("+ -", Localized("faster, slower", "加快，放慢")),
        ("0–9", Localized("the number of a step to jump to", "要跳到的步的编号")),
    ]
    static let playbackKeysTitle = Localized("while the lesson plays", "播放课程时")
    static let otherKeysTitle = Localized("as in the walkthrough", "与逐步演示相同")
}

extension Model {
    /// The page of keys, with those of the playback before the walkthrough's others.
    var playbackHelp: Overlay {
        let page = helpPage(nil)
        let own = Phrase.playbackHelp.map { key, summary in
            let name = SafeText(key).padded(to: 18).string
            return Localized(name + summary.english, name + summary.chinese)
        }
        // What a key of the playback's stands for in the walkthrough would only confuse.
        let meantOtherwise: Set<Key> = [.character(" "), .character("+"), .character("-"), .right, .left, .enter]
        // The page begins with a line for each key.
        let others = zip(Keymap.all, page.lines).filter { binding, _ in meantOtherwise.isDisjoint(with: binding.keys) }.map(\.1)
        let rest = page.lines.dropFirst(Keymap.all.count)
        let blank = Localized(same: "")
        return Overlay(
            title: page.title,
            lines: [Phrase.playbackKeysTitle] + own + [blank, Phrase.otherKeysTitle] + others + rest)
    }
}
