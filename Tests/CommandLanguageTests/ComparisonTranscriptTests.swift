import Autograd
import Debugger
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

/// `compare` as it is typed, and what it is about.
@Suite struct ComparisonTranscriptTests {
    private func request(_ line: String, in session: Session) throws -> ComparisonRequest {
        guard case .compare(let request)? = try Command.parse(line).map({ command in
            var copy = session
            return try copy.execute(command)
        }) else { throw CommandError(Localized(same: "no comparison")) }
        return request
    }

    @Test("Quantity, method and h, each of them or none") func arguments() throws {
        let session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let nodes = session.run.computations[0].nodes
        func node(_ symbol: Symbol) throws -> Subject { .node(try #require(nodes[symbol]), objective: 0, pass: 0) }
        let h1 = try node(.preActivation("h1"))
        let all: [(String, ComparisonRequest)] = [
            ("compare", ComparisonRequest()),
            ("c", ComparisonRequest()),
            ("compare h 1e-3", ComparisonRequest(perturbation: 1e-3)),
            ("compare w11", ComparisonRequest(subject: .parameter("w11"))),
            ("compare grad(w11)", ComparisonRequest(subject: .parameter("w11"))),
            ("compare delta(h1)", ComparisonRequest(subject: h1)),
            ("compare δ(h1) dual", ComparisonRequest(subject: h1, method: .dual)),
            ("compare z( h1 ) forward h 0.5", ComparisonRequest(subject: h1, method: .forward, perturbation: 0.5)),
            ("compare z(h1) h 0.5 forward", ComparisonRequest(subject: h1, method: .forward, perturbation: 0.5)),
            ("compare x1", ComparisonRequest(subject: try node(.named("x1")))),
            ("compare h1", ComparisonRequest(subject: try node(.activation("h1")))),
            ("compare L", ComparisonRequest(subject: .node(session.run.computations[0].loss, objective: 0, pass: 0))),
        ]
        for (line, expected) in all { #expect(try request(line, in: session) == expected, "\(line)") }
        for method in NumericMethod.allCases {
            #expect(try request("compare \(method.rawValue)", in: session) == ComparisonRequest(method: method))
        }
    }

    @Test(arguments: [
        ("compare w99", "w99"), ("compare delta(h9)", "h9"), ("compare w11 + 1", ""), ("compare eta", ""),
        ("compare h 0", "0"), ("compare h -1", "-1"), ("compare h x", "x"), ("compare w11 central dual", ""),
    ])
    func mistakes(line: String, spot: String) throws {
        let session = try Session(run: Networks.twoTwoOne(.sigmoid))
        do throws(CommandError) {
            var copy = session
            let command = try Command.parse(line)
            _ = try command.map { command throws(CommandError) in try copy.execute(command) }
            Issue.record("\(line) is no mistake")
        } catch {
            let characters = Array(line)
            if !spot.isEmpty { #expect(error.range.map { String(characters[$0]) } == spot, "\(error)") }
            #expect(error.message.english != error.message.chinese)
        }
    }

    /// A failure reads as a sentence with both values, h and the bound.
    @Test func sentences() throws {
        let session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let point = try session.comparisonPoint()
        var gradients = try GradientComparison.compare(point).entries.map(\.analytic)
        gradients[4] *= -1
        let wrong = try GradientComparison.compare(point, perturbation: 1e-5, analytic: gradients)
        let english = ComparisonText(language: .english, notation: .plain).sentence(wrong)
        #expect(english.hasPrefix("1 of 9 gradients, the worst grad(w22) in hidden › h2: backpropagation gives -0.0815549"))
        #expect(english.contains("central differences (h = 1e-5) 0.0815549") && english.contains("they disagree, 0.16 apart, where numeric error explains at most "))
        let chinese = ComparisonText(language: .chinese, notation: .plain).sentence(wrong)
        #expect(chinese.contains("h = 1e-5") && chinese.contains("不一致"))
    }

    @Test func whatCannotBeToldNamesTheMethodThatCan() throws {
        let session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let comparison = try GradientComparison.compare(session.comparisonPoint(), perturbation: 1e-15)
        #expect(ComparisonText(language: .english).sentence(comparison).hasSuffix(" The method complex can tell."))
    }

    @Test("Every method and verdict has its words in both languages") func words() {
        #expect(Set(NumericMethod.allCases.map { Phrase.name(of: $0).english }).count == NumericMethod.allCases.count)
        #expect(Set(NumericMethod.allCases.map { Phrase.name(of: $0).chinese }).count == NumericMethod.allCases.count)
        #expect(Set(NumericMethod.allCases.map { Phrase.formula(of: $0).english }).count == NumericMethod.allCases.count)
        #expect(Set(Verdict.allCases.map { Phrase.name(of: $0).chinese }).count == Verdict.allCases.count)
    }

    /// A wrong adjoint is told with its name, both values, and what it is made of.
    @Test func departures() throws {
        let session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let z = try #require(session.run.computations[0].nodes[.preActivation("h1")])
        let broken: BackwardPass = { tape, loss in
            var adjoints = Adjoints.backwardPass(tape, loss)
            adjoints[z.index] *= 2
            return adjoints
        }
        let departure = try #require(try ComparisonRequest().departure(of: broken, at: session.comparisonPoint()))
        let sentence = ComparisonText(language: .english, notation: .plain).sentence(departure)
        #expect(sentence.contains("z(h1)") && sentence.contains("-0.22374031") && sentence.contains("-0.1118701596"), "\(sentence)")
        #expect(sentence.hasSuffix("from a(h1)."))
        #expect(try ComparisonRequest().departure(at: session.comparisonPoint()) == nil)
    }
}
