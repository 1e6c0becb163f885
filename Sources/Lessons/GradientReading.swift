import CommandLanguage
import GradientComparison
import NeuralNetwork

/// What is said of a file of numbers beside what it says itself.
public struct GradientReading: Sendable {
    /// What tensors are that the file does not say of.
    public enum Kind: Sendable, Equatable {
        case gradients
        /// The parameters after so many updates; after 0, those that the training begins with.
        case parameters(after: Int)
    }

    public var kind: Kind?
    public var layout: WeightLayout?
    public var maps: [NameMapping]

    public init(kind: Kind? = nil, layout: WeightLayout? = nil, maps: [NameMapping] = []) {
        self.kind = kind
        self.layout = layout
        self.maps = maps
    }
}

extension GradientFile {
    /// The file's numbers as what they are numbers of, in the model at hand.
    ///
    /// Where names and shapes leave more than one way, it is the one whose numbers agree with the model's; where none
    /// does, nobody can know, and what to say is asked for.
    ///
    /// - Returns: the numbers, and how what is not clear was read.
    public func observation(
        for simulation: Simulation, _ reading: GradientReading = GradientReading(), file: String
    ) throws(GradientFileProblem) -> (observation: GivenNumbers, notes: [Localized]) {
        let run = simulation.point.run
        let all = gradients + parameters + updated.joined() + bare.joined()
        for map in reading.maps { try map.check(all, file) }
        let matching = TensorMatching(run: run, maps: reading.maps, layout: reading.layout, file: file)
        let (whole, notes) = try sorted(matching, simulation, reading.kind, file)
        if whole.losses.count > 1 || !whole.updated.isEmpty, run.settings == nil {
            throw GradientFileProblem(Phrase.noTrainingToCompare(file))
        }
        let choices = try whole.first.map { tensors throws(GradientFileProblem) in try matching.choices(tensors) } ?? [.init()]
        let usual = try whole.observation(matching, choices[0], simulation, file)
        guard !usual.entries.isEmpty else { throw GradientFileProblem(Phrase.gradientsExpected(file)) }
        if choices.count == 1 || Diagnosis.departures(of: usual, from: simulation).isEmpty { return (usual, notes) }
        for choice in choices.dropFirst() {
            let other = try whole.observation(matching, choice, simulation, file)
            guard Diagnosis.departures(of: other, from: simulation).isEmpty else { continue }
            return (other, notes + [Phrase.readOtherwise(matching.text(choice, whole.first ?? []), file)])
        }
        throw GradientFileProblem(Phrase.sayMap(choices.map { matching.text($0, whole.first ?? []) }, file))
    }

    /// The tensors that tell how all are matched.
    private var first: [Tensor]? { [gradients, parameters].first { !$0.isEmpty } ?? updated.first }

    // MARK: What bare tensors are

    /// The file with its bare tensors put where they belong.
    private func sorted(
        _ matching: TensorMatching, _ simulation: Simulation, _ kind: GradientReading.Kind?, _ file: String
    ) throws(GradientFileProblem) -> (file: GradientFile, notes: [Localized]) {
        guard let tensors = bare.first else {
            if kind != nil { throw GradientFileProblem(Phrase.nothingBare(file)) }
            return (self, [])
        }
        if let kind { return (with(kind), []) }
        if bare.count > 1 { return (with(.parameters(after: 1)), []) }
        if tensors.contains(where: { TensorName($0).saysGradient }) || !gradients.isEmpty { return (with(.gradients), []) }
        let isTrained = simulation.point.run.settings != nil
        let kinds: [GradientReading.Kind] = [.gradients, .parameters(after: 0)] + (isTrained ? [.parameters(after: 1)] : [])
        let choices = try matching.choices(tensors)
        guard let right = simulation.numbers(updates: isTrained ? 1 : 0) else { return (with(.gradients), []) }
        func numbers(_ kind: GradientReading.Kind) -> [Double] {
            switch kind {
            case .gradients: right.gradients
            case .parameters(after: 0): simulation.point.parameters
            case .parameters: right.updated.first ?? []
            }
        }
        var distances = kinds.map { _ in Double.infinity }
        for choice in choices {
            let values = try matching.values(tensors, choice).sorted { $0.key < $1.key }.map(\.value)
            for (place, kind) in kinds.enumerated() { distances[place] = min(distances[place], Self.distance(values, numbers(kind))) }
        }
        // In the precision of float32: whichever it is, the other is far off.
        let exact = kinds.indices.filter { distances[$0] < 1e-5 }
        if exact.count == 1 { return (with(kinds[exact[0]]), [Phrase.readAs(kinds[exact[0]], file)].filter { _ in exact[0] > 0 }) }
        let gradients = distances[0] < Self.near
        let parameters = distances.dropFirst().contains { $0 < Self.near }
        if gradients && parameters || exact.count > 1 { throw GradientFileProblem(Phrase.sayAs(file)) }
        if parameters {
            let kind = kinds[kinds.count - 1]
            return (with(kind), [Phrase.readAs(kind, file)])
        }
        return (with(.gradients), gradients ? [] : [Phrase.readAs(.gradients, file)])
    }

