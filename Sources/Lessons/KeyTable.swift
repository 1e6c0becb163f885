import CommandLanguage

/// The keys that one kind of mapping may have.
///
/// The cases are the one list: reading takes values by case, so that no code can read a key that is not
/// listed, and an unknown key's message, the nearest known key, what is missing and what kind of value
/// belongs to a key all come from it.
protocol KeyTable: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What a mapping with these keys describes: "a layer".
    static var subject: Localized { get }
    /// What belongs to the key.
    var shape: Shape { get }
    var isRequired: Bool { get }
}

extension KeyTable {
    static var names: [String] { allCases.map(\.rawValue) }
}

/// What kind of value belongs in a place.
indirect enum Shape: Sendable {
    /// A text to read: a string, or a mapping of languages.
    case text
    /// A string in no language: a name, a command, a formula, a path.
    case string
    case number(NumberDomain)
    case integer(ClosedRange<UInt64>)
    /// `true` or `false`.
    case truth
    /// One of these words.
    case choice([String])
    case list(Shape)
    /// Names of the author's own choice, each with a value.
    case record(Shape)
    case table(any KeyTable.Type)
    case either(Shape, Shape)

    /// The kind in words: "a list of numbers".
    var description: Localized {
        switch self {
        case .text: Phrase.shapeText
        case .string: Phrase.shapeString
        case .number(let domain): domain.description
        case .integer(let range): Phrase.shapeInteger(range)
        case .truth: Phrase.shapeTruth
        case .choice(let words): Phrase.shapeChoice(words)
        case .list(let element): Phrase.shapeList(element.description)
        case .record(let value): Phrase.shapeRecord(value.description)
        case .table(let table): Phrase.shapeTable(table.subject, keys: table.allKeyNames)
        case .either(let one, let other): Phrase.shapeEither(one.description, other.description)
        }
    }
}

extension KeyTable {
    /// `names`, callable on a table whose type is not known.
    static var allKeyNames: [String] { names }
}

/// The numbers that a quantity may have.
enum NumberDomain: Sendable {
    case any, positive, notNegative
    /// From 0 to below 1.
    case belowOne
    /// Between 0 and 1, both left out.
    case share

    func contains(_ value: Double) -> Bool {
        switch self {
        case .any: true
        case .positive: value > 0
        case .notNegative: value >= 0
        case .belowOne: value >= 0 && value < 1
        case .share: value > 0 && value < 1
        }
    }

    var description: Localized {
        switch self {
        case .any: Phrase.shapeNumber
        case .positive: Phrase.shapePositiveNumber
        case .notNegative: Phrase.shapeNotNegative
        case .belowOne: Phrase.shapeBelowOne
        case .share: Phrase.shapeShare
        }
    }
}
