import CommandLanguage
import GradientComparison
import NeuralNetwork

/// Finds the parameters that tensors are of.
///
/// Parameters go by their own names, or a layer's weights and biases as tensors, whose names say which they are and
/// whose shapes must fit; what `maps` say comes before both.
struct TensorMatching {
    typealias Tensor = GradientFile.Tensor

    /// One of the ways in which tensors may fit the network.
    struct Choice: Equatable {
        /// Which index of a square matrix comes first, where its name does not say.
        var layout = WeightLayout.targetsFirst
        /// The layer, by its number, that each key of a tensor's name means; nil for those whose names or numbers say.
        var layers: [String: Int]?
    }

    let run: TrainingRun
    let maps: [NameMapping]
    /// The layout of all square matrices, where it was said.
    let layout: WeightLayout?
    let file: String

    var names: [String] { run.architecture.parameters.map(\.name) }

    // MARK: The ways

    /// Every way in which the tensors may be read, the usual one first.
    func choices(_ tensors: [Tensor]) throws(GradientFileProblem) -> [Choice] {
        let tensors = try IndexedNames.gathered(tensors, known: Set(names), file)
        let rest = try unmapped(tensors)
        var choices = [Choice()]
        if let network = run.network, rest.contains(where: { place(of: $0) == nil }) {
            let layers = remaining(network, tensors)
            let named = rest.map { TensorName($0) }
            if decidedLayers(named, network, layers) == nil {
                let fitting = assignments(rest, named, network, layers)
                if !fitting.isEmpty { choices = fitting.map { Choice(layers: $0) } }
            }
        }
        guard layout == nil, !undecidedSquares(tensors).isEmpty else {
            return choices.map { Choice(layout: layout ?? .targetsFirst, layers: $0.layers) }
        }
        return choices.flatMap { choice in WeightLayout.allCases.map { Choice(layout: $0, layers: choice.layers) } }
    }

    /// The square matrices of weights whose names do not say which index comes first.
    func undecidedSquares(_ tensors: [Tensor]) -> [Tensor] {
        tensors.filter { tensor in
            let name = TensorName(tensor)
            return tensor.shape.count == 2 && tensor.shape[0] == tensor.shape[1] && tensor.shape[0] > 1
                && name.isBias != true && !name.isKernel && !name.saysWeight && place(of: tensor) == nil
        }
    }

    // MARK: One way

    /// The value of each parameter, by its place.
    func values(_ given: [Tensor], _ choice: Choice) throws(GradientFileProblem) -> [Int: Double] {
        let tensors = try IndexedNames.gathered(given, known: Set(names), file)
        var found: [Int: Double] = [:]
        func put(_ place: Int, _ value: Double, _ name: String) throws(GradientFileProblem) {
            guard found.updateValue(value, forKey: place) == nil else {
                throw GradientFileProblem(Phrase.givenTwice(names[place], name, file))
            }
        }
        for map in maps {
            guard let tensor = tensors.first(where: map.isMeant) else { continue }
            for (place, value) in try mapped(map, tensor, choice) { try put(place, value, tensor.name) }
        }
        var rest: [Tensor] = []
        for tensor in try unmapped(tensors) {
            guard let place = place(of: tensor) else {
                rest.append(tensor)
                continue
            }
            guard tensor.values.count == 1 else {
                throw GradientFileProblem(Phrase.wrongShape(tensor.name, tensor.shape, fits: [[]], file))
            }
            try put(place, tensor.values[0], tensor.name)
        }
        if !rest.isEmpty {
            guard let network = run.network, rest.count == tensors.count || !maps.isEmpty else {
                throw GradientFileProblem(Phrase.unknownTensor(rest[0].name, nearest: nearestName(to: rest[0].name, in: names), file))
            }
            for (place, value, name) in try layered(rest, network, remaining(network, tensors), choice) { try put(place, value, name) }
        }
        let missing = names.indices.filter { found[$0] == nil }
        guard missing.isEmpty else { throw GradientFileProblem(Phrase.missingTensors(missing.map { names[$0] }, file)) }
        return found
    }

    /// The parameter of a tensor that goes by its name: `w11`, or `grad(w11)`.
    private func place(of tensor: Tensor) -> Int? {
        var name = tensor.path.last ?? ""
        for head in ["grad(", "new(", "old("] where name.hasPrefix(head) && name.hasSuffix(")") {
            name = String(name.dropFirst(head.count).dropLast())
        }
        return names.firstIndex(of: name)
    }

    // MARK: Mappings

    private func unmapped(_ tensors: [Tensor]) throws(GradientFileProblem) -> [Tensor] {
        tensors.filter { tensor in !maps.contains { $0.isMeant(tensor) } }
    }

    private func mapped(_ map: NameMapping, _ tensor: Tensor, _ choice: Choice) throws(GradientFileProblem) -> [(Int, Double)] {
        switch map.target {
        case .parameter(let place): return [(place, try map.element(of: tensor, file))]
        case .weights(let layer):
            guard let network = run.network else { return [] }
            return try weights(tensor, network.layers[layer], TensorName(tensor), choice)
        case .biases(let layer):
            guard let network = run.network else { return [] }
            return try bias(tensor, network.layers[layer])
        }
    }

