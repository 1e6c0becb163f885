@preconcurrency import Benchmark
import CommandLanguage
import Debugger
import GradientComparison
import Lessons
import Screen
import Walkthrough

private let size = Size(rows: 30, columns: 100)

private func model(of lesson: Lesson) throws -> Model {
    try Model(lesson: lesson, language: .english, charset: .unicode, size: size)
}

/// Keeps a frame from being left out as unused.
@inline(never) private func use(_ frame: Frame) {}

/// The first lesson, as the walkthrough opens it.
private let lessonPath = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    + "/lessons/two-two-one-linear.yaml"

/// The walkthrough as far as it goes without a terminal.
let screen = suite("screen", of: [
    Measurement("first frame") {
        Subject(state: ())
    } body: { _ in
        let file = try LessonFile.fetch(path: lessonPath).get()
        use(view(try model(of: file.beginning() ?? file.read(checker: .standard).get())))
    },
    // There and back again, so that every quantity of a few epochs is shown.
    Measurement("key to frame") {
        let files = Workload.w1.files(epochs: 100)
        let model = try model(of: read(files.model, data: files.data))
        return Subject(state: (model: model, key: Key.right))
    } rewind: { state in
        if state.model.session.position.index > 500 { state.key = .left }
        if state.model.session.isAtStart { state.key = .right }
    } body: { state in
        state.model = update(state.model, .key(state.key)).model
        use(view(state.model))
    },
])

/// Just below the limit of a file, which also counts what is no operation.
private let largest = 999_000

private let largestModel = Result { try model(of: read(programText(nodes: largest))) }

/// The model in the middle of its first epoch.
private func middleOfLargest() throws -> Model {
    let model = try largestModel.get()
    return update(model, toEndOf: "goto \(model.session.tree.leavesPerEpoch / 2)").model
}

/// Reading a file: of a graph, with its first frame, each is one node; of a network's 128 KiB of weights, the file.
let load = suite("load", of: [100_000, largest].map { nodes in
    Measurement("\(nodes) nodes", settings: [Iterations(1), WarmupIterations(0)]) {
        Subject(state: programText(nodes: nodes), units: nodes)
    } body: {
        use(view(try model(of: read($0))))
    } as any AnyBenchmark
} + [
    Measurement("W3t") {
        Subject(state: Workload.w3t.files(epochs: 10))
    } body: {
        _ = try read($0.model, data: $0.data)
    } as any AnyBenchmark
])

/// A graph of a million nodes in the walkthrough.
let graph = suite("graph", of: [
    Measurement("pass", settings: [Iterations(5)]) {
        Subject(state: Runner(try largestModel.get().session), units: largest)
    } rewind: {
        $0.makeRoom(for: 1)
    } body: {
        $0.execute(1)
    },
    Measurement("step", settings: [Iterations(20)]) {
        Subject(state: try middleOfLargest().session)
    } body: {
        $0.step(1, .operation)
    },
    Measurement("back", settings: [Iterations(20)]) {
        Subject(state: try middleOfLargest().session)
    } body: {
        $0.back(1, .operation)
    },
    Measurement("draw", settings: [Iterations(20)]) {
        Subject(state: try middleOfLargest())
    } body: {
        use(view($0))
    },
    Measurement("key to frame", settings: [Iterations(20)]) {
        Subject(state: try middleOfLargest())
    } body: {
        $0 = update($0, .key(.right)).model
        use(view($0))
    },
    Measurement("key back to frame", settings: [Iterations(20)]) {
        Subject(state: try middleOfLargest())
    } body: {
        $0 = update($0, .key(.left)).model
        use(view($0))
    },
])

/// Gradients held against numeric ones.
let comparison = suite("compare", of: [
    Measurement("W2t") {
        Subject(state: try session(.w2t, epochs: 10).run)
    } body: { run in
        let parameters = run.architecture.parameters.map(\.initialValue)
        let point = try ComparisonPoint(run, parameters: parameters, batch: Array(0..<run.data.count))
        _ = try GradientComparison.compare(point)
    }
])
