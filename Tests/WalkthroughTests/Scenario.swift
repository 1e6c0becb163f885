import CommandLanguage
import Foundation
import Lessons
import Screen
import Testing
import Walkthrough

/// Files of this package, found from where this file stands.
enum Places {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    static let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    static let screens = tests.appending(path: "screens")

    /// A lesson by its name, or a model or program of these tests.
    static func lesson(_ name: String) throws -> Lesson {
        for folder in [root.appending(path: "lessons"), tests.appending(path: "models")] {
            let path = folder.appending(path: name + ".yaml").path
            if FileManager.default.fileExists(atPath: path) { return try Lesson.read(path: path, checker: .standard).get() }
        }
        if let lesson = try Programs.lesson(name) { return lesson }
        throw ScenarioError(text: "there is no lesson \(name)")
    }
}

struct ScenarioError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}

/// A file of the `screens` folder: what is done, and the whole screens that come of it.
///
///     # What there is to see.
///     model: two-two-one-sigmoid        a lesson, or a model of these tests
///     without-steps: yes                only the lesson's model
///     language: en                      or zh
///     charset: unicode                  or ascii
///     sizes: 80×24 40×12
///     command: goto delta(h1)           as from a script; `key`, `type` and `command` in any number and order
///     key: → Enter                      keys by their names
///     type: pritn 3                     the characters one by one
///     === 80×24 cursor 23,4
///     …the rows, without the blanks at their ends
struct Scenario: CustomTestStringConvertible {
    let name: String
    private(set) var comment = ""
    private(set) var model = "two-two-one-sigmoid"
    private(set) var isWithoutSteps = false
    private(set) var language = Language.english
    private(set) var charset = Charset.unicode
    private(set) var sizes: [String] = []
    private(set) var messages: [Message] = []
    /// The lines before the first screen, as they are.
    private(set) var script: [String] = []
    /// The screens that are expected, each with its heading.
    private(set) var screens: [[String]] = []

    var testDescription: String { name }

    static func all() throws -> [Scenario] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Places.screens.path)
        return try names.filter { $0.hasSuffix(".txt") }.sorted().map { try Scenario(named: String($0.dropLast(4))) }
    }

    init(named name: String) throws {
        self.name = name
        var text = try String(contentsOf: Places.screens.appending(path: name + ".txt"), encoding: .utf8)
        if text.hasSuffix("\n") { text.removeLast() }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("=== ") {
                screens.append([line])
            } else if !screens.isEmpty {
                screens[screens.count - 1].append(line)
            } else {
                script.append(line)
                try take(line)
            }
        }
    }

    private mutating func take(_ line: String) throws {
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        guard let colon = line.firstRange(of: ": ") else { throw ScenarioError(text: "\(name): \(line)") }
        let value = String(line[colon.upperBound...])
        switch line[..<colon.lowerBound] {
        case "model": model = value
        case "without-steps": isWithoutSteps = value == "yes"
        case "language": language = try #require(Language(rawValue: value))
        case "charset": charset = value == "ascii" ? .ascii : .unicode
        case "sizes": sizes = value.split(separator: " ").map(String.init)
        case "command": messages.append(.command(value))
        case "type": messages += value.map { .key(.character($0)) }
        case "key":
            for word in value.split(separator: " ") {
                messages.append(.key(try #require(Key(name: String(word)), "\(name): \(word)")))
            }
        default: throw ScenarioError(text: "\(name): \(line)")
        }
    }

    /// The screens as they are now, each with its heading.
    func played() throws -> [[String]] {
        var lesson = try Places.lesson(model)
        if isWithoutSteps { lesson = lesson.withoutSteps }
        return try sizes.map { text in
            let numbers = text.split(separator: "×").compactMap { Int($0) }
            let size = Size(rows: try #require(numbers.last), columns: try #require(numbers.first))
            var model = try Model(lesson: lesson, language: language, charset: charset, size: size)
            for message in messages { model = update(model, message).model }
            let frame = view(model)
            let cursor = frame.cursor.map { " cursor \($0.row),\($0.column)" } ?? ""
            return ["=== \(text)\(cursor)"] + frame.lines
        }
    }
}

/// Whole screens, as text, against the files of the `screens` folder.
///
/// With `BACKSTEP_RECORD_SCREENS` set, the files are written anew instead; read what changed before keeping it.
struct ScreenTests {
    @Test("The screens are what they were", arguments: try Scenario.all())
    func screens(scenario: Scenario) throws {
        let played = try scenario.played()
        if ProcessInfo.processInfo.environment["BACKSTEP_RECORD_SCREENS"] != nil {
            let text = (scenario.script + played.flatMap { $0 }).joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: Places.screens.appending(path: scenario.name + ".txt"))
            return
        }
        #expect(scenario.screens.map(\.first) == played.map(\.first))
        for (expected, actual) in zip(scenario.screens, played) where expected != actual {
            let rows = zip(expected, actual).enumerated().filter { $1.0 != $1.1 }
            let differences = rows.map { "\($0): expected |\($1.0)|\n\($0):   actual |\($1.1)|" }
            Issue.record("\(expected[0])\n\(differences.joined(separator: "\n"))")
        }
    }
}
