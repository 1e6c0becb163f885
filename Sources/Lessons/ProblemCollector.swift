import CommandLanguage

/// Gathers the mistakes of one file, so that its author sees all of them in one go.
final class ProblemCollector {
    /// More would scroll away what comes first.
    static let limit = 50
    /// Whoever has read the same words this often has understood them.
    static let repetitions = 5

    let file: String
    let bytes: [UInt8]
    private(set) var hasErrors = false
    private var found: [(mark: SourceMark, message: Localized, severity: Problem.Severity)] = []
    private var overflow = 0
    private var foreign: [Problem] = []
    /// Made for the first mistake; a file without any never needs its lines.
    private(set) lazy var source = SourceText(bytes)

    init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    func report(_ message: Localized, at mark: SourceMark, severity: Problem.Severity = .error) {
        if severity == .error { hasErrors = true }
        let repeated = found.reduce(0) { $0 + ($1.message == message ? 1 : 0) }
        guard found.count < Self.limit, repeated < Self.repetitions else {
            overflow += 1
            return
        }
        // Finding the place takes time on long lines, so it comes after the limits.
        let place = source.clamped(mark)
        // Two ways through the reader may lead to one mistake.
        guard !found.contains(where: { $0.mark == place && $0.message == message }) else { return }
        found.append((place, message, severity))
    }

    /// Takes over the mistakes of a file that this one names.
    func include(_ problems: [Problem]) {
        if problems.contains(where: { $0.severity == .error }) { hasErrors = true }
        foreign += problems
    }

    /// All that was reported, this file's first, by line and column.
    var problems: [Problem] {
        var own = found.sorted { $0.mark < $1.mark }.map { mark, message, severity in
            let (excerpt, column) = source.excerpt(at: mark)
            return Problem(
                file: file, line: mark.line, column: mark.column, message: message, severity: severity,
                excerpt: excerpt, excerptColumn: column)
        }
        if overflow > 0, let last = own.last {
            own.append(
                Problem(
                    file: file, line: last.line, column: last.column, message: Phrase.moreProblems(overflow),
                    severity: hasErrors ? .error : found.contains { $0.severity == .finding } ? .finding : .warning, excerpt: "", excerptColumn: 1))
        }
        return own + foreign
    }
}
