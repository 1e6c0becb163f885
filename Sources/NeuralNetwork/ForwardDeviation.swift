/// What a layer's forward pass does otherwise, in a program that is broken on purpose.
public enum ForwardDeviation: Sendable, CaseIterable {
    /// z sums W·a over all layers before that are as wide as the one before.
    case sumsAllLayers
    /// z = Σ w·a, without b.
    case leavesOutBias
    /// z = Wᵀa + b, where W is square.
    case readsWeightsByColumns
    /// a = z
    case skipsActivation
    /// a = f(f(z)); before a loss that applies f itself, f is applied before it too.
    case activatesTwice
    /// a = f(Σ w·a) + b
    case addsBiasAfterActivation
    /// What dropout keeps is not multiplied by 1/(1 − p).
    case leavesDropoutUnscaled
    /// Weights that begin √((n_in + n_out)/n_in) times as large: Xavier's with He's deviation √(2/n_in).
    case startsLikeHe
}

extension Network {
    /// The same network with a deviation in some of its layers; nil where it cannot be in any of them.
    public func deviating(_ deviation: ForwardDeviation, inLayers chosen: (Layer) -> Bool) -> Network? {
        var network = self
        var isAnywhere = false
        for index in layers.indices where chosen(layers[index]) && canDeviate(deviation, inLayer: index) {
            network.layers[index].deviations.insert(deviation)
            if deviation == .startsLikeHe { network.startLikeHe(index) }
            isAnywhere = true
        }
        return isAnywhere ? network : nil
    }

    /// Whether the deviation changes anything there.
    private func canDeviate(_ deviation: ForwardDeviation, inLayer index: Int) -> Bool {
        let layer = layers[index]
        let width = width(before: index)
        let isFusedOutput = isLossFused && index == layers.count - 1 && loss.partner == layer.activation
        switch deviation {
        case .sumsAllLayers: return (0..<index).contains { self.width(before: $0) == width }
        case .leavesOutBias: return layer.neurons.contains { $0.bias != nil }
        case .readsWeightsByColumns: return width > 1 && layer.neurons.count == width
        case .skipsActivation: return layer.activation != .identity && layer.activation != .softmax && !isFusedOutput
        case .activatesTwice:
            // ReLU of ReLU is ReLU.
            return isFusedOutput || ![.identity, .softmax, .relu].contains(layer.activation)
        case .addsBiasAfterActivation:
            return layer.activation != .identity && layer.activation != .softmax && !isFusedOutput
                && layer.neurons.contains { $0.bias != nil && $0.normalisation == nil }
        case .leavesDropoutUnscaled: return layer.dropout > 0
        case .startsLikeHe: return layer.initialisation == .xavierNormal || layer.initialisation == .xavierUniform
        }
    }

    /// How many sources a layer has.
    private func width(before layer: Int) -> Int { layer == 0 ? inputs.count : layers[layer - 1].neurons.count }

    private mutating func startLikeHe(_ layer: Int) {
        let (sources, targets) = (Double(width(before: layer)), Double(layers[layer].neurons.count))
        let factor = ((sources + targets) / sources).squareRoot()
        for weight in Set(layers[layer].neurons.flatMap(\.weights)) { parameters[weight].initialValue *= factor }
    }
}
