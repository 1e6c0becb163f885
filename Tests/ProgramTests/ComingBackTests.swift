import Foundation
import Testing

/// Leaving a lesson in a real terminal and coming back to it; tmux gives each test a home of its own.
@Suite(.serialized, .enabled(if: Tmux.isInstalled, "tmux is not installed; README's test command installs it"))
struct ComingBackTests {
    private func file(_ tmux: Tmux) -> URL { tmux.folder.appending(path: ".local/state/backstep/progress.json") }

    private func step(_ lesson: String, in file: URL) -> Int? {
        guard let data = try? Data(contentsOf: file),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let lessons = object["lessons"] as? [String: [String: Any]]
        else { return nil }
        return lessons[lesson]?["step"] as? Int
    }

    private func command(_ line: String, to tmux: Tmux) throws {
        try tmux.press(":")
        try tmux.type(line)
    }

    @Test func killedOneComesBackToTheStep() throws {
        let tmux = try Tmux(columns: 100, rows: 30)
        try tmux.start("two-two-one-linear")
        try tmux.waitFor("step 1/")
        #expect(!FileManager.default.fileExists(atPath: file(tmux).path))
        try command("lesson 4", to: tmux)
        try tmux.waitFor("step 4/")
        try tmux.wait("the file") { step("two-two-one-linear", in: file(tmux)) == 4 }
        kill(try tmux.programIdentifier(), SIGKILL)
        try tmux.waitFor("status 137")
        let folder = file(tmux).deletingLastPathComponent().path
        #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
        try tmux.type("printf '\\033[?1049l'; reset")
        try tmux.wait("the shell's screen") { try !tmux.isFullScreen }

        try tmux.start("two-two-one-linear")
        try tmux.waitFor("You had come to step 4 of")
        #expect(try tmux.screen().contains("step 4/"))
        try tmux.press("Home")
        try tmux.waitFor("step 1/")
        try tmux.wait("the file") { step("two-two-one-linear", in: file(tmux)) == 1 }
        try command("lesson 3", to: tmux)
        try tmux.waitFor("step 3/")
        try tmux.press("q")
        try tmux.expectCleanEnd(status: "0")
        #expect(step("two-two-one-linear", in: file(tmux)) == 3)

        // Without a name it is the usual lesson, and the way to this one is said.
        try tmux.type("clear")
        try tmux.start()
        try tmux.waitFor("at step 3 of 20: m and ⏎ open it")
        try tmux.press("m", "Enter")
        try tmux.waitFor("You had come to step 3 of")
        try tmux.press("q")
        try tmux.waitFor("status 0")
    }

    /// The first frame of all is the right one: nothing flickers by before.
    @Test func nothingElseIsShownBefore() throws {
        let tmux = try Tmux(columns: 100, rows: 30)
        try tmux.start("two-two-one-linear")
        try tmux.waitFor("step 1/")
        try command("lesson 4", to: tmux)
        try tmux.waitFor("step 4/")
        try tmux.press("q")
        try tmux.expectCleanEnd(status: "0")
        for (lesson, first) in [("two-two-one-linear", "4/20 "), ("two-two-one-sigmoid", "1/20 ")] {
            let cast = tmux.folder.appending(path: lesson + ".cast")
            try tmux.type("clear")
            try tmux.start("\(lesson) --record '\(cast.path)'")
            try tmux.waitFor("step \(first.dropLast())")
            try tmux.press("q")
            try tmux.waitFor("status 0")
            let markers = try ReadCast(cast).markers
            #expect(markers.count == 1 && markers[0].hasPrefix(first), "\(markers)")
        }
    }

    /// Keys that come all at once, as from a key that is held: a lesson is left before it has been on the screen.
    @Test func aLessonLeftInAHurryIsDone() throws {
        let tmux = try Tmux(columns: 100, rows: 30)
        try tmux.start("two-two-one-linear")
        try tmux.waitFor("step 1/")
        let keys = ":lesson 20\r" + String(repeating: "\r", count: 8) + ":open one-update\r:lesson 3\r"
        try tmux.call("send-keys", "-l", keys)
        try tmux.waitFor("step 3/")
        // Enter may have gone further in it before.
        try tmux.wait("the file") { (step("one-update", in: file(tmux)) ?? 0) >= 3 }
        try tmux.press("q")
        try tmux.expectCleanEnd(status: "0")
        let text = try String(contentsOf: file(tmux), encoding: .utf8)
        #expect(text.contains("\"done\" : true") && step("two-two-one-linear", in: file(tmux)) == 1, "\(text)")
    }

