import Autograd

/// Trains a network of fully connected layers at full speed: whole batches, with the bits of the stepped path.
///
/// A layer's sums, its activation and its share of the way back are each one pass over matrices, with units in
/// lanes and samples in blocks. What the order of the numbers decides is as everywhere: a neuron adds its products
/// in the order of its sources and then its bias, an adjoint its consumers' in the order of the layer, a gradient
/// its samples' in the order of the batch.
public struct DenseTraining: Sendable {
    let network: DenseNetwork
    let order: SampleOrder
    let batchSize: Int
    private let computation: Computation
    /// What plain gradient descent does not need.
    private let update: UpdateExecution?
    private var batchesPerEpoch: Int { (order.samples.count + batchSize - 1) / batchSize }
    /// Whether gradients are sums over samples, of which updates take the mean.
    private var isMean: Bool { batchSize > 1 }

    /// Nil where only the stepped path can train: for a program, for a network with more than fully connected
    /// layers, and without training.
    public init?(of run: TrainingRun) {
        guard let network = run.network, let settings = run.settings, run.samplesPerPass == 1,
            let computation = run.computations.first, let update = run.updates.first, !run.order.samples.isEmpty,
            computation.deviation == nil
        else { return nil }
        batchSize = min(settings.batchSize, run.order.samples.count)
        guard let dense = DenseNetwork(network, computation: computation, batchSize: batchSize) else { return nil }
        self.network = dense
        self.computation = computation
        order = run.order
        let isPlainDescent =
            settings.optimizer == .gradientDescent && settings.hasConstantRate && settings.clipping == nil
            && settings.regularisation.isNone && settings.frozen.isEmpty && settings.deviations.isEmpty
        self.update = isPlainDescent ? nil : UpdateExecution(of: update, parameterCount: network.parameters.count)
    }

    /// Executes the batches `numbers`, counted over the run from 0.
    ///
    /// - Parameters:
    ///   - data: the run's, with what has been set in them by hand.
    ///   - parameters, states: as the first of them begins, and then as the last one leaves them.
    ///   - losses: receives the batches' losses.
    /// - Returns: whether all losses, gradients and parameters were finite. If they were not, what the other
    ///   values have become is not what the stepped path makes of them.
    public func execute(
        _ numbers: Range<Int>, data: DataSet, parameters: inout [Double], states: inout [Double],
        learningRate: Double, losses: inout [Double]
    ) -> Bool {
        let workspace = DenseWorkspace(for: network)
        workspace.take(parameters)
        losses.removeAll(keepingCapacity: true)
        let isFinite: Bool
        if var update {
            update.states = states
            isFinite = execute(numbers, data, in: workspace, &update, &parameters, learningRate, &losses)
            states = update.states
        } else {
            isFinite = descend(numbers, data, in: workspace, learningRate, &losses)
            workspace.give(to: &parameters)
        }
        return isFinite && parameters.allSatisfy(\.isFinite)
    }

    /// The losses and the gradients of some of a batch's samples, each added up in their order.
    ///
    /// - Parameters:
    ///   - rows: the samples, as rows of `data`.
    ///   - parameters: as the batch began.
    public func sums(
        of rows: ArraySlice<Int>, in data: DataSet, parameters: [Double]
    ) -> (loss: Double, gradients: [Double]) {
        let workspace = DenseWorkspace(for: network)
        workspace.take(parameters)
        let loss = rows.withUnsafeBufferPointer { workspace.pass($0, of: data, isMean: true) }
        var gradients = parameters
        workspace.giveGradients(to: &gradients)
        return (loss, gradients)
    }

    /// Plain gradient descent, which needs no numbers but the workspace's own.
    private func descend(
        _ numbers: Range<Int>, _ data: DataSet, in workspace: borrowing DenseWorkspace, _ learningRate: Double, _ losses: inout [Double]
    ) -> Bool {
        if batchSize == 1, let narrow = NarrowDescent(network, in: workspace.memory) {
            return descend(numbers, data, narrow, learningRate, &losses)
        }
        var total = 0.0
        forEachBatch(numbers) { _, rows in
            var loss = workspace.pass(rows, of: data, isMean: isMean)
            workspace.descend(learningRate, samples: isMean ? rows.count : nil)
            if isMean { loss /= Double(rows.count) }
            total += loss
            losses.append(loss)
        }
        return total.isFinite
    }

    private func descend(
        _ numbers: Range<Int>, _ data: DataSet, _ narrow: borrowing NarrowDescent, _ learningRate: Double,
        _ losses: inout [Double]
    ) -> Bool {
        var total = 0.0
        losses = [Double](unsafeUninitializedCapacity: numbers.count) { buffer, count in
            data.inputs.withUnsafeBufferPointer { inputs in
                data.targets.withUnsafeBufferPointer { targets in
                    guard let x = inputs.baseAddress, let t = targets.baseAddress, let losses = buffer.baseAddress else { return }
                    var place = numbers.lowerBound % batchesPerEpoch
                    while count < numbers.count {
                        let epoch = (numbers.lowerBound + count) / batchesPerEpoch
                        // Without shuffling every epoch has the order of the first.
                        let end = order.seed == nil ? numbers.count : min(numbers.count, count + batchesPerEpoch - place)
                        order.order(ofEpoch: epoch).withUnsafeBufferPointer { rows in
                            while count < end {
                                let row = rows[place]
                                let loss = narrow.descend(x + row * data.inputCount, t + row * data.targetCount, learningRate)
                                losses[count] = loss
                                total += loss
                                count += 1
                                place = place + 1 == rows.count ? 0 : place + 1
                            }
                        }
                    }
                }
            }
        }
        return total.isFinite
    }

    /// Any update, on its tape.
    private func execute(
        _ numbers: Range<Int>, _ data: DataSet, in workspace: borrowing DenseWorkspace, _ update: inout UpdateExecution,
        _ parameters: inout [Double], _ learningRate: Double, _ losses: inout [Double]
    ) -> Bool {
        var gradients = parameters
        var isFinite = true
        forEachBatch(numbers) { number, rows in
            let loss = workspace.pass(rows, of: data, isMean: isMean)
            workspace.giveGradients(to: &gradients)
            update.begin(
                number, parameters: parameters, loss: loss, gradient: { gradients[$0] }, samples: rows.count,
                learningRate: learningRate, pass: computation.tape)
            update.execute(&parameters)
            workspace.take(parameters)
            losses.append(update.batchLoss ?? loss)
            // A gradient that is clipped leaves no trace in the parameters.
            isFinite = isFinite && loss.isFinite && gradients.allSatisfy(\.isFinite)
        }
        return isFinite
    }

    /// - Parameter body: receives a batch's number and its samples, as rows of the data.
    private func forEachBatch(_ numbers: Range<Int>, _ body: (Int, UnsafeBufferPointer<Int>) -> Void) {
        var rows: (epoch: Int, order: [Int]) = (-1, [])
        for number in numbers {
            let (epoch, batch) = number.quotientAndRemainder(dividingBy: batchesPerEpoch)
            // Without shuffling every epoch has the order of the first.
            if rows.epoch < 0 || rows.epoch != epoch && order.seed != nil { rows = (epoch, order.order(ofEpoch: epoch)) }
            let first = batch * batchSize
            rows.order.withUnsafeBufferPointer {
                body(number, UnsafeBufferPointer(rebasing: $0[first..<min(first + batchSize, $0.count)]))
            }
        }
    }
}
