import Debugger
import GradientComparison

/// One row of the command table: everything that parser, completion, help, keys and manual know of a
/// command.
public struct CommandSpecification: Sendable {
    public let name: String
    /// Other spellings, as debuggers have them.
    public let aliases: [String]
    /// The arguments, as help writes them.
    public let usage: String
    public let summary: Localized
    /// What may be typed after the name, for completion.
    public let completions: Completions
    /// Whether a lesson, which may come from a stranger, can give the command.
    public var isForLessons = true
    let parse: @Sendable (inout ArgumentReader) throws(CommandError) -> Command

    public enum Completions: Sendable {
        case none
        case words([String])
        /// Names of the run: parameters and quantities.
        case names
        /// Names of the run, or one of these.
        case namesAnd([String])
        /// Names of the course's lessons.
        case lessons
    }
}

/// The command table: the one list of what Backstep can be told.
public enum CommandTable {
    private static let zooms = Zoom.allCases.map(\.name)

    public static let all: [CommandSpecification] = [
        CommandSpecification(
            name: "step", aliases: ["s"], usage: "[COUNT] [LEVEL]", summary: Phrase.stepSummary,
            completions: .words(zooms)
        ) { reader throws(CommandError) in
            let (count, zoom) = try reader.countAndZoom()
            return .step(count: count, zoom: zoom)
        },
        CommandSpecification(
            name: "back", aliases: ["b"], usage: "[COUNT] [LEVEL]", summary: Phrase.backSummary,
            completions: .words(zooms)
        ) { reader throws(CommandError) in
            let (count, zoom) = try reader.countAndZoom()
            return .back(count: count, zoom: zoom)
        },
        CommandSpecification(
            name: "finish", aliases: ["f"], usage: "[LEVEL]", summary: Phrase.finishSummary,
            completions: .words(zooms)
        ) { reader throws(CommandError) in .finish(try reader.optionalZoom()) },
        CommandSpecification(
            name: "goto", aliases: ["g"], usage: "start|end|POSITION|QUANTITY|[epoch N] [batch N] [sample N] [PASS] [NAME]",
            summary: Phrase.gotoSummary,
            completions: .words(["start", "end", "epoch", "batch", "sample"] + Pass.allCases.map(\.rawValue))
        ) { reader throws(CommandError) in .goto(try reader.destination()) },
        CommandSpecification(
            name: "continue", aliases: [], usage: "", summary: Phrase.continueSummary, completions: .none
        ) { _ throws(CommandError) in .continue },
        CommandSpecification(
            name: "reverse-continue", aliases: ["rc"], usage: "", summary: Phrase.reverseContinueSummary, completions: .none
        ) { _ throws(CommandError) in .reverseContinue },
        CommandSpecification(
            name: "until", aliases: [], usage: "EXPRESSION", summary: Phrase.untilSummary, completions: .names
        ) { reader throws(CommandError) in .until(try reader.expression()) },
        CommandSpecification(
            name: "break", aliases: [],
            usage: "when EXPRESSION|nan|POSITION|QUANTITY|[epoch [N]] [batch [N]] [sample [N]] [PASS] [NAME]",
            summary: Phrase.breakSummary,
            completions: .words(["when", "nan", "epoch", "batch", "sample"] + Pass.allCases.map(\.rawValue))
        ) { reader throws(CommandError) in .break(try reader.breakPlace()) },
        CommandSpecification(
            name: "watch", aliases: [], usage: "EXPRESSION", summary: Phrase.watchSummary, completions: .names
        ) { reader throws(CommandError) in .watch(try reader.expression()) },
        CommandSpecification(
            name: "last", aliases: [], usage: "NAME", summary: Phrase.lastSummary, completions: .names
        ) { reader throws(CommandError) in .last(try reader.expression()) },
        CommandSpecification(
            name: "delete", aliases: [], usage: "[N]|display [N]|branch NAME", summary: Phrase.deleteSummary,
            completions: .words(["display", "branch"])
        ) { reader throws(CommandError) in try reader.deletion() },
        CommandSpecification(
            name: "enable", aliases: [], usage: "[N]", summary: Phrase.enableSummary, completions: .none
        ) { reader throws(CommandError) in .enable(try reader.optionalCount()) },
        CommandSpecification(
            name: "disable", aliases: [], usage: "[N]", summary: Phrase.disableSummary, completions: .none
        ) { reader throws(CommandError) in .disable(try reader.optionalCount()) },
        CommandSpecification(
            name: "ignore", aliases: [], usage: "N COUNT", summary: Phrase.ignoreSummary, completions: .none
        ) { reader throws(CommandError) in .ignore(try reader.count(), count: try reader.count(atLeast: 0)) },
        CommandSpecification(
            name: "zoom", aliases: ["z"], usage: "in|out|LEVEL", summary: Phrase.zoomSummary,
            completions: .words(["in", "out"] + zooms)
        ) { reader throws(CommandError) in .zoom(try reader.zoomChange()) },
        CommandSpecification(
            name: "print", aliases: ["p"], usage: "EXPRESSION", summary: Phrase.printSummary, completions: .names
        ) { reader throws(CommandError) in .print(try reader.expression()) },
        CommandSpecification(
            name: "display", aliases: [], usage: "[EXPRESSION]", summary: Phrase.displaySummary, completions: .names
        ) { reader throws(CommandError) in .display(reader.peek() == nil ? nil : try reader.expression()) },
        CommandSpecification(
            name: "undisplay", aliases: [], usage: "[N]", summary: Phrase.undisplaySummary, completions: .none
        ) { reader throws(CommandError) in .undisplay(try reader.optionalCount()) },
        CommandSpecification(
            name: "set", aliases: [], usage: "NAME = EXPRESSION", summary: Phrase.setSummary, completions: .names
        ) { reader throws(CommandError) in try reader.assignment() },
        CommandSpecification(
            name: "undo", aliases: ["u"], usage: "[all]", summary: Phrase.undoSummary, completions: .words(["all"])
        ) { reader throws(CommandError) in reader.take("all") ? .undoAll : .undo },
        CommandSpecification(
            name: "branch", aliases: [], usage: "[NAME]", summary: Phrase.branchSummary, completions: .none,
            isForLessons: false
        ) { reader throws(CommandError) in .branch(reader.peek() == nil ? nil : try reader.branchName()) },
        CommandSpecification(
            name: "save", aliases: [], usage: "[overwrite] FILE", summary: Phrase.saveSummary,
            completions: .words(["overwrite"]), isForLessons: false
        ) { reader throws(CommandError) in
            let overwrites = reader.take("overwrite")
            return .save(path: try reader.path(), overwrites: overwrites)
        },
        CommandSpecification(
            name: "source", aliases: [], usage: "FILE", summary: Phrase.sourceSummary, completions: .none,
            isForLessons: false
        ) { reader throws(CommandError) in .source(path: try reader.path()) },
        CommandSpecification(
            name: "info", aliases: ["i"], usage: "[\(Command.InfoTopic.allCases.map(\.rawValue).joined(separator: "|"))]",
            summary: Phrase.infoSummary,
            completions: .words(Command.InfoTopic.allCases.map(\.rawValue))
        ) { reader throws(CommandError) in .info(try reader.infoTopic()) },
        CommandSpecification(
            name: "restart", aliases: [], usage: "", summary: Phrase.restartSummary, completions: .none
        ) { _ throws(CommandError) in .restart },
        CommandSpecification(
            name: "lesson", aliases: ["l"], usage: "next|back|start|STEP", summary: Phrase.lessonSummary,
            completions: .words(["next", "back", "start"]), isForLessons: false
        ) { reader throws(CommandError) in .lesson(try reader.lessonMove()) },
        CommandSpecification(
            name: "open", aliases: [], usage: "[LESSON]", summary: Phrase.openSummary, completions: .lessons,
            isForLessons: false
        ) { reader throws(CommandError) in .open(reader.word()?.text) },
        CommandSpecification(
            name: "explain", aliases: [], usage: "[WORD]", summary: Phrase.explainSummary,
            completions: .words(Glossary.completions), isForLessons: false
        ) { reader throws(CommandError) in
            let word = reader.rest()
            return .explain(word?.text, source: word?.range ?? 0..<0)
        },
        CommandSpecification(
            name: "answer", aliases: [], usage: "EXPRESSION", summary: Phrase.answerSummary, completions: .names, isForLessons: false
        ) { reader throws(CommandError) in .answer(try reader.expression()) },
        CommandSpecification(
            name: "compare", aliases: ["c"],
            usage: "[QUANTITY] [\(NumericMethod.allCases.map(\.rawValue).joined(separator: "|"))] [h NUMBER]",
            summary: Phrase.compareSummary, completions: .namesAnd(NumericMethod.allCases.map(\.rawValue))
        ) { reader throws(CommandError) in .compare(try reader.comparison()) },
        CommandSpecification(
            name: "mutate", aliases: [], usage: "[NAME [PLACE [FORM]]|random [N]|off]", summary: Phrase.mutateSummary,
            completions: .words(["random", "off"] + Mistake.thatCanBeMade)
        ) { reader throws(CommandError) in .mutate(try reader.mutating()) },
        CommandSpecification(
            name: "language", aliases: [], usage: "en|zh", summary: Phrase.languageSummary,
            completions: .words(Language.allCases.map(\.rawValue)), isForLessons: false
        ) { reader throws(CommandError) in .language(try reader.language()) },
        CommandSpecification(
            name: "help", aliases: ["h", "?"], usage: "[COMMAND]", summary: Phrase.helpSummary,
            completions: .words([]), isForLessons: false
        ) { reader throws(CommandError) in .help(topic: reader.word()?.text) },
        CommandSpecification(
            name: "quit", aliases: ["q", "exit"], usage: "", summary: Phrase.quitSummary, completions: .none, isForLessons: false
        ) { _ throws(CommandError) in .quit },
    ]

