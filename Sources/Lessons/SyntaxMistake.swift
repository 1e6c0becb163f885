import CommandLanguage

/// What keeps a text from being YAML, told in terms of the file.
///
/// The parser's own description speaks of tokens; only its kind of problem and its marks are used.
struct SyntaxMistake: Error {
    let message: Localized
    let mark: SourceMark

    init(_ mistake: YAMLMistake, source: SourceText) {
        let (problem, place) = (mistake.problem, mistake.mark)
        let character = source.line(place.line).unicodeScalars.dropFirst(place.column - 1).first
        let begin = mistake.context.map { $0 <= place ? $0 : place } ?? place
        let first = source.line(begin.line).unicodeScalars.dropFirst(begin.column - 1).first
        if let tab = Self.indentingTab(in: source, lines: [place.line, begin.line]) {
            self.init(Phrase.tabIndents, at: tab)
        } else if Self.isKeyOfBrackets(before: place, in: source) {
            self.init(Phrase.keyIsNoText, at: place)
        } else if problem == "could not find expected ':'", first == "[" || first == "{" {
            self.init(Phrase.keyIsNoText, at: begin)
        } else {
            switch problem {
            case "found unexpected end of stream", "found unexpected document indicator":
                self.init(Phrase.unclosedQuote, at: begin)
            case "did not find expected ',' or ']'" where character == ":",
                "did not find expected ',' or '}'" where character == ":",
                "mapping values are not allowed in this context":
                self.init(Phrase.colonInText, at: place)
            case "did not find expected ',' or ']'":
                self.init(Phrase.unclosedList(from: begin), at: place)
            case "did not find expected ',' or '}'":
                self.init(Phrase.unclosedMapping(from: begin), at: place)
            case "could not find expected ':'":
                self.init(Phrase.colonMissing, at: begin)
            case "found character that cannot start any token":
                self.init(Phrase.cannotBegin(character), at: place)
            case "did not find expected key", "did not find expected '-' indicator":
                self.init(Phrase.wrongIndentation, at: place)
            case "found unknown escape character", "did not find expected hexdecimal number",
                "found invalid Unicode character escape code":
                self.init(Phrase.wrongEscape, at: place)
            case _ where problem.contains("tag"):
                self.init(Phrase.tag, at: begin)
            case "did not find expected alphabetic or numeric character":
                self.init(first == "*" ? Phrase.alias : Phrase.anchor, at: begin)
            default:
                self.init(Phrase.notYAML, at: place)
            }
        }
    }

    init(_ message: Localized, at mark: SourceMark) {
        self.message = message
        self.mark = mark
    }

    /// Whether `]:` or `}:` stands at a mistake.
    private static func isKeyOfBrackets(before place: SourceMark, in source: SourceText) -> Bool {
        let scalars = source.line(place.line).unicodeScalars
        guard scalars.dropFirst(place.column - 1).first == ":" else { return false }
        let last = scalars.prefix(place.column - 1).last { $0 != " " && $0 != "\t" }
        return last == "]" || last == "}"
    }

    private static func indentingTab(in source: SourceText, lines: [Int]) -> SourceMark? {
        for number in lines {
            let indentation = source.line(number).unicodeScalars.prefix { $0 == " " || $0 == "\t" }
            if let place = Array(indentation).firstIndex(of: "\t") {
                return SourceMark(line: number, column: place + 1)
            }
        }
        return nil
    }
}
