import CommandLanguage

/// Takes the columns that a lesson names out of a CSV file.
struct CSVReader {
    let collector: ProblemCollector

    /// The names of columns, with the place in the lesson where each is asked for.
    typealias Columns = [(name: String, mark: SourceMark)]

    /// The rows of numbers; what is wrong in the CSV file goes to this reader's collector, a column that
    /// does not exist to `lesson`, whose mistake it is and which calls the file `path`.
    func read(
        inputs: Columns, targets: Columns, limit: Int, path: String, lesson: ProblemCollector
    ) -> [(inputs: [Double], targets: [Double], mark: SourceMark)] {
        guard let text = StrictYAML.checkedText(collector.bytes, limit: limit, into: collector) else { return [] }
        var csv = CSV(text)
        do throws(CSV.Failure) {
            guard let header = try csv.next(), header.contains(where: { !$0.text.isEmpty }) else {
                collector.report(Phrase.csvWithoutHeader, at: .start)
                return []
            }
            if header.allSatisfy({ (try? NumberGrammar.number($0.text).get()) != nil }) {
                collector.report(Phrase.csvHeaderIsNumbers, at: .start)
                return []
            }
            let inputPlaces = places(of: inputs, in: header, path: path, lesson: lesson)
            let targetPlaces = places(of: targets, in: header, path: path, lesson: lesson)
            guard let inputPlaces, let targetPlaces else { return [] }
            return try rows(&csv, header: header, inputs: inputPlaces, targets: targetPlaces)
        } catch {
            switch error.mistake {
            case .strayQuote: collector.report(Phrase.csvStrayQuote, at: error.mark)
            case .unclosedQuote: collector.report(Phrase.unclosedQuote, at: error.mark)
            }
            return []
        }
    }

    private func places(
        of columns: Columns, in header: [CSV.Field], path: String, lesson: ProblemCollector
    ) -> [Int]? {
        var places: [Int] = []
        for (name, mark) in columns {
            let matches = header.indices.filter { header[$0].text == name }
            if matches.isEmpty {
                lesson.report(Phrase.unknownColumn(name, file: path, known: header.map(\.text)), at: mark)
            } else if matches.count > 1, let second = matches.dropFirst().first {
                collector.report(Phrase.duplicateColumn(name), at: header[second].mark)
            }
            places += matches.prefix(1)
        }
        return places.count == columns.count && !collector.hasErrors ? places : nil
    }

    private func rows(
        _ csv: inout CSV, header: [CSV.Field], inputs: [Int], targets: [Int]
    ) throws(CSV.Failure) -> [(inputs: [Double], targets: [Double], mark: SourceMark)] {
        var rows: [(inputs: [Double], targets: [Double], mark: SourceMark)] = []
        var emptyLine: SourceMark?
        while let fields = try csv.next() {
            guard let first = fields.first else { continue }
            if fields.count == 1, first.text.isEmpty, !first.isQuoted {
                emptyLine = emptyLine ?? first.mark
                continue
            }
            // Empty lines at the end are an editor's; between rows one is a row that lost its numbers.
            if let mark = emptyLine {
                collector.report(Phrase.csvEmptyLine, at: mark)
                emptyLine = nil
            }
            if fields.count != header.count {
                let missing = header.dropFirst(fields.count).map(\.text)
                collector.report(
                    Phrase.csvCellCount(fields.count, expected: header.count, missing: missing),
                    at: fields.dropFirst(header.count).first?.mark ?? fields.last?.mark ?? first.mark)
                continue
            }
            let row = (
                inputs: inputs.compactMap { number(fields[$0], column: header[$0].text) },
                targets: targets.compactMap { number(fields[$0], column: header[$0].text) },
                mark: first.mark
            )
            if row.inputs.count == inputs.count, row.targets.count == targets.count { rows.append(row) }
        }
        if rows.isEmpty, !collector.hasErrors { collector.report(Phrase.csvWithoutRows, at: .start) }
        return rows
    }

    private func number(_ field: CSV.Field, column: String) -> Double? {
        guard !field.text.isEmpty else {
            collector.report(Phrase.csvEmptyCell(column), at: field.mark)
            return nil
        }
        switch NumberGrammar.number(field.text) {
        case .success(let value): return value
        case .failure(let mistake):
            collector.report(Phrase.inColumn(column, mistake.message), at: field.mark)
            return nil
        }
    }
}
