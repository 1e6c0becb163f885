import CommandLanguage
import NeuralNetwork

/// Reads `network`: inputs, layers and loss.
///
/// What a mistake leaves unknown (how many neurons a layer has, say) is not asked of later places, so
/// that one mistake gives one message.
struct NetworkReader {
    let collector: ProblemCollector
    /// What the weights of an `initialisation` are drawn by.
    let seed: UInt64
    let limits: Limits
    var names = NameRegistry()
    var inputs: [String]?
    var layers: [Layer] = []
    var parameters: [Parameter] = []
    var loss: Loss?
    /// Whether a cross-entropy may be computed from z.
    var isLossFused = true
    /// The neurons of the last layer, when they are known.
    var outputCount: Int?
    private var outputActivation: Activation?
    /// How the weights of the layer that is being read are drawn, if they are.
    var initialisation: Initialisation?
    /// The edges of the graph, for its size.
    var edgeCount = 0
    /// Each parameter's place in `parameters`, and in the file.
    private var places: [String: (index: Int, mark: SourceMark)] = [:]

    init(collector: ProblemCollector, seed: UInt64 = 0, limits: Limits = Limits()) {
        self.collector = collector
        self.seed = seed
        self.limits = limits
    }

    mutating func read(_ network: YAMLValue) {
        guard let fields = collector.fields(network, as: NetworkKey.self) else { return }
        if let value = fields[.inputs] { readInputs(value) }
        let loss = fields[.loss].flatMap { LossReader(collector: collector).read($0) }
        self.loss = loss?.loss
        isLossFused = loss?.fused?.value ?? true
        guard let value = fields[.layers], let list = collector.list(value, shape: NetworkKey.layers.shape) else {
            return
        }
        guard !list.isEmpty else {
            collector.report(Phrase.emptyList(NetworkKey.layers.rawValue), at: value.mark)
            return
        }
        var sources = inputs
        var layerNames: [String: SourceMark] = [:]
        for (index, layer) in list.enumerated() {
            sources = readLayer(
                layer, number: index + 1, isOutput: index == list.count - 1, sources: sources, layerNames: &layerNames)
        }
        outputCount = sources?.count
        if let loss, let activation = outputActivation {
            LossReader(collector: collector).check(loss, after: activation, outputs: outputCount)
        }
    }

    private mutating func readInputs(_ value: YAMLValue) {
        guard let list = collector.list(value, shape: NetworkKey.inputs.shape) else { return }
        guard !list.isEmpty else {
            collector.report(Phrase.emptyList(NetworkKey.inputs.rawValue), at: value.mark)
            return
        }
        var names: [String] = []
        for element in list {
            guard let name = collector.string(element) else { continue }
            self.names.register(name, as: .input, at: element.mark, into: collector)
            names.append(name)
        }
        if names.count == list.count { inputs = names }
    }

    /// - Returns: the names of the layer's neurons, the sources of the next; nil when they are not known.
    private mutating func readLayer(
        _ value: YAMLValue, number: Int, isOutput: Bool, sources: [String]?, layerNames: inout [String: SourceMark]
    ) -> [String]? {
        guard let fields = collector.fields(value, as: LayerKey.self) else { return nil }
        var name: String?
        if let value = fields[.name], let text = collector.string(value) {
            // The loss is told after the last layer, and what an update shares beside the layers, under these names.
            let isReserved = UpdateComputation.SharedSection(rawValue: text) != nil
            if !isReserved, !NameRegistry.isName(text) {
                collector.report(Phrase.notAName(text, longest: NameRegistry.longestName), at: value.mark)
            } else if isReserved {
                collector.report(Phrase.reservedName(text), at: value.mark)
            } else if let first = layerNames[text] {
                collector.report(Phrase.layerNameTaken(text, at: first), at: value.mark)
            } else {
                layerNames[text] = value.mark
            }
            name = text
        }
        let activation = fields[.activation].flatMap { collector.choice($0, of: Activation.self) }
        let options = readOptions(fields, activation: activation, isOutput: isOutput)
        if isOutput { outputActivation = activation }
        var neurons: [Neuron]?
        initialisation = nil
        let title = name ?? "\(number)"
        if fields.has(.neurons) {
            for key in [LayerKey.units, .initialisation, .weights, .biases] where fields.has(key) {
                collector.report(Phrase.notWithNeurons(key.rawValue), at: fields.mark(of: key))
            }
            neurons = fields[.neurons].flatMap { readNamed($0, sources: sources) }
        } else if fields.has(.initialisation) {
            neurons = readInitialised(fields, layer: title, number: number, sources: sources)
        } else {
            neurons = readUnnamed(fields, layer: title, number: number, sources: sources)
        }
        guard var neurons else { return nil }
        if let mark = options.normalisation { neurons = normalised(neurons, number: number, at: mark) }
        edgeCount += neurons.reduce(0) { $0 + 2 * $1.weights.count + ($1.normalisation == nil ? 2 : 14) }
        if let name, let activation {
            layers.append(
                Layer(
                    name: name, activation: activation, slope: options.slope, dropout: options.dropout, neurons: neurons,
                    initialisation: initialisation))
        }
        return neurons.map(\.name)
    }

