import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// A wrong factor in the loss itself: its gradients are right for it, and both depart by the same factor.
struct LossFactorTests {
    /// Three samples in one batch, and two outputs.
    private static func simulation(_ loss: Loss, _ regularisation: Regularisation = Regularisation()) throws -> (TrainingRun, Simulation) {
        var generator = SeededGenerator(seed: 11)
        let run = Networks.random(
            sizes: [2, 3, 2], activation: .tanh, output: .identity, loss: loss, samples: 3,
            settings: TrainingSettings(learningRate: 0.1, regularisation: regularisation, batchSize: 3, epochs: 5), using: &generator)
        let parameters = run.architecture.parameters.map(\.initialValue)
        return (run, Simulation(from: try ComparisonPoint(run, parameters: parameters, batch: [0, 1, 2], batchNumber: 0)))
    }

    @Test(
        "A loss and gradients that are both too large or too small by a factor are named",
        arguments: [
            (Loss.halfSquaredError, 2.0, Mistake.factorTwo), (.squaredError, 0.5, .factorHalf), (.halfSquaredError, 3, .sumForMean),
            (.meanSquaredError, 3, .sumForMean), (.meanSquaredError, 2, .sumForMean), (.meanSquaredError, 6, .sumForMean),
            (.squaredError, 0.5, .meanForSum), (.squaredError, 1.0 / 3, .meanForSum),
        ])
    func named(loss: Loss, factor: Double, mistake: Mistake) throws {
        let (run, simulation) = try Self.simulation(loss)
        var numbers = try #require(simulation.numbers())
        numbers.losses = numbers.losses.map { factor * $0 }
        numbers.gradients = numbers.gradients.map { factor * $0 }
        let found = Diagnosis(of: DiagnosisTests.observation(numbers, of: run), from: simulation, mostPairs: 0).findings
        #expect(found.contains { $0.mutations.map(\.mistake) == [mistake] && $0.mutations[0].isInLoss && $0.fit > 0.999 }, "\(found)")
        // The loss alone shows that it is not one of the backward pass.
        numbers.losses = try #require(simulation.numbers()).losses
        let alone = Diagnosis(of: DiagnosisTests.observation(numbers, of: run), from: simulation, mostPairs: 0).findings
        #expect(!alone.isEmpty && alone.allSatisfy { !$0.mutations[0].isInLoss }, "\(alone)")
        #expect(alone.contains { $0.mutations.map(\.mistake) == [mistake] })
    }

    /// The term of regularisation is none of the samples' losses, and keeps its size.
    @Test func regularisationIsNotScaled() throws {
        let (run, simulation) = try Self.simulation(.halfSquaredError, Regularisation(l2: 0.3))
        let right = try #require(simulation.numbers())
        let parameters = run.architecture.parameters
        let term = 0.3 * parameters.filter { $0.role == .weight }.reduce(0) { $0 + $1.initialValue * $1.initialValue }
        let found = try #require(simulation.numbers([Mutation(.factorTwo, form: 1)]))
        #expect(abs(found.losses[0] - (2 * (right.losses[0] - term) + term)) <= 1e-12)
        for (place, parameter) in parameters.enumerated() {
            let own = parameter.role == .weight ? 0.6 * parameter.initialValue : 0
            #expect(abs(found.gradients[place] - (2 * (right.gradients[place] - own) + own)) <= 1e-12)
        }
    }

    /// Gradients of 0 are as far from the right ones as the right ones are large.
    @Test func gradientsReadAfterZeroingExplainAllOfIt() throws {
        let (run, simulation) = try Self.simulation(.squaredError)
        var numbers = try #require(simulation.numbers())
        numbers.gradients = numbers.gradients.map { _ in 0 }
        // One rounding of another program.
        numbers.losses[0] = numbers.losses[0].nextUp
        let diagnosis = Diagnosis(of: DiagnosisTests.observation(numbers, of: run), from: simulation, mostPairs: 0)
        #expect(diagnosis.findings.first?.mutations.map(\.mistake) == [.afterZeroing])
        #expect(diagnosis.findings.first.map { $0.fit > 0.999 } == true, "\(diagnosis.findings)")
    }
}
