import Autograd

/// Gradient descent with one sample at a time, for layers of at most four neurons: a whole layer is one vector.
///
/// A small network's update takes some fifty nanoseconds; what a `DenseWorkspace` spends on loops over samples and
/// vectors, and on waiting for a number stored alone before it is loaded in a vector, would double that.
struct NarrowDescent: ~Copyable {
    private struct Layer {
        let sources: Int
        let units: Int
        let activation: Activation
        let slope: Double
        /// One vector per source, then the biases.
        let weights: UnsafeMutablePointer<Lanes>
        /// The weights once more, one vector per unit; of the first layer nothing needs them.
        let rows: UnsafeMutablePointer<Lanes>
        let activations: UnsafeMutablePointer<Lanes>
        let derivatives: UnsafeMutablePointer<Lanes>
    }

    private let layers: UnsafeMutableBufferPointer<Layer>
    private let divisor: Double?
    private let share: Double

    /// Works on a network's `memory`; nil where a layer is too wide, lacks a bias, or is followed by another loss
    /// than a squared error.
    init?(_ network: DenseNetwork, in memory: UnsafeMutablePointer<Lanes>) {
        guard case .squaredError(let divisor) = network.head,
            network.layers.allSatisfy({ $0.units <= 4 && !$0.biasPlaces.contains(nil) })
        else { return nil }
        self.divisor = divisor
        share = divisor.map { 1 / $0 } ?? 1
        layers = .allocate(capacity: network.layers.count)
        for (index, layer) in network.layers.enumerated() {
            layers.initializeElement(
                at: index,
                to: Layer(
                    sources: layer.sources, units: layer.units, activation: layer.activation, slope: layer.slope,
                    weights: memory + layer.weights, rows: memory + layer.rows,
                    activations: memory + layer.activations, derivatives: memory + layer.deltas))
        }
    }

    deinit { layers.deallocate() }

    /// Forward, backward and update with one sample.
    ///
    /// - Returns: its loss before the update.
    func descend(_ x: UnsafePointer<Double>, _ t: UnsafePointer<Double>, _ learningRate: Double) -> Double {
        var source = x
        var (a, derivative) = (Lanes(repeating: 0), Lanes(repeating: 0))
        for layer in layers {
            var z = source[0] * layer.weights[0]
            for i in 1..<layer.sources { z += source[i] * layer.weights[i] }
            z += layer.weights[layer.sources]
            (a, derivative) = layer.activation.valueAndDerivative(z, slope: layer.slope)
            layer.activations[0] = a
            layer.derivatives[0] = derivative
            source = UnsafeRawPointer(layer.activations).assumingMemoryBound(to: Double.self)
        }
        let last = layers.count - 1
        let units = layers[last].units
        var target = Lanes(repeating: 0)
        for unit in 0..<units { target[unit] = t[unit] }
        let e = a - target
        let squares = e * e
        var loss = squares[0]
        for unit in 1..<units { loss += squares[unit] }
        if let divisor { loss /= divisor }
        var delta = share * (2 * e) * derivative
        for index in stride(from: last, to: 0, by: -1) {
            let (layer, below) = (layers[index], layers[index - 1])
            let sources = below.activations[0]
            // ∂L/∂a of the layer below, from the weights before their update.
            var adjoint = delta[0] * layer.rows[0]
            layer.rows[0] -= learningRate * (delta[0] * sources)
            for unit in 1..<layer.units {
                adjoint += delta[unit] * layer.rows[unit]
                layer.rows[unit] -= learningRate * (delta[unit] * sources)
            }
            for i in 0..<layer.sources { layer.weights[i] -= learningRate * (sources[i] * delta) }
            layer.weights[layer.sources] -= learningRate * delta
            delta = adjoint * below.derivatives[0]
        }
        let first = layers[0]
        for i in 0..<first.sources { first.weights[i] -= learningRate * (x[i] * delta) }
        first.weights[first.sources] -= learningRate * delta
        return loss
    }
}
