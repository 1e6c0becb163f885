import Autograd
import Debugger
import GradientComparison

/// A diagnosis as lines of text.
public struct DiagnosisText: Sendable {
    public var language: Language
    public var notation: Notation

    public init(language: Language, notation: Notation = .mathematical) {
        self.language = language
        self.notation = notation
    }

    /// The first number that departs, then the mistakes that explain it, each with the right rule.
    ///
    /// - Parameters:
    ///   - count: how many numbers were held against the right ones.
    ///   - rules: the right formulas of the first that departs, with their numbers.
    public func lines(_ diagnosis: Diagnosis, of count: Int, rules: [String] = []) -> [String] {
        if let variant = diagnosis.variants.first { return lines(variant, diagnosis, of: count) }
        guard let first = diagnosis.departures.first else { return [Phrase.allNumbersAgree(count)[language]] }
        var lines = [
            Phrase.firstDeparture(first.name, number(first.given), number(first.right), diagnosis.departures.count, of: count)[language]
        ]
        lines += rules.map { "    \($0)" }
        if diagnosis.startsElsewhere { return lines + [Phrase.startsElsewhere[language]] }
        if diagnosis.findings.isEmpty {
            lines.append(Phrase.noneThatIsKnown[language])
            if let pairs = diagnosis.pairs, pairs.tried < pairs.all { lines.append(Phrase.somePairs(pairs.tried, of: pairs.all)[language]) }
            return lines
        }
        for (index, finding) in diagnosis.findings.prefix(Self.most).enumerated() {
            if index == 1 { lines.append(Phrase.asWell[language]) }
            lines += finding.mutations.flatMap { mutation in
                [
                    "  " + Phrase.mistakeMade(mutation)[language],
                    "    " + Phrase.right(Phrase.rightRule(insteadOf: mutation))[language],
                ]
            }
            if let variant = finding.variant { lines.append("    " + Phrase.beside(variant)[language]) }
            if index == 0 {
                lines.append("    " + Phrase.explained(percent(finding.fit), first.name, number(finding.predicted))[language])
            }
        }
        let rest = diagnosis.findings.count - Self.most
        if rest > 0 { lines.append(Phrase.moreFindings(rest)[language]) }
        if let pairs = diagnosis.pairs, pairs.tried < pairs.plausible { lines.append(Phrase.somePairs(pairs.tried, of: pairs.all)[language]) }
        return lines
    }

    /// The variant that explains all numbers: what it is, and how far it is from this program's rule.
    private func lines(_ use: VariantUse, _ diagnosis: Diagnosis, of count: Int) -> [String] {
        let largest = diagnosis.departures.max { abs($0.given - $0.right) < abs($1.given - $1.right) }
        let difference = largest.map { Phrase.largestDifference($0.name, number($0.given), number($0.right))[language] }
        return [Phrase.agreesAsVariant(use, count)[language]] + [difference].compactMap { $0 }.map { "    " + $0 }
    }

    private static let most = 5

    private func number(_ value: Double) -> String {
        Expression.number(value).text(notation) { NumberText.short($0, digits: 10) }
    }

    private func percent(_ fit: Double) -> String { NumberText.short(100 * fit, digits: 4) }
}

extension Phrase {
    static func allNumbersAgree(_ count: Int) -> Localized {
        Localized("All \(count) numbers of the file agree with this program's.", "文件中的 \(count) 个数与本程序全部一致。")
    }

    static func firstDeparture(_ name: String, _ given: String, _ right: String, _ departing: Int, of count: Int) -> Localized {
        Localized(
            "\(departing) of \(count) numbers depart. The first, in the order of the computation, is \(name): the file has \(given), right is \(right).",
            "\(count) 个数中有 \(departing) 个不一致。按计算次序第一个是 \(name)：文件为 \(given)，应为 \(right)。")
    }

    static let noneThatIsKnown = Localized(
        "No mistake that I know explains these numbers, alone or with another.", "已知的错误，无论单独还是两两组合，都不能解释这些数。")
    static let asWell = Localized("These explain the numbers as well:", "以下同样能解释这些数：")

    static func right(_ rule: Localized) -> Localized { Localized("right: \(rule.english)", "正确：\(rule.chinese)") }

    static func explained(_ percent: String, _ name: String, _ predicted: String) -> Localized {
        Localized(
            "With it \(name) is \(predicted); it explains \(percent)% of the departure.", "由此 \(name) 为 \(predicted)；解释了偏差的 \(percent)%。")
    }

    static func moreFindings(_ count: Int) -> Localized {
        Localized("  … and \(count) more (--format json has all of them)", "  ……另有 \(count) 个（--format json 列出全部）")
    }
}
