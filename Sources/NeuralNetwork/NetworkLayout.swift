import Autograd

extension Computation {
    /// The network for one sample: for each neuron an affine node z and an activation node a.
    public init(of network: Network) {
        var tape = Tape()
        var symbols: [NodeID: Symbol] = [:]
        var sections: [Section] = []
        let inputs = network.inputs.map { name in
            let node = tape.leaf(0)
            symbols[node] = .named(name)
            return node
        }
        let targets = network.targets.map { name in
            let node = tape.leaf(0)
            symbols[node] = .named(name)
            return node
        }
        let parameters = network.parameters.map { parameter in
            let node = tape.leaf(parameter.initialValue)
            symbols[node] = .named(parameter.name)
            return node
        }
        // A shared parameter's gradient is complete once backward has reached its first user, so it is
        // told, and updated, there.
        var owned: Set<Int> = []
        var sources = inputs
        for (layerIndex, layer) in network.layers.enumerated() {
            var units: [Unit] = []
            var activations: [NodeID] = []
            for neuron in layer.neurons {
                var operands = zip(neuron.weights, sources).flatMap { [parameters[$0], $1] }
                if let bias = neuron.bias { operands.append(parameters[bias]) }
                let z = tape.record(.affine, operands)
                let a = tape.record(layer.activation.operation, [z])
                symbols[z] = .preActivation(neuron.name)
                symbols[a] = .activation(neuron.name)
                activations.append(a)
                let own = (neuron.weights + [neuron.bias].compactMap { $0 }).filter { owned.insert($0).inserted }
                // The output layer's ∂L/∂a is told with the loss.
                let isOutput = layerIndex == network.layers.count - 1
                units.append(
                    Unit(
                        name: neuron.name,
                        forward: [
                            ForwardQuantity(symbol: .preActivation(neuron.name), nodes: [z]),
                            ForwardQuantity(symbol: .activation(neuron.name), nodes: [a]),
                        ],
                        backward: [
                            BackwardQuantity(symbol: .delta(neuron.name), nodes: isOutput ? [z] : [a, z])
                        ] + own.map { BackwardQuantity(symbol: .gradient(network.parameters[$0].name), nodes: [parameters[$0]]) },
                        parameters: own))
            }
            sections.append(Section(name: layer.name, units: units))
            sources = activations
        }
        let before = tape.count
        let (loss, perOutput) = network.loss.record(outputs: sources, targets: targets, on: &tape)
        symbols[loss] = .loss
        let own = Set(perOutput.joined())
        let lossNodes = (before..<tape.count).map { NodeID($0) }.filter { tape.operation(of: $0) != .leaf }
        var backward = [
            BackwardQuantity(symbol: .adjoint(.loss), nodes: [loss])
        ]
        let shared = lossNodes.filter { !own.contains($0) && $0 != loss }.reversed()
        for (index, output) in sources.enumerated() {
            // What all outputs share is walked through with the first of them.
            let nodes = (index == 0 ? Array(shared) : []) + perOutput[index].reversed().filter { $0 != loss }
            let name = network.layers.last?.neurons[index].name ?? ""
            backward.append(BackwardQuantity(symbol: .adjoint(.activation(name)), nodes: nodes + [output]))
        }
        sections.append(
            Section(
                name: "loss",
                units: [
                    Unit(
                        name: "L", forward: [ForwardQuantity(symbol: .loss, nodes: lossNodes)],
                        backward: backward, parameters: [])
                ]))
        self.init(
            tape: tape, inputs: inputs, targets: targets, parameters: parameters,
            parameterNames: network.parameters.map(\.name), loss: loss, sections: sections, symbols: symbols)
    }
}
