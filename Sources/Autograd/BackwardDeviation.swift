/// What a backward pass does otherwise than the chain rule, in a program that is broken on purpose.
///
/// It is data and no code, so that a formula can tell it just as the pass computes it.
public struct BackwardDeviation: Sendable, Equatable {
    /// A factor in the place of a local derivative.
    public enum Factor: Sendable, Hashable {
        /// The right local derivative.
        case own
        case number(Double)
        /// A node's value.
        case value(NodeID)
        /// f′ of the activation, at another node's value.
        case slope(at: NodeID)
        /// f′ as a formula of a, a·(1 − a) for one, where another node's value stands for a.
        case slopeOfResult(NodeID)
    }

    /// What is made of the usual sum of a node's contributions.
    public enum Rule: Sendable, Hashable {
        /// c · usual
        case times(Double)
        /// usual · the local derivative in a slot
        case timesLocalDerivative(slot: Int)
        /// The contributions to another node.
        case contributions(to: NodeID)
        /// Another node's adjoint.
        case adjoint(of: NodeID)
        case number(Double)
        /// a · (1 − a)
        case sigmoidSlope(of: NodeID)
        /// a · (usual − Σⱼ aⱼ · the contributions to zⱼ)
        case softmaxSlope(of: NodeID, among: [Output])
    }

    /// An output of a softmax.
    public struct Output: Sendable, Hashable {
        public let z: NodeID
        public let a: NodeID

        public init(z: NodeID, a: NodeID) {
            self.z = z
            self.a = a
        }
    }

    /// ∂L/∂L
    public var seed = 1.0
    /// What stands for the local derivative in a slot of the tape: the product of these.
    public var locals: [Int: [Factor]] = [:]
    /// What is made of nodes' adjoints, one rule after the other.
    public var rules: [NodeID: [Rule]] = [:]
    /// The leaf whose adjoint is read for another, after the pass.
    public var readings: [NodeID: NodeID] = [:]
    /// Factors of leaves' adjoints, after the pass.
    public var factors: [NodeID: Double] = [:]
    /// Whether the pass is the second on a graph whose inner adjoints keep what the first left.
    public var isStale = false
    /// Whether the leaves keep it too.
    public var keepsLeaves = false

    public init() {}

    /// Whether nothing deviates.
    public var isNone: Bool {
        seed == 1 && locals.isEmpty && rules.isEmpty && readings.isEmpty && factors.isEmpty && !isStale
    }

    /// Both of two; where they are about the same node, the other comes second.
    public func and(_ other: BackwardDeviation) -> BackwardDeviation {
        var both = self
        both.seed *= other.seed
        both.locals.merge(other.locals) { $1 }
        both.rules.merge(other.rules, uniquingKeysWith: +)
        both.readings = readings.merging(other.readings) { $1 }
        for (leaf, read) in other.readings { both.readings[leaf] = readings[read] ?? read }
        both.factors.merge(other.factors, uniquingKeysWith: *)
        both.isStale = isStale || other.isStale
        both.keepsLeaves = keepsLeaves || other.keepsLeaves
        return both
    }

    /// Whether a node's adjoint is not a sum of its own contributions.
    public func replacesContributions(to node: NodeID) -> Bool {
        readings[node] != nil
            || rules[node]?.contains {
                switch $0 {
                case .times, .timesLocalDerivative, .softmaxSlope: false
                case .contributions, .adjoint, .number, .sigmoidSlope: true
                }
            } ?? false
    }

    /// What stands for the local derivative in a slot.
    public func localDerivative(in slot: Int, on tape: Tape) -> Double {
        guard let factors = locals[slot], let first = factors.first else { return tape.localDerivative(in: slot) }
        return factors.dropFirst().reduce(value(of: first, in: slot, on: tape)) { $0 * value(of: $1, in: slot, on: tape) }
    }

    private func value(of factor: Factor, in slot: Int, on tape: Tape) -> Double {
        let consumer = tape.consumer(of: slot)
        switch factor {
        case .own: return tape.localDerivative(in: slot)
        case .number(let number): return number
        case .value(let node): return tape[node]
        case .slope(let node):
            let operands = tape.operands(of: consumer)
            return tape.operation(of: consumer).derivative(at: tape[node], slope: operands.count > 1 ? tape[operands[1]] : 0)
        case .slopeOfResult(let node):
            return tape.operation(of: consumer).derivative(ofValue: tape[node]) ?? tape.localDerivative(in: slot)
        }
    }
}
