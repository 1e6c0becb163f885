import Foundation
import TestTerminal
import Testing

/// A recording as the format's description has it, read line by line.
struct ReadCast {
    struct Event {
        /// Since the start, in seconds.
        let time: Double
        let code: String
        let data: String
    }

    let header: [String: Any]
    private(set) var events: [Event] = []
    let version: Int
    let size: (columns: Int, rows: Int)

    struct Wrong: Error, CustomStringConvertible { let description: String }

    init(_ file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        guard text.hasSuffix("\n") else { throw Wrong(description: "the last line is torn") }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let header = try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any],
            let version = header["version"] as? Int
        else { throw Wrong(description: "no header") }
        self.header = header
        self.version = version
        let extent = version == 2 ? header : header["term"] as? [String: Any] ?? [:]
        guard let columns = extent[version == 2 ? "width" : "cols"] as? Int, let rows = extent[version == 2 ? "height" : "rows"] as? Int
        else { throw Wrong(description: "no size") }
        size = (columns, rows)
        var now = 0.0
        for line in lines.dropFirst() {
            guard let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any], event.count == 3,
                let time = event[0] as? Double, let code = event[1] as? String, let data = event[2] as? String, time >= 0
            else { throw Wrong(description: "no event: \(line)") }
            guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw Wrong(description: "a control byte: \(line)") }
            if version == 2, time < now { throw Wrong(description: "time goes back: \(line)") }
            now = version == 2 ? time : now + time
            events.append(Event(time: now, code: code, data: data))
        }
    }

    var markers: [String] { events.filter { $0.code == "m" }.map(\.data) }

    /// The screen after all of it.
    func replayed() throws -> TestTerminal {
        var terminal = TestTerminal(columns: size.columns, rows: size.rows)
        for event in events {
            switch event.code {
            case "o": try terminal.feed(event.data)
            case "r":
                let numbers = event.data.split(separator: "x").compactMap { Int($0) }
                guard numbers.count == 2 else { throw Wrong(description: event.data) }
                terminal.resize(columns: numbers[0], rows: numbers[1])
            case "m", "x": break
            default: throw Wrong(description: "code \(event.code)")
            }
        }
        return terminal
    }
}

