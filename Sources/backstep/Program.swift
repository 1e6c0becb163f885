import ArgumentParser
import CommandLanguage
import Glibc
import Screen

/// Where the program begins, and where every way of ending it meets.
@main
enum Program {
    static func main() {
        if Surroundings.lacksChinese { Output.complain(Phrase.chineseNeedsUTF8) }
        exit(status(of: Surroundings.arguments))
    }

    private static func status(of arguments: [String]) -> Int32 {
        do {
            // Straight to the first frame: reading no arguments takes no parser.
            if arguments.isEmpty { return try Walk.open(nil) }
            if arguments[0] == "help", let topic = arguments.dropFirst().first, !topic.hasPrefix("-"),
                !Backstep.commandNames.contains(topic)
            {
                throw Failure(Phrase.unknownCommand(topic, nearest: nearestName(to: topic, in: Backstep.commandNames)))
            }
            var command = try Backstep.parseAsRoot(arguments)
            if let command = command as? any BackstepCommand { return try command.execute() }
            try command.run()
            return 0
        } catch let failure as Failure {
            for line in failure.lines { Output.complain(line) }
            return failure.status
        } catch {
            return status(ofParsing: error)
        }
    }

    /// Help and version are results; anything else that the parser says is about a wrong call.
    private static func status(ofParsing error: any Error) -> Int32 {
        let text = ParserText.localized(Backstep.fullMessage(for: error), Surroundings.language)
        guard Backstep.exitCode(for: error) == .success else {
            Output.complain(SafeText(text, keepingNewlines: true))
            return 2
        }
        do {
            try Output.collect { $0.line(SafeText(text, keepingNewlines: true)) }
            return 0
        } catch {
            for line in error.lines { Output.complain(line) }
            return error.status
        }
    }
}

/// A command that ends with an exit status of its own.
protocol BackstepCommand: ParsableCommand {
    func execute() throws -> Int32
}

/// Why the program ends without having done what it was asked for.
struct Failure: Error {
    /// 1: a check failed. 2: the call or the file was wrong. 130: interrupted.
    let status: Int32
    let lines: [SafeText]

    init(_ text: Localized, status: Int32 = 2) {
        self.init([SafeText(text[Surroundings.language])], status: status)
    }

    init(_ lines: [SafeText], status: Int32 = 2) {
        self.status = status
        self.lines = lines
    }
}
