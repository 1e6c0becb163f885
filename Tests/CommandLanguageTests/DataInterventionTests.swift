import Autograd
import Debugger
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

/// What-if on inputs and targets.
@Suite struct DataInterventionTests {
    // By hand: z(h1) = 0.2·0.7 + 0.4·0.8 + 0.1 = 0.56.
    @Test func transcript() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let lines = [
            ("step 3 pass", ""),
            ("set x1 = 0.7", "x1 in row 1 of the data = 0.7 from the start of epoch 2, batch 1 on; what follows is computed again. undo takes it back."),
            ("print x1", "x1 = 0.7"),
            ("print z(h1) ≈ 0.52", "z(h1) ≈ 0.52: true"),
            ("back", ""),
            ("print x1", "x1 = 0.5"),
            ("step 2", ""),
            ("print x1", "x1 = 0.7"),
            ("undo", "x1 in row 1 of the data is what it was before that set."),
            ("print x1", "x1 = 0.5"),
            ("restart", "Back at the start, with the same weights."),
            ("set x1 = 0.7", "x1 in row 1 of the data = 0.7 from the start of epoch 1, batch 1 on; what follows is computed again. undo takes it back."),
            ("print x1", "x1 = 0.7"),
            ("goto z(h1)", ""),
            ("print z(h1) ≈ 0.56", "z(h1) ≈ 0.56: true"),
            ("set x3 = 1", "only parameters, eta, inputs and targets can be set, and x3 is none of them; did you mean x1?"),
        ]
        for (line, expected) in lines { #expect(answer(line, &session) == expected, "\(line)") }
    }

    /// A target of the sample in progress, in every epoch from there on, and of no other sample.
    @Test func theRowOfTheSampleInProgressChanges() throws {
        var generator = SeededGenerator(seed: 31)
        let run = Networks.random(
            sizes: [1, 1, 1], activation: .identity, samples: 4,
            settings: TrainingSettings(learningRate: 0.1, batchSize: 2, epochs: 3, shuffle: true), using: &generator)
        let (input, target) = (run.architecture.inputs[0], run.architecture.targets[0])
        var session = try Session(run: run)
        _ = answer("goto epoch 2 batch 1 sample 2 backward", &session)
        _ = answer("set \(target) = 9", &session)
        _ = answer("set \(input) = -3", &session)
        let row = run.order.order(ofEpoch: 1)[1]
        for epoch in 0..<3 {
            for (place, sample) in run.order.order(ofEpoch: epoch).enumerated() {
                _ = answer("goto epoch \(epoch + 1) batch \(place / 2 + 1) sample \(place % 2 + 1) backward", &session)
                let isChanged = epoch > 0 && sample == row
                #expect(session.reading(.named(target))?.value == (isChanged ? 9 : run.data.targets(of: sample).first))
                #expect(session.reading(.named(input))?.value == (isChanged ? -3 : run.data.inputs(of: sample).first))
            }
        }
    }

    /// The gradients are compared with numeric ones on the data as they are there.
    @Test(arguments: ["step 2 pass", "step 2 epoch"])
    func theComparisonIsOnTheChangedData(there: String) throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        _ = answer("set x1 = 0.7", &session)
        _ = answer("set t = -2", &session)
        _ = answer(there, &session)
        for point in [try session.comparisonPointOnShow(), try session.comparisonPoint()] {
            let comparison = try ComparisonRequest().comparison(at: point)
            #expect(comparison.entries.allSatisfy { $0.verdict == .agrees })
        }
        let shown = try ComparisonRequest().comparison(at: session.comparisonPointOnShow())
        if there.hasSuffix("pass") { #expect(shown.losses[0].bitPattern == session.reading(.loss)?.value?.bitPattern) }
    }
}
