import Foundation
import Testing

/// A real terminal to drive the program in: a tmux server of its own, with a shell in one pane.
///
/// Every wait is for a condition, and only gives up after a time that no machine should need.
final class Tmux {
    /// Whether tmux is installed, as README's test command sees to.
    static let isInstalled = FileManager.default.isExecutableFile(atPath: path)

    private static let path = ["/usr/bin/tmux", "/usr/local/bin/tmux"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    } ?? "/bin/tmux"

    struct GaveUp: Error, CustomStringConvertible {
        let condition: String
        let screen: String
        var description: String { "waited in vain for \(condition); the screen shows:\n\(screen)" }
    }

    let folder: URL
    private var socket: String { folder.appending(path: "socket").path }

    init(columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]) throws {
        folder = try Places.temporaryFolder()
        let settings = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "PS1": "$ ", "HOME": folder.path].merging(environment) { $1 }
        let variables = settings.map { "'\($0.key)=\($0.value)'" }.joined(separator: " ")
        // TERM, unless a test sets it, is the one that tmux gives.
        let terminal = settings["TERM"] == nil ? "TERM=\"$TERM\" " : ""
        try call("-f", "/dev/null", "-u", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            "exec env -i \(terminal)\(variables) bash --norc --noprofile -i")
        try call("set-option", "-g", "status", "off")
        try call("resize-window", "-x", "\(columns)", "-y", "\(rows)")
        try wait("the shell") { try self.screen().contains("$") }
    }

    deinit {
        _ = try? call("kill-server")
        try? FileManager.default.removeItem(at: folder)
    }

    /// Calls tmux and returns what it prints.
    @discardableResult
    func call(_ arguments: String...) throws -> String {
        // A file, and not a pipe: the server would inherit the pipe and keep it open.
        try Program.run(["-S", socket] + arguments, environment: [:], folder: folder, program: Self.path).output
    }

    func screen() throws -> String { try call("capture-pane", "-p") }

    /// Sends keys by tmux's names.
    func press(_ keys: String...) throws { for key in keys { try call("send-keys", key) } }

    /// Types a line into the shell.
    func type(_ line: String) throws {
        try call("send-keys", "-l", line)
        try press("Enter")
    }

    func resize(columns: Int, rows: Int) throws { try call("resize-window", "-x", "\(columns)", "-y", "\(rows)") }

    var isFullScreen: Bool {
        get throws { try call("display-message", "-p", "#{alternate_on}").hasPrefix("1") }
    }

    func wait(_ condition: String, until holds: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if try holds() { return }
            // Between two looks, so that tmux has time to change what is looked at.
            usleep(5000)
        }
        throw GaveUp(condition: condition, screen: try screen())
    }

    func waitFor(_ text: String) throws { try wait("“\(text)”") { try screen().contains(text) } }

    /// Runs the program from the shell, between two notes of the terminal's modes.
    func start(_ arguments: String = "") throws {
        try type("stty -a > before; '\(Places.program)' \(arguments); echo \"status $?\"; stty -a > after")
        try wait("the full screen") { try isFullScreen }
    }

    /// Waits for the program's end and expects the terminal to be as it was.
    func expectCleanEnd(status: String, at location: SourceLocation = #_sourceLocation) throws {
        try waitFor("status \(status)")
        #expect(try !isFullScreen, sourceLocation: location)
        #expect(try call("display-message", "-p", "#{cursor_flag}").hasPrefix("1"), sourceLocation: location)
        let after = folder.appending(path: "after")
        try wait("the modes") { (try? Data(contentsOf: after).isEmpty) == false }
        #expect(try modes("before") == modes("after"), sourceLocation: location)
    }

    /// What `stty -a` noted, without its first line, which has the size.
    private func modes(_ name: String) throws -> [Substring] {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").dropFirst().map(\.self)
    }

    /// The program's process: the child of the pane's shell.
    func programIdentifier() throws -> Int32 {
        let shell = try call("display-message", "-p", "#{pane_pid}").filter(\.isNumber)
        let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
        return try #require(children.split(separator: " ").compactMap { Int32($0) }.first)
    }
}
