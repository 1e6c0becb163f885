import CommandLanguage
@testable import Lessons
import NeuralNetwork
import Screen
import TestNetworks
import Testing

@testable import Walkthrough

/// Whatever is pressed and however large the window is, the screen is whole.
struct RandomKeyTests {
    private static let keys: [Key] =
        Keymap.all.flatMap(\.keys).filter { $0 != .character("q") && $0 != .interrupt }
        + [
            .escape, .tab, .delete, .control("u"), .control("w"), .control("x"), .insert, .function(5), .backTab,
            .character("7"), .character("."), .character("("), .character("字"), .character("é"), .character("\u{7}"),
            .character("\u{202E}"), .character("👩‍👩‍👧"), .character("w"), .character("g"),
        ]
    private static let commands = [
        "goto end", "goto start", "goto epoch 2", "zoom operation", "zoom epoch", "set eta = 1e9", "undo", "info run",
        "print L", "help zoom", "lesson 1", "answer 3", "compare", "language zh", "language en", "step 3 pass", "back 7",
        "", "nonsense", "print δ(字)",
    ]

    /// Networks and programs of many shapes.
    private static func runs(_ generator: inout SeededGenerator) throws -> [TrainingRun] {
        [
            try Programs.recurrent(samples: 3), try Programs.adversarial(), try Programs.random(60, reach: 50, using: &generator),
            Networks.twoTwoOne(.sigmoid),
            Networks.random(sizes: [1, 1], activation: .relu, using: &generator),
            Networks.random(sizes: [3, 30, 2], activation: .tanh, samples: 5, batchSize: 2, using: &generator),
            Networks.random(sizes: [2, 3, 3, 3, 3, 2], activation: .identity, samples: 2, batchSize: 2, using: &generator),
            Networks.random(sizes: [40, 1], activation: .sigmoid, using: &generator),
        ]
    }

    @Test("No screen is torn", arguments: Array(0..<4))
    func random(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var lessons = [try Places.lesson("two-two-one-sigmoid"), try Places.lesson("two-two-one-linear")]
        lessons += try Self.runs(&generator).map {
            Lesson(
                title: Localized("A title 标题 \u{1B}[2J", "标题"), about: nil, source: nil, run: $0, steps: [], warnings: [])
        }
        for (number, lesson) in lessons.enumerated() {
            let charset: Charset = Bool.random(using: &generator) ? .unicode : .ascii
            var model = try Model(
                lesson: lesson, language: Language.allCases.randomElement(using: &generator) ?? .english,
                charset: charset, size: size(&generator))
            var done: [String] = []
            for _ in 0..<80 {
                let message = self.message(&generator)
                done.append("\(message)")
                model.send(message)
                if let mistake = mistake(in: view(model), of: model) {
                    Issue.record("lesson \(number), \(charset), \(model.size): \(mistake), after \(done)")
                    return
                }
            }
        }
    }

    private func size(_ generator: inout SeededGenerator) -> Size {
        Size(rows: .random(in: 1...60, using: &generator), columns: .random(in: 1...200, using: &generator))
    }

    private func message(_ generator: inout SeededGenerator) -> Message {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<2: .resize(size(&generator))
        case 2: .command(Self.commands.randomElement(using: &generator) ?? "")
        default: .key(Self.keys.randomElement(using: &generator) ?? .right)
        }
    }

    /// What is wrong with a frame, if anything is.
    private func mistake(in frame: Frame, of model: Model) -> String? {
        guard frame.size == model.size else { return "a frame of \(frame.size)" }
        for number in 0..<frame.size.rows {
            let row = Array(frame.row(number))
            if row.reduce(0, { $0 + $1.width }) != frame.size.columns { return "row \(number) has the wrong width" }
            for (column, cell) in row.enumerated() {
                if cell.width == 2, column + 1 == row.count || row[column + 1].width != 0 { return "half a character in row \(number)" }
                if cell.width == 0, column == 0 || row[column - 1].width != 2 { return "a half character in row \(number)" }
            }
            let text = row.map(\.text).joined()
            if SafeText(text).string != text { return "unsafe text in row \(number)" }
            if model.charset == .ascii, !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        }
        if let cursor = frame.cursor, frame[cursor.row, cursor.column] == nil { return "the cursor is outside" }
        return nil
    }
}
