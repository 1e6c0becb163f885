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
    }

    /// A number that departs from the right one.
    public struct Departure: Sendable, Equatable {
        public let name: String
        public let quantity: GivenNumbers.Quantity
        public let given: Double
        public let right: Double
    }

    /// The numbers that depart, in the order of the computation: forward, loss, backward, updates.
    public let departures: [Departure]
    /// What explains all of them, the plainest first; none where nothing does.
    public let findings: [Finding]
    public var agrees: Bool { departures.isEmpty }

    /// Holds the numbers against the right ones, then tries every mistake at every place, alone and then in pairs.
    ///
    /// - Parameters:
    ///   - mostPairs: how many pairs may be tried; where there are more, those with a mistake in a single neuron are not.
    ///   - progress: is told how many mistakes have been tried.
    public init(
        of observation: GivenNumbers, from simulation: Simulation, mostPairs: Int = 4000, progress: (Int) -> Void = { _ in }
    ) {
        let trial = Trial(observation, simulation)
        guard let right = simulation.numbers(updates: observation.updates) else {
            (departures, findings) = ([], [])
            return
        }
        let departures = trial.departures(from: right)
        self.departures = departures
        guard !departures.isEmpty else {
            findings = []
            return
        }
        var tried = 0
        func explaining(_ all: [[Mutation]]) -> [Finding] {
            all.compactMap { mutations in
                tried += 1
                progress(tried)
                return trial.finding(mutations, right: right, departures)
            }
        }
        let candidates = simulation.mutations(updates: observation.updates, losses: observation.losses)
        let alone = explaining(candidates.map { [$0] })
        findings = Self.plainest(
            alone.isEmpty ? explaining(Self.pairs(candidates, simulation, observation.updates, atMost: mostPairs)) : alone)
    }

    private static func pairs(
        _ candidates: [Mutation], _ simulation: Simulation, _ updates: Int, atMost most: Int
    ) -> [[Mutation]] {
        let possible = candidates.filter { simulation.numbers([$0], updates: updates) != nil }
        let wide = possible.filter { if case .neuron = $0.place { false } else { true } }
        let partners = possible.count * possible.count / 2 <= most ? possible : wide
        let all = partners.indices.lazy.flatMap { first in
            partners[(first + 1)...].filter { $0.mistake != partners[first].mistake }.map { [partners[first], $0] }
        }
        return Array(all.prefix(most))
    }

    /// Each mistake once: in a layer rather than in the network that has only that one, and there rather than in a
    /// neuron.
    private static func plainest(_ findings: [Finding]) -> [Finding] {
        func rank(_ finding: Finding) -> Int { finding.mutations.map { $0.place.rank }.reduce(0, +) }
        let ordered = findings.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        var seen: Set<[Mistake]> = []
        return ordered.map(\.element).filter { seen.insert($0.mutations.map(\.mistake)).inserted }
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

/// Numbers on trial.
private struct Trial {
    let observation: GivenNumbers
    let simulation: Simulation
    /// The numbers in the order of the computation.
    let entries: [GivenNumbers.Entry]
    /// Which of them are measured by the same scale.
    let groups: [Int]

    init(_ observation: GivenNumbers, _ simulation: Simulation) {
        self.observation = observation
        self.simulation = simulation
        let run = simulation.point.run
        var layers: [Int: Int] = [:]
        for (number, section) in run.computations.flatMap(\.sections).enumerated() {
            for parameter in section.units.flatMap(\.parameters) { layers[parameter] = number }
        }
        let count = run.architecture.parameters.count
        func order(_ quantity: GivenNumbers.Quantity) -> (Int, Int, Int) {
            switch quantity {
            case .node(let node): (0, 0, node.index)
            case .loss(let step): (1 + 3 * step, 0, 0)
            case .adjoint(let node): (2, -2 * node.index, 0)
            // A layer's parameters follow its δ, and the leaves stand before all other nodes.
            case .gradient(let place): (2, 1, -(layers[place] ?? 0) * count + place)
            case .updated(let place, let step): (3 + 3 * step, 0, place)
            }
        }
        let entries = observation.entries.sorted { order($0.quantity) < order($1.quantity) }
        self.entries = entries
        groups = entries.indices.map { index in
            switch entries[index].quantity {
            case .gradient(let place): -1 - (layers[place] ?? 0)
            default: index
            }
        }
    }

    /// The largest number of each entry's group, of both sides.
    private func scales(_ numbers: TrainingNumbers) -> [Double] {
        var largest: [Int: Double] = [:]
        for (entry, group) in zip(entries, groups) {
            let size = max(abs(entry.value), abs(numbers[entry.quantity]))
            largest[group] = max(largest[group] ?? 0, size.isFinite ? size : 0)
        }
        return groups.map { largest[$0] ?? 0 }
    }

    private func agrees(_ entry: GivenNumbers.Entry, _ value: Double, scale: Double) -> Bool {
        entry.value == value || abs(entry.value - value) <= entry.resolution + observation.relativeError * scale
    }

    private func explainsGradients(_ numbers: TrainingNumbers) -> Bool {
        zip(entries, scales(numbers)).allSatisfy { entry, scale in
            guard case .gradient = entry.quantity else { return true }
            return agrees(entry, numbers[entry.quantity], scale: scale)
        }
    }

    func departures(from right: TrainingNumbers) -> [Diagnosis.Departure] {
        zip(entries, scales(right)).filter { !agrees($0, right[$0.quantity], scale: $1) }.map { entry, _ in
            Diagnosis.Departure(name: entry.name, quantity: entry.quantity, given: entry.value, right: right[entry.quantity])
        }
    }

    /// What the mistakes explain; nil where they leave something unexplained or cannot be made.
    func finding(_ mutations: [Mutation], right: TrainingNumbers, _ departures: [Diagnosis.Departure]) -> Diagnosis.Finding? {
        // Most mistakes are ruled out by the first gradients, and no update has to be made.
        let first = mutations.filter { $0.mistake.stage != .update }
        guard let gradients = first.isEmpty ? right : simulation.numbers(first), explainsGradients(gradients),
            let numbers = simulation.numbers(mutations, updates: observation.updates)
        else { return nil }
        let scales = scales(numbers)
        var (left, all) = (0.0, 0.0)
        for (entry, scale) in zip(entries, scales) {
            let value = numbers[entry.quantity]
            guard agrees(entry, value, scale: scale) else { return nil }
            // A number of which hardly a digit was written down says little.
            let unit = max(scale, 1e4 * entry.resolution)
            guard unit > 0 else { continue }
            let (rest, departure) = ((entry.value - value) / unit, (entry.value - right[entry.quantity]) / unit)
            left += rest * rest
            all += departure * departure
        }
        return Diagnosis.Finding(
            mutations: mutations, fit: all > 0 ? max(0, 1 - (left / all).squareRoot()) : 1,
            predicted: departures.first.map { numbers[$0.quantity] } ?? .nan)
    }
}
