import Autograd
import NeuralNetwork

/// Which known mistakes explain somebody's numbers.
public struct Diagnosis: Sendable {
    /// Mistakes that together explain the numbers.
    public struct Finding: Sendable, Equatable {
        /// One, or two that are made together.
        public let mutations: [Mutation]
        /// The share of the departure that they explain: 1 when nothing is left.
        public let fit: Double
        /// What the program with the mistakes has where the right one departs.
        public let predicted: Double
        /// The variant of the update's rule that the program uses beside them.
        public var variant: VariantUse?
    }

    /// A number that departs from the right one.
    public struct Departure: Sendable, Equatable {
        public let name: String
        public let quantity: GivenNumbers.Quantity
        public let given: Double
        public let right: Double
    }

    /// What is being tried.
    public enum Stage: Sendable, Equatable {
        case alone, withVariant, pairs
    }

    /// How many pairs of mistakes there are, and how many of them were tried.
    public struct Pairs: Sendable, Equatable {
        public let tried: Int
        /// Those of which each mistake may explain what the other leaves alone.
        public let plausible: Int
        public let all: Int
    }

    /// The numbers that depart, in the order of the computation: forward, loss, backward, updates.
    public let departures: [Departure]
    /// The variants of the update's rule that explain all of them: the program is right in another way.
    public private(set) var variants: [VariantUse] = []
    /// What explains all of them, the plainest first; none where nothing does.
    public private(set) var findings: [Finding] = []
    /// The pairs, where no mistake alone explains the numbers.
    public private(set) var pairs: Pairs?
    /// Whether it was stopped before all was tried.
    public private(set) var wasStopped = false

    public var agrees: Bool { departures.isEmpty || !variants.isEmpty }

    /// Whether the numbers begin with other parameters, so that nothing after them can agree.
    public var startsElsewhere: Bool {
        if case .parameter? = departures.first?.quantity { true } else { false }
    }

    /// Holds the numbers against the right ones, then tries every variant, and every mistake at every place: alone,
    /// beside a variant, and in pairs.
    ///
    /// - Parameters:
    ///   - mostPairs: how many pairs may be tried; those come first of which each mistake may explain what the other
    ///     leaves alone.
    ///   - progress: is told how many of how many have been tried; it stops the search by answering false.
    public init(
        of observation: GivenNumbers, from simulation: Simulation, mostPairs: Int = 4000,
        progress: (_ stage: Stage, _ done: Int, _ all: Int) -> Bool = { _, _, _ in true }
    ) {
        let trial = Trial(observation, simulation)
        guard let right = simulation.numbers(updates: observation.updates) else {
            departures = []
            return
        }
        departures = trial.departures(from: right)
        guard !departures.isEmpty, !startsElsewhere else { return }
        let uses = observation.updates > 0 ? VariantUse.all : []
        variants = uses.filter { trial.finding([], $0, right: right, departures) != nil }
        // The model's own ε is the plainer reading where both explain the numbers.
        variants = variants.filter { use in use.epsilon == nil || !variants.contains(VariantUse(use.variant)) }
        guard variants.isEmpty else { return }
        let candidates = simulation.mutations(updates: observation.updates, losses: observation.losses)
        var found: [Finding] = []
        var stopped = false
        func search(_ stage: Stage, _ all: [(mutations: [Mutation], variant: VariantUse?)]) {
            for (done, (mutations, variant)) in all.enumerated() {
                guard progress(stage, done, all.count) else {
                    stopped = true
                    return
                }
                if let finding = trial.finding(mutations, variant, right: right, departures) { found.append(finding) }
            }
        }
        search(.alone, candidates.map { ([$0], nil) })
        if found.isEmpty, !stopped {
            let possible = uses.filter { simulation.numbers(variant: $0, updates: observation.updates) != nil }
            search(.withVariant, possible.flatMap { use in candidates.map { ([$0], use) } })
        }
        if found.isEmpty, !stopped, mostPairs > 0 {
            let search = PairSearch(candidates.compactMap { trial.effect($0, right: right) }, departing: trial.departing(from: right))
            var tried = 0
            for isPlausible in [true, false] where found.isEmpty && !stopped {
                for pair in search.pairs(arePlausible: isPlausible, atMost: mostPairs - tried) {
                    guard progress(.pairs, tried, min(search.count, mostPairs)) else {
                        stopped = true
                        break
                    }
                    tried += 1
                    if let finding = trial.finding(pair, nil, right: right, departures) { found.append(finding) }
                }
            }
            pairs = Pairs(tried: tried, plausible: search.plausibleCount, all: search.count)
        }
        findings = Self.plainest(found)
        wasStopped = stopped
    }

    /// The numbers that depart from the right ones, without a search for the reason.
    public static func departures(of observation: GivenNumbers, from simulation: Simulation) -> [Departure] {
        simulation.numbers(updates: observation.updates).map { Trial(observation, simulation).departures(from: $0) } ?? []
    }

    /// Each mistake once: in a layer rather than in the network that has only that one, and there rather than in a
    /// neuron; and one with what is at hand, as a factor of 0, before one with the numbers of another layer or neuron.
    private static func plainest(_ findings: [Finding]) -> [Finding] {
        func rank(_ finding: Finding) -> (place: Int, mistake: Int) {
            (finding.mutations.map { $0.place.rank }.reduce(0, +), finding.mutations.map { $0.mistake.rank }.reduce(0, +))
        }
        let ordered = findings.enumerated()
            .map { (rank: rank($1), offset: $0, element: $1) }
            .sorted { ($0.rank.place, $0.rank.mistake, $0.offset) < ($1.rank.place, $1.rank.mistake, $1.offset) }
        var seen: Set<[Mistake]> = []
        return ordered.map(\.element).filter { seen.insert($0.mutations.map(\.mistake)).inserted }
    }
}

extension Mistake {
    fileprivate var rank: Int {
        switch self {
        case .sumsAllLayers, .activationDerivativeOfPreviousLayer, .activationDerivativeOfNextLayer, .weightsOfOwnLayer,
            .wrongNeuronDelta:
            1
        default: 0
        }
    }
}

extension MistakePlace {
    fileprivate var rank: Int {
        switch self {
        case .layer: 0
        case .network: 1
        case .neuron: 2
        }
    }
}
