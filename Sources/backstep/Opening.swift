import Autograd
import CommandLanguage
import Debugger
import Lessons
import NeuralNetwork
import Screen

/// Reading what the call names: files, positions, expressions; and saying what is wrong with it.
enum Opening {
    /// A lesson or model that has been read.
    struct File {
        let path: String
        let lesson: Lesson

        /// A session at the start of its run.
        func session() throws(Failure) -> Session {
            do {
                return try Session(run: lesson.run)
            } catch {
                throw Opening.failure(error)
            }
        }
    }

    /// Reads the file that an argument names; without one, the first lesson.
    static func file(_ argument: String?) throws(Failure) -> File {
        let file = try unread(argument)
        return File(path: file.path, lesson: try lesson(in: file))
    }

    /// Fetches the file that an argument names; without one, the first lesson.
    static func unread(_ argument: String?, alternatives: [String] = []) throws(Failure) -> LessonFile {
        try given(LessonFile.fetch(path: LessonFolder.path(of: argument, alternatives: alternatives)))
    }

    /// Reads all of a file, and looks into the commands and expressions of its steps.
    static func lesson(in file: LessonFile) throws(Failure) -> Lesson { try given(file.read(checker: .standard)) }

    /// Reads a course file, whose lessons are to stand beside it.
    static func readCourse(_ path: String) -> Result<CourseFile, FileProblems> {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return CourseFile.read(path: path, lessons: LessonFolder(path: folder).lessons)
    }

    private static func given<Value>(_ result: Result<Value, FileProblems>) throws(Failure) -> Value {
        switch result {
        case .success(let value): return value
        case .failure(let found): throw Failure(found.problems.map(text(of:)))
        }
    }

    static func text(of problem: Problem) -> SafeText {
        SafeText(
            problem.text(
                in: Surroundings.language, filter: { SafeText($0).string }, width: { SafeText($0).width }),
            keepingNewlines: true)
    }

    static func failure(_ error: RunTooLong) -> Failure {
        Failure(Phrase.runTooLong(error.epochs, possible: error.possible))
    }

    /// The position that an option's text means, seen from where `session` is.
    static func position(_ text: String, option: String, in session: Session) throws(Failure) -> Position {
        let prefix = "goto "
        var there = session
        do throws(CommandError) {
            if let command = try Command.parse(prefix + text) { _ = try there.execute(command) }
        } catch {
            throw failure(error, in: text, option: option, offset: prefix.count)
        }
        return there.position
    }

    /// An expression that is true or false.
    static func condition(_ text: String, option: String) throws(Failure) -> Expression {
        let expression: Expression
        do throws(CommandError) {
            expression = try Expression(command: text)
        } catch {
            throw failure(error, in: text, option: option)
        }
        switch expression {
        case .unary(.not, _), .binary(.and, _, _), .binary(.or, _, _): return expression
        case .binary(let operation, _, _) where operation.isComparison: return expression
        default: throw failure(CommandError(Phrase.conditionExpected, at: 0..<text.count), in: text, option: option)
        }
    }

    static func zoom(_ text: String, option: String) throws(Failure) -> Zoom {
        if let zoom = Zoom(name: text.lowercased()) { return zoom }
        let prefix = "zoom "
        do throws(CommandError) {
            if case .zoom(.to(let zoom))? = try Command.parse(prefix + text) { return zoom }
        } catch {
            throw failure(error, in: text, option: option, offset: prefix.count)
        }
        throw Failure(Phrase.notALevel(text))
    }

    /// A mistake in an option's text: the option, what is wrong, the text and a mark under the spot.
    static func failure(_ error: CommandError, in text: String, option: String, offset: Int = 0) -> Failure {
        let headline = SafeText("\(option): \(error.message[Surroundings.language])")
        guard let range = error.range else { return Failure([headline]) }
        return Failure([headline] + Excerpt.lines(of: text, at: range.lowerBound - offset))
    }
}

/// A line of text and a mark under one of its characters.
enum Excerpt {
    static func lines(of text: String, at offset: Int) -> [SafeText] {
        let before = SafeText(String(text.prefix(max(0, offset))))
        let after = SafeText(String(text.dropFirst(max(0, offset))))
        return ["    " + before + after, "    " + .repeating(" ", count: before.width) + "^"]
    }
}
