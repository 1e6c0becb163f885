import ArgumentParser
import CommandLanguage
import GradientComparison
import Screen

/// `backstep compare`: backpropagation's gradients against numeric ones.
struct Compare: BackstepCommand {
    static let configuration = CommandConfiguration(
        abstract: say(Phrase.compareAbstract), discussion: say(Phrase.compareDiscussion))

    @Argument(help: help(Phrase.fileHelp)) var file: String
    @Option(help: help(Phrase.compareAtHelp)) var at: String?
    @OptionGroup var format: FormatOptions
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        var session = try Opening.file(file).session()
        if let at { session.go(to: try Opening.position(at, option: "--at", in: session)) }
        let comparison: GradientComparison
        do throws(ComparisonError) {
            comparison = try session.comparison()
        } catch {
            throw Failure(Phrase.cannotCompare)
        }
        try Output.collect { output in
            switch format.format {
            case .json: output.json(Self.json(comparison).text)
            case .text:
                let text = ComparisonText(
                    language: Surroundings.language,
                    notation: Surroundings.charset == .ascii ? .plain : .mathematical)
                let start = comparison.loss.isFinite ? nil : session.lostLoss()
                text.lines(comparison, lossIsLostFrom: start).forEach { output.line(SafeText($0)) }
            }
        }
        return comparison.verdict == .disagrees || !comparison.loss.isFinite ? 1 : 0
    }

    private static func json(_ comparison: GradientComparison) -> JSON {
        .object([
            ("method", .string(comparison.method.rawValue)),
            ("loss", .number(comparison.loss)),
            (
                "gradients",
                .array(
                    comparison.entries.map { entry in
                        .object([
                            ("name", .string(entry.name)), ("analytic", .number(entry.analytic)),
                            ("numeric", .number(entry.numeric)), ("absolute", .number(entry.absolute)),
                            ("relative", .number(entry.relative)), ("step", .number(entry.perturbation)),
                            ("verdict", .string(entry.verdict.rawValue)),
                        ])
                    })
            ),
            ("verdict", .string(comparison.verdict.rawValue)),
        ])
    }
}
