import Autograd
import NeuralNetwork

/// Numbers on trial.
struct Trial {
    let observation: GivenNumbers
    let simulation: Simulation
    /// The numbers in the order of the computation.
    let entries: [GivenNumbers.Entry]
    /// Which of them are measured by the same scale.
    private let groups: [Int]

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
            case .parameter(let place): (-1, 0, place)
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
            var sizes = [abs(entry.value), abs(numbers[entry.quantity])]
            // Where an update takes a parameter almost to 0, what is left has the rounding of the one before.
            if case .updated(let place, let step) = entry.quantity {
                sizes.append(abs(numbers[step == 0 ? .parameter(place) : .updated(place, step: step - 1)]))
            }
            for size in sizes where size.isFinite { largest[group] = max(largest[group] ?? 0, size) }
        }
        return groups.map { largest[$0] ?? 0 }
    }

    private func agrees(_ entry: GivenNumbers.Entry, _ value: Double, scale: Double) -> Bool {
        entry.value == value || abs(entry.value - value) <= entry.resolution + observation.relativeError * scale
    }

    func departures(from right: TrainingNumbers) -> [Diagnosis.Departure] {
        zip(entries, scales(right)).filter { !agrees($0, right[$0.quantity], scale: $1) }.map { entry, _ in
            Diagnosis.Departure(name: entry.name, quantity: entry.quantity, given: entry.value, right: right[entry.quantity])
        }
    }

    /// Where the numbers depart, one bit each.
    func departing(from right: TrainingNumbers) -> [UInt64] {
        let scales = scales(right)
        return bits { !agrees(entries[$0], right[entries[$0].quantity], scale: scales[$0]) }
    }

    /// What a mistake alone does to the numbers; nil where it cannot be made.
    func effect(_ mutation: Mutation, right: TrainingNumbers) -> Effect? {
        guard let numbers = simulation.numbers([mutation], updates: observation.updates) else { return nil }
        let scales = scales(numbers)
        return Effect(
            mutation: mutation,
            changed: bits { index in
                let (value, usual) = (numbers[entries[index].quantity], right[entries[index].quantity])
                return abs(value - usual) > observation.relativeError * scales[index] || value.isNaN != usual.isNaN
            },
            explained: bits { agrees(entries[$0], numbers[entries[$0].quantity], scale: scales[$0]) })
    }

    /// As many numbers as tell pairs apart; the rest are looked at when a pair is tried.
    private static let mostBits = 1024

    private func bits(_ isSet: (Int) -> Bool) -> [UInt64] {
        let stride = (entries.count + Self.mostBits - 1) / Self.mostBits
        var bits = [UInt64](repeating: 0, count: (min(entries.count, Self.mostBits) + 63) / 64)
        for (bit, index) in Swift.stride(from: 0, to: entries.count, by: max(1, stride)).enumerated() where isSet(index) {
            bits[bit / 64] |= 1 << UInt64(bit % 64)
        }
        return bits
    }

    private func explainsGradients(_ numbers: TrainingNumbers) -> Bool {
        zip(entries, scales(numbers)).allSatisfy { entry, scale in
            guard case .gradient = entry.quantity else { return true }
            return agrees(entry, numbers[entry.quantity], scale: scale)
        }
    }

    /// What the mistakes explain; nil where they leave something unexplained or cannot be made.
    func finding(
        _ mutations: [Mutation], _ variant: VariantUse?, right: TrainingNumbers, _ departures: [Diagnosis.Departure]
    ) -> Diagnosis.Finding? {
        // Most mistakes are ruled out by the first gradients, and no update has to be made.
        let first = mutations.filter { $0.mistake.stage != .update }
        guard let gradients = first.isEmpty ? right : simulation.numbers(first), explainsGradients(gradients),
            let numbers = simulation.numbers(mutations, variant: variant, updates: observation.updates)
        else { return nil }
        var (left, all) = (0.0, 0.0)
        for (entry, (scale, usual)) in zip(entries, zip(scales(numbers), scales(right))) {
            let value = numbers[entry.quantity]
            guard agrees(entry, value, scale: scale) else { return nil }
            // A number of which hardly a digit was written down says little. What is all 0 departs by what is right.
            let unit = max(scale, usual, 1e4 * entry.resolution)
            guard unit > 0 else { continue }
            let (rest, departure) = ((entry.value - value) / unit, (entry.value - right[entry.quantity]) / unit)
            left += rest * rest
            all += departure * departure
        }
        return Diagnosis.Finding(
            mutations: mutations, fit: all > 0 ? max(0, 1 - (left / all).squareRoot()) : 1,
            predicted: departures.first.map { numbers[$0.quantity] } ?? .nan, variant: variant)
    }
}
