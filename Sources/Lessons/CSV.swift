/// A table of a CSV file as RFC 4180 has it: fields apart by commas, in quotes where they hold commas,
/// quotes (doubled) or line ends.
///
/// Blanks around an unquoted field do not count. Every field knows its place in the file.
struct CSV {
    struct Field {
        let text: String
        let isQuoted: Bool
        let mark: SourceMark
    }

    enum Mistake {
        /// A quote inside a field that does not begin with one, or text after a closing quote.
        case strayQuote
        case unclosedQuote
    }

    struct Failure: Error {
        let mistake: Mistake
        let mark: SourceMark
    }

    private var rest: Substring.UnicodeScalarView
    private var line = 1
    private var column = 1

    init(_ text: String) { rest = Substring(text).unicodeScalars }

    /// The next row; nil at the end of the file. A line end at the end of the file ends its last row.
    mutating func next() throws(Failure) -> [Field]? {
        guard !rest.isEmpty else { return nil }
        var row: [Field] = []
        while true {
            row.append(try field())
            guard let separator = rest.first else { return row }
            take()
            if separator != "," {
                if separator == "\r", rest.first == "\n" { take() }
                line += 1
                column = 1
                return row
            }
        }
    }

    private mutating func take() {
        rest.removeFirst()
        column += 1
    }

    private mutating func skipBlanks() {
        while rest.first == " " || rest.first == "\t" { take() }
    }

    private var atEndOfField: Bool {
        switch rest.first {
        case nil, ",", "\n", "\r": true
        default: false
        }
    }

    private mutating func field() throws(Failure) -> Field {
        skipBlanks()
        let mark = SourceMark(line: line, column: column)
        if rest.first == "\"" { return try quoted(from: mark) }
        var text = String.UnicodeScalarView()
        while !atEndOfField, let scalar = rest.first {
            guard scalar != "\"" else {
                throw Failure(mistake: .strayQuote, mark: SourceMark(line: line, column: column))
            }
            text.append(scalar)
            take()
        }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return Field(text: String(text), isQuoted: false, mark: mark)
    }

    private mutating func quoted(from mark: SourceMark) throws(Failure) -> Field {
        take()
        var text = String.UnicodeScalarView()
        while let scalar = rest.first {
            take()
            if scalar == "\"" {
                guard rest.first == "\"" else {
                    skipBlanks()
                    guard atEndOfField else {
                        throw Failure(mistake: .strayQuote, mark: SourceMark(line: line, column: column))
                    }
                    return Field(text: String(text), isQuoted: true, mark: mark)
                }
                take()
            } else if scalar == "\n" || scalar == "\r" {
                if scalar == "\r", rest.first == "\n" {
                    text.append(scalar)
                    take()
                    text.append("\n")
                    line += 1
                    column = 1
                    continue
                }
                line += 1
                column = 1
            }
            text.append(scalar)
        }
        throw Failure(mistake: .unclosedQuote, mark: mark)
    }
}
