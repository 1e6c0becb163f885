import NeuralNetwork

/// What an update takes and names, whatever the model: measured on networks of one weight and of two.
struct UpdateOutline {
    /// The nodes on the update's tape for each weight; a bias has fewer.
    let nodesPerParameter: Int
    /// The nodes that all parameters share.
    let sharedNodes: Int
    /// What its formulas call by a bare name beside the parameters: `eta`, `k`, `gamma`.
    let names: Set<String>

    init(of settings: TrainingSettings) {
        let one = Self.update(settings, weights: 1)
        nodesPerParameter = Self.update(settings, weights: 2).tape.count - one.tape.count
        sharedNodes = one.tape.count - nodesPerParameter
        names = Set(
            one.symbols.values.compactMap { symbol in
                if case .named = symbol { return nil }
                guard case .name(let name, _) = symbol.expression else { return nil }
                return name
            })
    }

    private static func update(_ settings: TrainingSettings, weights: Int) -> UpdateComputation {
        let parameters = (1...weights).map { Parameter(name: "w[\($0)]", role: .weight, initialValue: 0) }
        let neuron = Neuron(name: "y", weights: Array(0..<weights), bias: nil)
        let network = Network(
            inputs: (1...weights).map { "x\($0)" },
            layers: [Layer(name: "output", activation: .identity, neurons: [neuron])], parameters: parameters,
            loss: .squaredError, targets: ["t"])
        return UpdateComputation(
            of: Computation(of: network), roles: parameters.map(\.role), settings: settings,
            isMean: settings.batchSize > 1)
    }
}
