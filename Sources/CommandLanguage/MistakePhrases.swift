import GradientComparison

// The known mistakes, each with what was done and what is right.
extension Phrase {
    /// A mistake in a few words.
    public static func title(of mistake: Mistake) -> Localized { text(of: mistake).title }

    /// The right rule, in symbols.
    public static func rightRule(insteadOf mistake: Mistake) -> Localized { text(of: mistake).rule }

    private static let delta = Localized(same: "δ = ∂L/∂a · f′(z)")
    private static let back = Localized(same: "∂L/∂a⁽ˡ⁾ = (W⁽ˡ⁺¹⁾)ᵀ δ⁽ˡ⁺¹⁾")
    private static let weightGradient = Localized(same: "∂L/∂W = δ · aᵀ")
    private static let weightedSum = Localized(same: "z = W·a + b")
    private static let zeroed = Localized("zero the gradients before each backward pass", "每次反向传播之前先把梯度清零")
    private static let asDefined = Localized(
        "the batch loss is the mean over its samples; over outputs it is as the loss defines it",
        "一批的损失是各样本损失的平均；对输出求和还是取平均，由损失的定义决定")
    private static let adam = Localized(same: "m̂ = m/(1 − β₁ᵏ), v̂ = v/(1 − β₂ᵏ), θ ← θ − η·m̂/(√v̂ + ε)")
    private static let descent = Localized(same: "θ ← θ − η·g")
    private static let momentum = Localized(same: "v ← γ·v + g, θ ← θ − η·v")

