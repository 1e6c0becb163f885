import Foundation
import Testing

/// A lesson from its beginning to the check, as its author goes about it.
struct LessonsNewTests {
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test func aNewLessonIsGoodAndPlays() throws {
        try withFolder { folder in
            for language in ["en", "zh"] {
                let environment = ["BACKSTEP_LANG": language]
                let name = "mine-\(language)"
                let new = try Program.run("lessons", "new", name, environment: environment, folder: folder)
                #expect(new.status == 0 && new.output.contains("\(name).yaml") && new.output.contains("lessons check"), "\(new.errors)")
                let check = try Program.run("lessons", "check", "\(name).yaml", environment: environment, folder: folder)
                #expect(check.status == 0 && check.lines.filter { !$0.isEmpty }.count == 1, "\(check.output)")
                let play = try Program.run("play", "\(name).yaml", "--headless", environment: environment, folder: folder)
                #expect(play.status == 0, "\(play.errors)")
            }
            let path = folder.appending(path: "mine-en.yaml").path
            let before = try String(contentsOfFile: path, encoding: .utf8)
            for name in ["mine-en", "mine-en.yaml", path] {
                let again = try Program.run("lessons", "new", name, folder: folder)
                #expect(again.status == 2 && again.errors.contains("exists already"), "\(again.errors)")
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
            let spaced = try Program.run("lessons", "new", "it's mine", folder: folder)
            #expect(spaced.output.contains(#"backstep walk 'it'\''s mine.yaml' "#), "\(spaced.output)")
            #expect(try Program.run("lessons", "new", "no-such-folder/mine", folder: folder).status == 2)
            #expect(try Program.run("lessons", "new", ".yaml", folder: folder).status == 2)
        }
    }

    @Test func findingsAreLinesForPeopleAndObjectsForPrograms() throws {
        try withFolder { folder in
            _ = try Program.run("lessons", "new", "mine", folder: folder)
            let file = folder.appending(path: "mine.yaml")
            let good = try String(contentsOf: file, encoding: .utf8)
            try Data(good.replacing("expect: [grad(w) ≈ 0.2, ", with: "expect: [").utf8).write(to: file)
            let check = try Program.run("lessons", "check", "mine.yaml", folder: folder)
            #expect(check.status == 1 && check.output.contains("to mend: ") && check.output.contains("`expect: "), "\(check.output)")
            let chinese = try Program.run("lessons", "check", "mine.yaml", environment: ["BACKSTEP_LANG": "zh"], folder: folder)
            #expect(chinese.status == 1 && chinese.output.contains("待改："), "\(chinese.output)")
            let json = try Program.run("lessons", "check", "mine.yaml", "--format", "json", folder: folder)
            let objects = try json.lines.filter { !$0.isEmpty }.map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
            // 0.2 in each language.
            #expect(json.status == 1 && objects.count == 2)
            for object in objects {
                #expect(object["kind"] as? String == "finding" && object["file"] as? String == "mine.yaml")
                let line = try #require(object["line"] as? Int)
                #expect(check.output.contains("mine.yaml:\(line):\(try #require(object["column"] as? Int)): "))
            }
            try Data(good.replacing("title:", with: "titel:").utf8).write(to: file)
            let wrong = try Program.run("lessons", "check", "mine.yaml", "--format", "json", folder: folder)
            #expect(wrong.status == 2 && wrong.output.contains(#""kind":"error""#), "\(wrong.output)")
        }
    }

    @Test func aSessionBecomesADraftOfALesson() throws {
        try withFolder { folder in
            let walk = try Program.run(
                "walk", "two-two-one-linear", "--plain", input: "step 2 quantity\nset w11 = 0.5\nstep 1 pass\nsave draft.yaml\n",
                folder: folder)
            #expect(walk.status == 0 && walk.output.contains("Saved as a draft of a lesson"), "\(walk.output)")
            let play = try Program.run("play", "draft.yaml", "--headless", folder: folder)
            #expect(play.status == 0, "\(play.errors)")
            // All that is left to do is writing.
            let check = try Program.run("lessons", "check", "draft.yaml", folder: folder)
            let findings = check.lines.filter { $0.contains("to mend: ") }
            #expect(check.status == 1 && !findings.isEmpty && findings.allSatisfy { $0.contains("still to be written") }, "\(check.output)")
        }
    }
}
