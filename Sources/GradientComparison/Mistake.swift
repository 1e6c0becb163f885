/// A known mistake in somebody's backpropagation or update, by the name that files and commands call it.
///
/// E1–E19 are the documents' own mistakes, by their numbers.
public enum Mistake: String, CaseIterable, Sendable {
    // MARK: The forward pass

    /// z⁽ˡ⁾ = Σₖ W⁽ˡ⁾a⁽ᵏ⁾ + b⁽ˡ⁾ over all layers before that are as wide as the last of them. E19.
    case sumsAllLayers = "sums-all-layers"
    /// z = W·a, without b.
    case biasUnused = "bias-unused"
    /// z = Wᵀ·a + b, where W is square: the weights are read by columns. E12.
    case weightsByColumns = "weights-by-columns"
    /// a = z
    case activationSkipped = "activation-skipped"
    /// a = f(f(z)), as where a loss that applies f itself is given f(z).
    case activationTwice = "activation-twice"
    /// a = f(W·a) + b
    case biasAfterActivation = "bias-after-activation"
    /// What dropout keeps is not multiplied by 1/(1 − p).
    case dropoutUnscaled = "dropout-unscaled"
    /// Weights called Xavier's that begin with He's deviation √(2/n_in). E15.
    case xavierAsHe = "xavier-as-he"

    // MARK: The backward pass

    /// δ ← −δ: (t − y) in place of (y − t). E4.
    case signFlipped = "sign-flipped"
    /// δ ← ∂L/∂a, without f′. E3.
    case activationDerivativeMissing = "activation-derivative-missing"
    /// δ ← ∂L/∂a · f′ · f′. E7.
    case activationDerivativeTwice = "activation-derivative-twice"
    /// f′ is written as a formula of a, as a·(1 − a), and is given z. E6.
    case activationDerivativeOfZAsA = "activation-derivative-of-z-as-a"
    /// f′ is written as a formula of z and is given a: σ(a)·(1 − σ(a)).
    case activationDerivativeOfAAsZ = "activation-derivative-of-a-as-z"
    /// f′ at the z of the layer before; in the first layer at the inputs. E1.
    case activationDerivativeOfPreviousLayer = "activation-derivative-of-previous-layer"
    /// f′ at the z of the layer after. E9.
    case activationDerivativeOfNextLayer = "activation-derivative-of-next-layer"
    /// ∂L/∂a ← Wδ in place of Wᵀδ of the layer after, where W is square. E2.
    case weightsNotTransposed = "weights-not-transposed"
    /// ∂L/∂a ← Wᵀδ with the layer's own W, where it fits. E2.
    case weightsOfOwnLayer = "weights-of-own-layer"
    /// ∂L/∂a ← Wᵀδ with the W of the layer after as its update has left it.
    case weightsAfterUpdate = "weights-after-update"
    /// The gradient of several calls of backward is added up: 2×, 3×, …. E17.
    case gradientsNotZeroed = "gradients-not-zeroed"
    /// Backward is called twice on one graph, and the second call adds to the adjoints that the first has left in the
    /// inner nodes.
    case innerAdjointsStale = "inner-adjoints-stale"
    /// A sum over the batch, or over the outputs, where the loss is a mean.
    case sumForMean = "sum-for-mean"
    /// A mean over the outputs where the loss is a sum, or one over the batch taken twice.
    case meanForSum = "mean-for-sum"
    /// δ ← 2δ
    case factorTwo = "factor-two"
    /// δ ← δ/2
    case factorHalf = "factor-half"
    /// ∂L/∂b ← 0. E11.
    case biasMissing = "bias-missing"
    /// ∂L/∂W ← 0. E11.
    case weightGradientMissing = "weight-gradient-missing"
    /// The δ of the next neuron of the layer, the first after the last.
    case wrongNeuronDelta = "wrong-neuron-delta"
    /// δ ← f′(z) in the output layer: how wrong the output is does not enter. E8.
    case errorIgnored = "error-ignored"
    /// The gradients of a neuron's weights, or of a layer's neurons, in reverse order.
    case orderSwapped = "order-swapped"
    /// ∂L/∂W ← a·δᵀ: a matrix of its size read down its columns. E12.
    case transposedGradient = "transposed-gradient"
    /// A second softmax slope on the p − t of a softmax with cross-entropy.
    case softmaxSlopeTwice = "softmax-slope-twice"
    /// Gradients that are read after they have been set to zero.
    case afterZeroing = "after-zeroing"

