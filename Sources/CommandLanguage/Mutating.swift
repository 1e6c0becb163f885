import Autograd
import Debugger
import GradientComparison
import NeuralNetwork

extension Command {
    /// What `mutate` does to the backward pass that is compared.
    public enum Mutating: Sendable, Equatable {
        /// Says what is broken.
        case tell
        case off
        /// A mistake that is not told; the number chooses it, else the next.
        case random(Int?)
        case mistake(name: String, source: Range<Int>, place: String?, placeSource: Range<Int>?)
    }
}

extension ArgumentReader {
    /// `[NAME [PLACE]|random [N]|off]`
    mutating func mutating() throws(CommandError) -> Command.Mutating {
        guard let name = word() else { return .tell }
        switch name.text.lowercased() {
        case "off": return .off
        case "random": return .random(peek() == nil ? nil : try count())
        default:
            let place = word()
            return .mistake(name: name.text.lowercased(), source: name.range, place: place?.text, placeSource: place?.range)
        }
    }
}

extension Session {
    /// Breaks a rule of the backward pass that `compare` judges, or mends it.
    mutating func mutate(_ command: Command.Mutating) throws(CommandError) -> Outcome {
        switch command {
        case .tell: return .text([brokenRule.map { $0.isHidden ? Phrase.hiddenMistake : Phrase.broken($0.mutation) } ?? Phrase.nothingBroken])
        case .off:
            guard let rule = brokenRule else { return .text([Phrase.nothingBroken]) }
            brokenRule = nil
            return .text([Phrase.mended(rule.mutation)])
        case .random(let number):
            let possible = try visibleMutations()
            guard !possible.isEmpty else { throw CommandError(Phrase.cannotBreak) }
            drawnRules += 1
            // A multiplier of Knuth's, so that neighbouring numbers draw mistakes far apart.
            let drawn = UInt64(number ?? drawnRules) &* 2_654_435_761 &+ (run.settings?.seed ?? 0)
            brokenRule = BrokenRule(possible[Int(drawn % UInt64(possible.count))], isHidden: true)
            return .text([Phrase.hiddenMistake])
        case .mistake(let name, let source, _, _):
            let named = try mutations(named: command)
            let possible = try visibleMutations()
            guard let mutation = named.first(where: { possible.contains($0) }) else {
                let elsewhere = possible.filter { $0.mistake.rawValue == name }.map(\.place.name)
                throw CommandError(Phrase.cannotBreak(name, elsewhere: elsewhere), at: source)
            }
            brokenRule = BrokenRule(mutation, isHidden: false)
            return .text([Phrase.broken(mutation)])
        }
    }

    /// Whether the model has the mistake and the place that a command names.
    public func check(_ command: Command.Mutating) throws(CommandError) { _ = try mutations(named: command) }

    /// The forms of the mistake that a command names, at its place.
    private func mutations(named command: Command.Mutating) throws(CommandError) -> [Mutation] {
        guard case .mistake(let name, let source, let place, let placeSource) = command else { return [] }
        let all = Mistake.allCases.filter { $0.stage == .backward }.map(\.rawValue)
        guard let mistake = Mistake(rawValue: name) else {
            throw CommandError(Phrase.unknownMistake(name, nearest: nearestName(to: name, in: all), all), at: source)
        }
        guard mistake.stage == .backward else { throw CommandError(Phrase.mistakeOfUpdates(name), at: source) }
        let ofIt = try simulation().mutations(updates: 0, losses: 0).filter { $0.mistake == mistake }
        let here = ofIt.filter { $0.place.name == (place ?? MistakePlace.network.name) }
        guard !here.isEmpty || place == nil else {
            throw CommandError(Phrase.unknownPlace(place ?? "", ofIt.map(\.place.name)), at: placeSource)
        }
        return here
    }

    private func simulation() throws(CommandError) -> Simulation {
        guard run.computations.count == 1 else { throw CommandError(Phrase.breaksOneLoss) }
        guard let point = try? comparisonPointOnShow() else { throw CommandError(Phrase.cannotBreak) }
        return Simulation(from: point)
    }

    /// The mistakes in the backward pass that change a gradient of the batch on show.
    private func visibleMutations() throws(CommandError) -> [Mutation] {
        let simulation = try simulation()
        guard let right = simulation.numbers() else { return [] }
        return simulation.mutations(updates: 0, losses: 0).filter { mutation in
            guard mutation.mistake.stage == .backward, let numbers = simulation.numbers([mutation]) else { return false }
            // More than any rounding, so that the comparison sees it too.
            return zip(numbers.gradients, right.gradients).contains { abs($0 - $1) > 1e-3 * max(abs($0), abs($1)) }
        }
    }
}

