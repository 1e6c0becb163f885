import Debugger
import Foundation
import NeuralNetwork
import Testing

@testable import Lessons

/// The files under `lessons/models` against values that other programs computed.
///
/// 1e-9 relative for a thousand updates, each of which adds some roundings of 1.1e-16. A gradient that the
/// training has brought near 0 is a difference of numbers near 1, and may differ by 1e-12 beside.
struct ModelGoldenTests {
    private struct Line: Decodable {
        struct Row: Decodable {
            let epoch: Int
            let lossBefore, gradW, gradB, wBefore, bBefore: Double
        }
        let rows: [Row]
        let final: [String: Double]
    }

    @Test(arguments: ["linear-regression", "noisy-line"]) func lines(name: String) throws {
        let golden = try Self.golden(name, as: Line.self)
        var session = try Session(run: Self.run(name))
        #expect(golden.rows.last?.epoch == session.tree.epochs)
        for row in golden.rows {
            session.go(to: Position(session.tree.start(ofBatch: row.epoch - 1)))
            try expect(session, .named("w"), row.wBefore)
            try expect(session, .named("b"), row.bBefore)
            session.step(1, .epoch)
            try expect(session, .loss, row.lossBefore)
            try expect(session, .gradient("w"), row.gradW, absolute: 1e-12)
            try expect(session, .gradient("b"), row.gradB, absolute: 1e-12)
        }
        #expect(session.isAtEnd)
        for (name, value) in golden.final { try expect(session, .named(name), value) }
    }

    private struct SigmoidNeuron: Decodable {
        struct Row: Decodable {
            let epoch: Int
            let loss, w, b, gradW, gradB: Double
        }
        let rows: [Row]
    }

    @Test func sigmoidNeuron() throws {
        let golden = try Self.golden("sigmoid-neuron", as: SigmoidNeuron.self)
        var session = try Session(run: Self.run("sigmoid-neuron"))
        #expect(golden.rows.last?.epoch == session.tree.epochs)
        for row in golden.rows {
            session.go(to: Position(session.tree.start(ofBatch: row.epoch)))
            try expect(session, .named("w"), row.w)
            try expect(session, .named("b"), row.b)
            // A row is the state after so many updates, so the loss is that of the update to come.
            guard !session.isAtEnd else { continue }
            session.step(1, .batch)
            try expect(session, .loss, row.loss)
            try expect(session, .gradient("w"), row.gradW)
            try expect(session, .gradient("b"), row.gradB)
        }
    }

    private struct Adam: Decodable {
        struct Row: Decodable {
            let epoch: Int
            let losses: [Double]
            let parameters: [String: Double]
        }
        let rows: [Row]
    }

    @Test func reluAdam() throws {
        let golden = try Self.golden("relu-adam", as: Adam.self)
        var session = try Session(run: Self.run("relu-adam"))
        #expect(golden.rows.last?.epoch == session.tree.epochs)
        for row in golden.rows {
            session.go(to: Position(session.tree.start(ofBatch: 2 * (row.epoch - 1))))
            for loss in row.losses {
                session.step(1, .batch)
                try expect(session, .loss, loss)
            }
            #expect(row.parameters.count == 9)
            for (name, value) in row.parameters { try expect(session, .named(name), value) }
        }
        #expect(session.isAtEnd)
    }

    // MARK: What the tests have in common

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "lessons/models")

    /// The file's model, read without a warning.
    private static func run(_ name: String) throws -> TrainingRun {
        let lesson = try Lesson.read(path: folder.appending(path: "\(name).yaml").path).get()
        #expect(lesson.warnings.isEmpty)
        return lesson.run
    }

    private static func golden<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
        let file = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "golden"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: file))
    }

    private func expect(_ session: Session, _ symbol: Symbol, _ expected: Double, absolute: Double = 0) throws {
        let value = try #require(session.reading(symbol)?.value)
        #expect(
            abs(value - expected) <= 1e-9 * max(abs(value), abs(expected)) + absolute,
            "\(symbol.name): \(value), not \(expected)")
    }
}
