import CommandLanguage
import Screen
import Testing

@testable import Walkthrough

/// The values that are displayed after every move, on the screen.
struct DisplayTests {
    private static let expressions = [
        "L", "delta(h1)", "w11", "grad(w31) * w31 + grad(w32) * w32", "z(h1) > 0.5", "a(h2)", "b1", "b2", "b3",
    ]

    /// Whatever the room, each display is shown, over several rows if it must be, or counted as missing.
    @Test(arguments: [100, 80, 60, 40], [0, 1, 3, 9])
    func everyDisplayIsShownOrCounted(width: Int, count: Int) throws {
        for charset in [Charset.unicode, .ascii] {
            var model = try Model.of(charset: charset)
            for text in Self.expressions.prefix(count) { model.send(.command("display \(text)")) }
            model = update(model, toEndOf: "step 2 pass").model
            let painter = Painter(frame: view(model), language: .english, charset: charset)
            for limit in 1...4 {
                let rows = painter.displayRows(model, width: width, limit: limit)
                #expect(rows.count <= limit && rows.allSatisfy { $0.width <= width })
                let text = rows.map(\.string).joined(separator: " ")
                let shown = (0..<count).prefix { text.contains("\($0 + 1): ") }.count
                let hidden = text.firstRange(of: " more").flatMap { Int(text[..<$0.lowerBound].split(separator: " ").last ?? "") } ?? 0
                #expect(shown + hidden == count, "\(text)")
                #expect(hidden < count || count == 0, "\(text)")
            }
        }
    }

    /// The strip takes rows from the picture and the ledger, on every screen that has any.
    @Test(arguments: [(30, 100), (24, 80), (24, 70), (20, 60), (12, 40)])
    func theStripIsOnEveryScreen(rows: Int, columns: Int) throws {
        var model = try Model.of(size: Size(rows: rows, columns: columns))
        for line in ["display L", "step 2 pass"] { model = update(model, toEndOf: line).model }
        #expect(model.text.contains("1: L = 0.233"), "\(model.text)")
    }

    @Test func aDisplayFollowsTheRun() throws {
        var model = try Model.of()
        model.send(.command("display z(h1)"))
        #expect(view(model).text.contains("1: z(h1): not reached before position 3"))
        try model.press("→", "→")
        #expect(model.text.contains("1: z(h1) = 0.52"))
        try model.press("←", "←")
        #expect(model.text.contains("1: z(h1): not reached"))
        model.send(.command("undisplay"))
        model.notice = nil
        #expect(!model.text.contains("1: z(h1)"))
    }
}
