import Foundation
import TestNetworks
import Testing

@testable import Lessons

private func parse(_ text: String) -> (value: YAMLValue?, problems: [Problem]) {
    let collector = ProblemCollector(file: "f", bytes: Array(text.utf8))
    let value = StrictYAML.read(Array(text.utf8), limits: Limits(), into: collector)
    return (value, collector.problems)
}

private func texts(_ value: YAMLValue?) -> [String] {
    switch value?.content {
    case .scalar(let text, _): [text]
    case .sequence(let values): values.flatMap { texts($0) }
    case .mapping(let pairs): pairs.flatMap { [$0.key] + texts($0.value) }
    case nil: []
    }
}

@Test func starsAndQuestionMarksInTextsAreTexts() {
    let yaml = """
        # *not an alias, &not an anchor, ? no key
        say: Is 2 * 3
          *really* 6? & so on
        quoted: "*a &b ? c: d"
        'single*': '*a ? b'
        block: |
          *star
          ? mark
        folded: >
          *star
        list: [a*b, "*c", why?, x ?]
        brackets: "w[1]: a} : b"
        """
    let (value, problems) = parse(yaml)
    #expect(problems.isEmpty)
    #expect(
        texts(value) == [
            "say", "Is 2 * 3 *really* 6? & so on", "quoted", "*a &b ? c: d", "single*", "*a ? b", "block",
            "*star\n? mark\n", "folded", "*star\n", "list", "a*b", "*c", "why?", "x ?", "brackets",
            "w[1]: a} : b",
        ])
}

@Test(arguments: [
    ("*a", "1:1"), ("a: *b", "1:4"), ("- *b", "1:3"), ("[x, *b]", "1:5"), ("{*a : b}", "1:2"), ("{a: *b}", "1:5"),
    ("<<: *b", "1:5"), ("a:\n  *b", "2:3"), ("*a: b", "1:1"), ("--- *a", "1:5"),
])
func everyAliasIsFound(yaml: String, place: String) {
    let (_, problems) = parse(yaml)
    #expect(problems.map(\.mark.description) == [place])
    #expect(problems.first?.message.english.contains("alias") == true)
}

@Test(arguments: [
    ("[a]: b", "1:1"), ("{a: b} : c", "1:1"), ("x: {[a]: b}", "1:5"), ("x: 1\n[a]: b", "2:1"), ("- [a]: b", "1:3"),
    ("x: 1\n{a: b}: c", "2:1"), ("? [a]\n: b", "1:3"), ("? - a\n: b", "1:3"), ("{? {a: b} : c}", "1:4"),
])
func aKeyThatIsNoNameIsFound(yaml: String, place: String) {
    let (_, problems) = parse(yaml)
    #expect(problems.map(\.mark.description) == [place])
    #expect(problems.first?.message.english.contains("`key: value`") == true)
    #expect(problems.first?.message.english.contains("colon is missing") == false)
}

/// YAML's long form of a key says the same as the short one.
@Test(arguments: ["a: b", "? a\n: b", "{? a: b}", "{? a : b}", "? \"a\"\n: b"])
func aKeyIsATextInEitherForm(yaml: String) {
    let (value, problems) = parse(yaml)
    #expect(problems.isEmpty)
    #expect(texts(value) == ["a", "b"])
}

@Test func everySecondKeyIsFound() {
    let (value, problems) = parse("a: 1\n\"b*\": 2\nb*: 3\na: 4\nc: {d: 1, d: 2}\n\"\\x61\": 5\n")
    #expect(problems.map(\.mark.description) == ["3:1", "4:1", "5:11", "6:1"])
    #expect(problems.map(\.message.english.first) == Array(repeating: "t", count: 4))
    #expect(problems[0].message.english.contains("`b*` is given twice (first in line 2)"))
    #expect(texts(value) == ["a", "1", "b*", "2", "c", "d", "1"])
}

@Test(arguments: [
    "\u{7F}", "\u{0}", "\u{1B}[2J", "\u{9B}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "a: \u{202E}\u{8}",
])
func charactersThatNoTextFileHasAreMistakes(text: String) {
    #expect(parse("a: b\nc: \(text)\n").problems.contains { $0.severity == .error && $0.line == 2 })
}

