import Autograd

/// The memory in which a `DenseNetwork` is trained, in vectors of four numbers.
struct DenseWorkspace: ~Copyable {
    private let network: DenseNetwork
    let memory: UnsafeMutablePointer<Lanes>

    init(for network: DenseNetwork) {
        self.network = network
        memory = UnsafeMutablePointer<Lanes>.allocate(capacity: network.size)
        memory.initialize(repeating: Lanes(repeating: 0), count: network.size)
    }

    deinit { memory.deallocate() }

    /// The numbers from a place on.
    private func numbers(at place: Int) -> UnsafeMutablePointer<Double> {
        UnsafeMutableRawPointer(memory + place).assumingMemoryBound(to: Double.self)
    }

    // MARK: Parameters

    /// Takes over the model's parameters.
    func take(_ parameters: [Double]) {
        for layer in network.layers {
            let weights = numbers(at: layer.weights)
            let width = 4 * layer.vectors
            for unit in 0..<layer.units {
                for source in 0..<layer.sources {
                    weights[source * width + unit] = parameters[layer.weightPlaces[unit * layer.sources + source]]
                }
                // Adding −0 changes nothing, not even the sign of a zero.
                weights[layer.sources * width + unit] = layer.biasPlaces[unit].map { parameters[$0] } ?? -0.0
            }
            transpose(layer)
        }
    }

    /// Gives the parameters back to the model's places.
    func give(to parameters: inout [Double]) { give(\.weights, to: &parameters) }

    /// Gives the gradients of the last pass to the places of their parameters.
    func giveGradients(to gradients: inout [Double]) { give(\.gradients, to: &gradients) }

    private func give(_ place: KeyPath<DenseNetwork.Layer, Int>, to parameters: inout [Double]) {
        for layer in network.layers {
            let values = numbers(at: layer[keyPath: place])
            let width = 4 * layer.vectors
            for unit in 0..<layer.units {
                for source in 0..<layer.sources {
                    parameters[layer.weightPlaces[unit * layer.sources + source]] = values[source * width + unit]
                }
                if let bias = layer.biasPlaces[unit] { parameters[bias] = values[layer.sources * width + unit] }
            }
        }
    }

    @inline(__always)
    private func transpose(_ layer: DenseNetwork.Layer) {
        let (weights, rows) = (numbers(at: layer.weights), numbers(at: layer.rows))
        let (width, sourceWidth) = (4 * layer.vectors, 4 * layer.sourceVectors)
        for unit in 0..<layer.units {
            for source in 0..<layer.sources { rows[unit * sourceWidth + source] = weights[source * width + unit] }
        }
    }

    // MARK: Passes

