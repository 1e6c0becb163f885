import Foundation
import Testing

struct PlayTests {
    @Test(arguments: Places.lessonNames, ["en", "zh"])
    func theLessonsHold(name: String, language: String) throws {
        let program = try Program.run("play", name, "--headless", "--lang", language)
        #expect(program.status == 0, "\(program.errors)")
        #expect(program.errors.isEmpty)
        #expect(!program.output.contains("✗"))
        #expect(program.output.contains(language == "en" ? "checks: all hold." : "项检查，全部成立。"))
    }

    @Test func aCheckThatFailsIsNamed() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let lesson = try String(
            contentsOf: Places.lessons.appending(path: "two-two-one-sigmoid.yaml"), encoding: .utf8)
        let right = "expect: z(h1) ≈ 0.52\n"
        #expect(lesson.contains(right))
        let changed = lesson.replacing(right, with: "expect: z(h1) ≈ 0.53\n")
        let line = try #require(changed.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains("0.53\n".dropLast()) && $0.contains("expect") }) + 1
        let file = folder.appending(path: "changed.yaml")
        try Data(changed.utf8).write(to: file)
        let program = try Program.run("play", file.path, "--headless")
        #expect(program.status == 1)
        #expect(program.output.contains("✗ z(h1) ≈ 0.53   (0.52 ≈ 0.53)"))
        #expect(program.errors.hasPrefix("\(file.path):\(line):"), "\(program.errors)")
        #expect(program.errors.contains("step 4"))
        #expect(program.errors.contains("z(h1) ≈ 0.53 does not hold: 0.52 and 0.53"))
        let check = try Program.run("lessons", "check", file.path, "two-two-one-linear")
        #expect(check.status == 1)
        #expect(check.lines.count { $0.contains("good; ") } == 1)
    }

    @Test func theLessonsAreListed() throws {
        // From anywhere: the program finds its lessons beside itself.
        let program = try Program.run("lessons", folder: URL(filePath: "/"))
        #expect(program.status == 0)
        let rows = program.lines.prefix { !$0.hasPrefix("Models") }.map { $0.split(separator: " ").map(String.init) }
        let lessons = rows.filter { $0.first.flatMap { Int($0) } != nil }
        #expect(lessons.compactMap { Int($0[0]) } == Array(1...Places.lessonNames.count))
        #expect(lessons.map { $0[1] }.sorted() == Places.lessonNames)
        #expect(lessons.first?[1] == "what-a-gradient-is" && lessons.last?[1] == "your-own-gradients")
        let groups = program.lines.filter { $0.first?.isLetter == true }
        #expect(groups == ["First ideas", "Training", "Choices", "Architectures", "Hunts", "Models to explore"])
        #expect(program.lines.contains { $0.contains("  micrograd  ") })
    }

    @Test func anAuthorsFolderNeedsNoCourseFile() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["two-two-one-sigmoid", "one-update"] {
            try FileManager.default.copyItem(
                at: Places.lessons.appending(path: name + ".yaml"), to: folder.appending(path: name + ".yaml"))
        }
        let environment = ["BACKSTEP_LESSONS": folder.path]
        func listed() throws -> [String] {
            try Program.run("lessons", environment: environment).lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        }
        #expect(try listed() == ["Lessons", "1 one-update", "2 two-two-one-sigmoid", ""])
        let course = folder.appending(path: "course.yaml")
        try Data("groups:\n  - title: Mine\n    lessons: [two-two-one-sigmoid]\n".utf8).write(to: course)
        #expect(try listed() == ["Mine", "1 two-two-one-sigmoid", "", "Further lessons", "2 one-update", ""])
        #expect(try Program.run("lessons", "check", environment: environment).status == 0)
        try Data("groups:\n  - title: Mine\n    lessons: [one-updat]\n".utf8).write(to: course)
        let check = try Program.run("lessons", "check", environment: environment)
        #expect(check.status == 2 && check.output.contains("course.yaml:3:15: "), "\(check.output)")
        #expect(check.output.contains("did you mean one-update?"))
    }

    @Test func thePlainPromptGoesOnToTheNextLesson() throws {
        let last = "lesson 100\n" + String(repeating: "\n", count: 90)
        let program = try Program.run("walk", "two-two-one-linear", "--plain", input: last + "open\nopen softmax\nopen no-such\nexplain softmax\n")
        #expect(program.status == 0)
        for line in [
            "The lesson ends here. Next: 4. One update, and the loss falls.", "One update, and the loss falls", "Step 1 of ",
            "Softmax: three answers to choose from", "there is no file and no lesson no-such", "softmax",
        ] { #expect(program.lines.contains { $0.hasPrefix(line) }, "\(line)") }
        #expect(program.lines.count { $0.hasPrefix(">  ") } == 1)
    }

    @Test func plainPrompt() throws {
        let program = try Program.run(
            "walk", "--plain", input: "\n\n0.5\nw11*x1 + w12*x2 + b1\n\nstep\nback\nprnt\nprint z(h1) + 1\nquit\nstep\n")
        #expect(program.status == 0 && program.errors.isEmpty)
        let told = program.lines
        let expected = [
            "The 2-2-1 network, sigmoid", "Step 1 of 20", "Step 2 of 20",
            "  w11·x1 = 0.2·0.5 = 0.1   (product inside z of h1)", "Step 3 of 20", "Right: 0.52.", "Step 4 of 20",
            "  z(h1) = w11·x1 + w12·x2 + b1 = 0.2·0.5 + 0.4·0.8 + 0.1 = 0.52   (weighted sum z of h1)",
            "Next: a(h1) = σ(z(h1))", "  a(h1) = σ(z(h1)) = σ(0.52) = 0.62715", "Back at position 3 of 5600:",
            "there is no command prnt; did you mean print?", "    prnt", "    ^", "z(h1) + 1 = 1.52",
        ]
        var place = told.startIndex
        for line in expected {
            guard let found = told[place...].firstIndex(where: { $0.hasPrefix(line) }) else {
                Issue.record("after line \(place) there is no “\(line)” in:\n\(program.output)")
                return
            }
            place = found + 1
        }
        #expect(!told[place...].contains { $0.hasPrefix("Next") }, "a command after quit was carried out")
    }

    @Test func plainPromptEndsWithItsInput() throws {
        let program = try Program.run("walk", "two-two-one-linear", "--plain", "--lang", "zh", input: "help")
        #expect(program.status == 0)
        #expect(program.output.contains("按当前粒度执行下一个单元"))
    }

    @Test func plainPromptChangesItsLanguage() throws {
        let program = try Program.run(
            "walk", "two-two-one-linear", "--plain", input: "language zh\nstep\nhelp step\nprnt\nlesson 3\nlanguage en\nstep\n")
        #expect(program.status == 0 && program.errors.isEmpty)
        let told = program.lines
        let chinese = try #require(told.firstIndex { $0.contains("加权和") })
        let english = try #require(told.lastIndex { $0.hasPrefix("Next: ") })
        #expect(chinese < english)
        for line in ["下一步：", "  按当前粒度执行", "没有命令 prnt；是否想写 print？", "第 3 步，共 "] {
            #expect(told[..<english].contains { $0.hasPrefix(line) }, "\(line) is missing in:\n\(program.output)")
        }
        #expect(!told[chinese..<english].contains { $0.hasPrefix("Step ") || $0.contains("did you mean") })
    }

    @Test func plainPromptInASCII() throws {
        let program = try Program.run("walk", "--plain", input: "goto delta(h1)\n", environment: ["LANG": "C"])
        #expect(program.output.utf8.allSatisfy { $0 < 0x80 })
        #expect(program.output.contains("delta(h1) = delta(y)*w31*slope(z(h1))"))
    }
}
