import Autograd
import Debugger
import GradientComparison
import NeuralNetwork

/// A gradient comparison as lines of text: a table and the verdict as a sentence.
public struct ComparisonText: Sendable {
    public var language: Language
    public var notation: Notation

    public init(language: Language, notation: Notation = .mathematical) {
        self.language = language
        self.notation = notation
    }

    /// The method with its formula, and the loss that is compared.
    ///
    /// - Parameter session: whose open question may keep numbers from view.
    public func head(_ comparison: GradientComparison, in session: Session? = nil) -> [String] {
        let isHidden = session?.hidesLoss ?? false
        let losses = zip(comparison.lossNames, comparison.losses).map { "\($0) = \(isHidden ? "?" : number($1, digits: 10))" }
        let method = comparison.method
        return [Phrase.nameAndFormula(of: method)[language], losses.joined(separator: ", ")]
    }

    /// The table, a row per parameter, and what it comes to; no table without a loss to take derivatives of.
    ///
    /// - Parameters:
    ///   - start: the first batch of the run whose loss is not finite, if it is known.
    ///   - session: whose open question may keep numbers from view.
    public func lines(_ comparison: GradientComparison, lossIsLostFrom start: LostLoss? = nil, in session: Session? = nil) -> [String] {
        let head = head(comparison, in: session) + [""]
        guard comparison.loss.isFinite else { return head + [Phrase.lossIsNoNumber(from: start)[language]] }
        let header = [
            Localized(same: ""), Phrase.byBackpropagation, Phrase.byDifferences, Phrase.difference, Phrase.errorBound,
            Phrase.verdictTitle,
        ].map { $0[language] }
        let hidden = comparison.entries.map { session?.hides($0) ?? false }
        let rows = zip(comparison.entries, hidden).map { entry, isHidden in
            isHidden ? [derivative(entry), "?", "?", "?", "?", "?"] : [
                derivative(entry), number(entry.analytic, digits: 10), number(entry.numeric, digits: 10),
                number(entry.absolute, digits: 2), number(entry.bound, digits: 2), Phrase.name(of: entry.verdict)[language],
            ]
        }
        let end = hidden.contains(true) ? Phrase.comparisonHidden[language] : sentence(comparison)
        return head + table([header] + rows) + ["", end]
    }

    /// What the comparison comes to, with the derivative that departs most.
    public func sentence(_ comparison: GradientComparison) -> String {
        guard comparison.loss.isFinite else { return Phrase.lossIsNoNumber(from: nil)[language] }
        guard let worst = comparison.worst else { return Phrase.noParameters[language] }
        let count = comparison.entries.count { $0.verdict == comparison.verdict }
        let all = comparison.entries.count
        let share = all == 1 ? Phrase.onlyOne(name(worst)) : Phrase.some(count, of: all, like: name(worst))
        if comparison.verdict == .agrees, all > 1 {
            if worst.absolute == 0 { return Phrase.allEqual(all)[language] }
            let (difference, bound) = (number(worst.absolute, digits: 2), number(worst.bound, digits: 2))
            return Phrase.allAgree(all, name(worst), difference, bound)[language]
        }
        return share[language] + sentence(worst, by: comparison.method)
    }

    /// What is to be said of one entry, after its name; `digits` are those of the two values.
    public func sentence(_ entry: GradientComparison.Entry, by method: NumericMethod, digits: Int = 10) -> String {
        let (analytic, numeric) = (number(entry.analytic, digits: digits), number(entry.numeric, digits: digits))
        let (difference, bound) = (number(entry.absolute, digits: 2), number(entry.bound, digits: 2))
        let name = Phrase.name(of: method)
        let h = entry.perturbation == 0 ? nil : number(entry.perturbation, digits: 2)
        switch entry.verdict {
        case .agrees: return Phrase.agreement(analytic, name, numeric, h: h, difference, bound)[language]
        case .disagrees: return Phrase.disagreement(analytic, name, numeric, h: h, difference, bound)[language]
        case .kink:
            let (below, above) = (number(entry.slopes.below, digits: 5), number(entry.slopes.above, digits: 5))
            return Phrase.atKink(below: below, above: above)[language]
        case .cannotTell:
            let reason = entry.bound.isFinite ? Phrase.undecided(bound) : Phrase.withoutEstimate
            return reason[language] + (entry.remedy.map { Phrase.wouldTell($0)[language] } ?? "")
        }
    }

    /// What was broken on purpose in the backward pass that was judged; nil where nothing was.
    public func sentence(_ request: ComparisonRequest) -> String? {
        guard let mutation = request.mutation else { return nil }
        return (request.isHidden ? Phrase.hiddenMistake : Phrase.isBroken(mutation))[language]
    }

    /// The first number outside of the gradients that a broken program gets wrong.
    public func sentence(_ wrong: WrongNumber) -> String {
        Phrase.firstWrong(wrong, number(wrong.value, digits: 10), number(wrong.right, digits: 10))[language]
    }

    /// Where backward first went wrong.
    public func sentence(_ departure: Departure) -> String {
        Phrase.departs(
            departure.name, number(departure.analytic, digits: 10), number(departure.exact, digits: 10),
            number(departure.bound, digits: 2), usedBy: departure.consumers)[language]
    }

    /// The derivative, and where in the model it is.
    private func name(_ entry: GradientComparison.Entry) -> String {
        let place = entry.place.joined(separator: " › ")
        return place.isEmpty ? derivative(entry) : Phrase.inPlace(derivative(entry), place)[language]
    }

    /// ∂L/∂w11, δ(h1)
    public func derivative(_ entry: GradientComparison.Entry) -> String { entry.derivative.expression.text(notation) }

    /// What the derivative is taken by: w11, z(h1)
    public func variable(_ entry: GradientComparison.Entry) -> String {
        switch entry.derivative {
        case .delta(let neuron): Symbol.preActivation(neuron).expression.text(notation)
        case .adjoint(let symbol): symbol.expression.text(notation)
        default: entry.name
        }
    }

    /// A number with so many significant digits at most.
    public func number(_ value: Double, digits: Int) -> String {
        Expression.number(value).text(notation) { NumberText.short($0, digits: digits) }
    }

    /// Rows with their columns set under each other: names to the left, numbers to the right.
    private func table(_ rows: [[String]]) -> [String] {
        let columns = rows.first?.count ?? 0
        let widths = (0..<columns).map { column in rows.map { Self.width($0[column]) }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, text) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - Self.width(text))
                let isText = column == 0 || column == columns - 1
                line += (column == 0 ? "" : "  ") + (isText ? text + padding : padding + text)
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    /// The columns that a text takes: Chinese characters, which only headers and verdicts have, take two.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ((0x2E80...0xFFEF).contains($1.value) ? 2 : 1) }
    }
}
