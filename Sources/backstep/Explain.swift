import ArgumentParser
import CommandLanguage
import Screen

/// `backstep explain`: what a word of the field means.
struct Explain: BackstepCommand {
    static let configuration = CommandConfiguration(
        abstract: say(Phrase.explainAbstract), discussion: say(Phrase.explainDiscussion))

    @Argument(help: help(Phrase.wordHelp)) var word: [String] = []
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        let lines: [Localized]
        do throws(CommandError) {
            lines = try Glossary.lines(about: word.isEmpty ? nil : word.joined(separator: " "))
        } catch {
            throw Failure(error.message)
        }
        try Output.collect { output in
            for line in lines {
                wrap(SafeText(line[Surroundings.language]), width: 79).forEach { output.line($0) }
            }
        }
        return 0
    }
}
