import Autograd

/// One pass of a tape, evaluated with nodes moved: as many copies of it at once as there are lanes.
struct LanePass {
    private let tape: Tape
    private let last: NodeID
    /// ∂L/∂node where nothing is moved.
    private let adjoints: Adjoints
    private var perturbed: PerturbedTape<Copies>
    private var movedAdjoints: MovedAdjoints

    /// `tape` has been evaluated; `last` is the loss.
    init(_ tape: Tape, last: NodeID) {
        self.tape = tape
        self.last = last
        adjoints = Adjoints(of: last, on: tape)
        perturbed = PerturbedTape(tape)
        movedAdjoints = MovedAdjoints(tape, last: last)
    }

    /// The loss with each of up to eight nodes, by itself, at each of its places.
    ///
    /// The rounding error is taken where the node is moved and not at its own value, because where the loss has its
    /// minimum the adjoints vanish there, and the first-order error with them. Only what depends on the node counts:
    /// any other rounding is the same in every loss, and leaves their difference.
    ///
    /// - Parameters:
    ///   - nodes: each in a lane of its own; one may be there twice.
    ///   - places: where each is moved to, of which `lanes` are looked at, the first among them; in the others
    ///     it stays where it is.
    ///   - dependents: what depends on any of the nodes, which is the same for all of them.
    mutating func probe(
        _ nodes: [(node: NodeID, places: SIMD8<Double>)], at lanes: [Int], _ dependents: Dependents
    ) -> [Probe] {
        let loss = SIMD8(repeating: tape[last])
        var probes = nodes.map { _ in Probe(losses: loss, roundOff: 0, crossesKink: SIMDMask(repeating: false)) }
        for place in [0] + lanes.filter({ $0 != 0 }) {
            for (lane, (node, places)) in nodes.enumerated() { perturbed[node].values[lane] = places[place] }
            perturbed.evaluate(dependents)
            let (losses, crosses) = (perturbed[last].values, crossings(dependents))
            for lane in probes.indices {
                probes[lane].losses[place] = losses[lane]
                probes[lane].crossesKink[place] = crosses[lane]
            }
            if place == 0, dependents.nodes.last == last {
                let roundOff = movedAdjoints.roundOff(of: perturbed, dependents, unmoved: adjoints)
                for lane in probes.indices { probes[lane].roundOff = roundOff[lane] }
            }
        }
        perturbed.restore(nodes.map(\.node) + dependents.nodes)
        return probes
    }

    /// In which lanes some ReLU, |x|, min or max takes another side.
    private func crossings(_ dependents: Dependents) -> SIMDMask<SIMD8<Int64>> {
        var crosses = SIMDMask<SIMD8<Int64>>(repeating: false)
        for dependent in dependents.nodes where tape.operation(of: dependent).hasKink {
            guard let branch = tape.branch(of: dependent), let (a, b) = perturbed.firstOperands(of: dependent) else { continue }
            let value = perturbed[dependent].values
            let operation = tape.operation(of: dependent)
            for lane in value.indices where operation.branch(a.values[lane], b.values[lane], value: value[lane]) != branch {
                crosses[lane] = true
            }
        }
        return crosses
    }

    /// Makes the batch's loss of the sum of its samples', on the update's tape, with the parameter moved there too.
    mutating func finish(_ probe: inout Probe, lossLeaf: NodeID, moving parameter: (node: NodeID, places: SIMD8<Double>)?) {
        var moved = [(node: lossLeaf, to: Copies(probe.losses))]
        if let parameter { moved.append((parameter.node, Copies(parameter.places))) }
        let dependents = tape.dependents(of: moved.map(\.node), upTo: last)
        perturbed.move(moved, dependents: dependents)
        probe.losses = perturbed[last].values
        probe.crossesKink .|= crossings(dependents)
        for dependent in dependents.nodes { probe.roundOff += abs(adjoints[dependent]) * tape.ownRoundOff(of: dependent) }
        perturbed.restore(moved.map(\.node) + dependents.nodes)
    }
}

/// A loss with one node moved to eight places.
struct Probe {
    var losses: SIMD8<Double>
    /// A first-order bound on the rounding error of each.
    var roundOff: Double
    /// Where some ReLU, |x|, min or max takes another side than with nothing moved.
    var crossesKink: SIMDMask<SIMD8<Int64>>
}
