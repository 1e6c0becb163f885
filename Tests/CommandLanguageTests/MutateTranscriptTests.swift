import Debugger
import GradientComparison
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

    @Test func whatIsSteppedStaysRight() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("mutate factor-two", &session)
        _ = answer("goto end", &session)
        var right = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("goto end", &right)
        #expect(answer("print w11", &session) == answer("print w11", &right))
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
        ("mutate momentum-buffer-dropped", "compare --against"), ("mutate softmax-slope-twice", "changes no gradient"),
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