    // MARK: Updates

    /// The losses are those of the updates before.
    case staleLoss = "stale-loss"
    /// The losses are those with the updated parameters.
    case lossAfterUpdate = "loss-after-update"
    /// θ ← θ + η·…. E4.
    case updateAscends = "update-ascends"
    /// θ ← η·… in place of θ − η·…. E10.
    case updateReplaces = "update-replaces"
    /// v is not kept: θ ← θ − η·g.
    case momentumBufferDropped = "momentum-buffer-dropped"
    /// v ← γ·v + (1 − γ)·g, or v ← γ·(v + g).
    case momentumCoefficientMisplaced = "momentum-coefficient-misplaced"
    case nesterovForPlain = "nesterov-for-plain"
    case plainForNesterov = "plain-for-nesterov"
    /// m and v in place of m̂ and v̂.
    case adamBiasCorrectionMissing = "adam-bias-correction-missing"
    case adamBetasSwapped = "adam-betas-swapped"
    /// √(v̂ + ε) in place of √v̂ + ε; with AdaGrad and RMSprop √(s + ε).
    case adamEpsilonInsideRoot = "adam-epsilon-inside-root"
    /// m̂ and v̂ with k + 1 in place of k.
    case adamStepOffByOne = "adam-step-off-by-one"
    /// The decay λ·θ of AdamW is added to the gradient.
    case decayCoupled = "decay-coupled"
    /// The L2 term's 2λ·w goes past the optimiser, as in AdamW.
    case decayDecoupled = "decay-decoupled"
    /// No decay, and no L1 or L2 term in the gradient.
    case decayMissing = "decay-missing"
    case clipByValueForNorm = "clip-by-value-for-norm"
    case clipByNormForValue = "clip-by-norm-for-value"
    case clipMissing = "clip-missing"
    /// The rate does not follow its schedule.
    case scheduleIgnored = "schedule-ignored"

    /// What a mistake is a mistake in.
    public enum Stage: Sendable, CaseIterable {
        case forward, backward, update
    }

    public var stage: Stage {
        switch self {
        case .sumsAllLayers, .biasUnused, .weightsByColumns, .activationSkipped, .activationTwice, .biasAfterActivation,
            .dropoutUnscaled, .xavierAsHe:
            .forward
        case .staleLoss, .lossAfterUpdate, .updateAscends, .updateReplaces, .momentumBufferDropped, .momentumCoefficientMisplaced,
            .nesterovForPlain, .plainForNesterov, .adamBiasCorrectionMissing, .adamBetasSwapped, .adamEpsilonInsideRoot,
            .adamStepOffByOne, .decayCoupled, .decayDecoupled, .decayMissing, .clipByValueForNorm, .clipByNormForValue,
            .clipMissing, .scheduleIgnored:
            .update
        default: .backward
        }
    }
}

/// Where a mistake is made.
public enum MistakePlace: Hashable, Sendable {
    case network
    case layer(String)
    case neuron(String)

    /// `network`, or the layer's or neuron's name.
    public var name: String {
        switch self {
        case .network: "network"
        case .layer(let name), .neuron(let name): name
        }
    }
}

/// A mistake at a place.
public struct Mutation: Hashable, Sendable {
    public let mistake: Mistake
    public let place: MistakePlace
    /// Which of a mistake's forms, from 0: how often more than once gradients are added up, for one.
    public let form: Int

    public init(_ mistake: Mistake, at place: MistakePlace = .network, form: Int = 0) {
        self.mistake = mistake
        self.place = place
        self.form = form
    }

    /// Whether it is one in what is written down of a training, and not in the training.
    public var isInReport: Bool {
        mistake == .staleLoss || mistake == .lossAfterUpdate || mistake == .afterZeroing && form == 1
    }

    /// Whether it is made in updates: gradients that are never set to zero pile up there.
    var isInUpdates: Bool {
        mistake.stage == .update || mistake == .gradientsNotZeroed && form == Mistake.neverZeroedForm && place == .network
    }
}
