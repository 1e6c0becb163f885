extension Lesson {
    /// The lines of the lesson's file without those of its steps, as they stand there.
    ///
    /// - Returns: nil for a lesson from no file, or whose file has its keys on one line.
    public var textWithoutSteps: String? {
        let collector = ProblemCollector(file: "", bytes: bytes)
        guard !bytes.isEmpty, let root = StrictYAML.read(bytes, limits: Limits(), into: collector),
            case .mapping(let pairs) = root.content
        else { return nil }
        let source = collector.source
        var lines = (1...source.lineCount).map(source.line)
        while lines.last?.isEmpty == true { lines.removeLast() }
        if let steps = pairs.firstIndex(where: { $0.key == LessonKey.steps.rawValue }) {
            let start = pairs[steps].keyMark
            let end = steps + 1 < pairs.count ? pairs[steps + 1].keyMark : SourceMark(line: lines.count + 1, column: 1)
            guard start.column == 1, end.column == 1, end.line > start.line, start.line - 1 <= lines.count else { return nil }
            lines.removeSubrange(start.line - 1..<min(end.line - 1, lines.count))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The CSV file that the lesson reads, as its file names it.
    public var csvName: String? {
        let collector = ProblemCollector(file: "", bytes: bytes)
        guard !bytes.isEmpty, let root = StrictYAML.read(bytes, limits: Limits(), into: collector) else { return nil }
        return root[LessonKey.data.rawValue]?[DataKey.csv.rawValue]?.text
    }
}

extension YAMLValue {
    /// The value of a key; nil where there is none.
    subscript(key: String) -> YAMLValue? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { $0.key == key }?.value
    }
}
