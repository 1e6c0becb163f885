import CommandLanguage
import Glibc
import NcursesTerminal
import Screen

/// What the program finds around it: language, character set and terminals. It stays the same while it runs.
enum Surroundings {
    /// The language of everything that is shown: `--lang`, else what the environment asks for.
    ///
    /// A locale without UTF-8 cannot show Chinese, so it gets English.
    static let language: Language = isUTF8 ? preferred.language : .english

    /// Whether Chinese was asked for by name, and cannot be had.
    static let lacksChinese = preferred.language == .chinese && preferred.isByName && !isUTF8

    /// The language that is asked for, and whether by `--lang` or `BACKSTEP_LANG`.
    private static let preferred: (language: Language, isByName: Bool) = {
        if hasArguments, let chosen = languageArgument(CommandLine.arguments)?.language { return (chosen, true) }
        return (Language.preferred(variable: variable), variable("BACKSTEP_LANG") != nil)
    }()

    /// Whether the locale's text is UTF-8.
    static let isUTF8 = CharacterLocale.adopt()

    /// The characters that text on standard output may have.
    static let charset: Charset = isUTF8 ? .unicode : .ascii

    /// An environment variable; nil when it is unset or empty.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The call without its `--lang`, which has been obeyed: so it may stand anywhere, also beside `help`.
    static let arguments: [String] = {
        guard hasArguments else { return [] }
        var arguments = Array(CommandLine.arguments.dropFirst())
        if let range = languageArgument(arguments)?.range { arguments.removeSubrange(range) }
        return arguments
    }()

    /// Most calls that wait for a first frame have none, and then the list of them need not be made.
    private static var hasArguments: Bool { CommandLine.argc > 1 }

    /// Help and errors of the call speak the language too, so it is looked for before the call is parsed.
    private static func languageArgument(_ arguments: [String]) -> (language: Language, range: Range<Int>)? {
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { return nil }
            if argument.hasPrefix("--lang="), let language = Language(rawValue: String(argument.dropFirst(7))) {
                return (language, index..<index + 1)
            }
            if argument == "--lang", index + 1 < arguments.count, let language = Language(rawValue: arguments[index + 1]) {
                return (language, index..<index + 2)
            }
        }
        return nil
    }
}