    /// The layers, by their numbers, that the mappings leave something of.
    private func remaining(_ network: Network, _ tensors: [Tensor]) -> [Int] {
        let used = maps.filter { map in tensors.contains(where: map.isMeant) }
        return network.layers.indices.filter { layer in
            let neurons = network.layers[layer].neurons
            func isTaken(_ target: NameMapping.Target, _ places: [Int]) -> Bool {
                places.isEmpty || used.contains { $0.target == target }
                    || places.allSatisfy { place in used.contains { $0.target == .parameter(place) } }
            }
            return !isTaken(.weights(layer), neurons.flatMap(\.weights)) || !isTaken(.biases(layer), neurons.compactMap(\.bias))
        }
    }

    // MARK: Layers

    private static func keys(_ named: [TensorName]) -> [String] {
        var keys: [String] = []
        for name in named where !keys.contains(name.layer) { keys.append(name.layer) }
        return keys
    }

    /// The layer of each key, where mappings, names or numbers say; nil where they do not.
    private func decidedLayers(_ named: [TensorName], _ network: Network, _ layers: [Int]) -> [String: Int]? {
        let keys = Self.keys(named)
        let own = keys.compactMap { key in network.layers.firstIndex { $0.name == key } }
        if own.count == keys.count { return Dictionary(uniqueKeysWithValues: zip(keys, own)) }
        guard keys.count == layers.count else { return nil }
        if keys.count == 1 { return [keys[0]: layers[0]] }
        let numbered = keys.map { TensorName.number(atEndOf: $0) }
        guard Set(numbered.map(\.stem)).count == 1, Set(numbered.map(\.number)).count == keys.count else { return nil }
        let ordered = zip(keys, numbered).sorted { $0.1.number < $1.1.number }.map(\.0)
        return Dictionary(uniqueKeysWithValues: zip(ordered, layers))
    }

    private static let mostChoices = 24

    /// The layers that the keys may mean by the shapes of their tensors; in the order of the file first.
    private func assignments(
        _ tensors: [Tensor], _ named: [TensorName], _ network: Network, _ layers: [Int]
    ) -> [[String: Int]] {
        let keys = Self.keys(named)
        guard keys.count == layers.count else { return [] }
        let fits = keys.map { key in
            layers.filter { layer in
                zip(named, tensors).allSatisfy { name, tensor in
                    name.layer != key || (try? values(of: tensor, name, network.layers[layer], Choice())) != nil
                }
            }
        }
        var found: [[String: Int]] = []
        func extend(_ taken: [Int]) {
            guard found.count < Self.mostChoices else { return }
            guard taken.count < keys.count else {
                found.append(Dictionary(uniqueKeysWithValues: zip(keys, taken)))
                return
            }
            for layer in fits[taken.count] where !taken.contains(layer) { extend(taken + [layer]) }
        }
        extend([])
        return found
    }

    private func layered(
        _ tensors: [Tensor], _ network: Network, _ layers: [Int], _ choice: Choice
    ) throws(GradientFileProblem) -> [(Int, Double, String)] {
        let named = tensors.map { TensorName($0) }
        let keys = Self.keys(named)
        let decided = choice.layers ?? decidedLayers(named, network, layers)
            ?? (keys.count == layers.count ? Dictionary(uniqueKeysWithValues: zip(keys, layers)) : nil)
        guard let decided else {
            throw GradientFileProblem(Phrase.layersDoNotFit(keys, layers.map { network.layers[$0].name }, names, file))
        }
        var found: [(Int, Double, String)] = []
        for (name, tensor) in zip(named, tensors) {
            guard let layer = decided[name.layer] else { continue }
            for (place, value) in try values(of: tensor, name, network.layers[layer], choice) { found.append((place, value, tensor.name)) }
        }
        return found
    }

    private func values(
        of tensor: Tensor, _ name: TensorName, _ layer: Layer, _ choice: Choice
    ) throws(GradientFileProblem) -> [(Int, Double)] {
        name.isBias ?? (tensor.shape.count < 2) ? try bias(tensor, layer) : try weights(tensor, layer, name, choice)
    }

    private func bias(_ tensor: Tensor, _ layer: Layer) throws(GradientFileProblem) -> [(Int, Double)] {
        let places = layer.neurons.compactMap(\.bias)
        let fits = [places.count]
        guard tensor.values.count == places.count, tensor.shape.filter({ $0 != 1 }) == fits.filter({ $0 != 1 }) else {
            throw GradientFileProblem(Phrase.wrongShape(tensor.name, tensor.shape, fits: [fits], file))
        }
        return Array(zip(places, tensor.values))
    }

    private func weights(
        _ tensor: Tensor, _ layer: Layer, _ name: TensorName, _ choice: Choice
    ) throws(GradientFileProblem) -> [(Int, Double)] {
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
            let isOpen = layout == nil && !name.isKernel && !name.saysWeight
            isSourcesFirst = isOpen ? choice.layout == .sourcesFirst : layout.map { $0 == .sourcesFirst } ?? name.isKernel
        }
        return tensor.values.enumerated().map { index, value in
            isSourcesFirst
                ? (rows[index % targets][index / targets], value) : (rows[index / sources][index % sources], value)
        }
    }
}
