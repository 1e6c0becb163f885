import Foundation

/// One run of the built program, with its input given beforehand and its output kept.
struct Program {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    /// Runs the program in a UTF-8 locale, with no other settings than `environment`.
    static func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:], folder: URL? = nil
    ) throws -> Program {
        try run(arguments, input: input, environment: environment, folder: folder)
    }

    static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], folder: URL? = nil,
        program: String = Places.program
    ) throws -> Program {
        let files = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: files) }
        // Files, and not pipes, which could fill up and wait for each other.
        func file(_ name: String, _ text: String = "") throws -> URL {
            let file = files.appending(path: name)
            try Data(text.utf8).write(to: file)
            return file
        }
        let inputFile = try file("input", input)
        let outputFile = try file("output")
        let errorFile = try file("errors")
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder ?? Places.root
        process.environment = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        process.waitUntilExit()
        return Program(
            status: process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus,
            output: try String(contentsOf: outputFile, encoding: .utf8),
            errors: try String(contentsOf: errorFile, encoding: .utf8))
    }
}
