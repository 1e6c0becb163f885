import CommandLanguage
import NeuralNetwork

extension NetworkReader {
    /// `units` neurons whose weights `initialisation` draws and whose biases are 0 where `biases` does not
    /// give them; names and order are those of a layer with `weights`.
    mutating func readInitialised(
        _ fields: Fields<LayerKey>, layer: String, number: Int, sources: [String]?
    ) -> [Neuron]? {
        if fields.has(.weights) {
            collector.report(Phrase.notWithInitialisation(LayerKey.weights.rawValue), at: fields.mark(of: .weights))
        }
        if !fields.has(.units) {
            collector.report(Phrase.initialisationNeedsUnits(layer), at: fields.mark(of: .initialisation))
        }
        let initialisation = fields[.initialisation].flatMap { InitialisationReader(collector: collector).read($0) }
        self.initialisation = initialisation
        guard let units = fields[.units],
            let count = collector.integer(units, in: 1...1_000_000).map({ Int($0) })
        else { return nil }
        let biases = (readBiases(fields, layer: layer, count: count) ?? []).map { element in
            (value: collector.number(element) ?? 0, mark: element.mark)
        }
        guard let sources else { return nil }
        // A few words may ask for more than there is memory for. Each neuron has its parameters, z and a.
        let nodes = parameters.count + count * (sources.count + 3)
        guard nodes <= limits.nodes else {
            collector.report(Phrase.layerTooLarge(layer, nodes: nodes, limit: limits.nodes), at: units.mark)
            return nil
        }
        // Without an initialisation there are parameters all the same, or `frozen` would miss them.
        let weights = (initialisation ?? .constant(0)).weights(
            sources: sources.count, targets: count, layer: number, seed: seed)
        func add(_ name: String, _ role: Parameter.Role, _ value: Double, at mark: SourceMark) -> Int {
            names.claim(name, as: .parameter, at: mark, into: collector)
            return append(Parameter(name: name, role: role, initialValue: value), at: mark)
        }
        let rows = (0..<count).map { row in
            (0..<sources.count).map { column in
                add(
                    "w\(number)[\(row + 1),\(column + 1)]", .weight, weights[row * sources.count + column],
                    at: units.mark)
            }
        }
        return rows.enumerated().map { row, weights in
            let name = "\(layer)[\(row + 1)]"
            names.claim(name, as: .neuron, at: units.mark, into: collector)
            let bias = row < biases.count ? biases[row] : (value: 0, mark: units.mark)
            return Neuron(
                name: name, weights: weights, bias: add("b\(number)[\(row + 1)]", .bias, bias.value, at: bias.mark))
        }
    }
}
