import Autograd

/// A network of fully connected layers as full speed needs it: matrices, and a head that makes the loss of what
/// the last layer sums up.
struct DenseNetwork: Sendable {
    /// A layer, and where its numbers lie in the workspace, in vectors of four.
    struct Layer: Sendable {
        let sources: Int
        let units: Int
        /// The identity where the head takes z.
        let activation: Activation
        let slope: Double
        /// Places in the model's parameters: `[units × sources]`.
        let weightPlaces: [Int]
        /// One per unit; nil for a neuron without bias.
        let biasPlaces: [Int?]

        /// `[sources × units]`, the biases as one more row.
        fileprivate(set) var weights = 0
        /// The weights once more as `[units × sources]`, for the way back.
        fileprivate(set) var rows = 0
        /// As the weights.
        fileprivate(set) var gradients = 0
        /// `[samples × units]`
        fileprivate(set) var activations = 0
        /// f′(z) on the way forward, δ on the way back: `[samples × units]`.
        fileprivate(set) var deltas = 0

        /// In a row of units, and in a row of sources.
        var vectors: Int { (units + 3) / 4 }
        var sourceVectors: Int { (sources + 3) / 4 }
    }

    /// What follows the last layer's sums.
    enum Head: Sendable {
        /// The squared family: e = a − t, ∂L/∂a = `share`·2e, and the sum of e² over the outputs divided by
        /// `divisor`, if there is one.
        case squaredError(divisor: Double?)
        /// Any other loss, one sample at a time on a tape of its own: where z and t go there.
        case tape(Tape, z: [NodeID], targets: [NodeID], loss: NodeID)
    }

    /// All deviations but that which only begins elsewhere.
    private static let unknown = Set(ForwardDeviation.allCases).subtracting([.startsLikeHe])

    let layers: [Layer]
    let head: Head
    /// How many samples pass at once.
    let samplesPerBlock: Int
    /// Where the way back keeps ∂L/∂a of a layer.
    let adjoints: Int
    /// How many vectors all of it takes.
    let size: Int
    var inputCount: Int { layers[0].sources }
    var outputCount: Int { layers[layers.count - 1].units }

    /// Nil for a network that is not made of fully connected layers alone, each parameter with a place of its
    /// own: with batch normalisation, dropout or shared parameters.
    init?(_ network: Network, computation: Computation, batchSize: Int) {
        guard let last = network.layers.last, network.layers.allSatisfy({ $0.deviations.isDisjoint(with: Self.unknown) })
        else { return nil }
        head = Self.head(of: network, last, computation)
        let takesSums = if case .tape = head { true } else { false }
        var used = Set<Int>()
        var layers: [Layer] = []
        var sources = network.inputs.count
        for (number, layer) in network.layers.enumerated() {
            let isLast = number == network.layers.count - 1
            guard layer.dropout == 0, layer.activation != .softmax || isLast, sources > 0, !layer.neurons.isEmpty else {
                return nil
            }
            for neuron in layer.neurons {
                guard neuron.normalisation == nil, neuron.weights.count == sources,
                    neuron.parameters.allSatisfy({ used.insert($0).inserted })
                else { return nil }
            }
            layers.append(
                Layer(
                    sources: sources, units: layer.neurons.count,
                    activation: isLast && takesSums ? .identity : layer.activation, slope: layer.slope,
                    weightPlaces: layer.neurons.flatMap(\.weights), biasPlaces: layer.neurons.map(\.bias)))
            sources = layer.neurons.count
        }
        samplesPerBlock = min(64, batchSize)
        var end = 0
        func place(_ vectors: Int) -> Int {
            defer { end += vectors }
            return end
        }
        for index in layers.indices {
            let (rows, vectors) = (layers[index].sources + 1, layers[index].vectors)
            layers[index].weights = place(rows * vectors)
            layers[index].rows = place(layers[index].units * layers[index].sourceVectors)
            layers[index].gradients = place(rows * vectors)
            layers[index].activations = place(samplesPerBlock * vectors)
            layers[index].deltas = place(samplesPerBlock * vectors)
        }
        adjoints = place(samplesPerBlock * (layers.map(\.sourceVectors).max() ?? 0))
        size = end
        self.layers = layers
    }

    private static func head(of network: Network, _ last: NeuralNetwork.Layer, _ computation: Computation) -> Head {
        let outputs = Double(last.neurons.count)
        switch network.loss {
        case .squaredError where last.activation != .softmax: return .squaredError(divisor: nil)
        case .halfSquaredError where last.activation != .softmax: return .squaredError(divisor: 2)
        case .meanSquaredError where last.activation != .softmax:
            return .squaredError(divisor: outputs > 1 ? outputs : nil)
        default:
            let z = last.neurons.compactMap { computation.nodes[.preActivation($0.name)] }
            let (tape, places) = computation.tape.part(from: z, to: computation.loss)
            return .tape(
                tape, z: z.compactMap { places[$0] }, targets: computation.targets.compactMap { places[$0] },
                loss: places[computation.loss] ?? NodeID(0))
        }
    }
}
