import ArgumentParser
import CommandLanguage
import Screen

/// The command line's root.
struct Backstep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backstep", abstract: say(Phrase.programAbstract), discussion: say(Phrase.programDiscussion),
        version: "0.1.0",
        subcommands: [Walk.self, Play.self, Run.self, Trace.self, Compare.self, ListLessons.self, Explain.self],
        defaultSubcommand: Walk.self)

    /// The names of the commands, for a near miss.
    static let commandNames = configuration.subcommands.map { $0._commandName }
}

/// Help in the language that is spoken.
func say(_ text: Localized) -> String { Surroundings.charset.spell(text[Surroundings.language]) }

func help(_ text: Localized) -> ArgumentHelp { ArgumentHelp(stringLiteral: say(text)) }

/// What every command takes.
struct CommonOptions: ParsableArguments {
    // Taken out before the call is parsed, since help and errors speak it too; what is left to meet here is a
    // language that there is none of.
    @Option(help: help(Phrase.languageHelp)) var lang: LanguageChoice?
}

enum LanguageChoice: String, CaseIterable, ExpressibleByArgument { case en, zh }

enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

/// Text for people or JSON for programs.
struct FormatOptions: ParsableArguments {
    @Option(help: help(Phrase.formatHelp)) var format: Format = .text
}
