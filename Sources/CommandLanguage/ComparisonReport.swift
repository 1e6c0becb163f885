import Autograd
import Debugger
import GradientComparison
import NeuralNetwork

/// A comparison that has been made, for a front end that tells it in its own way.
public struct ComparisonReport: Sendable, Equatable {
    public let request: ComparisonRequest
    public let comparison: GradientComparison
    /// Where backward first goes wrong, if the gradients disagree.
    public let departure: Departure?
    /// What else the broken program gets wrong: going forward, or in an update.
    public var wrongNumber: WrongNumber?
    /// Whether an open question keeps all of it from view.
    public var isHidden = false

    /// Whether the program that was judged is wrong anywhere.
    public var disagrees: Bool { comparison.verdict == .disagrees || wrongNumber != nil }

    public init(
        request: ComparisonRequest, comparison: GradientComparison, departure: Departure?, wrongNumber: WrongNumber? = nil
    ) {
        self.request = request
        self.comparison = comparison
        self.departure = departure
        self.wrongNumber = wrongNumber
    }

    /// What it comes to: the verdict, what was broken on purpose, and where backward first goes wrong.
    public func sentences(in text: ComparisonText) -> [String] {
        isHidden ? [Phrase.hiddenResult(of: "compare: ")[text.language]] : [text.sentence(comparison)] + reasons(in: text)
    }

    /// The table too.
    public func lines(in text: ComparisonText) -> [String] {
        isHidden ? [Phrase.hiddenResult(of: "compare: ")[text.language]] : text.lines(comparison) + reasons(in: text)
    }

    /// What was broken on purpose, and where it shows first.
    public func reasons(in text: ComparisonText) -> [String] {
        [text.sentence(request), departure.map(text.sentence), wrongNumber.map(text.sentence)].compactMap { $0 }
    }
}

extension Session {
    /// How many nodes a comparison in a lesson may evaluate: a few seconds of work.
    private static let evaluationLimit = 2_000_000_000

    /// Compares what is asked for in the batch on show, if that takes no more than seconds.
    public func comparisonReport(_ request: ComparisonRequest) throws(CommandError) -> ComparisonReport {
        guard let point = try? comparisonPointOnShow() else { throw CommandError(Phrase.noBatchToCompare) }
        let nodes = run.computations.reduce(0) { $0 + $1.tape.count }
        let subjects = request.subject == nil ? run.architecture.parameters.count : 1
        guard nodes * subjects <= Self.evaluationLimit / max(1, point.batch.count / run.samplesPerPass) else {
            throw CommandError(Phrase.tooMuchToCompare)
        }
        guard let comparison = try? request.comparison(at: point) else { throw CommandError(Phrase.noBatchToCompare) }
        let departure = comparison.verdict == .disagrees ? try? request.departure(at: point) : nil
        return ComparisonReport(
            request: request, comparison: comparison, departure: departure ?? nil, wrongNumber: request.wrongNumber(at: point))
    }
}

extension Phrase {
    static let noBatchToCompare = Localized("there is no batch to compare here", "这里没有可对照的批")
    static let tooMuchToCompare = Localized(
        "comparing all of it takes too long here; name one quantity: compare w11", "在这里全部对照太久；请只对照一个量：compare w11")
}
