import Autograd

/// A model for one sample, laid on a tape and divided into the parts that a learner steps through.
///
/// The tape holds what is computed; the parts say how it is told: layers of units, units of quantities,
/// a quantity being a stretch of nodes with a name. Debugger, comparison and training read only this,
/// so whatever can be laid out so can be stepped.
public struct Computation: Sendable {
    /// A named result of the forward pass: `z(h1)`, `a(h1)`, `L`.
    public struct ForwardQuantity: Sendable, Equatable {
        public let symbol: Symbol
        /// The nodes that the quantity computes, in order; the last is the result.
        public let nodes: [NodeID]
    }

    /// A named result of the backward pass: `delta(h1)`, `grad(w11)`, `adjoint(y)`.
    public struct BackwardQuantity: Sendable, Equatable {
        public let symbol: Symbol
        /// The nodes whose adjoints the quantity computes, in order; the last one's is the result.
        public let nodes: [NodeID]
    }

    /// What is stepped over as one at the zoom `neuron`.
    public struct Unit: Sendable, Equatable {
        public let name: String
        public let forward: [ForwardQuantity]
        public let backward: [BackwardQuantity]
        /// The parameters, as places in `parameterNames`, that are updated with this unit.
        public let parameters: [Int]
    }

    /// What is stepped over as one at the zoom `layer`.
    public struct Section: Sendable, Equatable {
        public let name: String
        public let units: [Unit]
    }

    /// The computation with the initial parameters and a sample of zeros.
    public let tape: Tape
    public let inputs: [NodeID]
    public let targets: [NodeID]
    /// One leaf per parameter.
    public let parameters: [NodeID]
    public let parameterNames: [String]
    public let loss: NodeID
    /// In the order of the forward pass; backward goes through them from the last to the first.
    public let sections: [Section]
    /// What each named node is called.
    public let symbols: [NodeID: Symbol]
    /// The node of each name.
    public let nodes: [Symbol: NodeID]
    /// The place of each parameter in `parameters`, by its name.
    public let parameterPlaces: [String: Int]

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
        self.tape = tape
        self.inputs = inputs
        self.targets = targets
        self.parameters = parameters
        self.parameterNames = network.parameters.map(\.name)
        self.loss = loss
        self.sections = sections
        self.symbols = symbols
        nodes = Dictionary(symbols.map { ($1, $0) }, uniquingKeysWith: min)
        parameterPlaces = Dictionary(
            zip(parameterNames, parameterNames.indices).map { ($0, $1) }, uniquingKeysWith: min)
    }
}