    @Test func twoProgramsKeepBothTheirLessons() throws {
        let first = try Tmux(columns: 100, rows: 30)
        let second = try Tmux(columns: 100, rows: 30, environment: ["HOME": first.folder.path])
        try first.start("two-two-one-linear")
        try second.start("two-two-one-sigmoid")
        for number in 2...4 {
            try command("lesson \(number)", to: first)
            try command("lesson \(number + 3)", to: second)
            try first.waitFor("step \(number)/")
            try second.waitFor("step \(number + 3)/")
        }
        for tmux in [first, second] {
            try tmux.press("q")
            try tmux.expectCleanEnd(status: "0")
        }
        #expect(step("two-two-one-linear", in: file(first)) == 4)
        #expect(step("two-two-one-sigmoid", in: file(first)) == 7)
    }

    /// A lesson that plays by itself keeps and takes up the same progress.
    @Test func aPlayGoesOnToo() throws {
        let tmux = try Tmux(columns: 100, rows: 30)
        let call = "clear; '\(Places.program)' play two-two-one-linear --speed 0.1; echo \"status $?\""
        try tmux.type(call)
        try tmux.waitFor("step 1/")
        #expect(!FileManager.default.fileExists(atPath: file(tmux).path))
        try tmux.press("4", "Enter")
        try tmux.waitFor("step 4/")
        try tmux.wait("the file") { step("two-two-one-linear", in: file(tmux)) == 4 }
        // A lesson that is opened from there is kept too.
        try command("open one-update", to: tmux)
        try tmux.waitFor("step 1/")
        try command("lesson 3", to: tmux)
        try tmux.waitFor("step 3/")
        try tmux.press("q")
        try tmux.waitFor("status 0")
        #expect(step("one-update", in: file(tmux)) == 3 && step("two-two-one-linear", in: file(tmux)) == 4)
        try tmux.type(call)
        try tmux.waitFor("You had come to step 4 of")
        #expect(try tmux.screen().contains("step 4/") && tmux.screen().contains("playing"))
        try tmux.press("Home")
        try tmux.waitFor("step 1/")
        try tmux.press("q")
        try tmux.waitFor("status 0")
        #expect(step("two-two-one-linear", in: file(tmux)) == 1)
    }

    @Test func linesOnATerminalGoOnToo() throws {
        let tmux = try Tmux(columns: 100, rows: 40)
        let call = "clear; '\(Places.program)' walk two-two-one-linear --plain; echo \"status $?\""
        try tmux.type(call)
        try tmux.waitFor("(backstep)")
        try tmux.type("lesson 3")
        try tmux.waitFor("Step 3 of")
        try tmux.type("quit")
        try tmux.waitFor("status 0")
        try tmux.type(call)
        try tmux.waitFor("You had come to step 3 of")
        try tmux.type("quit")
        try tmux.waitFor("status 0")
        // Without a name it is the usual lesson, and the way to this one is said.
        try tmux.type(call.replacing("two-two-one-linear ", with: ""))
        try tmux.waitFor("at step 3 of 20: open two-two-one-linear goes there")
        try tmux.type("open two-two-one-linear")
        try tmux.waitFor("You had come to step 3 of")
        try tmux.type("lesson start")
        try tmux.waitFor("The lesson from its beginning.")
        try tmux.type("quit")
        try tmux.waitFor("status 0")
        #expect(step("two-two-one-linear", in: file(tmux)) == 1)
    }

    @Test func inLinesTheSameIsSaidOnce() throws {
        let tmux = try Tmux(columns: 100, rows: 50, environment: ["XDG_STATE_HOME": "/proc"])
        try tmux.type("'\(Places.program)' walk two-two-one-linear --plain; echo \"status $?\"")
        try tmux.waitFor("(backstep)")
        for number in 2...4 {
            try tmux.type("lesson \(number)")
            try tmux.waitFor("Step \(number) of")
        }
        try tmux.type("quit")
        try tmux.waitFor("status 0")
        #expect(try tmux.screen().components(separatedBy: "Your progress is not saved").count == 2)
    }

    @Test func whatCannotBeSavedIsSaidOnceAndStopsNothing() throws {
        let tmux = try Tmux(columns: 100, rows: 30, environment: ["XDG_STATE_HOME": "/proc"])
        try tmux.start("two-two-one-linear")
        try tmux.waitFor("step 1/")
        try command("lesson 2", to: tmux)
        try tmux.waitFor("Your progress is not saved: /proc/backstep")
        try command("lesson 3", to: tmux)
        try tmux.waitFor("step 3/")
        try tmux.press("Right")
        try tmux.press("Left")
        #expect(try !tmux.screen().contains("is not saved"))
        // In this sitting it is known all the same.
        try tmux.press("m")
        try tmux.waitFor("go on: 3/")
        // Esc and a letter at once would be another key.
        try tmux.press("Escape")
        try tmux.waitFor("step 3/")
        try tmux.press("q")
        try tmux.expectCleanEnd(status: "0")
    }
}
