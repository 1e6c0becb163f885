import CommandLanguage

// Numbers in rows and columns, as spreadsheets, pandas, csv.writer and np.savetxt have them.
extension GradientFile {
    /// One of three: a row per number, its name and its value; a column per number, under a header of names, where further
    /// rows are further updates; or a bare matrix, which is called as the file is.
    ///
    /// - Throws: with the line and the column of what is not right.
    init(columns bytes: [UInt8], file: String) throws(GradientFileProblem) {
        var columns = try Columns(bytes, file: file)
        self = try columns.read()
    }

    private struct Columns {
        let file: String
        var rows: [[CSV.Field]] = []
        var written = Written()

        init(_ bytes: [UInt8], file: String) throws(GradientFileProblem) {
            self.file = file
            let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            guard let text = String(validating: bytes.dropFirst(isMarked ? 3 : 0), as: UTF8.self) else {
                throw GradientFileProblem(Phrase.notText(file))
            }
            var csv = CSV(text)
            do throws(CSV.Failure) {
                while let row = try csv.next() { rows.append(row) }
            } catch {
                throw problem(error.mistake == .strayQuote ? Phrase.csvStrayQuote : Phrase.unclosedQuote, error.mark)
            }
            // Empty lines, and the remarks that np.savetxt puts before its numbers.
            rows.removeAll { row in
                guard let first = row.first else { return true }
                return !first.isQuoted && (row.count == 1 && first.text.isEmpty || first.text.hasPrefix("#"))
            }
            if rows.isEmpty { throw problem(Phrase.columnsExpected, .start) }
            splitAtBlanks()
        }

        mutating func read() throws(GradientFileProblem) -> GradientFile {
            let header = rows[0]
            for row in rows where row.count != header.count {
                let missing = header.dropFirst(row.count).map(\.text)
                throw problem(
                    Phrase.csvCellCount(row.count, expected: header.count, missing: missing),
                    row.dropFirst(header.count).first?.mark ?? row.last?.mark ?? .start)
            }
            var result = GradientFile()
            let isNamed = header.count == 2 && rows.dropFirst().allSatisfy { !Self.isNumber($0[0]) } && !Self.isNumber(header[0])
            if isNamed, rows.count > 1 || Self.isNumber(header[1]) {
                result.sort([try namedRows()])
            } else if rows.allSatisfy({ $0.allSatisfy(Self.isNumber) }) {
                var values: [Double] = []
                for field in rows.joined() { values.append(try number(field, Self.place(field))) }
                let shape = header.count == 1 ? [rows.count] : [rows.count, header.count]
                result.sort([[Tensor(path: [GradientFile.stem(of: file)], shape: shape, values: values)]])
            } else {
                result.sort(try namedColumns())
            }
            result.resolution = written.resolution
            result.isSingle = written.isSingle
            return result
        }

        /// `name,value`
        private mutating func namedRows() throws(GradientFileProblem) -> [Tensor] {
            // pandas writes `,0` over a series.
            let hasHeader = !Self.isNumber(rows[0][1]) || rows[0][0].text.isEmpty
            var tensors: [Tensor] = []
            var seen: Set<String> = []
            for row in rows.dropFirst(hasHeader ? 1 : 0) {
                let name = row[0].text
                if name.isEmpty { throw problem(Phrase.csvEmptyCell(rows[0][0].text), row[0].mark) }
                guard seen.insert(name).inserted else { throw problem(Phrase.nameTwice(name), row[0].mark) }
                tensors.append(Tensor(path: [name], shape: [], values: [try number(row[1], name)]))
            }
            return tensors
        }

        private mutating func namedColumns() throws(GradientFileProblem) -> [[Tensor]] {
            let header = rows[0]
            if let number = header.first(where: Self.isNumber) { throw problem(Phrase.columnsExpected, number.mark) }
            if rows.count < 2 { throw problem(Phrase.columnsExpected, header[0].mark) }
            // The index that pandas writes before the columns has no name.
            let columns = header.indices.filter { $0 > 0 || !header[0].text.isEmpty }
            var seen: Set<String> = []
            for column in columns {
                let field = header[column]
                if field.text.isEmpty { throw problem(Phrase.columnsExpected, field.mark) }
                guard seen.insert(field.text).inserted else { throw problem(Phrase.nameTwice(field.text), field.mark) }
            }
            var sets: [[Tensor]] = []
            for row in rows.dropFirst() {
                var set: [Tensor] = []
                for column in columns {
                    let name = header[column].text
                    set.append(Tensor(path: [name], shape: [], values: [try number(row[column], name)]))
                }
                sets.append(set)
            }
            return sets
        }

        // MARK: Cells

        private static let notFinite: Set = ["nan", "inf", "-inf", "+inf", "infinity", "-infinity"]

        /// Whether a number is meant, be it one that cannot be compared.
        private static func isNumber(_ field: CSV.Field) -> Bool {
            notFinite.contains(field.text.lowercased()) || (try? NumberGrammar.number(field.text).get()) != nil
        }

        private static func place(_ field: CSV.Field) -> String { "\(field.mark.line):\(field.mark.column)" }

        private mutating func number(_ field: CSV.Field, _ name: String) throws(GradientFileProblem) -> Double {
            if field.text.isEmpty { throw problem(Phrase.csvEmptyCell(name), field.mark) }
            if Self.notFinite.contains(field.text.lowercased()) {
                throw GradientFileProblem(Phrase.notFinite(field.text, name, "\(file):\(Self.place(field))"))
            }
            switch NumberGrammar.number(field.text) {
            case .success(let value):
                written.part = Written.part(of: name)
                written.add(value, WrittenDigits(of: field.text))
                return value
            case .failure(let mistake): throw problem(mistake.message, field.mark)
            }
        }

        /// np.savetxt puts blanks between numbers unless it is told otherwise.
        private mutating func splitAtBlanks() {
            guard rows.allSatisfy({ $0.count == 1 }) else { return }
            let split = rows.map { row in
                row[0].text.split { $0 == " " || $0 == "\t" || $0 == ";" }.map { piece in
                    let column = row[0].text.distance(from: row[0].text.startIndex, to: piece.startIndex)
                    return CSV.Field(
                        text: String(piece), isQuoted: false,
                        mark: SourceMark(line: row[0].mark.line, column: row[0].mark.column + column))
                }
            }
            if split.allSatisfy({ $0.allSatisfy(Self.isNumber) }) { rows = split }
        }

        private func problem(_ message: Localized, _ mark: SourceMark) -> GradientFileProblem {
            let place = "\(file):\(mark.line):\(mark.column)"
            return GradientFileProblem(Localized("\(place): \(message.english)", "\(place)：\(message.chinese)"))
        }
    }
}