    /// A batch's samples forward and backward: leaves the gradients of their losses, or with `isMean` the sums.
    ///
    /// - Parameter rows: of the data.
    /// - Returns: the loss of the one sample, or the sum.
    func pass(_ rows: UnsafeBufferPointer<Int>, of data: DataSet, isMean: Bool) -> Double {
        for layer in network.layers {
            let gradients = memory + layer.gradients
            // A sum starts from 0; without one a gradient is the product itself, −0 included.
            gradients.update(repeating: Lanes(repeating: isMean ? 0 : -0.0), count: (layer.sources + 1) * layer.vectors)
        }
        var loss = isMean ? 0 : -0.0
        withUnsafeTemporaryAllocation(of: Double.self, capacity: network.samplesPerBlock * network.inputCount) { inputs in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: network.samplesPerBlock * network.outputCount) { targets in
                for first in stride(from: 0, to: rows.count, by: network.samplesPerBlock) {
                    let count = min(network.samplesPerBlock, rows.count - first)
                    copy(UnsafeBufferPointer(rebasing: rows[first..<first + count]), of: data, inputs, targets)
                    guard let x = inputs.baseAddress, let t = targets.baseAddress else { continue }
                    forward(x, samples: count)
                    loss = addLosses(to: loss, t, samples: count)
                    backward(x, samples: count)
                }
            }
        }
        return loss
    }

    private func copy(
        _ rows: UnsafeBufferPointer<Int>, of data: DataSet, _ inputs: UnsafeMutableBufferPointer<Double>,
        _ targets: UnsafeMutableBufferPointer<Double>
    ) {
        data.inputs.withUnsafeBufferPointer { from in
            for (sample, row) in rows.enumerated() {
                for place in 0..<data.inputCount {
                    inputs[sample * data.inputCount + place] = from[row * data.inputCount + place]
                }
            }
        }
        data.targets.withUnsafeBufferPointer { from in
            for (sample, row) in rows.enumerated() {
                for place in 0..<data.targetCount {
                    targets[sample * data.targetCount + place] = from[row * data.targetCount + place]
                }
            }
        }
    }

    private func forward(_ x: UnsafePointer<Double>, samples: Int) {
        var (source, stride) = (x, network.inputCount)
        for layer in network.layers {
            LayerKernel.multiply(
                source, stride: stride, sources: layer.sources, by: memory + layer.weights, vectors: layer.vectors,
                into: memory + layer.activations, samples: samples)
            activate(layer, samples: samples)
            (source, stride) = (UnsafePointer(numbers(at: layer.activations)), 4 * layer.vectors)
        }
    }

    /// Adds the biases, and makes z into a and f′(z).
    @inline(__always)
    private func activate(_ layer: DenseNetwork.Layer, samples: Int) {
        let (a, slopes) = (memory + layer.activations, memory + layer.deltas)
        let biases = memory + layer.weights + layer.sources * layer.vectors
        @inline(__always) func each(_ activation: Activation) {
            for sample in 0..<samples {
                for vector in 0..<layer.vectors {
                    let place = sample * layer.vectors + vector
                    (a[place], slopes[place]) = activation.valueAndDerivative(a[place] + biases[vector], slope: layer.slope)
                }
            }
        }
        // Each in a loop of its own: the choice is not made again for every number.
        switch layer.activation {
        case .identity, .softmax: each(.identity)
        case .sigmoid: each(.sigmoid)
        case .tanh: each(.tanh)
        case .relu: each(.relu)
        case .leakyReLU: each(.leakyReLU)
        case .softplus: each(.softplus)
        case .gelu: each(.gelu)
        }
    }

    /// The losses added to `sum`, and δ of the outputs.
    private func addLosses(to sum: Double, _ t: UnsafeMutablePointer<Double>, samples: Int) -> Double {
        let layer = network.layers[network.layers.count - 1]
        let (a, deltas) = (numbers(at: layer.activations), numbers(at: layer.deltas))
        let width = 4 * layer.vectors
        var sum = sum
        switch network.head {
        case .squaredError(let divisor):
            let share = divisor.map { 1 / $0 } ?? 1
            for sample in 0..<samples {
                var loss = -0.0
                for unit in 0..<layer.units {
                    let place = sample * width + unit
                    let e = a[place] - t[sample * layer.units + unit]
                    loss += e * e
                    deltas[place] = share * (2 * e) * deltas[place]
                }
                sum += divisor.map { loss / $0 } ?? loss
            }
        case .tape(var tape, let z, let targets, let lossNode):
            var adjoints = Adjoints(startingAt: lossNode, count: tape.count)
            for sample in 0..<samples {
                for (unit, node) in z.enumerated() { tape[node] = a[sample * width + unit] }
                for (unit, node) in targets.enumerated() { tape[node] = t[sample * layer.units + unit] }
                tape.forward()
                sum += tape[lossNode]
                adjoints.computeAll(on: tape)
                for (unit, node) in z.enumerated() { deltas[sample * width + unit] = adjoints[node] }
            }
        }
        return sum
    }

    private func backward(_ x: UnsafePointer<Double>, samples: Int) {
        for index in network.layers.indices.reversed() {
            let layer = network.layers[index]
            let below = index > 0 ? network.layers[index - 1] : nil
            let deltas = memory + layer.deltas
            LayerKernel.accumulate(
                below.map { UnsafePointer(numbers(at: $0.activations)) } ?? x,
                stride: below.map { 4 * $0.vectors } ?? network.inputCount, sources: layer.sources, times: deltas,
                vectors: layer.vectors, into: memory + layer.gradients, samples: samples)
            let biases = memory + layer.gradients + layer.sources * layer.vectors
            for vector in 0..<layer.vectors {
                var sum = biases[vector]
                for sample in 0..<samples { sum += deltas[sample * layer.vectors + vector] }
                biases[vector] = sum
            }
            guard let below else { return }
            let adjoints = memory + network.adjoints
            LayerKernel.multiply(
                UnsafePointer(numbers(at: layer.deltas)), stride: 4 * layer.vectors, sources: layer.units,
                by: memory + layer.rows, vectors: layer.sourceVectors, into: adjoints, samples: samples)
            let slopes = memory + below.deltas
            for place in 0..<samples * below.vectors { slopes[place] = adjoints[place] * slopes[place] }
        }
    }

    // MARK: Gradient descent

    /// θ ← θ − η·g, with g the gradients of the last pass, divided by the number of `samples` if they are sums.
    func descend(_ learningRate: Double, samples: Int?) {
        for (index, layer) in network.layers.enumerated() {
            let (weights, gradients) = (memory + layer.weights, memory + layer.gradients)
            let count = (layer.sources + 1) * layer.vectors
            if let samples {
                let divisor = Lanes(repeating: Double(samples))
                for place in 0..<count { weights[place] -= learningRate * (gradients[place] / divisor) }
            } else {
                for place in 0..<count { weights[place] -= learningRate * gradients[place] }
            }
            for unit in 0..<layer.units where layer.biasPlaces[unit] == nil {
                numbers(at: layer.weights)[layer.sources * 4 * layer.vectors + unit] = -0.0
            }
            if index > 0 { transpose(layer) }
        }
    }
}
