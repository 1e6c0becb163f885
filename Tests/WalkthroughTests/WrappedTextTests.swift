import CommandLanguage
import Foundation
import Lessons
import Screen
import Testing

@testable import Walkthrough

/// Formulas in a lesson's texts stay on one line wherever a line between words is full enough.
struct WrappedTextTests {
    private static let names: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: Places.root.appending(path: "lessons").path)
        return (files ?? []).filter { $0.hasSuffix(".yaml") && $0 != CourseFile.fileName }.map { String($0.dropLast(5)) }.sorted()
    }()

    private static let operators: Set<String> = ["=", "≈", "+", "−", "-", "·", "×", "*", "/", "<", ">", "≤", "≥", "≠"]

    /// How many columns of a line stand before the last place between two words, or beside a wide character.
    private func columnsBeforeLastWord(of line: String) -> Int {
        let characters = Array(line)
        var last = 0
        var columns = 0
        for (place, character) in characters.enumerated() {
            let isAfterSpace = place > 0 && characters[place - 1] == " "
            if isAfterSpace {
                let before = line.prefix(place).split(separator: " ").last.map(String.init) ?? ""
                let after = line.dropFirst(place).split(separator: " ").first.map(String.init) ?? ""
                if !Self.operators.contains(before), !Self.operators.contains(after) { last = columns }
            } else if place > 0, SafeText(character).width == 2, SafeText(characters[place - 1]).width == 2,
                !"，。、；：？！）”".contains(character), !"（“".contains(characters[place - 1])
            {
                last = columns
            }
            columns += SafeText(character).width
        }
        return last
    }

    @Test("No formula is torn where the line could end before it", arguments: names)
    func lessons(name: String) throws {
        for step in try Places.lesson(name).steps {
            for text in [step.say, step.ask?.question].compactMap({ $0 }) {
                for language in Language.allCases {
                    for width in [76, 40, 36] { check(SafeText(text[language], keepingNewlines: true), width) }
                }
            }
        }
    }

    private func check(_ text: SafeText, _ width: Int) {
        for paragraph in text.lines {
            let lines = wrap(paragraph, width: width).map(\.string)
            let ink = { (string: String) in string.filter { $0 != " " } }
            #expect(ink(lines.joined()) == ink(paragraph.string))
            for (line, next) in zip(lines, lines.dropFirst()) {
                let end = line.split(separator: " ").last.map(String.init) ?? ""
                let beginning = next.split(separator: " ").first.map(String.init) ?? ""
                guard Self.operators.contains(end) || Self.operators.contains(beginning) else { continue }
                #expect(2 * columnsBeforeLastWord(of: line) < width, "\(width): \(line) | \(next)")
            }
        }
    }
}
