import Autograd
import NeuralNetwork

/// The gradient of one batch's loss, by backpropagation and by a numeric method, held against each other.
///
/// The loss is the mean of the samples' losses. Each verdict rests on an error bound of its own, made of
/// the truncation and the round-off of that very estimate, and not on one tolerance for all.
public struct GradientComparison: Sendable {
    /// One parameter's two derivatives.
    public struct Entry: Sendable, Equatable {
        /// The parameter.
        public let name: String
        /// ∂L/∂θ by backpropagation, or as it was given.
        public let analytic: Double
        /// ∂L/∂θ by the numeric method.
        public let numeric: Double
        /// h
        public let perturbation: Double
        /// How far `numeric` may lie from the derivative by truncation and round-off.
        public let bound: Double
        /// The slopes on either side, over h.
        public let slopes: OneSidedSlopes
        public let verdict: Verdict

        /// |analytic − numeric|
        public var absolute: Double { abs(analytic - numeric) }
        /// |analytic − numeric| over the larger magnitude of the two; 0 where both are 0.
        public var relative: Double {
            absolute == 0 ? 0 : absolute / max(abs(analytic), abs(numeric))
        }
        /// How many times the bound the difference is; infinite where either is not a number.
        public var excess: Double {
            if absolute == 0 { return 0 }
            let times = absolute / bound
            return times.isNaN ? .infinity : times
        }
    }

    public let method: NumericMethod
    /// The batch's losses, in the model's order, and what they are called.
    public let losses: [Double]
    public let lossNames: [String]
    /// The batch's (first) loss.
    public var loss: Double { losses.first ?? .nan }
    /// One entry per parameter, in the model's order, frozen ones too; each by the loss that it serves.
    public let entries: [Entry]

    /// The verdict on the whole: `disagrees` as soon as one parameter does, else `cannotTell`, else `kink`.
    public var verdict: Verdict { Verdict(onAll: entries.map(\.verdict)) }

    /// The entry that departs most: among those with the verdict on the whole, the one whose difference
    /// is the largest multiple of its bound.
    public var worst: Entry? {
        entries.filter { $0.verdict == verdict }.max { $0.excess < $1.excess }
    }

    /// Compares the gradients of one batch's loss.
    ///
    /// - Parameters:
    ///   - run: the network and the data.
    ///   - parameters: θ, in the order of the network's parameters.
    ///   - batch: the samples, as rows of the data from 0, in the order in which they are added up.
    ///   - batchNumber: the batch's number in the run, from 0, where dropout is to switch off what it does then;
    ///     without it nothing is switched off.
    ///   - parametersOfLosses: θ for each of the model's losses, where they are served one after the other and
    ///     differ; without it, `parameters` for all.
    ///   - perturbation: h for every parameter; without it, h is chosen for each.
    ///   - analytic: gradients to judge in place of the engine's own, in the order of the parameters.
    /// - Throws: `ComparisonError` where these do not fit the run.
    public static func compare(
        _ run: TrainingRun, parameters: [Double], batch: [Int], batchNumber: Int? = nil,
        parametersOfLosses: [[Double]]? = nil, method: NumericMethod = .central,
        perturbation: Double? = nil, analytic: [Double]? = nil
    ) throws(ComparisonError) -> GradientComparison {
        let names = run.architecture.parameters.map(\.name)
        guard parameters.count == names.count else {
            throw .parameterCount(parameters.count, expected: names.count)
        }
        if let analytic, analytic.count != names.count {
            throw .gradientCount(analytic.count, expected: names.count)
        }
        if batch.isEmpty { throw .emptyBatch }
        if let unknown = batch.first(where: { $0 < 0 || $0 >= run.data.count }) {
            throw .unknownSample(unknown, count: run.data.count)
        }
        if !batch.count.isMultiple(of: run.samplesPerPass) {
            throw .incompletePass(batch.count, samplesPerPass: run.samplesPerPass)
        }
        if let perturbation, !(perturbation > 0 && perturbation.isFinite) { throw .perturbation(perturbation) }

        var losses: [Double] = []
        var entries: [Entry?] = Array(repeating: nil, count: names.count)
        for objective in run.computations.indices {
            let parameters = parametersOfLosses?[objective] ?? parameters
            var loss = BatchLoss(run: run, objective: objective, parameters: parameters, batch: batch, batchNumber: batchNumber)
            losses.append(loss.value)
            let gradient = analytic ?? loss.gradient
            for place in run.computations[objective].updatedParameters {
                let (verdict, estimate) = method.verdict(
                    on: gradient[place], &loss, by: place, at: parameters[place], perturbation: perturbation)
                entries[place] = Entry(
                    name: names[place], analytic: gradient[place], numeric: estimate.value,
                    perturbation: estimate.perturbation, bound: estimate.bound, slopes: estimate.slopes,
                    verdict: verdict)
            }
        }
        return GradientComparison(
            method: method, losses: losses,
            lossNames: run.computations.map { $0.symbols[$0.loss]?.name ?? Symbol.loss.name }, entries: entries.compactMap { $0 })
    }
}
