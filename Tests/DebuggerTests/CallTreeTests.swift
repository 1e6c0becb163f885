import NeuralNetwork
import TestNetworks
import Testing

@testable import Debugger

/// Runs of every shape that the structure of a run may have.
struct Shape: Sendable, CustomTestStringConvertible {
    let sizes: [Int]
    let samples: Int
    /// Nil where there is no training.
    let batchSize: Int?
    let epochs: Int

    var testDescription: String {
        "\(sizes), \(samples) samples, batches of \(batchSize.map(String.init) ?? "one, no training")"
    }

    func run() -> TrainingRun {
        var generator = SeededGenerator(seed: 3)
        let run = Networks.random(
            sizes: sizes, activation: .tanh, samples: samples, batchSize: batchSize ?? 1, epochs: epochs,
            using: &generator)
        return batchSize == nil ? TrainingRun(run.architecture, data: run.data, settings: nil) : run
    }

    static let all = [
        Shape(sizes: [2, 2, 1], samples: 3, batchSize: 1, epochs: 2),
        Shape(sizes: [2, 2, 1], samples: 3, batchSize: 3, epochs: 2),
        Shape(sizes: [1, 3, 2], samples: 5, batchSize: 2, epochs: 3),
        Shape(sizes: [1, 2, 2, 2], samples: 4, batchSize: 3, epochs: 2),
        Shape(sizes: [1, 1], samples: 2, batchSize: 64, epochs: 1),
        Shape(sizes: [2, 2, 1], samples: 3, batchSize: nil, epochs: 1),
    ]
}

struct CallTreeTests {
    @Test("Positions count the leaves in the order of epochs, batches, samples and updates", arguments: Shape.all)
    func positions(shape: Shape) throws {
        let tree = try CallTree(of: shape.run())
        let batchSize = min(shape.batchSize ?? 1, shape.samples)
        var index = 0
        func expect(_ moment: Moment) {
            #expect(tree.moment(of: index) == moment)
            #expect(tree.index(of: moment) == index)
            index += 1
        }
        var batchNumber = 0
        for epoch in 0..<shape.epochs {
            for (batch, first) in stride(from: 0, to: shape.samples, by: batchSize).enumerated() {
                #expect(tree.start(ofBatch: batchNumber) == index)
                let samples = min(batchSize, shape.samples - first)
                #expect(tree.samples(inBatch: batch) == samples)
                for sample in 0..<samples {
                    for leaf in 0..<tree.sampleTable(of: 0).count {
                        expect(Moment(epoch: epoch, batch: batch, sample: sample, leaf: leaf))
                    }
                }
                for leaf in 0..<tree.updateTable(of: 0, inBatch: 0).count {
                    expect(Moment(epoch: epoch, batch: batch, sample: nil, leaf: leaf))
                }
                batchNumber += 1
            }
        }
        #expect(tree.leafCount == index)
        #expect(tree.batchCount == batchNumber)
        #expect((tree.updateTable(of: 0, inBatch: 0).count == 0) == (shape.batchSize == nil))
    }

