import CommandLanguage
import Yams

/// What keeps a text from being YAML, told in terms of the file.
///
/// The parser's own description quotes the file raw and speaks of tokens; only its kind of problem and
/// its marks are used.
struct SyntaxMistake {
    let message: Localized
    let mark: SourceMark

    init(_ error: YamlError, source: SourceText, depth: Int) {
        var problem = ""
        var place = SourceMark.start
        var context: SourceMark?
        switch error {
        case .scanner(let around, let text, let mark, _), .parser(let around, let text, let mark, _),
            .composer(let around, let text, let mark, _):
            problem = text
            place = SourceMark(line: mark.line, column: mark.column)
            context = around.map { SourceMark(line: $0.mark.line, column: $0.mark.column) }
        default: break
        }
        let character = source.line(place.line).unicodeScalars.dropFirst(place.column - 1).first
        let begin = context.map { $0 <= place ? $0 : place } ?? place
        let first = source.line(begin.line).unicodeScalars.dropFirst(begin.column - 1).first
        if problem.hasPrefix("Maximum nesting level") {
            self.init(Phrase.tooDeep(depth), at: Self.firstTooDeep(in: source, limit: depth) ?? .start)
        } else if let tab = Self.indentingTab(in: source, lines: [place.line, begin.line]) {
            self.init(Phrase.tabIndents, at: tab)
        } else if let key = Self.explicitKey(in: source, endingAt: place.line) {
            self.init(Phrase.explicitKey, at: key)
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
            case "but found another document":
                self.init(Phrase.secondDocument, at: place)
            case _ where problem.contains("tag"):
                self.init(Phrase.tag, at: begin)
            case "did not find expected alphabetic or numeric character":
                self.init(Phrase.anchor, at: begin)
            default:
                self.init(Phrase.notYAML, at: place)
            }
        }
    }

    private init(_ message: Localized, at mark: SourceMark) {
        self.message = message
        self.mark = mark
    }

    func report(to collector: ProblemCollector) { collector.report(message, at: mark) }

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

    /// The `? ` of an explicit key on the line of a mistake or shortly before it: masked, it was read as
    /// text, and the `:` that follows came as a surprise.
    private static func explicitKey(in source: SourceText, endingAt last: Int) -> SourceMark? {
        for number in stride(from: last, through: max(1, last - 2), by: -1) {
            let scalars = Array(source.line(number).unicodeScalars)
            guard let first = scalars.firstIndex(where: { $0 != " " && $0 != "-" }), scalars[first] == "?" else {
                continue
            }
            if first + 1 == scalars.count || scalars[first + 1] == " " {
                return SourceMark(line: number, column: first + 1)
            }
        }
        return nil
    }

    /// Where brackets, or dashes of one line, first stand deeper in each other than allowed. The parser
    /// gave up without a place; brackets in quoted text are rare enough to be counted.
    private static func firstTooDeep(in source: SourceText, limit: Int) -> SourceMark? {
        var open = 0
        for number in 1...source.lineCount {
            var dashes = 0
            for (index, scalar) in source.line(number).unicodeScalars.enumerated() {
                switch scalar {
                case "[", "{": open += 1
                case "]", "}": open -= 1
                case "-": dashes += 1
                case " ": break
                default: dashes = 0
                }
                if max(open, dashes) > limit { return SourceMark(line: number, column: index + 1) }
            }
        }
        return nil
    }
}
