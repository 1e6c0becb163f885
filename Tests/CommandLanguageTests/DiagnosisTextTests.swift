import Debugger
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

/// What a diagnosis says, and from where in a run it is made.
struct DiagnosisTextTests {
    private static func simulation(_ run: TrainingRun) throws -> Simulation {
        Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
    }

    private static func given(_ numbers: TrainingNumbers, of run: TrainingRun) -> GivenNumbers {
        let names = run.architecture.parameters.map(\.name)
        var entries = names.indices.map { GivenNumbers.Entry(.gradient($0), name: "grad(\(names[$0]))", value: numbers.gradients[$0]) }
        for (step, updated) in numbers.updated.enumerated() {
            entries += names.indices.map { .init(.updated($0, step: step), name: "new(\(names[$0]))", value: updated[$0]) }
        }
        return GivenNumbers(entries)
    }

    private static func adam() -> TrainingRun {
        let run = Networks.twoTwoOne(.sigmoid)
        let settings = TrainingSettings(optimizer: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-3), learningRate: 0.1, epochs: 5)
        return TrainingRun(run.architecture, data: run.data, settings: settings)
    }

    private static func lines(_ diagnosis: Diagnosis, _ language: Language = .english) -> String {
        DiagnosisText(language: language).lines(diagnosis, of: 9).joined(separator: "\n")
    }

    @Test func severalThatExplainEquallyWellAreAllNamed() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = try Self.simulation(run)
        let twice = try #require(simulation.numbers([Mutation(.factorTwo)]))
        let diagnosis = Diagnosis(of: Self.given(twice, of: run), from: simulation)
        let text = Self.lines(diagnosis)
        #expect(text.contains("factor-two") && text.contains("gradients-not-zeroed") && text.contains("as well:"))
        #expect(Set(diagnosis.findings.flatMap(\.mutations).map(\.mistake)).isSuperset(of: [.factorTwo, .gradientsNotZeroed]))
        #expect(diagnosis.findings.allSatisfy { abs($0.fit - 1) < 1e-9 })
    }

    @Test func noneIsSaidWithTheFirstThatDeparts() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = try Self.simulation(run)
        var numbers = try #require(simulation.numbers())
        numbers.gradients[1] += 0.125
        numbers.gradients[7] -= 0.25
        let diagnosis = Diagnosis(of: Self.given(numbers, of: run), from: simulation, mostPairs: 5)
        let text = Self.lines(diagnosis)
        #expect(text.contains("The first, in the order of the computation, is grad(w32)"))
        #expect(text.contains("No mistake that I know") && text.contains("5 were tried"))
        #expect(Self.lines(diagnosis, .chinese).contains("第一个是 grad(w32)") && Self.lines(diagnosis, .chinese).contains("5 种"))
    }

    @Test func aVariantIsNoMistake() throws {
        let run = Self.adam()
        let simulation = try Self.simulation(run)
        for use in [VariantUse(.adamEpsilonHat), VariantUse(.adamEpsilonHat, epsilon: 1e-7)] {
            let numbers = try #require(simulation.numbers(variant: use, updates: 2))
            let diagnosis = Diagnosis(of: Self.given(numbers, of: run), from: simulation)
            #expect(diagnosis.agrees && diagnosis.variants == [use] && !diagnosis.departures.isEmpty)
            let text = Self.lines(diagnosis)
            #expect(text.contains("no mistake (adam-epsilon-hat)") && text.contains("Keras and TensorFlow") && text.contains("√v + ε"))
            #expect(text.contains("ε = ") == (use.epsilon != nil))
            #expect(Self.lines(diagnosis, .chinese).contains("并不是错误") || Self.lines(diagnosis, .chinese).contains("不是错误"))
        }
        // Bias correction forgotten is still a mistake.
        let wrong = try #require(simulation.numbers([Mutation(.adamBiasCorrectionMissing)], updates: 2))
        let diagnosis = Diagnosis(of: Self.given(wrong, of: run), from: simulation, mostPairs: 0)
        #expect(!diagnosis.agrees && diagnosis.findings.map(\.mutations) == [[Mutation(.adamBiasCorrectionMissing)]])
    }

    @Test func otherStartIsSaid() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let given = GivenNumbers([.init(.parameter(0), name: "old(w11)", value: 0.25)])
        let text = Self.lines(Diagnosis(of: given, from: try Self.simulation(run)))
        #expect(text.contains("old(w11): the file has 0.25, right is 0.2") && text.contains("same parameters"))
    }

    /// Updates counted from a later batch go on with what the optimiser has kept until then.
    @Test(arguments: Networks.trainings.indices) func fromLaterOn(row: Int) throws {
        var settings = Networks.trainings[row]
        settings.validation = nil
        settings.batchSize = 1
        settings.epochs = 3
        var generator = SeededGenerator(seed: UInt64(300 + row))
        let run = Networks.random(sizes: [2, 3, 1], activation: .tanh, samples: 4, settings: settings, using: &generator)
        var session = try Session(run: run)
        let first = Simulation(from: try session.comparisonPoint(), states: session.optimizerStates)
        let whole = try #require(first.numbers(updates: 7))
        for batch in [1, 3, 5] {
            session.go(to: Position(session.tree.start(ofBatch: batch)))
            let later = Simulation(from: try session.comparisonPoint(), states: session.optimizerStates)
            #expect(later.numbers(updates: 2)?.updated == Array(whole.updated[batch..<batch + 2]), "batch \(batch)")
            // Without what was kept it is another training, unless nothing is kept; a schedule may end at a rate of 0.
            guard batch == 1 else { continue }
            let without = Simulation(from: later.point).numbers(updates: 2)?.updated
            #expect((without == later.numbers(updates: 2)?.updated) == settings.optimizer.state.isEmpty)
        }
    }
}