    @Test("At each zoom the units tile the run, and each lies in one unit of the next zoom", arguments: Shape.all)
    func units(shape: Shape) throws {
        let tree = try CallTree(of: shape.run())
        for zoom in Zoom.allCases {
            var next = 0
            while next < tree.leafCount {
                let unit = tree.unit(zoom, holding: next)
                #expect(unit.lowerBound == next)
                #expect(tree.position(after: Position(next), zoom) == Position(unit.upperBound))
                #expect(tree.position(before: Position(unit.upperBound), zoom) == Position(next))
                for leaf in unit { #expect(tree.unit(zoom, holding: leaf) == unit) }
                if let coarser = zoom.coarser {
                    let outer = tree.unit(coarser, holding: next)
                    #expect(outer.lowerBound <= unit.lowerBound && unit.upperBound <= outer.upperBound)
                }
                // A unit without leaves would never end the walk.
                try #require(unit.upperBound > next)
                next = unit.upperBound
            }
            #expect(next == tree.leafCount)
        }
    }

    @Test("The ends of the run stop every step", arguments: Zoom.allCases)
    func ends(zoom: Zoom) throws {
        let tree = try CallTree(of: Shape.all[2].run())
        #expect(tree.position(after: tree.end, zoom) == tree.end)
        #expect(tree.position(before: tree.start, zoom) == tree.start)
    }

    /// Counted by hand from the formulas. Forward: z of each of three neurons is two products and a sum,
    /// a is one operation, L is y − t, its square and its half: 3·(3 + 1) + 3. Backward: ∂L/∂L; slope
    /// and adjoint of the half and of the square, then y's adjoint: 1 + 2 + 2 + 1; of y f′, δ and three
    /// gradients; of h1 and h2 each ∂L/∂a besides: 5 + 2·6. Update: η·g and θ − η·g of nine parameters.
    @Test func leavesOfTheTwoTwoOneNetwork() throws {
        let tree = try CallTree(of: Networks.twoTwoOne(.sigmoid, epochs: 5))
        let backwardStart = tree.sampleTable(of: 0).row(.pass, holding: 0).leaves.upperBound
        #expect(backwardStart == 15)
        #expect(tree.sampleTable(of: 0).count - backwardStart == 23)
        #expect(tree.updateTable(of: 0, inBatch: 0).count == 18)
        #expect(tree.leafCount == 5 * 56)
    }

    @Test func addressesOfOneSample() throws {
        let tree = try CallTree(of: Networks.twoTwoOne(.sigmoid))
        var found: [String] = []
        var position = tree.start
        while position.index < tree.leavesPerEpoch {
            found.append(tree.address(of: position.index).components(to: .quantity).joined(separator: " › "))
            position = tree.position(after: position, .quantity)
        }
        let sample = "epoch 1 › batch 1 › sample 1 › "
        let forward = [
            "hidden › h1 › z", "hidden › h1 › a", "hidden › h2 › z", "hidden › h2 › a", "output › y › z",
            "output › y › a", "loss › L › L",
        ]
        let backward = [
            "loss › L › adjoint(L)", "loss › L › adjoint(a(y))", "output › y › delta", "output › y › grad(w31)",
            "output › y › grad(w32)", "output › y › grad(b3)", "hidden › h1 › delta", "hidden › h1 › grad(w11)",
            "hidden › h1 › grad(w12)", "hidden › h1 › grad(b1)", "hidden › h2 › delta", "hidden › h2 › grad(w21)",
            "hidden › h2 › grad(w22)", "hidden › h2 › grad(b2)",
        ]
        let update = [
            "hidden › h1 › w11", "hidden › h1 › w12", "hidden › h1 › b1", "hidden › h2 › w21", "hidden › h2 › w22",
            "hidden › h2 › b2", "output › y › w31", "output › y › w32", "output › y › b3",
        ]
        #expect(
            found == forward.map { sample + "forward › " + $0 } + backward.map { sample + "backward › " + $0 }
                + update.map { "epoch 1 › batch 1 › update › " + $0 })
    }

    @Test func addressesEndAtTheZoom() throws {
        let tree = try CallTree(of: Networks.twoTwoOne(.sigmoid))
        let address = tree.address(of: tree.leavesPerEpoch)
        let whole = ["epoch 2", "batch 1", "sample 1", "forward", "hidden", "h1", "z", "product"]
        for (zoom, length) in zip(Zoom.allCases.reversed(), 1...8) {
            #expect(address.components(to: zoom) == Array(whole.prefix(length)))
        }
        let update = tree.address(of: tree.leavesPerEpoch - 1)
        #expect(update.components(to: .sample) == ["epoch 1", "batch 1", "update"])
        #expect(update.components(to: .pass) == ["epoch 1", "batch 1", "update"])
        #expect(update.components() == ["epoch 1", "batch 1", "update", "output", "y", "b3", "value"])
    }

    @Test func aRunThatPositionsCannotCount() throws {
        let possible = Int.max / 2 / 56
        #expect(throws: Never.self) { try CallTree(of: Networks.twoTwoOne(.relu, epochs: possible)) }
        let error = #expect(throws: RunTooLong.self) {
            try CallTree(of: Networks.twoTwoOne(.relu, epochs: possible + 1))
        }
        #expect(error?.possible == possible)
        // The last leaf of the longest run has an address too.
        let tree = try CallTree(of: Networks.twoTwoOne(.relu, epochs: possible))
        #expect(tree.index(of: tree.moment(of: tree.leafCount - 1)) == tree.leafCount - 1)
    }
}
