import CommandLanguage

extension LessonFile {
    /// What the file is called; nil for one that cannot be read.
    ///
    /// Where the title is the file's first key, only its lines are read: a list of titles then takes no time.
    public var title: Localized? {
        if let lines = titleLines, let title = Self.title(in: Array(lines), of: path) { return title }
        return try? read().get().title
    }

    /// The lines from the first key on, up to the next, if the first is the title.
    private var titleLines: ArraySlice<UInt8>? {
        var start: Int?
        var place = 0
        while place < bytes.count {
            let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            let line = bytes[place..<end]
            defer { place = end }
            guard let first = line.first, ![" ", "#", "\n", "\r"].map({ UInt8(ascii: $0) }).contains(first) else { continue }
            if let start { return bytes[start..<place] }
            guard line.starts(with: "title:".utf8) else { return nil }
            start = place
        }
        return start.map { bytes[$0...] }
    }

    private static func title(in bytes: [UInt8], of file: String) -> Localized? {
        let collector = ProblemCollector(file: file, bytes: bytes)
        guard let root = StrictYAML.read(bytes, limits: Limits(), into: collector),
            case .mapping(let pairs) = root.content, let pair = pairs.first,
            let title = collector.text(pair.value), !collector.hasErrors
        else { return nil }
        return title
    }
}
