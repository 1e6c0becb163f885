import Autograd
import CommandLanguage
import Debugger
import Foundation
import NeuralNetwork
import Testing

@testable import Lessons

/// Models that are programs, from the file to their values.
struct ProgramLessonTests {
    private static func lesson(_ model: String, rest: String = "") throws -> Lesson {
        let indented = model.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        let text = "title: {en: A program, zh: 程序}\nmodel:\n" + indented.joined(separator: "\n") + "\n" + rest
        let result = Lesson.read(bytes: Array(text.utf8), file: "program.yaml", loader: .folder(ofFile: "program.yaml"))
        if case .failure(let failure) = result {
            Issue.record("\(failure.problems.map { "\($0.mark) \($0.message.english)" })")
        }
        return try result.get()
    }

    /// The values and adjoints of the first sample, by names.
    private static func pass(_ lesson: Lesson, loss: Int = 0, sample: Int = 0) -> (Computation, Tape, Adjoints) {
        let computation = lesson.run.computations[loss]
        var tape = computation.tape
        for (node, value) in zip(computation.inputs, lesson.run.data.inputs(of: sample)) { tape[node] = value }
        for (node, value) in zip(computation.targets, lesson.run.data.targets(of: sample)) { tape[node] = value }
        tape.forward()
        return (computation, tape, Adjoints(of: computation.loss, on: tape))
    }

    /// The example of micrograd's README, with the four decimals that it publishes there.
    @Test func microgradsExample() throws {
        let lesson = try Self.lesson(
            """
            parameters: {a: -4, b: 2}
            program: |
              c = a + b
              d = a * b + b**3
              c1 = c + c + 1
              c2 = c1 + 1 + c1 + (-a)
              d1 = d + d * 2 + relu(b + a)
              d2 = d1 + 3 * d1 + relu(b - a)
              e = c2 - d2
              f = e**2
              g = f / 2.0
              L = g + 10.0 / f
            loss: L
            """)
        let (computation, tape, adjoints) = Self.pass(lesson)
        func four(_ value: Double) -> String { String(format: "%.4f", value) }
        #expect(four(tape[computation.loss]) == "24.7041")
        #expect(computation.parameters.map { four(adjoints[$0]) } == ["138.8338", "645.5773"])
        #expect(lesson.run.data.count == 1 && lesson.run.settings == nil)
    }

    /// A recurrent network of two units through five time steps, as one reads it.
    private static let recurrent = """
        inputs: ["x[1]", "x[2]", "x[3]", "x[4]", "x[5]"]
        targets: [y]
        parameters: {u: 0.5, v: -0.3, w: 0.8, k: 0.4, b: 0.1, c: -0.2}
        program: |
          def cell(p, q, r) = tanh(u * p + w * q + v * r + b)

          h[0] = 0
          g[0] = 0
          for t in 1..5
            h[t] = cell(x[t], h[t-1], g[t-1])
            g[t] = cell(h[t], g[t-1], k)
          L = (h[5] + c * g[5] - y)^2 / 2
        loss: L
        """

    private static func plainRecurrent(_ p: [Double], _ x: [Double], _ y: Double) -> Double {
        var h = 0.0
        var g = 0.0
        for value in x {
            h = Foundation.tanh(p[0] * value + p[2] * h + p[1] * g + p[4])
            g = Foundation.tanh(p[0] * h + p[2] * g + p[1] * p[3] + p[4])
        }
        let error = h + p[5] * g - y
        return error * error / 2
    }

