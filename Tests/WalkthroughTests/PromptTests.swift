import CommandLanguage
import Screen
import Testing

@testable import Walkthrough

/// The line after `:`.
struct PromptTests {
    private func open(_ text: String = "") throws -> Model {
        var model = try Model.of()
        try model.press(":")
        model.type(text)
        return model
    }

    private func line(_ model: Model) -> String { model.prompt?.string ?? "closed" }

    @Test func aCommandIsTypedAndCarriedOut() throws {
        var model = try open("goto z(h2)")
        #expect(model.position == 0)
        try model.press("Enter")
        #expect(model.prompt == nil)
        #expect(model.position == 7)
        #expect(model.history == ["goto z(h2)"])
        #expect(model.script == ["goto z(h2)"])
    }

    @Test func theLineIsEdited() throws {
        var model = try open("print wll1 + 2")
        try model.press("Home", "→", "→", "→", "→", "→", "→", "→", "Delete", "Delete")
        model.type("1")
        #expect(line(model) == "print w11 + 2")
        try model.press("End", "Backspace", "Backspace")
        #expect(line(model) == "print w11 +")
        try model.press("Ctrl-W")
        #expect(line(model) == "print w11 ")
        try model.press("Ctrl-A", "Ctrl-K")
        #expect(line(model) == "")
        model.type("abc")
        try model.press("←", "Ctrl-U")
        #expect(line(model) == "c")
        #expect(model.prompt?.cursor == 0)
        #expect(view(model).cursor == Point(row: 29, column: 1))
        try model.press("Delete", "Backspace")
        #expect(model.prompt == nil)
    }

    @Test func escapeClosesAndDoesNothing() throws {
        for key in ["Esc", "Ctrl-C"] {
            var model = try open("goto end")
            #expect(!(try model.press(key)))
            #expect(model.prompt == nil)
            #expect(model.position == 0)
            #expect(model.script.isEmpty)
        }
        var empty = try open("   ")
        try empty.press("Enter")
        #expect(empty.prompt == nil)
        #expect(empty.notice == nil)
    }

    @Test func theHistoryKeepsWhatIsBeingTyped() throws {
        var model = try Model.of()
        for text in ["step", "zoom in", "zoom in", "back"] {
            try model.press(":")
            model.type(text)
            try model.press("Enter")
        }
        #expect(model.history == ["step", "zoom in", "back"])
        try model.press(":")
        model.type("pri")
        try model.press("↑")
        #expect(line(model) == "back")
        try model.press("↑", "↑", "↑", "↑")
        #expect(line(model) == "step")
        try model.press("↓", "↓", "↓")
        #expect(line(model) == "pri")
        try model.press("↓")
        #expect(line(model) == "pri")
    }

    @Test func tabGoesThroughTheCompletionsAndRound() throws {
        var model = try open("zoom ")
        try model.press("Tab")
        #expect(line(model) == "zoom in")
        #expect(model.text.contains("operation") && model.text.contains("epoch"))
        var seen = [line(model)]
        for _ in 0..<9 {
            try model.press("Tab")
            seen.append(line(model))
        }
        #expect(Set(seen).count == 10)
        try model.press("Tab")
        #expect(line(model) == "zoom in")
        try model.press("Enter")
        #expect(model.session.zoom == .operation)
        var names = try open("print delta(")
        try names.press("Tab")
        #expect(line(names).hasPrefix("print delta(h1"))
        var none = try open("xyz")
        try none.press("Tab")
        #expect(line(none) == "xyz")
    }

    @Test(arguments: [
        ("pritn w11", 0), ("print delta(h9)", 12), ("print w11 +", 11), ("goto 99999999", 0), ("step 0", 5),
        ("set q = 1", 4), ("print δ(h1)", 6),
        // What is typed next goes on with an answer.
        ("answer 0.5 0.6", 14),
    ])
    func aMistakeKeepsTheLineWithTheCursorThere(text: String, place: Int) throws {
        var model = try open(text)
        try model.press("Enter")
        #expect(line(model) == text)
        #expect(model.notice?.kind == .error)
        if text.hasPrefix("goto") {
            #expect(model.prompt?.cursor == text.count)
        } else {
            #expect(model.prompt?.cursor == place, "\(model.said)")
        }
        #expect(model.script.isEmpty)
        #expect(model.position == 0)
        try model.press("Esc")
        #expect(model.notice == nil)
        // The line can be had back, to mend it.
        try model.press(":", "↑")
        #expect(line(model) == text)
    }

    @Test func aTenThousandCharacterCommandIsCutWithAWord() throws {
        var model = try open()
        model.type(String(repeating: "((((((((1+", count: 1000))
        #expect(line(model).count == 1000)
        #expect(model.said.contains("left out"))
        let frame = view(model)
        #expect(frame.cursor?.row == 29)
        #expect(try #require(frame.cursor).column < 100)
        try model.press("Enter")
        #expect(model.notice?.kind == .error)
        #expect(view(model).lines.count == 30)
        // From a script, it comes whole.
        model.send(.command("print " + String(repeating: "1+", count: 5000) + "1"))
        #expect(model.notice?.kind == .error)
    }

    @Test func theWindowMayChangeAtAnyTime() throws {
        var model = try open("print delta(h9)")
        try model.press("Enter")
        for (rows, columns) in [(24, 80), (12, 40), (5, 5), (0, 0), (1, 1), (60, 200), (30, 100)] {
            model.send(.resize(Size(rows: rows, columns: columns)))
            let frame = view(model)
            #expect(frame.size == Size(rows: rows, columns: columns))
            #expect(line(model) == "print delta(h9)")
            if rows >= 12 && columns >= 40 { #expect(frame.lines[rows - 1] == ":print delta(h9)") }
        }
        try model.press("Esc", "?")
        model.send(.resize(Size(rows: 12, columns: 40)))
        #expect(model.text.contains("keys"))
    }

    @Test func charactersOfTwoColumnsKeepTheCursorRight() throws {
        var model = try open("print 汉字")
        #expect(view(model).cursor == Point(row: 29, column: 11))
        try model.press("←")
        #expect(view(model).cursor == Point(row: 29, column: 9))
    }
}
