import CommandLanguage
@testable import Lessons
import NeuralNetwork
import TestNetworks

/// Programs to test with, as runs of their own.
enum Programs {
    /// A program written as lines `name = expression`; a line `@section` begins a section.
    static func program(
        _ text: String, inputs: [String] = [], targets: [String] = [], parameters: KeyValuePairs<String, Double>,
        losses: [(name: String, parameters: [Int])]? = nil
    ) throws -> Program {
        var assignments: [Program.Assignment] = []
        var section: String?
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("@") {
                section = line.dropFirst().isEmpty ? nil : String(line.dropFirst())
                continue
            }
            let parts = line.split(separator: "=", maxSplits: 1).map { String($0).filter { $0 != " " } }
            assignments.append(
                Program.Assignment(name: parts[0], expression: try ExpressionParser.parse(parts[1]), section: section ?? parts[0]))
        }
        let all = Array(0..<parameters.count)
        let objectives = losses ?? [(assignments.last?.name ?? "", all)]
        return Program(
            inputs: inputs, targets: targets,
            parameters: parameters.map { Parameter(name: $0.key, role: .weight, initialValue: $0.value) },
            functions: [], assignments: assignments,
            objectives: objectives.map { Program.Objective(name: $0.name, parameters: $0.parameters) })
    }

    /// micrograd's first example, and no training.
    static func expression() throws -> TrainingRun {
        let program = try program(
            "e = a*b\nd = e + c\nL = d*f", parameters: ["a": 2, "b": -3, "c": 10, "f": -2])
        return TrainingRun(.program(program), data: DataSet(rows: [([], [])]), settings: nil)
    }

    /// The expression of micrograd's README.
    static func readme() throws -> TrainingRun {
        let text = """
            c = a + b
            d = a*b + b^3
            c1 = c + c + 1
            c2 = c1 + 1 + c - a
            d1 = d + d*2 + relu(b + a)
            d2 = d1 + 3*d + relu(b - a)
            e = c2 - d2
            f = e^2
            g = f/2
            L = g + 10/f
            """
        let program = try program(text, parameters: ["a": -4, "b": 2])
        return TrainingRun(.program(program), data: DataSet(rows: [([], [])]), settings: nil)
    }

    /// An RNN over so many steps, with a loss at each of them.
    static func recurrent(steps: Int = 5, optimizer: Optimizer = .gradientDescent, samples: Int = 1) throws -> TrainingRun {
        var text = "@start\nh[0] = 0\n"
        for t in 1...steps {
            text += "@t = \(t)\nh[\(t)] = tanh(u*x[\(t)] + w*h[\(t - 1)] + b)\ny[\(t)] = v*h[\(t)] + c\n"
            text += "l[\(t)] = (y[\(t)] - t[\(t)])^2/2\n"
        }
        text += "@\nL = " + (1...steps).map { "l[\($0)]" }.joined(separator: " + ")
        let program = try program(
            text, inputs: (1...steps).map { "x[\($0)]" }, targets: (1...steps).map { "t[\($0)]" },
            parameters: ["u": 0.5, "w": 0.8, "b": 0.1, "v": 1.2, "c": -0.2])
        let rows = (1...samples).map { sample -> (inputs: [Double], targets: [Double]) in
            let inputs = (1...steps).map { Double($0 * sample) / 10 }
            return (inputs, inputs.map { $0 + 0.1 })
        }
        var settings = TrainingSettings(learningRate: 0.1, batchSize: samples, epochs: 3)
        settings.optimizer = optimizer
        return TrainingRun(.program(program), data: DataSet(rows: rows), settings: settings)
    }

    /// A GAN of one-dimensional data: the discriminator's loss, then the generator's.
    static func adversarial() throws -> TrainingRun {
        let text = """
            fake = g1*z + g0
            p = sigmoid(d1*x + d0)
            q = sigmoid(d1*fake + d0)
            LD = -log(p) - log(1 - q)
            LG = -log(q)
            """
        let program = try program(
            text, inputs: ["x", "z"], parameters: ["g1": 0.5, "g0": 0.1, "d1": 0.8, "d0": -0.3],
            losses: [("LD", [2, 3]), ("LG", [0, 1])])
        return TrainingRun(
            .program(program), data: DataSet(rows: [([1.2, 0.4], []), ([0.9, -0.3], [])]),
            settings: TrainingSettings(learningRate: 0.1, batchSize: 1, epochs: 2))
    }

    /// A chain of so many assignments.
    static func chain(_ depth: Int) throws -> TrainingRun {
        let text = (1...depth).map { "a\($0) = sigmoid(w*\($0 == 1 ? "x" : "a\($0 - 1)"))" }.joined(separator: "\n")
        let program = try program(text, inputs: ["x"], parameters: ["w": 1.5])
        return TrainingRun(
            .program(program), data: DataSet(rows: [([0.5], [])]), settings: TrainingSettings(learningRate: 0.1, epochs: 2))
    }

    /// A program of so many assignments, each of one to three earlier values, of which the last is the loss.
    static func random(_ count: Int, reach: Int, using generator: inout SeededGenerator) throws -> TrainingRun {
        var names = ["x1", "x2", "w1", "w2", "w3"]
        var assignments: [Program.Assignment] = []
        for index in 1...count {
            let operands = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                names.suffix(reach).randomElement(using: &generator) ?? "x1"
            }
            let text = "tanh(" + operands.joined(separator: "*0.7 + ") + ")"
            assignments.append(
                Program.Assignment(name: "v\(index)", expression: try ExpressionParser.parse(text), section: "s\(index / 4)"))
            names.append("v\(index)")
        }
        let program = Program(
            inputs: ["x1", "x2"], targets: [],
            parameters: ["w1", "w2", "w3"].map { Parameter(name: $0, role: .weight, initialValue: 0.3) }, functions: [],
            assignments: assignments, objectives: [Program.Objective(name: "v\(count)", parameters: [0, 1, 2])])
        return TrainingRun(
            .program(program), data: DataSet(rows: [([0.5, -0.2], []), ([0.1, 0.9], [])]),
            settings: TrainingSettings(learningRate: 0.1, batchSize: 2, epochs: 2))
    }

    /// The lessons of these programs, by the names that scenarios use.
    static func lesson(_ name: String) throws -> Lesson? {
        let run: TrainingRun
        switch name {
        case "expression": run = try expression()
        case "readme": run = try readme()
        case "recurrent": run = try recurrent()
        case "recurrent-adam": run = try recurrent(optimizer: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8))
        case "adversarial": run = try adversarial()
        case "chain": run = try chain(50)
        default: return nil
        }
        return Lesson(
            title: Localized("The program \(name)", "程序 \(name)"), about: nil, source: nil, run: run, steps: [], warnings: [])
    }
}
