import Autograd

/// Puts on a tape what a pass starts from: the samples, and which neurons dropout switches off.
public struct SampleFeed: Sendable {
    private let inputs: [NodeID]
    private let targets: [NodeID]
    private let masks: [(mask: Computation.Mask, dropout: Dropout)]

    public init(of computation: Computation, seed: UInt64) {
        inputs = computation.inputs
        targets = computation.targets
        masks = computation.masks.map { ($0, Dropout(rate: $0.probability, layer: $0.layer, seed: seed)) }
    }

    /// Fills in the samples of a pass, as rows of `data`.
    ///
    /// - Parameter batch: the number of the batch in the run, from 0; without it nothing is switched off.
    public func fill(_ tape: inout Tape, _ rows: ArraySlice<Int>, of data: DataSet, batch: Int?) {
        fillSamples(&tape, rows, of: data)
        fillMasks(&tape, rows, batch: batch)
    }

    private func fillSamples(_ tape: inout Tape, _ rows: ArraySlice<Int>, of data: DataSet) {
        var input = 0
        var target = 0
        for row in rows {
            for value in data.inputs(of: row) {
                tape[inputs[input]] = value
                input += 1
            }
            for value in data.targets(of: row) {
                tape[targets[target]] = value
                target += 1
            }
        }
    }

    private func fillMasks(_ tape: inout Tape, _ rows: ArraySlice<Int>, batch: Int?) {
        for (mask, dropout) in masks {
            let row = rows[rows.startIndex + mask.sample]
            let factor = batch.map { dropout.mask(batch: $0, sample: row, unit: mask.unit) } ?? 1
            tape[mask.node] = mask.isScaled ? factor : min(factor, 1)
        }
    }
}
