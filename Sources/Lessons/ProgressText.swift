import Foundation

/// Progress as the text of a file, JSON with a version:
///
///     {"version": 1, "lessons": {"one-update": {"step": 6, "steps": 14, "answered": [3], "done": false, "last": 1790000000}}}
extension CourseProgress {
    /// The version that this program writes.
    public static let version = 1
    /// No file of ours comes near this size, in bytes.
    public static let largestFile = 1 << 20

    /// What the bytes of a file turn out to be.
    public enum Reading: Sendable, Equatable {
        case good(CourseProgress)
        /// A later program's, which may keep more than is known here: what can be understood of it.
        case newer(CourseProgress)
        case damaged
    }

    public static func read(_ bytes: Data) -> Reading {
        guard bytes.count <= largestFile, let head = try? JSONDecoder().decode(Head.self, from: bytes), head.version > 0 else {
            return .damaged
        }
        let file = try? JSONDecoder().decode(File.self, from: bytes)
        if head.version > version { return .newer(CourseProgress(file)) }
        return file == nil ? .damaged : .good(CourseProgress(file))
    }

    /// The text of the file, which is the same whenever the progress is.
    public func text() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        let lessons = entries.mapValues {
            Line(step: $0.step, steps: $0.steps, answered: $0.answered, done: $0.isDone, last: $0.last)
        }
        return try encoder.encode(File(version: Self.version, lessons: lessons)) + [UInt8(ascii: "\n")]
    }

    private init(_ file: File?) {
        entries = (file?.lessons ?? [:]).mapValues { line in
            // What cannot be was written by hand, and is brought to what can.
            let steps = max(1, line.steps)
            let answered = Set(line.answered.filter { (1...steps).contains($0) }).sorted()
            return Entry(step: min(max(1, line.step), steps), steps: steps, answered: answered, isDone: line.done, last: line.last)
        }
    }

    private struct Head: Codable { let version: Int }

    private struct File: Codable {
        let version: Int
        let lessons: [String: Line]
    }

    private struct Line: Codable {
        let step: Int
        let steps: Int
        let answered: [Int]
        let done: Bool
        let last: Int
    }
}
