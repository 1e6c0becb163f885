import Foundation
import Testing

/// 0: done; 1: a check failed; 2: the call or the file was wrong.
struct ExitStatusTests {
    @Test(arguments: [
        ["--help"], ["--help", "--lang", "zh"], ["help", "run", "--lang=en"], ["walk", "--help"], ["--version"], ["lessons"], ["lessons", "check"],
        ["run", "two-two-one-linear.yaml", "--every", "10"], ["run", "two-two-one-linear", "--until", "L < 0.1"],
        ["run", "two-two-one-linear", "--until", "not (L > 0.1)"], ["run", "two-two-one-linear", "--until", "L < 0.1 or epoch == 3"],
        ["explain"], ["explain", "learning", "rate"], ["explain", "梯度", "--lang", "zh"],
        ["trace", "two-two-one-linear", "--epochs", "1", "--zoom", "epoch"], ["compare", "two-two-one-linear", "--at", "end"],
        ["compare", "two-two-one-linear", "delta(h1)", "--method", "complex"], ["compare", "two-two-one-linear", "x1", "--h", "1e-3"],
    ])
    func done(arguments: [String]) throws {
        let program = try run(arguments)
        #expect(program.status == 0 && !program.output.isEmpty, "\(program.errors)")
        #expect(program.errors.isEmpty)
    }

    @Test(arguments: [
        (["run"], "<file>"), (["run", "two-two-one-linear", "--no-such"], "--no-such"),
        (["two-two-one-liner"], "did you mean two-two-one-linear?"), (["tarce"], "did you mean trace?"),
        (["help", "tarce"], "did you mean trace?"), (["help", "nothing-of-the-kind"], "no command nothing-of-the-kind"),
        (["run", "/no/such.yaml"], "/no/such.yaml"), (["run", "."], "is not a file"), (["walk", "--plain", "Tests"], "`Tests` is not a file"),
        (["run", ""], ""), (["compare", "two-two-one-linear", "--mutate", ""], "--mutate"),
        (["play", "two-two-one-linear", "--headless", "--record", "no.cast", "--size", "501x30"], "500x200"),
        (["run", "two-two-one-linear", "--until", "L <"], "--until: "),
        (["run", "two-two-one-linear", "--until", "LL < 1"], "--until: "),
        (["run", "two-two-one-linear", "--until", "5"], "L < 0.01"),
        (["run", "two-two-one-linear", "--until", "L - 0.01"], "--until: "),
        (["trace", "two-two-one-linear", "--from", "5", "--to", "3"], "--to: "),
        (["trace", "two-two-one-linear", "--from", "epoch 3", "--to", "epoch 2"], "--from"),
        (["trace", "two-two-one-linear", "--from", "epoch 3", "--epochs", "1"], "--epochs: "),
        (["run", "two-two-one-linear", "--every", "0"], "--every"),
        (["trace", "two-two-one-linear", "--zoom", "quantum"], "quantity"),
        (["trace", "two-two-one-linear", "--zoom", "in"], "quantity"),
        (["trace", "two-two-one-linear", "--to", "epoch 0"], "--to: "),
        (["trace", "two-two-one-linear", "--format", "xml"], "json"),
        (["compare", "two-two-one-linear", "--at", "epoch 101"], "--at: "),
        (["compare", "two-two-one-linear", "--method", "complx"], "did you mean complex?"),
        (["compare", "two-two-one-linear", "--h", "0"], "--h: "), (["compare", "two-two-one-linear", "--h", "nan"], "--h: "),
        (["compare", "two-two-one-linear", "w99"], "w99"), (["compare", "two-two-one-linear", "w11 + 1"], "w11, x1"),
        (["compare", "two-two-one-linear", "eta"], "eta"),
        (["walk", "two-two-one-linear", "--plain", "--at", "nowhere"], "--at: "),
        (["walk", "--plain", "--commands", "/no/such"], "/no/such"),
        (["play", "Tests/ProgramTests/models/linear-regression.yaml", "--headless"], "without lesson steps"),
        (["--lang", "fr"], "en"), (["explain", "gradeint"], "did you mean gradient?"),
    ] as [([String], String)])
    func wrongCall(arguments: [String], named: String) throws {
        let program = try run(arguments)
        #expect(program.status == 2 && program.output.isEmpty)
        #expect(!program.errors.isEmpty && (named.isEmpty || program.errors.contains(named)), "\(program.errors)")
    }

