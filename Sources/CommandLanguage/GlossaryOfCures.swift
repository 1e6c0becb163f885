// What goes wrong in training, and what is done about it.
extension Glossary {
    static let cures = [
        GlossaryEntry(
            "vanishing gradient", "梯度消失", ["vanishing", "vanishing gradients"], formula: "δ(first) = δ(last) · Π w·f′(z),  |w·f′| < 1",
            "On its way back through many layers the gradient is multiplied by w·f′(z) at each. With factors below 1 almost nothing reaches the first layers, and they hardly learn.",
            zh: "梯度往回每经过一层都要乘上 w·f′(z)。因子小于 1 时，到最前面几层已所剩无几，它们几乎学不到东西。"),
        GlossaryEntry(
            "exploding gradient", "梯度爆炸", ["exploding", "exploding gradients"], formula: "δ(first) = δ(last) · Π w·f′(z),  |w·f′| > 1",
            "The opposite of vanishing: factors above 1 make the gradient grow from layer to layer, until one update throws the parameters far away, or to inf.",
            zh: "与梯度消失相反：因子大于 1，梯度逐层变大，直到一次更新就把参数甩到很远，甚至变成 inf。"),
        GlossaryEntry(
            "clipping", "梯度裁剪", ["clipped", "clipscale", "limit"],
            formula: "by norm: g ← g · c/max(‖g‖, c);  by value: g ← min(max(g, −c), c)",
            "Shortens gradients before the update. By norm, all together are scaled to the length c, gradnorm being their length ‖g‖, and the direction stays; by value, each is cut at ±c by itself, which turns the direction.",
            zh: "更新前把梯度缩短。按范数时，整体缩放到长度 c（gradnorm 即长度 ‖g‖），方向不变；按值时，每个分量各自截在 ±c，方向会变。"),
        GlossaryEntry(
            "norm", "范数", ["gradnorm", "‖g‖"], formula: "‖g‖ = √(Σ g²)",
            "The length of several numbers taken together, as Pythagoras has it: the root of the sum of their squares. gradnorm is that of the whole gradient, over all parameters.",
            zh: "几个数合在一起的长度，按勾股定理：平方和的平方根。gradnorm 是整个梯度（全部参数）的范数。"),
        GlossaryEntry(
            "regularisation", "正则化", ["regularization", "R", "penalty", "lambda", "λ"], formula: "L ← L + R,  R = λ₁·Σ |w| + λ₂·Σ w²",
            "An addition R to the loss that makes large weights cost something. The network then keeps to what the data really ask for. Biases are left out.",
            zh: "在损失上加一项 R，让大权重付出代价，于是网络只学数据真正需要的。偏置不参加。"),
        GlossaryEntry(
            "L1", "L1 正则化", ["lambda1", "λ₁", "lasso"], formula: "R = λ₁·Σ |w|,  ∂R/∂w = λ₁·sign(w)",
            "Pulls every weight towards 0 with the same force, however small it is; weights that the data do not need end at 0.",
            zh: "用同样大小的力把每个权重拉向 0，无论它多小；数据用不着的权重最终会变成 0。"),
        GlossaryEntry(
            "L2", "L2 正则化", ["lambda2", "λ₂", "ridge"], formula: "R = λ₂·Σ w²,  ∂R/∂w = 2·λ₂·w",
            "Pulls every weight towards 0 in proportion to its size: large ones much, small ones hardly. Weights become small, but seldom 0.",
            zh: "按大小成比例地把权重拉向 0：大的拉得多，小的几乎不拉。权重变小，但很少变成 0。"),
        GlossaryEntry(
            "weight decay", "权重衰减", formula: "θ ← θ − η·λ·θ",
            "Shrinking every parameter a little with each update, beside what the gradient does. For plain gradient descent it is the same as L2; for Adam it is not.",
            zh: "每次更新除了按梯度走，还让参数缩小一点。对普通梯度下降，它等同于 L2；对 Adam 则不是。"),
        GlossaryEntry(
            "dropout", "dropout（随机失活）", ["mask", "out"], formula: "out = a · mask,  mask = 0 or 1/(1 − p)",
            "In training, each neuron's activation is set to 0 with probability p and divided by 1 − p otherwise, so that its mean stays. No neuron can rely on another, and outside training nothing is dropped.",
            zh: "训练时，每个神经元的激活值以概率 p 置为 0，否则除以 1 − p，使平均值不变。神经元不能互相依赖；训练之外什么也不丢。"),
        GlossaryEntry(
            "batch normalisation", "批归一化", ["batch normalization", "batch norm", "归一化", "mean", "zhat", "ẑ", "scaled", "beta", "β"],
            formula: "zhat = (z − mean)/√(variance + ε),  scaled = γ·zhat + β",
            "Shifts and stretches the z of each neuron so that over the batch their mean is 0 and their variance 1, then by two parameters γ and β of its own. Every sample's gradient then depends on the whole batch. Running averages of mean and variance serve outside training.",
            zh: "平移并缩放每个神经元的 z，使它们在一批上平均为 0、方差为 1，再用自己的两个参数 γ、β 缩放和平移。于是每个样本的梯度都与整批有关。训练之外用平均与方差的滑动平均。"),
        GlossaryEntry(
            "variance", "方差", formula: "variance = mean of (z − mean)²",
            "How widely numbers are spread around their mean: the mean of their squared distances from it. Its root is the standard deviation.",
            zh: "一组数围绕平均值散布得多开：到平均值距离的平方的平均。它的平方根是标准差。"),
        GlossaryEntry(
            "standard deviation", "标准差", ["deviation"], formula: "deviation = √(variance + ε)",
            "How far numbers usually lie from their mean: the root of the variance. Batch normalisation divides by it, and adds a tiny ε before the root so that this is never 0.",
            zh: "一组数通常离平均值多远：方差的平方根。批归一化要除以它，开方前先加极小的 ε，免得除以 0。"),
        GlossaryEntry(
            "running average", "滑动平均", ["rate", "runmean", "runvariance"], formula: "runmean ← (1 − rate)·runmean + rate·mean",
            "An average that follows its numbers and slowly forgets old ones: each new one enters with the share rate. Batch normalisation keeps one of each mean and variance, for when there is no batch to ask.",
            zh: "跟随新数、慢慢忘掉旧数的平均：每个新数按比例 rate 计入。批归一化为每个平均和方差各留一个，供没有整批可用时使用。"),
        GlossaryEntry(
            "noise", "噪声", ["random"], formula: "t = truth + noise",
            "What is random in the data and cannot be predicted. No parameters bring the loss below what the noise leaves; whoever tries overfits. Some networks also take noise as an input, to make something different each time.",
            zh: "数据中随机、无法预测的部分。任何参数都不能把损失降到噪声留下的水平以下，硬要降就会过拟合。有的网络还把噪声作为输入，每次造出不同的东西。"),
        GlossaryEntry(
            "early stopping", "早停", ["patience", "耐心值"], formula: "stop when Lval has not improved for so many epochs",
            "Ending the training when the validation loss has not improved for some epochs, the patience. What would follow is mostly overfitting.",
            zh: "验证损失连续若干轮（耐心值）没有改善，就结束训练。再往后多半是过拟合。"),
    ]
}
