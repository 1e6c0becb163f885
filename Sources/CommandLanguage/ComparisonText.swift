import Autograd
import Debugger
import GradientComparison
import NeuralNetwork

extension Session {
    /// Compares the gradients of the batch that the session is in, or that comes next, by central
    /// differences; at the end of the run it is the last batch, with the parameters as they are then.
    public func comparison() throws(ComparisonError) -> GradientComparison {
        let number = batchInProgress
        let isBetweenBatches = position.index == tree.start(ofBatch: number)
        let parameters = computation.parameterNames.indices.map {
            isBetweenBatches ? currentValue(of: $0) : oldValue(of: $0)
        }
        return try comparison(ofBatch: min(number, tree.batchCount - 1), parameters, data)
    }

    /// Compares the gradients of the batch whose values are on show: the one that the leaf executed last
    /// belongs to, with the parameters it started from; at the start of the run, the first.
    public func comparisonOnShow() throws(ComparisonError) -> GradientComparison {
        let batch = tree.batchNumber(of: tree.moment(of: executedLeaf ?? 0))
        return try comparison(ofBatch: batch, computation.parameterNames.indices.map { oldValue(of: $0) }, dataOnShow)
    }

    private func comparison(
        ofBatch number: Int, _ parameters: [Double], _ data: DataSet
    ) throws(ComparisonError) -> GradientComparison {
        let (epoch, batch) = number.quotientAndRemainder(dividingBy: max(1, tree.batchesPerEpoch))
        let first = batch * tree.batchSize * run.samplesPerPass
        let samples = run.order.order(ofEpoch: epoch)[first..<first + tree.samples(inBatch: batch) * run.samplesPerPass]
        return try GradientComparison.compare(
            run.on(data), parameters: parameters, batch: Array(samples), batchNumber: run.settings == nil ? nil : number,
            parametersOfLosses: run.computations.count > 1 ? run.computations.indices.map { self.parameters(ofLoss: $0, parameters) } : nil)
    }
}

extension Session {
    /// The first batch up to the one that `comparison()` is about whose loss is not finite; it runs them again.
    public func lostLoss() -> LostLoss? {
        var session = self
        session.batchesPerMove = .max
        for batch in 0..<min(batchInProgress + 1, tree.batchCount) {
            session.go(to: Position(tree.start(ofBatch: batch + 1)))
            if !session.batchLoss.isFinite {
                return LostLoss(epoch: batch / tree.batchesPerEpoch + 1, batch: batch % tree.batchesPerEpoch + 1)
            }
        }
        return nil
    }
}

/// Where a run's loss stops being a finite number; both from 1.
public struct LostLoss: Sendable, Equatable {
    public let epoch: Int
    public let batch: Int
}

/// A gradient comparison as lines of text: a table and the verdict as a sentence.
public struct ComparisonText: Sendable {
    public var language: Language
    public var notation: Notation

    public init(language: Language, notation: Notation = .mathematical) {
        self.language = language
        self.notation = notation
    }

    /// The table, a row per parameter, and what it comes to; no table without a loss to take differences of.
    ///
    /// - Parameter start: the first batch of the run whose loss is not finite, if it is known.
    public func lines(_ comparison: GradientComparison, lossIsLostFrom start: LostLoss? = nil) -> [String] {
        let losses = zip(comparison.lossNames, comparison.losses).map { "\($0) = \(number($1, digits: 10))" }
        let head = [Phrase.comparisonMethod(comparison.method)[language], losses.joined(separator: ", "), ""]
        guard comparison.loss.isFinite else { return head + [Phrase.lossIsNoNumber(from: start)[language]] }
        let header = [
            Localized(same: ""), Phrase.byBackpropagation, Phrase.byDifferences, Phrase.difference, Phrase.errorBound,
            Phrase.verdictTitle,
        ].map { $0[language] }
        let rows = comparison.entries.map { entry in
            [
                derivative(entry.name), number(entry.analytic, digits: 10), number(entry.numeric, digits: 10),
                number(entry.absolute, digits: 2), number(entry.bound, digits: 2), Phrase.name(of: entry.verdict)[language],
            ]
        }
        return head + table([header] + rows) + ["", sentence(comparison)]
    }

