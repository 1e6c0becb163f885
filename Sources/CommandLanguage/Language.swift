/// A language that Backstep speaks.
public enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case chinese = "zh"

    /// The language that the environment asks for: `BACKSTEP_LANG`, else `LC_ALL`, `LC_MESSAGES`,
    /// `LANG`, in that order; English for any other.
    ///
    /// - Parameter variable: gives a variable's value, nil where it is unset or empty.
    public static func preferred(variable: (String) -> String?) -> Language {
        for name in ["BACKSTEP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
            if let value = variable(name) { return value.lowercased().hasPrefix("zh") ? .chinese : .english }
        }
        return .english
    }
}

/// A text in every language that Backstep speaks.
public struct Localized: Hashable, Sendable {
    public let english: String
    public let chinese: String

    public init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// A text that is the same in every language: a name, a formula, a file's own words.
    public init(same text: String) { self.init(text, text) }

    public subscript(language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}

/// Every text that a user may read, in all languages, each beside its translation.
///
/// The table is one enumeration, extended by each module with the texts of its own subject.
public enum Phrase {}
