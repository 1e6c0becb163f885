import Autograd
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

/// A mistake that is put in is named.
struct DiagnosisTests {
    static func observation(
        _ numbers: TrainingNumbers, of run: TrainingRun, digits: Bool = false, losses: Bool = true
    ) -> GivenNumbers {
        let names = run.architecture.parameters.map(\.name)
        func entry(_ quantity: GivenNumbers.Quantity, _ name: String, _ value: Double) -> GivenNumbers.Entry {
            // Eight decimals, as people write them down.
            let rounded = digits ? (value * 1e8).rounded() / 1e8 : value
            return GivenNumbers.Entry(quantity, name: name, value: rounded, resolution: digits ? 5e-9 : 0)
        }
        var entries = numbers.gradients.indices.map { entry(.gradient($0), "grad(\(names[$0]))", numbers.gradients[$0]) }
        if losses { entries += numbers.losses.indices.map { entry(.loss(step: $0), "L", numbers.losses[$0]) } }
        for (step, updated) in numbers.updated.enumerated() {
            entries += updated.indices.map { entry(.updated($0, step: step), "new(\(names[$0]))", updated[$0]) }
        }
        return GivenNumbers(entries)
    }

    static func random(_ seed: Int) -> (TrainingRun, Simulation)? {
        var generator = SeededGenerator(seed: UInt64(7000 + seed))
        let losses = Loss.allCases
        let loss = losses[seed % losses.count]
        let outputs = Networks.outputs(for: loss).filter { $0 != .relu }
        var settings = Networks.trainings[seed % Networks.trainings.count]
        settings.validation = nil
        settings.epochs = 5
        settings.batchSize = 1 + seed % 3
        let run = Networks.random(
            sizes: [[2, 2, 2], [2, 3, 2], [1, 2, 2, 2], [3, 2, 3, 2]][seed / 2 % 4],
            activation: Networks.hiddenActivations[seed % Networks.hiddenActivations.count],
            output: outputs[seed % outputs.count], loss: loss, samples: 4, settings: settings, using: &generator)
        let batch = Array(run.order.order(ofEpoch: 0).prefix(settings.batchSize))
        guard let point = try? ComparisonPoint(
            run, parameters: run.architecture.parameters.map(\.initialValue), batch: batch, batchNumber: 0)
        else { return nil }
        return (run, Simulation(from: point))
    }

    @Test("A mistake that is put in is named", arguments: 0..<14)
    func named(seed: Int) throws {
        let (run, simulation) = try #require(Self.random(seed))
        let updates = 2
        let right = try #require(simulation.numbers(updates: updates))
        let exact = Diagnosis(of: Self.observation(right, of: run), from: simulation)
        #expect(exact.agrees && exact.findings.isEmpty)
        var generator = SeededGenerator(seed: UInt64(seed))
        let all = simulation.mutations(updates: updates, losses: updates)
        for mutation in all.shuffled(using: &generator).prefix(8) {
            guard let wrong = simulation.numbers([mutation], updates: updates) else { continue }
            let diagnosis = Diagnosis(of: Self.observation(wrong, of: run, digits: true), from: simulation, mostPairs: 0)
            let change = zip(wrong.gradients + wrong.updated.joined() + wrong.losses, right.gradients + right.updated.joined() + right.losses)
                .map { abs($0 - $1) }.max() ?? 0
            if change < 1e-8 { continue }
            let names = diagnosis.findings.flatMap(\.mutations).map(\.mistake)
            #expect(names.contains(mutation.mistake), "\(mutation) -> \(names)")
            if change > 1e-6 { #expect(diagnosis.findings.allSatisfy { $0.fit > 0.9 }) }
        }
    }

    @Test("Two mistakes at once are named", arguments: [
        [Mutation(.activationDerivativeMissing, at: .layer("hidden")), Mutation(.biasMissing, at: .layer("output"))],
        [Mutation(.signFlipped, at: .layer("hidden")), Mutation(.factorTwo, at: .layer("output"))],
        [Mutation(.activationDerivativeOfZAsA, at: .layer("hidden")), Mutation(.wrongNeuronDelta, at: .layer("hidden"))],
    ])
    func pairs(put: [Mutation]) throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        let wrong = try #require(simulation.numbers(put))
        let diagnosis = Diagnosis(of: Self.observation(wrong, of: run), from: simulation)
        #expect(diagnosis.findings.contains { Set($0.mutations.map(\.mistake)) == Set(put.map(\.mistake)) })
        #expect(diagnosis.findings.allSatisfy { $0.mutations.count == 2 })
    }

