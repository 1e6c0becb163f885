import Foundation

/// Where the tests find what they drive and compare with.
enum Places {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    static let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    /// The reference values, which other tests read too.
    static let golden = root.appending(path: "Tests/DebuggerTests/golden")
    static let lessons = root.appending(path: "lessons")

    /// The names of all lessons, in the order of the alphabet.
    static let lessonNames: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: lessons.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") && $0 != "course.yaml" }.map { String($0.dropLast(5)) }.sorted()
    }()

    static func model(_ name: String) -> String { tests.appending(path: "models/\(name).yaml").path }

    /// The program, which is built beside the tests.
    static let program: String = {
        let beside = [Bundle.main.executableURL, Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
        for place in beside.compactMap(\.self) {
            var folder = place.deletingLastPathComponent()
            for _ in 0..<3 {
                let candidate = folder.appending(path: "backstep")
                if FileManager.default.isExecutableFile(atPath: candidate.path), !candidate.hasDirectoryPath {
                    return candidate.path
                }
                folder.deleteLastPathComponent()
            }
        }
        return root.appending(path: ".build/debug/backstep").path
    }()

    /// A new folder for one test's files.
    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "backstep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
