import Autograd
import Debugger
import NeuralNetwork

// The rules by their names, for the titles of formula cards.
extension Phrase {
    /// The rule's name, with the unit that it was applied to.
    public static func title(of explanation: Explanation) -> Localized {
        let unit = explanation.unit
        switch explanation.rule {
        case .weightedSum: return Localized("weighted sum z of \(unit)", "\(unit) 的加权和 z")
        case .activation(let operation):
            let name = Phrase.name(of: operation)
            return Localized("activation of \(unit): \(name.english)", "\(unit) 的激活：\(name.chinese)")
        case .loss: return loss
        case .sampleLoss: return Localized("loss of the sample", "该样本的损失")
        case .seed: return Localized("where backward begins: ∂L/∂L = 1", "反向传播的起点：∂L/∂L = 1")
        case .lossDerivative:
            return Localized("derivative of the loss by the output", "损失对输出的导数")
        case .outputDelta: return Localized("δ of an output neuron", "输出神经元的 δ")
        case .hiddenDelta:
            return Localized("δ of a hidden neuron: carried back over the weights", "隐藏神经元的 δ：沿权重传回")
        case .normalisedDelta:
            return Localized("δ of a normalised neuron: carried back through the normalisation", "归一化神经元的 δ：穿过归一化传回")
        case .weightGradient:
            return Localized("gradient of a weight: δ times its input", "权重的梯度：δ 乘以它的输入")
        case .biasGradient: return Localized("gradient of a bias: δ itself", "偏置的梯度：就是 δ")
        case .lossSum: return Localized("adding up the batch's losses", "累加本批的损失")
        case .gradientSum: return Localized("adding up the batch's gradient", "累加本批的梯度")
        case .batchLoss: return Localized("loss of the batch", "本批的损失")
        case .batchGradient: return Localized("gradient of the batch", "本批的梯度")
        case .assignment: return Localized("\(unit) is computed", "计算 \(unit)")
        case .adjoint: return Localized("chain rule: how the loss depends on it", "链式法则：损失如何随它变化")
        case .rate: return Localized("learning rate of this update", "本次更新的学习率")
        case .penalty: return Localized("what regularisation adds to the loss", "正则化加到损失上的部分")
        case .gradientNorm: return Localized("length of the gradient", "梯度的长度")
        case .clippingScale: return Localized("by how much the gradient is shortened", "梯度缩短的倍数")
        case .validationLoss: return Localized("loss of the samples held out", "留出样本的损失")
        case .aspect(let aspect): return title(of: aspect, unit)
        case .deviatingUpdate: return Localized("update, as this broken program makes it", "更新（按弄错的程序）")
        case .update(.gradientDescent):
            return Localized("update by gradient descent: old − η · gradient", "梯度下降更新：旧值 − η · 梯度")
        case .update(let optimizer):
            let name = Phrase.name(of: optimizer)
            return Localized("update by \(name.english)", "更新：\(name.chinese)")
        case .product: return Localized("product inside z of \(unit)", "\(unit) 的 z 中的乘积")
        case .operation(let operation):
            let name = Phrase.name(of: operation)
            return Localized(name.english, name.chinese)
        case .slope(let operation):
            let name = Phrase.name(of: operation)
            return Localized("local derivative: \(name.english)", "局部导数：\(name.chinese)")
        case .chainRule:
            return Localized("chain rule: upstream · local derivative", "链式法则：上游 · 局部导数")
        case .chainRuleSum:
            return Localized("adding up what comes back over every path", "把各条路径传回的部分相加")
        }
    }

    private static func title(of aspect: Symbol.Aspect, _ unit: String) -> Localized {
        switch aspect {
        case .velocity: Localized("velocity: the gradients so far, fading", "速度：以往梯度的衰减累积")
        case .squares: Localized("squares of the gradients", "梯度的平方")
        case .firstMoment: Localized("m: running mean of the gradients", "m：梯度的滑动平均")
        case .secondMoment: Localized("v: running mean of their squares", "v：梯度平方的滑动平均")
        case .correctedFirstMoment: Localized("m̂: m without its bias towards 0", "m̂：修正了偏向 0 的 m")
        case .correctedSecondMoment: Localized("v̂: v without its bias towards 0", "v̂：修正了偏向 0 的 v")
        case .keptGradient: Localized("gradient on top of those that were not set to zero", "叠加在未清零的旧梯度上的梯度")
        case .clipped: Localized("clipped gradient", "裁剪后的梯度")
        case .mask: Localized("dropout of \(unit)", "\(unit) 的 dropout")
        case .output: Localized("output of \(unit) after dropout", "\(unit) 经 dropout 后的输出")
        case .batchMean: Localized("mean of z of \(unit) over the batch", "\(unit) 的 z 在本批上的平均")
        case .batchVariance: Localized("variance of z of \(unit) over the batch", "\(unit) 的 z 在本批上的方差")
        case .batchDeviation: Localized("deviation: what z is divided by", "标准差：z 的除数")
        case .normalised: Localized("z of \(unit), normalised", "\(unit) 归一化后的 z")
        case .scaled: Localized("normalised z of \(unit), scaled and shifted", "\(unit) 归一化后缩放并平移的 z")
        case .runningMean: Localized("running average of the mean of \(unit)", "\(unit) 平均的滑动平均")
        case .runningVariance: Localized("running average of the variance of \(unit)", "\(unit) 方差的滑动平均")
        case .logSumExp: Localized("what the softmax divides by, as a logarithm", "softmax 的分母，取对数")
        }
    }

