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
    ///
    /// - Parameter isWhole: whether these are all of the file; what is only the beginning of one, which will be read
    ///   once more, is not searched for every mistake.
    public static func read(
        bytes: [UInt8], file: String, checker: LessonChecker = .none, limits: Limits = Limits(), loader: FileLoader,
        isWhole: Bool = true
    ) -> Result<Lesson, FileProblems> {
        let collector = ProblemCollector(file: file, bytes: bytes)
        let lesson = StrictYAML.read(bytes, limits: limits, into: collector).flatMap {
            LessonReader(collector: collector, checker: checker, limits: limits, loader: loader, isWhole: isWhole).read($0)
        }
        let problems = collector.problems
        guard let lesson, !collector.hasErrors else { return .failure(FileProblems(problems: problems)) }
        return .success(
            Lesson(
                title: lesson.title, about: lesson.about, source: lesson.source, run: lesson.run,
                steps: lesson.steps, warnings: problems, bytes: bytes))
    }
}

/// Reads the document as a whole, part by part, in the order in which they need each other.
private struct LessonReader {
    let collector: ProblemCollector
    let checker: LessonChecker
    let limits: Limits
    let loader: FileLoader
    let isWhole: Bool

    func read(_ root: YAMLValue) -> Lesson? {
        guard let fields = collector.fields(root, as: LessonKey.self) else { return nil }
        let title = fields[.title].flatMap { collector.text($0) }
        let about = fields[.about].flatMap { collector.text($0) }
        let source = fields[.source].flatMap { collector.string($0) }
        // The seed stands after the model, whose weights may be drawn by it.
        let model = fields[.model].flatMap { readModel($0, seed: seed(in: fields[.training])) }
        if model.map({ $0.outline.inputs?.isEmpty != true || $0.outline.targetCount != 0 }) ?? true {
            collector.require(.data, in: fields)
        }
        let steps = fields[.steps].map { StepReader(collector: collector).read($0) } ?? []
        let run = model.flatMap { readRun($0, fields) }
        checker.check(steps, of: run, into: collector)
        guard let title, let run else { return nil }
        return Lesson(title: title, about: about, source: source, run: run, steps: steps, warnings: [])
    }

    private enum Model {
        case network(NetworkReader)
        case program(ProgramReader)

        var outline: ModelOutline {
            switch self {
            case .network(let network): ModelOutline(network)
            case .program(let program): ModelOutline(program)
            }
        }
    }

    private func readModel(_ value: YAMLValue, seed: UInt64) -> Model? {
        guard let fields = collector.fields(value, as: ModelKey.self) else { return nil }
        guard let value = fields[.network] else {
            guard ModelKey.allCases.contains(where: fields.has) else {
                // A key in another spelling is a mistake already.
                if ModelKey.allCases.allSatisfy(fields.isMissing) {
                    collector.report(Phrase.modelNeedsKind, at: fields.mark)
                }
                return nil
            }
            var program = ProgramReader(collector: collector, limits: limits)
            program.read(fields)
            return .program(program)
        }
        for key in ModelKey.allCases where key != .network && fields.has(key) {
            collector.report(Phrase.notWithNetwork(key.rawValue), at: fields.mark(of: key))
        }
        var network = NetworkReader(collector: collector, seed: seed, limits: limits)
        network.read(value)
        if network.nodeCount > limits.nodes {
            collector.report(Phrase.tooManyNodes(network.nodeCount, limit: limits.nodes), at: fields.mark)
        }
        return .network(network)
    }

    /// Reads data and training, and puts the run together; nil if anything was wrong.
    private func readRun(_ model: Model, _ fields: Fields<LessonKey>) -> TrainingRun? {
        let outline = model.outline
        let data = fields[.data].flatMap {
            DataReader(collector: collector, limits: limits, loader: loader, model: outline).read($0)
        }
        // A program that nothing is filled in for has one sample all the same.
        let samples = fields.has(.data) ? data?.data : DataSet(rows: [(inputs: [], targets: [])])
        let settings = fields[.training].flatMap {
            TrainingReader(
                collector: collector, limits: limits, model: outline, sampleCount: samples?.count, isWhole: isWhole
            ).read($0)
        }
        if outline.isJoint, !fields.has(.training), let value = fields[.model] {
            collector.report(Phrase.normalisationNeedsBatches, at: value.mark)
        }
        switch model {
        case .program(let reader):
            guard !collector.hasErrors, let program = reader.program, let samples else { return nil }
            return TrainingRun(.program(program), data: samples, settings: settings)
        case .network(let reader):
            var names = reader.names
            let targets = targetNames(columns: data?.targetColumns ?? [], names: &names, count: reader.outputCount)
            guard !collector.hasErrors, let inputs = reader.inputs, let loss = reader.loss, let samples else { return nil }
            return TrainingRun(
                network: Network(
                    inputs: inputs, layers: reader.layers, parameters: reader.parameters, loss: loss,
                    isLossFused: reader.isLossFused, targets: targets),
                data: samples, settings: settings)
        }
    }

    /// The seed of the training, 0 unless it is given; its mistakes are left to `TrainingReader`.
    private func seed(in training: YAMLValue?) -> UInt64 {
        guard case .mapping(let pairs) = training?.content,
            let text = pairs.first(where: { $0.key == TrainingKey.seed.rawValue })?.value.text,
            case .success(let seed) = NumberGrammar.integer(text, in: 0...UInt64.max)
        else { return 0 }
        return seed
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
