import Autograd

/// One pass of a tape, evaluated with a node moved to eight places at once.
struct LanePass {
    private let tape: Tape
    private let last: NodeID
    /// ∂L/∂node where nothing is moved.
    private let adjoints: Adjoints
    private var perturbed: PerturbedTape<Copies>
    /// The tape with the node at the first of its places, and the adjoints there.
    private var moved: Tape
    private var movedAdjoints: Adjoints

    /// `tape` has been evaluated; `last` is the loss.
    init(_ tape: Tape, last: NodeID) {
        self.tape = tape
        self.last = last
        adjoints = Adjoints(of: last, on: tape)
        perturbed = PerturbedTape(tape)
        moved = tape
        movedAdjoints = adjoints
    }

    /// The loss with `node` at each of `places`.
    ///
    /// The rounding error is taken where the node is moved and not at its own value, because where the loss has its
    /// minimum the adjoints vanish there, and the first-order error with them. Only what depends on the node counts:
    /// any other rounding is the same in every loss, and leaves their difference.
    mutating func probe(_ node: NodeID, at places: SIMD8<Double>) -> Probe {
        let (losses, crosses, dependents) = evaluate([(node, Copies(places))])
        return Probe(losses: losses, roundOff: roundOff(node, at: places[0], dependents), crossesKink: crosses)
    }

    /// The loss with some nodes moved, where that crosses a kink, and the nodes that were evaluated again.
    private mutating func evaluate(
        _ moved: [(node: NodeID, to: Copies)]
    ) -> (losses: SIMD8<Double>, crossesKink: SIMDMask<SIMD8<Int64>>, dependents: [NodeID]) {
        let nodes = moved.map(\.node)
        let dependents = tape.dependents(of: nodes, upTo: last)
        perturbed.move(moved, dependents: dependents)
        defer { perturbed.restore(nodes + dependents) }
        var crosses = SIMDMask<SIMD8<Int64>>(repeating: false)
        for dependent in dependents {
            guard let branch = tape.branch(of: dependent), let (a, b) = perturbed.firstOperands(of: dependent) else { continue }
            let value = perturbed[dependent].values
            let operation = tape.operation(of: dependent)
            for lane in value.indices where operation.branch(a.values[lane], b.values[lane], value: value[lane]) != branch {
                crosses[lane] = true
            }
        }
        return (perturbed[last].values, crosses, dependents)
    }

    /// A bound on the rounding error of the loss at w + h and at w − h: the adjoints at the latter are those at w and
    /// w + h continued in a straight line.
    private mutating func roundOff(_ node: NodeID, at place: Double, _ dependents: [NodeID]) -> Double {
        guard dependents.last == last else { return 0 }
        moved.perturb(node, to: place)
        for dependent in dependents { moved.evaluate(dependent) }
        for dependent in dependents.reversed() { movedAdjoints.compute(dependent, on: moved) }
        var total = 0.0
        for dependent in dependents {
            let error = moved.ownRoundOff(of: dependent)
            // Where nothing is rounded, an infinite adjoint carries nothing.
            guard error != 0 else { continue }
            let (here, above) = (adjoints[dependent], movedAdjoints[dependent])
            total += max(abs(here), abs(above), abs(2 * here - above)) * error
        }
        for unmoved in [node] + dependents { moved.perturb(unmoved, to: tape[unmoved]) }
        return total
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

extension LanePass {
    /// Makes the batch's loss of the sum of its samples', on the update's tape, with the parameter moved there too.
    mutating func finish(_ probe: inout Probe, lossLeaf: NodeID, moving parameter: (node: NodeID, places: SIMD8<Double>)?) {
        var moved = [(node: lossLeaf, to: Copies(probe.losses))]
        if let parameter { moved.append((parameter.node, Copies(parameter.places))) }
        let (losses, crosses, dependents) = evaluate(moved)
        probe.losses = losses
        probe.crossesKink .|= crosses
        for dependent in dependents { probe.roundOff += abs(adjoints[dependent]) * tape.ownRoundOff(of: dependent) }
    }
}
