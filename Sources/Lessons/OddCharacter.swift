import CommandLanguage

/// A character that does not belong in a lesson's texts, and what would be right.
enum OddCharacter {
    /// What is wrong with a character in a text of a language, nil for one in all or none; nil for a good one.
    static func problem(with scalar: Unicode.Scalar, in language: Language?) -> Localized? {
        switch scalar {
        case " ", "\t", "\n", "\r": return nil
        // It changes how wide the character before it is.
        case "\u{FE00}"..."\u{FE0F}": return Phrase.hiddenCharacter(scalar)
        case "\u{FFFD}": return Phrase.unshowableCharacter(scalar)
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return Phrase.hiddenCharacter(scalar)
        case .privateUse, .unassigned, .surrogate: return Phrase.unshowableCharacter(scalar)
        case .spaceSeparator: return Phrase.oddSpace(scalar)
        default: break
        }
        guard let plain = plain(scalar) else {
            return language == .english && isChinesePunctuation(scalar) ? Phrase.chinesePunctuation(scalar) : nil
        }
        // In Chinese the wide signs are punctuation; wide letters and digits are an input method's slip.
        let isSlip = plain.properties.isAlphabetic || ("0"..."9").contains(plain)
        return language == .english || isSlip ? Phrase.wideCharacter(scalar, plain) : nil
    }

    /// The ASCII character of which this is the wide form.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) : nil
    }

    private static func isChinesePunctuation(_ scalar: Unicode.Scalar) -> Bool { (0x3001...0x303F).contains(scalar.value) }
}

extension Phrase {
    static func unshowableCharacter(_ scalar: Unicode.Scalar) -> Localized {
        Localized(
            "the character \(codePoint(scalar)) looks different in every font, or like nothing; write another one",
            "字符 \(codePoint(scalar)) 在各字体中样子不一，或根本显示不出；请换一个")
    }

    static func oddSpace(_ scalar: Unicode.Scalar) -> Localized {
        Localized(
            "this space is \(codePoint(scalar)), which looks like an ordinary one and is none; write an ordinary space",
            "这里的空格是 \(codePoint(scalar))，看似普通空格却不是；请改成普通空格")
    }

    static func wideCharacter(_ scalar: Unicode.Scalar, _ plain: Unicode.Scalar) -> Localized {
        Localized("`\(scalar)` is the wide form of `\(plain)`; write `\(plain)`", "`\(scalar)` 是 `\(plain)` 的全角形式；请写 `\(plain)`")
    }

    static func chinesePunctuation(_ scalar: Unicode.Scalar) -> Localized {
        Localized(
            "`\(scalar)` is Chinese punctuation in an English text; write the English sign",
            "`\(scalar)` 是中文标点，却出现在英文里；请改用英文标点")
    }
}
