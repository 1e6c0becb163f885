import Autograd
import TestNetworks
import Testing

/// The backward pass over whole graphs.
struct TapeTests {
    /// Every contribution is one use, and in order they add up to the adjoint, bit for bit.
    private func expectContributionsAddUp(_ adjoints: Adjoints, _ tape: Tape) {
        var visited: Set<Int> = []
        for node in (0..<tape.count).map({ NodeID($0) }) where node != adjoints.loss {
            let contributions = adjoints.contributions(to: node, on: tape)
            for contribution in contributions {
                #expect(contribution.operand == node)
                #expect(tape.operands(of: contribution.consumer).contains(node))
                #expect(contribution.upstream == adjoints[contribution.consumer])
                #expect(visited.insert(contribution.slot).inserted)
            }
            let products = contributions.map(\.product)
            let total = products.dropFirst().reduce(products.first ?? 0, +)
            #expect(total.bitPattern == adjoints[node].bitPattern)
        }
        let slotsOfOthers = (0..<tape.slotCount).filter { tape.operand(in: $0) != adjoints.loss }
        #expect(visited == Set(slotsOfOthers))
    }

    @Test func sharedOperandContributesTwice() {
        var tape = Tape()
        let x = tape.leaf(3)
        let y = tape.record(.multiply, [x, x])
        let adjoints = Adjoints(of: y, on: tape)
        #expect(adjoints[x] == 6)
        let contributions = adjoints.contributions(to: x, on: tape)
        #expect(contributions.map(\.slot) == [0, 1])
        #expect(contributions.map(\.product) == [3, 3])
        expectContributionsAddUp(adjoints, tape)
    }

    @Test func neuronThatFeedsTwoOthersGathersBoth() {
        var tape = Tape()
        let (w, x, u, v) = (tape.leaf(0.5), tape.leaf(2), tape.leaf(-3), tape.leaf(4))
        let h = tape.record(.affine, [w, x])
        let first = tape.record(.affine, [u, h])
        let second = tape.record(.affine, [v, h])
        let loss = tape.record(.add, [first, second])
        let adjoints = Adjoints(of: loss, on: tape)
        #expect(adjoints.contributions(to: h, on: tape).map(\.consumer) == [first, second])
        #expect(adjoints.contributions(to: h, on: tape).map(\.product) == [-3, 4])
        #expect(adjoints[h] == 1)
        #expect(adjoints[w] == 2)
        expectContributionsAddUp(adjoints, tape)
    }

    /// The example of micrograd's README, with the values printed there.
    @Test func micrograd() {
        var tape = Tape()
        func number(_ value: Double) -> NodeID { tape.leaf(value) }
        func add(_ a: NodeID, _ b: NodeID) -> NodeID { tape.record(.add, [a, b]) }
        func multiply(_ a: NodeID, _ b: NodeID) -> NodeID { tape.record(.multiply, [a, b]) }
        func relu(_ a: NodeID) -> NodeID { tape.record(.relu, [a]) }
        let (a, b) = (tape.leaf(-4), tape.leaf(2))
        var c = add(a, b)
        var d = add(multiply(a, b), tape.record(.power, [b, number(3)]))
        c = add(c, add(c, number(1)))
        c = add(c, add(add(number(1), c), tape.record(.negate, [a])))
        d = add(d, add(multiply(d, number(2)), relu(add(b, a))))
        d = add(d, add(multiply(number(3), d), relu(tape.record(.subtract, [b, a]))))
        let e = tape.record(.subtract, [c, d])
        let f = tape.record(.power, [e, number(2)])
        var g = tape.record(.divide, [f, number(2)])
        g = add(g, tape.record(.divide, [number(10), f]))
        let adjoints = Adjoints(of: g, on: tape)
        // Half a unit of the last printed digit.
        #expect(abs(tape[g] - 24.7041) < 0.00005)
        #expect(abs(adjoints[a] - 138.8338) < 0.00005)
        #expect(abs(adjoints[b] - 645.5773) < 0.00005)
        // ∂L/∂2 of e² is e²·ln e, and e is negative: NaN at that constant, and nowhere else.
        #expect((0..<tape.count).filter { adjoints[NodeID($0)].isNaN }.count == (tape[e] < 0 ? 1 : 0))
    }