struct RecordingTests {
    private func recorded(
        _ lesson: String, _ arguments: [String] = [], in folder: URL, as name: String = "a.cast"
    ) throws -> ReadCast {
        let file = folder.appending(path: name)
        let program = try Program.run(["play", lesson, "--headless", "--record", file.path] + arguments)
        #expect(program.status == 0, "\(program.errors)")
        return try ReadCast(file)
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func stepCount(_ lesson: String) throws -> Int {
        let program = try Program.run("lessons", "check", lesson)
        return try #require(program.output.firstMatch(of: /(\d+) steps/).flatMap { Int($0.1) })
    }

    @Test(arguments: ["two-two-one-linear", "attention-over-two-tokens"], ["en", "zh"])
    func everyStepHasItsMarker(lesson: String, language: String) throws {
        try withFolder { folder in
            let cast = try recorded(lesson, ["--lang", language], in: folder)
            let count = try stepCount(lesson)
            #expect(cast.version == 2 && cast.size == (100, 30))
            #expect(cast.markers.map { $0.prefix { $0 != " " } } == (1...count).map { "\($0)/\(count)" })
            let lines = try cast.replayed().lines
            #expect(lines[0].hasPrefix("Backstep · ") && lines.contains { $0.contains("\(count)/\(count)") })
            #expect(lines.last?.contains(language == "en" ? "the end" : "已结束") == true)
            // Nothing of the machine: no time of day, no shell, no path.
            #expect(Set(cast.header.keys) == ["version", "width", "height", "title"])
        }
    }

    /// A marker's label is the step's number and the beginning of its text, as the same play prints it without a screen.
    @Test(arguments: ["two-two-one-linear", "a-relu-that-dies"], ["en", "zh"])
    func markersTellHowTheirStepsBegin(lesson: String, language: String) throws {
        try withFolder { folder in
            let labels = try recorded(lesson, ["--lang", language], in: folder).markers
            let printed = try Program.run("play", lesson, "--headless", "--lang", language).output
            // Each step under its heading, with nothing said of where lines break.
            let heading = language == "en" ? #/(?m)^Step \d+ of \d+\n/# : #/(?m)^第 \d+ 步，共 \d+ 步\n/#
            let steps = printed.split(separator: heading).dropFirst().map { $0.filter { !$0.isWhitespace } }
            let asking = language == "en" ? "Question:" : "提问："
            #expect(labels.count == steps.count && !steps.isEmpty)
            for (index, (label, step)) in zip(labels, steps).enumerated() {
                let number = "\(index + 1)/\(steps.count) "
                #expect(label.hasPrefix(number), "\(label)")
                var words = label.dropFirst(number.count)
                let isWhole = !words.hasSuffix("…")
                if !isWhole { words = words.dropLast() }
                let text = words.filter { !$0.isWhitespace }
                #expect(step.hasPrefix(text) || step.contains(asking + text), "\(label) for \(step.prefix(60))")
                #expect(text.count >= (isWhole ? 1 : 15), "\(label)")
                let isChinese = text.unicodeScalars.contains { $0.properties.isIdeographic }
                #expect(isChinese == (language == "zh"), "\(label)")
            }
        }
    }

    @Test func bothVersionsTellTheSame() throws {
        try withFolder { folder in
            let two = try recorded("two-two-one-linear", ["--size", "80x24"], in: folder, as: "2.cast")
            let three = try recorded("two-two-one-linear", ["--size", "80x24", "--cast-version", "3"], in: folder, as: "3.cast")
            #expect(three.version == 3 && three.size == (80, 24) && two.size == (80, 24))
            #expect(three.events.last?.code == "x" && three.events.last?.data == "0")
            #expect(two.events.map(\.data) == three.events.dropLast().map(\.data))
            // The intervals are rounded so that their sum never strays: half a millisecond for the rounding, and what
            // adding some hundred of them in binary costs.
            for (one, other) in zip(two.events, three.events) { #expect(abs(one.time - other.time) < 0.000_5 + 1e-9) }
            #expect(try two.replayed().cells == three.replayed().cells)
        }
    }

    @Test func aFasterPlayIsShorter() throws {
        try withFolder { folder in
            let usual = try recorded("two-two-one-linear", in: folder, as: "1.cast")
            let fast = try recorded("two-two-one-linear", ["--speed", "4"], in: folder, as: "4.cast")
            let (slow, quick) = (try #require(usual.events.last?.time), try #require(fast.events.last?.time))
            // A millisecond for each of the roundings of some hundred events.
            #expect(abs(slow / 4 - quick) < 0.1)
        }
    }

    @Test func anExistingFileIsLeft() throws {
        try withFolder { folder in
            let file = folder.appending(path: "a.cast")
            try Data("mine".utf8).write(to: file)
            let refused = try Program.run("play", "two-two-one-linear", "--headless", "--record", file.path)
            #expect(refused.status == 2 && refused.output.isEmpty && refused.errors.contains("--overwrite"))
            #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
            // What comes to nothing takes nothing away, and leaves nothing.
            for name in ["a.cast", "b.cast"] {
                let path = folder.appending(path: name).path
                let unseen = try Program.run("play", "two-two-one-linear", "--overwrite", "--record", path)
                #expect(unseen.status == 2 && unseen.errors.contains("--headless"))
            }
            #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "b.cast").path))
            let program = try Program.run("play", "two-two-one-linear", "--headless", "--overwrite", "--record", file.path)
            #expect(program.status == 0)
            #expect(try ReadCast(file).markers.count == stepCount("two-two-one-linear"))
        }
    }

    @Test(arguments: [
        (["--record", "/no/such/a.cast"], "/no/such/a.cast"), (["--record", ""], "--record"), (["--record", "/"], "--record"),
        (["--record", "a.cast", "--cast-version", "1"], "2 and 3"), (["--speed", "0"], "0.1 to 10"), (["--speed", "nan"], "0.1 to 10"),
        (["--speed", "11"], "0.1 to 10"), (["--size", "80"], "100x30"), (["--size", "39x12"], "100x30"),
        (["--size", "80x24x2"], "100x30"), (["--size", "99999999999999999999x24"], "100x30"),
    ])
    func aWrongCallIsSaid(arguments: [String], named: String) throws {
        let program = try Program.run(["play", "two-two-one-linear", "--headless"] + arguments)
        #expect(program.status == 2 && program.output.isEmpty && program.errors.contains(named), "\(program.errors)")
    }

    @Test func aFullDiskIsSaid() throws {
        let program = try Program.run("play", "two-two-one-linear", "--headless", "--overwrite", "--record", "/dev/full")
        #expect(program.status == 2 && program.errors.contains("No space left on device"), "\(program.errors)")
    }

    @Test func plainHasNoScreenToRecord() throws {
        let program = try Program.run("walk", "two-two-one-linear", "--plain", "--record", "a.cast")
        #expect(program.status == 2 && program.errors.contains("--plain"))
    }

    @Test func aHostileLessonSendsNothingToTheTerminal() throws {
        try withFolder { folder in
            let file = folder.appending(path: "evil.yaml")
            let model = try String(contentsOfFile: Places.model("two-two-one-tanh"), encoding: .utf8)
                .replacing(/title: .*\n/, with: "title: \"a\\e]0;b\\a\\x9b2J\\u202Ec\"\n", maxReplacements: 1)
            let steps = "steps:\n  - say: \"x\\e[31m\\e[?1049l\\0\\x7f\\u200b\\u2066y\"\n    do: step 1\n  - ask: {question: \"\\e[2Jq\", answer: \"1\"}\n"
            try Data((model + "\n" + steps).utf8).write(to: file)
            // The emulator fails at any control character, and at any sequence that the encoder does not make itself.
            let cast = try recorded(file.path, in: folder)
            let lines = try cast.replayed().lines
            #expect(lines[0].contains("a<U+001B>]0;b<U+0007><U+009B>2J<U+202E>c"), "\(lines[0])")
            #expect(cast.markers.count == 2 && cast.markers[0].contains("x<U+001B>[31m<U+001B>"))
            let text = try String(contentsOf: file.deletingLastPathComponent().appending(path: "a.cast"), encoding: .utf8)
            #expect(!text.unicodeScalars.contains { $0 != "\n" && ($0.properties.generalCategory == .control || $0.properties.generalCategory == .format) })
        }
    }
}

/// Recordings of what a real terminal shows.
@Suite(.serialized, .enabled(if: Tmux.isInstalled, "tmux is not installed; README's test command installs it"))
struct TerminalRecordingTests {
    /// The screen's rows, as tmux has them.
    private func rows(_ tmux: Tmux) throws -> [String] {
        var lines = try tmux.screen().split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    @Test func theRecordingEndsAsTheScreenDid() throws {
        let tmux = try Tmux()
        try tmux.start("walk two-two-one-linear --lang zh --record \(tmux.folder.path)/a.cast --cast-version 3")
        try tmux.waitFor("2-2-1")
        // The first ⏎ comes back to the lesson.
        try tmux.press("Right", "Right", "Enter", "Enter")
        try tmux.waitFor("2/20")
        try tmux.resize(columns: 100, rows: 30)
        try tmux.wait("a screen of 30 lines") { try rows(tmux).count == 30 }
        try tmux.press("?")
        try tmux.waitFor("按键")
        try tmux.press("Escape")
        try tmux.wait("the panes") { try !tmux.screen().contains("其他键关闭") }
        let shown = try rows(tmux)
        try tmux.press("C-c")
        try tmux.expectCleanEnd(status: "0")
        let cast = try ReadCast(tmux.folder.appending(path: "a.cast"))
        #expect(try cast.replayed().lines == shown)
        #expect(cast.size == (80, 24) && cast.events.contains { $0.code == "r" && $0.data == "100x30" })
        #expect(cast.markers.map { $0.prefix(4) } == ["1/20", "2/20"])
        #expect(cast.events.last?.code == "x")
    }

    @Test(arguments: [SIGKILL, SIGHUP, SIGSEGV, SIGTERM])
    func aRecordingIsWholeAfterASignal(signal: Int32) throws {
        let tmux = try Tmux(environment: ["SWIFT_BACKTRACE": "enable=no"])
        try tmux.start("play two-two-one-linear --speed 10 --record \(tmux.folder.path)/a.cast")
        try tmux.waitFor("step 2/20")
        kill(try tmux.programIdentifier(), signal)
        try tmux.waitFor("status \(128 + signal)")
        let cast = try ReadCast(tmux.folder.appending(path: "a.cast"))
        #expect(cast.markers.count >= 2)
        #expect(try cast.replayed().lines.contains { $0.contains("playing ×10") })
    }

    @Test func aLessonPlaysByItself() throws {
        let tmux = try Tmux()
        try tmux.start("play two-two-one-linear --speed 10")
        try tmux.waitFor("playing ×10")
        try tmux.press("Space")
        try tmux.waitFor("paused")
        try tmux.press("1", "7", "Enter")
        try tmux.waitFor("step 17/20")
        try tmux.press("Left")
        try tmux.waitFor("step 16/20")
        try tmux.press("Space")
        try tmux.waitFor("step 18/20")
        try tmux.waitFor("Next: 4.")
        try tmux.press("Enter")
        try tmux.waitFor("One update")
        try tmux.press("q")
        try tmux.expectCleanEnd(status: "0")
    }
}
