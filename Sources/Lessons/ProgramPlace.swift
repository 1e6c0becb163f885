/// A text of several lines in a file, and where in the file its characters stand.
struct ProgramPlace {
    let text: String
    /// The line of the file in which the text begins.
    let firstLine: Int
    private let style: YAMLValue.Style
    private let start: SourceMark
    /// How far the file indents the text; nil where its characters do not stand one by one in the file.
    private let indentation: Int?

    /// Nil for a text whose line ends YAML made into spaces.
    init?(_ value: YAMLValue, in source: SourceText) {
        guard case .scalar(let text, let style) = value.content, style != .folded else { return nil }
        self.text = text
        self.style = style
        start = value.mark
        let isBlock = style == .literal
        firstLine = isBlock ? value.mark.line + 1 : value.mark.line
        if isBlock {
            // Every line of the text is one of the file, behind the same indentation.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let first = lines.firstIndex { !$0.isEmpty }
            indentation = first.map {
                max(0, source.line(value.mark.line + 1 + $0).unicodeScalars.count - lines[$0].unicodeScalars.count)
            }
        } else {
            let quote = style == .plain ? 0 : 1
            let line = source.line(value.mark.line).unicodeScalars.dropFirst(value.mark.column - 1 + quote)
            let isWhole = line.starts(with: text.unicodeScalars)
            if style == .plain, !isWhole { return nil }
            indentation = isWhole ? value.mark.column - 1 + quote : nil
        }
    }

    /// Where the character number `offset` stands; of a quoted text with escapes, where it begins.
    func mark(of offset: Int) -> SourceMark {
        guard let indentation else { return start }
        let before = text.prefix(offset)
        let line = before.reduce(0) { $0 + ($1.isNewline ? 1 : 0) }
        let lineStart = before.lastIndex(where: \.isNewline).map { text.index(after: $0) } ?? text.startIndex
        let column = text[lineStart..<before.endIndex].unicodeScalars.count
        return SourceMark(line: firstLine + line, column: indentation + column + 1)
    }
}
