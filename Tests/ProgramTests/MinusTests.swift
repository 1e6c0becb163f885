import Foundation
import Testing

/// One minus sign wherever a person reads a number, and `-` where a program or an ASCII terminal does.
struct MinusTests {
    private static let lines = "goto end\nback epoch\nset w11 = -0.5\ninfo parameters\nset eta = -1\ninfo run\nprint w11\nset b1 = -1/0\n"

    @Test(arguments: ["en", "zh"])
    func oneSignInUnicode(language: String) throws {
        let environment = ["BACKSTEP_LANG": language]
        let walk = try Program.run("walk", "two-two-one-linear", "--plain", input: Self.lines, environment: environment)
        #expect(walk.status == 0 && walk.output.contains("w11 = −0.5") && walk.output.contains("η = −1") && walk.output.contains("−inf"))
        #expect(walk.output.firstMatch(of: /[ =]-[0-9i]/) == nil, "\(walk.output)")
        let run = try Program.run("run", Places.model("sigmoid-neuron"), environment: environment)
        #expect(run.status == 0 && run.output.contains("−"))
        #expect(run.output.firstMatch(of: /[ =]-[0-9i]/) == nil, "\(run.output)")
    }

    @Test func hyphensInASCIIAndJSON() throws {
        let walk = try Program.run("walk", "two-two-one-linear", "--plain", input: Self.lines, environment: ["LANG": "C"])
        #expect(walk.output.contains("w11 = -0.5") && walk.output.utf8.allSatisfy { $0 < 0x80 })
        let run = try Program.run("run", Places.model("sigmoid-neuron"), environment: ["LANG": "C"])
        #expect(run.output.contains(" -") && run.output.utf8.allSatisfy { $0 < 0x80 })
        let json = try Program.run("run", Places.model("sigmoid-neuron"), "--format", "json")
        #expect(json.output.contains(":-") && !json.output.contains("−"))
    }
}
