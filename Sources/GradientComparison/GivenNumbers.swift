import Autograd
import NeuralNetwork

/// What somebody's program wrote down of one batch, or of a training from there.
public struct GivenNumbers: Sendable {
    /// What a number is of.
    public enum Quantity: Hashable, Sendable {
        /// The loss of batch `step`, from 0.
        case loss(step: Int)
        /// A node of the first loss, in the batch's only pass.
        case node(NodeID)
        case adjoint(NodeID)
        /// The gradient of a parameter, by its place, in the first batch.
        case gradient(Int)
        /// A parameter, by its place, before any update.
        case parameter(Int)
        /// A parameter after update `step`, from 0.
        case updated(Int, step: Int)
    }

    /// One number.
    public struct Entry: Sendable {
        public let quantity: Quantity
        /// In the spelling of the expression grammar.
        public let name: String
        public let value: Double
        /// Half a unit of the last digit that was written; 0 for a number that was written in full.
        public let resolution: Double

        public init(_ quantity: Quantity, name: String, value: Double, resolution: Double = 0) {
            self.quantity = quantity
            self.name = name
            self.value = value
            self.resolution = resolution
        }
    }

    public let entries: [Entry]
    /// How far rounding may carry two programs apart that compute the same, beside the largest number of the layer.
    public let relativeError: Double

    /// - Parameter isSingle: whether the program computed in float32.
    public init(_ entries: [Entry], isSingle: Bool = false) {
        self.entries = entries
        // Thousands of roundings in a row, of 2⁻⁵³ or 2⁻²⁴ each.
        relativeError = isSingle ? 2e-5 : 1e-11
    }

    /// The gradients, in the order of so many parameters; nil where one of them is not given.
    public func gradients(count: Int) -> [Double]? {
        var gradients = [Double?](repeating: nil, count: count)
        for entry in entries {
            if case .gradient(let place) = entry.quantity, place < count { gradients[place] = entry.value }
        }
        let given = gradients.compactMap { $0 }
        return given.count == count ? given : nil
    }

    public var isAboutUpdates: Bool { updates > 0 }

    /// How many updates it is about.
    var updates: Int {
        entries.reduce(0) { most, entry in
            switch entry.quantity {
            case .updated(_, let step): max(most, step + 1)
            case .loss(let step): max(most, step > 0 ? step + 1 : 0)
            default: most
            }
        }
    }

    var losses: Int { entries.count { if case .loss = $0.quantity { true } else { false } } }
}

extension TrainingNumbers {
    /// The number of a quantity; NaN where there is none.
    public subscript(quantity: GivenNumbers.Quantity) -> Double {
        switch quantity {
        case .loss(let step): losses.indices.contains(step) ? losses[step] : .nan
        case .node(let node): nodes.indices.contains(node.index) ? nodes[node.index] : .nan
        case .adjoint(let node): adjoints.indices.contains(node.index) ? adjoints[node.index] : .nan
        case .parameter(let place): parameters.indices.contains(place) ? parameters[place] : .nan
        case .gradient(let place): gradients.indices.contains(place) ? gradients[place] : .nan
        case .updated(let place, let step):
            updated.indices.contains(step) && updated[step].indices.contains(place) ? updated[step][place] : .nan
        }
    }
}