    /// What the comparison comes to, with the parameter that departs most.
    public func sentence(_ comparison: GradientComparison) -> String {
        guard comparison.loss.isFinite else { return Phrase.lossIsNoNumber(from: nil)[language] }
        guard let worst = comparison.worst else { return Phrase.noParameters[language] }
        let name = derivative(worst.name)
        let difference = number(worst.absolute, digits: 2)
        let bound = number(worst.bound, digits: 2)
        let count = comparison.entries.count { $0.verdict == comparison.verdict }
        let all = comparison.entries.count
        switch comparison.verdict {
        case .agrees: return Phrase.allAgree(all, name, difference, bound)[language]
        case .disagrees: return Phrase.someDisagree(count, all, name, difference, bound)[language]
        case .kink: return Phrase.someAtKink(count, all, name)[language]
        case .cannotTell:
            guard worst.bound.isFinite else { return Phrase.someWithoutEstimate(count, all, name)[language] }
            return Phrase.someUndecided(count, all, name, bound)[language]
        }
    }

    private func derivative(_ name: String) -> String { Symbol.gradient(name).expression.text(notation) }

    private func number(_ value: Double, digits: Int) -> String {
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

extension Phrase {
    static let byBackpropagation = Localized("backpropagation", "反向传播")
    static let byDifferences = Localized("numeric", "数值")
    static let difference = Localized("difference", "差")
    static let errorBound = Localized("error bound", "误差界")
    static let verdictTitle = Localized("verdict", "结论")
    static let noParameters = Localized("This model has no parameters to compare.", "此模型没有可对照的参数。")

    static func comparisonMethod(_ method: NumericMethod) -> Localized {
        switch method {
        case .central:
            Localized(
                "Central differences: ∂L/∂θ ≈ (L(θ + h) − L(θ − h)) / 2h", "中心差分：∂L/∂θ ≈ (L(θ + h) − L(θ − h)) / 2h")
        }
    }

    /// A verdict in a word.
    public static func name(of verdict: Verdict) -> Localized {
        switch verdict {
        case .agrees: Localized("agrees", "一致")
        case .disagrees: Localized("disagrees", "不一致")
        case .kink: Localized("kink", "折点")
        case .cannotTell: Localized("cannot tell", "无法判断")
        }
    }

    static func allAgree(_ all: Int, _ name: String, _ difference: String, _ bound: String) -> Localized {
        Localized(
            "\(all == 1 ? "The gradient agrees" : "All \(all) gradients agree"). \(name) is off the most, by \(difference); up to \(bound) is numeric error.",
            "全部 \(all) 个梯度一致。相差最多的是 \(name)，差 \(difference)；\(bound) 以内都属数值误差。")
    }

    static func someDisagree(_ count: Int, _ all: Int, _ name: String, _ difference: String, _ bound: String) -> Localized {
        Localized(
            "\(count) of \(all) gradients disagree. \(name) is off the most, by \(difference), where numeric error explains only \(bound).",
            "\(all) 个梯度中有 \(count) 个不一致。相差最多的是 \(name)，差 \(difference)，而数值误差最多 \(bound)。")
    }

    static func someAtKink(_ count: Int, _ all: Int, _ name: String) -> Localized {
        Localized(
            "\(count) of \(all) gradients, such as \(name), lie at a kink: there is no one derivative to compare with.",
            "\(all) 个梯度中有 \(count) 个（如 \(name)）落在折点上：那里没有唯一的导数可对照。")
    }

    static func someWithoutEstimate(_ count: Int, _ all: Int, _ name: String) -> Localized {
        Localized(
            "\(count) of \(all) gradients, such as \(name), cannot be judged: the loss beside this point is not a finite number.",
            "\(all) 个梯度中有 \(count) 个（如 \(name)）无法判断：附近的损失不是有限的数。")
    }

    static func lossIsNoNumber(from start: LostLoss?) -> Localized {
        var since = Localized(same: "")
        if let start {
            since = Localized(
                "; it has been so since epoch \(start.epoch), batch \(start.batch)", "；从第 \(start.epoch) 轮第 \(start.batch) 批起就是如此")
        }
        return Localized(
            "The loss itself is not a finite number\(since.english). There are no gradients to compare.",
            "损失本身不是有限的数\(since.chinese)。没有可对照的梯度。")
    }

    static func someUndecided(_ count: Int, _ all: Int, _ name: String, _ bound: String) -> Localized {
        Localized(
            "\(count) of \(all) gradients, such as \(name), cannot be judged: numeric error may be as large as \(bound).",
            "\(all) 个梯度中有 \(count) 个（如 \(name)）无法判断：数值误差可达 \(bound)。")
    }
}
