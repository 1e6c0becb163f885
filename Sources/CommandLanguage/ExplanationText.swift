import Autograd
import Debugger
import NeuralNetwork

/// Explanations, addresses and summaries as lines of text: what the formula card, the plain prompt and
/// headless lessons have in common.
public struct ExplanationText: Sendable {
    public var language: Language
    public var notation: Notation
    /// Significant digits of a result.
    public var digits: Int

    public init(language: Language, notation: Notation = .mathematical, digits: Int = 5) {
        self.language = language
        self.notation = notation
        self.digits = digits
    }

    /// A formula in its parts: `δ(h1) =`, the symbols, the numbers, the result.
    public struct Parts: Sendable, Equatable {
        /// With its sign: `z(h1) =`, `w11 ←`; empty where the result has no name.
        public let subject: String
        public let symbols: String
        public let numbers: String
        /// `·` where it has not been reached.
        public let result: String
    }

    public func parts(_ formula: Formula) -> Parts {
        let shown = formula.shown(digits: digits, notation)
        let sign = formula.isUpdate ? (notation == .mathematical ? "←" : "<-") : "="
        let subject = formula.subject.map { "\($0.text(notation, number: Expression.exactText)) \(sign)" } ?? ""
        return Parts(
            subject: subject, symbols: formula.expression.text(notation, number: Expression.exactText),
            numbers: shown.substituted, result: shown.result)
    }

    /// The formula on one line: `z(h1) = w11·x1 + b1 = 0.2·0.5 + 0.1 = 0.2`, without repeating what is
    /// the same.
    public func line(_ formula: Formula) -> String {
        let parts = parts(formula)
        var line = [parts.subject, parts.symbols].filter { !$0.isEmpty }.joined(separator: " ")
        guard formula.value != nil else { return line }
        var last = parts.symbols
        for text in [parts.numbers, parts.result] where text != last {
            line += " = \(text)"
            last = text
        }
        return line
    }

    /// The formula as it is usually written, where another one computes the result: with its numbers, as far as
    /// they give the result in float64, which is what the other formula is for.
    public func equivalent(of explanation: Explanation, withNumbers: Bool = true) -> String? {
        guard let formula = explanation.equivalent else { return nil }
        let symbols = formula.expression.text(notation, number: Expression.exactText)
        guard withNumbers, formula.hidden.isEmpty, !formula.isHidden, let value = formula.value else {
            return Phrase.sameAs(symbols)[language]
        }
        let written = formula.substituted.value { _, _, _ in .nan }
        guard Expression.isClose(written, value, tolerance: Expression.usualTolerance) else {
            return Phrase.sameAsButLost(symbols, NumberText.short(written, digits: digits))[language]
        }
        return Phrase.sameAs(line(formula))[language]
    }

    /// The explanation's title, capitalised as a title where the language does so.
    public func title(_ explanation: Explanation) -> String { Phrase.title(of: explanation)[language] }

    /// The run's place as a path: `run › epoch 1 › sample 1 › ◀ backward › hidden › h1 › δ`.
    ///
    /// A level of which there is only one is left out.
    public func breadcrumb(of session: Session) -> [String] {
        guard let leaf = session.executedLeaf else { return [Phrase.run[language], Phrase.start[language]] }
        let address = session.tree.address(of: leaf)
        let zoom = session.zoom
        var path = [Phrase.run[language]]
        // Without training there is one epoch, and no word for it.
        if session.run.settings != nil { path.append(Phrase.numbered(.epoch, address.moment.epoch + 1)[language]) }
        if zoom <= .batch, session.tree.batchesPerEpoch > 1 {
            path.append(Phrase.numbered(.batch, address.moment.batch + 1)[language])
        }
        if zoom <= .sample, let objective = address.objective { path.append(objective) }
        if zoom <= .sample, let sample = address.moment.sample, session.run.samplesPerPass == 1 {
            path.append(Phrase.numbered(.sample, sample + 1)[language])
        }
        if zoom <= .pass || address.moment.sample == nil && zoom <= .sample {
            path.append(Phrase.name(of: address.pass)[language])
        }
        let shared = UpdateComputation.SharedSection(rawValue: address.layer)
        // The validation is a pass and its only section.
        if zoom <= .layer, shared != .validation { path.append(shared.map { Phrase.name(of: $0)[language] } ?? address.layer) }
        // What stands alone in its layer has one name, and so has a program's assignment.
        if zoom <= .neuron, shared == nil, address.neuron != address.layer { path.append(address.neuron) }
        let quantity = shortName(address.quantity, within: address.neuron)
        if zoom <= .quantity, quantity != path.last { path.append(quantity) }
        // A position inside a quantity is told to the last part, however coarse the zoom.
        let isWhole = session.tree.unit(.quantity, holding: leaf).upperBound == session.position.index
        if zoom == .operation || zoom == .quantity && !isWhole {
            path.append(Phrase.name(of: address.operation.kind)[language])
        }
        return path
    }

