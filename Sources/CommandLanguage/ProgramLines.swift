/// One line of a program, or several that a bracket holds together.
struct ProgramLine {
    /// At least one, and behind the last one an `end`.
    let tokens: [ExpressionToken]
    /// From 1, counted as the file counts.
    let number: Int
    /// The spaces before it.
    let indentation: Int

    var range: Range<Int> { tokens[0].range.lowerBound..<tokens[tokens.count - 1].range.lowerBound }

    /// Whether the line begins a loop, or a function's definition.
    func begins(with word: String) -> Bool {
        tokens[0].kind == .name(word) && tokens.count > 1 && tokens[1].kind != .sign(.assign)
    }

    /// What the line gives a value to, without its index, as far as that can be seen at a glance.
    var assignedName: String? {
        if case .name(let name) = tokens[begins(with: "def") ? 1 : 0].kind { return ExpressionVocabulary.canonicalName(name) }
        return nil
    }
}

/// A line and, below a `for`, the lines that it repeats.
struct ProgramStatement {
    let line: ProgramLine
    let block: [ProgramStatement]
}

/// Divides a program into lines, and these by their indentation into blocks.
struct ProgramLines {
    /// How deep loops may be nested.
    static let depthLimit = 32

    private let lines: [ProgramLine]
    private var next = 0
    private var errors: [ProgramError] = []
    private var skipped: Set<String> = []

    /// The statements of `text`, whose first line has the number `firstLine` in its file, and the names that
    /// lines assign which could not be put anywhere.
    static func statements(of text: String, firstLine: Int) -> (
        statements: [ProgramStatement], errors: [ProgramError], skipped: Set<String>
    ) {
        var reader = ProgramLines(text, firstLine: firstLine)
        let indentation = reader.lines.map(\.indentation).min() ?? 0
        let statements = reader.block(indentation: indentation, depth: 0)
        return (statements, reader.errors, reader.skipped)
    }

    private init(_ text: String, firstLine: Int) {
        let characters = Array(text)
        let tokens = ExpressionLexer.tokens(of: text, layout: .program)
        var lines: [ProgramLine] = []
        var place = 0
        var number = firstLine
        var lineStart = 0
        // The tokens of one line of the text; empty for a blank one.
        func takeLine() -> (tokens: ArraySlice<ExpressionToken>, end: Int) {
            let end = characters[lineStart...].firstIndex(where: \.isNewline) ?? characters.count
            let first = place
            while place < tokens.count, tokens[place].range.lowerBound < end, tokens[place].kind != .end { place += 1 }
            let taken = tokens[first..<place]
            if place < tokens.count, tokens[place].kind == .newline { place += 1 }
            lineStart = end + 1
            number += 1
            return (taken, end)
        }
        while lineStart < characters.count {
            let start = lineStart
            let firstNumber = number
            var (taken, end) = takeLine()
            guard let first = taken.first else { continue }
            var all = Array(taken)
            // A bracket goes on to the next line, but not into what can only be a statement of its own.
            while Self.openBrackets(in: all) > 0, lineStart < characters.count {
                let before = (place, lineStart, number)
                (taken, end) = takeLine()
                if Self.isStatement(taken) {
                    (place, lineStart, number) = before
                    break
                }
                all += taken
            }
            let lineEnd = all.last.map { $0.range.upperBound } ?? end
            all.append(ExpressionToken(.end, lineEnd..<lineEnd, text: ""))
            let indentation = characters[start..<first.range.lowerBound]
            if let odd = indentation.firstIndex(where: { $0 != " " }) {
                errors.append(ProgramError(.indentationNotSpaces, at: odd..<odd + 1))
            }
            lines.append(ProgramLine(tokens: all, number: firstNumber, indentation: indentation.count))
        }
        self.lines = lines
    }

    private static func openBrackets(in tokens: [ExpressionToken]) -> Int {
        tokens.reduce(0) { open, token in
            switch token.kind {
            case .sign(.openRound), .sign(.openSquare): open + 1
            case .sign(.closeRound), .sign(.closeSquare): open - 1
            default: open
            }
        }
    }

    private static func isStatement(_ tokens: ArraySlice<ExpressionToken>) -> Bool {
        tokens.first?.kind == .name("for") || tokens.first?.kind == .name("def")
            || tokens.contains { $0.kind == .sign(.assign) }
    }

    /// The statements from here on that are indented by `indentation` or more.
    private mutating func block(indentation: Int, depth: Int) -> [ProgramStatement] {
        var statements: [ProgramStatement] = []
        var stray: Int?
        while next < lines.count, lines[next].indentation >= indentation {
            let line = lines[next]
            next += 1
            // Lines that are too far in together are one mistake; they are read as if they stood right.
            if line.indentation > indentation, line.indentation != stray {
                errors.append(ProgramError(.indentation(line.indentation, expected: indentation), at: line.tokens[0].range))
            }
            stray = line.indentation > indentation ? line.indentation : nil
            let deeper = next < lines.count && lines[next].indentation > line.indentation ? lines[next].indentation : nil
            var inner: [ProgramStatement] = []
            if line.begins(with: "for") {
                if let deeper, depth < Self.depthLimit {
                    inner = block(indentation: deeper, depth: depth + 1)
                } else if deeper != nil {
                    errors.append(ProgramError(.tooDeep(limit: Self.depthLimit), at: line.range))
                    skip(deeperThan: line.indentation)
                } else {
                    errors.append(ProgramError(.emptyBlock, at: line.range))
                }
            } else if line.begins(with: "def"), deeper != nil {
                errors.append(ProgramError(.functionBlock, at: lines[next].tokens[0].range))
                skip(deeperThan: line.indentation)
            }
            statements.append(ProgramStatement(line: line, block: inner))
        }
        return statements
    }

    private mutating func skip(deeperThan indentation: Int) {
        while next < lines.count, lines[next].indentation > indentation {
            if let name = lines[next].assignedName { skipped.insert(name) }
            next += 1
        }
    }
}
