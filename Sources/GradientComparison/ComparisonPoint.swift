import NeuralNetwork

/// Where gradients are compared: a run, its parameters at some moment, and a batch.
public struct ComparisonPoint: Sendable {
    public let run: TrainingRun
    /// θ, in the order of the model's parameters.
    public let parameters: [Double]
    /// θ for each of the model's losses, where they are served one after the other and differ; nil for `parameters`.
    public let parametersOfLosses: [[Double]]?
    /// The samples, as rows of the data from 0, in the order in which they are added up.
    public let batch: [Int]
    /// The batch's number in the run, from 0, where dropout is to switch off what it does then; without it nothing is.
    public let batchNumber: Int?

    /// - Throws: `ComparisonError` where the numbers do not fit the run.
    public init(
        _ run: TrainingRun, parameters: [Double], parametersOfLosses: [[Double]]? = nil, batch: [Int], batchNumber: Int? = nil
    ) throws(ComparisonError) {
        let count = run.architecture.parameters.count
        guard parameters.count == count else { throw .parameterCount(parameters.count, expected: count) }
        if batch.isEmpty { throw .emptyBatch }
        if let unknown = batch.first(where: { $0 < 0 || $0 >= run.data.count }) {
            throw .unknownSample(unknown, count: run.data.count)
        }
        if !batch.count.isMultiple(of: run.samplesPerPass) {
            throw .incompletePass(batch.count, samplesPerPass: run.samplesPerPass)
        }
        self.run = run
        self.parameters = parameters
        self.parametersOfLosses = parametersOfLosses
        self.batch = batch
        self.batchNumber = batchNumber
    }

    private init(_ point: ComparisonPoint, batch: [Int]) {
        run = point.run
        parameters = point.parameters
        parametersOfLosses = point.parametersOfLosses
        self.batch = batch
        batchNumber = point.batchNumber
    }

    /// The same with one pass of the batch alone, counted from 0; the first or last where there is no such pass.
    public func pass(_ number: Int) -> ComparisonPoint {
        let size = run.samplesPerPass
        let first = min(max(0, number), batch.count / size - 1) * size
        return ComparisonPoint(self, batch: Array(batch[first..<first + size]))
    }

    /// θ for one of the losses.
    func parameters(of objective: Int) -> [Double] {
        guard let all = parametersOfLosses, all.indices.contains(objective), all[objective].count == parameters.count else {
            return parameters
        }
        return all[objective]
    }
}
