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
        /// A mistake at a place, in one of its forms, from 1.
        case mistake(name: String, source: Range<Int>, place: String?, placeSource: Range<Int>?, form: Int?)
    }
}

extension ArgumentReader {
    /// `[NAME [PLACE [FORM]]|random [N]|off]`
    mutating func mutating() throws(CommandError) -> Command.Mutating {
        guard let name = word() else { return .tell }
        switch name.text.lowercased() {
        case "off": return .off
        case "random": return .random(peek() == nil ? nil : try count())
        default:
            let place = word()
            return .mistake(
                name: name.text.lowercased(), source: name.range, place: place?.text, placeSource: place?.range,
                form: peek() == nil ? nil : try count())
        }
    }
}

extension Session {
    /// Breaks a rule of the program, or mends it.
    mutating func mutate(_ command: Command.Mutating) throws(CommandError) -> Outcome {
        switch command {
        case .tell: return .text([brokenRule.map { $0.isHidden ? Phrase.hiddenMistake : Phrase.isBroken($0.mutation) } ?? Phrase.nothingBroken])
        case .off:
            guard let rule = brokenRule else { return .text([Phrase.nothingBroken]) }
            try put(nil, nil)
            return .text([Phrase.mended(rule.mutation)])
        case .random(let number):
            let possible = try huntable()
            guard !possible.isEmpty else { throw CommandError(Phrase.cannotBreak) }
            drawnRules += 1
            let number = number ?? drawnRules
            // A multiplier of Knuth's, so that neighbouring numbers draw mistakes far apart.
            let drawn = UInt64(number) &* 2_654_435_761 &+ (run.settings?.seed ?? 0)
            let mutation = possible[Int(drawn % UInt64(possible.count))]
            try put(BrokenRule(mutation, drawnAs: number), rightRun.broken(by: mutation))
            return .text([Phrase.hiddenMistake])
        case .mistake(let name, let source, _, _, _):
            let named = try mutations(named: command)
            let simulation = try simulation()
            guard let mutation = simulation.visible(named).first else {
                let elsewhere = simulation.visible(simulation.mutations(updates: 1, losses: 0).filter { $0.mistake.rawValue == name })
                throw CommandError(Phrase.cannotBreak(name, elsewhere: elsewhere.map(\.place.name)), at: source)
            }
            try put(BrokenRule(mutation), rightRun.broken(by: mutation))
            return .text([isTrainedBroken ? Phrase.brokenAndRun(mutation) : Phrase.broken(mutation)])
        }
    }

    private mutating func put(_ rule: BrokenRule?, _ broken: TrainingRun?) throws(CommandError) {
        do {
            try breakRule(rule, running: broken)
        } catch {
            throw CommandError(Phrase.cannotBreak)
        }
    }

    /// Whether the model has the mistake and the place that a command names.
    public func check(_ command: Command.Mutating) throws(CommandError) { _ = try mutations(named: command) }

    /// The forms of the mistake that a command names, at its place.
    private func mutations(named command: Command.Mutating) throws(CommandError) -> [Mutation] {
        guard case .mistake(let name, let source, let place, let placeSource, let form) = command else { return [] }
        let all = Mistake.thatCanBeMade
        guard let mistake = Mistake(rawValue: name) else {
            throw CommandError(Phrase.unknownMistake(name, nearest: nearestName(to: name, in: all), all), at: source)
        }
        guard all.contains(name) else { throw CommandError(Phrase.mistakeOfReports(name), at: source) }
        let ofIt = try simulation().mutations(updates: 1, losses: 0).filter { $0.mistake == mistake }
        let here = ofIt.filter { $0.place.name == (place ?? MistakePlace.network.name) }
        guard !here.isEmpty || place == nil else {
            throw CommandError(Phrase.unknownPlace(place ?? "", ofIt.map(\.place.name)), at: placeSource)
        }
        guard let form else { return here }
        let forms = Set(here.map { $0.form + 1 }).sorted()
        guard forms.contains(form) else { throw CommandError(Phrase.unknownForm(form, of: name, forms.count), at: source) }
        return here.filter { $0.form == form - 1 }
    }

    private func simulation() throws(CommandError) -> Simulation {
        guard let point = try? comparisonPointOnShow() else { throw CommandError(Phrase.cannotBreak) }
        return Simulation(from: point)
    }

    /// What a learner may be given to hunt: mistakes that show in the gradients of the run's first batch, so that one number
    /// draws the same wherever the session is.
    private func huntable() throws(CommandError) -> [Mutation] {
        guard let start = try? Session(run: rightRun) else { throw CommandError(Phrase.cannotBreak) }
        let simulation = try start.simulation()
        return simulation.visible(simulation.mutations(updates: 0, losses: 0).filter { $0.mistake.stage == .backward })
    }
}

extension Mistake {
    /// The mistakes that can be put into a program, by name.
    static let thatCanBeMade = allCases.filter { !Mutation($0).isInReport }.map(\.rawValue)
}

