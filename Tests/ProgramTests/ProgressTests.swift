import Foundation
import Testing

/// What a learner has done, kept in a file that nothing may damage. Each test has a home of its own.
struct ProgressTests {
    let home: URL
    private var folder: URL { home.appending(path: ".local/state/backstep") }
    private var file: URL { folder.appending(path: "progress.json") }
    private var settings: [String: String] { ["HOME": home.path, "BACKSTEP_LANG": "en"] }

    init() throws { home = try Places.temporaryFolder() }

    private static let lessons = [
        "what-a-gradient-is", "two-two-one-forwards", "two-two-one-linear", "one-update", "two-two-one-sigmoid",
        "numeric-comparison", "samples-batches-epochs", "one-at-a-time",
    ]

    /// A file as the program's documentation of it says, with every lesson at its sixth step but the first, which is
    /// done.
    @discardableResult
    private func write(_ names: [String] = lessons, version: Int = 1) throws -> Data {
        let lines = names.enumerated().map { index, name in
            #""\#(name)": {"step": \#(index == 0 ? 1 : 6), "steps": 14, "answered": [2], "done": \#(index == 0), "last": \#(100 + index)}"#
        }
        return try write(text: #"{"version": \#(version), "lessons": {\#(lines.joined(separator: ", "))}}"#)
    }

    @discardableResult
    private func write(text: String) throws -> Data {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return Data(text.utf8)
    }

    /// The lessons of the file, read by another reader than the program's.
    private func kept() throws -> Set<String> {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        return Set(try #require(object?["lessons"] as? [String: Any]).keys)
    }

    private func run(_ arguments: String..., environment: [String: String]? = nil) throws -> Program {
        try Program.run(arguments, environment: environment ?? settings)
    }

    // MARK: The list

    @Test func theListHasMarks() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let without = try run("lessons")
        #expect(!without.output.contains("✓") && !without.output.contains("(next)") && without.errors.isEmpty)
        try write()
        let list = try run("lessons")
        func line(_ name: String) throws -> String { try #require(list.lines.first { $0.contains("  \(name) ") }) }
        #expect(try line("what-a-gradient-is").hasPrefix(" ✓ 1  ") && list.errors.isEmpty)
        #expect(try line("one-update").hasSuffix("(step 6/14)") && line("one-at-a-time").hasSuffix("(go on: 6/14)"))
        #expect(try !line("softmax").contains("("))
        let chinese = try Program.run("lessons", "--lang", "zh", environment: settings)
        #expect(chinese.output.contains("(第 6/14 步)") && chinese.output.contains("(继续：6/14)"))
        let ascii = try Program.run("lessons", environment: settings.merging(["LANG": "C"]) { $1 })
        #expect(ascii.output.contains(" v 1  ") && ascii.output.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func resetForgetsAndSaysWhat() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let nothing = try run("lessons", "--reset")
        #expect(nothing.status == 0 && nothing.output.contains("nothing to forget"))
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        try write()
        let one = try run("lessons", "--reset", "one-update")
        #expect(one.status == 0 && one.output.contains("Forgotten: what you had done in one-update"), "\(one)")
        #expect(try kept() == Set(Self.lessons).subtracting(["one-update"]))
        let wrong = try run("lessons", "--reset", "one-updat")
        #expect(wrong.status == 2 && wrong.errors.contains("did you mean one-update?"), "\(wrong)")
        #expect(try run("lessons", "--reset", "one-update").output.contains("nothing to forget"))
        let all = try run("lessons", "--reset")
        #expect(all.status == 0 && all.output.contains("7 lessons") && all.output.contains(file.path))
        #expect(try kept().isEmpty)
        try write()
        let chinese = try Program.run("lessons", "--reset", "--lang", "zh", environment: settings)
        #expect(chinese.output.contains("已忘掉 8 课"))
    }

    @Test func onlyTheOwnerMayLook() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let state = home.appending(path: "a/b").path
        try FileManager.default.createDirectory(atPath: state + "/backstep", withIntermediateDirectories: true)
        try write()
        try FileManager.default.copyItem(atPath: file.path, toPath: state + "/backstep/progress.json")
        let program = try run("lessons", "--reset", "one-update", environment: settings.merging(["XDG_STATE_HOME": state]) { $1 })
        #expect(program.output.contains("\(state)/backstep/progress.json"))
        #expect(try kept().contains("one-update"))
        let status = try FileManager.default.attributesOfItem(atPath: state + "/backstep/progress.json")
        #expect(status[.posixPermissions] as? Int == 0o600)
    }

    // MARK: Where there is no place, or no room

    @Test func aRelativeFolderIsIgnored() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        try write()
        let program = try Program.run(
            "lessons", "--reset", "one-update", environment: settings.merging(["XDG_STATE_HOME": "state"]) { $1 }, folder: home)
        #expect(try program.status == 0 && !kept().contains("one-update"))
        #expect(!FileManager.default.fileExists(atPath: home.appending(path: "state").path))
    }

