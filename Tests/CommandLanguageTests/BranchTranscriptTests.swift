import Autograd
import Debugger
import NeuralNetwork
import TestNetworks
import Testing

@testable import CommandLanguage

/// What-ifs beside the run, as one types them.
@Suite struct BranchTranscriptTests {
    /// The loss of the last of three epochs, in a session of its own.
    private func loss(_ lines: String...) throws -> Double {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        for line in lines { _ = answer(line, &session) }
        session.go(to: session.tree.end)
        return session.batchLoss
    }

    @Test func transcript() throws {
        let original = try loss("step 1 epoch")
        let other = try loss("step 1 epoch", "set w11 = 0.5")
        let difference = NumberText.written(original - other, digits: 5)
        let lines = [
            ("branch", "No batch has been executed yet.\n* original  ·  nothing set"),
            ("step 1 epoch", ""),
            ("branch what-if", "Branch what-if begins; original stays as it is. What is set from here on is set in what-if only."),
            ("set w11 = 0.5", "w11 = 0.5 from the start of epoch 2, batch 1 on; what follows is computed again. undo takes it back."),
            ("goto end", ""),
            (
                "branch",
                """
                Loss of epoch 3, batch 1:
                  original  \(NumberText.written(original, digits: 10)) (\(original > other ? "+" : "")\(difference))  nothing set
                * what-if   \(NumberText.written(other, digits: 10))  w11 = 0.5 from epoch 2, batch 1
                """
            ),
            ("delete branch what-if", "what-if is the present branch; go to another one first"),
            ("branch what-if", "This is branch what-if already."),
            ("branch original", "This is branch original, at the same position."),
            ("print position", "position = 168"),
            ("back 2 epoch", ""),
            ("print w11 == 0.5", "w11 == 0.5: false"),
            ("delete branch original", "original is the present branch; go to another one first"),
            ("branch what-if", "This is branch what-if, at the same position."),
            ("print w11", "w11 = 0.5"),
            ("delete branch original", "original is the run itself and stays; undo all takes back what was set in it"),
            ("branch original", "This is branch original, at the same position."),
            ("delete branch what-if", "Branch what-if deleted"),
            ("delete branch what-if", "there is no branch what-if; there are original"),
            ("branch a:b", "a branch's name is at most 16 letters, digits, - and _"),
            ("delete branch", "a branch's name is at most 16 letters, digits, - and _"),
        ]
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        for (line, expected) in lines { #expect(answer(line, &session) == expected, "\(line)") }
        for number in 1..<Branches.limit { #expect(answer("branch n\(number)", &session).hasPrefix("Branch n")) }
        #expect(answer("branch more", &session).hasPrefix("there are 8 branches"))
    }

    /// A script takes all branches along.
    @Test func theScriptBringsTheBranches() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        for line in ["step 1 epoch", "set eta = 0.2", "branch b", "set w11 = 0.5", "step 1 epoch", "branch c", "set x1 = 1", "branch b", "step 3"] {
            _ = answer(line, &session)
        }
        var other = try Session(run: session.run)
        for _ in 0..<2 {
            for line in session.script { _ = answer(line, &other) }
            #expect(other.bookmark == session.bookmark)
            #expect(other.branches.names == session.branches.names && other.branches.present == "b")
            #expect(answer("branch", &other) == answer("branch", &session))
        }
    }
}

/// What `info` tells of tapes and checkpoints.
@Suite struct InsideTests {
    // By hand: e = a·b, d = e + c, L = d·f has four numbers, three operations of two operands each, one upon the other.
    @Test func aTapeIsCounted() {
        var tape = Tape()
        let (a, b, c, f) = (tape.leaf(2), tape.leaf(-3), tape.leaf(10), tape.leaf(-2))
        let e = tape.record(.multiply, [a, b])
        let d = tape.record(.add, [e, c])
        _ = tape.record(.multiply, [d, f])
        let counts = TapeCounts(of: tape)
        #expect(counts.nodes == 7 && counts.edges == 6 && counts.levels == 3)
        #expect(counts.operations.map(\.operation) == [.leaf, .multiply, .add])
        #expect(counts.operations.map(\.count) == [4, 2, 1])
        #expect(Phrase.lines(of: counts, called: Phrase.sampleTape).first?.english == "a sample: 7 nodes, 6 edges, 3 levels")
    }

    // By hand: 9 parameters at 8 bytes and 160 for the rest; every batch is remembered until there is no room.
    @Test func checkpointsAreCounted() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        #expect(answer("info checkpoints", &session).hasPrefix("1 checkpoint of at most 4096, one before every batch\n232 bytes, 232 each"))
        session.step(2, .epoch)
        session.step(1, .quantity)
        let said = answer("info checkpoints", &session)
        #expect(said.hasPrefix("3 checkpoints") && said.contains("696 bytes"))
        #expect(said.hasSuffix("the last before epoch 3, batch 1"))
        #expect(answer("info tape", &session).contains("an update: "))
    }
}
