import Debugger
import Lessons
import NeuralNetwork
import Testing

/// Data and model parallelism change where something is computed, and not what.
struct ParallelismTests {
    @Test func theMeanOfTheShardsGradientsIsTheBatchs() throws {
        // The same four points as one batch.
        let text = try Models.text("linear-regression").replacing("    - {inputs: [5], targets: [11]}\n", with: "")
        var batch = try Session(run: Models.run(text: text))
        var shards = try Models.session("shards")
        #expect(batch.run.data.count == 4)
        for _ in 1...50 {
            batch.step(1, .epoch)
            shards.step(1, .epoch)
            for (name, copies) in [("w", ["w1", "w2"]), ("b", ["b1", "b2"])] {
                // A copy's adjoint is half the gradient of its worker's own loss.
                let own = try copies.map { try 2 * shards.adjoint($0) }
                let mean = (own[0] + own[1]) / 2
                #expect(try isClose(mean, shards.gradient(name)))
                #expect(try isClose(mean, batch.gradient(name)))
                #expect(try isClose(shards.parameter(name), batch.parameter(name)))
            }
            #expect(isClose(shards.batchLoss, batch.batchLoss))
        }
    }

    /// By hand: y = 0 everywhere, so ∂L1/∂w = ((0 − 3)·1 + (0 − 5)·2)·2/2 = −13, and so on.
    @Test func theGradientsThatTheFileNames() throws {
        var session = try Models.session("shards")
        session.step(1, .batch)
        #expect(try session.adjoint("w1") == -6.5 && session.adjoint("w2") == -28.5)
        #expect(try session.gradient("w") == -35)
    }

    @Test func theGraphCutInTwoIsTheWholeNetwork() throws {
        let path = Models.root.appending(path: "lessons/two-two-one-sigmoid.yaml").path
        var whole = try Session(run: Lesson.read(path: path, checker: .standard).get().run)
        var cut = try Models.session("graph-cut")
        for _ in 1...20 {
            whole.step(1, .epoch)
            cut.step(1, .epoch)
            for neuron in ["1", "2"] {
                // What crosses the cut: a on the way forward, its adjoint on the way back.
                #expect(try cut.known("received" + neuron) == cut.known("sent" + neuron))
                #expect(try cut.adjoint("received" + neuron) == cut.adjoint("sent" + neuron))
                #expect(try isClose(cut.known("sent" + neuron), whole.known(.activation("h" + neuron))))
                #expect(try isClose(cut.adjoint("z" + neuron), whole.known(.delta("h" + neuron))))
            }
            #expect(zip(cut.parameters, whole.parameters).allSatisfy { isClose($0, $1) })
        }
    }
}