extension Simulation {
    /// Those of some mistakes that show: in a gradient of the batch, and for other stages in what the run does.
    fileprivate func visible(_ mutations: [Mutation]) -> [Mutation] {
        guard let right = numbers() else { return [] }
        return mutations.filter { mutation in
            switch mutation.mistake.stage {
            case .forward, .update: return point.run.broken(by: mutation) != nil
            case .backward:
                guard let numbers = numbers([mutation]) else { return false }
                // More than any rounding, so that the comparison sees it too.
                return zip(numbers.gradients, right.gradients).contains { abs($0 - $1) > 1e-3 * max(abs($0), abs($1)) }
            }
        }
    }
}

extension BrokenRule {
    init(_ mutation: Mutation, drawnAs: Int? = nil) {
        self.init(
            mistake: mutation.mistake.rawValue, place: mutation.place.command, form: mutation.form, drawnAs: drawnAs)
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
        "break a rule of the forward pass, the backward pass or the updates: mutate sign-flipped hidden; random hides which, off mends it",
        "故意弄错前向、反向传播或更新中的一条规则：mutate sign-flipped hidden；random 不告诉是哪条，off 恢复")
    static let nothingBroken = Localized("nothing is broken: mutate NAME breaks a rule", "没有弄错任何规则；用 mutate 名字 来弄错一条")
    static let hiddenMistake = Localized(
        "One rule of the backward pass is broken now. Hunt it with compare; mutate off tells which it was.",
        "反向传播中有一条规则现在是错的。用 compare 找出来；mutate off 会揭晓。")
    static let cannotBreak = Localized(
        "there is no gradient here in which a mistake could be seen", "这里没有能看出错误的梯度")

    static func broken(_ mutation: Mutation?) -> Localized {
        let made = mutation.map { mistakeMade($0) } ?? Localized(same: "?")
        return Localized(
            "Broken on purpose, \(made.english). What is stepped stays right; compare judges the broken pass.",
            "故意弄错：\(made.chinese)。单步的数值仍然正确；compare 检查的是弄错的反向传播。")
    }

    static func brokenAndRun(_ mutation: Mutation) -> Localized {
        let made = mistakeMade(mutation)
        return Localized(
            "Broken on purpose, \(made.english). From now on the run follows this broken rule.",
            "故意弄错：\(made.chinese)。从现在起，单步和训练都按这条弄错的规则进行。")
    }

    /// What is broken, in as few words as a title has room for.
    public static func brokenTitle(_ rule: BrokenRule) -> Localized {
        guard !rule.isHidden, let mutation = rule.mutation else { return Localized("one rule broken", "有一条规则弄错") }
        return Localized(
            "broken: \(mutation.mistake.rawValue) \(mutation.place.name)", "弄错：\(mutation.mistake.rawValue) \(mutation.place.name)")
    }

    /// The same where there is no room for more.
    public static let brokenTitleInShort = Localized("broken", "已弄错")

    static func isBroken(_ mutation: Mutation?) -> Localized {
        let made = mutation.map { mistakeMade($0) } ?? Localized(same: "?")
        return Localized("Broken on purpose, \(made.english).", "故意弄错：\(made.chinese)。")
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

    static func mistakeOfReports(_ name: String) -> Localized {
        Localized(
            "\(name) is a mistake in what is written down of a training, not in the training; compare --against finds it in a file",
            "\(name) 是记录训练结果时的错误，不在训练本身；compare --against 能在文件中找出它")
    }

    static func firstWrong(_ wrong: WrongNumber, _ value: String, _ right: String) -> Localized {
        switch wrong.stage {
        case .start:
            Localized(
                "The gradients are right, the beginning is not: \(wrong.name) begins at \(value) and should begin at \(right).",
                "梯度正确，起点不对：\(wrong.name) 的初始值是 \(value)，应为 \(right)。")
        case .forward:
            Localized(
                "Walking forward, all is right up to \(wrong.name): it is \(value) and should be \(right).",
                "从输入向前检查，直到 \(wrong.name) 都正确：它是 \(value)，应为 \(right)。")
        case .update(let number):
            Localized(
                "The gradients are right, the updates are not: after update \(number), \(wrong.name) is \(value) and should be \(right).",
                "梯度正确，更新不对：第 \(number) 次更新后，\(wrong.name) 是 \(value)，应为 \(right)。")
        }
    }

    static func unknownForm(_ form: Int, of name: String, _ count: Int) -> Localized {
        count > 1
            ? Localized("\(name) has no form \(form): its forms are 1 to \(count)", "\(name) 没有第 \(form) 种形式；可用 1 到 \(count)")
            : Localized("\(name) has no form \(form): it has only one", "\(name) 没有第 \(form) 种形式；它只有一种")
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
            ? Localized("\(name) changes nothing in this model", "\(name) 在此模型中不改变任何结果")
            : Localized("\(name) changes nothing there; it does in \(list)", "\(name) 在那里不改变任何结果；可用于 \(list)")
    }
}
