import CommandLanguage
import NeuralNetwork

/// Reads `data`: samples in the file itself, or columns of a CSV file.
struct DataReader {
    let collector: ProblemCollector
    let limits: Limits
    let loader: FileLoader
    let model: ModelOutline

    private typealias Row = (inputs: [Double], targets: [Double], mark: SourceMark)

    struct Outcome {
        let data: DataSet
        /// The names of the columns that the targets come from.
        let targetColumns: [String]
    }

    func read(_ value: YAMLValue) -> Outcome? {
        guard let fields = collector.fields(value, as: DataKey.self) else { return nil }
        if model.inputs?.isEmpty == true, model.targetCount == 0 {
            collector.report(Phrase.dataForNothing, at: fields.mark)
            return nil
        }
        if let samples = fields[.samples] {
            for key in [DataKey.csv, .inputs, .targets] where fields.has(key) {
                collector.report(Phrase.notWithSamples(key.rawValue), at: fields.mark(of: key))
            }
            return readSamples(samples).map { outcome($0, columns: [], in: collector) } ?? nil
        }
        guard let csv = fields[.csv] else {
            if !fields.has(.csv) { collector.report(Phrase.dataNeedsSamples, at: fields.mark) }
            return nil
        }
        return readCSV(csv, fields)
    }

    private func outcome(_ rows: [Row], columns: [String], in collector: ProblemCollector) -> Outcome? {
        if let loss = model.loss {
            for row in rows { LossReader(collector: collector).check(row.targets, of: loss, at: row.mark) }
        }
        guard let first = rows.first,
            rows.allSatisfy({
                $0.inputs.count == first.inputs.count && $0.targets.count == first.targets.count
            })
        else { return nil }
        return Outcome(
            data: DataSet(rows: rows.map { (inputs: $0.inputs, targets: $0.targets) }), targetColumns: columns)
    }

    // MARK: Samples

    private func readSamples(_ value: YAMLValue) -> [Row]? {
        guard let list = collector.list(value, shape: DataKey.samples.shape) else { return nil }
        guard !list.isEmpty else {
            collector.report(Phrase.emptyList(DataKey.samples.rawValue), at: value.mark)
            return nil
        }
        let rows = list.compactMap { sample -> Row? in
            guard let fields = collector.fields(sample, as: SampleKey.self) else { return nil }
            for (key, count) in [(SampleKey.inputs, model.inputs?.count), (.targets, model.targetCount)]
            where count != 0 {
                collector.require(key, in: fields)
            }
            let inputs = !fields.has(.inputs) && model.inputs?.count == 0 ? [] : fields[.inputs].flatMap { value in
                numbers(value, expected: model.inputs?.count) {
                    Phrase.inputCount($0, names: model.inputs ?? [])
                }
            }
            let targets = !fields.has(.targets) && model.targetCount == 0 ? [] : fields[.targets].flatMap { value in
                numbers(value, expected: model.targetCount) {
                    targetCountMistake($0)
                }
            }
            guard let inputs, let targets else { return nil }
            return (inputs, targets, fields[.targets]?.mark ?? sample.mark)
        }
        return rows.count == list.count ? rows : nil
    }

    private func targetCountMistake(_ count: Int) -> Localized {
        model.targets.map { Phrase.programTargetCount(count, names: $0) }
            ?? Phrase.targetCount(count, outputs: model.targetCount ?? 0)
    }

    private func numbers(_ value: YAMLValue, expected: Int?, mistake: (Int) -> Localized) -> [Double]? {
        guard let numbers = collector.numbers(value) else { return nil }
        if let expected, numbers.count != expected {
            collector.report(mistake(numbers.count), at: value.mark)
            return nil
        }
        let known = numbers.compactMap { $0 }
        return known.count == numbers.count ? known : nil
    }

    // MARK: CSV

    private func readCSV(_ value: YAMLValue, _ fields: Fields<DataKey>) -> Outcome? {
        let needed = [(DataKey.inputs, model.inputs?.count), (.targets, model.targetCount)].filter { $0.1 != 0 }.map(\.0)
        for key in needed where !fields.has(key) {
            collector.report(Phrase.csvNeedsColumns(key.rawValue), at: fields.mark(of: .csv))
        }
        let inputs = !needed.contains(.inputs) && !fields.has(.inputs) ? [] : fields[.inputs].flatMap { columns($0, key: .inputs, expected: model.inputs?.count) }
        let targets = !needed.contains(.targets) && !fields.has(.targets) ? [] : fields[.targets].flatMap { columns($0, key: .targets, expected: model.targetCount) }
        guard let path = collector.string(value) else { return nil }
        let bytes: [UInt8]
        switch loader.load(path, limits.csvBytes) {
        case .failure(let failure):
            collector.report(Phrase.cannotLoad(path, failure, limit: limits.csvBytes), at: value.mark)
            return nil
        case .success(let loaded):
            bytes = loaded
        }
        guard let inputs, let targets else { return nil }
        let table = ProblemCollector(file: loader.displayPath(path), bytes: bytes)
        let rows = CSVReader(collector: table).read(
            inputs: inputs, targets: targets, limit: limits.csvBytes, path: path, lesson: collector)
        let result = outcome(rows, columns: targets.map(\.name), in: table)
        collector.include(table.problems)
        return result
    }

    private func columns(_ value: YAMLValue, key: DataKey, expected: Int?) -> CSVReader.Columns? {
        guard let list = collector.list(value, shape: key.shape) else { return nil }
        if let expected, list.count != expected {
            collector.report(
                key == .inputs
                    ? Phrase.inputCount(list.count, names: model.inputs ?? [])
                    : targetCountMistake(list.count), at: value.mark)
        }
        let names = list.compactMap { element in
            collector.string(element).map { (name: $0, mark: element.mark) }
        }
        return names.count == list.count && !names.isEmpty ? names : nil
    }
}
