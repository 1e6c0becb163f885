import CommandLanguage
import NeuralNetwork

/// Which index of a matrix of weights comes first.
public enum WeightLayout: String, CaseIterable, Sendable {
    /// `[targets × sources]`, as PyTorch and this program have it.
    case targetsFirst = "targets-first"
    /// `[sources × targets]`, as Keras and Flax have it.
    case sourcesFirst = "sources-first"
}

/// What `--map` says: `w11=dense.kernel[0,0]`, `hidden.weights=layers.0.weight`.
public struct NameMapping: Sendable, Equatable {
    /// What of the model is meant.
    enum Target: Sendable, Equatable {
        /// A parameter, by its place.
        case parameter(Int)
        /// A layer's weights or biases, by its number.
        case weights(Int)
        case biases(Int)
    }

    let target: Target
    /// As it was written.
    private let text: String
    /// The words of the tensor's name.
    private let words: [String]
    /// The place in the tensor, from 0 in each direction.
    private let index: [Int]?

    /// - Throws: where the model has nothing of such a name.
    public init(_ text: String, for run: TrainingRun) throws(GradientFileProblem) {
        self.text = text
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
        guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { throw GradientFileProblem(Phrase.unreadableMapping(text)) }
        target = try Self.target(sides[0], run)
        let (name, index) = IndexedNames.parts(of: sides[1])
        if case .parameter = target { self.index = index } else { self.index = nil }
        words = GradientFile.Tensor(path: [self.index == nil ? sides[1] : name], shape: [], values: []).words
    }

    private static func target(_ name: String, _ run: TrainingRun) throws(GradientFileProblem) -> Target {
        let names = run.architecture.parameters.map(\.name)
        if let place = names.firstIndex(of: name) { return .parameter(place) }
        let layers = run.network?.layers.map(\.name) ?? []
        for (number, layer) in layers.enumerated() {
            if ["\(layer).weights", "\(layer).weight"].contains(name) { return .weights(number) }
            if ["\(layer).biases", "\(layer).bias"].contains(name) { return .biases(number) }
        }
        let known = names + layers.flatMap { ["\($0).weights", "\($0).biases"] }
        throw GradientFileProblem(Phrase.unknownMapped(name, nearest: nearestName(to: name, in: known), known))
    }

    func isMeant(_ tensor: GradientFile.Tensor) -> Bool { tensor.words == words }

    /// The number that a parameter is mapped to.
    func element(of tensor: GradientFile.Tensor, _ file: String) throws(GradientFileProblem) -> Double {
        guard let index else {
            guard tensor.values.count == 1 else {
                throw GradientFileProblem(Phrase.elementExpected(text, tensor.name, tensor.shape, file))
            }
            return tensor.values[0]
        }
        guard index.count == tensor.shape.count, zip(index, tensor.shape).allSatisfy({ $0 >= 0 && $0 < $1 }) else {
            throw GradientFileProblem(Phrase.elementExpected(text, tensor.name, tensor.shape, file))
        }
        return tensor.values[zip(index, tensor.shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }

    /// Sees to it that the file has what is mapped.
    func check(_ tensors: [GradientFile.Tensor], _ file: String) throws(GradientFileProblem) {
        if tensors.contains(where: isMeant) { return }
        throw GradientFileProblem(Phrase.mappedFromNothing(text, tensors.map(\.name), file))
    }
}

extension GradientFile.Tensor {
    /// The words of its name, whatever stands between them.
    fileprivate var words: [String] { path.flatMap { $0.split { " ./:›".contains($0) }.map(String.init) } }
}
