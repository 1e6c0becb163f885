// How training goes, and by which rule a parameter is updated.
extension Glossary {
    static let training = [
        GlossaryEntry(
            "sample", "样本", ["example"], formula: "(inputs, targets)",
            "One example of the data: its inputs and the targets that belong to them. It goes forward, then backward, and leaves one gradient for each parameter.",
            zh: "数据中的一个例子：输入和对应的目标。它先前向，再反向，给每个参数留下一个梯度。"),
        GlossaryEntry(
            "batch", "批", ["批次", "mini-batch", "小批量", "full batch", "全批量", "n"], formula: "∂L/∂w = (1/n) Σ over the samples",
            "The n samples between two updates. Their gradients are averaged, and one update is made of them. All samples at once is a full batch; small batches update more often, each time in a rougher direction.",
            zh: "两次更新之间的 n 个样本。它们的梯度取平均，做一次更新。一次用全部样本叫全批量；批越小，更新越频繁，方向也越粗略。"),
        GlossaryEntry(
            "epoch", "轮", formula: "batches per epoch = ⌈samples/batch size⌉",
            "One pass through all samples of the data, batch by batch. Its loss here is the mean of its batch losses, each taken before its own update.",
            zh: "把全部样本逐批走一遍。这里一轮的损失是各批损失的平均，每批损失都取在该批更新之前。"),
        GlossaryEntry(
            "update", "更新", ["k", "gradkept", "更新步"], formula: "θ ← θ − η · g",
            "The change of all parameters at the end of a batch, by the optimiser's rule. Updates are counted by k, from 1. gradkept is what a program uses that never sets its gradients to zero: the sum of all so far.",
            zh: "一批结束时，按优化器的规则改变全部参数。更新用 k 计数，从 1 开始。从不清零梯度的程序用的是 gradkept：到目前为止所有梯度之和。"),
        GlossaryEntry(
            "learning rate", "学习率", ["eta", "η", "eta0", "η₀"], formula: "θ ← θ − η · g",
            "η, how far an update goes along the gradient. Too small, and training takes for ever; too large, and it leaps over the valley and may diverge. eta0 is the rate before a schedule changes it.",
            zh: "η，更新沿梯度走多远。太小，训练没完没了；太大，会跨过谷底，甚至发散。eta0 是学习率变化之前的初始值。"),
        GlossaryEntry(
            "schedule", "学习率调度", ["warm-up", "decay", "factor"], formula: "η = η₀ · factor(k)",
            "A rule by which the learning rate changes from update to update: in steps, exponentially, by 1/(1 + γ·k), or along a cosine. A warm-up raises it from small values first.",
            zh: "学习率随更新变化的规则：分段下降、指数下降、按 1/(1 + γ·k) 下降，或沿余弦下降。预热则先从小值升上来。"),
        GlossaryEntry(
            "initialisation", "初始化", ["initialization", "starting weights"], formula: "w drawn at random, b = 0",
            "How the weights are chosen before training. Equal weights would stay equal for ever; weights too small or too large make signals and gradients fade or grow from layer to layer.",
            zh: "训练前怎样选取权重。全都相等就永远相等；太小或太大，信号和梯度会逐层减弱或增大。"),
        GlossaryEntry(
            "Xavier initialisation", "Xavier 初始化", ["xavier", "xavier-uniform", "xavier-normal", "glorot"],
            formula: "variance of w = 2/(sources + targets)",
            "Random weights of just the spread at which signals keep their size through layers of sigmoid or tanh, forwards and backwards.",
            zh: "随机权重，方差取得恰好使信号在 sigmoid 或 tanh 层中前向、反向都大致保持大小。"),
        GlossaryEntry(
            "He initialisation", "He 初始化", ["he", "he-uniform", "he-normal", "kaiming"], formula: "variance of w = 2/sources",
            "Random weights that keep signals at their size through layers of ReLU: with twice the variance, because a ReLU lets only half of its inputs through.",
            zh: "随机权重，方差取 2/来源数，即 ReLU 需要的大小，因为它只让一半的输入通过。"),
        GlossaryEntry(
            "seed", "随机种子", formula: "same seed  ⇒  same numbers",
            "The number from which all random choices follow: starting weights, the order of samples, dropout. The same seed gives the same run to the last bit.",
            zh: "一切随机选择的起点：初始权重、样本顺序、dropout。种子相同，整个训练逐位相同。"),
        GlossaryEntry(
            "overfitting", "过拟合", formula: "L falls while Lval rises",
            "Learning the samples by heart in place of what they have in common. The loss of the training samples still falls, that of samples never seen rises.",
            zh: "死记样本，而没有学到它们的共同规律。训练样本的损失还在降，没见过的样本的损失却在升。"),
        GlossaryEntry(
            "validation", "验证", ["Lval", "validation loss", "validation samples", "验证样本", "held out"], formula: "Lval = mean loss of the samples held out",
            "Samples held out of the training, on which the network is only measured, after each epoch. Their loss tells whether it has learnt something that holds for others too.",
            zh: "留出一部分样本不参加训练，每轮之后只用来测量。它们的损失说明学到的东西对别的样本是否也成立。"),
        GlossaryEntry(
            "convergence", "收敛", ["converge", "divergence", "diverge", "发散", "nan", "inf"], formula: "with L = c·θ²/2:  converges if 0 < η·c < 2",
            "The run settles: updates become small and the loss hardly changes. The opposite is divergence, where each update goes further past the goal, up to inf and nan.",
            zh: "训练稳定下来：更新变小，损失几乎不变。反之是发散，每次更新都越过目标更远，直到 inf 和 nan。"),
    ]

