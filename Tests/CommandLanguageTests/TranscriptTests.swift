import Autograd
import Debugger
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

/// Sessions on the 2-2-1 network with a sigmoid, as one types them: a command, and what it answers.
@Suite struct TranscriptTests {
    var session: Session

    init() throws { session = try Session(run: Networks.twoTwoOne(.sigmoid)) }

    /// Carries out a line; the answer in English, or the error with the part of the line it is about.
    mutating func type(_ line: String) -> String {
        do throws(CommandError) {
            guard let command = try Command.parse(line) else { return "" }
            switch try session.execute(command) {
            case .moved(let remark): return remark?.english ?? ""
            case .stopped(let sentence): return sentence.english
            case .text(let lines): return lines.map(\.english).joined(separator: "\n")
            case let outcome: return "\(outcome)"
            }
        } catch {
            let spot = error.range.map { range in
                String(Array(line).indices.contains(range.lowerBound) ? String(Array(line)[range.clamped(to: 0..<line.count)]) : "")
            }
            return "[\(spot ?? "")] \(error.message.english)"
        }
    }

    @Test mutating func stepsAndPrints() {
        #expect(type("step") == "")
        #expect(session.tree.address(of: session.executedLeaf ?? -1).components(to: .quantity).last == "z")
        #expect(type("p z(h1)") == "z(h1) = 0.52")
        #expect(type("s 2") == "")
        #expect(type("print z(h2) ≈ 0.15") == "z(h2) ≈ 0.15: true")
        #expect(type("print z(h2) > z(h1)") == "z(h2) > z(h1): false")
        #expect(type("b 1 pass") == "")
        #expect(session.isAtStart)
    }

    @Test mutating func infoCountsInWords() {
        #expect(type("info run").contains("\n1 sample, 9 parameters\n"))
        #expect(type("info run").hasPrefix("2 inputs → ") && type("info run").contains(", 3 epochs, "))
        #expect(Phrase.counted(1, "epoch") == "1 epoch" && Phrase.counted(0, "input") == "0 inputs")
    }

    @Test mutating func countsAndLevelsStandInEitherOrder() {
        _ = type("step 7 quantity")
        let seven = session.position
        _ = type("restart")
        _ = type("step quantities 7")
        #expect(session.position == seven)
        _ = type("goto start")
        _ = type("fin pass")
        #expect(session.position == seven)
    }

    @Test mutating func endsOfTheRunAreStops() {
        #expect(type("back").hasPrefix("This is the start of the run"))
        #expect(type("goto end") == "")
        #expect(session.isAtEnd)
        #expect(type("step").hasPrefix("This is the end of the run"))
        // Fewer steps than asked for is said as well.
        #expect(type("back 2") == "")
        #expect(type("step 5").hasPrefix("This is the end of the run"))
    }

    @Test mutating func whatIsNotReachedSaysWhenItWillBe() throws {
        let answer = type("print delta(h1)")
        #expect(answer.hasPrefix("[delta(h1)] δ(h1) has not been reached: it will exist at position "))
        let position = try #require(Int(answer.split(separator: " ").last?.dropLast() ?? ""))
        _ = type("goto \(position - 1)")
        #expect(type("p delta(h1)").contains("has not been reached"))
        _ = type("goto \(position)")
        // The reference value of the documents' network, to all digits that it has.
        #expect(type("p delta(h1) ≈ -0.11187015963287149").hasSuffix("true"))
    }

