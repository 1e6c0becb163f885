import Autograd
import NeuralNetwork

/// A computation as a learner thinks of it: layers of neurons, each with its z and a.
///
/// Read off the tape, so that it is the same for a network, one whose samples are computed together, and a program,
/// whose assignments have no z but may hold activations too.
struct Anatomy {
    struct Neuron {
        let name: String
        /// z, one per sample of the pass; for a program's assignment its result.
        let z: [NodeID]
        /// a, one per sample.
        let a: [NodeID]
        /// The nodes within the neuron that apply an activation, without those that backward does not know of.
        let activations: [NodeID]
        /// The leaves of the parameters that are updated with it.
        let parameters: [NodeID]
    }

    struct Layer {
        let name: String
        let neurons: [Neuron]
        var z: [NodeID] { neurons.flatMap(\.z) }
    }

    let computation: Computation
    /// In the order of the forward pass, without the loss.
    let layers: [Layer]
    let isNetwork: Bool

    var tape: Tape { computation.tape }
    var sampleCount: Int { layers.last?.neurons.first?.z.count ?? 1 }
    /// Whether the loss starts from z, so that backward does not know of the outputs a.
    let isFused: Bool
    let outputsAreSoftmax: Bool

    init(of computation: Computation) {
        self.computation = computation
        let tape = computation.tape
        isNetwork = !computation.neuronNames.isEmpty
        var layers: [Layer] = []
        for section in computation.sections {
            let neurons = section.units.compactMap { unit -> Neuron? in
                var z: [NodeID] = []
                var a: [NodeID] = []
                for quantity in unit.forward {
                    guard let node = quantity.nodes.last else { continue }
                    switch quantity.symbol {
                    case .preActivation(let name):
                        z.append(node)
                        // Softmax activations stand in a unit of their own.
                        if let own = computation.nodes[.activation(name)] { a.append(own) }
                    case .named where computation.neuronNames.isEmpty && node != computation.loss: z.append(node)
                    default: break
                    }
                }
                guard !z.isEmpty else { return nil }
                let activations = unit.forward.flatMap(\.nodes)
                    .filter { tape.operation(of: $0).isActivation && !tape.uses(of: $0).isEmpty }
                return Neuron(
                    name: unit.name, z: z, a: a, activations: activations,
                    parameters: unit.parameters.map { computation.parameters[$0] })
            }
            if !neurons.isEmpty { layers.append(Layer(name: section.name, neurons: neurons)) }
        }
        self.layers = layers
        let outputs = layers.last?.neurons.flatMap(\.a) ?? []
        isFused = !outputs.isEmpty && outputs.allSatisfy { tape.uses(of: $0).isEmpty }
        outputsAreSoftmax = outputs.contains { tape.operation(of: $0) == .exp }
    }

    /// The neurons of a place, with the number of their layer; nil where there is no such place.
    func neurons(at place: MistakePlace) -> [(layer: Int, number: Int)]? {
        let all = layers.indices.flatMap { layer in layers[layer].neurons.indices.map { (layer: layer, number: $0) } }
        let found = all.filter { layer, number in
            switch place {
            case .network: true
            case .layer(let name): layers[layer].name == name
            case .neuron(let name): layers[layer].neurons[number].name == name
            }
        }
        return found.isEmpty ? nil : found
    }

    /// Every place, the widest first; neurons only where they are few enough to be tried one by one.
    var places: [MistakePlace] {
        let neurons = layers.filter { $0.neurons.count > 1 || $0.neurons[0].name != $0.name }.flatMap(\.neurons)
        return [.network] + layers.map { .layer($0.name) }
            + (neurons.count <= Self.mostNeurons ? neurons.map { .neuron($0.name) } : [])
    }

    static let mostNeurons = 64

    /// The weights of a neuron in one sample: the slots of the weights on the tape, in the order of their sources.
    func weightSlots(_ z: NodeID) -> [Int] {
        guard tape.operation(of: z) == .affine else { return [] }
        let slots = tape.slots(of: z)
        return stride(from: slots.lowerBound, to: slots.upperBound - 1, by: 2).map { $0 }
    }

    /// The slot of a neuron's bias.
    func biasSlot(_ z: NodeID) -> Int? {
        let slots = tape.slots(of: z)
        return tape.operation(of: z) == .affine && !slots.count.isMultiple(of: 2) ? slots.upperBound - 1 : nil
    }

    /// The layer's weights in one sample of the pass as slots of the tape, `[neurons × sources]`.
    func weights(ofLayer layer: Int, sample: Int) -> [[Int]] {
        layers[layer].neurons.map { $0.z.indices.contains(sample) ? weightSlots($0.z[sample]) : [] }
    }
}

extension Operation {
    /// Whether networks use it as an activation other than the identity.
    var isActivation: Bool {
        switch self {
        case .sigmoid, .tanh, .relu, .leakyReLU, .softplus, .gelu: true
        default: false
        }
    }
}
