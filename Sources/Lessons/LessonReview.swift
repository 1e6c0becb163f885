import CommandLanguage
import Debugger

/// What a reader of a good file would still have its author mend.
public struct Finding: Sendable, Equatable {
    public let mark: SourceMark
    /// What is wrong, and the cure.
    public let message: Localized

    public init(_ message: Localized, at mark: SourceMark) {
        self.message = message
        self.mark = mark
    }
}

/// A lesson file looked at as its author's editor would: beyond what keeps it from playing, all that keeps it from
/// being a good lesson.
///
/// It finds texts that lack a language, odd characters, an `expect` before its value exists or that does not hold,
/// steps that change nothing, numbers in a text that no `expect` holds, and questions whose answer stands beside them.
public struct LessonReview: Sendable {
    public let lesson: Lesson
    /// Every text of the file, in each of its languages.
    public let texts: [LessonText]
    /// How many checks hold.
    public let checks: Int
    private let file: LessonFile
    private let findings: [Finding]
    /// Commands that cannot be carried out.
    private let errors: [Finding]

    /// Plays a lesson that has been read from a file.
    public init(_ lesson: Lesson, in file: LessonFile) throws(RunTooLong) {
        self.file = file
        self.lesson = lesson
        let collector = ProblemCollector(file: file.path, bytes: file.bytes)
        guard let root = StrictYAML.read(file.bytes, limits: file.limits, into: collector) else {
            (texts, checks, findings, errors) = ([], 0, [], [])
            return
        }
        let found = LessonTexts(root)
        texts = found.texts
        let source = collector.source
        let played = try PlayedLesson(lesson, root, texts, source)
        checks = played.checks
        errors = played.errors
        findings = TextReview(found, root, source, isLesson: !lesson.steps.isEmpty).findings + played.findings
    }

    /// All that is to be said about the file, with what the caller has found besides, by line and column.
    public func problems(with further: [Finding] = []) -> [Problem] {
        let found = findings + further
        // What the reader tells of a whole text, the review tells of the character.
        let told = lesson.warnings.filter { warning in !found.contains { $0.message == warning.message } }
        return (told + file.problems(errors, .error) + file.problems(found, .finding)).sorted { $0.mark < $1.mark }
    }
}

extension LessonFile {
    fileprivate func problems(_ findings: [Finding], _ severity: Problem.Severity) -> [Problem] {
        let source = SourceText(bytes)
        return findings.map { finding in
            let mark = source.clamped(finding.mark)
            let (excerpt, column) = source.excerpt(at: mark)
            return Problem(
                file: path, line: mark.line, column: mark.column, message: finding.message, severity: severity,
                excerpt: excerpt, excerptColumn: column)
        }
    }
}
