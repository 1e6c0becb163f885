import CommandLanguage
import Screen
import Testing
import Walkthrough

/// The glossary on a terminal without Unicode, and in the walkthrough.
struct GlossarySpellingTests {
    @Test(arguments: Glossary.entries.map(\.term.english))
    func inASCIIEverySignHasASpelling(term: String) throws {
        let lines = try Glossary.lines(about: term).map { Charset.ascii.spell(SafeText($0.english)).string }
        for line in lines { #expect(line.utf8.allSatisfy { $0 < 0x80 } && !line.contains("?"), "\(line)") }
        // A sign's word must not run into a name: √v is no sqrtv, Σw no sumw.
        for line in lines { #expect(line.firstMatch(of: /\b(sum(?!s\b)|sqrt|eta|lambda)[a-z]/) == nil, "\(line)") }
    }

    @Test func theWalkthroughExplainsAndSuggests() throws {
        var model = try Model.of("two-two-one-linear")
        try model.press(":")
        model.type("explain gradeint")
        try model.press("Enter")
        #expect(model.said.contains("did you mean gradient?") && model.prompt?.mistake == 8..<16)
        model = update(model, .command("language zh")).model
        model = update(model, .command("explain 梯度")).model
        #expect(model.text.contains("梯度（gradient）") && model.text.contains("grad(w) = ∂L/∂w"))
        #expect(update(model, .command("help explain")).model.text.contains("explain [WORD]"))
    }
}
