import CommandLanguage
import Debugger
import Lessons
import Screen
import Testing

@testable import Walkthrough

extension Model {
    /// The walkthrough of a lesson, or of a model of these tests, on a screen of 100×30.
    static func of(
        _ name: String = "two-two-one-sigmoid", language: Language = .english, charset: Charset = .unicode,
        size: Size = Size(rows: 30, columns: 100)
    ) throws -> Model {
        try Model(lesson: Places.lesson(name), language: language, charset: charset, size: size)
    }

    /// Presses keys, by their names.
    ///
    /// - Returns: whether one of them left the program.
    @discardableResult
    mutating func press(_ names: String...) throws -> Bool {
        var quits = false
        for name in names {
            let key = try #require(Key(name: name), "\(name)")
            quits = send(.key(key)) || quits
        }
        return quits
    }

    /// Types a text, one character after the other.
    mutating func type(_ text: String) { for character in text { send(.key(.character(character))) } }

    @discardableResult
    mutating func send(_ message: Message) -> Bool {
        let (next, effects) = update(self, message)
        self = next
        return effects.contains(.quit)
    }

    var text: String { view(self).text }
    var said: String { notice?.text.english ?? "" }
    var position: Int { session.position.index }
}
