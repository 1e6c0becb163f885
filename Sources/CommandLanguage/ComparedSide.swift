import Autograd
import Debugger
import GradientComparison
import NeuralNetwork

/// One side of what `compare` holds against each other, as expressions call it: `broken(w11)`, `numeric(w11)`.
enum ComparedSide: String, CaseIterable {
    /// The derivative by the backward pass that is judged: with the rule that `mutate` broke, if it broke one.
    case broken
    /// Its central difference.
    case numeric
}

extension Session {
    /// The derivative by a parameter, or by a node of the sample at hand, in the batch on show.
    func value(of side: ComparedSide, _ argument: Expression, _ source: Range<Int>?) throws(CommandError) -> Double {
        var request = ComparisonRequest(subject: try subject(of: argument))
        request.breakAs(brokenRule)
        guard let point = try? comparisonPointOnShow(), let entry = try? request.comparison(at: point).entries.first else {
            throw CommandError(Phrase.noBatchToCompare, at: source)
        }
        switch side {
        case .broken: return entry.analytic
        case .numeric: return entry.numeric
        }
    }
}

extension Phrase {
    static func onlyWhereValuesAre(_ name: String) -> Localized {
        Localized(
            "\(name)(…) is one side of a comparison: print, expect and ask can use it; it names no place in the run",
            "\(name)(…) 是对照的一边：可用于 print、expect 和 ask；它不是运行中的位置")
    }
}