    /// What a layer may say of its activation, and where it may.
    private func readOptions(
        _ fields: Fields<LayerKey>, activation: Activation?, isOutput: Bool
    ) -> (slope: Double, dropout: Double, normalisation: SourceMark?) {
        if activation == .softmax, !isOutput, let value = fields[.activation] {
            collector.report(Phrase.softmaxOnlyInOutput, at: value.mark)
        }
        if let activation, activation != .leakyReLU, fields.has(.slope) {
            collector.report(Phrase.slopeNeedsLeakyReLU(activation.rawValue), at: fields.mark(of: .slope))
        }
        if isOutput, fields.has(.dropout) {
            collector.report(Phrase.dropoutNotInOutput, at: fields.mark(of: .dropout))
        }
        let normalises = fields[.batchNormalisation].flatMap { collector.truth($0) } ?? false
        if isOutput, normalises {
            collector.report(Phrase.normalisationNotInOutput, at: fields.mark(of: .batchNormalisation))
        }
        return (
            fields[.slope].flatMap { collector.number($0) } ?? Activation.usualSlope,
            fields[.dropout].flatMap { collector.number($0, .belowOne) } ?? 0,
            normalises ? fields.mark(of: .batchNormalisation) : nil
        )
    }

    /// The neurons with the parameters of batch normalisation, `gamma1[2]` and `beta1[2]` (layer, neuron), which
    /// begin at 1 and 0.
    private mutating func normalised(_ neurons: [Neuron], number: Int, at mark: SourceMark) -> [Neuron] {
        neurons.enumerated().map { place, neuron in
            func parameter(_ letter: String, _ role: Parameter.Role, _ value: Double) -> Int {
                let name = "\(letter)\(number)[\(place + 1)]"
                names.claim(name, as: .parameter, at: mark, into: collector)
                return append(Parameter(name: name, role: role, initialValue: value), at: mark)
            }
            return neuron.normalised(
                by: Neuron.Normalisation(scale: parameter("gamma", .scale, 1), shift: parameter("beta", .shift, 0)))
        }
    }

    /// Where a layer asks for batch normalisation: its samples are computed together.
    var isJoint: Bool { layers.contains { $0.neurons.contains { $0.normalisation != nil } } }

    // MARK: Named neurons

    private mutating func readNamed(_ value: YAMLValue, sources: [String]?) -> [Neuron]? {
        guard let pairs = collector.record(value, shape: LayerKey.neurons.shape) else { return nil }
        guard !pairs.isEmpty else {
            collector.report(Phrase.emptyList(LayerKey.neurons.rawValue), at: value.mark)
            return nil
        }
        return pairs.map { pair in
            names.register(pair.key, as: .neuron, at: pair.keyMark, into: collector)
            guard let fields = collector.fields(pair.value, as: NeuronKey.self) else {
                return Neuron(name: pair.key, weights: [], bias: nil)
            }
            return Neuron(
                name: pair.key,
                weights: fields[.weights].map { readWeights($0, neuron: pair.key, sources: sources) } ?? [],
                bias: fields[.bias].flatMap { readBias($0, neuron: pair.key) })
        }
    }

    private mutating func readWeights(_ value: YAMLValue, neuron: String, sources: [String]?) -> [Int] {
        guard let pairs = collector.record(value, shape: NeuronKey.weights.shape) else { return [] }
        if let sources, pairs.count < sources.count {
            collector.report(
                Phrase.weightsMissing(neuron, sources: sources, given: pairs.map(\.key)), at: value.mark)
        } else if let sources, pairs.count > sources.count {
            let extra = pairs[sources.count]
            collector.report(
                Phrase.weightsTooMany(neuron, sources: sources, extra: pairs[sources.count...].map(\.key)),
                at: extra.keyMark)
        }
        return pairs.compactMap { readParameter($0, role: .weight) }
    }

    private mutating func readBias(_ value: YAMLValue, neuron: String) -> Int? {
        guard let pairs = collector.record(value, shape: NeuronKey.bias.shape) else { return nil }
        guard pairs.count == 1, let pair = pairs.first else {
            collector.report(
                Phrase.oneBias(neuron, count: pairs.count), at: pairs.dropFirst().first?.keyMark ?? value.mark)
            return nil
        }
        return readParameter(pair, role: .bias)
    }

    /// A parameter under the author's own name; one that was met before is shared.
    private mutating func readParameter(_ pair: YAMLValue.Pair, role: Parameter.Role) -> Int? {
        guard let value = collector.number(pair.value) else {
            // The name is taken all the same, or `frozen` would miss it.
            if places[pair.key] == nil {
                _ = add(Parameter(name: pair.key, role: role, initialValue: 0), at: pair.keyMark)
            }
            return nil
        }
        if let (index, mark) = places[pair.key] {
            let first = parameters[index]
            if first.role != role {
                collector.report(Phrase.sharedRole(pair.key, first: mark), at: pair.keyMark)
            } else if first.initialValue != value {
                collector.report(
                    Phrase.sharedValue(pair.key, first: first.initialValue, at: mark, second: value),
                    at: pair.value.mark)
            }
            return index
        }
        return add(Parameter(name: pair.key, role: role, initialValue: value), at: pair.keyMark)
    }

