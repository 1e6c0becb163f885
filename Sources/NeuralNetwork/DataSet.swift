/// Samples as rows: inputs `[samples × inputs]` and targets `[samples × targets]`, row by row.
public struct DataSet: Sendable, Equatable {
    public let inputCount: Int
    public let targetCount: Int
    public let count: Int
    public private(set) var inputs: [Double]
    public private(set) var targets: [Double]

    /// - Precondition: every row has the same number of inputs and of targets.
    public init(rows: [(inputs: [Double], targets: [Double])]) {
        count = rows.count
        inputCount = rows.first?.inputs.count ?? 0
        targetCount = rows.first?.targets.count ?? 0
        inputs = rows.flatMap(\.inputs)
        targets = rows.flatMap(\.targets)
        precondition(inputs.count == count * inputCount && targets.count == count * targetCount)
    }

    /// The inputs of one sample, from 0.
    public func inputs(of sample: Int) -> ArraySlice<Double> {
        inputs[sample * inputCount..<(sample + 1) * inputCount]
    }

    /// The targets of one sample, from 0.
    public func targets(of sample: Int) -> ArraySlice<Double> {
        targets[sample * targetCount..<(sample + 1) * targetCount]
    }

    /// Changes input number `place` of one sample, both from 0.
    public mutating func setInput(_ place: Int, ofSample sample: Int, to value: Double) {
        inputs[sample * inputCount + place] = value
    }

    /// Changes target number `place` of one sample, both from 0.
    public mutating func setTarget(_ place: Int, ofSample sample: Int, to value: Double) {
        targets[sample * targetCount + place] = value
    }
}
