import Autograd

/// Lays an update on a tape: the means over the batch, the loss's regularisation, the rate, clipping and the
/// optimiser's rule, in this order.
struct UpdateLayout {
    private let computation: Computation
    private let roles: [Parameter.Role]
    let settings: TrainingSettings
    private let isMean: Bool

    var tape = Tape()
    private(set) var sources: [(node: NodeID, source: UpdateComputation.Source)] = []
    var targets: [(node: NodeID, target: UpdateComputation.Target)] = []
    private(set) var sections: [UpdateComputation.Section] = []
    private(set) var symbols: [NodeID: Symbol] = [:]
    var initialStates: [Double] = []
    var runningStatistics: [(mean: Int, variance: Int)] = []
    /// θ before the update, by place.
    var old: [Int: NodeID] = [:]
    private var settingNodes: [Symbol.Setting: NodeID] = [:]
    private var numbers: [Double: NodeID] = [:]
    private var updateNumber: NodeID?
    var learningRate = NodeID(0)
    /// 1 − β₁ᵏ and 1 − β₂ᵏ, which all parameters share.
    var biasCorrections: [Symbol.Setting: NodeID] = [:]

    init(computation: Computation, roles: [Parameter.Role], settings: TrainingSettings, isMean: Bool) {
        self.computation = computation
        self.roles = roles
        self.settings = settings
        self.isMean = isMean
    }

    mutating func layOut() {
        for parameter in ownParameters {
            old[parameter] = leaf(.parameter(parameter), .named(computation.parameterNames[parameter]))
        }
        learningRate = leaf(.learningRate, settings.hasConstantRate ? .learningRate : .baseRate)
        layOutLoss()
        layOutRate()
        guard case .norm(let limit)? = settings.clipping else {
            forEachUnit { layout, unit in
                unit.parameters.flatMap { parameter -> [(Computation.ForwardQuantity, Int?)] in
                    var (quantities, gradient) = layout.gradientToUse(of: parameter)
                    if layout.isFrozen(parameter) { return quantities.map { ($0, parameter) } }
                    if case .value(let limit)? = layout.settings.clipping {
                        let (clipped, quantity) = layout.clipped(gradient, parameter, limit: limit)
                        quantities.append(quantity)
                        gradient = clipped
                    }
                    return (quantities + layout.rule(of: parameter, gradient)).map { ($0, parameter) }
                } + layout.statistics(of: unit)
            }
            return
        }
        // The norm is of all gradients, so they come first.
        var gradients: [Int: NodeID] = [:]
        forEachUnit { layout, unit in
            unit.parameters.flatMap { parameter in
                let (quantities, gradient) = layout.gradientToUse(of: parameter)
                gradients[parameter] = gradient
                return quantities.map { ($0, parameter) }
            }
        }
        let scale = layOutNorm(gradients, limit: limit)
        forEachUnit { layout, unit in
            unit.parameters.flatMap { parameter -> [(Computation.ForwardQuantity, Int?)] in
                guard !layout.isFrozen(parameter), let gradient = gradients[parameter], let scale else { return [] }
                let clipped = layout.tape.record(.multiply, [gradient, scale])
                let quantity = layout.quantity(.aspect(.clipped, of: layout.name(parameter)), [clipped])
                return ([quantity] + layout.rule(of: parameter, clipped)).map { ($0, parameter) }
            } + layout.statistics(of: unit)
        }
    }

    // MARK: Nodes

    private var ownParameters: [Int] { computation.updatedParameters }
    func name(_ parameter: Int) -> String { computation.parameterNames[parameter] }
    private func isFrozen(_ parameter: Int) -> Bool { settings.frozen.contains(name(parameter)) }

    mutating func leaf(_ source: UpdateComputation.Source, _ symbol: Symbol) -> NodeID {
        let node = tape.leaf(0)
        sources.append((node, source))
        symbols[node] = symbol
        return node
    }

    mutating func number(_ value: Double) -> NodeID {
        if let node = numbers[value] { return node }
        let node = tape.leaf(value)
        numbers[value] = node
        return node
    }

    /// A number of the settings, under its name.
    mutating func setting(_ setting: Symbol.Setting, _ value: Double) -> NodeID {
        if let node = settingNodes[setting] { return node }
        let node = tape.leaf(value)
        settingNodes[setting] = node
        symbols[node] = .setting(setting)
        return node
    }

    mutating func numberOfUpdate() -> NodeID {
        if let updateNumber { return updateNumber }
        let node = leaf(.updateNumber, .updateNumber)
        updateNumber = node
        return node
    }

