import CommandLanguage
import Foundation
import Testing

/// What a lesson gives a name to can be looked up, and so can the articles that it cites.
struct IntroducedWordsTests {
    /// A lesson's file on one line.
    private func text(_ name: String) throws -> String {
        let file = Places.root.appending(path: "lessons/\(name).yaml")
        return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("English: called a …, up to a stop", arguments: Places.lessonNames)
    func english(name: String) throws {
        for match in try text(name).matches(of: /called (?:an? |the |its )?([A-Za-z-]+(?: [A-Za-z-]+){0,2})[.,;:]/) {
            let words = match.1.split(separator: " ")
            // x and t are names of the model's, no words.
            guard words.allSatisfy({ $0.count > 1 }) else { continue }
            #expect(Glossary.entry(for: String(match.1)) != nil, "\(match.1)")
        }
    }

    @Test("Chinese: 叫 … and 称为 …, up to a stop", arguments: Places.lessonNames)
    func chinese(name: String) throws {
        for match in try text(name).matches(of: /(?:叫做|叫作|叫|称为|称作)(?:一[个次])?([\u{4E00}-\u{9FFF}]{1,8})[，。；：（）、 ]/) {
            let word = match.1.hasPrefix("一") ? match.1.dropFirst() : match.1
            // 叫一个 names nothing.
            guard word != "个" else { continue }
            #expect(Glossary.entry(for: String(word)) != nil, "\(match.1)")
        }
    }

    @Test("The articles by their letters", arguments: Places.lessonNames)
    func articles(name: String) throws {
        for match in try text(name).matches(of: /\bD[0-9]\b/) { #expect(Glossary.entry(for: String(match.0)) != nil, "\(match.0)") }
    }

    @Test(arguments: [
        ("批次", "batch"), ("小批量", "batch"), ("标准差", "standard deviation"), ("deviation", "standard deviation"),
        ("范数", "norm"), ("gradnorm", "norm"), ("前向差分", "forward difference"), ("D3", "D3"),
    ])
    func wordsOfTheLessons(word: String, term: String) { #expect(Glossary.entry(for: word)?.term.english == term) }
}
