import Foundation
import Testing

/// The import lines of every source file against the architecture.
struct LayeringTests {
    /// What each module may import of the others.
    private static let table: [String: Set<String>] = [
        // The tape knows of no network.
        "Autograd": [],
        "NeuralNetwork": ["Autograd"],
        // A library of its own, that judges gradients without a debugger.
        "GradientComparison": ["Autograd", "NeuralNetwork"],
        "Debugger": ["Autograd", "NeuralNetwork"],
        "CommandLanguage": ["Autograd", "NeuralNetwork", "GradientComparison", "Debugger"],
        "Lessons": ["Autograd", "NeuralNetwork", "GradientComparison", "Debugger", "CommandLanguage"],
        // Cells and keys, whatever is shown in them.
        "Screen": [],
        "Walkthrough": [
            "Autograd", "NeuralNetwork", "GradientComparison", "Debugger", "CommandLanguage", "Lessons", "Screen",
        ],
        "NcursesTerminal": ["Screen", "CNcurses"],
        "CNcurses": [],
        // The program: everything, and curses through its own module only.
        "backstep": [
            "Autograd", "NeuralNetwork", "GradientComparison", "Debugger", "CommandLanguage", "Lessons", "Screen",
            "Walkthrough", "NcursesTerminal",
        ],
        // Measures what users run, through what they see of it.
        "Benchmarks": [
            "Autograd", "NeuralNetwork", "GradientComparison", "Debugger", "CommandLanguage", "Lessons", "Screen",
            "Walkthrough",
        ],
    ]

    /// What comes from outside the package, and who may use it.
    private static let outside: [String: Set<String>] = [
        // Lesson files are YAML; one module reads them, by the events of the parser that Yams brings.
        "CYaml": ["Lessons"],
        // The complex step is taken in complex numbers; nothing else computes with them.
        "ComplexModule": ["GradientComparison"],
        // One module has a command line.
        "ArgumentParser": ["backstep"],
        // The benchmark library, fetched only for benchmarks.
        "Benchmark": ["Benchmarks"],
        // Files and clocks: nothing that steps, compares or draws may touch either.
        "Foundation": ["Lessons", "backstep"],
        "FoundationEssentials": ["Lessons", "backstep"],
        "Dispatch": ["backstep"],
        // State that several threads share; the rest of the program is values.
        "Synchronization": ["backstep"],
    ]

    /// The C library, under the name of each platform, is open to all: elementary functions, number texts.
    private static let platform: Set<String> = ["Glibc", "Musl", "Darwin"]

    private static let allowedAtTop: Set<String> = [
        "Package.swift", "Package.resolved", "Sources", "Tests", "lessons", "README.md",
    ]

    private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func everyModuleIsInTheTable() throws {
        #expect(Set(try names(in: root.appending(path: "Sources"))) == Set(Self.table.keys))
    }

    @Test func importsPointDownwards() throws {
        for module in Self.table.keys.sorted() {
            for (file, imported) in try imports(of: module) {
                if imported == module || Self.platform.contains(imported) { continue }
                let isAllowed = Self.table[module]?.contains(imported) ?? false
                    || Self.outside[imported]?.contains(module) ?? false
                #expect(isAllowed, "\(module)/\(file) may not import \(imported)")
            }
        }
    }

    /// An import line that the reader below did not see would be allowed everything.
    @Test(arguments: [
        ("import Debugger", "Debugger"), ("@testable import Screen", "Screen"), ("  public import Autograd", "Autograd"),
        ("import struct NeuralNetwork.Network", "NeuralNetwork"), ("import CNcurses // for keys", "CNcurses"),
        ("@preconcurrency internal import Yams;", "Yams"), ("@_exported import Lessons", "Lessons"),
    ])
    func importLinesAreRead(line: String, module: String) {
        #expect(Self.importedModule(in: line[...]) == module)
    }

    @Test(arguments: ["// import Debugger", "let important = 1", "/// import Screen", "imports", "\"import Yams\""])
    func otherLinesAreNot(line: String) {
        #expect(Self.importedModule(in: line[...]) == nil)
    }

    @Test func theTopLevelHoldsNothingElse() throws {
        #expect(Set(try names(in: root)).subtracting(Self.allowedAtTop) == [])
    }

    // MARK: Reading

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
            .filter { !$0.hasPrefix(".") }
    }

    /// Each import line of a module's files, as (file, module).
    private func imports(of module: String) throws -> [(String, String)] {
        let folder = root.appending(path: "Sources").appending(path: module)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
        return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            return text.split(whereSeparator: \.isNewline).compactMap { line in
                Self.importedModule(in: line).map { (file, $0) }
            }
        }
    }

    /// The module that a line imports: attributes and an access level may stand before, a kind after.
    private static func importedModule(in line: Substring) -> String? {
        var words = line.split { $0 == " " || $0 == "\t" || $0 == ";" }[...]
        let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
        while let word = words.first, word.hasPrefix("@") || access.contains(word) { words.removeFirst() }
        guard words.popFirst() == "import", var name = words.popFirst() else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        if kinds.contains(name), let next = words.popFirst() { name = next }
        return String(name.prefix { $0 != "." })
    }
}