    /// The last of `nodes` under its name.
    mutating func quantity(_ symbol: Symbol, _ nodes: [NodeID]) -> Computation.ForwardQuantity {
        if let node = nodes.last { symbols[node] = symbol }
        return Computation.ForwardQuantity(symbol: symbol, nodes: nodes)
    }

    /// The nodes recorded since the tape held `count`, without the leaves.
    func nodes(since count: Int) -> [NodeID] {
        (count..<tape.count).map { NodeID($0) }.filter { tape.operation(of: $0) != .leaf }
    }

    private mutating func append(_ section: UpdateComputation.SharedSection, _ unit: String, _ quantities: [Computation.ForwardQuantity]) {
        guard !quantities.isEmpty else { return }
        sections.append(
            UpdateComputation.Section(
                name: section.rawValue,
                units: [UpdateComputation.Unit(name: unit, quantities: quantities.map { ($0, nil) })]))
    }

    /// One section per layer and one unit per neuron, as far as `body` has quantities for its parameters.
    private mutating func forEachUnit(
        _ body: (inout UpdateLayout, Computation.Unit) -> [(Computation.ForwardQuantity, Int?)]
    ) {
        for section in computation.sections {
            var units: [UpdateComputation.Unit] = []
            for unit in section.units {
                let quantities = body(&self, unit)
                if !quantities.isEmpty { units.append(UpdateComputation.Unit(name: unit.name, quantities: quantities)) }
            }
            if !units.isEmpty { sections.append(UpdateComputation.Section(name: section.name, units: units)) }
        }
    }

    private mutating func statistics(of unit: Computation.Unit) -> [(Computation.ForwardQuantity, Int?)] {
        computation.statistics.filter { $0.neuron == unit.name }
            .flatMap { runningAverages(of: $0) }.map { ($0, nil) }
    }

    // MARK: Loss and gradient

    /// L = ΣL/n + R with R = λ₁·Σ|w| + λ₂·Σw².
    private mutating func layOutLoss() {
        let weights = ownParameters.filter { roles[$0] == .weight }.compactMap { old[$0] }
        let hasPenalty = !settings.regularisation.isNone && !weights.isEmpty
        guard isMean || hasPenalty else { return }
        // A loss among several has a name of its own.
        let symbol = computation.symbols[computation.loss] ?? .loss
        var loss = leaf(.loss, isMean ? .lossSum : symbol)
        var quantities: [Computation.ForwardQuantity] = []
        var penalty: NodeID?
        if hasPenalty {
            let before = tape.count
            var terms: [NodeID] = []
            let (l1, l2) = (settings.regularisation.l1, settings.regularisation.l2)
            if l1 != 0 {
                let sizes = weights.map { tape.record(.abs, [$0]) }
                terms.append(tape.record(.multiply, [setting(.lambda1, l1), tape.record(.sum, sizes)]))
            }
            if l2 != 0 {
                let squares = weights.map { tape.record(.power, [$0, number(2)]) }
                terms.append(tape.record(.multiply, [setting(.lambda2, l2), tape.record(.sum, squares)]))
            }
            let sum = terms.count == 1 ? terms[0] : tape.record(.add, terms)
            quantities.append(quantity(.penalty, nodes(since: before)))
            penalty = sum
        }
        let before = tape.count
        if isMean { loss = tape.record(.divide, [loss, sampleCount()]) }
        if let penalty { loss = tape.record(.add, [loss, penalty]) }
        quantities.append(quantity(symbol, nodes(since: before)))
        targets.append((loss, .loss))
        append(.loss, "L", quantities)
    }

    private var sampleCountNode: NodeID? { sources.first { $0.source == .sampleCount }?.node }

    private mutating func sampleCount() -> NodeID {
        if let sampleCountNode { return sampleCountNode }
        return leaf(.sampleCount, .sampleCount)
    }

    /// g = Σ∂/n + λ₁·sign(w) + 2·λ₂·w: the derivative of what `layOutLoss` computes.
    private mutating func gradient(of parameter: Int) -> ([Computation.ForwardQuantity], NodeID) {
        let name = name(parameter)
        var gradient = leaf(.gradient(parameter), isMean ? .gradientSum(name) : .gradient(name))
        let before = tape.count
        if isMean { gradient = tape.record(.divide, [gradient, sampleCount()]) }
        if roles[parameter] == .weight, let weight = old[parameter] {
            let (l1, l2) = (settings.regularisation.l1, settings.regularisation.l2)
            if l1 != 0 {
                let slope = tape.record(.multiply, [setting(.lambda1, l1), tape.record(.sign, [weight])])
                gradient = tape.record(.add, [gradient, slope])
            }
            if l2 != 0 {
                let double = tape.record(.multiply, [number(2), setting(.lambda2, l2)])
                gradient = tape.record(.add, [gradient, tape.record(.multiply, [double, weight])])
            }
        }
        let nodes = nodes(since: before)
        targets.append((gradient, .gradient(parameter)))
        return (nodes.isEmpty ? [] : [quantity(.gradient(name), nodes)], gradient)
    }

