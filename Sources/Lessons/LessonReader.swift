import CommandLanguage
import NeuralNetwork

extension Lesson {
    /// Reads the file at `path`; on failure, everything that is wrong with it and its CSV file.
    public static func read(
        path: String, checker: LessonChecker = .none, limits: Limits = Limits()
    ) -> Result<Lesson, FileProblems> {
        LessonFile.fetch(path: path, limits: limits).flatMap { $0.read(checker: checker) }
    }

    /// Reads a file's bytes; `file` is what its mistakes call it, `loader` gives the files that it names.
    public static func read(
        bytes: [UInt8], file: String, checker: LessonChecker = .none, limits: Limits = Limits(), loader: FileLoader
    ) -> Result<Lesson, FileProblems> {
        let collector = ProblemCollector(file: file, bytes: bytes)
        let lesson = StrictYAML.read(bytes, limits: limits, into: collector).flatMap {
            LessonReader(collector: collector, checker: checker, limits: limits, loader: loader).read($0)
        }
        let problems = collector.problems
        guard let lesson, !collector.hasErrors else { return .failure(FileProblems(problems: problems)) }
        return .success(
            Lesson(
                title: lesson.title, about: lesson.about, source: lesson.source, run: lesson.run,
                steps: lesson.steps, warnings: problems))
    }
}

/// Reads the document as a whole, part by part, in the order in which they need each other.
private struct LessonReader {
    let collector: ProblemCollector
    let checker: LessonChecker
    let limits: Limits
    let loader: FileLoader

    func read(_ root: YAMLValue) -> Lesson? {
        guard let fields = collector.fields(root, as: LessonKey.self) else { return nil }
        let title = fields[.title].flatMap { collector.text($0) }
        let about = fields[.about].flatMap { collector.text($0) }
        let source = fields[.source].flatMap { collector.string($0) }
        var network = NetworkReader(collector: collector)
        if let model = fields[.model] { network.read(model) }
        let data = fields[.data].flatMap {
            DataReader(collector: collector, limits: limits, loader: loader, network: network).read($0)
        }
        let settings = fields[.training].flatMap {
            TrainingReader(collector: collector, network: network, sampleCount: data?.data.count).read($0)
        }
        let targets = targetNames(columns: data?.targetColumns ?? [], names: &network.names, count: network.outputCount)
        let steps = fields[.steps].map { StepReader(collector: collector).read($0) } ?? []
        if network.nodeCount > limits.nodes, let model = fields[.model] {
            collector.report(Phrase.tooManyNodes(network.nodeCount, limit: limits.nodes), at: model.mark)
        }
        var run: TrainingRun?
        if !collector.hasErrors, let inputs = network.inputs, let loss = network.loss, let data = data?.data {
            run = TrainingRun(
                network: Network(
                    inputs: inputs, layers: network.layers, parameters: network.parameters, loss: loss,
                    targets: targets), data: data, settings: settings)
        }
        checker.check(steps, of: run, into: collector)
        guard let title, let run else { return nil }
        return Lesson(title: title, about: about, source: source, run: run, steps: steps, warnings: [])
    }

    /// The names of the targets: those of their columns where these are free and names, else t, t1, t2, ….
    private func targetNames(columns: [String], names: inout NameRegistry, count: Int?) -> [String] {
        guard let count else { return [] }
        let areFree = columns.allSatisfy {
            NameRegistry.isName($0) && !NameRegistry.reserved.contains($0) && !names.isTaken($0)
        }
        if areFree, columns.count == count, Set(columns).count == count { return columns }
        let usual = Network.targetNames(count: count)
        for name in usual { names.claimTarget(name, into: collector) }
        return usual
    }
}
