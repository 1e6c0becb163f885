import CommandLanguage
import Screen
import Testing

@testable import Walkthrough

/// The values that are displayed after every move, on the screen.
struct DisplayTests {
    private static let expressions = [
        "L", "delta(h1)", "w11", "grad(w31) * w31 + grad(w32) * w32", "z(h1) > 0.5", "a(h2)", "b1", "b2", "b3",
    ]

    /// Whatever the size, each display is on the screen or counted as missing.
    @Test(arguments: [(30, 100), (24, 80), (24, 70), (20, 60), (12, 40)], [0, 1, 3, 9])
    func everyDisplayIsShownOrCounted(size: (rows: Int, columns: Int), count: Int) throws {
        for charset in [Charset.unicode, .ascii] {
            var model = try Model.of(charset: charset, size: Size(rows: size.rows, columns: size.columns))
            for text in Self.expressions.prefix(count) { model.send(.command("display \(text)")) }
            model.send(.command("step 2 pass"))
            model.notice = nil
            let text = model.text
            let shown = (0..<max(1, count)).prefix { text.contains("\($0 + 1): ") }.count
            let row = text.split(separator: "\n").last { $0.contains("1: ") || $0.contains(" more") && !$0.contains("lines") && !$0.contains("⏎") } ?? ""
            let counted = row.contains(" more") ? row.prefix(upTo: row.firstRange(of: " more")?.lowerBound ?? row.endIndex) : "0"
            #expect(count == 0 || shown + (Int(counted.split(separator: " ").last ?? "") ?? 0) == count, "\(text)")
            #expect(count != 1 || text.contains("1: L = 0.233"))
        }
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
