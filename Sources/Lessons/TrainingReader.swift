import CommandLanguage
import NeuralNetwork

/// Reads `training`: the optimiser, batches, epochs, the seed and what is frozen.
struct TrainingReader {
    let collector: ProblemCollector
    let model: ModelOutline
    /// How many samples there are, when they could be read.
    let sampleCount: Int?

    func read(_ value: YAMLValue) -> TrainingSettings? {
        guard let fields = collector.fields(value, as: TrainingKey.self) else { return nil }
        let optimizer = fields[.optimizer].flatMap { readOptimizer($0) }
        let batchSize = fields[.batchSize].flatMap { readBatchSize($0) }
        let epochs = fields[.epochs].flatMap { readEpochs($0) }
        let seed = fields[.seed].flatMap { collector.integer($0, in: 0...UInt64.max) }
        let frozen = fields[.frozen].flatMap { readFrozen($0) }
        guard let optimizer else { return nil }
        return TrainingSettings(
            optimizer: optimizer.rule, learningRate: optimizer.rate, batchSize: batchSize ?? 1,
            epochs: epochs ?? 1, seed: seed ?? 0, frozen: frozen ?? [])
    }

    private func readOptimizer(_ value: YAMLValue) -> (rule: Optimizer, rate: Double)? {
        guard let fields = collector.fields(value, as: OptimizerKey.self) else { return nil }
        let name = fields[.name].flatMap { collector.choice($0, of: OptimizerName.self) }
        let rate = fields[.learningRate].flatMap { collector.number($0, .positive) }
        guard let name, let rate else { return nil }
        return (name.optimizer, rate)
    }

    private func readBatchSize(_ value: YAMLValue) -> Int? {
        if value.text == "all" { return sampleCount }
        guard let text = value.text, text.first?.isLetter != true else {
            collector.mismatch(value, shape: TrainingKey.batchSize.shape)
            return nil
        }
        guard let size = collector.integer(value, in: 1...1_000_000_000).map({ Int($0) }) else { return nil }
        if let sampleCount, size > sampleCount {
            collector.report(Phrase.batchTooLarge(size, samples: sampleCount), at: value.mark)
        }
        return size
    }

    /// The epochs; so many that the positions of the run could not be numbered are a mistake.
    private func readEpochs(_ value: YAMLValue) -> Int? {
        guard let epochs = collector.integer(value, in: 1...1_000_000_000).map({ Int($0) }) else { return nil }
        // Eight positions are more than any node or edge is visited in one sample's two passes and its
        // share of the update.
        let perEpoch = (sampleCount ?? 1).multipliedReportingOverflow(by: 8 * (model.nodeCount + model.edgeCount))
        let longest = perEpoch.overflow ? 0 : Int.max / max(1, perEpoch.partialValue)
        if epochs > longest { collector.report(Phrase.tooManyEpochs(longest), at: value.mark) }
        return epochs
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
