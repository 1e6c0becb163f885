/// A word of the field, explained.
public struct GlossaryEntry: Sendable {
    /// The word itself.
    public let term: Localized
    /// What else may be typed for it: symbols, the grammar's names, other words of the same meaning.
    public let names: [String]
    /// The formula, in the notation of the formula card; nil for a word that has none.
    public let formula: String?
    /// Two or three sentences.
    public let text: Localized

    init(_ english: String, _ chinese: String, _ names: [String] = [], formula: String? = nil, _ text: String, zh: String) {
        term = Localized(english, chinese)
        self.names = names
        self.formula = formula
        self.text = Localized(text, zh)
    }

    /// Everything that may be typed for the word.
    public var spellings: [String] { [term.english, term.chinese] + names }

    /// The word, its formula and what it means.
    var lines: [Localized] {
        let title = term.english == term.chinese
            ? term : Localized(term.english, "\(term.chinese)（\(term.english)）")
        return [title] + (formula.map { [Localized(same: "    \($0)")] } ?? []) + [text]
    }
}

/// The words that the course uses, by subject; what `explain` knows.
public enum Glossary {
    /// A subject and its words.
    public typealias Subject = (title: Localized, entries: [GlossaryEntry])

    public static let subjects: [Subject] = [
        (Localized("networks", "网络"), networks), (Localized("derivatives", "导数"), derivatives),
        (Localized("activations", "激活函数"), activations), (Localized("losses", "损失"), losses),
        (Localized("training", "训练"), training), (Localized("optimisers", "优化器"), optimisers),
        (Localized("cures", "对策"), cures), (Localized("architectures", "网络结构"), architectures),
        (Localized("articles", "文章"), articles),
    ]

    public static var entries: [GlossaryEntry] { subjects.flatMap(\.entries) }

    /// The words as completion offers them.
    static let completions = entries.map { $0.term.english.replacing(" ", with: "-") }

    /// The entry of a word in any of its spellings; a plural and a quantity's argument, as in `delta(h1)`, do not matter.
    public static func entry(for word: String) -> GlossaryEntry? {
        // A symbol may differ from another by its case alone: L is the loss.
        if let exact = entries.first(where: { $0.spellings.contains(word) }) { return exact }
        let wanted = plain(word)
        var candidates = [wanted]
        if let parenthesis = wanted.firstIndex(of: "("), parenthesis > wanted.startIndex {
            candidates.append(String(wanted[..<parenthesis]))
        }
        for ending in ["s", "es"] where wanted.hasSuffix(ending) { candidates.append(String(wanted.dropLast(ending.count))) }
        for candidate in candidates {
            if let found = entries.first(where: { $0.spellings.contains { plain($0) == candidate } }) { return found }
        }
        return nil
    }

    /// A word as it is compared: `Learning-Rate` and `learning rate` are one.
    private static func plain(_ word: String) -> String {
        word.lowercased().map { $0 == "-" || $0 == "_" ? " " : String($0) }.joined()
    }

    /// What a word means; without one, the words that there are.
    ///
    /// - Parameter source: where the word stands in the command.
    public static func lines(about word: String?, at source: Range<Int>? = nil) throws(CommandError) -> [Localized] {
        guard let word else { return index }
        if let entry = entry(for: word) { return entry.lines }
        let nearest = nearestName(to: plain(word), in: entries.flatMap(\.spellings).map(plain))
        throw CommandError(Phrase.noEntry(word, nearest: nearest.flatMap { entry(for: $0)?.term }), at: source)
    }

    private static var index: [Localized] {
        let rows = subjects.map { subject in
            func list(_ language: Language) -> String { subject.entries.map(\.term[language]).joined(separator: ", ") }
            return Localized(
                "\(subject.title.english): \(list(.english))",
                "\(subject.title.chinese)：\(list(.chinese).replacing(", ", with: "、"))")
        }
        return [Phrase.glossaryHead] + rows
    }
}

extension Phrase {
    static let glossaryHead = Localized(
        "explain WORD tells what a word means, as in: explain learning rate", "explain 术语 给出解释，例如：explain 学习率")

    static func noEntry(_ word: String, nearest: Localized?) -> Localized {
        let guess = nearest.map { Localized("did you mean \($0.english)?", "是否想问 \($0.chinese)？") }
            ?? Localized("explain alone lists the words", "单独输入 explain 可列出全部术语")
        return Localized("\(word) is not explained; \(guess.english)", "没有 \(word) 的解释；\(guess.chinese)")
    }
}
