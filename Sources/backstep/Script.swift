import CommandLanguage
import Lessons
import Screen

/// A file of commands, one a line, with `#` comments.
struct Script {
    struct Line {
        /// From 1.
        let number: Int
        let text: String
    }

    private let path: String
    let lines: [Line]

    /// Reads a script and the grammar of all its commands.
    init(path: String) throws(Failure) {
        self.path = path
        let limit = Limits().fileBytes
        let bytes: [UInt8]
        switch FileLoader.contents(of: path, limit: limit) {
        case .success(let read): bytes = read
        case .failure(let failure):
            throw Failure([SafeText("\(path): \(Phrase.cannotLoad(path, failure, limit: limit)[Surroundings.language])")])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure([SafeText("\(path): \(Phrase.notUTF8[Surroundings.language])")])
        }
        var found: [Line] = []
        var mistakes: [SafeText] = []
        let split = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for (index, line) in split.enumerated() {
            let line = Line(number: index + 1, text: String(line))
            do throws(CommandError) {
                if try Command.parse(line.text) != nil { found.append(line) }
            } catch {
                mistakes += Self.lines(path, line, error)
            }
        }
        guard mistakes.isEmpty else { throw Failure(mistakes) }
        lines = found
    }

    /// What went wrong at a line, and where in it.
    func failure(at line: Line, _ error: CommandError) -> Failure { Failure(Self.lines(path, line, error)) }

    private static func lines(_ path: String, _ line: Line, _ error: CommandError) -> [SafeText] {
        let indent = line.text.prefix { $0 == " " || $0 == "\t" }.count
        let place = error.range?.lowerBound ?? indent
        let headline = SafeText("\(path):\(line.number):\(place + 1): \(error.message[Surroundings.language])")
        return [headline] + Excerpt.lines(of: line.text, at: place)
    }
}
