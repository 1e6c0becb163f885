import Foundation
import Testing

/// Sessions kept as files, at the plain prompt and in scripts.
struct SaveTests {
    private let folder: URL
    private var file: String { folder.appending(path: "what if.txt").path }

    init() throws { folder = try Places.temporaryFolder() }

    private func walk(_ lines: String...) throws -> Program {
        try Program.run(
            ["walk", "two-two-one-linear", "--plain"], input: lines.joined(separator: "\n") + "\n",
            environment: ["BACKSTEP_LANG": "en"])
    }

    @Test func aSessionIsSavedAndComesBack() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let saving = try walk(
            "step 2 epoch", "set w11 = 0.7", "set x1 = 0.125", "display z(h1)", "step 1 neuron", "break update", "save \(file)", "print L")
        #expect(saving.status == 0 && saving.output.contains("Saved: source \(file) comes back here."), "\(saving.output)")
        let saved = try String(contentsOfFile: file, encoding: .utf8)
        let back = try walk("source \(file)", "print z(h1)", "print position", "info breaks", "save \(file)")
        #expect(back.status == 0, "\(back.errors)")
        for line in saving.lines.suffix(3) where line.hasPrefix("  1: z(h1)") { #expect(back.lines.contains(line)) }
        #expect(back.output.contains("1  update"))
        #expect(back.output.contains("exists already and has been left as it is; save overwrite"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == saved)
        let again = try walk("source \(file)", "save overwrite \(file)", "source \(file)", "step", "save overwrite \(file)")
        #expect(again.status == 0 && again.output.contains("Saved"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) != saved)
        let trained = try Program.run(
            ["run", "two-two-one-linear", "--commands", file], environment: ["BACKSTEP_LANG": "en"])
        #expect(trained.status == 0 && trained.output.contains("1: z(h1) ="))
    }

    @Test func mistakesNameFileAndLine() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("step\nprint w99\n".utf8).write(to: URL(filePath: file))
        let wrong = try walk("source \(file)", "print position", "source /no/such", "save /no/such/file")
        #expect(wrong.status == 0)
        #expect(wrong.output.contains("\(file):2:7: nothing here is called w99"), "\(wrong.output)")
        #expect(wrong.output.contains("there is no file `/no/such`") && wrong.output.contains("cannot write /no/such/file"))
        let outer = folder.appending(path: "outer").path
        try Data("source \(file)\nquit\n".utf8).write(to: URL(filePath: outer))
        for call in [["run", "two-two-one-linear"], ["walk", "two-two-one-linear", "--plain"]] {
            let program = try Program.run(call + ["--commands", outer], environment: ["BACKSTEP_LANG": "en"])
            #expect(program.status == 2 && program.errors.hasPrefix("\(file):2:7: "), "\(program.errors)")
        }
        try Data("source \(outer)\n".utf8).write(to: URL(filePath: outer))
        let endless = try walk("source \(outer)", "print w11")
        #expect(endless.output.contains("call one another") && endless.output.contains("w11 = "), "\(endless.output)")
    }

    @Test(arguments: ["save here.txt", "source here.txt", "sav here.txt"])
    func aLessonMayNotTouchFiles(line: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let good = try String(contentsOfFile: Places.model("two-two-one-tanh"), encoding: .utf8)
        let lesson = folder.appending(path: "lesson.yaml")
        try Data((good + "\nsteps:\n  - say: x\n    do: \(line)\n").utf8).write(to: lesson)
        let program = try Program.run(["play", lesson.path, "--headless"], environment: ["BACKSTEP_LANG": "en"], folder: folder)
        #expect(program.status == 2 && program.errors.contains("a lesson cannot carry out"), "\(program.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "here.txt").path))
    }
}
