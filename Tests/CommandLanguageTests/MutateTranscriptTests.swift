import Autograd
import Debugger
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

/// `mutate` as it is typed, and what `compare` then finds.
struct MutateTranscriptTests {
    private func comparison(_ session: Session) throws -> (GradientComparison, Departure?) {
        var copy = session
        guard case .compare(let request)? = try Command.parse("compare dual").map({ try copy.execute($0) }) else {
            throw CommandError(Localized(same: "no comparison"))
        }
        let point = try session.comparisonPointOnShow()
        return (try request.comparison(at: point), try request.departure(at: point))
    }

    @Test func brokenAndMended() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        #expect(answer("mutate", &session).hasPrefix("nothing is broken"))
        #expect(try comparison(session).0.verdict == .agrees)
        #expect(answer("mutate activation-derivative-missing hidden", &session).contains("layer hidden"))
        let (broken, departure) = try comparison(session)
        #expect(broken.verdict == .disagrees)
        #expect(broken.entries.filter { $0.verdict == .disagrees }.map(\.name) == ["w11", "w12", "b1", "w21", "w22", "b2"])
        #expect(departure?.name == "z(h2)")
        #expect(answer("mutate", &session).contains("activation-derivative-missing"))
        #expect(answer("mutate off", &session).contains("δ = ∂L/∂a · f′(z)"))
        #expect(try comparison(session).0.verdict == .agrees)
    }

    @Test("What is drawn is hidden, fails the comparison, and is told in the end", arguments: 1..<30)
    func random(number: Int) throws {
        var session = try Session(run: Networks.twoTwoOne(.tanh))
        let said = answer("mutate random \(number)", &session)
        let name = try #require(session.brokenRule?.mistake)
        #expect(!said.contains(name) && !answer("mutate", &session).contains(name))
        #expect(try comparison(session).0.verdict == .disagrees)
        #expect(answer("mutate off", &session).contains(name))
    }

    /// δ of h1 by W⁽¹⁾ᵀδ and by W⁽¹⁾δ, where both fit: `FORM` tells which.
    @Test func aFormIsChosen() throws {
        var generator = SeededGenerator(seed: 5)
        let run = Networks.random(sizes: [2, 2, 2], activation: .tanh, output: .identity, loss: .halfSquaredError, using: &generator)
        let layer = try #require(run.network?.layers.first?.name)
        var gradients: [[Double]] = []
        for form in 0..<2 {
            var session = try Session(run: run)
            #expect(answer("mutate weights-of-own-layer \(layer) \(form + 1)", &session).contains("weights-of-own-layer"))
            #expect(session.brokenRule?.form == form)
            gradients.append(try comparison(session).0.entries.map(\.analytic))
            let wanted = Mutation(.weightsOfOwnLayer, at: .layer(layer), form: form)
            let point = try session.comparisonPointOnShow()
            let right = try ComparisonPoint(run, parameters: point.parameters, batch: point.batch, batchNumber: point.batchNumber)
            #expect(gradients[form] == Simulation(from: right).numbers([wanted])?.gradients)
        }
        #expect(gradients[0] != gradients[1])
        var session = try Session(run: run)
        #expect(answer("mutate weights-of-own-layer \(layer) 3", &session).contains("its forms are 1 to 2"))
        #expect(answer("mutate sign-flipped \(layer) 2", &session).contains("it has only one"))
        #expect(session.brokenRule == nil)
    }

    /// What only one batch's comparison can know leaves the run as it is.
    @Test func whatIsSteppedStaysRight() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        #expect(answer("mutate weights-after-update hidden", &session).contains("What is stepped stays right"))
        _ = answer("goto end", &session)
        var right = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("goto end", &right)
        #expect(answer("print w11", &session) == answer("print w11", &right))
    }

    /// θ − η·2g after one update; a right run again at the same place, and where that is broken once more.
    @Test func theRunIsTheBrokenProgramsUntilItIsMended() throws {
        var right = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("goto w11", &right)
        let gradient = try right.value(of: Expression(command: "grad(w11)"))
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("goto w11", &session)
        #expect(answer("mutate factor-two", &session).contains("From now on the run follows this broken rule"))
        #expect(session.position == right.position)
        #expect(try session.value(of: Expression(command: "new(w11)")) == 0.2 - 0.1 * (2 * gradient))
        #expect(answer("undo", &session).contains("factor-two"))
        #expect(answer("print new(w11)", &session) == answer("print new(w11)", &right) && session.position == right.position)
    }

    /// What was done last is undone first.
    @Test func undoTakesBackOneAfterTheOther() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("set w11 = 0.5", &session)
        _ = answer("mutate update-ascends", &session)
        _ = answer("set w12 = 0.6", &session)
        #expect(answer("undo", &session).contains("w12") && session.brokenRule != nil)
        #expect(answer("undo", &session).contains("update-ascends") && session.brokenRule == nil)
        #expect(answer("undo", &session).contains("w11"))
        _ = answer("mutate update-ascends", &session)
        _ = answer("undo all", &session)
        #expect(session.brokenRule == nil && !session.isTrainedBroken)
    }

    @Test func aScriptOfAHuntDoesNotTellWhatIsHunted() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("step 2 batch", &session)
        _ = answer("mutate random", &session)
        let mistake = try #require(session.brokenRule?.mistake)
        let lines = session.script
        #expect(lines.contains("mutate random 1") && !lines.contains { $0.contains(mistake) })
        var other = try Session(run: Networks.twoTwoOne(.sigmoid))
        for line in lines { _ = answer(line, &other) }
        #expect(other.brokenRule == session.brokenRule && other.position == session.position)
    }

    /// A branch keeps what is broken in it, so that the right run's losses stand beside the broken one's.
    @Test func aBranchIsBrokenByItself() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("branch broken", &session)
        _ = answer("mutate gradients-not-zeroed", &session)
        _ = answer("goto end", &session)
        _ = answer("branch original", &session)
        #expect(session.brokenRule == nil && session.isAtEnd)
        _ = answer("branch broken", &session)
        #expect(session.brokenRule?.mistake == "gradients-not-zeroed" && session.isAtEnd)
        var other = try Session(run: Networks.twoTwoOne(.sigmoid))
        for line in session.script { _ = answer(line, &other) }
        #expect(other.brokenRule == session.brokenRule && other.position == session.position)
        #expect(answer("print w11", &other) == answer("print w11", &session))
    }

    /// Both sides of the comparison, by name: (y − t)·h1 by hand, and what the broken pass has.
    @Test func bothSidesHaveNames() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let right = try session.value(of: Expression(command: "numeric(w31)"))
        let h1 = 1 / (1 + Elementary.exp(-0.52))
        let h2 = 1 / (1 + Elementary.exp(-0.15))
        #expect(abs(right - (0.7 * h1 - 0.6 * h2 + 0.2 - 1) * h1) <= 1e-9)
        #expect(answer("print broken(w31) ≈ numeric(w31)", &session).contains("true"))
        _ = answer("mutate sign-flipped", &session)
        let broken = try session.value(of: Expression(command: "broken(w31)"))
        #expect(abs(broken + right) <= 1e-9)
        #expect(try session.value(of: Expression(command: "numeric(w31)")) == right)
        #expect(try session.value(of: Expression(command: "broken(delta(h1))")) < 0 || broken != 0)
        for (line, says) in [
            ("print broken(w99)", "w99"), ("print broken()", "broken"), ("print broken(w11 + 1)", "no one quantity"), ("print broken", "broken"),
            ("break when numeric(w11) > 1", "comparison"), ("goto broken(w11)", "comparison"),
        ] {
            let said = answer(line, &session)
            #expect((says.isEmpty || said.contains(says)) && !said.contains("= "), "\(line): \(said)")
        }
    }

    @Test func aScriptBreaksItAgain() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("mutate sign-flipped h2", &session)
        var other = try Session(run: Networks.twoTwoOne(.sigmoid))
        for line in session.script where line.hasPrefix("mutate") { _ = answer(line, &other) }
        #expect(other.brokenRule == session.brokenRule && other.brokenRule != nil)
    }

    @Test(arguments: [
        ("mutate sign-fliped", "did you mean sign-flipped?"), ("mutate sign-flipped h9", "network, hidden, output, h1, h2, y"),
        ("mutate activation-derivative-missing output", "it does in network, hidden"),
        ("mutate stale-loss", "compare --against"), ("mutate softmax-slope-twice", "changes nothing"),
        ("mutate momentum-buffer-dropped", "changes nothing in this model"), ("mutate update-ascends hidden", "the places are network"),
        ("mutate dropout-unscaled", "changes nothing"), ("mutate activation-skipped h1", "network, hidden, output"),
        ("mutate sign-flipped h1 h2", "h2"), ("mutate random x", "x"),
    ])
    func refused(line: String, says: String) throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        #expect(answer(line, &session).contains(says), "\(answer(line, &session))")
        #expect(session.brokenRule == nil)
    }

    @Test("Every mistake has words in both languages, and its own", arguments: Mistake.allCases)
    func words(mistake: Mistake) {
        let (title, rule) = (Phrase.title(of: mistake), Phrase.rightRule(insteadOf: mistake))
        #expect(!title.english.isEmpty && title.english != title.chinese && !rule.chinese.isEmpty)
        let others = Mistake.allCases.filter { $0 != mistake }.map { Phrase.title(of: $0) }
        #expect(!others.contains { $0.english == title.english || $0.chinese == title.chinese })
    }
}