    /// The row of the command that a line begins with.
    public static func specification(of line: String) -> CommandSpecification? {
        var reader = ArgumentReader(line)
        guard let word = reader.word() else { return nil }
        return try? find(word.text, at: word.range)
    }

    /// The command that a word names: by its name, an alias, or the beginning of one name only.
    static func find(_ word: String, at range: Range<Int>) throws(CommandError) -> CommandSpecification {
        let lower = word.lowercased()
        if let exact = all.first(where: { $0.name == lower || $0.aliases.contains(lower) }) { return exact }
        let matches = all.filter { $0.name.hasPrefix(lower) }
        if matches.count == 1 { return matches[0] }
        if matches.count > 1 { throw CommandError(Phrase.ambiguousCommand(word, matches.map(\.name)), at: range) }
        throw CommandError(Phrase.unknownCommand(word, nearest: nearestName(to: lower, in: all.map(\.name))), at: range)
    }
}

extension Command {
    /// Reads one command; nil for an empty line or a comment (`#`).
    public static func parse(_ text: String) throws(CommandError) -> Command? {
        var reader = ArgumentReader(text)
        guard let word = reader.word(), !word.text.hasPrefix("#") else { return nil }
        let specification = try CommandTable.find(word.text, at: word.range)
        let command = try specification.parse(&reader)
        if let extra = reader.word() {
            throw CommandError(Phrase.extraWord(extra.text, specification), at: extra.range)
        }
        return command
    }

