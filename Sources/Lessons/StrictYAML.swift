import CommandLanguage

/// Reads YAML from a stranger: bytes to a tree of our own, or the mistakes that keep them from it.
///
/// In this order: the size; strict UTF-8; characters that YAML forbids; then the parser's events, of which only texts,
/// styles and places are used. An alias is never followed, and a key that is no text is never looked at.
struct StrictYAML: ~Copyable {
    private let collector: ProblemCollector
    private let limits: Limits
    private var events: YAMLEvents

    /// The document in `bytes`; nil when a mistake kept it from being read, which the collector then has.
    static func read(_ bytes: [UInt8], limits: Limits, into collector: ProblemCollector) -> YAMLValue? {
        guard let text = checkedText(bytes, limit: limits.fileBytes, into: collector) else { return nil }
        var reader = StrictYAML(collector: collector, limits: limits, events: YAMLEvents(text))
        do throws(SyntaxMistake) {
            return try reader.document()
        } catch {
            collector.report(error.message, at: error.mark)
            return nil
        }
    }

    /// The bytes as text, when they are small enough, UTF-8, and hold no character that a text file may
    /// not hold.
    static func checkedText(_ bytes: [UInt8], limit: Int, into collector: ProblemCollector) -> String? {
        guard bytes.count <= limit else {
            collector.report(Phrase.fileTooLarge(limit: limit), at: .start)
            return nil
        }
        // Scalar by scalar only for the place of a mistake, and for a byte order mark.
        if let text = String(validating: bytes, as: UTF8.self), text.unicodeScalars.allSatisfy(isAllowed) {
            return text
        }
        var line = 1
        var column = 1
        var scalars = String.UnicodeScalarView()
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var afterReturn = false
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .emptyInput:
                return collector.hasErrors ? nil : String(scalars)
            case .error:
                collector.report(Phrase.notUTF8, at: SourceMark(line: line, column: column))
                return nil
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if scalar == "\u{FEFF}", line == 1, column == 1, scalars.isEmpty {
                    continue  // A byte order mark says nothing in UTF-8.
                }
                if !isAllowed(scalar) {
                    collector.report(
                        Phrase.forbiddenCharacter(scalar), at: SourceMark(line: line, column: column))
                }
                scalars.append(scalar)
                if scalar == "\n" && afterReturn {
                    // The second half of a line end that was counted.
                } else if scalar == "\n" || scalar == "\r" {
                    line += 1
                    column = 1
                } else {
                    column += 1
                }
                afterReturn = scalar == "\r"
            }
        }
    }

    /// YAML's printable characters, without the line ends that editors do not count as such.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }

    private mutating func next() throws(SyntaxMistake) -> YAMLEvents.Event {
        do {
            return try events.next()
        } catch {
            throw SyntaxMistake(error, source: collector.source)
        }
    }

    private mutating func document() throws(SyntaxMistake) -> YAMLValue {
        _ = try next()  // The stream's start.
        guard case .documentStart = try next().kind else { throw SyntaxMistake(Phrase.emptyFile, at: .start) }
        let document = try value(of: next(), depth: 1)
        _ = try next()  // The document's end.
        let last = try next()
        guard case .streamEnd = last.kind else { throw SyntaxMistake(Phrase.secondDocument, at: last.mark) }
        return document
    }

    /// What begins with an event, read to its end.
    private mutating func value(of event: YAMLEvents.Event, depth: Int) throws(SyntaxMistake) -> YAMLValue {
        // What lies too deep is not read; what it should have been is no second question.
        guard depth <= limits.depth else { throw SyntaxMistake(Phrase.tooDeep(limits.depth), at: event.mark) }
        if event.hasAnchor { collector.report(Phrase.anchor, at: event.mark) }
        if event.hasTag { collector.report(Phrase.tag, at: event.mark) }
        var content = YAMLValue.Content.scalar("", .plain)
        switch event.kind {
        case .scalar(let text, let style):
            content = .scalar(text, style)
            if let hidden = text.unicodeScalars.first(where: { $0.isHidden }) {
                collector.report(Phrase.hiddenCharacter(hidden), at: event.mark, severity: .finding)
            }
        case .sequenceStart: content = try .sequence(values(depth: depth + 1))
        case .mappingStart: content = try .mapping(pairs(depth: depth + 1))
        case .alias(let text):
            collector.report(Phrase.alias, at: event.mark)
            content = .scalar(text, .plain)
        // None of these stands where a value begins.
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .end: break
        }
        return YAMLValue(content: content, mark: event.mark)
    }

    private mutating func values(depth: Int) throws(SyntaxMistake) -> [YAMLValue] {
        var values: [YAMLValue] = []
        while true {
            let event = try next()
            if case .end = event.kind { return values }
            values.append(try value(of: event, depth: depth))
        }
    }

    private mutating func pairs(depth: Int) throws(SyntaxMistake) -> [YAMLValue.Pair] {
        var pairs: [YAMLValue.Pair] = []
        var places: [String: SourceMark] = [:]
        while true {
            let event = try next()
            if case .end = event.kind { return pairs }
            let key = try value(of: event, depth: depth)
            let value = try value(of: next(), depth: depth)
            guard case .scalar(let name, _) = key.content else {
                collector.report(Phrase.keyIsNoText, at: key.mark)
                continue
            }
            if let first = places[name] {
                collector.report(Phrase.duplicateKey(name, first: first), at: key.mark)
                continue
            }
            places[name] = key.mark
            pairs.append(YAMLValue.Pair(key: name, keyMark: key.mark, value: value))
        }
    }
}

extension Unicode.Scalar {
    /// Whether the character does something to a terminal or to the order of a line, or cannot be seen.
    fileprivate var isHidden: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF,
            0xE0000...0xE007F:
            true
        default: false
        }
    }
}
