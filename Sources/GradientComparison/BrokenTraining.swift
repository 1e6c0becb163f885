import Autograd
import NeuralNetwork

extension TrainingRun {
    /// The run of a program with a mistake: laid out otherwise, so that it is stepped, trained and replayed as any other.
    ///
    /// Nil where the mistake cannot be made, and for the few that only the numbers of one batch can show: gradients
    /// by weights that this batch's own update has left, a factor in the loss, and mistakes in what is written down.
    public func broken(by mutation: Mutation) -> TrainingRun? {
        if mutation.isInReport || mutation.isInLoss { return nil }
        switch mutation.mistake.stage {
        case .forward: return broken(forward: [mutation])
        case .update: return settings?.broken(by: mutation).map(updating)
        case .backward:
            if mutation.mistake == .gradientsNotZeroed, mutation.place == .network, let settings {
                // In training they pile up from update to update.
                let piling = Mutation(.gradientsNotZeroed, form: Mistake.neverZeroedForm)
                return settings.broken(by: piling).map(updating)
            }
            return passingBackward(with: mutation)
        }
    }

    private func passingBackward(with mutation: Mutation) -> TrainingRun? {
        let batchSize = min(settings?.batchSize ?? 1, max(1, order.samples.count))
        let countsSamples = mutation.mistake == .sumForMean && mutation.form != 1 || mutation.mistake == .meanForSum && mutation.form == 1
        // The last batch may be smaller, and every number of the deviation is one for all of them.
        if mutation.mistake == .weightsAfterUpdate || countsSamples && !order.samples.count.isMultiple(of: batchSize) { return nil }
        let context = MistakeContext(sampleCount: batchSize, of: self) { _ in [] }
        let deviations = computations.map { mutation.deviation(in: Anatomy(of: $0), context) }
        return deviations.contains { $0 != nil } ? passingBackward(deviations) : nil
    }
}

extension MistakeContext {
    init(sampleCount: Int, of run: TrainingRun, updated: @escaping @Sendable (BackwardDeviation) -> [Double]) {
        let outputs = run.network?.targets.count ?? 1
        switch run.network?.loss {
        case .meanSquaredError?, .binaryCrossEntropy?, .binaryCrossEntropyWithLogits?:
            self.init(sampleCount: sampleCount, outputsInMean: outputs, outputsInSum: 1, updated: updated)
        default: self.init(sampleCount: sampleCount, outputsInMean: 1, outputsInSum: outputs, updated: updated)
        }
    }
}
