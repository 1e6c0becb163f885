import CommandLanguage

/// A mistake in a file: where it is, what is wrong and what would be right.
///
/// `file`, `message` and `excerpt` carry text of the file as it stands there, control characters
/// included. **Whoever writes them anywhere passes them through the filter first.**
public struct Problem: Error, Hashable, Sendable {
    public enum Severity: Sendable {
        /// The file cannot be used.
        case error
        /// The file works, but not as its author may think.
        case warning
        /// The file works, but its lesson is not yet as lessons are to be.
        case finding
    }

    /// The path under which the file was opened.
    public let file: String
    /// From 1.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int
    public let message: Localized
    public let severity: Severity
    /// The line, or the part of it around the mistake.
    public let excerpt: String
    /// The place of the mistake in `excerpt`, from 1, in Unicode scalars.
    public let excerptColumn: Int

    /// Whether it is a place in the file that is wrong, and not the file itself: missing, too large, no file.
    public var hasPlace = true

    public var mark: SourceMark { SourceMark(line: line, column: column) }

    /// `file:line:column: message`, or `file: message` for one without a place, the line, and a mark under the spot.
    ///
    /// - Parameters:
    ///   - filter: makes text from a file safe to show; it is applied to every part, before anything
    ///     is measured, so that the mark stands right also under a line with filtered characters.
    ///   - width: how many cells a text takes.
    public func text(
        in language: Language, filter: (String) -> String, width: (String) -> Int = Problem.estimatedWidth
    ) -> String {
        let kind = severity.heading[language]
        let place = hasPlace ? ":\(line):\(column): " : ": "
        let headline = filter(file + place) + kind + filter(message[language])
        // A tab would be as wide as the terminal likes.
        let scalars = excerpt.unicodeScalars.map { $0 == "\t" ? " " : $0 }
        guard scalars.contains(where: { $0 != " " }) else { return headline }
        let spot = min(max(excerptColumn - 1, 0), scalars.count)
        let before = filter(String(String.UnicodeScalarView(scalars[..<spot])))
        let after = filter(String(String.UnicodeScalarView(scalars[spot...])))
        return "\(headline)\n    \(before)\(after)\n    \(String(repeating: " ", count: width(before)))^"
    }

    /// The cells that a text takes, by the blocks that are wide everywhere; a stand-in for the screen's
    /// own measure.
    public static func estimatedWidth(_ text: String) -> Int {
        text.reduce(0) { sum, character in
            guard let first = character.unicodeScalars.first?.value else { return sum }
            switch first {
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                return sum + 2
            default:
                return sum + 1
            }
        }
    }
}

extension Problem.Severity {
    /// What stands before the message.
    var heading: Localized {
        switch self {
        case .error: Localized(same: "")
        case .warning: Phrase.warning
        case .finding: Phrase.finding
        }
    }
}

/// Everything that is wrong with a lesson and the files that it names.
public struct FileProblems: Error, Sendable {
    /// In the order of the files' lines; at least one is an error.
    public let problems: [Problem]
}
