import CommandLanguage
import NeuralNetwork

/// Reads `training`: the optimiser, batches, epochs, the seed, what is held out and what is frozen.
struct TrainingReader {
    let collector: ProblemCollector
    let limits: Limits
    let model: ModelOutline
    /// How many samples there are, when they could be read.
    let sampleCount: Int?
    var isWhole = true

    func read(_ value: YAMLValue) -> TrainingSettings? {
        guard let fields = collector.fields(value, as: TrainingKey.self) else { return nil }
        let rules = OptimizerReader(collector: collector)
        let optimizer = fields[.optimizer].flatMap { rules.readOptimizer($0) }
        let schedule = fields[.schedule].flatMap { rules.readSchedule($0) }
        let clipping = fields[.clipping].flatMap { rules.readClipping($0) }
        let regularisation = fields[.regularisation].flatMap { rules.readRegularisation($0) }
        let validation = fields[.validation].flatMap { readValidation($0) }
        let patience = fields[.earlyStopping].flatMap { rules.readPatience($0) }
        if fields.has(.earlyStopping), !fields.has(.validation) {
            collector.report(Phrase.earlyStoppingNeedsValidation, at: fields.mark(of: .earlyStopping))
        }
        let trainingCount = sampleCount.map { $0 - heldOut(of: $0, validation) }
        let batchSize = fields[.batchSize].flatMap { readBatchSize($0, of: trainingCount) }
        let epochs = fields[.epochs].flatMap { collector.integer($0, in: 1...1_000_000_000) }.map { Int($0) }
        let seed = fields[.seed].flatMap { collector.integer($0, in: 0...UInt64.max) }
        let shuffle = fields[.shuffle].flatMap { collector.truth($0) }
        let frozen = fields[.frozen].flatMap { readFrozen($0) }
        guard let optimizer else { return nil }
        let settings = TrainingSettings(
            optimizer: optimizer.rule, learningRate: optimizer.rate, schedule: schedule?.schedule ?? .constant,
            warmUp: schedule?.warmUp ?? 0, clipping: clipping, regularisation: regularisation ?? Regularisation(),
            batchSize: batchSize ?? 1, epochs: epochs ?? 1, seed: seed ?? 0, shuffle: shuffle ?? false,
            frozen: frozen ?? [], validation: validation, patience: patience)
        check(settings, trainingCount: trainingCount ?? 1, fields)
        return settings
    }

    /// What the whole of the settings asks for: an update that is not too large, a run whose positions can be
    /// numbered, and formulas in which every name has one meaning.
    private func check(_ settings: TrainingSettings, trainingCount: Int, _ fields: Fields<TrainingKey>) {
        if model.isJoint { checkJoint(settings, trainingCount: trainingCount, fields) }
        // Laying out two updates takes a while that the first frame of a small model need not wait for.
        if !isWhole, model.nodeCount < 1000 { return }
        let update = UpdateOutline(of: settings)
        let parameters = model.parameters
        let updateNodes = update.nodesPerParameter * parameters.count + update.sharedNodes
        if updateNodes > limits.updateNodes {
            let phrase = Phrase.updateTooLarge(
                updateNodes, parameters: parameters.count, limit: limits.updateNodes)
            collector.report(phrase, at: fields.mark(of: .optimizer))
        }
        for name in parameters where update.names.contains(name) {
            collector.report(Phrase.parameterNamedAsSetting(name), at: fields.mark(of: .optimizer))
        }
        // Eight positions are more than any node or edge is visited in one sample's two passes; of an update
        // and a validation after every sample there are at most so many.
        let perSample = 8 * (model.nodeCount + model.edgeCount) + updateNodes + 1
        let perEpoch = trainingCount.multipliedReportingOverflow(by: perSample)
        let longest = perEpoch.overflow ? 0 : Int.max / 2 / max(1, perEpoch.partialValue)
        if let value = fields[.epochs], settings.epochs > longest {
            collector.report(Phrase.tooManyEpochs(longest), at: value.mark)
        }
    }

    /// Samples that are computed together fill whole batches, and a graph that is not too large.
    private func checkJoint(_ settings: TrainingSettings, trainingCount: Int, _ fields: Fields<TrainingKey>) {
        let mark = fields[.batchSize]?.mark ?? fields.mark
        if settings.batchSize < 2 {
            collector.report(Phrase.normalisationNeedsBatches, at: mark)
        } else if !trainingCount.isMultiple(of: settings.batchSize) {
            collector.report(Phrase.batchesMustFit(settings.batchSize, samples: trainingCount), at: mark)
        }
        let nodes = model.nodeCount.multipliedReportingOverflow(by: settings.batchSize)
        if nodes.overflow || nodes.partialValue > limits.nodes {
            let count = nodes.overflow ? Int.max : nodes.partialValue
            collector.report(Phrase.tooManyNodes(count, limit: limits.nodes), at: mark)
        }
    }

    /// A number of samples, or their share of all.
    private func readValidation(_ value: YAMLValue) -> ValidationSplit.Size? {
        if let text = value.text, text.allSatisfy({ ("0"..."9").contains($0) }) {
            return collector.integer(value, in: 1...1_000_000_000).flatMap { number in
                let count = Int(number)
                if let sampleCount, count >= sampleCount {
                    collector.report(
                        sampleCount < 2
                            ? Phrase.cannotSplit : Phrase.validationTooLarge(count, samples: sampleCount), at: value.mark)
                    return nil
                }
                return .count(count)
            }
        }
        guard let text = value.text, text.first?.isLetter != true else {
            collector.mismatch(value, shape: TrainingKey.validation.shape)
            return nil
        }
        guard let share = collector.number(value, .share) else { return nil }
        if let sampleCount, sampleCount < 2 { collector.report(Phrase.cannotSplit, at: value.mark) }
        return .fraction(share)
    }

    private func heldOut(of count: Int, _ validation: ValidationSplit.Size?) -> Int {
        validation.flatMap { ValidationSplit(count: count, validation: $0, seed: 0)?.validation.count } ?? 0
    }

    /// - Parameter count: the samples to train on.
    private func readBatchSize(_ value: YAMLValue, of count: Int?) -> Int? {
        if value.text == "all" { return count }
        guard let text = value.text, text.first?.isLetter != true else {
            collector.mismatch(value, shape: TrainingKey.batchSize.shape)
            return nil
        }
        guard let size = collector.integer(value, in: 1...1_000_000_000).map({ Int($0) }) else { return nil }
        if let count, size > count {
            collector.report(
                count == sampleCount
                    ? Phrase.batchTooLarge(size, samples: count) : Phrase.batchTooLargeAfterSplit(size, samples: count),
                at: value.mark)
        }
        return size
    }

    private func readFrozen(_ value: YAMLValue) -> Set<String>? {
        guard let list = collector.list(value, shape: TrainingKey.frozen.shape) else { return nil }
        var frozen: Set<String> = []
        for element in list {
            guard let name = collector.string(element) else { continue }
            if !model.parameters.contains(name) {
                collector.report(
                    Phrase.unknownParameter(name, known: model.parameters), at: element.mark)
            }
            frozen.insert(name)
        }
        return frozen
    }
}
