import Autograd
import Testing

/// The places where a value or a derivative jumps: the slopes on either side, the one that the rule
/// chooses, and the branches that tell a numeric derivative that it crossed.
struct KinkTests {
    struct Kink: CustomTestStringConvertible {
        let operation: Operation
        let operands: [Double]
        /// The operand that is moved.
        var place = 0
        let below: Double
        let above: Double
        /// What the rule says at the kink itself.
        let derivative: Double

        var testDescription: String { "\(operation) of \(operands), operand \(place)" }
    }

    /// A power of two, so that nothing here is rounded.
    private static let h = 1.0 / 1024

    static let kinks = [
        Kink(operation: .relu, operands: [0], below: 0, above: 1, derivative: 0),
        Kink(operation: .leakyReLU, operands: [0, 0.01], below: 0.01, above: 1, derivative: 0.01),
        Kink(operation: .abs, operands: [0], below: -1, above: 1, derivative: 0),
        Kink(operation: .minimum, operands: [2, 2], place: 0, below: 1, above: 0, derivative: 1),
        Kink(operation: .minimum, operands: [2, 2], place: 1, below: 1, above: 0, derivative: 0),
        Kink(operation: .maximum, operands: [2, 2], place: 0, below: 0, above: 1, derivative: 1),
        Kink(operation: .maximum, operands: [2, 2], place: 1, below: 0, above: 1, derivative: 0),
        // A jump's slope is its height over h.
        Kink(operation: .sign, operands: [0], below: 1 / h, above: 1 / h, derivative: 0),
        Kink(operation: .floor, operands: [0], below: 1 / h, above: 0, derivative: 0),
        Kink(operation: .floor, operands: [3], below: 1 / h, above: 0, derivative: 0),
        Kink(operation: .floor, operands: [-2], below: 1 / h, above: 0, derivative: 0),
    ]

    @Test func everyOperationWithAKinkIsListed() {
        #expect(Set(Self.kinks.map(\.operation)) == Set(Operation.allCases.filter(\.hasKink)))
    }

    @Test(arguments: kinks)
    func slopesOnEitherSide(kink: Kink) {
        let here = node(kink, movedBy: 0)
        #expect((here.value - node(kink, movedBy: -Self.h).value) / Self.h == kink.below)
        #expect((node(kink, movedBy: Self.h).value - here.value) / Self.h == kink.above)
        #expect(here.derivative == kink.derivative)
    }

    @Test(arguments: kinks)
    func branchTellsTheSidesApart(kink: Kink) {
        let branches = [-2, -1, 1, 2].map { node(kink, movedBy: $0 * Self.h).branch }
        #expect(branches[0] == branches[1] && branches[2] == branches[3])
        #expect(branches[1] != branches[2] && !branches.contains(nil))
    }

    @Test func floorHasABranchForEveryStep() {
        func branch(_ x: Double) -> Int? {
            var tape = Tape()
            let node = tape.record(.floor, [tape.leaf(x)])
            return tape.branch(of: node)
        }
        #expect(branch(-0.0) == branch(0.5))
        #expect(Set([-1.5, -0.5, 0.5, 1.5, 1e19, 2e19, -1e300, .infinity, -.infinity].map(branch)).count == 9)
        #expect(branch(.nan) != nil)
    }

    private func node(_ kink: Kink, movedBy h: Double) -> (value: Double, derivative: Double, branch: Int?) {
        var tape = Tape()
        var operands = kink.operands
        operands[kink.place] += h
        let node = tape.record(kink.operation, operands.map { tape.leaf($0) })
        return (tape[node], tape.localDerivative(in: tape.slots(of: node).lowerBound + kink.place), tape.branch(of: node))
    }
}