    private mutating func add(_ parameter: Parameter, at mark: SourceMark) -> Int {
        names.register(parameter.name, as: .parameter, at: mark, into: collector)
        return append(parameter, at: mark)
    }

    mutating func append(_ parameter: Parameter, at mark: SourceMark) -> Int {
        parameters.append(parameter)
        places[parameter.name] = (parameters.count - 1, mark)
        return parameters.count - 1
    }

    // MARK: Unnamed neurons

    /// `units`, `weights` `[targets × sources]` and `biases`: neurons `hidden[1]`…, parameters
    /// `w1[2,3]` (layer, target, source) and `b1[2]`.
    private mutating func readUnnamed(
        _ fields: Fields<LayerKey>, layer: String, number: Int, sources: [String]?
    ) -> [Neuron]? {
        let hasUnits = fields.has(.units)
        let units = fields[.units].flatMap { collector.integer($0, in: 1...1_000_000) }.map { Int($0) }
        guard let weights = fields[.weights] else {
            collector.report(
                hasUnits
                    ? Phrase.unitsNeedWeights(layer, units: units, sources: sources?.count)
                    : Phrase.layerNeedsNeurons(layer), at: hasUnits ? fields.mark(of: .units) : fields.mark)
            return nil
        }
        guard let rows = collector.list(weights, shape: LayerKey.weights.shape) else { return nil }
        if rows.isEmpty {
            collector.report(Phrase.emptyList(LayerKey.weights.rawValue), at: weights.mark)
            return nil
        }
        if let units, rows.count != units {
            collector.report(
                Phrase.rowCount(rows.count, layer: layer, units: units),
                at: rows.dropFirst(units).first?.mark ?? weights.mark)
        }
        let count = units ?? rows.count
        let biasList = readBiases(fields, layer: layer, count: count)
        // The rows' parameters come before the biases, row by row.
        var neurons: [(name: String, weights: [Int])] = []
        for (row, value) in rows.enumerated() {
            let name = "\(layer)[\(row + 1)]"
            names.claim(name, as: .neuron, at: value.mark, into: collector)
            neurons.append((name, readRow(value, number: number, row: row + 1, layer: layer, sources: sources)))
        }
        let biases = (biasList ?? []).enumerated().map { index, value in
            let parameter = Parameter(
                name: "b\(number)[\(index + 1)]", role: .bias, initialValue: collector.number(value) ?? 0)
            names.claim(parameter.name, as: .parameter, at: value.mark, into: collector)
            return append(parameter, at: value.mark)
        }
        let known = neurons.enumerated().map { index, neuron in
            Neuron(name: neuron.name, weights: neuron.weights, bias: index < biases.count ? biases[index] : nil)
        }
        return units == nil && hasUnits ? nil : known
    }

    /// The elements of `biases`, one per neuron.
    func readBiases(_ fields: Fields<LayerKey>, layer: String, count: Int) -> [YAMLValue]? {
        let list = fields[.biases].flatMap { collector.list($0, shape: LayerKey.biases.shape) }
        if let list, list.count != count {
            collector.report(
                Phrase.biasCount(list.count, layer: layer, units: count),
                at: list.dropFirst(count).first?.mark ?? fields.mark(of: .biases))
        }
        return list
    }

    private mutating func readRow(
        _ value: YAMLValue, number: Int, row: Int, layer: String, sources: [String]?
    ) -> [Int] {
        guard let elements = collector.list(value, shape: .list(.number(.any))) else { return [] }
        if let sources, elements.count != sources.count {
            collector.report(
                Phrase.rowLength(elements.count, layer: layer, row: row, sources: sources.count),
                at: elements.dropFirst(sources.count).first?.mark ?? value.mark)
        }
        return elements.enumerated().map { column, element in
            let parameter = Parameter(
                name: "w\(number)[\(row),\(column + 1)]", role: .weight,
                initialValue: collector.number(element) ?? 0)
            names.claim(parameter.name, as: .parameter, at: element.mark, into: collector)
            return append(parameter, at: element.mark)
        }
    }

    /// The nodes of the graph for one sample, with room for the nodes of any of the losses.
    var nodeCount: Int {
        (inputs?.count ?? 0) + parameters.count + layers.reduce(0) { $0 + nodes(perNeuronOf: $1) * $1.neurons.count } + 9
            * (outputCount ?? 0) + 8
    }

    /// z and a; a leaky ReLU has its slope, a softmax a difference, and dropout a mask and what it leaves.
    private func nodes(perNeuronOf layer: Layer) -> Int {
        2 + (layer.activation == .leakyReLU || layer.activation == .softmax ? 1 : 0) + (layer.dropout > 0 ? 2 : 0)
            + (layer.neurons.first?.normalisation == nil ? 0 : 9)
    }
}