    private func shortName(_ symbol: Symbol, within unit: String) -> String {
        switch symbol {
        case .preActivation(unit): "z"
        case .activation(unit): "a"
        case .delta(unit): notation == .mathematical ? "δ" : "delta"
        case .new(let name): name
        default: symbol.expression.text(notation)
        }
    }
}

extension Phrase {
    /// - Parameter formula: as it is usually written.
    static func sameAs(_ formula: String) -> Localized { Localized("the same as \(formula)", "等于 \(formula)") }

    /// - Parameter result: what float64 makes of the formula as it is written.
    static func sameAsButLost(_ formula: String, _ result: String) -> Localized {
        Localized(
            "the same as \(formula), which in float64 would give \(result) here",
            "等于 \(formula)，但按此式用 float64 计算在这里会得到 \(result)")
    }

    /// A section of an update that belongs to no layer.
    static func name(of section: UpdateComputation.SharedSection) -> Localized {
        switch section {
        case .loss: loss
        case .rate: Localized("rate", "学习率")
        case .clipping: Localized("clipping", "裁剪")
        case .validation: Localized("validation", "验证")
        }
    }
}

extension Phrase {
    public static let run = Localized("run", "训练")
    public static let start = Localized("start", "起点")
    public static let loss = Localized("loss", "损失")

    /// `1 sample`, `2 samples`: a regular English noun with its number.
    public static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// `epoch 3`, `第 3 轮`.
    public static func numbered(_ zoom: Zoom, _ number: Int) -> Localized {
        Localized("\(zoom.name) \(number)", "第 \(number) \(zoom == .sample ? "个样本" : name(of: zoom).chinese)")
    }
}

extension Session {
    /// What `info` says about a topic.
    func information(_ topic: Command.InfoTopic) -> [Localized] {
        switch topic {
        case .position:
            let places = Language.allCases.map {
                ExplanationText(language: $0).breadcrumb(of: self).joined(separator: " › ")
            }
            return [
                Localized(places[0], places[1]),
                Localized(
                    "position \(position.index) of \(tree.leafCount), zoom \(zoom.name)",
                    "位置 \(position.index) / \(tree.leafCount)，粒度 \(Phrase.name(of: zoom).chinese)"),
            ]
        case .parameters:
            return computation.parameterNames.enumerated().map { index, name in
                let value = reading(.named(name))?.text ?? NumberText.written(currentValue(of: index))
                let gradient = reading(.gradient(name))?.text.map { "   ∂L/∂\(name) = \($0)" } ?? ""
                return Localized(same: "\(name) = \(value)\(gradient)")
            }
        case .breaks: return breakpointList { !$0.isWatch }
        case .watches: return breakpointList(where: \.isWatch)
        case .displays: return displays.all.isEmpty ? [Phrase.noDisplays] : displayLines
        case .tape: return tapeLines
        case .checkpoints: return checkpointLines
        case .names: return completionNames.map { Localized(same: $0) }
        case .run:
            var lines = [
                description(of: run.architecture),
                Localized(
                    "\(Phrase.counted(run.data.count, "sample")), \(Phrase.counted(computation.parameterNames.count, "parameter"))",
                    "\(run.data.count) 个样本，\(computation.parameterNames.count) 个参数"),
            ]
            if let settings = run.settings {
                let rule = Phrase.name(of: settings.optimizer)
                let rate = "η = \(reading(.learningRate)?.text ?? "?")"
                lines.append(
                    Localized(
                        "\(rule.english), \(rate), batches of \(tree.batchSize), \(Phrase.counted(settings.epochs, "epoch")), seed \(settings.seed)",
                        "\(rule.chinese)，\(rate)，每批 \(tree.batchSize) 个样本，共 \(settings.epochs) 轮，种子 \(settings.seed)"))
            }
            return lines
        }
    }

    private func description(of architecture: Architecture) -> Localized {
        switch architecture {
        case .network(let network):
            let layers = network.layers.map { "\($0.name) (\($0.neurons.count), \($0.activation.rawValue))" }
                .joined(separator: " → ")
            return Localized(
                "\(Phrase.counted(network.inputs.count, "input")) → \(layers), loss \(network.loss.rawValue)",
                "\(network.inputs.count) 个输入 → \(layers)，损失 \(network.loss.rawValue)")
        case .program(let program):
            let losses = program.objectives.map(\.name).joined(separator: ", ")
            return Localized(
                "a program of \(Phrase.counted(program.assignments.count, "assignment")), loss \(losses)",
                "由 \(program.assignments.count) 个赋值组成的程序，损失 \(losses)")
        }
    }
}
