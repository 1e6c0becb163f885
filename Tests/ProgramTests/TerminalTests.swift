import Foundation
import Testing

/// The program in a real terminal. What the frames show is tested elsewhere, without one.
@Suite(.serialized, .enabled(if: Tmux.isInstalled, "tmux is not installed; README's test command installs it"))
struct TerminalTests {
    @Test func stepBackResizeQuit() throws {
        let tmux = try Tmux()
        try tmux.start()
        try tmux.waitFor("2-2-1")
        try tmux.press("Right")
        try tmux.waitFor("position 3 ")
        try tmux.waitFor("0.52")
        try tmux.press("Left")
        try tmux.waitFor("position 0 ")
        try tmux.resize(columns: 100, rows: 30)
        try tmux.wait("a screen of 30 lines") {
            let lines = try tmux.screen().split(separator: "\n", omittingEmptySubsequences: false)
            return lines.count >= 30 && lines[29].contains("quit")
        }
        try tmux.press("q")
        try tmux.expectCleanEnd(status: "0")
    }

    @Test(arguments: [(SIGTERM, "143"), (SIGHUP, "129"), (SIGSEGV, "139"), (SIGQUIT, "131")])
    func signalsGiveTheTerminalBack(signal: Int32, status: String) throws {
        let tmux = try Tmux(environment: ["SWIFT_BACKTRACE": "enable=no"])
        try tmux.start()
        try tmux.waitFor("2-2-1")
        kill(try tmux.programIdentifier(), signal)
        try tmux.expectCleanEnd(status: status)
    }

    @Test func stoppedAndContinued() throws {
        let tmux = try Tmux()
        try tmux.start()
        try tmux.press("Right")
        try tmux.waitFor("position 3 ")
        try tmux.press("C-z")
        try tmux.wait("the shell's screen") { try !tmux.isFullScreen }
        try tmux.waitFor("Stopped")
        try tmux.type("fg")
        try tmux.wait("the full screen") { try tmux.isFullScreen }
        try tmux.waitFor("position 3 ")
        try tmux.press("Right")
        try tmux.waitFor("position 4 ")
        try tmux.press("q")
        try tmux.wait("the shell's screen") { try !tmux.isFullScreen }
        try tmux.waitFor("$")
    }

    @Test func aSmallTerminalWithoutUTF8() throws {
        let tmux = try Tmux(columns: 40, rows: 12, environment: ["TERM": "vt100", "LANG": "C"])
        try tmux.type("'\(Places.program)'; echo \"status $?\"")
        try tmux.waitFor("? keys")
        #expect(try tmux.screen().utf8.allSatisfy { $0 < 0x80 })
        try tmux.press("Space")
        try tmux.waitFor("0.52")
        try tmux.press("q")
        try tmux.waitFor("status 0")
    }

    @Test func anUnknownTerminalIsSaid() throws {
        let tmux = try Tmux(columns: 200, environment: ["TERM": "no-such-terminal"])
        try tmux.type("'\(Places.program)'; echo \"status $?\"")
        try tmux.waitFor("status 2")
        #expect(try tmux.screen().contains("--plain"))
        #expect(try !tmux.isFullScreen)
    }

    @Test func aScriptRunsFirst() throws {
        let tmux = try Tmux()
        try Data("set w11 = 0.5\nstep 3\n".utf8).write(to: tmux.folder.appending(path: "script"))
        try tmux.start("walk two-two-one-linear --at 'epoch 2' --commands \(tmux.folder.path)/script --lang zh")
        try tmux.waitFor("第 2/")
        try tmux.press("q")
        try tmux.expectCleanEnd(status: "0")
        try Data("step\nprint w99\n".utf8).write(to: tmux.folder.appending(path: "script"))
        try tmux.type("clear; '\(Places.program)' walk two-two-one-linear --commands \(tmux.folder.path)/script; echo \"ended $?\"")
        try tmux.waitFor("ended 2")
        #expect(try tmux.screen().contains("script:2:7: "))
        #expect(try !tmux.isFullScreen)
    }
}
