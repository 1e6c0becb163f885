import CommandLanguage

/// A lesson's file, fetched once: to be read as far as its first step, for something to show, and as a whole.
public struct LessonFile: Sendable {
    public let path: String
    let bytes: [UInt8]
    let limits: Limits

    /// Fetches the file at `path`.
    public static func fetch(path: String, limits: Limits = Limits()) -> Result<LessonFile, FileProblems> {
        switch FileLoader.contents(of: path, limit: limits.fileBytes) {
        case .success(let bytes):
            return .success(LessonFile(path: path, bytes: bytes, limits: limits))
        case .failure(let failure):
            let problem = Problem(
                file: path, line: 1, column: 1, message: Phrase.cannotLoad(path, failure, limit: limits.fileBytes),
                severity: .error, excerpt: "", excerptColumn: 1, hasPlace: false)
            return .failure(FileProblems(problems: [problem]))
        }
    }

    /// Reads all of it; on failure, everything that is wrong with it and its CSV file.
    ///
    /// A path in the file is relative to the file's folder and may not lead out of it.
    public func read(checker: LessonChecker = .none) -> Result<Lesson, FileProblems> {
        read(bytes, checker, isWhole: true)
    }

    /// The lesson with its first step and, for each further one, an empty step: for the eye, nothing is expected of it
    /// yet.
    ///
    /// - Returns: nil for a file that does not end with a list of steps, or that has a mistake before the second.
    public func beginning() -> Lesson? {
        guard let steps = StepLines(bytes), case .success(let lesson) = read(Array(bytes[..<steps.second]), .none, isWhole: false),
            let first = lesson.steps.first, lesson.steps.count == 1
        else { return nil }
        let begun = LessonStep(say: first.say, commands: first.commands, expects: [], ask: first.ask, mark: first.mark)
        let unread = LessonStep(say: nil, commands: [], expects: [], ask: nil, mark: .start)
        return Lesson(
            title: lesson.title, about: lesson.about, source: lesson.source, run: lesson.run,
            steps: [begun] + Array(repeating: unread, count: steps.count - 1), warnings: [], bytes: bytes)
    }

    private func read(_ bytes: [UInt8], _ checker: LessonChecker, isWhole: Bool) -> Result<Lesson, FileProblems> {
        Lesson.read(
            bytes: bytes, file: path, checker: checker, limits: limits, loader: .folder(ofFile: path), isWhole: isWhole)
    }
}

/// Where the steps of a lesson begin, seen from the lines alone.
///
/// In YAML a line with no more indentation than a list's first `-` is the next element or ends the list; only a
/// comment may stand there as well, or part of a text in quotes, whose end the parser will then miss.
private struct StepLines {
    let count: Int
    /// Where the line of the second step begins.
    let second: Int

    /// Nil unless the last key is `steps`, and has at least two in a block list below it.
    init?(_ bytes: [UInt8]) {
        var starts: [Int] = []
        var indentation: Int?
        var isInSteps = false
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            defer { start = end + 1 }
            let first = bytes[start..<end].firstIndex { $0 != UInt8(ascii: " ") } ?? end
            if !isInSteps {
                isInSteps = bytes[start..<end].elementsEqual("steps:".utf8)
                continue
            }
            if first == end || bytes[first] == UInt8(ascii: "#") || bytes[first] == UInt8(ascii: "\r") { continue }
            if let indentation, first - start > indentation { continue }
            let isElement = bytes[first] == UInt8(ascii: "-") && first + 1 < end && bytes[first + 1] == UInt8(ascii: " ")
            guard isElement, indentation == nil || indentation == first - start else { return nil }
            indentation = first - start
            starts.append(start)
        }
        guard starts.count > 1 else { return nil }
        count = starts.count
        second = starts[1]
    }
}
