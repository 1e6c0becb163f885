// Activation functions, and losses.
extension Glossary {
    static let activations = [
        GlossaryEntry(
            "identity", "恒等", ["linear", "线性"], formula: "f(z) = z,  f′(z) = 1",
            "The activation function that changes nothing. It suits an output that may be any number; between hidden layers it would make several layers no stronger than one.",
            zh: "什么也不改变的激活函数。适合可取任何数的输出；用在隐藏层之间，多层就不比一层更强。"),
        GlossaryEntry(
            "sigmoid", "sigmoid", ["σ", "logistic"], formula: "σ(z) = 1/(1 + e⁻ᶻ),  σ′ = σ·(1 − σ)",
            "Squeezes any number into 0 to 1, so that it can be read as a probability. Its slope is at most 1/4, at 0, and nearly 0 far out, where the neuron is saturated.",
            zh: "把任何数压到 0 与 1 之间，因而可以读作概率。斜率在 0 处最大，为 1/4；远处几乎为 0，神经元就饱和了。"),
        GlossaryEntry(
            "tanh", "双曲正切", ["tanh"], formula: "tanh z = (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ),  slope 1 − tanh² z",
            "An S like the sigmoid, but from −1 to 1 and with a slope of 1 at 0. Its values lie around 0, which helps the layer that follows.",
            zh: "与 sigmoid 同样是 S 形，但从 −1 到 1，在 0 处斜率为 1。它的值分布在 0 的两侧，对后一层有利。"),
        GlossaryEntry(
            "ReLU", "ReLU", ["rectified linear unit"], formula: "ReLU(z) = max(0, z),  slope 0 or 1",
            "Lets positive numbers through and makes negative ones 0. Where it is open the gradient passes unweakened, where it is shut nothing passes. A neuron shut for every sample is dead.",
            zh: "正数原样通过，负数变成 0。打开时梯度毫不减弱，关闭时什么也不通过。对所有样本都关闭的神经元就死了。"),
        GlossaryEntry(
            "leaky ReLU", "带泄漏的 ReLU", formula: "f(z) = max(0, z) + s·min(0, z),  s = 0.01",
            "A ReLU with a small slope s on the negative side. A little gradient always passes, so no neuron stays dead.",
            zh: "负的一侧留有小斜率 s 的 ReLU。总有一点梯度通过，神经元不会一直死着。"),
        GlossaryEntry(
            "softplus", "softplus", formula: "f(z) = ln(1 + eᶻ),  f′(z) = σ(z)",
            "A ReLU with its corner rounded off: nearly 0 far left, nearly z far right, and smooth in between. Its slope is the sigmoid.",
            zh: "磨圆了折角的 ReLU：左边远处近于 0，右边远处近于 z，中间光滑。它的斜率就是 sigmoid。"),
        GlossaryEntry(
            "GELU", "GELU", formula: "f(z) = z·Φ(z),  f′(z) = Φ(z) + z·φ(z)",
            "z times the share Φ(z) of the normal distribution that lies below z. Smooth like softplus, and dipping a little below 0 left of 0. Φ is used exactly here, without the usual approximation.",
            zh: "z 乘上标准正态分布在 z 以下的比例 Φ(z)。和 softplus 一样光滑，在 0 左边略低于 0。这里用准确的 Φ，不用常见的近似。"),
        GlossaryEntry(
            "softmax", "softmax", ["lse"], formula: "aₖ = exp(zₖ)/Σⱼ exp(zⱼ),  ln aₖ = zₖ − lse",
            "Turns the z of a layer into shares that are positive and add up to 1, to be read as the probabilities of classes. Raising one lowers the others. lse, ln Σ exp(z), computes it without overflow.",
            zh: "把一层的 z 变成总和为 1 的正数，可读作各类别的概率。一个升高，其余就降低。用 lse = ln Σ exp(z) 计算，不会溢出。"),
        GlossaryEntry(
            "saturated", "饱和", ["saturation"], formula: "|z| large  ⇒  f′(z) ≈ 0",
            "Said of a neuron so far out on its sigmoid or tanh that the slope is almost 0. It hardly learns any more, however wrong it may be.",
            zh: "指神经元落在 sigmoid 或 tanh 的远端，斜率几乎为 0。无论错得多离谱，它都几乎不再学习。"),
        GlossaryEntry(
            "dead neuron", "死亡神经元", ["dead", "dead ReLU", "死亡"], formula: "z ≤ 0 for every sample  ⇒  a = 0, δ = 0",
            "A ReLU neuron that is shut for every sample of the data. Its gradients are all 0, so no update can wake it; too large an update is what often kills it.",
            zh: "对每个样本都关闭的 ReLU 神经元。它的梯度全为 0，更新再也唤不醒它；常常是一次过大的更新把它弄死的。"),
    ]

