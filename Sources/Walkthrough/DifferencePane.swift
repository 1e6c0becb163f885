import CommandLanguage
import Debugger
import GradientComparison
import Screen

extension Painter {
    /// A difference as it comes about: the value is moved, forward gives a loss, and the losses make the quotient.
    mutating func steps(
        _ steps: DifferenceSteps, shown: Int, of page: ComparisonPage, _ text: ComparisonText, in area: Rectangle
    ) {
        guard let entry = page.entry else { return }
        let variable = text.variable(entry)
        func number(_ value: Double) -> String { text.number(value, digits: 16) }
        var lines = ["\(variable) = \(number(steps.value)), h = \(text.number(steps.perturbation, digits: 2))", ""]
        for evaluation in steps.evaluations {
            let name = Self.shifted(variable, evaluation.shift)
            lines.append("\(name) = \(number(evaluation.place))")
            lines.append("  \(Phrase.forwardGives[language]) L(\(name)) = \(number(evaluation.loss))")
        }
        let method = page.comparison.method.isDifference ? page.comparison.method : .central
        lines.append("\(Phrase.quotient(of: method)[language]) = \(number(steps.quotient))")
        lines.append(Phrase.backpropagationGives(text.number(entry.analytic, digits: 16))[language])
        // The first two lines are there from the start, and what backpropagation gives comes with the quotient.
        let visible = shown > 2 * steps.evaluations.count ? lines.count : 2 + shown
        let wrapped = lines.prefix(visible).map { wrap(safe($0), width: area.columns) }
        let all = wrapped.flatMap { $0 }
        let newest = shown > 2 * steps.evaluations.count ? 2 : shown > 0 ? 1 : 0
        let live = wrapped.suffix(newest).reduce(0) { $0 + $1.count }
        for (row, part) in all.suffix(area.rows).enumerated() {
            let isLive = row >= min(all.count, area.rows) - live
            line(part, row, in: area, isLive ? .live.bold : .normal)
        }
    }

    /// w + h, w − h/2
    private static func shifted(_ name: String, _ shift: Double) -> String {
        if shift == 0 { return name }
        let h = abs(shift) == 1 ? "h" : "h/\(Int(1 / abs(shift)))"
        return "\(name) \(shift > 0 ? "+" : "−") \(h)"
    }
}
