import CommandLanguage
import Screen
import Testing

@testable import Walkthrough

/// Long moves: how far, how fast, how long; and the curve of another branch.
struct PaceTests {
    @Test func aMoveTellsItsPace() throws {
        var model = try Model.of()
        model.player.session.batchesPerMove = 2
        let (begun, effects) = update(model, .command("goto end"))
        #expect(effects == [.resume])
        #expect(!(begun.notice?.text.english.contains("/s") ?? true))
        model = begun
        let batches = model.session.tree.batchCount
        // Two batches, then two more in four seconds: one in two seconds.
        for now in [10.0, 14.0] {
            model = update(model, .clock(now: now, stretch: nil)).model
            model = update(model, .resume).model
        }
        #expect(model.said.contains(" · 0.5 updates/s · \(Phrase.left(Double(batches - 1 - 6) * 2).english.dropFirst(3))"), "\(model.said)")
        #expect(view(model).text.contains("updates/s"))
        // Where nothing is under way there is no pace.
        let stopped = update(model, .key(.escape)).model
        #expect(update(stopped, .clock(now: 20, stretch: 1)).model.pace == nil)
    }

    @Test(arguments: [(0.5, "1 s"), (59, "59 s"), (61, "1 min 1 s"), (3600, "1 h 0 min"), (1e300, "277777 h 46 min"), (.infinity, "277777 h 46 min")])
    func timeLeft(seconds: Double, text: String) {
        #expect(Phrase.left(seconds).english == " · \(text) left")
    }

    @Test func stretchesBecomeAsLongAsTheyMay() {
        #expect(Pace.batches(after: 1000, in: 0.03) == 500)
        #expect(Pace.batches(after: 1000, in: 1e-9) == 4000)
        #expect(Pace.batches(after: 1, in: 9) == 1)
        #expect(Pace.batches(after: .max, in: 9) == .max && Pace.batches(after: 7, in: 0) == 7)
    }

    @Test(arguments: [Charset.unicode, .ascii])
    func theOtherBranchHasASignOfItsOwn(charset: Charset) throws {
        var model = try Model.of(charset: charset)
        let ring = charset == .unicode ? "○" : "o "
        for line in ["step 1 epoch", "branch what-if", "set eta = 0.0001", "step 24 epoch"] { model = update(model, toEndOf: line).model }
        model.notice = nil
        let text = model.text
        #expect(text.contains("\(ring)\(charset == .unicode ? " " : "")original"), "\(text)")
        let curves = LossCurves(model.session)
        #expect(curves.present.count == 25 && curves.other.count == 25)
        #expect(curves.present[..<2] == curves.other[..<2] && curves.present[2] != curves.other[2])
        // Where both are the same, the present one covers the other; later both are to be seen.
        let layout = Layout(model)
        let pane = try #require(layout.loss)
        let frame = view(model)
        let cells = (pane.row + 1..<pane.endRow - 1).flatMap { row in
            Array(frame.row(row))[pane.column + 11..<pane.endColumn - 2].map(\.text)
        }
        #expect(cells.contains(charset == .unicode ? "○" : "o"))
        #expect(cells.contains { charset == .unicode ? $0 > "\u{2800}" && $0 <= "\u{28FF}" : $0 == "*" })
    }
}
