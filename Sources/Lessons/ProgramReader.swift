import Autograd
import CommandLanguage
import NeuralNetwork

/// Reads a `model` that is a program: what is given, the lines, and the losses.
struct ProgramReader {
    let collector: ProblemCollector
    let limits: Limits
    var names = NameRegistry(grammar: .program)
    /// Nil where the list could not be read.
    private(set) var inputs: [String]? = []
    private(set) var targets: [String]? = []
    private(set) var parameters: [Parameter] = []
    /// The model, if nothing is wrong with it.
    private(set) var program: Program?
    private(set) var nodeCount = 0
    private(set) var edgeCount = 0
    /// Where each parameter stands in the file.
    private var marks: [SourceMark] = []

    /// A loss with its place, and the parameters that it updates, each with its own.
    private struct LossEntry {
        let name: String
        let mark: SourceMark
        let parameters: [(place: Int, mark: SourceMark)]
    }

    init(collector: ProblemCollector, limits: Limits) {
        self.collector = collector
        self.limits = limits
    }

    mutating func read(_ fields: Fields<ModelKey>) {
        if let value = fields[.inputs] { inputs = readNames(value, key: .inputs, as: .input) }
        if let value = fields[.targets] { targets = readNames(value, key: .targets, as: .target) }
        for key in [ModelKey.parameters, .program, .loss] { collector.require(key, in: fields) }
        let hasParameters = fields[.parameters].map { readParameters($0) } ?? false
        let losses = fields[.loss].flatMap { readLosses($0) }
        guard let value = fields[.program], let text = collector.string(value, shape: ModelKey.program.shape) else { return }
        guard let place = ProgramPlace(value, in: collector.source) else {
            collector.report(Phrase.programNotInLines, at: value.mark)
            return
        }
        guard let inputs, let targets, hasParameters else { return }
        let names = ProgramNames(
            inputs: inputs, targets: targets, parameters: parameters.map(\.name), losses: losses?.map(\.name) ?? [])
        let outcome = ProgramParser.parse(text, names: names, firstLine: place.firstLine, nodeLimit: limits.nodes)
        for error in outcome.errors { collector.report(error.message, at: place.mark(of: error.range.lowerBound)) }
        for loss in losses ?? [] where !outcome.mayAssign(loss.name) {
            collector.report(Phrase.lossNotAssigned(loss.name, known: outcome.assignments.map(\.name)), at: loss.mark)
        }
        guard !collector.hasErrors, let losses else { return }
        let program = Program(
            inputs: inputs, targets: targets, parameters: parameters, functions: outcome.functions,
            assignments: outcome.assignments,
            objectives: losses.map { Program.Objective(name: $0.name, parameters: $0.parameters.map(\.place)) })
        self.program = program
        check(program, losses)
    }

    private mutating func readNames(_ value: YAMLValue, key: ModelKey, as kind: NameRegistry.Kind) -> [String]? {
        guard let list = collector.list(value, shape: key.shape) else { return nil }
        return list.compactMap { element in
            guard let name = collector.string(element) else { return nil }
            names.register(name, as: kind, at: element.mark, into: collector)
            return name
        }
    }

    /// - Returns: whether all names are known, though maybe not all values.
    private mutating func readParameters(_ value: YAMLValue) -> Bool {
        guard let pairs = collector.record(value, shape: ModelKey.parameters.shape) else { return false }
        if pairs.isEmpty { collector.report(Phrase.emptyList(ModelKey.parameters.rawValue), at: value.mark) }
        for pair in pairs {
            names.register(pair.key, as: .parameter, at: pair.keyMark, into: collector)
            parameters.append(Parameter(name: pair.key, role: .weight, initialValue: collector.number(pair.value) ?? 0))
            marks.append(pair.keyMark)
        }
        return true
    }

    // MARK: Losses

    /// One name, for all parameters, or a record of names with the parameters of each.
    private func readLosses(_ value: YAMLValue) -> [LossEntry]? {
        guard case .mapping(let pairs) = value.content else {
            guard let name = collector.string(value, shape: ModelKey.loss.shape) else { return nil }
            return [
                LossEntry(name: name, mark: value.mark, parameters: zip(parameters.indices, marks).map { ($0, $1) })
            ]
        }
        guard !pairs.isEmpty else {
            collector.report(Phrase.emptyList(ModelKey.loss.rawValue), at: value.mark)
            return nil
        }
        var owners: [Int: String] = [:]
        let losses = pairs.map { pair in
            let list = collector.list(pair.value, shape: .list(.string)) ?? []
            var own: [(place: Int, mark: SourceMark)] = []
            for element in list {
                guard let name = collector.string(element) else { continue }
                guard let place = parameters.firstIndex(where: { $0.name == name }) else {
                    collector.report(Phrase.unknownParameter(name, known: parameters.map(\.name)), at: element.mark)
                    continue
                }
                if let owner = owners[place] {
                    collector.report(Phrase.parameterOfTwoLosses(name, first: owner), at: element.mark)
                    continue
                }
                owners[place] = pair.key
                own.append((place, element.mark))
            }
            if list.isEmpty { collector.report(Phrase.emptyList(pair.key), at: pair.keyMark) }
            return LossEntry(name: pair.key, mark: pair.keyMark, parameters: own)
        }
        if !collector.hasErrors {
            for (place, parameter) in parameters.enumerated() where owners[place] == nil {
                collector.report(Phrase.parameterOfNoLoss(parameter.name, losses: pairs.map(\.key)), at: marks[place])
            }
        }
        return losses
    }

    /// Whether each loss depends on all that it updates: the gradient of another parameter is always 0.
    private mutating func check(_ program: Program, _ losses: [LossEntry]) {
        for (objective, loss) in zip(program.objectives, losses) {
            let computation = Computation(of: program, objective: objective)
            nodeCount += computation.tape.count
            edgeCount += computation.tape.slotCount
            for (place, mark) in loss.parameters where computation.tape.uses(of: computation.parameters[place]).isEmpty {
                collector.report(
                    Phrase.lossWithoutParameter(loss.name, parameter: parameters[place].name, isOnly: losses.count == 1),
                    at: mark)
            }
        }
    }
}
