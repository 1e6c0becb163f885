import CommandLanguage
import Debugger
import Foundation
import Lessons
import NeuralNetwork
import Testing

/// The files of `lessons/models`, found from where this file stands.
enum Models {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    static let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appending(path: "lessons/models")

    /// All of them, whatever they are called: a new file is tested by being there.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// Those whose first batch lies at a kink, as they say.
    static let atKink: Set<String> = ["kink"]
    /// Those that end where a result is not finite, as they say.
    static let diverging: Set<String> = ["diverging", "exploding"]
    /// Those whose (first) loss need not fall: the second loss works against it.
    static let adversarial: Set<String> = ["gan"]

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name + ".yaml"), encoding: .utf8)
    }

    static func lesson(_ name: String) throws -> Lesson {
        try Lesson.read(path: folder.appending(path: name + ".yaml").path, checker: .standard).get()
    }

    /// The model of a text, which may be a file's with something else in the place of a part.
    static func run(text: String) throws -> TrainingRun {
        try Lesson.read(bytes: Array(text.utf8), file: "model.yaml", checker: .standard, loader: .none).get().run
    }

    static func session(_ name: String) throws -> Session { try Session(run: lesson(name).run) }
}

extension Session {
    /// The value of a quantity of the present position.
    func known(_ symbol: Symbol) throws -> Double { try #require(reading(symbol)?.value, "\(symbol.name)") }

    /// The value of what a program calls `name`, or of what the grammar calls so: `L`.
    func known(_ name: String) throws -> Double { try known(name == "L" ? .loss : .named(name)) }

    func adjoint(_ name: String) throws -> Double { try known(.adjoint(.named(name))) }

    func gradient(_ name: String) throws -> Double { try known(.gradient(name)) }

    /// A parameter's value now.
    func parameter(_ name: String) throws -> Double {
        currentValue(of: try #require(computation.parameterNames.firstIndex(of: name), "\(name)"))
    }

    var parameters: [Double] { computation.parameterNames.indices.map { currentValue(of: $0) } }
}

/// Whether two numbers are the same within `tolerance` of the larger one, or of 1 where both are smaller.
func isClose(_ a: Double, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
    a == b || abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}
