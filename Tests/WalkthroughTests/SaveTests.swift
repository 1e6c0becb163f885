import CommandLanguage
import Testing

@testable import Walkthrough

/// Saving and sourcing in the walkthrough, without any file.
struct SaveTests {
    @Test func theFileLeadsAnotherWalkthroughHere() throws {
        var model = try Model.of()
        try model.press("Enter", "Enter", "→", "→")
        for line in ["set w11 = 0.5", "step 2 epoch", "set x1 = 0.25", "break update", "display L", "step 4", "zoom layer"] {
            model.send(.command(line))
        }
        let (saved, effects) = update(model, .command("save here.txt"))
        guard case .save("here.txt", let text, overwrites: false)? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        let lines = text.split(separator: "\n").enumerated().map { ScriptLine(file: "here.txt", number: $0 + 1, text: String($1)) }
        var other = try Model.of()
        #expect(update(other, .command("source here.txt")).effects == [.source(path: "here.txt")])
        var (next, left) = update(other, .script(lines))
        while left.contains(.resume) { (next, left) = update(next, .resume) }
        other = next
        #expect(other.notice?.kind != .error, "\(other.said)")
        #expect(other.session.bookmark == saved.session.bookmark)
        #expect(other.player.stepIndex == saved.player.stepIndex)
        #expect(other.session.displayLines == saved.session.displayLines)
        #expect(other.session.breakpoints.all.map(\.text) == ["update"])
    }

    @Test func aMistakeEndsTheScriptAndSaysWhere() throws {
        var (model, effects) = update(
            try Model.of(),
            .script(["step", "print w99", "step"].enumerated().map { ScriptLine(file: "s.txt", number: $0 + 5, text: $1) }))
        while effects.contains(.resume) { (model, effects) = update(model, .resume) }
        #expect(model.said == "s.txt:6: nothing here is called w99")
        #expect(model.queue.isEmpty)
        #expect(model.position == 3)
    }

    @Test func escapeEndsTheScript() throws {
        let lines = Array(repeating: ScriptLine(file: "s.txt", number: 1, text: "step"), count: 9)
        let (begun, effects) = update(try Model.of(), .script(lines))
        #expect(effects == [.resume])
        let (model, left) = update(update(begun, .resume).model, .key(.escape))
        #expect(left.isEmpty && model.queue.isEmpty && model.position == 3)
    }

    @Test func aScriptThatCallsItselfEnds() throws {
        var (model, effects) = update(try Model.of(), .command("source self.txt"))
        var rounds = 0
        while !effects.isEmpty, rounds < 1000 {
            rounds += 1
            let isAsked = effects.contains(.source(path: "self.txt"))
            let message: Message = isAsked ? .script([ScriptLine(file: "self.txt", number: 1, text: "source self.txt")]) : .resume
            (model, effects) = update(model, message)
        }
        #expect(rounds < 100 && model.notice?.text == Phrase.tooManyScripts(8))
    }
}