@Test func aByteOrderMarkIsNoMistake() {
    #expect(texts(parse("\u{FEFF}a: b").value) == ["a", "b"])
}

/// Texts of up to 1 MiB that are built to be slow: each takes seconds in a debug build, and a reader that is
/// quadratic in the text does not come to an end.
@Test(
    arguments: [
        String(repeating: "[", count: 1 << 20),
        String(repeating: "{", count: 900) + String(repeating: "a,", count: 100_000),
        String(repeating: "? ", count: 1 << 19),
        String(repeating: "- ", count: 1 << 19),
        String(repeating: "a: ", count: 300_000),
        String(repeating: "\"", count: 1 << 20),
        String(repeating: "*a ", count: 300_000),
        String(repeating: "&a ", count: 300_000),
        String(repeating: "a: 1\n", count: 200_000),
        String(repeating: "a", count: 1 << 20),
        "a: [" + String(repeating: "*b, ", count: 250_000) + "]",
        String(
            repeating: String(repeating: "[", count: 250) + "x" + String(repeating: "]: 1", count: 150)
                + String(repeating: "]", count: 100) + ": 1\n", count: 1000),
        String(repeating: "a\n", count: 1 << 19), String(repeating: "\t", count: 1 << 20),
        String(repeating: "#\n", count: 1 << 19), String(repeating: "---\n", count: 1 << 18),
    ])
func slowTextsAreRead(text: String) {
    _ = parse(text)
}

/// Thousands of damaged copies of a good lesson: each is a lesson or has mistakes at places that exist.
@Test(arguments: 1...8) func damagedLessonsAreAnswered(seed: UInt64) throws {
    let good = Array(try Data(contentsOf: URL(fileURLWithPath: model("two-two-one.yaml"))))
    let pieces = [
        "*", "&a ", "? ", "- ", ": ", "[", "]", "{", "}", "\"", "'", "|", ">", "#", "\t", "\n", "  ", "!", "%", "@",
        ",", "1e400", ".inf", "---\n", "\u{1B}", "\\x1b", "δ", "网", "csv: x", "<<: ", "null", "~", "\u{E000}",
    ].map { Array($0.utf8) }
    var generator = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15)
    for _ in 0..<500 {
        var bytes = good
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let end = min(bytes.count, place + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
            case 3: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: place)
            default: bytes.replaceSubrange(place..<end, with: pieces.randomElement(using: &generator) ?? [])
            }
        }
        guard case .failure(let failure) = Lesson.read(bytes: bytes, file: "f", loader: .none) else { continue }
        let source = SourceText(bytes)
        #expect(failure.problems.contains { $0.severity == .error })
        for problem in failure.problems {
            #expect((1...source.lineCount).contains(problem.line))
            #expect((1...source.line(problem.line).unicodeScalars.count + 1).contains(problem.column))
            #expect(!problem.text(in: .chinese) { $0 }.isEmpty)
        }
    }
}

/// Damaged CSV files: rows of numbers or mistakes in range.
@Test func damagedCSVFilesAreAnswered() throws {
    let good = Array("x1,x2,t\n0.5,0.8,1\n\"1\",2,3\n".utf8)
    var generator = SeededGenerator(seed: 7)
    let data = "  csv: d.csv\n  inputs: [x1, x2]\n  targets: [t]\n"
    let lesson = try String(contentsOfFile: model("two-two-one.yaml"), encoding: .utf8)
        .replacingOccurrences(of: "  samples:\n    - {inputs: [0.5, 0.8], targets: [1.0]}\n", with: data)
    for _ in 0..<1000 {
        var bytes = good
        for _ in 0..<3 {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] = [0, 10, 13, 34, 44, 45, 46, 49, 0x80, 0xFF, 101].randomElement(using: &generator) ?? 0
        }
        let damaged = bytes
        let loader = FileLoader { _, _ in .success(damaged) }
        guard case .failure(let failure) = Lesson.read(bytes: Array(lesson.utf8), file: "f", loader: loader) else {
            continue
        }
        let source = SourceText(damaged)
        for problem in failure.problems where problem.file == "d.csv" {
            #expect((1...source.lineCount).contains(problem.line))
            #expect((1...source.line(problem.line).unicodeScalars.count + 1).contains(problem.column))
        }
    }
}