    private static func text(of mistake: Mistake) -> (title: Localized, rule: Localized) {
        switch mistake {
        case .sumsAllLayers:
            (Localized("z sums over all layers before", "z 对前面所有层求和"), Localized(same: "z⁽ˡ⁾ = W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾"))
        case .biasUnused: (Localized("the bias is left out of z", "z 里漏了偏置"), weightedSum)
        case .weightsByColumns: (Localized("the weights of z are read by columns", "z 按列读取了权重"), weightedSum)
        case .activationSkipped: (Localized("a is z: the activation is skipped", "a 就是 z：漏了激活函数"), Localized(same: "a = f(z)"))
        case .activationTwice: (Localized("the activation is applied twice", "激活函数用了两次"), Localized(same: "a = f(z)"))
        case .biasAfterActivation:
            (Localized("the bias is added after the activation", "偏置加在了激活之后"), Localized(same: "a = f(W·a + b)"))
        case .dropoutUnscaled:
            (
                Localized("what dropout keeps is not scaled", "dropout 保留的激活没有缩放"),
                Localized("kept activations count 1/(1 − p) times", "保留的激活要乘以 1/(1 − p)")
            )
        case .xavierAsHe:
            (
                Localized("Xavier's weights begin with He's deviation √(2/n)", "Xavier 初始化用了 He 的标准差 √(2/n)"),
                Localized("Xavier: deviation √(2/(n_in + n_out))", "Xavier：标准差 √(2/(n_in + n_out))")
            )
        case .signFlipped:
            (
                Localized("δ has the wrong sign", "δ 的符号反了"),
                Localized("δ = ∂L/∂a · f′(z), and ∂L/∂y = y − t at the output", "δ = ∂L/∂a · f′(z)，在输出处 ∂L/∂y = y − t")
            )
        case .activationDerivativeMissing: (Localized("f′ is forgotten in δ", "δ 里漏了 f′"), delta)
        case .activationDerivativeTwice: (Localized("f′ is multiplied twice", "f′ 乘了两次"), delta)
        case .activationDerivativeOfZAsA:
            (
                Localized("f′ is written for a but is given z", "f′ 是按 a 写的，却代入了 z"),
                Localized(same: "σ′ = a·(1 − a), a = σ(z)")
            )
        case .activationDerivativeOfAAsZ:
            (
                Localized("f′ is written for z but is given a", "f′ 是按 z 写的，却代入了 a"),
                Localized(same: "σ′ = σ(z)·(1 − σ(z))")
            )
        case .activationDerivativeOfPreviousLayer:
            (Localized("f′ is taken at the z of the layer before", "f′ 取自前一层的 z"), Localized(same: "δ⁽ˡ⁾ = ∂L/∂a⁽ˡ⁾ · f′(z⁽ˡ⁾)"))
        case .activationDerivativeOfNextLayer:
            (Localized("f′ is taken at the z of the layer after", "f′ 取自后一层的 z"), Localized(same: "δ⁽ˡ⁾ = ∂L/∂a⁽ˡ⁾ · f′(z⁽ˡ⁾)"))
        case .weightsNotTransposed: (Localized("W is not transposed on the way back", "往回传时 W 没有转置"), back)
        case .weightsOfOwnLayer: (Localized("δ comes back through the layer's own weights", "δ 往回传时用了本层的权重"), back)
        case .weightsAfterUpdate:
            (
                Localized("δ comes back through weights that have been updated already", "δ 往回传时用了已更新的权重"),
                Localized("all of backward uses the old weights; then all are updated", "整个反向传播都用旧权重，之后再一起更新")
            )
        case .gradientsNotZeroed: (Localized("gradients of earlier passes are still in the sum", "梯度没有清零，累加了之前的结果"), zeroed)
        case .innerAdjointsStale:
            (Localized("inner nodes keep the adjoints of an earlier backward pass", "中间结点保留了上一次反向传播的伴随值"), zeroed)
        case .sumForMean: (Localized("a sum is taken for a mean", "该取平均处取了和"), asDefined)
        case .meanForSum: (Localized("a mean is taken for a sum", "该求和处取了平均"), asDefined)
        case .factorTwo:
            (Localized("δ is twice as large", "δ 多了因子 2"), Localized(same: "∂/∂y ½(y − t)² = y − t, ∂/∂y (y − t)² = 2(y − t)"))
        case .factorHalf:
            (Localized("δ is half as large", "δ 少了因子 2"), Localized(same: "∂/∂y ½(y − t)² = y − t, ∂/∂y (y − t)² = 2(y − t)"))
        case .biasMissing: (Localized("the bias has no gradient", "偏置没有梯度"), Localized(same: "∂L/∂b = δ"))
        case .weightGradientMissing: (Localized("the weights have no gradient", "权重没有梯度"), weightGradient)
        case .wrongNeuronDelta: (Localized("the δ of another neuron is used", "用了另一个神经元的 δ"), Localized(same: "∂L/∂wⱼᵢ = δⱼ · aᵢ"))
        case .errorIgnored: (Localized("the error y − t does not enter", "误差 y − t 没有参与"), Localized(same: "δ = (y − t) · f′(z)"))
        case .orderSwapped:
            (
                Localized("the gradients are in another order", "梯度的次序错了"),
                Localized("each gradient belongs to the parameter of its own name", "每个梯度对应同名的参数")
            )
        case .transposedGradient: (Localized("the matrix of gradients is transposed", "梯度矩阵转置了"), weightGradient)
        case .softmaxSlopeTwice:
            (
                Localized("p − t is multiplied by the softmax's slope once more", "p − t 又乘了一次 softmax 的导数"),
                Localized("softmax with cross-entropy: ∂L/∂z = p − t", "softmax 加交叉熵：∂L/∂z = p − t")
            )
        case .afterZeroing:
            (
                Localized("gradients are read after they were set to zero", "梯度清零之后才读取"),
                Localized("read, then zero", "先读取，后清零")
            )
        case .staleLoss:
            (
                Localized("the losses are those of the updates before", "损失是前一次更新的"),
                Localized("the loss of the batch at hand, before its update", "当前这一批在更新之前的损失")
            )
        case .lossAfterUpdate:
            (
                Localized("the losses are taken after the update", "损失取在更新之后"),
                Localized("the loss of the batch at hand, before its update", "当前这一批在更新之前的损失")
            )
        case .updateAscends: (Localized("the update goes up the slope", "更新沿梯度上升"), descent)
        case .updateReplaces: (Localized("the step replaces the parameter", "步长取代了参数本身"), descent)
        case .momentumBufferDropped: (Localized("v is not kept from update to update", "v 没有保留到下一次更新"), momentum)
        case .momentumCoefficientMisplaced: (Localized("γ stands in the wrong place", "γ 的位置不对"), momentum)
        case .nesterovForPlain: (Localized("Nesterov's momentum in place of the plain one", "该用普通动量却用了 Nesterov"), momentum)
        case .plainForNesterov:
            (
                Localized("plain momentum in place of Nesterov's", "该用 Nesterov 却用了普通动量"),
                Localized(same: "v ← γ·v + g, θ ← θ − η·(g + γ·v)")
            )
        case .adamBiasCorrectionMissing: (Localized("Adam without its bias correction", "Adam 缺少偏差修正"), adam)
        case .adamBetasSwapped: (Localized("β₁ and β₂ are swapped", "β₁ 与 β₂ 互换了"), adam)
        case .adamEpsilonInsideRoot: (Localized("ε is inside the root", "ε 放进了根号"), adam)
        case .adamStepOffByOne:
            (
                Localized("k is one too large", "k 大了 1"),
                Localized("k counts updates from 1", "k 从 1 开始数更新")
            )
        case .decayCoupled:
            (Localized("the decay is part of the gradient", "权重衰减混进了梯度"), Localized(same: "θ ← θ − η·m̂/(√v̂ + ε) − η·λ·θ"))
        case .decayDecoupled:
            (Localized("the L2 term goes past the optimiser", "L2 项绕过了优化器"), Localized(same: "g ← g + 2·λ·w"))
        case .decayMissing:
            (Localized("decay or regularisation is left out", "漏了权重衰减或正则项"), Localized(same: "g ← g + 2·λ·w, θ ← θ − η·λ·θ"))
        case .clipByValueForNorm:
            (Localized("clipped by value in place of by norm", "该按范数裁剪却按值裁剪"), Localized(same: "g ← g·c/‖g‖, ‖g‖ > c"))
        case .clipByNormForValue:
            (Localized("clipped by norm in place of by value", "该按值裁剪却按范数裁剪"), Localized(same: "g ← min(max(g, −c), c)"))
        case .clipMissing: (Localized("the gradient is not clipped", "梯度没有裁剪"), Localized(same: "g ← min(max(g, −c), c), g ← g·c/‖g‖"))
        case .scheduleIgnored:
            (
                Localized("the learning rate does not follow its schedule", "学习率没有按计划变化"),
                Localized("η is made anew for each update", "每次更新都重新计算 η")
            )
        }
    }

