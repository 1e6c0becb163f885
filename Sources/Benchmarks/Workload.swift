import Lessons

/// A linear congruential generator: s ← 6364136223846793005·s + 1442695040888963407 modulo 2⁶⁴, and of s the upper 53
/// bits, as a number from −1 to 1.
///
/// The peers begin with the same numbers, made the same way.
struct Generator {
    private var state: UInt64 = 12345

    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) * 0x1p-53 * 2 - 1
    }

    mutating func index(below count: Int) -> Int { min(count - 1, Int((next() + 1) / 2 * Double(count))) }
}

/// A network with its data, as a model file has them.
///
/// | name | network | samples |
/// |---|---|---|
/// | W1 | 2-2-1, sigmoid, half squared error, η = 0.01 | (0.5, 0.8) → 1 |
/// | W2t, W2r | 2-16-16-1, tanh or ReLU, mean squared error, η = 0.001 | 100, in one batch |
/// | W3t, W3r | 64-64-64-1, the same | 100, in one batch |
enum Workload: String, CaseIterable {
    case w1 = "W1", w2t = "W2t", w2r = "W2r", w3t = "W3t", w3r = "W3r"

    private var sizes: [Int] {
        switch self {
        case .w1: [2, 2, 1]
        case .w2t, .w2r: [2, 16, 16, 1]
        case .w3t, .w3r: [64, 64, 64, 1]
        }
    }

    private var activation: String {
        switch self {
        case .w1: "sigmoid"
        case .w2t, .w3t: "tanh"
        case .w2r, .w3r: "relu"
        }
    }

    /// The model file, and the CSV file that it names.
    func files(epochs: Int) -> (model: String, data: String) {
        var generator = Generator()
        func row(_ values: [Double]) -> String { "[" + values.map { "\($0)" }.joined(separator: ", ") + "]" }
        func names(_ count: Int) -> [String] { (1...count).map { "x\($0)" } }
        let inputs = names(sizes[0])
        var lines = [
            "title: \(rawValue)", "model:", "  network:", "    inputs: [\(inputs.joined(separator: ", "))]", "    layers:",
        ]
        for (place, (sources, units)) in zip(sizes, sizes.dropFirst()).enumerated() {
            let isLast = place == sizes.count - 2
            lines += [
                "      - name: \(isLast ? "output" : "hidden\(place + 1)")", "        units: \(units)",
                "        activation: \(isLast ? "identity" : activation)", "        weights:",
            ]
            for _ in 1...units {
                lines.append("          - " + row((1...sources).map { _ in generator.next() / Double(sources).squareRoot() }))
            }
            lines.append("        biases: " + row((1...units).map { _ in generator.next() * 0.1 }))
        }
        lines += [
            "    loss: \(self == .w1 ? "half-squared-error" : "squared-error")", "data:", "  csv: data.csv",
            "  inputs: [\(inputs.joined(separator: ", "))]", "  targets: [t]", "training:",
            "  optimizer: {name: gradient-descent, learning-rate: \(self == .w1 ? 0.01 : 0.001)}", "  batch-size: all",
            "  epochs: \(epochs)",
        ]
        let samples: [[Double]] =
            self == .w1 ? [[0.5, 0.8, 1]] : (1...100).map { _ in (0...inputs.count).map { _ in generator.next() } }
        let table = [(inputs + ["t"]).joined(separator: ",")]
            + samples.map { $0.map { "\($0)" }.joined(separator: ",") }
        return (lines.joined(separator: "\n") + "\n", table.joined(separator: "\n") + "\n")
    }
}

/// Reads the text of a model file, and of the CSV file that it may name.
func read(_ model: String, data: String = "") throws(FileProblems) -> Lesson {
    let loader = FileLoader { _, _ in .success(Array(data.utf8)) }
    return try Lesson.read(bytes: Array(model.utf8), file: "benchmark", checker: .standard, loader: loader).get()
}

/// A program of about `nodes` operations, each with a name of its own: a chain of neurons with sixteen products.
///
/// The weights add up to 1, so that hᵢ = tanh(hᵢ₋₁) fades as slowly as 1/√i and its derivative with it; a gradient that
/// vanished or grew would be computed with other than usual numbers, at another speed.
func programText(nodes: Int) -> String {
    let weights = 1...16
    return """
        title: \(nodes) operations
        model:
          inputs: [x]
          targets: [t]
          parameters: {\(weights.map { "\"w[\($0)]\": \(1 / Double(weights.count))" }.joined(separator: ", "))}
          program: |
            h[0] = x
            for i in 1..\(nodes / (2 * weights.count))
              s[i,1] = w[1] * h[i-1]
              for j in 2..\(weights.count)
                p[i,j] = w[j] * h[i-1]
                s[i,j] = s[i,j-1] + p[i,j]
              h[i] = tanh(s[i,\(weights.count)])
            L = (h[\(nodes / (2 * weights.count))] - t)^2
          loss: L
        data:
          samples:
            - {inputs: [0.5], targets: [0.25]}
        training:
          optimizer: {name: gradient-descent, learning-rate: 1e-12}
          epochs: 100000

        """
}
