import CommandLanguage
import Testing

@testable import Lessons

@Test(arguments: [
    ("0", 0), ("-0.5", -0.5), ("+1", 1), (".5", 0.5), ("5.", 5), ("1e-3", 0.001), ("1E+2", 100), ("12.50", 12.5),
    ("1.7976931348623157e308", .greatestFiniteMagnitude), ("5e-324", .leastNonzeroMagnitude), ("0e999", 0),
])
func numbersRead(text: String, value: Double) throws {
    #expect(try NumberGrammar.number(text).get() == value)
}

@Test(arguments: [
    ("1e400", "too large"), ("-1e400", "too large"), ("1e-400", "too close to 0"), (".inf", "finite"),
    ("-.INF", "finite"), (".nan", "finite"), ("inf", "finite"), ("nan", "finite"), ("0x1", "write `1`"),
    ("-0x1F", "write `-31`"), ("0777", "write `777`"), ("-00.5", "write `-0.5`"), ("0,5", "write `0.5`"),
    ("1_000", "write `1000`"), ("−0.3", "write `-0.3`"), ("１．５", "write `1.5`"), ("1/4", "write `0.25`"),
    ("190:20:30", "not a number"), ("", "not a number"), (".", "not a number"), ("-", "not a number"),
    ("1e", "not a number"), ("1 2 x", "not a number"), ("0x1p4", "not a number"), ("1.2.3", "not a number"),
    ("true", "not a number"), ("infinity", "finite"), ("1e5.0", "not a number"), ("٣", "not a number"),
])
func whatIsNoNumberSaysWhatToWrite(text: String, words: String) throws {
    let mistake = try #require(throws: NumberGrammar.Mistake.self) { try NumberGrammar.number(text).get() }
    #expect(mistake.message.english.contains(words))
}

@Test func integersReadWithinTheirRange() throws {
    #expect(try NumberGrammar.integer("18446744073709551615", in: 0...UInt64.max).get() == UInt64.max)
    #expect(try NumberGrammar.integer("1", in: 1...1).get() == 1)
    for (text, words) in [
        ("0", "it can be 1 to 9"), ("10", "it can be 1 to 9"), ("-1", "it can be 1 to 9"), ("2.0", "write `2`"),
        ("2.5", "a whole number from 1 to 9"), ("007", "write `7`"), ("1e400", "a whole number"),
        ("99999999999999999999", "it can be"), ("two", "a whole number"), ("0x2", "write `2`"),
    ] {
        let mistake = try #require(throws: NumberGrammar.Mistake.self) {
            try NumberGrammar.integer(text, in: 1...9).get()
        }
        #expect(mistake.message.english.contains(words), "\(text): \(mistake.message.english)")
    }
}

@Test func namesAreLettersDigitsAndUnderscores() {
    for name in ["w11", "θ", "隐藏1", "a_b", "é", "e\u{301}", String(repeating: "n", count: 64)] {
        #expect(NameRegistry.isName(name), "\(name)")
    }
    for name in ["", "1a", "_a", "a b", "a-b", "w[1]", "a\u{200B}", "a\u{1B}", "x₁", String(repeating: "n", count: 65)] {
        #expect(!NameRegistry.isName(name), "\(name)")
    }
}

private func rows(_ text: String) throws -> [[String]] {
    var csv = CSV(text)
    var rows: [[String]] = []
    while let row = try csv.next() { rows.append(row.map(\.text)) }
    return rows
}

@Test func csvReadsAsTheStandardHasIt() throws {
    #expect(try rows("a,b\n1,2\n") == [["a", "b"], ["1", "2"]])
    #expect(try rows("a,b\r\n1,2") == [["a", "b"], ["1", "2"]])
    #expect(try rows("\"a,\"\"b\"\"\r\nc\" ,d") == [["a,\"b\"\r\nc", "d"]])
    #expect(try rows(" a ,\t b\n") == [["a", "b"]])
    #expect(try rows(",\n\n") == [["", ""], [""]])
    #expect(try rows("") == [])
    for (text, place) in [("a\"b", "1:2"), ("x\n\"a\"b", "2:4"), ("x,\"a\n", "1:3")] {
        let failure = try #require(throws: CSV.Failure.self) { try rows(text) }
        #expect(failure.mark.description == place)
    }
}

@Test func linesAreFoundWhateverEndsThem() {
    let text = SourceText(Array("a\r\nbc\rd\n\n".utf8))
    #expect(text.lineCount == 5)
    #expect((1...6).map(text.line) == ["a", "bc", "d", "", "", ""])
    #expect(text.clamped(SourceMark(line: 9, column: 4)) == SourceMark(line: 3, column: 2))
    #expect(text.clamped(SourceMark(line: 2, column: 99)) == SourceMark(line: 2, column: 3))
    #expect(text.clamped(SourceMark(line: 0, column: 0)) == SourceMark(line: 1, column: 1))
}