    /// What was done, in a few words: a factor in the loss itself is another matter than one in its gradients alone.
    static func title(of mutation: Mutation) -> Localized {
        guard mutation.isInLoss else { return title(of: mutation.mistake) }
        switch mutation.mistake {
        case .factorTwo: return Localized("the loss itself is twice as large, and so are its gradients", "损失本身多了因子 2，梯度随之也多了")
        case .factorHalf: return Localized("the loss itself is half as large, and so are its gradients", "损失本身少了因子 2，梯度随之也少了")
        default:
            let title = title(of: mutation.mistake)
            return Localized("\(title.english) in the loss itself, and so in its gradients", "损失本身\(title.chinese)，梯度随之也错了")
        }
    }

    /// The right rule, in symbols.
    static func rightRule(insteadOf mutation: Mutation) -> Localized {
        guard mutation.isInLoss else { return rightRule(insteadOf: mutation.mistake) }
        let losses = "half-squared-error ½Σ(y − t)², squared-error Σ(y − t)², mean-squared-error (1/K)Σ(y − t)²"
        return Localized(
            "the loss that the model names, as the mean over the batch: \(losses)", "采用模型所写的损失，并对一批样本取平均：\(losses)")
    }

    /// Where a mistake sits.
    public static func name(of place: MistakePlace) -> Localized {
        switch place {
        case .network: Localized("the whole network", "整个网络")
        case .layer(let name): Localized("layer \(name)", "\(name) 层")
        case .neuron(let name): Localized("neuron \(name)", "神经元 \(name)")
        }
    }

    static func mistakeMade(_ mutation: Mutation) -> Localized {
        let (title, place) = (title(of: mutation), name(of: mutation.place))
        return Localized(
            "\(mutation.mistake.rawValue) in \(place.english): \(title.english)", "\(place.chinese)：\(mutation.mistake.rawValue)，\(title.chinese)")
    }
}
