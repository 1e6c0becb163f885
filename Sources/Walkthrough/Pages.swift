import CommandLanguage
import Screen

extension Model {
    /// How many lines of a page fit on the screen.
    var overlayHeight: Int { max(1, size.rows - 3) }

    /// A page's lines as the screen shows them: a line that is too long goes on below, indented.
    func shownLines(_ page: Overlay) -> [SafeText] {
        let width = max(8, size.columns - 4)
        return page.lines.flatMap { line -> [SafeText] in
            let text = charset.spell(SafeText(line[language]))
            if text.width <= width { return [text] }
            // Words stay whole; a table's row breaks between its columns.
            let parts = wrap(text, width: width)
            return parts.prefix(1) + wrap(Array(parts.dropFirst()).joined(separator: " "), width: width - 4).map { "    " + $0 }
        }
    }

    /// The page that explains keys and commands, or one command.
    func helpPage(_ topic: String?) -> Overlay {
        if let topic, let specification = CommandTable.all.first(where: { $0.name == topic || $0.aliases.contains(topic) }) {
            let aliases = specification.aliases.joined(separator: ", ")
            var lines = [Localized(same: "\(specification.name) \(specification.usage)"), specification.summary]
            if !aliases.isEmpty { lines.append(Localized("short: \(aliases)", "简写：\(aliases)")) }
            return Overlay(title: Localized(same: specification.name), lines: lines)
        }
        let width = 18
        func padded(_ text: String) -> String {
            SafeText(text).padded(to: max(width, displayWidth(text) + 1)).string
        }
        let keys = Keymap.all.map { binding in
            let names = padded(binding.keys.map { $0.name(in: charset) }.joined(separator: " "))
            return Localized(names + binding.summary.english, names + binding.summary.chinese)
        }
        let answers = [("0-9 . - ( =", Phrase.keyAnswer), ("a b c 1 2 3", Phrase.keyChoice)].map { names, summary in
            Localized(padded(names) + summary.english, padded(names) + summary.chinese)
        }
        let commands = CommandTable.all.map { specification in
            let name = padded(([specification.name] + specification.aliases).joined(separator: " "))
            return Localized(name + specification.summary.english, name + specification.summary.chinese)
        }
        return Overlay(
            title: Phrase.keysTitle,
            lines: keys + answers + [Localized(same: ""), Phrase.commandsTitle] + commands)
    }

    private func displayWidth(_ text: String) -> Int { SafeText(text).width }
}
