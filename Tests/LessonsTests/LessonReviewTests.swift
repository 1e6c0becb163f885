import CommandLanguage
import Foundation
import Testing

@testable import Lessons

/// The lessons that come with Backstep, found from where this file stands.
enum LessonFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "lessons")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") && $0 != CourseFile.fileName }.map { String($0.dropLast(5)) }.sorted()
    }()

    static func file(_ name: String) throws -> LessonFile {
        try LessonFile.fetch(path: folder.appending(path: name + ".yaml").path).get()
    }
}

/// What `lessons check` finds beyond mistakes of format.
@Suite struct LessonReviewTests {
    @Test("Nothing is left to mend", arguments: LessonFiles.names)
    func good(name: String) throws {
        let file = try LessonFiles.file(name)
        let problems = try LessonReview(file.read(checker: .standard).get(), in: file).problems()
        #expect(problems.isEmpty, "\(problems.map { $0.text(in: .english) { $0 } }.joined(separator: "\n"))")
    }

    /// A good lesson on one weight, with `steps` after its first, the twentieth line being their first.
    private func problems(_ steps: String, title: String = "{en: A line, zh: 直线}") throws -> [Problem] {
        let text = """
            title: \(title)
            model:
              network:
                inputs: [x]
                layers:
                  - name: output
                    activation: identity
                    neurons:
                      y: {weights: {w: 2.5}, bias: {b: 1}}
                loss: half-squared-error
            data:
              samples:
                - {inputs: [3], targets: [5]}
            training:
              optimizer: {name: gradient-descent, learning-rate: 0.1}
              epochs: 2
            steps:
              - say: {en: "We begin with w = 2.5 and x = 3.", zh: "从 w = 2.5、x = 3 开始。"}
              - say: {en: "So z(y) = 8.5.", zh: "所以 z(y) = 8.5。"}
                do: step 1 quantity
                expect: z(y) ≈ 8.5
            \(steps)
            """
        let file = LessonFile(path: "line.yaml", bytes: Array(text.utf8), limits: Limits())
        return try LessonReview(file.read(checker: .standard).get(), in: file).problems()
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let steps: String
        /// `line:column` of each finding, the first line of `steps` being 22, with words of the message.
        let findings: [(place: String, words: [String])]

        init(_ steps: String, _ findings: (String, [String])...) {
            self.steps = steps
            self.findings = findings.map { (place: $0.0, words: $0.1) }
        }

        var testDescription: String { steps }
    }

