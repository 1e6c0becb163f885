import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

/// Whole batches at full speed have the bits of the stepped path.
struct FullSpeedTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var sizes = [2, 3, 2]
        var activation = Activation.tanh
        var output = Activation.identity
        var loss = Loss.squaredError
        var isLossFused = true
        var batchSize = 1
        var updates = 1000
        var training = TrainingSettings(learningRate: 0.02, epochs: 1)

        var testDescription: String {
            "\(sizes) \(activation.rawValue), \(output.rawValue), \(loss.rawValue)\(isLossFused ? "" : " as written"), "
                + "batches of \(batchSize), \(updates) updates, \(training.optimizer), \(training.schedule)"
        }

        /// One sample more than fits a whole number of batches, where that can be.
        var run: TrainingRun {
            var generator = SeededGenerator(seed: UInt64(updates + batchSize + sizes.count))
            var settings = training
            settings.batchSize = batchSize
            settings.validation = nil
            let samples = batchSize == 100 ? 100 : 2 * batchSize + (batchSize == 1 ? 0 : 1)
            settings.epochs = updates / ((samples + batchSize - 1) / batchSize) + 1
            return Networks.random(
                sizes: sizes, activation: activation, output: output, loss: loss, samples: samples,
                isLossFused: isLossFused, slope: 0.3, settings: settings, using: &generator)
        }
    }

    static let batchSizes = [1, 3, 8, 100]

    /// Every activation, with widths around whole vectors and blocks; a layer may be narrower or wider than the next.
    static let activations = Networks.hiddenActivations.flatMap { activation in
        zip(batchSizes, [[2, 2, 1], [3, 5, 4, 2], [1, 9, 3], [6, 8, 1, 7, 1]]).map { batchSize, sizes in
            Kind(sizes: sizes, activation: activation, batchSize: batchSize)
        }
    }

    /// Every loss with every output that it takes, fused and as written.
    static let losses = Loss.allCases.flatMap { loss in
        Networks.outputs(for: loss).flatMap { output in
            (loss.partner == output ? [true, false] : [true]).flatMap { isLossFused in
                [(1, [2, 2, 3]), (3, [2, 3, 2])].map { batchSize, sizes in
                    Kind(sizes: sizes, output: output, loss: loss, isLossFused: isLossFused, batchSize: batchSize)
                }
            }
        }
    }

    /// Every optimiser, schedule, clipping and regularisation.
    static let trainings = Networks.trainings.flatMap { training in
        batchSizes.map { Kind(sizes: [2, 3, 2], batchSize: $0, training: training) }
    }

    @Test(arguments: activations + losses + trainings)
    func bits(kind: Kind) throws {
        let run = kind.run
        let tree = try CallTree(of: run)
        var stepped = Machine(run: run, tree: tree)
        var fast = stepped
        var expected: [Double] = []
        for batch in 0..<kind.updates {
            stepped.beginBatch([])
            stepped.executeBatch(batch)
            expected.append(stepped.batchLoss(of: 0))
        }
        fast.beginBatch([])
        var losses: [Double] = []
        // Not all at once: what one stretch leaves, the next begins with.
        let cut = kind.updates / 3
        try #require(fast.executeFast(0..<cut, losses: &losses))
        var found = losses
        try #require(fast.executeFast(cut..<kind.updates, losses: &losses))
        found += losses
        #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
        #expect(fast.newParameters.map(\.bitPattern) == stepped.newParameters.map(\.bitPattern))
        #expect(fast.blocks[0].states.map(\.bitPattern) == stepped.blocks[0].states.map(\.bitPattern))
        #expect(fast.executed == stepped.executed)
    }

    /// A network that is trained another way says so, instead of being trained wrongly.
    @Test func whatOnlyTheSteppedPathCanDo() throws {
        var generator = SeededGenerator(seed: 5)
        let run = Networks.random(sizes: [2, 3, 1], activation: .relu, samples: 4, dropout: 0.5, using: &generator)
        #expect(DenseTraining(of: run) == nil)
    }

    /// A session that runs ahead, however it does that, has seen what one has that goes batch by batch: checkpoints,
    /// losses, held-out samples and the end of a run that stops early.
    @Test(arguments: Networks.trainings.indices) func sessions(number: Int) throws {
        var generator = SeededGenerator(seed: UInt64(number))
        var settings = Networks.trainings[number]
        settings.epochs = 60
        // Late enough for something to be ahead.
        if settings.patience != nil { settings.patience = 7 }
        let run = Networks.random(
            sizes: [2, 3, 2], activation: .softplus, samples: 6, settings: settings, using: &generator)
        var stepped = try Session(run: run)
        var running = stepped
        running.set(.learningRate, to: 0.05)
        stepped.set(.learningRate, to: 0.05)
        for batch in 1...stepped.tree.batchCount where !stepped.isAtEnd {
            stepped.go(to: Position(stepped.tree.start(ofBatch: batch)))
            if batch == 4 { stepped.set(.parameter(1), to: 0.25) }
        }
        running.go(to: Position(running.tree.start(ofBatch: 4)))
        running.set(.parameter(1), to: 0.25)
        running.go(to: running.tree.end)
        #expect(running.end == stepped.end)
        #expect(running.difference(from: stepped, in: run.everySymbol) == nil)
        for position in [17, 333, 777].map({ Position($0 * running.tree.leavesPerEpoch / 40) }) {
            running.go(to: position)
            stepped.go(to: running.tree.start)
            stepped.go(to: position)
            #expect(running.difference(from: stepped, in: run.everySymbol) == nil)
        }
    }

    /// Wherever a long move pauses, all of the batch executed last is there to be seen.
    @Test(arguments: [1, 2, 5]) func pauses(batchSize: Int) throws {
        var generator = SeededGenerator(seed: 8)
        let settings = TrainingSettings(
            optimizer: .momentum(gamma: 0.5, nesterov: true), learningRate: 0.05, batchSize: batchSize, epochs: 30,
            seed: 4, shuffle: true)
        let run = Networks.random(
            sizes: [2, 3, 2], activation: .sigmoid, samples: 5, settings: settings, using: &generator)
        var stepped = try Session(run: run)
        var running = stepped
        running.batchesPerMove = 7
        running.go(to: running.tree.end)
        var pauses = 0
        while running.destination != nil {
            pauses += 1
            while stepped.batchInProgress < running.batchInProgress { stepped.step(1, .batch) }
            #expect(running.difference(from: stepped, in: run.everySymbol) == nil)
            running.resume()
        }
        #expect(pauses >= 3)
    }

    /// Where a number is lost, the run stops at the same leaf as one that is stepped.
    @Test(arguments: [1, 3]) func aNumberThatIsLost(batchSize: Int) throws {
        var generator = SeededGenerator(seed: 2)
        let settings = TrainingSettings(learningRate: 3, batchSize: batchSize, epochs: 400)
        let run = Networks.random(
            sizes: [2, 2, 1], activation: .relu, samples: 3, settings: settings, using: &generator)
        var running = try Session(run: run)
        running.go(to: running.tree.end, stopsAtNonFinite: true)
        let place = try #require(running.firstNonFinite)
        #expect(running.position == place)
        var stepped = try Session(run: run)
        for batch in 1...stepped.tree.batchCount where stepped.firstNonFinite == nil {
            stepped.go(to: Position(stepped.tree.start(ofBatch: batch)), stopsAtNonFinite: true)
        }
        #expect(stepped.firstNonFinite == place)
        #expect(running.difference(from: stepped, in: run.everySymbol) == nil)
        // Beyond it the bits are those of the stepped path, too.
        let end = Position(min(running.tree.leafCount, place.index + 20 * running.tree.leavesPerEpoch))
        running.go(to: end)
        stepped.go(to: end)
        #expect(running.difference(from: stepped, in: run.everySymbol) == nil)
    }
}
