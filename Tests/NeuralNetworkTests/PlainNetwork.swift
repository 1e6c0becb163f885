import Foundation
import NeuralNetwork

/// A feed-forward network in matrix form, written apart from the engine.
///
/// z⁽ˡ⁾ = W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾, a⁽ˡ⁾ = f(z⁽ˡ⁾); δ⁽ᴸ⁾ = ∂L/∂a ⊙ f′(z⁽ᴸ⁾), δ⁽ˡ⁾ = (W⁽ˡ⁺¹⁾)ᵀδ⁽ˡ⁺¹⁾ ⊙ f′(z⁽ˡ⁾);
/// ∂L/∂W⁽ˡ⁾ = δ⁽ˡ⁾(a⁽ˡ⁻¹⁾)ᵀ, ∂L/∂b⁽ˡ⁾ = δ⁽ˡ⁾.
struct PlainNetwork {
    struct LayerValues {
        var z: [Double]
        var a: [Double]
        var delta: [Double]
    }

    private let network: Network
    /// W `[layers × targets × sources]`
    private let weights: [[[Double]]]
    /// b `[layers × targets]`
    private let biases: [[Double]]

    init(_ network: Network) {
        self.network = network
        let values = network.parameters.map(\.initialValue)
        weights = network.layers.map { $0.neurons.map { $0.weights.map { values[$0] } } }
        biases = network.layers.map { $0.neurons.map { $0.bias.map { values[$0] } ?? 0 } }
    }

    /// One pass forward and backward; the gradient is in the order of the network's parameters.
    func pass(_ x: [Double], _ t: [Double]) -> (layers: [LayerValues], loss: Double, gradient: [Double]) {
        var layers: [LayerValues] = []
        var sources = [x]
        for (l, layer) in network.layers.enumerated() {
            var z = biases[l]
            for i in z.indices {
                for j in sources[l].indices { z[i] += weights[l][i][j] * sources[l][j] }
            }
            let a = layer.activation == .softmax ? softmax(z) : z.map { value(layer, $0) }
            layers.append(LayerValues(z: z, a: a, delta: Array(repeating: 0, count: z.count)))
            sources.append(a)
        }
        let y = sources[sources.count - 1]
        var upstream = lossDerivative(y, t)
        var gradient = Array(repeating: 0.0, count: network.parameters.count)
        for l in network.layers.indices.reversed() {
            for i in upstream.indices {
                let delta = network.layers[l].activation == .softmax
                    ? softmaxDelta(i, layers[l].a, upstream)
                    : upstream[i] * derivative(network.layers[l], layers[l].z[i])
                layers[l].delta[i] = delta
                let neuron = network.layers[l].neurons[i]
                for (j, place) in neuron.weights.enumerated() { gradient[place] += delta * sources[l][j] }
                if let place = neuron.bias { gradient[place] += delta }
            }
            upstream = sources[l].indices.map { j in
                layers[l].delta.indices.reduce(0) { $0 + weights[l][$1][j] * layers[l].delta[$1] }
            }
        }
        return (layers, loss(y, t), gradient)
    }

    private func value(_ layer: Layer, _ z: Double) -> Double {
        switch layer.activation {
        case .identity: z
        case .sigmoid: 1 / (1 + exp(-z))
        case .tanh: (exp(2 * z) - 1) / (exp(2 * z) + 1)
        case .relu: max(0, z)
        case .leakyReLU: z > 0 ? z : layer.slope * z
        case .softplus: log(1 + exp(z))
        case .gelu: z * (1 + erf(z / 2.0.squareRoot())) / 2
        case .softmax: .nan
        }
    }

    private func derivative(_ layer: Layer, _ z: Double) -> Double {
        switch layer.activation {
        case .identity: 1
        case .sigmoid: exp(-z) / ((1 + exp(-z)) * (1 + exp(-z)))
        case .tanh: 1 / (cosh(z) * cosh(z))
        case .relu: z > 0 ? 1 : 0
        case .leakyReLU: z > 0 ? 1 : layer.slope
        case .softplus: 1 / (1 + exp(-z))
        case .gelu: (1 + erf(z / 2.0.squareRoot())) / 2 + z * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
        case .softmax: .nan
        }
    }

    /// e^zᵢ / Σ e^zⱼ
    private func softmax(_ z: [Double]) -> [Double] { z.map { exp($0) / z.reduce(0) { $0 + exp($1) } } }

    /// Σⱼ ∂L/∂aⱼ · aⱼ·([i = j] − aᵢ)
    private func softmaxDelta(_ i: Int, _ a: [Double], _ upstream: [Double]) -> Double {
        a.indices.reduce(0) { $0 + upstream[$1] * a[$1] * (($1 == i ? 1 : 0) - a[i]) }
    }

    private func loss(_ y: [Double], _ t: [Double]) -> Double {
        let squares = zip(y, t).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let count = Double(y.count)
        func binary(_ p: [Double]) -> Double {
            -zip(p, t).reduce(0) { $0 + $1.1 * log($1.0) + (1 - $1.1) * log(1 - $1.0) } / count
        }
        func categorical(_ p: [Double]) -> Double { -zip(p, t).reduce(0) { $0 + $1.1 * log($1.0) } }
        switch network.loss {
        case .halfSquaredError: return 0.5 * squares
        case .squaredError: return squares
        case .meanSquaredError: return squares / count
        case .binaryCrossEntropy: return binary(y)
        case .categoricalCrossEntropy: return categorical(y)
        case .binaryCrossEntropyWithLogits: return binary(y.map { 1 / (1 + exp(-$0)) })
        case .categoricalCrossEntropyWithLogits: return categorical(softmax(y))
        }
    }

    private func lossDerivative(_ y: [Double], _ t: [Double]) -> [Double] {
        let count = Double(y.count)
        let shares = softmax(y)
        return y.indices.map { k in
            let (y, t, sum) = (y[k], t[k], t.reduce(0, +))
            return switch network.loss {
            case .halfSquaredError: y - t
            case .squaredError: 2 * (y - t)
            case .meanSquaredError: 2 * (y - t) / count
            case .binaryCrossEntropy: (y - t) / (y * (1 - y)) / count
            case .categoricalCrossEntropy: -t / y
            case .binaryCrossEntropyWithLogits: (1 / (1 + exp(-y)) - t) / count
            case .categoricalCrossEntropyWithLogits: shares[k] * sum - t
            }
        }
    }
}
