import Foundation
import Testing

/// Runs whose loss leaves the finite numbers.
struct DivergenceTests {
    /// Half-squared error of y = w·x at x = 1, t = 0, η = 3: each update makes w = w − 3w = −2w, so from w = 1e150
    /// on w² = 1e300 · 4^(epoch − 1), of which L is the half, overflows where 4^(epoch − 1) passes 1.8e8.
    private static let text = """
        title: Away
        model:
          network:
            inputs: [x]
            layers:
              - name: output
                activation: identity
                neurons:
                  y: {weights: {w: 1.0e+150}}
            loss: half-squared-error
        data:
          samples:
            - {inputs: [1], targets: [0]}
        training:
          optimizer: {name: gradient-descent, learning-rate: 3}
          epochs: 30
        """
    private static let first = (1...30).first { !(1e300 * pow(4, Double($0 - 1))).isFinite } ?? 0

    private func run(_ command: String, _ options: String..., language: String = "en") throws -> Program {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "away.yaml")
        try Data(Self.text.utf8).write(to: file)
        return try Program.run([command, file.path] + options, environment: ["BACKSTEP_LANG": language])
    }

    /// (y − t)² = 1e300 · 4^14 is past the largest double, 1.8e308, where its half would not be.
    @Test func runStopsWhereTheNumberIsLost() throws {
        #expect(Self.first == 15)
        for options in [["--format", "text"], ["--format", "json"]] {
            let program = try run("run", options[0], options[1])
            #expect(program.status == 1)
            #expect(program.errors.contains("Stopped in epoch 15") && program.errors.split(separator: "\n").count == 2)
            #expect(program.errors.contains("(a(y) − t)² = 1.6384e154² = inf"))
        }
        #expect(try run("run", language: "zh").errors.contains("在第 15 轮停下"))
        #expect(try run("run", "--until", "epoch == 14").errors.isEmpty)
    }

    @Test(arguments: ["epoch 15", "epoch 20", "end"])
    func compareSaysThatTheLossIsNoNumber(place: String) throws {
        let program = try run("compare", "--at", place)
        #expect(program.status == 1)
        #expect(program.output.contains("The loss itself is not a finite number; it has been so since epoch 15, batch 1."))
        #expect(!program.output.contains("nan ") && !program.output.contains("as large as"), "\(program.output)")
        #expect(try run("compare", "--at", place, "--format", "json").status == 1)
        #expect(try run("compare", "--at", place, language: "zh").output.contains("从第 15 轮第 1 批起"))
    }

    @Test func compareBeforeThat() throws {
        #expect(try run("compare", "--at", "epoch 5").status == 0)
    }
}
