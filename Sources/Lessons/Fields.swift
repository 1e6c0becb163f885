import CommandLanguage

/// The values of one mapping, by the keys of its table.
struct Fields<Key: KeyTable> {
    /// Where the mapping begins.
    let mark: SourceMark
    /// By the keys' texts: one kind of dictionary for all tables, where a kind for each would cost time
    /// before the first frame.
    private let pairs: [String: YAMLValue.Pair]

    /// Keys that stand there with or without a value, or in a wrong spelling.
    private let present: Set<String>

    init(mark: SourceMark, pairs: [String: YAMLValue.Pair], present: Set<String> = []) {
        self.mark = mark
        self.pairs = pairs
        self.present = present
    }

    subscript(key: Key) -> YAMLValue? { pairs[key.rawValue]?.value }

    /// Where the key stands.
    func mark(of key: Key) -> SourceMark { pairs[key.rawValue]?.keyMark ?? mark }

    func has(_ key: Key) -> Bool { pairs[key.rawValue] != nil }

    /// Whether a key is nowhere to be seen; one without a value is a mistake of its own.
    func isMissing(_ key: Key) -> Bool { !present.contains(key.rawValue) }
}

/// Reading values of a known shape. Each call reports what is wrong with its place and then gives nil,
/// so that the places after it are read too.
extension ProblemCollector {
    /// The mapping's values by key; unknown keys and missing ones are reported.
    func fields<Key: KeyTable>(_ value: YAMLValue, as table: Key.Type) -> Fields<Key>? {
        guard case .mapping(let pairs) = value.content else {
            mismatch(value, shape: .table(table))
            return nil
        }
        var known: [String: YAMLValue.Pair] = [:]
        var present: Set<String> = []
        for pair in pairs {
            guard let key = Key(rawValue: pair.key) else {
                report(Phrase.unknownKey(pair.key, in: table.subject, known: table.names), at: pair.keyMark)
                // The key it was meant to be is then not missing as well.
                if let meant = nearestName(to: pair.key, in: table.names) { present.insert(meant) }
                continue
            }
            present.insert(key.rawValue)
            if pair.value.isNothing {
                report(Phrase.noValue(key.rawValue, shape: key.shape.description), at: pair.keyMark)
            } else {
                known[key.rawValue] = pair
            }
        }
        let fields = Fields<Key>(mark: value.mark, pairs: known, present: present)
        for key in table.allCases where key.isRequired { require(key, in: fields) }
        return fields
    }

    /// Reports a key that is missing, where it is needed.
    func require<Key: KeyTable>(_ key: Key, in fields: Fields<Key>) {
        guard fields.isMissing(key) else { return }
        report(Phrase.missingKey(key.rawValue, in: Key.subject, shape: key.shape.description), at: fields.mark)
    }

    /// Reports that `value` is of another kind than what belongs there.
    func mismatch(_ value: YAMLValue, shape: Shape) {
        report(Phrase.wrongKind(found: Phrase.kind(of: value), wanted: shape.description), at: value.mark)
    }

    func list(_ value: YAMLValue, shape: Shape) -> [YAMLValue]? {
        if case .sequence(let elements) = value.content { return elements }
        mismatch(value, shape: shape)
        return nil
    }

    func record(_ value: YAMLValue, shape: Shape) -> [YAMLValue.Pair]? {
        if case .mapping(let pairs) = value.content { return pairs }
        mismatch(value, shape: shape)
        return nil
    }

    func string(_ value: YAMLValue, shape: Shape = .string) -> String? {
        guard let text = value.text, !value.isNothing else {
            mismatch(value, shape: shape)
            return nil
        }
        return text
    }

    func number(_ value: YAMLValue, _ domain: NumberDomain = .any) -> Double? {
        guard let text = scalarText(value, shape: .number(domain)) else { return nil }
        switch NumberGrammar.number(text) {
        case .failure(let mistake):
            report(mistake.message, at: value.mark)
            return nil
        case .success(let number):
            guard domain.contains(number) else {
                report(Phrase.outOfDomain(text, domain), at: value.mark)
                return nil
            }
            return number
        }
    }

    func integer(_ value: YAMLValue, in range: ClosedRange<UInt64>) -> UInt64? {
        guard let text = scalarText(value, shape: .integer(range)) else { return nil }
        switch NumberGrammar.integer(text, in: range) {
        case .success(let number): return number
        case .failure(let mistake):
            report(mistake.message, at: value.mark)
            return nil
        }
    }

    /// `true` or `false`, not quoted and in no other spelling.
    func truth(_ value: YAMLValue) -> Bool? {
        guard case .scalar(let text, .plain) = value.content, !text.isEmpty else {
            if let text = value.text, ["true", "false"].contains(text) {
                report(Phrase.quotedTruth(text), at: value.mark)
            } else {
                mismatch(value, shape: .truth)
            }
            return nil
        }
        switch text {
        case "true": return true
        case "false": return false
        default:
            report(Phrase.notTruth(text), at: value.mark)
            return nil
        }
    }

    /// Reports the keys that stand in a mapping although they do not belong to what it names.
    ///
    /// - Returns: whether any does; what it was meant to be may then be missing.
    func reportKeys<Key: KeyTable>(
        in fields: Fields<Key>, besides own: [Key], mistake: (_ key: String) -> Localized
    ) -> Bool {
        let foreign = Key.allCases.filter { fields.has($0) && !own.contains($0) }
        for key in foreign { report(mistake(key.rawValue), at: fields.mark(of: key)) }
        return !foreign.isEmpty
    }

    /// The text of a number, which may not be quoted: quotes say that something is a text.
    private func scalarText(_ value: YAMLValue, shape: Shape) -> String? {
        guard case .scalar(let text, let style) = value.content, !text.isEmpty else {
            mismatch(value, shape: shape)
            return nil
        }
        guard style == .plain else {
            if case .success = NumberGrammar.number(text) {
                report(Phrase.quotedNumber(text), at: value.mark)
            } else {
                mismatch(value, shape: shape)
            }
            return nil
        }
        return text
    }

    func numbers(_ value: YAMLValue) -> [Double?]? {
        list(value, shape: .list(.number(.any)))?.map { number($0) }
    }

    /// One of an enumeration's words.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(_ value: YAMLValue, of type: Choice.Type) -> Choice? {
        let words = type.allCases.map(\.rawValue)
        guard let word = string(value, shape: .choice(words)) else { return nil }
        guard let choice = Choice(rawValue: word) else {
            report(Phrase.unknownWord(word, known: words), at: value.mark)
            return nil
        }
        return choice
    }

    /// A text in one language or in several; one that is missing is lent by the other.
    func text(_ value: YAMLValue) -> Localized? {
        switch value.content {
        case .scalar: return string(value, shape: .text).map(Localized.init(same:))
        case .sequence:
            mismatch(value, shape: .text)
            return nil
        case .mapping(let pairs):
            guard !pairs.isEmpty else {
                report(Phrase.noLanguage, at: value.mark)
                return nil
            }
            guard let languages = fields(value, as: LanguageKey.self) else { return nil }
            let hasAny = LanguageKey.allCases.contains(where: languages.has)
            for key in LanguageKey.allCases where hasAny && !languages.has(key) {
                report(Phrase.languageMissing(key.rawValue), at: value.mark, severity: .finding)
            }
            let english = languages[.english].flatMap { string($0) }
            let chinese = languages[.chinese].flatMap { string($0) }
            guard let one = english ?? chinese, let other = chinese ?? english else { return nil }
            return Localized(one, other)
        }
    }
}