    /// What could stand where the text ends: whole lines, each beginning with the text's finished part.
    public static func completions(of text: String, names: [String], lessons: [String] = []) -> [String] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard let last = words.last else { return [] }
        let before = words.dropLast().joined(separator: " ")
        if words.count == 1 {
            return CommandTable.all.map(\.name).filter { $0.hasPrefix(last.lowercased()) && $0 != last }
        }
        guard let specification = try? CommandTable.find(words[0], at: 0..<0) else { return [] }
        let candidates: [String]
        switch specification.completions {
        case .none: return []
        case .words(let list): candidates = list.isEmpty ? CommandTable.all.map(\.name) : list
        case .names: candidates = names
        case .namesAnd(let list): candidates = names + list
        case .lessons: candidates = lessons
        }
        // An expression may end in the middle of a name: complete its last word.
        let tail = specification.isExpression ? last.split(whereSeparator: { !$0.isNameLike }).last.map(String.init) ?? "" : last
        let isAtWord = last.hasSuffix(tail)
        guard isAtWord, !tail.isEmpty || !specification.isExpression || last.isEmpty else { return [] }
        let prefix = before + " " + last.dropLast(tail.count)
        return candidates.filter { $0.hasPrefix(tail) && $0 != tail }.map { prefix + $0 }
    }
}

extension CommandSpecification {
    var isExpression: Bool {
        switch completions {
        case .names, .namesAnd: true
        case .none, .words, .lessons: false
        }
    }
}

extension Character {
    fileprivate var isNameLike: Bool { isLetter || isNumber || self == "_" || self == "[" || self == "]" || self == "(" }
}
