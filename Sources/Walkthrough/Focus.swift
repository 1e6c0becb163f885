import Debugger
import NeuralNetwork

/// What the leaf executed last was about: what the picture and the ledger light up.
///
/// `GraphFocus` says the same of a program.
struct Focus {
    private(set) var neuron: String?
    private(set) var layer: String?
    private(set) var symbol: Symbol?
    private(set) var pass: Pass?
    /// The parameters that took part, as places in the network's list.
    private(set) var parameters: Set<Int> = []
    /// Where samples are computed together, the number of the one that the leaf was about, from 1.
    private(set) var sample = 1
    /// Whether what the leaf took came back over the weights; a weight's own gradient moves nothing along its line.
    private(set) var leadsBack = false

    init(_ session: Session) {
        guard let leaf = session.executedLeaf else { return }
        let address = session.tree.address(of: leaf)
        let symbol = address.quantity
        self.symbol = symbol
        pass = address.pass
        if UpdateComputation.SharedSection(rawValue: address.layer) == nil {
            (layer, neuron) = (address.layer, address.neuron)
        }
        if let name = symbol.parameterName, let parameter = session.computation.parameterNames.firstIndex(of: name) {
            parameters = [parameter]
            return
        }
        guard let network = session.run.network else { return }
        let unit = address.neuron
        if let instance = symbol.neuronName, instance != unit {
            sample = (1...session.run.samplesPerPass).first { Network.name(unit, ofSample: $0) == instance } ?? 1
        }
        switch symbol {
        case .preActivation:
            if address.operation.kind == .product {
                let node = session.computation.tape.operand(in: address.operation.subject)
                if let parameter = session.computation.parameters.firstIndex(of: node) { parameters = [parameter] }
            } else if let neuron = network.layers.joinedNeurons.first(where: { $0.name == unit }) {
                parameters = Set(neuron.weights + [neuron.bias].compactMap { $0 })
            }
        // With batch normalisation the weights lead back to the scaled z, and from there the statistics to z.
        case .delta where !network.layers.contains { $0.isNormalised && $0.name == address.layer },
            .adjoint(.aspect(.scaled, _)):
            leadsBack = true
            // What comes back to a neuron comes over the weights that lead out of it.
            for (layer, next) in zip(network.layers, network.layers.dropFirst()) {
                if let place = layer.neurons.firstIndex(where: { $0.name == unit }) {
                    parameters = Set(next.neurons.map { $0.weights[place] })
                }
            }
        default: break
        }
    }

    /// The row of the neuron among these names; where samples are computed together, of the sample's own.
    func row(among names: [String]) -> Int? {
        if let name = symbol?.neuronName, let row = names.firstIndex(of: name) { return row }
        return neuron.flatMap { names.firstIndex(of: $0) }
    }

    /// Where to look among the names of neurons when the leaf was about no single one: at the first of those that
    /// share it, as a mean over samples, else, for the loss, at the end.
    func nearestRow(among names: [String]) -> Int? {
        if let neuron, let first = names.firstIndex(of: Network.name(neuron, ofSample: 1)) { return first }
        return isBehindLastLayer ? names.count - 1 : nil
    }

    /// Whether the leaf, if it is of no layer, was about the loss.
    var isBehindLastLayer: Bool { pass == .forward || pass == .backward || symbol == .lossSum || symbol == .loss }
}

extension [Layer] {
    var joinedNeurons: [Neuron] { flatMap(\.neurons) }
}

extension Session {
    /// Which of the model's losses the values on show serve.
    var objectiveOnShow: Int { tree.moment(of: executedLeaf ?? 0).objective }

    /// Whether an update is on its way to the batch's value of `symbol`, which reads as the last sample's until then.
    func isStillOfSample(_ symbol: Symbol) -> Bool {
        guard let executed = executedLeaf else { return false }
        let moment = tree.moment(of: executed)
        guard moment.sample == nil, let own = tree.table(at: moment).completion[symbol] else { return false }
        return own.leaf > moment.leaf
    }

    /// What the panes show of a quantity: after the validation nothing of a sample, because the network ran through other
    /// samples than the one whose values are still there, and with newer weights.
    func readingOnShow(_ symbol: Symbol) -> Reading? {
        guard let executedLeaf, symbol.isOfSample(parameters: computation.parameterPlaces) else { return reading(symbol) }
        let moment = tree.moment(of: executedLeaf)
        let isValidation = moment.sample == nil && tree.table(at: moment).leaves[moment.leaf].kind == .validationLoss
        return isValidation ? nil : reading(symbol)
    }

    /// Whether the last move, going forward, completed `symbol` in the sample or update on show.
    func hasJustReached(_ symbol: Symbol) -> Bool {
        guard let executed = executedLeaf, lastMove.upperBound == position.index, reading(symbol)?.value != nil else {
            return false
        }
        let moment = tree.moment(of: executed)
        let objective = moment.objective
        let completed: Int
        if moment.sample == nil, let row = tree.table(at: moment).completion[symbol], row.leaf <= moment.leaf {
            completed = tree.start(of: moment) + row.leaf
        } else if let row = tree.sampleTable(of: objective).completion[symbol] {
            // In an update, the sample on show is the batch's last.
            let sample = moment.sample ?? tree.samples(inBatch: moment.batch) - 1
            completed = tree.index(
                of: Moment(epoch: moment.epoch, batch: moment.batch, objective: objective, sample: sample, leaf: row.leaf))
        } else {
            return false
        }
        return lastMove.contains(completed)
    }
}

extension Symbol {
    /// Whether its value is another one with each sample.
    fileprivate func isOfSample(parameters: [String: Int]) -> Bool {
        switch self {
        case .preActivation, .activation, .delta, .slope, .aspect(.mask, _): true
        case .named(let name), .adjoint(.named(let name)): parameters[name] == nil
        case .adjoint: true
        default: false
        }
    }
}
