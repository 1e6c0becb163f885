import Debugger
import Foundation
import NeuralNetwork
import TestNetworks
import Testing

@testable import Lessons

/// Trainings from files against plain loops and against settings written by hand.
struct TrainingTests {
    /// Six epochs of five samples: with batches of two the third holds one sample, 18 updates in all.
    ///
    /// 1e-12 relative: a dozen roundings of 1.1e-16 per update, in another order on either side, and errors
    /// that no rule here enlarges more than tenfold.
    @Test("Parameters, rate and loss after every update", arguments: TrainingPlan.all)
    func likePlainLoops(plan: TrainingPlan) throws {
        let run = try Self.run(plan.training + "\nepochs: 6")
        var session = try Session(run: run)
        var plain = PlainTraining(plan)
        while !session.isAtEnd {
            session.step(1, .batch)
            let batch = (session.batchInProgress - 1) % session.tree.batchesPerEpoch
            let rows = PlainTraining.rows[(batch * plan.batchSize)...].prefix(plan.batchSize)
            plain.update(Array(rows))
            expectClose(session.batchLoss, plain.loss, "loss of update \(plain.k)")
            expectClose(session.learningRate, plain.rate, "rate of update \(plain.k)")
            for (place, name) in ["w1", "w2", "b"].enumerated() {
                expectClose(session.currentValue(of: place), plain.theta[place], "\(name) after update \(plain.k)")
            }
        }
        #expect(plain.k == (plan.batchSize == 1 ? 30 : 18))
    }

