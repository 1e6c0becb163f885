import CommandLanguage
import Debugger
import TestNetworks
import Testing

@testable import Lessons

/// What a lesson's own commands tell while its question is open: nothing that the question asks for.
///
/// The line gives 2·3 + 1 = 7 for 5: δ(y) = 2, and ∂L/∂w = 2·3 = 6; the new w is 2 − 0.1·6 = 1.4.
@Suite struct StepResultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let commands: String
        let answer: String
        /// Words that are told whether or not the question is open.
        var open: [String] = []
        /// Words that are told only once it is answered.
        var hidden: [String] = []

        var testDescription: String { "\(commands), asking \(answer)" }
    }

    private static let cases = [
        // What is asked for, what is made of it, and what has the same value.
        Case(commands: "goto grad(w), print grad(w)", answer: "grad(w)", hidden: ["= 6"]),
        Case(commands: "goto grad(w), print 2*grad(w)", answer: "grad(w)", hidden: ["= 12"]),
        Case(commands: "goto grad(w), print grad(w) > 5", answer: "grad(w)", hidden: ["> 5"]),
        Case(commands: "goto grad(w), print delta(y)*x", answer: "grad(w)", hidden: ["= 6"]),
        Case(commands: "goto grad(w), print 3*2", answer: "grad(w)", open: ["3·2 = "], hidden: ["= 6"]),
        Case(commands: "goto grad(w), print delta(y)*3 == 6", answer: "grad(w)", hidden: ["6"]),
        Case(commands: "goto grad(w), info parameters", answer: "grad(w)", open: ["w = 2", "b = 1"], hidden: ["∂L/∂w = 6"]),
        Case(commands: "goto grad(w), display grad(w)", answer: "grad(w)", hidden: ["= 6"]),
        Case(commands: "goto grad(w), watch grad(w)", answer: "grad(w)", hidden: ["6"]),
        Case(commands: "goto grad(w), compare w", answer: "grad(w)", hidden: ["6"]),
        Case(commands: "goto grad(w), compare b", answer: "grad(b)", hidden: ["2"]),
        // What the run has yet to reach, seen by a lesson that has gone there and come back.
        Case(commands: "goto end, print 10*w, goto start", answer: "L", hidden: ["= 14"]),
        Case(commands: "goto end, info parameters, goto start", answer: "L", hidden: ["w = 1.4"]),
        Case(commands: "goto end, compare w, goto start", answer: "L", hidden: ["∂L/∂w"]),
        // What gives nothing away.
        Case(commands: "goto delta(y), print z(y)", answer: "grad(w)", open: ["z(y) = 7"]),
        Case(commands: "goto grad(w), print z(y) > 5", answer: "grad(w)", open: ["z(y) > 5"]),
        Case(commands: "goto start, print w, break update, info breaks", answer: "new(w)", open: ["w = 2", "update"]),
        Case(commands: "finish pass, finish pass, compare w", answer: "new(w)", open: ["∂L/∂w"]),
    ]

    private func text(_ told: [StepResult.Told], _ language: Language) -> String {
        told.flatMap { told in
            switch told {
            case .text(let lines): lines.map { $0[language] }
            case .comparison(let report):
                report.lines(in: ComparisonText(language: language)) + report.sentences(in: ComparisonText(language: language))
            }
        }.joined(separator: "\n")
    }

    @Test(arguments: cases) func whatIsAskedForIsHidden(_ example: Case) throws {
        let steps = "  - {do: [\(example.commands)], ask: {question: How much?, answer: \(example.answer)}}"
        let lesson = try Lesson.read(
            bytes: Array((LineLesson.head + steps).utf8), file: "line.yaml", checker: .standard, loader: .none).get()
        var player = try LessonPlayer(lesson: lesson)
        let next = player.next()
        let report = try #require(next)
        #expect(report.failures.isEmpty && !report.results.isEmpty)
        #expect(player.session.curtain != nil)
        for language in Language.allCases {
            let (whole, inView) = (text(report.results.map(\.whole), language), text(report.results.map(\.inView), language))
            for words in example.open { #expect(inView.contains(words) && whole.contains(words), "\(language): \(inView)") }
            for words in example.hidden { #expect(whole.contains(words) && !inView.contains(words), "\(language): \(inView)") }
        }
        #expect(report.results.contains(where: \.isHidden) == !example.hidden.isEmpty)
        // Looking at it from behind the curtain has moved nothing.
        #expect(player.isOnTrack)
    }

    @Test func withoutAQuestionForANumberNothingIsHidden() throws {
        let steps = """
              - {do: [goto grad(w), print grad(w)], ask: {question: Which?, choices: [{text: "6", right: true}, {text: "7", why: No.}]}}
              - do: print grad(w)
            """
        let lesson = try Lesson.read(
            bytes: Array((LineLesson.head + steps).utf8), file: "line.yaml", checker: .standard, loader: .none).get()
        var player = try LessonPlayer(lesson: lesson)
        for _ in 0..<2 {
            let next = player.next()
            let report = try #require(next)
            #expect(report.results.map(\.inView) == [.text([Localized(same: "∂L/∂w = 6")])])
        }
    }
}
