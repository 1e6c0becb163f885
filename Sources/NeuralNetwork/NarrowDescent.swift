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
    /// ∂L/∂a = `doubleShare`·e.
    private let doubleShare: Double

    /// Works on a network's `memory`; nil where a layer is too wide, lacks a bias, or is followed by another loss
    /// than a squared error.
    init?(_ network: DenseNetwork, in memory: UnsafeMutablePointer<Lanes>) {
        guard case .squaredError(let divisor) = network.head,
            network.layers.allSatisfy({ $0.units <= 4 && !$0.biasPlaces.contains(nil) })
        else { return nil }
        self.divisor = divisor
        doubleShare = 2 * (divisor.map { 1 / $0 } ?? 1)
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
        var (a, derivative) = (Lanes(repeating: 0), Lanes(repeating: 0))
        for index in layers.indices {
            let layer = layers[index]
            var z: Lanes
            if index == 0 {
                z = x[0] * layer.weights[0]
                forFew(1, layer.sources) { z += x[$0] * layer.weights[$0] }
            } else {
                // From the register: a number that has just been stored takes a while to load.
                z = a[0] * layer.weights[0]
                forFew(1, layer.sources) { z += a[$0] * layer.weights[$0] }
            }
            z += layer.weights[layer.sources]
            // The usual ones by name, so that their rules stand here and are not called.
            switch layer.activation {
            case .identity: (a, derivative) = (z, Lanes(repeating: 1))
            case .sigmoid: (a, derivative) = Activation.sigmoidAndDerivative(z)
            case .tanh: (a, derivative) = Activation.tanhAndDerivative(z)
            case .relu: (a, derivative) = Activation.reluAndDerivative(z)
            default: (a, derivative) = layer.activation.valueAndDerivative(z, slope: layer.slope)
            }
            layer.activations[0] = a
            layer.derivatives[0] = derivative
        }
        let last = layers.count - 1
        let units = layers[last].units
        // Not set lane by lane: a vector that is stored in parts is slow to load.
        let e = a - Lanes(t[0], units > 1 ? t[1] : 0, units > 2 ? t[2] : 0, units > 3 ? t[3] : 0)
        let squares = e * e
        var loss = squares[0]
        forFew(1, units) { loss += squares[$0] }
        if let divisor { loss /= divisor }
        // Doubling is exact, so whichever factor it is of, the product has the same bits; and a factor of 1 changes
        // none, so nothing waits for it.
        var delta = doubleShare == 1 ? e : doubleShare * e
        if layers[last].activation != .identity { delta *= derivative }
        for index in stride(from: last, to: 0, by: -1) {
            let (layer, below) = (layers[index], layers[index - 1])
            let sources = below.activations[0]
            // ∂L/∂a of the layer below, from the weights before their update.
            var adjoint = delta[0] * layer.rows[0]
            layer.rows[0] -= learningRate * (delta[0] * sources)
            forFew(1, layer.units) { unit in
                adjoint += delta[unit] * layer.rows[unit]
                layer.rows[unit] -= learningRate * (delta[unit] * sources)
            }
            let source = UnsafeRawPointer(below.activations).assumingMemoryBound(to: Double.self)
            forFew(0, layer.sources) { layer.weights[$0] -= learningRate * (source[$0] * delta) }
            layer.weights[layer.sources] -= learningRate * delta
            delta = adjoint * below.derivatives[0]
        }
        let first = layers[0]
        forFew(0, first.sources) { first.weights[$0] -= learningRate * (x[$0] * delta) }
        first.weights[first.sources] -= learningRate * delta
        return loss
    }

    /// The loop from `start` to below `end`, for ends that are mostly small: a real loop costs more to begin than its
    /// two or three rounds.
    @inline(__always)
    private func forFew(_ start: Int, _ end: Int, _ body: (Int) -> Void) {
        if start < end { body(start) }
        if start + 1 < end { body(start + 1) }
        if start + 2 < end { body(start + 2) }
        if start + 3 < end { body(start + 3) }
        if start + 4 < end { for index in start + 4..<end { body(index) } }
    }
}
