import ArgumentParser
import CommandLanguage
import Debugger
import Screen

/// A rule to be broken before anything else.
struct MutationOptions: ParsableArguments {
    @Option(help: help(Phrase.mutateHelp)) var mutate: String?

    /// Breaks the rule as the command `mutate` with this text does.
    ///
    /// - Returns: what there is to say of it.
    @discardableResult
    func carryOut(on session: inout Session) throws(Failure) -> [SafeText] {
        guard let mutate else { return [] }
        guard mutate.contains(where: { !$0.isWhitespace }) else { throw Failure(Phrase.mutateNeedsName) }
        let prefix = "mutate "
        do throws(CommandError) {
            guard let command = try Command.parse(prefix + mutate), case .text(let lines) = try session.execute(command) else { return [] }
            return lines.map { SafeText($0[Surroundings.language]) }
        } catch {
            throw Opening.failure(error, in: mutate, option: "--mutate", offset: prefix.count)
        }
    }
}