    private static let cases = [
        Case("  - say: {en: Good., zh: 好。}"),
        // Languages.
        Case("  - say: {en: Good.}", ("22:10", ["`zh`"])),
        Case("  - say: {zh: 好。}", ("22:10", ["`en`"])),
        Case("  - say: All is good.", ("22:10", ["one language only"])),
        Case("  - say: {en: Good., zh: \"\"}", ("22:26", ["`zh`", "to be written"])),
        Case("  - say: {en: All is good., zh: All is good.}", ("22:33", ["`zh`", "translate"])),
        Case("  - say: {en: 好。, zh: 好。}", ("22:15", ["`en`", "translate"]), ("22:16", ["Chinese punctuation"])),
        Case(
            "  - ask: {question: {en: Why?, zh: 为什么？}, answer: w, hint: {en: Look.}}", ("22:60", ["`zh`"])),
        Case("  - ask: {question: {en: Why?, zh: 为什么？}, answer: w, hint: 3·0.1}"),
        // Characters.
        Case("  - say: {en: Go\u{200B}od., zh: 好。}", ("22:17", ["U+200B"])),
        Case("  - say: {en: \"Go\\u202Eod.\", zh: 好。}", ("22:15", ["U+202E"])),
        Case("  - say: {en: Good\u{00A0}., zh: 好。}", ("22:19", ["U+00A0", "ordinary space"])),
        Case("  - say: {en: Good \u{E000}., zh: 好。}", ("22:20", ["U+E000"])),
        Case("  - say: {en: Good１., zh: 好１。}", ("22:19", ["`1`"]), ("22:28", ["`1`"])),
        Case("  - say: {en: Good（x）., zh: 好（x）。}", ("22:19", ["`(`"]), ("22:21", ["`)`"])),
        // Expectations.
        Case(
            "  - say: {en: Good., zh: 好。}\n    expect: [w ≈ 2.5, L ≈ 6.125]\n  - say: {en: On., zh: 走。}\n    do: finish pass",
            ("23:23", ["L", "step 4 of the lesson"])),
        Case("  - say: {en: Good., zh: 好。}\n    expect: z(y) ≈ 8", ("23:13", ["does not hold", "8.5 and 8"])),
        Case("  - say: {en: Good., zh: 好。}\n    do: goto epoch 9", ("23:9", ["epoch"])),
        // Steps.
        Case("  - expect: z(y) ≈ 8.5", ("22:5", ["changes nothing"])),
        Case("  - do: step 1 quantity"),
        Case("  - say: {en: Good., zh: 好。}\n    do: undo", ("23:9", ["change nothing"])),
        Case("  - say: {en: Good., zh: 好。}\n    do: break update"),
        // Numbers.
        Case("  - say: {en: \"L = 6.125.\", zh: \"L = 6.13。\"}\n    do: finish pass",
            ("22:20", ["6.125", "`expect: L ≈ 6.125`"]), ("22:38", ["6.13", "`expect: L ≈ 6.125`"])),
        Case("  - say: {en: \"L = 6.125.\", zh: \"L = 6.13。\"}\n    do: finish pass\n    expect: L ≈ 6.125"),
        Case("  - say: {en: \"L = 6.12.\", zh: \"L = 6.14。\"}\n    do: finish pass\n    expect: L ≈ 6.125", ("22:37", ["6.14"])),
        Case("  - say: {en: \"L = −6.125.\", zh: 好。}\n    do: finish pass\n    expect: L ≈ 6.125", ("22:21", ["−6.125"])),
        Case("  - say: {en: \"2.5·3 + 1 = 8.5, and 2.5·3 = 7.5.\", zh: \"2.5·3 = 7.6。\"}", ("22:65", ["7.6"])),
        Case("  - say: {en: \"y = 9, and y = 5 = 2 + 3.\", zh: 好。}", ("22:20", ["9"])),
        Case("  - say: {en: \"z(y) ≈ 9.\", zh: \"z(y) ≈ 9。\"}", ("22:23", ["9"]), ("22:40", ["9"])),
        // A whole number behind a verb, where a formula is the subject.
        Case("  - say: {en: \"So L is 4, and w was −7.\", zh: \"L 是 4，w 变为 −7。\"}",
            ("22:24", ["4"]), ("22:38", ["−7"]), ("22:52", ["4"]), ("22:60", ["−7"])),
        Case("  - say: {en: \"So z(y) is 8.5, and z(y) − x is 4.\", zh: 好。}\n    expect: z(y) - x ≈ 5.5", ("22:48", ["4"])),
        Case("  - say: {en: \"So z(y) is 4.\", zh: \"z(y) 为 4。\"}\n    do: [set w = 1, restart, step 1 quantity]\n    expect: z(y) ≈ 4"),
        Case("  - say: {en: \"Its size is 7. This is 7. The epoch is 7. y is 7 times x. The law is 9.\", zh: \"个数是 7。y 是 7 个 x。步数为 7。\"}"),
        // Answers that are given away.
        Case(
            "  - {say: {en: \"δ(y) = 3.5.\", zh: 好。}, ask: {question: {en: \"δ(y)?\", zh: \"δ(y)？\"}, answer: delta(y)}, do: finish pass}",
            ("22:24", ["3.5", "answer"])),
        Case(
            "  - {say: {en: Good., zh: \"δ(y) = 3.5。\"}, ask: {question: {en: \"δ(y)?\", zh: \"3.50 是不是 δ(y)？\"}, answer: delta(y), hint: 3.5}, expect: delta(y) ≈ 3.5, do: goto delta(y)}",
            ("22:35", ["3.5", "answer"]), ("22:78", ["3.50", "answer"])),
        Case(
            "  - ask: {question: {en: \"If δ(y) is 10, how much is it?\", zh: δ(y) 是 10，是多少？}, answer: 10*w*0.4}",
            ("22:38", ["10"]), ("22:71", ["10"])),
        // The same number as something else's value gives nothing away: w is 2.5, z(y) is 8.5, and so may an answer be.
        Case("  - ask: {question: {en: \"With w = 2.5 and z(y) = 8.5, what is w?\", zh: \"w = 2.5、z(y) = 8.5，w 是多少？\"}, answer: w*1}"),
        Case("  - ask: {question: {en: \"With z(y) = 8.5, what is a(y)?\", zh: \"z(y) = 8.5，a(y) 是多少？\"}, answer: a(y)}\n    do: goto a(y)"),
        // Told afterwards, all is well.
        Case(
            "  - ask: {question: {en: \"δ(y)?\", zh: \"δ(y)？\"}, answer: delta(y), hint: 3.5}\n    do: finish pass\n  - say: {en: \"δ(y) = 3.5.\", zh: \"δ(y) = 3.5。\"}"),
        // Too early is as good as nowhere.
        Case(
            "  - say: {en: \"L = 6.125.\", zh: 好。}\n  - say: {en: On., zh: 走。}\n    do: finish pass\n    expect: L ≈ 6.125",
            ("22:20", ["6.125"])),
        Case("  - say: {en: \"D3 §2.7 says: set w = 0.7, or 0.8. Then 0.9.\", zh: 好。}", ("22:56", ["0.9"])),
    ]

    @Test(arguments: cases) func found(_ example: Case) throws {
        let problems = try problems(example.steps)
        let places = problems.map { "\($0.line):\($0.column)" }
        #expect(places == example.findings.map(\.place), "\(problems.map(\.message.english))")
        for (problem, finding) in zip(problems, example.findings) {
            for word in finding.words { #expect(problem.message.english.contains(word)) }
            #expect(problem.message.chinese != problem.message.english)
            #expect(problem.severity == (finding.words == ["epoch"] ? .error : .finding))
        }
    }

    /// Where there are no steps, nothing can be expected.
    @Test func aModelMayNameNumbers() throws {
        let text = LessonTemplate.text(for: "m").replacing(#/steps:\n(.|\n)*/#, with: "").replacing("One neuron guesses", with: "It guesses 0.123")
        let file = LessonFile(path: "m.yaml", bytes: Array(text.utf8), limits: Limits())
        #expect(try LessonReview(file.read(checker: .standard).get(), in: file).problems().isEmpty)
    }

    @Test func everyTextIsLookedAt() throws {
        let problems = try problems("", title: "{en: The weight 0.123, zh: 权重}")
        #expect(problems.map { "\($0.line):\($0.column)" } == ["1:24"])
    }
}
