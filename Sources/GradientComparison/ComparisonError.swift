import Autograd

/// Why a comparison cannot be made.
public enum ComparisonError: Error, Sendable, Equatable {
    /// Not one value per parameter of the network.
    case parameterCount(Int, expected: Int)
    /// Not one gradient per parameter of the network.
    case gradientCount(Int, expected: Int)
    /// A batch without samples has no loss.
    case emptyBatch
    /// A sample, counted from 0, that the data do not have.
    case unknownSample(Int, count: Int)
    /// Samples that are computed together must all be there.
    case incompletePass(Int, samplesPerPass: Int)
    /// A perturbation that is not a positive finite number.
    case perturbation(Double)
    /// A loss, counted from 0, that the model does not have.
    case unknownLoss(Int)
    /// A node that is not on the tape, or on which the loss cannot depend.
    case unknownNode(NodeID)
}
