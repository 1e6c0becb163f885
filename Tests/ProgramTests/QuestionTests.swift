import Foundation
import Testing

/// Questions of every kind at the plain prompt and in headless play, in both languages.
struct QuestionTests {
    /// The last lines that a plain walk of a lesson answers to some input.
    private func answers(_ lesson: String, _ lines: String..., language: String = "en") throws -> [String] {
        let input = lines.joined(separator: "\n") + "\nquit\n"
        let program = try Program.run("walk", lesson, "--plain", "--lang", language, input: input)
        #expect(program.status == 0, "\(program.errors)")
        return program.lines
    }

    @Test func aWrongAnswerIsToldItsMistake() throws {
        let lines = try answers("two-two-one-sigmoid", "lesson 3", "goto z(h1)", "print z(h1)", "0.42", "lesson 3", "= w11*x1 + w12*x2 + b1", "goto z(h1)")
        #expect(lines.contains("  z(h1) = w11·x1 + w12·x2 + b1 = 0.2·0.5 + 0.4·0.8 + 0.1 = ?   (weighted sum z of h1)"), "\(lines)")
        #expect(lines.contains { $0.contains("z(h1) = ?, hidden until the question is answered") })
        #expect(lines.contains("Right: 0.52. ⏎ goes on."))
        #expect(lines.last { $0.contains("weighted sum z of h1") }?.contains("= 0.52") == true)
        let wrong = try answers("two-two-one-sigmoid", "lesson 3", "0.42", language: "zh")
        #expect(wrong.contains { $0.hasPrefix("不是 0.42：漏了偏置 b1。正确：w11·x1 + w12·x2 + b1。") }, "\(wrong)")
    }

    @Test func choicesAreAnsweredByTheirLetters() throws {
        let lines = try answers("what-a-gradient-is", "lesson 14", "a", "3", "b")
        #expect(lines.contains("  a) up") && lines.contains("  b) down") && lines.contains("  c) either way"), "\(lines)")
        #expect(lines.contains { $0.hasPrefix("Not that one. A plus says that L grows with w") })
        #expect(lines.contains { $0.hasPrefix("Not that one. Only where the gradient is 0") && $0.hasSuffix("⏎ ⏎ gives the answer.") })
        #expect(lines.contains { $0.hasPrefix("Right. On either side of 3") })
    }

    @Test func aDeedIsAnsweredByDoingItAndPlayedHeadless() throws {
        let lines = try answers("a-relu-that-dies", "lesson 20", "0.1", "set b2 = 0.05")
        #expect(lines.contains("Reached. ⏎ goes on from where the lesson was."), "\(lines)")
        let zh = try answers("a-relu-that-dies", "lesson 20", "", "", language: "zh")
        #expect(zh.contains("一种做法：set b2 = 0.1。按 ⏎ 继续。"), "\(zh)")
        let headless = try Program.run("play", "a-relu-that-dies", "--headless")
        #expect(headless.lines.contains("  > set b2 = 0.1") && headless.lines.contains { $0.hasPrefix("  ✓ a(h2) > 0   (") })
    }

    @Test(arguments: [("solution: set b2 = 0.1", "solution: set b2 = -1", "a(h2) > 0 does not hold"), ("reach: a(h2) > 0", "reach: a(h2) == 0", "holds already")])
    func aSolutionThatDoesNotReachItFails(right: String, wrong: String, words: String) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let lesson = try String(contentsOf: Places.lessons.appending(path: "a-relu-that-dies.yaml"), encoding: .utf8)
        #expect(lesson.contains(right))
        let file = folder.appending(path: "changed.yaml")
        try Data(lesson.replacing(right, with: wrong).utf8).write(to: file)
        let program = try Program.run("play", file.path, "--headless")
        #expect(program.status == 1 && program.errors.contains(words) && program.errors.contains("step 20"), "\(program.errors)")
    }

    /// What a lesson's own command gives is told after the answer where it would give it away: z(h1) is 0.52.
    @Test(arguments: [("en", "  2·0.26 = ?, hidden until the question is answered"), ("zh", "  2·0.26 = ?，回答问题之后才显示")])
    func aResultTellsNoAnswer(language: String, hidden: String) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let lesson = try String(contentsOf: Places.lessons.appending(path: "two-two-one-sigmoid.yaml"), encoding: .utf8)
        let steps = try #require(lesson.range(of: "\nsteps:\n"))
        let own = """
              - do: [goto z(h1), print 2*0.26, print x1]
                ask: {question: {en: The sum?, zh: 和是多少？}, answer: z(h1)}
                expect: z(h1) ≈ 0.52
              - say: {en: On., zh: 走。}
            """
        let file = folder.appending(path: "own.yaml")
        try Data((lesson[..<steps.upperBound] + own).utf8).write(to: file)
        let headless = try Program.run("play", file.path, "--headless", "--lang", language)
        #expect(headless.status == 0, "\(headless.errors)")
        let lines = headless.lines
        let question = try #require(lines.firstIndex { $0.contains(language == "en" ? "The sum?" : "和是多少？") })
        #expect(!lines[...question].contains { $0.contains("0.52") }, "\(headless.output)")
        #expect(lines[...question].contains(hidden) && lines[...question].contains("  x1 = 0.5"))
        #expect(Array(lines[(question + 1)...].prefix(3)) == ["  z(h1) = 0.52", "  2·0.26 = 0.52", "  ✓ z(h1) ≈ 0.52   (0.52 ≈ 0.52)"])
        // Line by line, the answer brings it.
        let told = try answers(file.path, "0.52", language: language)
        let right = try #require(told.firstIndex { $0.contains(language == "en" ? "Right: 0.52." : "正确") })
        let shown = try #require(told.firstIndex { $0.contains("2·0.26 = 0.52") })
        #expect(told.firstIndex { $0.contains("0.52") } == min(right, shown) && told[..<shown].contains(hidden), "\(told)")
    }
}