    /// An optimiser's name.
    public static func name(of optimizer: Optimizer) -> Localized {
        switch optimizer {
        case .gradientDescent: Localized("gradient descent", "梯度下降")
        case .momentum(_, nesterov: false): Localized("momentum", "动量法")
        case .momentum(_, nesterov: true): Localized("Nesterov momentum", "Nesterov 动量法")
        case .adaGrad: Localized(same: "AdaGrad")
        case .rmsProp: Localized(same: "RMSprop")
        case .adam: Localized(same: "Adam")
        case .adamW: Localized(same: "AdamW")
        }
    }

    /// An operation's name.
    public static func name(of operation: Operation) -> Localized {
        switch operation {
        case .leaf: Localized("a given number", "给定的数")
        case .add, .sum: Localized("sum", "求和")
        case .subtract: Localized("difference", "求差")
        case .multiply: Localized("product", "乘积")
        case .divide: Localized("quotient", "求商")
        case .power: Localized("power", "乘方")
        case .minimum: Localized("the smaller", "取较小")
        case .maximum: Localized("the larger", "取较大")
        case .negate: Localized("negative", "取负")
        case .exp: Localized("exponential", "指数函数")
        case .log: Localized("natural logarithm", "自然对数")
        case .squareRoot: Localized("square root", "平方根")
        case .tanh: Localized("tanh", "tanh（双曲正切）")
        case .sigmoid: Localized("sigmoid σ(z) = 1/(1 + e⁻ᶻ)", "sigmoid σ(z) = 1/(1 + e⁻ᶻ)")
        case .relu: Localized("ReLU max(0, z)", "ReLU max(0, z)")
        case .leakyReLU: Localized("leaky ReLU max(0, z) + s·min(0, z)", "leaky ReLU max(0, z) + s·min(0, z)")
        case .softplus: Localized("softplus ln(1 + eᶻ)", "softplus ln(1 + eᶻ)")
        case .gelu: Localized("GELU z·Φ(z)", "GELU z·Φ(z)")
        case .normalCDF: Localized("normal distribution function Φ", "正态分布函数 Φ")
        case .abs: Localized("absolute value", "绝对值")
        case .sign: Localized("sign", "符号函数")
        case .floor: Localized("rounding down", "向下取整")
        case .cos: Localized("cosine", "余弦")
        case .sin: Localized("sine", "正弦")
        case .logSumExp: Localized("logarithm of a sum of exponentials", "指数之和的对数")
        case .identity: Localized("identity f(z) = z", "恒等 f(z) = z")
        case .affine: Localized("weighted sum", "加权和")
        }
    }

    /// A zoom level's name; the English one is also how commands spell it.
    public static func name(of zoom: Zoom) -> Localized {
        switch zoom {
        case .operation: Localized("operation", "运算")
        case .quantity: Localized("quantity", "量")
        case .neuron: Localized("neuron", "神经元")
        case .layer: Localized("layer", "层")
        case .pass: Localized("pass", "阶段")
        case .sample: Localized("sample", "样本")
        case .batch: Localized("batch", "批")
        case .epoch: Localized("epoch", "轮")
        }
    }

    /// A pass with an arrow in the direction of its flow.
    public static func name(of pass: Pass) -> Localized {
        switch pass {
        case .forward: Localized("forward ▶", "前向 ▶")
        case .backward: Localized("◀ backward", "◀ 反向")
        case .accumulate: Localized("Σ accumulate", "Σ 累加")
        case .update: Localized("⟳ update", "⟳ 更新")
        case .validate: Localized("✓ validate", "✓ 验证")
        }
    }

    /// The kind of a leaf, for the end of the breadcrumb.
    public static func name(of kind: Leaf.Kind) -> Localized {
        switch kind {
        case .product, .contribution: Localized("product", "乘积")
        case .value: Localized("value", "值")
        case .slope: Localized("slope", "斜率")
        case .adjoint: Localized("chain rule", "链式法则")
        case .lossSum, .gradientSum: Localized("sum", "求和")
        case .update: Localized("value", "值")
        case .validationLoss: Localized("mean", "平均")
        }
    }
}
