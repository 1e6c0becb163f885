import Foundation
import Testing

/// Ctrl-C during long computations, in a real terminal.
@Suite(.serialized, .enabled(if: Tmux.isInstalled, "tmux is not installed; README's test command installs it"))
struct InterruptionTests {
    /// A run that nobody waits for.
    private func endlessModel(_ tmux: Tmux) throws -> String {
        let model = try String(contentsOfFile: Places.model("two-two-one-tanh"), encoding: .utf8)
        let path = tmux.folder.appending(path: "endless.yaml")
        try Data(model.replacing("epochs: 1", with: "epochs: 100000000").utf8).write(to: path)
        return path.path
    }

    @Test func thePlainPromptComesBack() throws {
        let tmux = try Tmux()
        try tmux.type("'\(Places.program)' walk \(try endlessModel(tmux)) --plain; echo \"status $?\"")
        try tmux.waitFor("(backstep)")
        for command in ["goto end", "break when L < 0", "continue"] {
            try tmux.type(command)
            if command.hasPrefix("break") { try tmux.waitFor("Breakpoint 1") }
            guard !command.hasPrefix("break") else { continue }
            // It computes until it is told to stop, so any moment is a good one.
            usleep(200_000)
            try tmux.press("C-c")
            try tmux.waitFor("Stopped on the way")
            try tmux.type("clear")
            try tmux.type("print 40 + 2")
            try tmux.waitFor("= 42")
        }
        // With nothing to stop it is a new line, as in a shell.
        try tmux.type("print 1 + 1")
        try tmux.waitFor("= 2")
        try tmux.call("send-keys", "-l", "half a line")
        try tmux.press("C-c")
        try tmux.type("print 20 + 3")
        try tmux.waitFor("= 23")
        try tmux.type("quit")
        try tmux.waitFor("status 0")
    }

    @Test func theRunSaysHowFarItCame() throws {
        let tmux = try Tmux()
        try tmux.type("'\(Places.program)' run \(try endlessModel(tmux)) > /dev/null; echo \"status $?\"")
        try tmux.waitFor("updates/s")
        #expect(try tmux.screen().contains("left"))
        try tmux.press("C-c")
        try tmux.waitFor("status 130")
        let screen = try tmux.screen()
        #expect(screen.contains("Interrupted in epoch ") && screen.contains(" of 100000000 batches"), "\(screen)")
        #expect(!screen.contains("updates/s"))
    }

    /// A comparison, and a search for mistakes, of a network that nobody waits for.
    @Test func aComparisonStops() throws {
        let tmux = try Tmux()
        let model = tmux.folder.appending(path: "wide.yaml").path
        let rows = (1...64).map { "    - {inputs: [\((1...32).map { "0.\($0)" }.joined(separator: ", "))], targets: [0.\($0)]}" }
        try """
            title: Wide
            model:
              network:
                inputs: [\((1...32).map { "x\($0)" }.joined(separator: ", "))]
                layers:
                  - {name: one, units: 32, activation: tanh, initialisation: xavier-uniform}
                  - {name: two, units: 32, activation: tanh, initialisation: xavier-uniform}
                  - {name: out, units: 1, activation: identity, initialisation: xavier-uniform}
                loss: half-squared-error
            data:
              samples:
            \(rows.joined(separator: "\n"))
            training: {optimizer: {name: gradient-descent, learning-rate: 0.1}, batch-size: all, epochs: 3}
            """.write(toFile: model, atomically: true, encoding: .utf8)
        let numbers = tmux.folder.appending(path: "numbers.csv").path
        try "name,value\nloss,7\n".write(toFile: numbers, atomically: true, encoding: .utf8)
        for (options, shown) in [("", "comparing"), (" --against \(numbers)", "trying")] {
            try tmux.type("clear; '\(Places.program)' compare \(model)\(options); echo \"status $?\"")
            try tmux.waitFor(shown)
            try tmux.press("C-c")
            try tmux.waitFor("status 130")
            let screen = try tmux.screen()
            #expect(screen.contains("Interrupted.") && !screen.contains(shown), "\(screen)")
        }
    }

    @Test func aScriptStopsToo() throws {
        let tmux = try Tmux()
        let script = tmux.folder.appending(path: "script").path
        try Data("goto end\nprint 40 + 2\n".utf8).write(to: URL(filePath: script))
        let model = try endlessModel(tmux)
        try tmux.type("'\(Places.program)' run \(model) --commands \(script); echo \"status $?\"")
        usleep(300_000)
        try tmux.press("C-c")
        try tmux.waitFor("status 130")
        #expect(try !tmux.screen().contains("= 42"))
        try tmux.type("clear; '\(Places.program)' walk \(model) --plain --commands \(script); echo \"status $?\"")
        try tmux.waitFor("help lists the commands")
        usleep(300_000)
        try tmux.press("C-c")
        try tmux.waitFor("(backstep)")
        #expect(try !tmux.screen().contains("= 42"))
        try tmux.type("quit")
        try tmux.waitFor("status 0")
    }

    @Test func theWalkthroughStops() throws {
        let tmux = try Tmux(columns: 100, rows: 30)
        try tmux.start("walk \(try endlessModel(tmux))")
        try tmux.waitFor("position 0 ")
        for key in ["C-c", "Escape"] {
            try tmux.press("End")
            try tmux.waitFor("updates/s")
            try tmux.press(key)
            try tmux.waitFor("Stopped on the way")
        }
        try tmux.press("q")
        try tmux.expectCleanEnd(status: "0")
    }
}
