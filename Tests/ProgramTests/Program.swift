import Foundation

/// One run of a program, with its input given beforehand and its output kept.
struct Program {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    struct NotStarted: Error { let reason: String }

    /// Runs the built program in a UTF-8 locale, with no other settings than `environment`.
    static func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:], folder: URL? = nil
    ) throws -> Program {
        try run(arguments, input: input, environment: environment, folder: folder)
    }

    /// - Parameter program: another program than the built one.
    static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], folder: URL? = nil,
        program: String = Places.program
    ) throws -> Program {
        // Files, and not pipes, which could fill up and wait for each other, or stay open in a daemon.
        let files = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: files) }
        func path(_ name: String) -> String { files.appending(path: name).path }
        try Data(input.utf8).write(to: URL(filePath: path("input")))
        let settings = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, path("input"), O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, path("output"), O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, path("errors"), O_WRONLY | O_CREAT, 0o600)
        // The tests' threads hold signals back, which a program would inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child: pid_t = 0
        let words = (["env", "-C", (folder ?? Places.root).path, program] + arguments).map { strdup($0) } + [nil]
        let variables = settings.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        // Not by Foundation's Process, which waits for the end of every grandchild too: a tmux server stays.
        let failure = posix_spawn(&child, "/usr/bin/env", &actions, &attributes, words, variables)
        guard failure == 0 else { throw NotStarted(reason: String(cString: strerror(failure))) }
        var raw: Int32 = 0
        while waitpid(child, &raw, 0) < 0 && errno == EINTR {}
        let signal = raw & 0x7F
        return Program(
            status: signal == 0 ? (raw >> 8) & 0xFF : 128 + signal,
            output: try String(contentsOfFile: path("output"), encoding: .utf8),
            errors: try String(contentsOfFile: path("errors"), encoding: .utf8))
    }
}
