import Autograd
import NeuralNetwork

extension Mistake {
    /// What it does to a layer's forward pass; nil for a mistake in something else.
    var forwardDeviation: ForwardDeviation? {
        switch self {
        case .sumsAllLayers: .sumsAllLayers
        case .biasUnused: .leavesOutBias
        case .weightsByColumns: .readsWeightsByColumns
        case .activationSkipped: .skipsActivation
        case .activationTwice: .activatesTwice
        case .biasAfterActivation: .addsBiasAfterActivation
        case .dropoutUnscaled: .leavesDropoutUnscaled
        case .xavierAsHe: .startsLikeHe
        default: nil
        }
    }
}

extension TrainingRun {
    /// The run of a program with mistakes in its forward pass, whose backward pass is right for what it computes.
    ///
    /// Nil where one of them cannot be made: only layers of a network can have them.
    func broken(forward mutations: [Mutation]) -> TrainingRun? {
        guard var network else { return nil }
        for mutation in mutations {
            guard let deviation = mutation.mistake.forwardDeviation, mutation.form == 0,
                let broken = network.deviating(deviation, inLayers: { [.network, .layer($0.name)].contains(mutation.place) })
            else { return nil }
            network = broken
        }
        return TrainingRun(.network(network), data: data, settings: settings)
    }
}

/// A computation and one that is laid otherwise in the place of it, with what has the same name in both.
struct Replacement: Sendable {
    let replaced: Computation
    let replacing: Computation
    private let leaves: [(replaced: NodeID, replacing: NodeID)]
    private let named: [(replaced: NodeID, replacing: NodeID)]

    init(of replaced: Computation, by replacing: Computation) {
        self.replaced = replaced
        self.replacing = replacing
        leaves = zip(replaced.inputs + replaced.targets + replaced.parameters,
            replacing.inputs + replacing.targets + replacing.parameters).map { ($0, $1) }
        named = replaced.nodes.compactMap { symbol, node in replacing.nodes[symbol].map { (node, $0) } }
    }

    /// The numbers of nodes of the other computation at the nodes of the same names; others have none.
    func carriedBack(_ numbers: [Double]) -> [Double] {
        var carried = [Double](repeating: .nan, count: replaced.tape.count)
        for (own, other) in named where numbers.indices.contains(other.index) { carried[own.index] = numbers[other.index] }
        return carried
    }

    /// The backward pass of the program that computes the other one.
    func backwardPass(_ deviation: BackwardDeviation) -> BackwardPass {
        { tape, loss in
            var other = replacing.tape
            for (own, leaf) in leaves { other[leaf] = tape[own] }
            for (own, mask) in zip(replaced.masks, replacing.masks) {
                other[mask.node] = mask.isScaled ? tape[own.node] : min(tape[own.node], 1)
            }
            other.forward()
            var adjoints = Adjoints.backwardPass(tape, loss)
            let broken = deviation.backwardPass(other, replacing.loss)
            for (own, other) in named { adjoints[own.index] = broken[other.index] }
            return adjoints
        }
    }
}