    @Test(arguments: [
        ("stp", "[stp] there is no command stp; did you mean step?"),
        ("step 0", "[0] 0 should be a whole number, 1 or more"),
        ("step 2 epochz", "[epochz] there is no level epochz; did you mean epoch?"),
        ("step 1 layer now", "[now] now is one word too many; the form is: step [COUNT] [LEVEL]"),
        ("print", "[] an expression is missing here, such as delta(h1) or w11 * 2"),
        ("print delta(h3)", "[h3] there is no neuron h3; did you mean h1?"),
        ("print w13", "[w13] nothing here is called w13; did you mean w11?"),
        ("set h1 = 2", "[h1] only parameters, eta, inputs and targets can be set, and h1 is none of them; did you mean b1?"),
        ("set w11", "[w11] write a name, =, and a value: set w11 = 0.5"),
        ("set w11 = 1/0", "[] the value is inf; a finite number is needed"),
        ("goto epoch 9", "[] there is no epoch 9: the last is 3"),
        ("goto 99999", "[] position 99999 is beyond the end of the run, which is 168"),
        ("goto", "[] say where to: start, end, a position's number, delta(h1), or epoch 3 sample 1 backward h1"),
    ])
    mutating func mistakesPointAtTheSpot(line: String, answer: String) {
        let before = session.position
        #expect(type(line) == answer)
        #expect(session.position == before)
    }

    @Test mutating func aBeginningIsEnoughWhereOnlyOneCommandBeginsSo() {
        #expect(type("res").hasPrefix("Back at the start"))
        #expect(type("lan zh") == "language(CommandLanguage.Language.chinese)")
        #expect(type("in run").contains("half-squared-error"))
        #expect(type("st") == "")
        #expect(type("#  a comment") == "")
        #expect(type("   ") == "")
    }

    @Test mutating func setComputesTheBatchAgainAndUndoTakesItBack() throws {
        _ = type("step 7 quantity")
        let before = session.reading(.loss)
        #expect(type("set w11 = 0.5").hasPrefix("w11 = 0.5 from the start of epoch 1, batch 1 on"))
        // z(h1) = 0.5·0.5 + 0.4·0.8 + 0.1 by hand.
        #expect(type("p z(h1) ≈ 0.67").hasSuffix("true"))
        #expect(session.reading(.loss) != before)
        #expect(type("undo").hasPrefix("w11"))
        #expect(session.reading(.loss) == before)
        #expect(type("undo") == "Nothing has been set by hand.")
    }

    @Test mutating func gotoFindsPlacesByTheirNames() {
        _ = type("goto delta(h2)")
        #expect(type("p delta(h2) ≈ 0.10194366152818633").hasSuffix("true"))
        _ = type("goto epoch 2 backward h1")
        _ = type("step")
        #expect(session.tree.address(of: session.executedLeaf ?? -1).components(to: .quantity)
            == ["epoch 2", "batch 1", "sample 1", "backward", "hidden", "h1", "delta"])
        _ = type("goto w11")
        #expect(type("p new(w11) == w11").hasSuffix("true"))
        #expect(type("p epoch") == "epoch = 2")
    }

    @Test mutating func zoomChangesWhatAStepIs() {
        #expect(type("zoom in") == "One step is now one operation.")
        #expect(type("zoom in").hasPrefix("operation is the finest zoom"))
        _ = type("step")
        #expect(session.position.index == 1)
        _ = type("z epoch")
        _ = type("step")
        #expect(session.position.index == session.tree.leavesPerEpoch)
        #expect(type("zoom out").hasPrefix("epoch is the coarsest zoom"))
    }

    @Test func everyCommandIsCompletedExplainedAndUnique() throws {
        var spellings: Set<String> = []
        for specification in CommandTable.all {
            for spelling in [specification.name] + specification.aliases {
                #expect(spellings.insert(spelling).inserted, "\(spelling) names two commands")
            }
            #expect(!specification.summary.english.isEmpty && specification.summary.english != specification.summary.chinese)
            #expect(Command.completions(of: String(specification.name.dropLast()), names: []).contains(specification.name))
        }
        #expect(Command.completions(of: "print de", names: session.completionNames) == ["print delta(h1)", "print delta(h2)", "print delta(y)"])
        #expect(Command.completions(of: "step 3 ep", names: []) == ["step 3 epoch"])
        #expect(Command.completions(of: "nonsense x", names: ["x1"]).isEmpty)
    }
}
