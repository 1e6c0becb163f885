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
        guard !path.utf8.contains(0) else { return .report(Phrase.cannotSave(path, strerror(EINVAL)), isError: true) }
        // A file that is there already is found by opening it, so that none can come between.
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (overwrites ? O_TRUNC : O_EXCL)
        let descriptor = open(path, flags, 0o666)
        guard descriptor >= 0 else {
            return .report(errno == EEXIST ? Phrase.existsAlready(path) : Phrase.cannotSave(path, strerror(errno)), isError: true)
        }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return .report(Phrase.cannotSave(path, strerror(errno)), isError: true) }
            start += max(0, count)
        }
        return .report(Phrase.saved(path), isError: false)
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
        Localized("Saved: source \(path) comes back here.", "已保存：source \(path) 可回到这里。")
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