    static let losses = [
        GlossaryEntry(
            "loss", "损失", ["L", "cost", "error", "training loss", "训练损失"], formula: "L = loss(y, t); of a batch: the mean of its samples' losses",
            "One number that says how wrong the output is: 0 at best, more the worse. Training lowers it; everything that backpropagation computes is a derivative of it.",
            zh: "用一个数说明输出错得多厉害：最好为 0，越大越差。训练要降低它；反向传播算的都是它的导数。"),
        GlossaryEntry(
            "squared error", "平方误差", ["least squares", "最小二乘", "最小二乘法"], formula: "L = Σ (y − t)²,  ∂L/∂y = 2(y − t)",
            "The sum of the squared differences between outputs and targets. Twice the error costs four times as much, so single large errors weigh heavily.",
            zh: "输出与目标之差的平方和。误差翻倍，代价变成四倍，所以个别大误差影响很大。"),
        GlossaryEntry(
            "half squared error", "半平方误差", formula: "L = ½·Σ (y − t)²,  ∂L/∂y = y − t",
            "The squared error halved, so that its derivative is simply the error y − t. Its smallest value lies at the same place.",
            zh: "平方误差的一半，于是导数就是误差 y − t。最小值的位置不变。"),
        GlossaryEntry(
            "mean squared error", "均方误差", ["mse"], formula: "L = (1/K)·Σ (y − t)²,  ∂L/∂y = 2(y − t)/K",
            "The squared error divided by the number K of outputs. Forgetting the 1/K in the derivative is a classic mistake: the gradient is K times too large.",
            zh: "平方误差除以输出个数 K。导数中漏掉 1/K 是常见的错误，梯度会大 K 倍。"),
        GlossaryEntry(
            "cross-entropy", "交叉熵", formula: "L = −Σ t·ln y",
            "The loss for probabilities: the logarithm of the probability that the right answer was given, with a minus. Sure and wrong costs without limit. Behind a sigmoid or softmax the slope cancels, and δ = y − t.",
            zh: "用于概率的损失：正确答案所得概率的对数，取负号。又肯定又错，代价没有上限。接在 sigmoid 或 softmax 之后，斜率会约掉，δ = y − t。"),
        GlossaryEntry(
            "binary cross-entropy", "二元交叉熵", ["bce"], formula: "L = −(1/K)·Σ [t·ln y + (1 − t)·ln(1 − y)]",
            "Cross-entropy for outputs that each say yes or no, averaged over the K outputs. With one sigmoid output δ = y − t, with no slope in it.",
            zh: "每个输出各答是或否时的交叉熵，对 K 个输出求平均。只有一个 sigmoid 输出时，δ = y − t，其中没有斜率。"),
        GlossaryEntry(
            "categorical cross-entropy", "多类交叉熵", formula: "L = −Σ t·ln y;  with softmax  δ = y − t",
            "Cross-entropy for one answer among several classes: minus the logarithm of the right one's probability. It stands behind a softmax.",
            zh: "从几个类别中选一个时的交叉熵：正确类别概率的对数，取负号。它接在 softmax 之后。"),
        GlossaryEntry(
            "binary cross-entropy with logits", "用 logit 的二元交叉熵", formula: "L = (1/K)·Σ [softplus(z) − t·z]",
            "Binary cross-entropy computed from z in one step, the sigmoid included. Where σ(z) would round to 0 or 1 and its logarithm to infinity, this stays exact.",
            zh: "从 z 一步算出的二元交叉熵，sigmoid 已包含在内。σ(z) 会舍入成 0 或 1、对数变成无穷时，它仍然准确。"),
        GlossaryEntry(
            "categorical cross-entropy with logits", "用 logit 的多类交叉熵", formula: "L = lse(z)·Σ t − Σ t·z",
            "Categorical cross-entropy computed from z in one step, the softmax included; large z cannot overflow.",
            zh: "从 z 一步算出的多类交叉熵，softmax 已包含在内；z 很大也不会溢出。"),
        GlossaryEntry(
            "logit", "logit", formula: "z = ln(p/(1 − p)),  p = σ(z)",
            "The pre-activation of an output whose sigmoid or softmax is a probability. 0 means one half, each unit more multiplies the odds by e.",
            zh: "输出的预激活值 z，经 sigmoid 或 softmax 后成为概率。0 对应二分之一，每加 1，胜率比乘以 e。"),
        GlossaryEntry(
            "probability", "概率", ["p"], formula: "0 ≤ p ≤ 1,  Σ p = 1",
            "A number from 0, never, to 1, always. A sigmoid gives one for yes or no, a softmax gives one for each class.",
            zh: "从 0（绝不）到 1（必然）的数。sigmoid 给出是与否的概率，softmax 给出每个类别的概率。"),
    ]
}
