import ArgumentParser
import Autograd
import CommandLanguage
import Debugger
import GradientComparison
import Lessons
import Screen

/// `backstep compare`: backpropagation's gradients against numeric ones.
struct Compare: BackstepCommand {
    static let configuration = CommandConfiguration(
        abstract: say(Phrase.compareAbstract), discussion: say(Phrase.compareDiscussion))

    @Argument(help: help(Phrase.fileHelp)) var file: String
    @Argument(help: help(Phrase.compareQuantityHelp)) var quantity: String?
    @Option(help: help(Phrase.compareMethodHelp)) var method: String?
    @Option(name: .customLong("h"), help: help(Phrase.comparePerturbationHelp)) var perturbation: String?
    @Option(help: help(Phrase.compareAtHelp)) var at: String?
    @OptionGroup var mutation: MutationOptions
    @Option(help: help(Phrase.compareAgainstHelp)) var against: [String] = []
    @Option(help: help(Phrase.compareMapHelp)) var map: [String] = []
    @Option(help: help(Phrase.compareAsHelp)) var `as`: String?
    @Option(help: help(Phrase.compareAfterHelp)) var after: Int?
    @Flag(help: help(Phrase.compareTemplateHelp)) var template = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        var request = try options()
        var session = try Opening.file(file).session()
        if let at { session.go(to: try Opening.position(at, option: "--at", in: session)) }
        if template {
            guard against.isEmpty else { throw Failure(Phrase.templateReadsNothing) }
            try Output.collect { output in output.line(SafeText(GradientFile.template(for: session.run), keepingNewlines: true)) }
            return 0
        }
        let options = try againstOptions()
        let updates = session.tree.batchCount - session.batchInProgress
        if let after, after > updates { throw Failure(Phrase.afterTheRun(after, of: updates)) }
        if !against.isEmpty { return try Self.diagnose(options, in: session, request, format.format) }
        try mutation.carryOut(on: &session)
        request.breakAs(session.brokenRule)
        if let quantity { request.subject = try subject(quantity, in: session) }
        let comparison: GradientComparison
        let departure: Departure?
        let wrong: WrongNumber?
        do throws(ComparisonError) {
            let point = try session.comparisonPoint()
            let bar = CountingBar()
            Interruption.watchOnce()
            comparison = try request.comparison(at: point, progress: bar.showComparison)
            bar.clear()
            departure = comparison.verdict == .disagrees ? try request.departure(at: point) : nil
            wrong = request.wrongNumber(at: point)
        } catch {
            throw Failure(Phrase.cannotCompare)
        }
        try Output.collect { output in
            switch format.format {
            case .json: output.json(Self.json(comparison, request).text)
            case .text:
                let text = ComparisonText(
                    language: Surroundings.language,
                    notation: Surroundings.charset == .ascii ? .plain : .mathematical)
                let start = comparison.loss.isFinite ? nil : session.lostLoss()
                text.lines(comparison, lossIsLostFrom: start).forEach { output.line(SafeText($0)) }
                let report = ComparisonReport(
                    request: request, comparison: comparison, departure: departure, wrongNumber: wrong)
                report.reasons(in: text).forEach { output.line(SafeText($0)) }
            }
        }
        return comparison.verdict == .disagrees || wrong != nil || !comparison.loss.isFinite ? 1 : 0
    }

    /// What the options ask for, but for the quantity, which only a session knows.
    private func options() throws(Failure) -> ComparisonRequest {
        var request = ComparisonRequest()
        do throws(CommandError) {
            if let method { request.method = try NumericMethod.named(method, at: 0..<method.count) }
        } catch {
            throw Opening.failure(error, in: method ?? "", option: "--method")
        }
        do throws(CommandError) {
            if let perturbation {
                request.perturbation = try NumericMethod.perturbation(perturbation, at: 0..<perturbation.count)
            }
        } catch {
            throw Opening.failure(error, in: perturbation ?? "", option: "--h")
        }
        return request
    }

    private func againstOptions() throws(Failure) -> AgainstOptions {
        let kinds = ["gradients", "parameters", "updated"]
        if let kind = `as`, !kinds.contains(kind) { throw Failure(Phrase.unknownKind(kind, kinds)) }
        if let after {
            if after < 0 { throw Failure(Phrase.notNegative("--after")) }
            if let kind = `as`, kind != "updated" { throw Failure(Phrase.afterOfUpdated) }
        }
        if against.isEmpty, !map.isEmpty || `as` != nil || after != nil { throw Failure(Phrase.onlyWithAgainst) }
        if !against.isEmpty, mutation.mutate != nil { throw Failure(Phrase.notWithAgainst) }
        return AgainstOptions(paths: against, map: map, kind: `as`, after: after)
    }

    private func subject(_ text: String, in session: Session) throws(Failure) -> Subject {
        do throws(CommandError) {
            return try session.subject(of: Expression(command: text))
        } catch {
            throw Opening.failure(error, in: text, option: text)
        }
    }

    private static func json(_ comparison: GradientComparison, _ request: ComparisonRequest) -> JSON {
        .object(members(comparison, request))
    }

    static func members(_ comparison: GradientComparison, _ request: ComparisonRequest) -> [(key: String, value: JSON)] {
        (request.mutation.map { [("mutation", $0.json)] } ?? []) + [
            ("method", .string(comparison.method.rawValue)),
            ("loss", .number(comparison.loss)),
            ("gradients", .array(comparison.entries.map(json))),
            ("verdict", .string(comparison.verdict.rawValue)),
        ]
    }

    /// One entry; a kink has its two slopes besides, and one that cannot be told the method that can.
    private static func json(_ entry: GradientComparison.Entry) -> JSON {
        var members: [(key: String, value: JSON)] = [
            ("name", .string(entry.name)), ("analytic", .number(entry.analytic)), ("numeric", .number(entry.numeric)),
            ("absolute", .number(entry.absolute)), ("relative", .number(entry.relative)),
            ("step", .number(entry.perturbation)), ("verdict", .string(entry.verdict.rawValue)),
        ]
        if entry.verdict == .kink {
            members += [("below", .number(entry.slopes.below)), ("above", .number(entry.slopes.above))]
        }
        if let remedy = entry.remedy { members.append(("remedy", .string(remedy.rawValue))) }
        return .object(members)
    }
}