    /// The gradient, on top of those before where they are not set to zero.
    private mutating func gradientToUse(of parameter: Int) -> ([Computation.ForwardQuantity], NodeID) {
        let (quantities, gradient) = gradient(of: parameter)
        guard settings.deviations.contains(.accumulates) else { return (quantities, gradient) }
        let (sum, kept) = renew(.aspect(.keptGradient, of: name(parameter)), from: 0) { layout, old in
            layout.tape.record(.add, [old, gradient])
        }
        return (quantities + [kept], sum)
    }

    // MARK: Clipping

    /// min(max(g, −c), c)
    private mutating func clipped(
        _ gradient: NodeID, _ parameter: Int, limit: Double
    ) -> (NodeID, Computation.ForwardQuantity) {
        let limit = setting(.limit, limit)
        let before = tape.count
        let raised = tape.record(.maximum, [gradient, tape.record(.negate, [limit])])
        let clipped = tape.record(.minimum, [raised, limit])
        return (clipped, quantity(.aspect(.clipped, of: name(parameter)), nodes(since: before)))
    }

    /// ‖g‖ = √Σg² and the factor c/max(‖g‖, c), which is 1 for a gradient that is short enough.
    private mutating func layOutNorm(_ gradients: [Int: NodeID], limit: Double) -> NodeID? {
        let updated = ownParameters.filter { !isFrozen($0) }.compactMap { gradients[$0] }
        guard !updated.isEmpty else { return nil }
        let before = tape.count
        let squares = updated.map { tape.record(.power, [$0, number(2)]) }
        let norm = tape.record(.squareRoot, [tape.record(.sum, squares)])
        let normQuantity = quantity(.gradientNorm, nodes(since: before))
        let limit = setting(.limit, limit)
        let longer = tape.record(.maximum, [norm, limit])
        let scale = tape.record(.divide, [limit, longer])
        append(.clipping, "g", [normQuantity, quantity(.clippingScale, [longer, scale])])
        return scale
    }

    // MARK: Rate

    /// η = η₀·min(1, k/warmUp)·(the schedule's factor of n = max(0, k − 1 − warmUp)).
    private mutating func layOutRate() {
        guard !settings.hasConstantRate else { return }
        let before = tape.count
        var rate = learningRate
        let k = numberOfUpdate()
        if settings.warmUp > 0 {
            let share = tape.record(.divide, [k, number(Double(settings.warmUp))])
            rate = tape.record(.multiply, [rate, tape.record(.minimum, [number(1), share])])
        }
        var n = k
        if settings.schedule != .constant {
            n = tape.record(.subtract, [k, number(Double(1 + settings.warmUp))])
            if settings.warmUp > 0 { n = tape.record(.maximum, [n, number(0)]) }
        }
        switch settings.schedule {
        case .constant: break
        case .step(let gamma, let every):
            let steps = tape.record(.floor, [tape.record(.divide, [n, number(Double(every))])])
            rate = tape.record(.multiply, [rate, tape.record(.power, [setting(.factor, gamma), steps])])
        case .exponential(let gamma):
            rate = tape.record(.multiply, [rate, tape.record(.power, [setting(.factor, gamma), n])])
        case .inverseTime(let gamma):
            let slowed = tape.record(.multiply, [setting(.factor, gamma), n])
            rate = tape.record(.divide, [rate, tape.record(.add, [number(1), slowed])])
        case .cosine(let over):
            let part = tape.record(.minimum, [n, number(Double(over))])
            let angle = tape.record(.multiply, [setting(.pi, .pi), part])
            let cosine = tape.record(.cos, [tape.record(.divide, [angle, number(Double(over))])])
            let share = tape.record(.divide, [tape.record(.add, [number(1), cosine]), number(2)])
            rate = tape.record(.multiply, [rate, share])
        }
        let rateQuantity = quantity(.learningRate, nodes(since: before))
        targets.append((rate, .learningRate))
        learningRate = rate
        append(.rate, "η", [rateQuantity])
    }
}