    @Test func everyOptimiserHasItsUsualNumbers() throws {
        for name in OptimizerName.allCases {
            let usual: Optimizer =
                switch name {
                case .gradientDescent: .gradientDescent
                case .momentum: .momentum(gamma: 0.9, nesterov: false)
                case .adagrad: .adaGrad(epsilon: 1e-8)
                case .rmsprop: .rmsProp(rho: 0.9, epsilon: 1e-8)
                case .adam: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
                case .adamw: .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01)
                }
            let settings = try Self.settings("optimizer: {name: \(name.rawValue), learning-rate: 0.25}")
            #expect(settings == TrainingSettings(optimizer: usual, learningRate: 0.25))
        }
    }

    /// What the messages tell people to write is what is read.
    @Test func everyScheduleReads() throws {
        for name in ScheduleName.allCases {
            let expected: Schedule =
                switch name {
                case .constant: .constant
                case .step: .step(gamma: 0.5, every: 100)
                case .exponential: .exponential(gamma: 0.99)
                case .inverseTime: .inverseTime(gamma: 0.01)
                case .cosine: .cosine(over: 1000)
                }
            let settings = try Self.settings(Self.plain + "schedule: \(name.example)")
            #expect(settings.schedule == expected)
            #expect(settings.warmUp == (name == .constant ? 100 : 0))
        }
    }

    /// The trainings that other tests walk through and explain leave out nothing that a file can ask for.
    @Test func theTableOfTrainingsIsComplete() throws {
        func kind(_ value: Any) -> String { String("\(value)".prefix { $0 != "(" }) }
        let optimizers = Set(Networks.trainings.map { kind($0.optimizer) })
        let schedules = Set(Networks.trainings.map { kind($0.schedule) })
        let clippings = Set(Networks.trainings.compactMap(\.clipping).map { kind($0) })
        for name in OptimizerName.allCases {
            let settings = try Self.settings("optimizer: {name: \(name.rawValue), learning-rate: 0.25}")
            #expect(optimizers.contains(kind(settings.optimizer)))
        }
        for name in ScheduleName.allCases {
            #expect(schedules.contains(kind(try Self.settings(Self.plain + "schedule: \(name.example)").schedule)))
        }
        for measure in ClippingMeasure.allCases { #expect(clippings.contains(kind(measure.clipping(limit: 1)))) }
        #expect(Networks.trainings.contains { $0.shuffle && $0.patience != nil && $0.warmUp > 0 })
    }

    @Test func theRestOfATraining() throws {
        let settings = try Self.settings(
            Self.plain + """
                clipping: {by: norm, limit: 2}
                regularisation: {l1: 0.5}
                shuffle: true
                validation: 2
                early-stopping: {patience: 7}
                batch-size: all
                seed: 9
                epochs: 11
                frozen: [w1]
                """)
        #expect(
            settings
                == TrainingSettings(
                    learningRate: 0.1, clipping: .norm(2), regularisation: Regularisation(l1: 0.5), batchSize: 3,
                    epochs: 11, seed: 9, shuffle: true, frozen: ["w1"], validation: .count(2), patience: 7))
        #expect(try Self.settings(Self.plain + "shuffle: false\nvalidation: 0.4").validation == .fraction(0.4))
        #expect(try Self.settings(Self.plain + "clipping: {by: value, limit: 3}").clipping == .value(3))
    }

    @Test func theOptionsOfLayersAndLosses() throws {
        func network(_ layer: String, _ loss: String) throws -> Network {
            try #require(
                Lesson.read(
                    bytes: Array(
                        """
                        title: T
                        model:
                          network:
                            inputs: [x1, x2]
                            layers:
                              - {name: hidden, \(layer), units: 2, weights: [[1, 2], [3, 4]]}
                              - {name: output, activation: sigmoid, units: 1, weights: [[1, 2]]}
                            loss: \(loss)
                        data: {samples: [{inputs: [1, 2], targets: [1]}]}
                        """.utf8), file: "f", loader: .none
                ).get().run.network)
        }
        let usual = try network("activation: leaky-relu", "binary-cross-entropy")
        #expect(usual.layers.map(\.slope) == [0.01, 0.01] && usual.layers.map(\.dropout) == [0, 0])
        #expect(usual.isLossFused)
        let changed = try network(
            "activation: leaky-relu, slope: 0.2, dropout: 0.5", "{name: binary-cross-entropy, fused: false}")
        #expect(changed.layers.map(\.slope) == [0.2, 0.01] && changed.layers.map(\.dropout) == [0.5, 0])
        #expect(!changed.isLossFused && changed.loss == .binaryCrossEntropy)
        #expect(try network("activation: gelu", "{name: binary-cross-entropy, fused: true}").isLossFused)
        for loss in Loss.allCases {
            #expect(try network("activation: tanh", loss.rawValue).loss == loss)
            #expect(try network("activation: tanh", "{name: \(loss.rawValue)}").loss == loss)
        }
    }

    // MARK: Samples

    @Test func shufflingTakesTheSamplesInTheOrderOfTheSeed() throws {
        let plan = TrainingPlan(optimizer: .adam)
        let run = try Self.run(plan.training + "\nepochs: 4\nshuffle: true\nseed: 5")
        var session = try Session(run: run)
        var plain = PlainTraining(plan)
        var orders: Set<[Int]> = []
        for epoch in 0..<4 {
            let order = run.order.order(ofEpoch: epoch)
            #expect(order.sorted() == Array(0..<5))
            orders.insert(order)
            plain.epoch(order.map { PlainTraining.rows[$0] })
            session.step(1, .epoch)
            for place in 0..<3 { expectClose(session.currentValue(of: place), plain.theta[place], "epoch \(epoch)") }
        }
        #expect(orders.count > 1)
    }

    /// The run ends after the third epoch in a row without a smaller loss on the samples held out.
    @Test func earlyStoppingGoesByTheSamplesHeldOut() throws {
        for (seed, patience) in [(1, 1), (2, 1), (3, 2), (4, 3)] {
            let plan = TrainingPlan(batchSize: 1)
            let run = try Self.run(
                plan.training + "\nepochs: 200\nvalidation: 0.4\nearly-stopping: {patience: \(patience)}\nseed: \(seed)")
            #expect(run.validationRows.count == 2)
            let rows = run.order.samples.map { PlainTraining.rows[$0] }
            #expect(Set(run.order.samples + run.validationRows) == Set(0..<5))
            var plain = PlainTraining(plan)
            var (best, waited, epochs) = (Double.infinity, 0, 0)
            var losses: [Double] = []
            while waited < patience, epochs < 200 {
                plain.epoch(rows)
                epochs += 1
                losses.append(
                    run.validationRows.reduce(0) { sum, row in
                        let (x, t) = PlainTraining.rows[row]
                        let error = plain.theta[0] * x[0] + plain.theta[1] * x[1] + plain.theta[2] - t
                        return sum + error * error / 2
                    })
                waited = losses[epochs - 1] < best ? 0 : waited + 1
                best = min(best, losses[epochs - 1])
            }
            #expect(epochs < 200, "the test needs a run that stops early")
            var session = try Session(run: run)
            session.go(to: session.tree.end)
            #expect(session.isAtEnd && session.position == Position(epochs * session.tree.leavesPerEpoch))
            for place in 0..<3 { expectClose(session.currentValue(of: place), plain.theta[place], "seed \(seed)") }
            for epoch in 1...epochs {
                session.go(to: Position(epoch * session.tree.leavesPerEpoch))
                expectClose(try #require(session.reading(.validationLoss)?.value), losses[epoch - 1], "epoch \(epoch)")
            }
            // There is nothing to step to behind the end.
            #expect(session.isAtEnd && session.step(1, .quantity) == 0 && session.step(3, .epoch) == 0)
            #expect(session.lastMove.isEmpty)
        }
    }

    // MARK: Limits

    /// The reader's estimates are never less than what the engine makes of the file.
    @Test func theLimitsSpeakOfWhatThereIs() throws {
        for plan in TrainingPlan.all {
            let run = try Self.run(plan.training)
            let outline = UpdateOutline(of: try #require(run.settings))
            let nodes = run.updates[0].tape.count
            #expect(nodes <= outline.nodesPerParameter * 3 + outline.sharedNodes)
            #expect(nodes + 4 >= outline.nodesPerParameter * 3, "\(plan.testDescription)")
        }
        for loss in Loss.allCases {
            for activation in Activation.allCases {
                let hidden = activation == .softmax ? "gelu" : activation.rawValue
                let text = """
                    title: T
                    model:
                      network:
                        inputs: [x1, x2]
                        layers:
                          - {name: h, activation: \(hidden), units: 5, initialisation: he-normal, dropout: 0.5}
                          - {name: o, activation: \(activation.rawValue), units: 4, initialisation: he-normal}
                        loss: \(loss.rawValue)
                    data: {samples: [{inputs: [1, 2], targets: [1, 0, 0, 0]}]}
                    """
                let bytes = Array(text.utf8)
                let collector = ProblemCollector(file: "f", bytes: bytes)
                let value = try #require(StrictYAML.read(bytes, limits: Limits(), into: collector))
                let run = try Lesson.read(bytes: bytes, file: "f", loader: .none).get().run
                guard case .mapping(let pairs) = value.content else { continue }
                var reader = NetworkReader(collector: collector)
                reader.read(try #require(pairs.first { $0.key == "model" }).value)
                #expect(run.computations[0].tape.count <= reader.nodeCount, "\(loss), \(activation)")
                let leaves = try CallTree(of: run).leavesPerEpoch
                #expect(leaves <= 8 * (reader.nodeCount + reader.edgeCount), "\(loss), \(activation)")
            }
        }
    }

    // MARK: What the tests have in common

    private static let plain = "optimizer: {name: gradient-descent, learning-rate: 0.1}\n"

    /// The run of `PlainTraining` with these keys under `training`.
    private static func run(_ training: String) throws -> TrainingRun {
        let samples = PlainTraining.rows.map { "    - {inputs: \($0.x), targets: [\($0.t)]}" }
        let text = """
            title: T
            model:
              network:
                inputs: [x1, x2]
                layers:
                  - {name: output, activation: identity, neurons: {y: {weights: {w1: 0.5, w2: -0.3}, bias: {b: 0.1}}}}
                loss: squared-error
            data:
              samples:
            \(samples.joined(separator: "\n"))
            training:
              \(training.replacingOccurrences(of: "\n", with: "\n  "))
            """
        return try Lesson.read(bytes: Array(text.utf8), file: "f", loader: .none).get().run
    }

    private static func settings(_ training: String) throws -> TrainingSettings { try #require(run(training).settings) }

    private func expectClose(_ value: Double, _ expected: Double, _ what: String) {
        #expect(
            abs(value - expected) <= 1e-12 * max(abs(value), abs(expected), 1e-3), "\(what): \(value), not \(expected)")
    }
}