    @Test func noneThatIsKnown() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        var numbers = try #require(simulation.numbers())
        numbers.gradients[0] *= 1.2345
        numbers.gradients[4] *= 0.777
        let diagnosis = Diagnosis(of: Self.observation(numbers, of: run), from: simulation)
        #expect(!diagnosis.agrees && diagnosis.findings.isEmpty)
        #expect(diagnosis.departures.map(\.name) == ["grad(w11)", "grad(w22)"])
        // A loss that departs comes before them, and the output layer's gradients before the hidden one's.
        numbers.losses[0] += 1
        numbers.gradients[7] += 1
        let all = Diagnosis(of: Self.observation(numbers, of: run), from: simulation, mostPairs: 0)
        #expect(all.departures.map(\.name) == ["L", "grad(w32)", "grad(w11)", "grad(w22)"])
    }

    /// Of many pairs those come first that can explain the numbers, so that a search that ends early finds them; and it
    /// says how many it tried.
    @Test(arguments: 0..<6) func plausiblePairsComeFirst(seed: Int) throws {
        let run = Networks.twoTwoOne(seed.isMultiple(of: 2) ? .sigmoid : .tanh)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        var generator = SeededGenerator(seed: UInt64(90 + seed))
        let all = simulation.mutations(updates: 0, losses: 0).filter { simulation.numbers([$0]) != nil }
        let right = try #require(simulation.numbers())
        var put: [Mutation] = []
        var wrong = right
        repeat {
            // In the order in which pairs are tried: some do not come to the same the other way round.
            put = all.indices.shuffled(using: &generator).prefix(2).sorted().map { all[$0] }
            wrong = try #require(simulation.numbers(put))
        } while put[0].mistake == put[1].mistake || put.contains { simulation.numbers([$0])?.gradients == right.gradients }
            || wrong.gradients == right.gradients
        let given = Self.observation(wrong, of: run)
        let diagnosis = Diagnosis(of: given, from: simulation, mostPairs: 100_000)
        guard let pairs = diagnosis.pairs else {
            // One mistake alone does the same as the two.
            #expect(diagnosis.agrees || !diagnosis.findings.isEmpty)
            return
        }
        #expect(diagnosis.findings.contains { Set($0.mutations.map(\.mistake)) == Set(put.map(\.mistake)) }, "\(put)")
        #expect(pairs.tried == pairs.plausible && pairs.plausible < pairs.all / 2, "\(put): \(pairs)")
        let short = Diagnosis(of: given, from: simulation, mostPairs: pairs.plausible)
        #expect(short.findings == diagnosis.findings)
    }

    @Test func theSearchCountsItsPairsAndCanBeStopped() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        var numbers = try #require(simulation.numbers())
        numbers.gradients[0] *= 1.2345
        let given = Self.observation(numbers, of: run)
        let some = Diagnosis(of: given, from: simulation, mostPairs: 10)
        let pairs = try #require(some.pairs)
        #expect(pairs.tried == 10 && pairs.all > 1000 && some.findings.isEmpty && !some.wasStopped)
        for wanted in [Diagnosis.Stage.alone, .pairs] {
            var calls = 0
            let stopped = Diagnosis(of: given, from: simulation) { stage, done, all in
                #expect(done < all)
                calls += stage == wanted ? 1 : 0
                return calls < 3
            }
            #expect(stopped.wasStopped && stopped.findings.isEmpty && calls == 3)
        }
    }

    @Test func aLayerIsNamedBeforeTheNetworkThatHasOnlyIt() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        let wrong = try #require(simulation.numbers([Mutation(.activationDerivativeMissing)]))
        let diagnosis = Diagnosis(of: Self.observation(wrong, of: run), from: simulation)
        #expect(diagnosis.findings.map(\.mutations) == [[Mutation(.activationDerivativeMissing, at: .layer("hidden"))]])
        #expect(diagnosis.findings[0].fit == 1)
    }
}