    @Test(arguments: [["run", "x\u{1B}[2J\u{202E}"], ["run", "a", "--\u{1B}[2J"], ["run", "a", "\u{1B}]0;b\u{7}"]])
    func nothingReachesTheTerminal(arguments: [String]) throws {
        let program = try run(arguments)
        #expect(program.status == 2)
        #expect(!program.errors.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202E}") })
    }

    @Test(arguments: [[], ["walk"], ["play", "two-two-one-linear"], ["walk", "two-two-one-linear"]], ["en", "zh"])
    func withoutATerminal(arguments: [String], language: String) throws {
        let program = try run(arguments, language)
        #expect(program.status == 2 && program.output.isEmpty)
        #expect(program.errors.split(separator: "\n").count == 1)
        #expect(program.errors.contains("backstep walk --plain") && program.errors.contains("--headless"))
    }

    @Test(arguments: ["/no/such.yaml", "/", "lessons/../lessons"], ["run", "walk", "compare"])
    func aFileThatCannotBeReadHasNoLines(path: String, command: String) throws {
        let program = try run([command, path])
        #expect(program.status == 2 && program.errors.hasPrefix("\(path): "), "\(program.errors)")
        #expect(!program.errors.contains(":1:1"))
    }

    @Test func everyMistakeOfAFileHasItsPlace() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "bad.yaml")
        let good = try String(contentsOfFile: Places.model("two-two-one-tanh"), encoding: .utf8)
        let bad = good.replacing("activation: tanh", with: "activation: tahn").replacing("epochs: 1", with: "epochs: -1")
        try Data(bad.utf8).write(to: file)
        for command in [["run"], ["walk"], ["walk", "--plain"], ["compare"], ["trace"], ["play"]] {
            let program = try run(command + [file.path])
            #expect(program.status == 2 && program.output.isEmpty)
            #expect(program.errors.contains("\(file.path):7:21: ") && program.errors.contains("tanh"), "\(program.errors)")
            #expect(program.errors.contains("\(file.path):22:11: "), "\(program.errors)")
        }
        let check = try run(["lessons", "check", file.path])
        #expect(check.status == 2 && check.output.contains("\(file.path):7:21: ") && check.errors.isEmpty)
    }

    @Test func aScriptIsCarriedOut() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func script(_ text: String) throws -> String {
            let file = folder.appending(path: "script")
            try Data(text.utf8).write(to: file)
            return file.path
        }
        let model = Places.model("two-two-one-sigmoid")
        var path = try script("# what if\nset w11 = 0.5\ngoto z(h1)\nprint z(h1)\n")
        let trained = try run(["run", model, "--commands", path])
        #expect(trained.status == 0)
        #expect(trained.lines.contains("z(h1) = 0.67"), "\(trained.output)")
        #expect(trained.lines.contains { $0.hasPrefix("w11   0.5 → ") })
        let walked = try run(["walk", model, "--plain", "--commands", path])
        #expect(walked.status == 0 && walked.lines.contains("z(h1) = 0.67"))

        path = try script("step\n\n  prnt w11\nprint w99\n")
        let misspelt = try run(["run", model, "--commands", path])
        #expect(misspelt.status == 2 && misspelt.errors.hasPrefix("\(path):3:3: "), "\(misspelt.errors)")
        path = try script("step\n print w99 + 1\n")
        for command in [["run"], ["walk", "--plain"]] {
            let wrong = try run(command + [model, "--commands", path])
            #expect(wrong.status == 2 && wrong.errors.hasPrefix("\(path):2:8: "), "\(wrong.errors)")
        }
        path = try script("print w11\nquit\n")
        #expect(try run(["run", model, "--commands", path]).output == "w11 = 0.2\n")
    }

    @Test func aReaderThatLeavesEndsTheTrace() throws {
        let script = "{ '\(Places.program)' trace two-two-one-linear; echo $? >&2; } | head -n 1"
        let program = try Program.run(["-c", script], program: "/bin/sh")
        #expect(program.lines.count == 2)
        #expect(program.errors == "0\n")
    }

    @Test func aFullDiskIsSaid() throws {
        let program = try Program.run(["-c", "'\(Places.program)' lessons > /dev/full"], program: "/bin/sh")
        #expect(program.status == 2 && program.errors.contains("No space left on device"))
    }

    private func run(_ arguments: [String], _ language: String = "en") throws -> Program {
        try Program.run(arguments, environment: ["BACKSTEP_LANG": language])
    }
}
