import Foundation
import Testing

@testable import Lessons

private let lessons: [URL] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let files = try? FileManager.default.contentsOfDirectory(at: root.appending(path: "lessons"), includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "yaml" && $0.lastPathComponent != CourseFile.fileName }
}()

private func beginning(_ text: String) -> Lesson? {
    LessonFile(path: "lesson.yaml", bytes: Array(text.utf8), limits: Limits()).beginning()
}

private let head = """
    title: A neuron
    model:
      network:
        inputs: [x]
        layers:
          - name: output
            activation: identity
            neurons:
              y: {weights: {w: 0.5}, bias: {b: 0.1}}
        loss: half-squared-error
    data:
      samples:
        - {inputs: [1], targets: [2]}

    """

@Test(arguments: lessons)
func aBeginningShowsWhatTheWholeLessonShowsFirst(file: URL) throws {
    let fetched = try LessonFile.fetch(path: file.path).get()
    let whole = try fetched.read().get()
    let beginning = try #require(fetched.beginning())
    #expect(beginning.title == whole.title)
    #expect(beginning.about == whole.about)
    #expect(beginning.source == whole.source)
    #expect(beginning.run.network == whole.run.network)
    #expect(beginning.run.data == whole.run.data)
    #expect(beginning.run.settings == whole.run.settings)
    let first = try #require(whole.steps.first)
    let begun = try #require(beginning.steps.first)
    #expect(begun.say == first.say && begun.commands == first.commands && begun.ask == first.ask && begun.mark == first.mark)
    #expect(beginning.steps.allSatisfy { $0.expects.isEmpty })
    #expect(beginning.steps.count == whole.steps.count)
    #expect(beginning.steps.dropFirst().allSatisfy { $0.say == nil && $0.commands.isEmpty && $0.ask == nil })
}

@Test(arguments: [
    ("steps:\n  - say: one\n  - say: two\n", 2),
    ("steps:\n- say: one\n- say: two\n- say: three\n", 3),
    ("steps:\r\n  - say: one\r\n\r\n  - say: two\r\n", nil),
    ("steps:\n  # remark\n\n  - say: |\n      - no step\n  # remark\n# remark\n  - say: two", 2),
    ("steps:\n  - say: one\n  - say: [a mistake that the beginning does not reach\n", 2),
    // Nothing to be gained, or not to be told from the lines: all of the file is read at once.
    ("", nil),
    ("steps:\n  - say: one\n", nil),
    ("steps: [{say: one}, {say: two}]\n", nil),
    ("steps:\n  - say: one\n  - say: two\nsource: at the end\n", nil),
    ("steps:\n  - say: one\n - say: two\n", nil),
    ("steps:\n  say: one\n  - say: two\n", nil),
    ("steps:\n  - say: \"one\n  - say: two\"\n  - say: three\n", nil),
    ("steps:\n  - sya: one\n  - say: two\n", nil),
    ("about: \"text\nsteps:\n  - say: one\n  - say: two\"\n", nil),
])
func stepsAreCountedByTheirLines(steps: String, count: Int?) {
    #expect(beginning(head + steps)?.steps.count == count)
}

/// A pipe can be read once only.
@Test func aFileIsFetchedOnce() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
    try (head + "steps:\n  - say: one\n  - say: two\n").write(to: file, atomically: true, encoding: .utf8)
    let fetched = try LessonFile.fetch(path: file.path).get()
    try FileManager.default.removeItem(at: file)
    #expect(fetched.beginning()?.steps.count == 2)
    #expect(try fetched.read().get().steps.map(\.say?.english) == ["one", "two"])
}
