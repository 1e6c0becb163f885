import CommandLanguage
import Debugger
import Screen
import Testing

@testable import Walkthrough

/// What keys do, outside the prompt.
struct KeyTests {
    @Test func everyKeyWithACommandDoesWhatItsTextDoes() throws {
        for binding in Keymap.all {
            guard let text = binding.command else { continue }
            #expect(try Command.parse(text == "language" ? "language zh" : text) != nil, "\(text)")
            for key in binding.keys where text != "language" {
                var byKey = try Model.of()
                byKey.send(.command("goto 20"))
                var byText = byKey
                let quitsByKey = byKey.send(.key(key))
                let quitsByText = byText.send(.command(text))
                #expect(quitsByKey == quitsByText)
                #expect(byKey.script == byText.script)
                #expect(view(byKey) == view(byText), "\(key.name)")
            }
        }
    }

    @Test func noKeyIsBoundTwice() {
        let keys = Keymap.all.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test func everyKeyAndCommandIsExplainedInBothLanguages() {
        let texts = Keymap.all.map(\.summary) + Keymap.all.compactMap(\.hint) + CommandTable.all.map(\.summary)
        for text in texts {
            #expect(text.english.unicodeScalars.allSatisfy { !(0x4E00...0x9FFF).contains($0.value) } && !text.english.isEmpty)
            #expect(text.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(text.english)")
        }
    }

    @Test(arguments: Zoom.allCases)
    func leftTakesBackWhatRightDid(zoom: Zoom) throws {
        var model = try Model.of()
        model.send(.command("goto epoch 2"))
        model.send(.command("zoom \(zoom.name)"))
        var positions: [Int] = []
        for _ in 0..<5 {
            positions.append(model.position)
            try model.press("→")
        }
        for position in positions.reversed() {
            try model.press("←")
            #expect(model.position == position)
        }
    }

    @Test func theZoomChangesTheStepAndKeepsThePlace() throws {
        var model = try Model.of()
        try model.press("→", "-")
        #expect(model.session.zoom == .operation)
        #expect(model.position == 3)
        #expect(model.text.contains("zoom operation"))
        try model.press("-")
        #expect(model.notice?.kind == .stop)
        #expect(model.said.contains("finest"))
        try model.press("+", "+")
        #expect(model.session.zoom == .neuron)
        #expect(model.position == 3)
        try model.press("→")
        #expect(model.text.contains("a(h1)"))
        for _ in 0..<6 { try model.press("=") }
        #expect(model.session.zoom == .epoch)
        #expect(model.said.contains("coarsest"))
    }

    @Test func theEndsOfTheRunAreStopsWithASentence() throws {
        var model = try Model.of()
        try model.press("←")
        #expect(model.notice?.kind == .stop)
        #expect(model.said.contains("start of the run"))
        try model.press("End")
        #expect(model.session.isAtEnd)
        try model.press("→")
        #expect(model.session.isAtEnd)
        #expect(model.notice?.kind == .stop)
        #expect(model.said.contains("end of the run"))
        #expect(model.text.contains("next: the run ends here"))
    }

    @Test func aKeyWithoutMeaningSaysSo() throws {
        var model = try Model.of()
        let before = model.position
        for key in [Key.character("x"), .function(7), .control("g"), .insert, .character("字")] {
            model.send(.key(key))
            #expect(model.notice?.kind == .stop)
            #expect(model.said.hasPrefix(key.name) && model.said.contains("? lists the keys"))
        }
        #expect(model.position == before)
        #expect(model.script.isEmpty)
    }

    @Test func theStartHasTheSameWeights() throws {
        var model = try Model.of()
        let before = model.session.computation.parameterNames.indices.map { model.session.currentValue(of: $0) }
        model.send(.command("goto epoch 5"))
        #expect(model.session.currentValue(of: 0) != before[0])
        try model.press("Home")
        #expect(model.position == 0)
        #expect(before == before.indices.map { model.session.currentValue(of: $0) })
    }

    @Test func nextAndPreviousPass() throws {
        var model = try Model.of()
        try model.press("n")
        #expect(model.text.contains("forward"))
        #expect(model.session.reading(.loss)?.value != nil)
        try model.press("n", "n")
        #expect(model.position == 56)
        try model.press("p", "p", "p")
        #expect(model.position == 0)
    }

    @Test func whatTheLastStepComputedIsLit() throws {
        var model = try Model.of()
        try model.press("→")
        let frame = view(model)
        let changed = (0..<30).flatMap { frame.row($0).filter { $0.style.role == .changed }.map(\.text) }.joined()
        #expect(changed.contains("0.52000"))
        try model.press("→")
        let later = view(model)
        let now = (0..<30).flatMap { later.row($0).filter { $0.style.role == .changed }.map(\.text) }.joined()
        #expect(now.contains("0.62715") && !now.contains("0.52000"))
    }

    @Test func theLanguageSwitches() throws {
        var model = try Model.of()
        try model.press("L")
        #expect(model.language == .chinese)
        #expect(model.text.contains("课程") && model.text.contains("小网络"))
        try model.press("L")
        #expect(model.language == .english)
        model.send(.command("language zh"))
        #expect(model.language == .chinese)
        var plain = try Model.of(charset: .ascii)
        try plain.press("L")
        #expect(plain.language == .english)
        #expect(plain.said.contains("UTF-8"))
    }

    @Test func pagesScrollAndClose() throws {
        var model = try Model.of(size: Size(rows: 24, columns: 80))
        try model.press("?")
        let overlay = try #require(model.overlay)
        #expect(overlay.top == 0)
        try model.press("↓", "PageDown")
        #expect(try #require(model.overlay).top > 1)
        for _ in 0..<4 { try model.press("PageDown") }
        #expect(model.text.contains("quit"))
        try model.press("x")
        #expect(model.overlay == nil)
        try model.press("c")
        #expect(model.text.contains("All 9 gradients agree"))
        // It scrolls nothing away: the rows are chosen from.
        try model.press("↑")
        #expect(model.overlay != nil)
        #expect(try model.press("Ctrl-C"))
    }

    @Test func aSearchPausesAndSaysWhyItStopped() throws {
        var model = try Model.of()
        model.player.session.batchesPerMove = 1
        model.send(.command("break when epoch == 3"))
        var (next, effects) = update(model, .key(.character(">")))
        #expect(effects == [.resume] && next.notice?.kind == .progress)
        let stopped = update(next, .key(.escape))
        #expect(stopped.effects.isEmpty && !stopped.model.session.isSearching)
        while effects.contains(.resume) { (next, effects) = update(next, .resume) }
        #expect(next.notice?.text.english == "Breakpoint 1: when epoch == 3: it holds here")
        #expect(next.session.tree.moment(of: next.position - 1).epoch == 2)
        model = update(next, toEndOf: "reverse-continue").model
        #expect(model.position == 0 && model.notice?.text == Phrase.atStart)
    }

    @Test func theScriptOfASessionLeadsToTheSamePlace() throws {
        var model = try Model.of()
        try model.press("→", "→", "-", "→", "x", "n", "+", "+", "→", "←", "Enter", "Enter", "→")
        model.send(.command("set w11 = 0.5"))
        try model.press("→", "p", "u", "→", "Enter", "Backspace", "L")
        try model.press(":")
        model.type("goto delta(h2)")
        try model.press("Enter")
        var replayed = try Model.of()
        for line in model.script { replayed.send(.command(line)) }
        #expect(replayed.session.bookmark == model.session.bookmark)
        #expect(replayed.player.stepIndex == model.player.stepIndex)
        #expect(replayed.language == model.language)
        #expect(view(replayed) == view(model))
    }
}
