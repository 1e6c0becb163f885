import Foundation
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

@testable import Lessons

/// Files of gradients from other programs; those in `golden/exports` were written by PyTorch 2.15.0, Keras 3.15.1, JAX 0.10.2
/// (64-bit) and NumPy.
struct GradientFileTests {
    private static let exports = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "golden/exports")

    private static func simulation(_ run: TrainingRun = Networks.twoTwoOne(.sigmoid)) throws -> Simulation {
        Simulation(
            from: try ComparisonPoint(
                run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0],
                batchNumber: run.settings == nil ? nil : 0))
    }

    private static func read(_ text: String) throws -> GradientFile { try GradientFile.read(Array(text.utf8), file: "f") }

    private static func problem(_ text: String, _ run: TrainingRun = Networks.twoTwoOne(.sigmoid)) throws -> String? {
        let simulation = try Self.simulation(run)
        do throws(GradientFileProblem) {
            _ = try GradientFile.read(Array(text.utf8), file: "f").observation(for: simulation, file: "f")
            return nil
        } catch {
            return error.message.english
        }
    }

    @Test("What the libraries write agrees", arguments: [
        "jax-gradients.json", "keras-gradients.json", "pytorch-gradients.json", "keras-gradients.npz", "numpy-gradients.npz",
        "pytorch-gradients.safetensors",
    ])
    func export(name: String) throws {
        let path = Self.exports.appending(path: name).path
        let simulation = try Self.simulation()
        let (given, notes) = try GradientFile.read(paths: [path]).observation(for: simulation, file: name)
        #expect(given.entries.count == (name.hasSuffix("json") ? 10 : 9))
        let diagnosis = Diagnosis(of: given, from: simulation)
        #expect(diagnosis.agrees, "\(diagnosis.departures)")
        #expect(notes.isEmpty)
    }

    /// Gradients in float32 beside a loss in float64, in each of the layouts of text, written short and in full.
    @Test(arguments: [false, true], [false, true])
    func singlePrecisionBesideDouble(isInFull: Bool, isPlain: Bool) throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = try Self.simulation()
        let right = try #require(simulation.numbers())
        func text(_ factor: Double) -> (json: String, csv: String) {
            let names = run.architecture.parameters.map(\.name)
            let numbers = right.gradients.map { isInFull ? "\(Double(Float(factor * $0)))" : "\(Float(factor * $0))" }
            let members = zip(names, numbers).map { "\"\($0)\": \($1)" }.joined(separator: ", ")
            let loss = "\"loss\": \(right.losses[0])"
            return (
                isPlain ? "{\(loss), \(members)}" : "{\(loss), \"gradients\": {\(members)}}",
                "loss,\(right.losses[0])\n" + zip(names, numbers).map { "grad(\($0)),\($1)\n" }.joined()
            )
        }
        func departures(_ bytes: String, _ file: String) throws -> [String] {
            let given = try GradientFile.read(Array(bytes.utf8), file: file).observation(for: simulation, file: file).observation
            return Diagnosis.departures(of: given, from: simulation).map(\.name)
        }
        #expect(try departures(text(1).json, "f.json").isEmpty)
        #expect(try departures(text(1).csv, "f.csv").isEmpty)
        #expect(try departures(text(1.0001).json, "f.json").count == 9)
        #expect(try departures(text(1.0001).csv, "f.csv").count == 9)
    }

    @Test func updatedParametersAgree() throws {
        let text = try String(contentsOf: Self.exports.appending(path: "pytorch-updated.json"), encoding: .utf8)
        let simulation = try Self.simulation()
        for whole in [text, "{\"updated\": \(text)}", "{\"updated\": [\(text)]}"] {
            let (given, notes) = try Self.read(whole).observation(for: simulation, file: "f")
            #expect(given.entries.count == 9)
            #expect(given.entries.allSatisfy { $0.name.hasPrefix("new(") })
            #expect(notes.isEmpty == (whole != text))
            #expect(Diagnosis(of: given, from: simulation).agrees)
        }
    }

    /// A state dict from before the training holds the model's own parameters.
    @Test func stateDictionaryAtTheStart() throws {
        let path = Self.exports.appending(path: "pytorch-weights.safetensors").path
        let simulation = try Self.simulation()
        let (given, notes) = try GradientFile.read(paths: [path]).observation(for: simulation, file: "f")
        #expect(given.entries.count == 9 && given.entries.allSatisfy { $0.name.hasPrefix("old(") })
        #expect(Diagnosis(of: given, from: simulation).agrees)
        #expect(notes.map(\.english) == ["f is read as the parameters before any update; for those after one, add --as updated"])
    }

    /// Four decimals, the other layout, z, a and δ beside them: f′ of h1 and h2 is missing.
    @Test func handWritten() throws {
        let text = """
            {"gradients": {"hidden": {"w": [[-0.2392, 0.2050], [-0.3827, 0.3281]], "b": [[-0.4784], [0.4101]]},
             "output": {"w": [[-0.4286], [-0.3673]], "b": -0.6835}},
             "loss": 0.2336, "values": {"z(h1)": 0.52, "a(h1)": 0.6271, "delta(y)": -0.6835}}
            """
        let simulation = try Self.simulation()
        let given = try Self.read(text).observation(for: simulation, GradientReading(layout: .sourcesFirst), file: "f").observation
        #expect(given.entries.count == 13)
        let diagnosis = Diagnosis(of: given, from: simulation)
        #expect(diagnosis.findings.map(\.mutations) == [[Mutation(.activationDerivativeMissing, at: .layer("hidden"))]])
        #expect(diagnosis.departures.first?.name == "grad(w11)")
    }

    private static let bad: [(text: String, says: String)] = [
        ("", "f:1:1: the file is empty"), ("{", "too early"), ("{\"a\": 1} x", "f:1:10"), ("{\n \"a\": x}", "f:2:7: x is not JSON"),
        ("[1, 2]", "--template"), ("{}", "--template"), ("{\"a\": 1, \"a\": 2}", "a occurs twice"),
        (String(repeating: "[", count: 100_000), "nesting"),
        ("{\"w11\": NaN}", "w11 holds NaN"), ("{\"w11\": -Infinity}", "-Infinity"), ("{\"w11\": 1e999}", "finite"),
        ("{\"w11\": \"0.5\"}", "w11 holds 0.5, where a number"), ("{\"hidden\": {\"w\": [[1, 2], [3]]}}", "not equally long"),
        ("{\"w11\": 1}", "8 numbers are missing: w12"),
        ("{\"w11\": 1, \"w12\": 1, \"w21\": 1, \"w22\": 1, \"w31\": 1, \"w32\": 1, \"b1\": 1, \"b2\": 1}", "1 number is missing: b3"),
        ("{\"w11\": 1, \"w13\": 1}", "did you mean w"), ("{\"w11\": [1, 2]}", "one number"),
        ("{\"gradients\": {\"w11\": 1}, \"updates\": {}}", "the parts are gradients, loss, losses, parameters, updated, values"),
        ("{\"0.weight\": [[1, 2]], \"0.bias\": [1]}", "the model has 2 (hidden, output)"),
        ("{\"0.weight\": [[1, 2, 3], [1, 2, 3]], \"0.bias\": [1, 2], \"2.weight\": [[1, 2]], \"2.bias\": [1]}", "[2 × 3], which does not fit: expected [2 × 2]"),
        ("{\"0.weight\": [[1, 2], [3, 4]], \"2.weight\": [1, 2]}", "3 numbers are missing: b1, b2, b3"),
        ("{\"values\": {\"z(h9)\": 1}}", "did you mean z(h"),
    ]

    @Test("What does not fit is refused with what would", arguments: bad.indices)
    func refused(row: Int) throws {
        let (text, says) = Self.bad[row]
        let found = try Self.problem(text)
        #expect(found?.contains(says) == true, "\(found ?? "accepted")")
    }

    @Test func whatIsNotTrainedHasNoUpdates() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let still = TrainingRun(run.architecture, data: run.data, settings: nil)
        #expect(try Self.problem("{\"losses\": [1, 2]}", still)?.contains("no training") == true)
    }

    @Test func tooLargeAndMissing() {
        #expect(throws: GradientFileProblem.self) { try GradientFile.read(paths: ["/no/such"]) }
        #expect(throws: GradientFileProblem.self) { try GradientFile.read(paths: ["/dev/zero"]) }
    }

    /// Every file cut short, and every byte of it changed, is read or refused.
    @Test(arguments: ["numpy-gradients.npz", "pytorch-gradients.safetensors"]) func damaged(name: String) throws {
        let bytes = Array(try Data(contentsOf: Self.exports.appending(path: name)))
        let simulation = try Self.simulation()
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0xFF
            for damaged in [Array(bytes[..<index]), changed] {
                do throws(GradientFileProblem) {
                    _ = try GradientFile.read(damaged, file: name).observation(for: simulation, file: name)
                } catch {
                    #expect(!error.message.english.isEmpty)
                }
            }
        }
    }

    /// The template with its nulls filled in is a file; what is left out is not compared.
    @Test func template() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let text = GradientFile.template(for: run)
        #expect(try Self.problem(text)?.contains("--template") == true)
        let simulation = try Self.simulation()
        let right = try #require(simulation.numbers(updates: 1))
        var filled = text.replacing("\"loss\": null", with: "\"loss\": \(right.losses[0])")
        for (numbers, part) in [(right.gradients, "gradients"), (right.updated[0], "updated")] {
            for (parameter, number) in zip(run.architecture.parameters, numbers) {
                let start = try #require(filled.range(of: "\"\(part)\"")).lowerBound
                let place = try #require(filled.range(of: "\"\(parameter.name)\": null", range: start..<filled.endIndex))
                filled.replaceSubrange(place, with: "\"\(parameter.name)\": \(number)")
            }
        }
        let given = try Self.read(filled).observation(for: simulation, file: "f").observation
        #expect(given.entries.count == 19)
        #expect(Diagnosis(of: given, from: simulation).agrees)
    }

    @Test func jsonStrings() throws {
        guard case .object(let members) = try JSONParser.parse(Array(#"{"a\u00e9\ud83d\ude00\n\"b": -1.50e-2}"#.utf8)),
            case .number(let value, let digits)? = members.first?.value
        else {
            Issue.record("not read")
            return
        }
        #expect(members.map(\.key) == ["aé😀\n\"b"])
        #expect(value == -0.015 && digits == WrittenDigits(significant: 3, decimals: 4))
    }
}