    @Test func aRecurrentNetworkThroughFiveTimeSteps() throws {
        let lesson = try Self.lesson(
            Self.recurrent,
            rest: "data:\n  samples:\n    - {inputs: [0.2, -0.7, 1.1, 0.4, -0.5], targets: [0.6]}\n")
        let (computation, tape, adjoints) = Self.pass(lesson)
        let x = [0.2, -0.7, 1.1, 0.4, -0.5]
        let parameters = [0.5, -0.3, 0.8, 0.4, 0.1, -0.2]
        #expect(abs(tape[computation.loss] - Self.plainRecurrent(parameters, x, 0.6)) <= 1e-15)
        for (place, node) in computation.parameters.enumerated() {
            // Error of a central difference: h²/6·f‴ and 2⁻⁵³·f/h, both below 1e-9 for h = 1e-5.
            var (below, above) = (parameters, parameters)
            below[place] -= 1e-5
            above[place] += 1e-5
            let numeric = (Self.plainRecurrent(above, x, 0.6) - Self.plainRecurrent(below, x, 0.6)) / 2e-5
            #expect(abs(adjoints[node] - numeric) <= 1e-9, "\(computation.parameterNames[place])")
            #expect(abs(numeric) > 1e-4)
        }
        #expect(
            computation.sections.map(\.name) == ["h[0]", "g[0]", "t = 1", "t = 2", "t = 3", "t = 4", "t = 5", "L"])
        #expect(computation.sections[3].units.map(\.name) == ["h[2]", "g[2]"])
    }

    /// Every quantity's formula, with the numbers put in, gives the quantity.
    @Test func everyQuantityOfARecurrentNetworkExplainsItself() throws {
        let lesson = try Self.lesson(
            Self.recurrent,
            rest: "data:\n  samples:\n    - {inputs: [0.2, -0.7, 1.1, 0.4, -0.5], targets: [0.6]}\n")
        var session = try Session(run: lesson.run, zoom: .quantity)
        var names: [String] = []
        while session.step() == 1 {
            let formula = try #require(session.explanation).formula
            names.append(formula.subject?.text(.plain) ?? "")
            let value = formula.expression.value { name, arguments, _ in
                formula.bindings[arguments.isEmpty ? .name(name) : .call(name, arguments, source: nil)] ?? .nan
            }
            let expected = try #require(formula.value)
            // The formula may be simplified: the same product in another order.
            #expect(abs(value - expected) <= 1e-14, "\(formula.subject?.text(.plain) ?? ""): \(value), not \(expected)")
        }
        let parameters = lesson.run.architecture.parameters.map(\.name)
        #expect(Set(names).isSuperset(of: ["h[5]", "g[1]", "L", "adjoint(h[1])"] + parameters.map { "grad(\($0))" }))
    }

    @Test func twoLossesWithTheirOwnParameters() throws {
        let lesson = try Self.lesson(
            """
            inputs: [x, z]
            parameters: {gw: 0.5, dw: -0.3, db: 0.2}
            program: |
              def judge(s) = sigmoid(dw * s + db)
              fake = gw * z
              LD = -log(judge(x)) - log(1 - judge(fake))
              LG = -log(judge(fake))
            loss: {LD: [dw, db], LG: [gw]}
            """, rest: "data:\n  samples:\n    - {inputs: [2, 1]}\n")
        #expect(lesson.run.computations.count == 2)
        let updated = lesson.run.computations.map { computation in
            computation.sections.flatMap { $0.units.flatMap { $0.parameters.map { computation.parameterNames[$0] } } }.sorted()
        }
        #expect(updated == [["db", "dw"], ["gw"]])
        // −ln σ(u) has the derivative σ(u) − 1; here u = dw·gw·z + db, by dw·z towards gw.
        let (computation, _, adjoints) = Self.pass(lesson, loss: 1)
        let expected = (1 / (1 + Foundation.exp(-(-0.3 * 0.5 + 0.2))) - 1) * -0.3
        #expect(abs(adjoints[computation.parameters[0]] - expected) <= 1e-15)
    }

    @Test func targetsAloneAndTrainingWithFrozenParameters() throws {
        let lesson = try Self.lesson(
            "targets: [t]\nparameters: {a: 1, b: 2}\nprogram: L = (a * b - t)^2\nloss: L",
            rest: """
                data:
                  samples: [{targets: [3]}, {targets: [4]}]
                training:
                  optimizer: {name: gradient-descent, learning-rate: 0.1}
                  frozen: [b]
                """)
        #expect(lesson.run.data.targets == [3, 4] && lesson.run.data.inputs.isEmpty)
        #expect(lesson.run.settings?.frozen == ["b"])
    }

    /// Where a mistake stands in the file, for every way to write a text.
    @Test(arguments: [
        ("program: |\n  e = a\n  L = nope\nloss: L", "6:9"), ("program: |-\n    L = nope\nloss: L", "5:11"),
        ("program: |4\n\n      \n    L = nope\nloss: L", "7:11"),
        ("program: |\n  # 注释\n  e = a # 又一个\n  L = (e +\n    nope)\nloss: L", "8:7"),
        ("program: L = nope\nloss: L", "4:16"), ("program: 'L = nope'\nloss: L", "4:17"),
        ("program: \"L =\\tnope\"\nloss: L", "4:12"),
    ])
    func placesInTheFile(model: String, place: String) throws {
        let lines = ("parameters: {a: 1}\n" + model).split(separator: "\n", omittingEmptySubsequences: false)
        let text = "title: {en: A, zh: A}\nmodel:\n" + lines.map { "  " + $0 }.joined(separator: "\n") + "\n"
        let result = Lesson.read(bytes: Array(text.utf8), file: "p.yaml", loader: .folder(ofFile: "p.yaml"))
        let problems = try #require(throws: FileProblems.self) { try result.get() }.problems
        #expect(problems.map { "\($0.mark)" } == [place], "\(problems.map(\.message.english))")
        #expect(problems.first?.message.english.contains("`nope`") == true)
    }
}
