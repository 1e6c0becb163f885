import CommandLanguage
import Glibc
import Screen
import Walkthrough

/// Files of commands, as `save` writes them and `source` reads them.
enum SessionFile {
    /// Does what a model asks of files, until only other effects are left.
    static func perform(_ effects: [Effect], on model: Model) -> (model: Model, effects: [Effect]) {
        var (model, left) = (model, [Effect]())
        var effects = effects
        while !effects.isEmpty {
            let effect = effects.removeFirst()
            let message: Message
            switch effect {
            case .quit, .resume, .open:
                left.append(effect)
                continue
            case .save(let path, let text, let overwrites): message = save(path, text, overwrites: overwrites)
            case .source(let path): message = source(path)
            }
            let result = update(model, message)
            model = result.model
            effects = result.effects + effects
        }
        return (model, left)
    }

    private static func save(_ path: String, _ text: String, overwrites: Bool) -> Message {
        switch TextFile.write(text, to: path, overwrites: overwrites) {
        case nil: return .report(Phrase.saved(path), isError: false)
        case EEXIST?: return .report(Phrase.existsAlready(path), isError: true)
        case let error?: return .report(Phrase.cannotSave(path, strerror(error)), isError: true)
        }
    }

    private static func source(_ path: String) -> Message {
        do throws(Failure) {
            return .script(try Script(path: path).lines.map { ScriptLine(file: path, number: $0.number, text: $0.text) })
        } catch {
            // The first line says where and what; the mark under the spot is for lines of their own.
            return .report(Localized(same: error.lines.first?.string ?? path), isError: true)
        }
    }
}

extension Phrase {
    static func saved(_ path: String) -> Localized {
        path.hasSuffix(".yaml") || path.hasSuffix(".yml")
            ? Localized(
                "Saved as a draft of a lesson: fill in what it says; backstep lessons check \(path) tells what is left.",
                "已存为课程草稿：请补上文字；backstep lessons check \(path) 会列出还缺什么。")
            : Localized("Saved: source \(path) comes back here.", "已保存：source \(path) 可回到这里。")
    }

    static func existsAlready(_ path: String) -> Localized {
        Localized(
            "\(path) exists already and has been left as it is; save overwrite \(path) replaces it",
            "\(path) 已存在，未作改动；save overwrite \(path) 可覆盖它")
    }

    static func cannotSave(_ path: String, _ reason: UnsafeMutablePointer<CChar>?) -> Localized {
        let reason = reason.map { String(cString: $0) } ?? ""
        return Localized("cannot write \(path): \(reason)", "无法写入 \(path)：\(reason)")
    }
}