    static let optimisers = [
        GlossaryEntry(
            "optimiser", "优化器", ["optimizer"], formula: "θ ← θ − η · something made of g",
            "The rule by which gradients become updates. Gradient descent uses the gradient as it is; others keep a memory of earlier ones.",
            zh: "把梯度变成更新的规则。梯度下降直接用梯度，其他的还记着以前的梯度。"),
        GlossaryEntry(
            "gradient descent", "梯度下降", ["sgd", "stochastic gradient descent", "随机梯度下降", "gd"], formula: "θ ← θ − η·g",
            "Each parameter takes a step against its gradient. With batches smaller than the data it is called stochastic, because which samples are asked is up to chance.",
            zh: "每个参数逆着梯度走一步。批小于全部数据时叫随机梯度下降，因为用到哪些样本带有偶然性。"),
        GlossaryEntry(
            "momentum", "动量法", ["velocity", "gamma", "γ", "动量"], formula: "v ← γ·v + g,  θ ← θ − η·v",
            "A ball that keeps rolling: the velocity v adds up the gradients, each fading by γ (0.9) per update. It runs faster along a valley, and zigzags across it cancel.",
            zh: "像滚动的球：速度 v 累积梯度，每次更新按 γ（0.9）衰减。沿着山谷越走越快，横向的来回摆动互相抵消。"),
        GlossaryEntry(
            "Nesterov momentum", "Nesterov 动量法", ["nesterov"], formula: "v ← γ·v + g,  θ ← θ − η·(g + γ·v)",
            "Momentum that looks ahead: it moves as the velocity would next time, so it brakes earlier before an overshoot.",
            zh: "向前看一步的动量法：按速度下一次的样子移动，快要冲过头时更早刹车。"),
        GlossaryEntry(
            "AdaGrad", "AdaGrad", ["squares", "s", "adaptive", "自适应", "自适应方法"], formula: "s ← s + g²,  θ ← θ − η·g/(√(s) + ε)",
            "Divides each parameter's step by the root of all its squared gradients so far: those that moved much take smaller steps. As s only grows, the steps get ever smaller.",
            zh: "每个参数的步长除以它至今梯度平方和的平方根：动得多的，步子变小。s 只增不减，步子会越来越小。"),
        GlossaryEntry(
            "RMSprop", "RMSprop", ["rho", "ρ"], formula: "s ← ρ·s + (1 − ρ)·g²,  θ ← θ − η·g/(√(s) + ε)",
            "AdaGrad that forgets: s is a running mean of the squared gradients, with ρ (0.9), so the steps do not die away.",
            zh: "会遗忘的 AdaGrad：s 是梯度平方的滑动平均，ρ 为 0.9，所以步子不会一直缩小。"),
        GlossaryEntry(
            "Adam", "Adam", ["m", "v", "mhat", "vhat", "m̂", "v̂", "beta1", "beta2", "β₁", "β₂"],
            formula: "m ← β₁·m + (1 − β₁)·g,  v ← β₂·v + (1 − β₂)·g²,  θ ← θ − η·m̂/(√(v̂) + ε)",
            "A running mean m of the gradients over the root of a running mean v of their squares. Both begin at 0, so they are divided by 1 − βᵏ to take that bias out: m̂ and v̂. Its first step is η in size, whatever the gradient's size.",
            zh: "梯度的滑动平均 m，除以梯度平方的滑动平均 v 的平方根。两者都从 0 开始，所以除以 1 − βᵏ 修正偏差，得到 m̂ 和 v̂。无论梯度大小，第一步的长度都是 η。"),
        GlossaryEntry(
            "AdamW", "AdamW", formula: "θ ← θ − η·m̂/(√(v̂) + ε) − η·λ·θ",
            "Adam with weight decay beside it: each parameter also loses the share η·λ of itself. In the gradient, as L2 has it, the decay would be divided by √(v̂) and lose its sense.",
            zh: "另加权重衰减的 Adam：每个参数还按比例 η·λ 缩小。如果像 L2 那样放进梯度，衰减会被 √(v̂) 除掉，失去意义。"),
        GlossaryEntry(
            "epsilon", "ε", ["eps"], formula: "g/(√(s) + ε),  ε = 10⁻⁸",
            "A tiny number that keeps a division by a root from becoming one by 0.",
            zh: "一个极小的数，防止除以平方根时除以 0。"),
    ]
}
