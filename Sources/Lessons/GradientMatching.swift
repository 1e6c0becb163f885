import CommandLanguage
import GradientComparison
import NeuralNetwork

/// Which index of a matrix of weights comes first.
public enum WeightLayout: String, CaseIterable, Sendable {
    /// `[targets × sources]`, as PyTorch and this program have it.
    case targetsFirst = "targets-first"
    /// `[sources × targets]`, as Keras and Flax have it.
    case sourcesFirst = "sources-first"
}

extension GradientFile {
    /// The file's numbers as what they are numbers of, in the model at hand.
    ///
    /// Parameters go by their own names, or a layer's weights and biases as tensors, whose names say which they are and
    /// whose shapes must fit.
    ///
    /// - Parameter layout: of the matrices; without it, as their names and shapes tell.
    /// - Returns: the numbers, and how what is not clear was read.
    public func observation(
        for simulation: Simulation, layout: WeightLayout? = nil, file: String
    ) throws(GradientFileProblem) -> (observation: GivenNumbers, notes: [Localized]) {
        let run = simulation.point.run
        let names = run.architecture.parameters.map(\.name)
        var matching = TensorMatching(run: run, layout: layout, file: file, resolution: resolution)
        var entries = losses.enumerated().map {
            GivenNumbers.Entry(.loss(step: $0), name: "L", value: $1, resolution: resolution)
        }
        if losses.count > 1 || !updated.isEmpty, run.settings == nil { throw GradientFileProblem(Phrase.noTrainingToCompare(file)) }
        for tensor in values { entries.append(try value(tensor, run, simulation.point.batch.count, file)) }
        entries += try matching.entries(gradients) { .init(.gradient($0), name: "grad(\(names[$0]))", value: $1, resolution: $2) }
        for (step, tensors) in updated.enumerated() {
            entries += try matching.entries(tensors) {
                .init(.updated($0, step: step), name: "new(\(names[$0]))", value: $1, resolution: $2)
            }
        }
        guard !entries.isEmpty else { throw GradientFileProblem(Phrase.gradientsExpected(file)) }
        return (GivenNumbers(entries, isSingle: isSingle), matching.notes)
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

/// Finds the parameters that tensors are of.
private struct TensorMatching {
    typealias Tensor = GradientFile.Tensor

    let run: TrainingRun
    let layout: WeightLayout?
    let file: String
    let resolution: Double
    private(set) var notes: [Localized] = []

    init(run: TrainingRun, layout: WeightLayout?, file: String, resolution: Double) {
        self.run = run
        self.layout = layout
        self.file = file
        self.resolution = resolution
    }

    private var names: [String] { run.architecture.parameters.map(\.name) }

    mutating func entries(
        _ tensors: [Tensor], _ entry: (_ place: Int, _ value: Double, _ resolution: Double) -> GivenNumbers.Entry
    ) throws(GradientFileProblem) -> [GivenNumbers.Entry] {
        if tensors.isEmpty { return [] }
        let places = Dictionary(zip(names, names.indices)) { first, _ in first }
        var found: [Int: Double] = [:]
        var rest: [Tensor] = []
        for tensor in tensors {
            guard let place = places[Self.plain(tensor.path.last ?? "")] else {
                rest.append(tensor)
                continue
            }
            guard tensor.values.count == 1 else {
                throw GradientFileProblem(Phrase.wrongShape(tensor.name, tensor.shape, fits: [[]], file))
            }
            found[place] = tensor.values[0]
        }
        if !rest.isEmpty {
            let isLayered = found.isEmpty && run.network != nil
            guard isLayered, let network = run.network else {
                let name = rest[0].name
                throw GradientFileProblem(Phrase.unknownTensor(name, nearest: nearestName(to: name, in: names), file))
            }
            found = try layered(rest, network)
        }
        let missing = names.indices.filter { found[$0] == nil }
        guard missing.isEmpty else { throw GradientFileProblem(Phrase.missingTensors(missing.map { names[$0] }, file)) }
        return found.sorted { $0.key < $1.key }.map { entry($0.key, $0.value, resolution) }
    }

    /// `w11` of `grad(w11)`.
    private static func plain(_ name: String) -> String {
        for head in ["grad(", "new("] where name.hasPrefix(head) && name.hasSuffix(")") {
            return String(name.dropFirst(head.count).dropLast())
        }
        return name
    }

    /// Weights and biases, layer by layer.
    private mutating func layered(_ tensors: [Tensor], _ network: Network) throws(GradientFileProblem) -> [Int: Double] {
        let named = tensors.map { TensorName($0) }
        var keys: [String] = []
        for name in named where !keys.contains(name.layer) { keys.append(name.layer) }
        let numbered = keys.map { TensorName.number(atEndOf: $0) }
        if Set(numbered.map(\.stem)).count == 1 {
            keys = zip(keys, numbered).sorted { $0.1.number < $1.1.number }.map(\.0)
        }
        let own = keys.filter { key in network.layers.contains { $0.name == key } }
        if own.count == keys.count {
            keys = network.layers.map(\.name).filter { keys.contains($0) }
        }
        guard keys.count == network.layers.count else {
            throw GradientFileProblem(Phrase.layersDoNotFit(keys, network.layers.map(\.name), names, file))
        }
        var found: [Int: Double] = [:]
        for (key, layer) in zip(keys, network.layers) {
            for (name, tensor) in zip(named, tensors) where name.layer == key {
                let isBias = name.isBias ?? (tensor.shape.count < 2)
                let pairs = isBias ? try bias(tensor, layer) : try weights(tensor, layer, name)
                for (place, value) in pairs {
                    guard found.updateValue(value, forKey: place) == nil else {
                        throw GradientFileProblem(Phrase.unknownTensor(tensor.name, nearest: nil, file))
                    }
                }
            }
        }
        return found
    }

    private func bias(_ tensor: Tensor, _ layer: Layer) throws(GradientFileProblem) -> [(Int, Double)] {
        let places = layer.neurons.compactMap(\.bias)
        let fits = [places.count]
        guard tensor.values.count == places.count, tensor.shape.filter({ $0 != 1 }) == fits.filter({ $0 != 1 }) else {
            throw GradientFileProblem(Phrase.wrongShape(tensor.name, tensor.shape, fits: [fits], file))
        }
        return Array(zip(places, tensor.values))
    }

    private mutating func weights(_ tensor: Tensor, _ layer: Layer, _ name: TensorName) throws(GradientFileProblem) -> [(Int, Double)] {
        let rows = layer.neurons.map(\.weights)
        let (targets, sources) = (rows.count, rows.first?.count ?? 0)
        let fits = [[targets, sources], [sources, targets]]
        let isVector = targets == 1 || sources == 1
        guard tensor.values.count == targets * sources, isVector || fits.contains(tensor.shape) else {
            throw GradientFileProblem(Phrase.wrongShape(tensor.name, tensor.shape, fits: fits, file))
        }
        if isVector { return Array(zip(rows.joined(), tensor.values)) }
        var isSourcesFirst = tensor.shape == [sources, targets]
        if targets == sources {
            isSourcesFirst = layout.map { $0 == .sourcesFirst } ?? name.isKernel
            if layout == nil, !name.isKernel, !name.saysWeight { notes.append(Phrase.squareRead(tensor.name, layer.name)) }
        }
        return tensor.values.enumerated().map { index, value in
            isSourcesFirst
                ? (rows[index % targets][index / targets], value) : (rows[index / sources][index % sources], value)
        }
    }
}

/// What a tensor's name says of it: `sequential/dense_1/kernel`, `0.weight`, `dW2`.
private struct TensorName {
    /// What is left of the name: the same for a layer's weights and biases.
    let layer: String
    let isBias: Bool?
    let isKernel: Bool
    let saysWeight: Bool

    init(_ tensor: GradientFile.Tensor) {
        let parts = tensor.path.flatMap { $0.split { "./_:".contains($0) }.map(String.init) }
        let kinds = parts.map { Self.kind(of: $0) }
        guard let place = kinds.lastIndex(where: { $0 != nil }), let kind = kinds[place] else {
            (layer, isBias, isKernel, saysWeight) = (parts.joined(separator: " "), nil, false, false)
            return
        }
        var rest = parts
        rest[place] = String(parts[place].reversed().prefix { $0.isNumber }.reversed())
        layer = rest.filter { !$0.isEmpty }.joined(separator: " ")
        isBias = kind == "bias"
        isKernel = kind == "kernel"
        saysWeight = kind == "weight"
    }

    /// `weight`, `kernel` or `bias`, or `w` for a single letter that may mean either layout.
    private static func kind(of part: String) -> String? {
        var word = part.lowercased()
        while let last = word.last, last.isNumber { word.removeLast() }
        for head in ["grad", "d", "g"] where word.count > head.count && word.hasPrefix(head) {
            let rest = String(word.dropFirst(head.count))
            if rest == "w" || rest == "b" { word = rest }
        }
        switch word {
        case "weight", "weights": return "weight"
        case "kernel", "bias": return word
        case "biases", "b": return "bias"
        case "w": return "w"
        default: return nil
        }
    }

    /// A name and the number that it ends with; −1 where it has none.
    static func number(atEndOf name: String) -> (stem: String, number: Int) {
        let digits = String(name.reversed().prefix { $0.isNumber }.reversed())
        let stem = name.dropLast(digits.count).trimmingSuffix(" ")
        return (stem, Int(digits) ?? -1)
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = String(self)
        while text.last == character { text.removeLast() }
        return text
    }
}