extension BrokenRule {
    init(_ mutation: Mutation, isHidden: Bool) {
        self.init(
            mistake: mutation.mistake.rawValue, place: mutation.place.command, form: mutation.form, isHidden: isHidden)
    }

    /// The rule as it was drawn or named; nil for names that nobody knows.
    var mutation: Mutation? {
        guard let mistake = Mistake(rawValue: mistake) else { return nil }
        let place: MistakePlace =
            switch self.place?.split(separator: ":", maxSplits: 1).map(String.init) {
            case let parts? where parts.count == 2 && parts[0] == "layer": .layer(parts[1])
            case let parts? where parts.count == 2: .neuron(parts[1])
            default: .network
            }
        return Mutation(mistake, at: place, form: form)
    }
}

extension MistakePlace {
    /// As a broken rule keeps it.
    fileprivate var command: String? {
        switch self {
        case .network: nil
        case .layer(let name): "layer:\(name)"
        case .neuron(let name): "neuron:\(name)"
        }
    }
}

extension Phrase {
    static let mutateSummary = Localized(
        "break a rule of the backward pass that compare judges: mutate sign-flipped hidden; random hides which, off mends it",
        "在 compare 所检查的反向传播里故意弄错一条规则：mutate sign-flipped hidden；random 不告诉是哪条，off 恢复")
    static let nothingBroken = Localized("nothing is broken: mutate NAME breaks a rule", "没有弄错任何规则；用 mutate 名字 来弄错一条")
    static let hiddenMistake = Localized(
        "One rule of the backward pass is broken now. Hunt it with compare; mutate off tells which it was.",
        "反向传播中有一条规则现在是错的。用 compare 找出来；mutate off 会揭晓。")
    static let cannotBreak = Localized(
        "there is no gradient here in which a mistake could be seen", "这里没有能看出错误的梯度")

    static let breaksOneLoss = Localized(
        "a rule can be broken where the model has one loss; this one has several", "只有一个损失的模型才能弄错规则；此模型有多个损失")

    static func broken(_ mutation: Mutation?) -> Localized {
        let made = mutation.map { mistakeMade($0) } ?? Localized(same: "?")
        return Localized(
            "Broken on purpose, \(made.english). What is stepped stays right; compare judges the broken pass.",
            "故意弄错：\(made.chinese)。单步的数值仍然正确；compare 检查的是弄错的反向传播。")
    }

    static func mended(_ mutation: Mutation?) -> Localized {
        let made = mutation.map { mistakeMade($0) } ?? Localized(same: "?")
        let rule = mutation.map { rightRule(insteadOf: $0.mistake) } ?? Localized(same: "?")
        return Localized(
            "Mended. It was \(made.english); right: \(rule.english)", "已恢复。原来是 \(made.chinese)；正确：\(rule.chinese)")
    }

    static func unknownMistake(_ name: String, nearest: String?, _ all: [String]) -> Localized {
        let hint = nearest.map { Localized("; did you mean \($0)?", "；是否想写 \($0)？") } ?? Localized(".", "。")
        let list = all.joined(separator: ", ")
        return Localized(
            "there is no mistake \(name)\(hint.english) The mistakes are \(list)", "没有名为 \(name) 的错误\(hint.chinese)可用：\(list)")
    }

    static func mistakeOfUpdates(_ name: String) -> Localized {
        Localized(
            "\(name) is a mistake in updates, not in the backward pass; compare --against finds it in a file",
            "\(name) 是更新里的错误，不在反向传播里；compare --against 能在文件中找出它")
    }

    static func unknownPlace(_ name: String, _ places: [String]) -> Localized {
        var seen: Set<String> = []
        let list = places.filter { seen.insert($0).inserted }.prefix(12).joined(separator: ", ")
        return Localized("there is no layer or neuron \(name): the places are \(list)", "没有名为 \(name) 的层或神经元；可用：\(list)")
    }

    static func cannotBreak(_ name: String, elsewhere: [String]) -> Localized {
        var seen: Set<String> = []
        let list = elsewhere.filter { seen.insert($0).inserted }.prefix(12).joined(separator: ", ")
        return list.isEmpty
            ? Localized("\(name) changes no gradient of this batch", "\(name) 不改变这一批的任何梯度")
            : Localized("\(name) changes no gradient there; it does in \(list)", "\(name) 在那里不改变任何梯度；可用于 \(list)")
    }
}