    @Test(arguments: [[:], ["HOME": "relative"], ["XDG_STATE_HOME": "also/relative"]])
    func withoutAHomeNothingIsKept(environment: [String: String]) throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let settings = environment.merging(["BACKSTEP_LANG": "en"]) { $1 }
        let list = try run("lessons", environment: settings)
        #expect(list.status == 0 && list.errors.isEmpty && list.output.contains("one-update"))
        let reset = try run("lessons", "--reset", environment: settings)
        #expect(reset.status == 2 && reset.errors.contains("HOME"), "\(reset)")
    }

    @Test func whereNobodyMayWriteNothingIsLost() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        // Not even root may make a folder there.
        for state in ["/proc", file.path + "/below"] {
            let old = try write()
            let environment = settings.merging(["XDG_STATE_HOME": state]) { $1 }
            let list = try run("lessons", environment: environment)
            #expect(list.status == 0 && list.errors.isEmpty, "\(list)")
            #expect(try Data(contentsOf: file) == old)
        }
    }

    /// A read-only folder with something in it: also for who may otherwise do everything.
    @Test func aReadOnlyFolderStaysAsItIs() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let old = try write()
        let isRoot = geteuid() == 0
        let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        func reset(_ arguments: [String]) throws -> Program {
            try Program.run((isRoot ? nobody : []) + [Places.program] + arguments, environment: settings, program: "/usr/bin/env")
        }
        chmod(home.path, 0o755)
        for path in [".local", ".local/state"] { chmod(home.appending(path: path).path, 0o755) }
        chmod(folder.path, 0o555)
        chmod(file.path, 0o444)
        defer { chmod(folder.path, 0o755) }
        // Where the program itself cannot be reached by somebody else, there is nothing to try.
        guard try !isRoot || reset(["--version"]).status == 0 else { return }
        let program = try reset(["lessons", "--reset"])
        #expect(program.status == 2 && program.errors.contains("Permission denied"), "\(program)")
        #expect(try reset(["lessons"]).output.contains("(step 6/14)"))
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
        #expect(try Data(contentsOf: file) == old)
    }

    /// Files may not grow beyond so many blocks, as on a disk that is full at once or in the middle of the file: what was
    /// there stays, whole.
    @Test(arguments: [0, 4])
    func withoutRoomTheOldFileStays(blocks: Int) throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let old = try write(["one-update"] + (1...100).map { "lesson-\($0)" })
        #expect(old.count > 8192)
        // Through a pipe: standard output is a file here, too.
        let call = "(ulimit -f \(blocks); exec '\(Places.program)' lessons --reset one-update) 2>&1 | cat; exit ${PIPESTATUS[0]}"
        let program = try Program.run(["-c", call], environment: settings, program: "/bin/bash")
        #expect(program.status == 2 && program.output.contains("File too large"), "\(program)")
        #expect(try Data(contentsOf: file) == old)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains("progress.json.new"))
        let after = try run("lessons", "--reset", "one-update")
        #expect(try after.status == 0 && !kept().contains("one-update"))
    }

    // MARK: Damage

    @Test(arguments: ["", "{", "garbage", #"{"version": 1, "lessons": {"a": 3}}"#])
    func aDamagedFileIsSetAside(text: String) throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let damaged = try write(text: text)
        let program = try run("lessons")
        #expect(program.status == 0 && program.errors.contains("damaged") && program.errors.contains("progress.damaged.json"))
        #expect(program.output.contains("one-update"))
        #expect(try Data(contentsOf: folder.appending(path: "progress.damaged.json")) == damaged)
        #expect(!FileManager.default.fileExists(atPath: file.path))
        // Said once.
        #expect(try run("lessons").errors.isEmpty)
    }

    @Test func aNewerFileIsOnlyRead() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let newer = try write(version: 2)
        let list = try run("lessons")
        #expect(list.status == 0 && list.errors.contains("newer Backstep") && list.output.contains("(step 6/14)"))
        let reset = try run("lessons", "--reset")
        #expect(reset.status == 2 && reset.errors.contains("newer Backstep"), "\(reset)")
        #expect(try Data(contentsOf: file) == newer)
    }

    @Test func aPipeInItsPlaceIsNotWaitedFor() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(mkfifo(file.path, 0o600) == 0)
        #expect(try run("lessons").status == 0)
    }

    // MARK: Several programs

    @Test func programsAtOnceLoseNothingOfEachOther() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        try write()
        let forgotten = Self.lessons.prefix(6)
        let calls = forgotten.map { "'\(Places.program)' lessons --reset \($0) &" }.joined(separator: " ")
        let program = try Program.run(["-c", "\(calls) wait"], environment: settings, program: "/bin/bash")
        #expect(program.errors.isEmpty, "\(program)")
        #expect(try kept() == Set(Self.lessons.dropFirst(6)))
    }

    @Test func killedAtAnyMomentTheFileIsTheOldOneOrTheNew() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        // Enough to write that the moment may fall in the middle of it.
        let all = Self.lessons + (1...500).map { "lesson-\($0)" }
        try write(all)
        let began = ContinuousClock.now
        _ = try run("lessons", "--reset", Self.lessons[0])
        let usual = (ContinuousClock.now - began) / .seconds(1)
        let deadline = ContinuousClock.now + .seconds(1)
        var generator = SystemRandomNumberGenerator()
        var round = 0
        while ContinuousClock.now < deadline || round < 8 {
            round += 1
            try write(all)
            let name = Self.lessons[round % Self.lessons.count]
            let seconds = Double.random(in: usual / 4...usual * 1.1, using: &generator)
            let killed = try Program.run(
                ["-s", "KILL", "\(seconds)", Places.program, "lessons", "--reset", name], environment: settings,
                program: "/usr/bin/timeout")
            let left = try kept()
            #expect(left == Set(all) || left == Set(all).subtracting([name]), "\(killed)")
            // What is left behind is in nobody's way.
            if round % 4 == 0 {
                let next = try run("lessons", "--reset")
                #expect(next.status == 0 && next.errors.isEmpty, "\(next)")
            }
        }
    }

    /// The same without luck: killed at every system call in turn that may change a file, or follows one.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "strace is not installed"))
    func killedAtEachSystemCallTheFileIsTheOldOneOrTheNew() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        func reset(_ options: [String]) throws -> Program {
            let paths = [folder, file, folder.appending(path: "progress.json.new"), folder.appending(path: "lock")]
            let traced = ["-qq", "-o", "/dev/null"] + paths.flatMap { ["-P", $0.path] } + options
            return try Program.run(
                traced + [Places.program, "lessons", "--reset", "one-update"], environment: settings, program: "/usr/bin/strace")
        }
        try write()
        // In some containers no process may look at another.
        guard try reset([]).status == 0 else { return }
        var states: Set<Set<String>> = []
        for name in ["openat", "write", "fsync", "rename"] {
            for count in 1...20 {
                try write()
                // Alive: there is no call so late.
                if try reset(["-e", "inject=\(name):signal=KILL:when=\(count)"]).status == 0 { break }
                states.insert(try kept())
            }
        }
        #expect(states == [Set(Self.lessons), Set(Self.lessons).subtracting(["one-update"])])
    }

    // MARK: What does not save

    @Test func pipesAndBatchesNeitherSaveNorGoOn() throws {
        defer { try? FileManager.default.removeItem(at: home) }
        let state = home.appending(path: "state").path
        let environment = settings.merging(["XDG_STATE_HOME": state]) { $1 }
        func all() throws -> [String] {
            let lines = String(repeating: "\n", count: 8) + "lesson 12\nopen one-update\nlesson 4\n"
            return try [
                Program.run("walk", "two-two-one-linear", "--plain", input: lines, environment: environment),
                Program.run("walk", "--plain", input: lines, environment: environment),
                Program.run("play", "one-update", "--headless", environment: environment),
                Program.run("run", "two-two-one-linear", environment: environment),
                Program.run("lessons", "check", "one-update", environment: environment),
            ].map(\.output)
        }
        let without = try all()
        #expect(!FileManager.default.fileExists(atPath: state))
        let old = try write()
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: folder.path, toPath: state + "/backstep")
        #expect(try all() == without)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state + "/backstep") == ["progress.json"])
        #expect(try Data(contentsOf: URL(filePath: state + "/backstep/progress.json")) == old)
    }
}