    /// Half as far off as the numbers are large: unrelated numbers are further apart, and one update moves less.
    private static let near = 0.5

    /// ‖x − y‖ / max(‖x‖, ‖y‖)
    private static func distance(_ values: [Double], _ others: [Double]) -> Double {
        guard values.count == others.count else { return .infinity }
        func norm(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        let size = max(norm(values), norm(others))
        return size > 0 ? norm(zip(values, others).map { $0 - $1 }) / size : 0
    }

    private func with(_ kind: GradientReading.Kind) -> GradientFile {
        var whole = self
        whole.bare = []
        switch kind {
        case .gradients: whole.gradients += bare.first ?? []
        case .parameters(after: 0): whole.parameters += bare.first ?? []
        case .parameters(let count):
            whole.updated = Array(repeating: [], count: count - 1) + bare
        }
        return whole
    }

    // MARK: Numbers

    private func observation(
        _ matching: TensorMatching, _ choice: TensorMatching.Choice, _ simulation: Simulation, _ file: String
    ) throws(GradientFileProblem) -> GivenNumbers {
        let run = simulation.point.run
        let names = matching.names
        var entries = losses.enumerated().map {
            GivenNumbers.Entry(.loss(step: $0), name: "L", value: $1, resolution: resolution)
        }
        for tensor in values { entries.append(try value(tensor, run, simulation.point.batch.count, file)) }
        func add(
            _ tensors: [Tensor], _ word: String, _ quantity: (Int) -> GivenNumbers.Quantity
        ) throws(GradientFileProblem) {
            if tensors.isEmpty { return }
            for (place, value) in try matching.values(tensors, choice).sorted(by: { $0.key < $1.key }) {
                entries.append(.init(quantity(place), name: "\(word)(\(names[place]))", value: value, resolution: resolution))
            }
        }
        try add(parameters, "old") { .parameter($0) }
        try add(gradients, "grad") { .gradient($0) }
        for (step, tensors) in updated.enumerated() { try add(tensors, "new") { .updated($0, step: step) } }
        return GivenNumbers(entries, isSingle: isSingle)
    }

    /// z, a or δ by its name.
    private func value(
        _ tensor: Tensor, _ run: TrainingRun, _ samples: Int, _ file: String
    ) throws(GradientFileProblem) -> GivenNumbers.Entry {
        let computation = run.computations[0]
        guard samples == 1 else { throw GradientFileProblem(Phrase.valuesOfOneSample(file)) }
        guard let value = tensor.values.first, tensor.values.count == 1 else {
            throw GradientFileProblem(Phrase.wrongShape(tensor.name, tensor.shape, fits: [[]], file))
        }
        for (node, symbol) in computation.symbols {
            if symbol.name == tensor.name { return .init(.node(node), name: symbol.name, value: value, resolution: resolution) }
            guard case .preActivation(let neuron) = symbol, tensor.name == "delta(\(neuron))" else { continue }
            return .init(.adjoint(node), name: tensor.name, value: value, resolution: resolution)
        }
        let known = computation.symbols.values.map(\.name)
        throw GradientFileProblem(Phrase.unknownTensor(tensor.name, nearest: nearestName(to: tensor.name, in: known), file))
    }

    /// A file to fill in: the model's parameters by name, all null.
    public static func template(for run: TrainingRun) -> String {
        func object(_ names: [String], indent: String) -> String {
            "{\n" + names.map { "\(indent)  \"\($0)\": null" }.joined(separator: ",\n") + "\n\(indent)}"
        }
        let parameters = object(run.architecture.parameters.map(\.name), indent: "  ")
        let updated = run.settings == nil ? "" : ",\n  \"updated\": \(parameters)"
        return "{\n  \"loss\": null,\n  \"gradients\": \(parameters)\(updated)\n}"
    }
}

extension TensorMatching {
    /// What to type for a choice.
    func text(_ choice: Choice, _ tensors: [Tensor]) -> String {
        var words: [String] = []
        if let layers = choice.layers, let network = run.network {
            for tensor in tensors {
                let name = TensorName(tensor)
                // The weights of a layer show where its biases belong.
                guard name.isBias != true, tensor.shape.count > 1 || name.isBias == false, let layer = layers[name.layer] else { continue }
                words.append("--map \"\(network.layers[layer].name).weights=\(tensor.path.joined(separator: "."))\"")
            }
        }
        if layout == nil, !undecidedSquares(tensors).isEmpty { words.append("--map \(choice.layout.rawValue)") }
        return words.joined(separator: " ")
    }
}
