/// What a tensor's name says of it: `sequential/dense_1/kernel`, `0.weight`, `dW2`.
struct TensorName {
    /// What is left of the name: the same for a layer's weights and biases.
    let layer: String
    let isBias: Bool?
    let isKernel: Bool
    let saysWeight: Bool
    /// Whether it is called a gradient: `dW2`, `weight.grad`.
    let saysGradient: Bool

    init(_ tensor: GradientFile.Tensor) {
        var parts = Self.parts(of: tensor)
        let saysGradient = parts.contains { Self.isGradient($0) }
        self.saysGradient = saysGradient
        if parts.count > 1 { parts.removeAll { ["grad", "grads", "gradient", "gradients"].contains($0.lowercased()) } }
        let kinds = parts.map { Self.kind(of: $0) }
        guard let place = kinds.lastIndex(where: { $0 != nil }), let kind = kinds[place] else {
            (layer, isBias, isKernel, saysWeight) = (parts.joined(separator: " "), nil, false, false)
            return
        }
        var rest = parts
        rest[place] = String(parts[place].reversed().prefix { $0.isNumber }.reversed())
        layer = rest.filter { !$0.isEmpty }.joined(separator: " ")
        isBias = kind == "bias"
        isKernel = kind == "kernel"
        saysWeight = kind == "weight"
    }

    /// The words of a name.
    static func parts(of tensor: GradientFile.Tensor) -> [String] {
        tensor.path.flatMap { $0.split { "./_:".contains($0) }.map(String.init) }
    }

    private static func isGradient(_ part: String) -> Bool {
        let word = part.lowercased()
        return word.contains("grad") || (word.hasPrefix("d") && kind(of: word) != nil)
    }

    /// `weight`, `kernel` or `bias`, or `w` for a single letter that may mean either layout.
    private static func kind(of part: String) -> String? {
        var word = part.lowercased()
        while let last = word.last, last.isNumber { word.removeLast() }
        for head in ["grad", "d", "g"] where word.count > head.count && word.hasPrefix(head) {
            let rest = String(word.dropFirst(head.count))
            if rest == "w" || rest == "b" { word = rest }
        }
        switch word {
        case "weight", "weights": return "weight"
        case "kernel", "bias": return word
        case "biases", "b": return "bias"
        case "w": return "w"
        default: return nil
        }
    }

    /// A name and the number that it ends with; −1 where it has none.
    static func number(atEndOf name: String) -> (stem: String, number: Int) {
        let digits = String(name.reversed().prefix { $0.isNumber }.reversed())
        let stem = name.dropLast(digits.count).trimmingSuffix(" ")
        return (stem, Int(digits) ?? -1)
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = String(self)
        while text.last == character { text.removeLast() }
        return text
    }
}
