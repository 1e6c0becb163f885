import CommandLanguage

/// The texts of a file as texts: whether they are there in every language, and made of ordinary characters.
struct TextReview {
    private(set) var findings: [Finding] = []

    init(_ found: LessonTexts, _ root: YAMLValue, _ source: SourceText, isLesson: Bool) {
        let texts = found.texts
        for (mark, language) in found.untranslated {
            findings.append(Finding(Phrase.languageMissing(language.rawValue), at: mark))
        }
        for text in texts {
            if let problem = Self.translation(of: text, isLesson: isLesson) {
                findings.append(Finding(problem, at: text.mark))
            }
        }
        let languages = Dictionary(texts.map { ($0.mark, $0.language) }) { first, _ in first }
        for (text, mark) in root.scalars {
            var counts: [Unicode.Scalar: Int] = [:]
            for scalar in text.unicodeScalars where !scalar.isASCII || scalar.value < 0x20 {
                let occurrence = counts[scalar, default: 0]
                counts[scalar] = occurrence + 1
                guard let problem = OddCharacter.problem(with: scalar, in: languages[mark] ?? nil) else { continue }
                findings.append(Finding(problem, at: source.mark(ofOccurrence: occurrence, of: String(scalar), from: mark)))
            }
        }
    }

    /// What a text lacks as one of two languages.
    private static func translation(of text: LessonText, isLesson: Bool) -> Localized? {
        switch text.language {
        case nil: isLesson && text.text.isProse ? Phrase.onlyOneLanguage : nil
        case let language? where text.text.isBlank: Phrase.emptyText(language.rawValue)
        case .english: text.text.hasChinese ? Phrase.notInLanguage("en") : nil
        case .chinese: text.text.isProse && !text.text.hasChinese ? Phrase.notInLanguage("zh") : nil
        }
    }
}

extension String {
    fileprivate var hasChinese: Bool { unicodeScalars.contains { $0.properties.isIdeographic } }

    /// Whether the text says something in words: Chinese ones, or two of three letters or more that are no functions of
    /// a formula.
    fileprivate var isProse: Bool {
        if hasChinese { return true }
        var words = 0
        var place = startIndex
        while place < endIndex {
            let word = self[place...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            let next = word.endIndex < endIndex ? self[word.endIndex] : " "
            if word.count >= 3, word.dropFirst().allSatisfy({ ("a"..."z").contains($0) }), !"([".contains(next) { words += 1 }
            place = word.isEmpty ? index(after: place) : word.endIndex
        }
        return words >= 2
    }

    /// Whether a text is still to be written.
    fileprivate var isBlank: Bool { allSatisfy { $0.isWhitespace || $0 == "…" || $0 == "." } }
}

extension Phrase {
    static let onlyOneLanguage = Localized(
        "this text is there in one language only; write `{en: …, zh: …}`", "这段文字只有一种语言；请写成 `{en: …, zh: …}`")

    static func emptyText(_ key: String) -> Localized {
        Localized("the text in `\(key)` is still to be written", "`\(key)` 的文字还没写；请补上")
    }

    static func notInLanguage(_ key: String) -> Localized {
        key == "en"
            ? Localized("the text in `en` holds Chinese characters; translate it", "`en` 的文字里有汉字；请译成英文")
            : Localized("the text in `zh` holds no Chinese character; translate it", "`zh` 的文字里没有汉字；请译成中文")
    }
}
