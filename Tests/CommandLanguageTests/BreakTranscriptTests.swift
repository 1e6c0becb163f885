import Autograd
import Debugger
import TestNetworks
import Testing

@testable import CommandLanguage

/// Breakpoints and watches on the 2-2-1 network with a sigmoid, as one types them.
@Suite struct BreakTranscriptTests {
    /// Lines and what each answers.
    struct Transcript: Sendable, CustomTestStringConvertible {
        let name: String
        let lines: [(command: String, answer: String)]
        var testDescription: String { name }
    }

    // By hand: ∂L/∂w11 = δ(h1)·x1 = −0.11187015963287149·0.5, and w11 ← 0.2 + 0.1·0.0559350798; an epoch has 56 results.
    static let transcripts: [Transcript] = [
        Transcript(
            name: "places",
            lines: [
                ("break delta(h1)", "Breakpoint 1: δ(h1)"),
                ("continue", "Breakpoint 1: δ(h1)"),
                ("print delta(h1) ≈ -0.11187015963287149", "δ(h1) ≈ −0.11187015963287149: true"),
                ("con", "Breakpoint 1: δ(h1)"),
                ("print epoch", "epoch = 2"),
                ("reverse-continue", "Breakpoint 1: δ(h1)"),
                ("print epoch", "epoch = 1"),
                ("rc", "This is the start of the run: nothing has been executed yet. → goes forward."),
                ("rc", "This is the start of the run: nothing has been executed yet. → goes forward."),
                ("print position", "position = 0"),
                ("disable", "All breakpoints disabled"),
                ("break epoch 3 backward h1", "Breakpoint 2: epoch 3 backward h1"),
                ("break epoch", "Breakpoint 3: epoch"),
                ("break hidden", "Breakpoint 4: hidden"),
                ("info breaks", "1  δ(h1) (disabled)\n2  epoch 3 backward h1\n3  epoch\n4  hidden"),
                ("delete 4", "Breakpoint 4 deleted"),
                ("ignore 3 1", "Breakpoint 3: passed over 1 time"),
                ("continue", "Breakpoint 3: epoch"),
                ("print position", "position = 112"),
                ("continue", "Breakpoint 2: epoch 3 backward h1"),
                ("step", ""),
                ("print delta(h1) < 0", "δ(h1) < 0: true"),
                ("delete", "All breakpoints deleted"),
                ("continue", "This is the end of the run: there is nothing left to execute. ← goes back."),
                ("print position", "position = 168"),
            ]),
        Transcript(
            name: "values",
            lines: [
                ("watch w11", "Watch 1: w11, now 0.2"),
                ("watch w11", "Watch 1: w11, now 0.2"),
                ("break when L < 0.2", "Breakpoint 2: when L < 0.2"),
                ("info watches", "1  w11"),
                ("continue", "Watch 1: w11: 0.2 → 0.205593508, by +0.005593507982"),
                ("print w11 == new(w11)", "w11 == new(w11): true"),
                ("continue", "Breakpoint 2: when L < 0.2: it holds here"),
                ("print L < 0.2", "L < 0.2: true"),
                ("last w11", "w11: 0.2 → 0.205593508, by +0.005593507982, in the update of epoch 1, batch 1"),
                ("last w11", "w11: 0.2 → 0.205593508, by +0.005593507982, in the update of epoch 1, batch 1"),
                ("last w32", "w32 has not changed up to here"),
                ("delete", "All breakpoints deleted"),
                ("until epoch == 3", "until epoch == 3: it holds here"),
                ("until epoch == 3", "epoch == 3 holds here already"),
                ("print position > 112 and position < 117", "position > 112 and position < 117: true"),
            ]),
        Transcript(
            name: "mistakes",
            lines: [
                ("break", "say where to stop: backward h1, update, epoch 3, delta(h1), when L < 0.1, or nan"),
                ("break backward h9", "there is no place h9 there; did you mean h1?"),
                ("break epoch 9", "there is no epoch 9: the last is 3"),
                ("break old(w11)", "no step computes old(w11); watch old(w11) stops where it changes"),
                ("break when w13 < 0", "nothing here is called w13; did you mean w11?"),
                ("watch delta(h3)", "there is no neuron h3; did you mean h1?"),
                ("delete 1", "there is no breakpoint 1: none has been set"),
                ("ignore 1", "a number is missing here"),
                ("info breaks", "none: break and watch set them"),
            ]),
    ]

    @Test(arguments: transcripts)
    func answers(_ transcript: Transcript) throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        for (number, line) in transcript.lines.enumerated() {
            #expect(answer(line.command, &session) == line.answer, "line \(number + 1): \(line.command)")
        }
    }

    /// A typed condition stops where its parts say it must, whatever may be left out on the way there.
    @Test(arguments: [
        "L < 0.2", "delta(h1) + delta(h2) < 0", "position == 30", "w11 > 0.2 and w32 > -0.6", "slope(h1) < 0.2331",
        "grad(w11) < x1 * delta(h1) + 1", "epoch == 2 or z(h2) < 0.14", "abs(new(b3) - old(b3)) > 0.05", "not (a(h1) > 0.63)",
    ])
    func aConditionStopsWhereItBecomesTrue(text: String) throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let condition = try Expression(command: text)
        var walk = try Session(run: run)
        func holds() -> Bool { ((try? walk.value(of: condition)) ?? 0) != 0 }
        var expected: [Int] = []
        var held = holds()
        while walk.step(1, .quantity) > 0 {
            if holds(), !held { expected.append(walk.position.index) }
            held = holds()
        }
        var session = try Session(run: run)
        _ = answer("break when \(text)", &session)
        var found: [Int] = []
        while !session.isAtEnd {
            _ = answer("continue", &session)
            if session.stop?.hits.isEmpty == false { found.append(session.position.index) }
        }
        #expect(found == expected && !found.isEmpty)
    }
}
