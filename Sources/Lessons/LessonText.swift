import CommandLanguage

/// A text of a lesson in one language, with its place in the file.
public struct LessonText: Sendable {
    public let text: String
    /// Nil for a text that is the same in every language.
    public let language: Language?
    /// The step that it belongs to, from 0; nil for the title and the like.
    public let step: Int?
    /// The keys that lead to it, from the step down or from the file: `["ask", "hint"]`.
    public let keys: [String]
    /// Where it begins.
    public let mark: SourceMark
    /// The scalar that it is.
    let value: YAMLValue
}

/// Finds the texts of a lesson file: whatever the tables of keys say is one.
struct LessonTexts {
    private(set) var texts: [LessonText] = []
    /// Mappings of languages, with the languages that they lack.
    private(set) var untranslated: [(mark: SourceMark, missing: Language)] = []

    init(_ root: YAMLValue) { walk(root, .table(LessonKey.self), step: nil, keys: []) }

    private mutating func walk(_ value: YAMLValue, _ shape: Shape, step: Int?, keys: [String]) {
        switch (shape, value.content) {
        case (.text, .scalar(let text, _)):
            texts.append(LessonText(text: text, language: nil, step: step, keys: keys, mark: value.mark, value: value))
        case (.text, .mapping(let pairs)):
            for language in Language.allCases {
                guard let own = pairs.first(where: { $0.key == language.rawValue })?.value, let text = own.text else {
                    untranslated.append((value.mark, language))
                    continue
                }
                texts.append(
                    LessonText(text: text, language: language, step: step, keys: keys, mark: own.mark, value: own))
            }
        case (.list(let element), .sequence(let values)):
            for (index, value) in values.enumerated() {
                let isStep = keys == [LessonKey.steps.rawValue]
                walk(value, element, step: isStep ? index : step, keys: isStep ? [] : keys)
            }
        case (.record(let element), .mapping(let pairs)):
            for pair in pairs { walk(pair.value, element, step: step, keys: keys) }
        case (.table(let table), .mapping(let pairs)):
            for pair in pairs {
                guard let shape = table.shape(ofKey: pair.key) else { continue }
                walk(pair.value, shape, step: step, keys: keys + [pair.key])
            }
        case (.either(let one, let other), _):
            walk(value, one.fits(value) ? one : other, step: step, keys: keys)
        default: break
        }
    }
}

extension KeyTable {
    static func shape(ofKey key: String) -> Shape? { Self(rawValue: key)?.shape }
}

extension Shape {
    /// Whether a value is of this kind, without looking into it.
    func fits(_ value: YAMLValue) -> Bool {
        switch (self, value.content) {
        case (.either(let one, let other), _): one.fits(value) || other.fits(value)
        case (.list, .sequence), (.record, .mapping), (.table, .mapping), (.text, .scalar), (.text, .mapping): true
        case (.list, _), (.record, _), (.table, _), (.text, _): false
        case (_, .scalar): true
        default: false
        }
    }
}

extension YAMLValue {
    /// Every scalar in it, keys too, in the order of the file.
    var scalars: [(text: String, mark: SourceMark)] {
        switch content {
        case .scalar(let text, _): [(text, mark)]
        case .sequence(let values): values.flatMap(\.scalars)
        case .mapping(let pairs): pairs.flatMap { [($0.key, $0.keyMark)] + $0.value.scalars }
        }
    }
}

extension SourceText {
    /// Where a piece of a scalar's text stands in the file: text and file agree in all but line breaks and escapes,
    /// so it is the piece's occurrence of the same number from the scalar's beginning on.
    ///
    /// - Returns: `start` for a piece that is written otherwise.
    func mark(ofOccurrence number: Int, of piece: String, from start: SourceMark) -> SourceMark {
        let piece = Array(piece.unicodeScalars)
        var left = number
        // A text of a lesson spans a few lines.
        for lineNumber in start.line...max(start.line, min(lineCount, start.line + 200)) {
            let scalars = Array(line(lineNumber).unicodeScalars)
            var column = lineNumber == start.line ? start.column - 1 : 0
            while column >= 0, column + piece.count <= scalars.count {
                if scalars[column..<column + piece.count].elementsEqual(piece) {
                    if left == 0 { return SourceMark(line: lineNumber, column: column + 1) }
                    left -= 1
                    column += max(1, piece.count)
                } else {
                    column += 1
                }
            }
        }
        return start
    }
}