    @Test func randomGraphsAddUpAndAgreeWithDifferences() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<50 {
            var tape = Tape()
            let leaves = (0..<4).map { _ in tape.leaf(Double.random(in: -1...1, using: &random)) }
            for _ in 0..<30 {
                let operation = [Operation.add, .subtract, .multiply, .tanh, .sigmoid, .sum, .affine]
                    .randomElement(using: &random) ?? .add
                let count = operation.operandCount ?? Int.random(in: 1...5, using: &random)
                tape.record(operation, (0..<count).map { _ in NodeID(Int.random(in: 0..<tape.count, using: &random)) })
            }
            let loss = tape.record(.tanh, [tape.record(.sum, (20..<tape.count).map { NodeID($0) })])
            let adjoints = Adjoints(of: loss, on: tape)
            expectContributionsAddUp(adjoints, tape)
            for leaf in leaves {
                let h = 6e-6  // ∛ε for operands of size 1
                let x = tape[leaf]
                tape[leaf] = x + h
                tape.forward()
                let right = tape[loss]
                tape[leaf] = x - h
                tape.forward()
                let left = tape[loss]
                tape[leaf] = x
                tape.forward()
                let difference = (right - left) / (2 * h)
                // ε^(2/3) = 4e-11 times the third derivative of a graph of products, which reaches
                // thousands; a missing contribution would be of the adjoint's own size.
                #expect(abs(difference - adjoints[leaf]) <= 1e-6 * max(abs(adjoints[leaf]), 1))
            }
        }
    }

    @Test func forwardAgainGivesTheSameBits() {
        var tape = Tape()
        let x = tape.leaf(0.3)
        var node = x
        for operation in [Operation.exp, .tanh, .sigmoid, .log, .abs, .squareRoot] {
            node = tape.record(operation, [node])
        }
        let before = tape[node]
        tape[x] = 5
        tape.forward()
        #expect(tape[node] != before)
        tape[x] = 0.3
        tape.forward()
        #expect(tape[node].bitPattern == before.bitPattern)
    }

    @Test func chainOf200000NodesNeedsNoStack() {
        var tape = Tape()
        let x = tape.leaf(1)
        var node = x
        for _ in 0..<200_000 { node = tape.record(.negate, [node]) }
        let adjoints = Adjoints(of: node, on: tape)
        #expect(tape.count == 200_001)
        #expect(tape[node] == 1)
        #expect(adjoints[x] == 1)
        #expect(adjoints[NodeID(1)] == -1)
    }

    @Test func signOfZeroIsKept() {
        var tape = Tape()
        let (w, x) = (tape.leaf(-0.0), tape.leaf(2))
        let z = tape.record(.affine, [w, x])
        #expect(tape[z].sign == .minus)
        let y = tape.record(.multiply, [z, tape.leaf(-0.0)])
        #expect(Adjoints(of: y, on: tape)[z].sign == .minus)
    }
}

/// The whole walk gives each adjoint the bits that computing it alone gives, for graphs in which nodes are used
/// once, twice, often, by one consumer twice, by results to look at, and not at all.
@Test(arguments: 1...40) func theWalkHasTheBitsOfSingleAdjoints(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var tape = Tape()
    var nodes = (0..<4).map { _ in tape.leaf(.random(in: -2...2, using: &generator)) }
    nodes.append(tape.leaf(-0.0))
    for _ in 0..<60 {
        let operation = Operation.allCases.filter { $0 != .leaf }.randomElement(using: &generator) ?? .add
        let count = operation.operandCount ?? Int.random(in: 1...5, using: &generator)
        let operands = (0..<count).compactMap { _ in nodes.randomElement(using: &generator) }
        if Int.random(in: 0..<10, using: &generator) == 0 {
            tape.observe(operation, operands)
        } else {
            nodes.append(tape.record(operation, operands))
        }
    }
    // All that the loss is made of comes before it, and nothing after it.
    let loss = tape.record(.sum, nodes)
    var single = Adjoints(startingAt: loss, count: tape.count)
    for index in stride(from: loss.index, through: 0, by: -1) { single.compute(NodeID(index), on: tape) }
    let walked = Adjoints(of: loss, on: tape)
    for index in 0...loss.index {
        let (a, b) = (walked[NodeID(index)], single[NodeID(index)])
        #expect(a.bitPattern == b.bitPattern || a.isNaN && b.isNaN, "\(tape.operation(of: NodeID(index)))")
    }
}
