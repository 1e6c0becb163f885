import Autograd
import Debugger
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

/// A session's script brings another session to the same bits.
@Suite struct SessionScriptTests {
    /// Everything that a name can ask for, as bits.
    private func state(_ session: Session) -> [UInt64?] {
        session.completionNames.map { name in
            guard let expression = try? Expression(command: name) else { return nil }
            return (try? session.value(of: expression))?.bitPattern
        }
    }

    private static let settings =
        Networks.trainings + [
            TrainingSettings(learningRate: 0.1, epochs: 3), TrainingSettings(learningRate: 0.1, batchSize: 3, epochs: 3),
        ]

    @Test(arguments: settings.indices)
    func anotherSessionComesToTheSameBits(training: Int) throws {
        var generator = SeededGenerator(seed: UInt64(400 + training))
        let run = Networks.random(
            sizes: [2, 2, 1], activation: .tanh, samples: 4, settings: Self.settings[training], using: &generator)
        let names = run.architecture.parameters.map(\.name) + run.architecture.inputs + run.architecture.targets + ["eta"]
        for _ in 0..<6 {
            var session = try Session(run: run)
            for _ in 0..<12 {
                session.go(to: Position(.random(in: 0..<session.tree.leafCount, using: &generator)))
                let name = try #require(names.randomElement(using: &generator))
                // Any value: tiny, huge, negative.
                let value = Double.random(in: -2...2, using: &generator) * [1, 1e-300, 1e8].randomElement(using: &generator)!
                _ = answer("set \(name) = \(value)", &session)
                if Int.random(in: 0..<4, using: &generator) == 0 { session.undo() }
            }
            session.zoom = try #require(Zoom.allCases.randomElement(using: &generator))
            session.go(to: Position(.random(in: 0...session.tree.leafCount, using: &generator)))
            for line in ["break update", "watch new(\(run.architecture.parameters[0].name))", "delete 1", "break when L < 0.2 and epoch > 1",
                "disable 2", "ignore 3 4", "break nan", "break epoch 2 backward", "display L + 1", "display x", "undisplay 1", "display L ≈ 0.5"]
            { _ = answer(line, &session) }

            // In a session that holds other things, and twice over.
            var other = try Session(run: run)
            for line in ["goto end", "break L", "display L", "goto epoch 2", "set eta = 3"] { _ = answer(line, &other) }
            for _ in 0..<2 {
                for line in session.script { 
                    let said = answer(line, &other)
                    #expect(!said.contains("there is no") && !said.contains("missing"), "\(line): \(said)")
                }
                #expect(other.bookmark == session.bookmark)
                #expect(state(other) == state(session))
                #expect(other.breakpoints.all.map(\.text) == session.breakpoints.all.map(\.text))
                #expect(other.breakpoints.all.map(\.isEnabled) == session.breakpoints.all.map(\.isEnabled))
                #expect(other.breakpoints.all.map(\.ignored) == session.breakpoints.all.map(\.ignored))
                #expect(other.breakpoints.all.map(\.isWatch) == session.breakpoints.all.map(\.isWatch))
                #expect(other.displays.all.map(\.expression) == session.displays.all.map(\.expression))
            }
        }
    }

    @Test func everyKindOfBreakpointIsReadBack() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let lines = [
            "break delta(h1)", "break epoch", "break epoch 2", "break epoch 2 backward h1", "break update", "break hidden", "break 30",
            "break nan", "break when grad(w11) * -2 < w11 ^ 2 or not (L > 1e-3)", "watch w11 - old(w11)", "break w31", "break batch 1",
            "break sample",
        ]
        for line in lines { #expect(answer(line, &session).contains("\(session.breakpoints.all.count): "), "\(line)") }
        #expect(session.breakpoints.all.count == lines.count)
        var other = try Session(run: session.run)
        for line in session.script { _ = answer(line, &other) }
        #expect(other.breakpoints.all.map(\.text) == session.breakpoints.all.map(\.text))
        #expect(other.breakpoints.all.map { "\($0.trigger)".prefix(40) } == session.breakpoints.all.map { "\($0.trigger)".prefix(40) })
    }

    @Test(arguments: [
        ("save a b.txt", Command.save(path: "a b.txt", overwrites: false)),
        ("save  overwrite  x ", .save(path: "x", overwrites: true)), ("source ./overwrite", .source(path: "./overwrite")),
        ("undo all", .undoAll), ("undo", .undo),
    ])
    func parses(line: String, command: Command) throws {
        #expect(try Command.parse(line) == command)
    }

    @Test func whatIsMissingIsSaid() {
        for line in ["save", "source", "save overwrite "] {
            #expect(throws: CommandError(Phrase.pathExpected, at: line.count..<line.count + 1)) { try Command.parse(line) }
        }
    }
}
