// Kinds of layers and networks.
extension Glossary {
    static let architectures = [
        GlossaryEntry(
            "convolution", "卷积", ["kernel", "卷积核", "filter"], formula: "z[i] = Σⱼ w[j]·x[i + j] + b",
            "A few weights, the kernel, slide over the inputs and give a weighted sum at each place. As the same weights are used everywhere, their gradients are sums over all places.",
            zh: "少数几个权重（卷积核）在输入上滑动，每处求一个加权和。各处用同一组权重，所以它们的梯度是所有位置之和。"),
        GlossaryEntry(
            "pooling", "池化", ["max pooling"], formula: "max: y = max(x₁, …, xₙ);  mean: y = Σ x/n",
            "Makes one number of several neighbours. The gradient of a maximum goes to the largest alone; that of a mean is shared out equally.",
            zh: "把相邻的几个数合成一个。取最大值时，梯度只传给最大的那个；取平均时，梯度均分。"),
        GlossaryEntry(
            "recurrent network", "循环网络", ["rnn", "hidden state", "隐藏状态", "through time", "沿时间展开"], formula: "h[i] = tanh(w·x[i] + u·h[i−1] + b)",
            "Reads a sequence one element at a time and keeps a hidden state h, made of the element and of the state before. The same weights serve at every time, so their gradients are sums over time, carried back from the end.",
            zh: "逐个读入序列，并保持隐藏状态 h，由当前元素和前一状态算出。每一时刻用同一组权重，所以它们的梯度是从末尾传回的各时刻之和。"),
        GlossaryEntry(
            "gate", "门", formula: "out = σ(z) · value",
            "A sigmoid that multiplies a value: near 0 it shuts, near 1 it lets through. Recurrent cells learn with gates what to keep.",
            zh: "用 sigmoid 乘一个值：近 0 就关上，近 1 就放行。循环单元用门学会该留下什么。"),
        GlossaryEntry(
            "LSTM", "LSTM", ["long short-term memory", "cell state"], formula: "c ← f·c + i·g,  h = o·tanh(c)",
            "A recurrent cell with a memory c beside its state: a forget gate f, an input gate i and an output gate o decide what stays, what comes in and what is shown. Through c the gradient passes many times almost unweakened.",
            zh: "另有记忆 c 的循环单元：遗忘门 f、输入门 i、输出门 o 决定留下什么、写入什么、给出什么。梯度沿着 c 可以传过很多时刻而几乎不减。"),
        GlossaryEntry(
            "GRU", "GRU", ["gated recurrent unit", "candidate"], formula: "h ← (1 − z)·h + z·n",
            "A recurrent cell with two gates and no memory beside its state: the update gate z mixes the old state with a candidate n, and the reset gate decides how much of the old state the candidate sees.",
            zh: "只有两个门、没有另外记忆的循环单元：更新门 z 混合旧状态与候选状态 n，重置门决定候选状态能看到多少旧状态。"),
        GlossaryEntry(
            "autoencoder", "自编码器", ["code", "编码", "bottleneck", "encoder", "编码器", "decoder", "解码器"], formula: "code = encoder(x),  L = loss(decoder(code), x)",
            "A network whose target is its own input, with a narrow layer in the middle. What has to pass there, the code, is a short description of the input.",
            zh: "以自己的输入为目标的网络，中间有一个窄层。必须通过那里的就是编码，即对输入的简短描述。"),
        GlossaryEntry(
            "variational autoencoder", "变分自编码器", ["vae", "reparameterisation", "重参数化", "kl divergence", "kl"],
            formula: "s = mu + spread · noise,  L = reconstruction + KL",
            "An autoencoder whose code is drawn at random around a mean that it computes. Written as mean plus spread times noise (reparameterisation), the drawing lets gradients through; the KL term keeps the codes near the standard normal distribution.",
            zh: "编码在算出的均值附近随机抽取的自编码器。写成均值加标准差乘噪声（重参数化），梯度就能穿过抽样；KL 项使编码接近标准正态分布。"),
        GlossaryEntry(
            "generative adversarial network", "生成对抗网络", ["gan", "generator", "生成器", "discriminator", "判别器"],
            formula: "LD = −ln D(x) − ln(1 − D(G(z))),  LG = −ln D(G(z))",
            "Two networks against each other: the generator G makes samples out of noise, the discriminator D tells them from real ones. Each has its own loss and updates its own parameters only; the generator's gradient comes back through the discriminator.",
            zh: "两个网络对抗：生成器 G 用噪声造样本，判别器 D 分辨真假。各有各的损失，只更新自己的参数；生成器的梯度要穿过判别器传回来。"),
        GlossaryEntry(
            "attention", "注意力", ["query", "key", "value", "token", "查询"], formula: "weights = softmax(q·k/√(d)),  out = Σ weight·v",
            "Each token asks with a query q, is found by its key k and hands on its value v. The softmax of the products of query and keys says how much of each value is taken; the root of their length d keeps the products moderate.",
            zh: "每个词元用查询 q 提问，凭键 k 被找到，交出值 v。查询与各键的乘积经 softmax，决定各个值取多少；除以长度 d 的平方根，使乘积不致过大。"),
        GlossaryEntry(
            "data parallelism", "数据并行", ["shard", "分片", "all-reduce"], formula: "g = (1/n) Σ over the shards of their gradsum",
            "The batch is dealt out in shards to several workers with the same parameters. Their gradient sums are added (all-reduce) before one common update, so the result is that of the whole batch.",
            zh: "把一批样本分片交给参数相同的几个工作者。先把它们的梯度和相加（all-reduce），再统一更新，结果与整批计算相同。"),
        GlossaryEntry(
            "model parallelism", "模型并行", ["cut", "graph cut", "切分"], formula: "forward: a crosses the cut;  backward: ∂L/∂a comes back",
            "The graph itself is cut, and its parts are computed in different places. Forwards the values cross the cut, backwards their adjoints; more need not be sent.",
            zh: "把计算图本身切开，各部分在不同的地方计算。前向时值穿过切口，反向时伴随值传回来，此外不用传别的。"),
    ]
}
