// What a network is made of, and what flows through it.
extension Glossary {
    static let networks = [
        GlossaryEntry(
            "neuron", "神经元", ["unit"], formula: "z = Σ w·x + b,  a = f(z)",
            "A neuron adds up its inputs, each times a weight, and a bias; the sum is z. Its activation function f turns z into the activation a, which it hands on.",
            zh: "神经元把各个输入乘上权重再相加，加上偏置，得到 z；激活函数 f 把 z 变成激活值 a，传给后面。"),
        GlossaryEntry(
            "weight", "权重", ["w"], formula: "product = w · x",
            "A number that an input is multiplied with on its way into a neuron. A large weight makes the input count much, a negative one turns its effect round. Training changes the weights; the data it leaves alone.",
            zh: "输入进入神经元时乘上的数。权重的绝对值大，这个输入的作用就大；权重为负，作用就反过来。训练改变权重，不改变数据。"),
        GlossaryEntry(
            "bias", "偏置", ["b"], formula: "z = Σ w·x + b",
            "A number that a neuron adds to its weighted sum, whatever the inputs are. It moves the point at which the neuron begins to respond. Its gradient is δ itself, since ∂z/∂b = 1.",
            zh: "神经元在加权和之外另加的数，与输入无关。它移动神经元开始响应的位置。因为 ∂z/∂b = 1，偏置的梯度就是 δ。"),
        GlossaryEntry(
            "parameter", "参数", ["theta", "θ"], formula: "θ ← θ − η · ∂L/∂θ",
            "Any number that training may change: weights, biases, and whatever else the model names as one. A parameter used in several places is shared, and its gradient is the sum of what each place gives. A frozen parameter is left as it is.",
            zh: "训练可以改变的数：权重、偏置，以及模型声明的其他参数。同一参数用在几处，就是共享参数，梯度是各处之和。冻结的参数不更新。"),
        GlossaryEntry(
            "input", "输入", ["x", "inputs"], formula: "z(h1) = w11·x1 + w12·x2 + b1",
            "A number of the sample that the network is shown, such as a length or the brightness of a pixel. Inputs are given: backpropagation may compute how the loss depends on them, but no update changes them.",
            zh: "样本中交给网络的数，例如长度，或像素的亮度。输入是给定的：可以算损失对它的导数，但更新不会改变它。"),
        GlossaryEntry(
            "target", "目标", ["t", "label"], formula: "error = y − t",
            "What the network ought to answer for a sample. The loss compares the output y with the target t; with classes the target is 1 for the right one and 0 for the others.",
            zh: "对一个样本，网络应当给出的答案。损失比较输出 y 与目标 t；分类时，正确类别的目标为 1，其余为 0。"),
        GlossaryEntry(
            "output", "输出", ["y", "prediction"], formula: "y = a of the last layer",
            "What the network answers: the activations of its last layer. All that the loss knows of the network is its output.",
            zh: "网络给出的答案，即最后一层的激活值。损失只通过输出了解网络。"),
        GlossaryEntry(
            "layer", "层", ["hidden layer", "隐藏层"], formula: "z = W·x + b,  a = f(z)",
            "Neurons that work side by side: each takes the same inputs and none takes another's output. Layers between the inputs and the output layer are called hidden. A layer's weights make a matrix W, one row to a neuron.",
            zh: "并排工作的一组神经元：输入相同，彼此不相连。输入与输出层之间的层叫隐藏层。一层的权重排成矩阵 W，每行对应一个神经元。"),
        GlossaryEntry(
            "matrix", "矩阵", ["transpose", "transposed", "转置"], formula: "z = W·x + b,  ∂L/∂x = Wᵀ·δ",
            "A table of numbers; a layer's weights with one row to a neuron and one column to an input. W times x gives every weighted sum at once. Going backwards, the transposed matrix Wᵀ, rows and columns exchanged, brings δ back to the inputs.",
            zh: "数排成的表；一层的权重每行对应一个神经元，每列对应一个输入。W 乘 x 一次得到全部加权和。反向时用转置 Wᵀ（行列互换）把 δ 传回输入。"),
        GlossaryEntry(
            "pre-activation", "预激活值", ["z", "weighted sum", "加权和"], formula: "z = Σ w·x + b",
            "z, the weighted sum of a neuron before its activation function. It can be any number; δ is the derivative of the loss by it.",
            zh: "z，即神经元在经过激活函数之前的加权和，可以是任何数。δ 就是损失对它的导数。"),
        GlossaryEntry(
            "activation", "激活值", ["a"], formula: "a = f(z)",
            "a, what a neuron hands on: its activation function of its pre-activation. For the next layer it is an input like any other.",
            zh: "a，神经元传出去的值：激活函数作用于 z 的结果。对下一层来说，它就是普通的输入。"),
        GlossaryEntry(
            "activation function", "激活函数", ["f", "nonlinearity"], formula: "a = f(z),  δ = f′(z) · what comes back to a",
            "The function that turns z into a. Without a bend in it, layer on layer would be no more than one layer. Its slope f′(z) decides how much of the gradient passes through the neuron.",
            zh: "把 z 变成 a 的函数。如果它没有弯曲，叠多少层都只相当于一层。它的斜率 f′(z) 决定梯度有多少能通过这个神经元。"),
        GlossaryEntry(
            "forward pass", "前向传播", ["forward"], formula: "x → z → a → … → y → L",
            "Computing from the inputs to the loss, layer by layer. Its values are kept, because the backward pass needs them for the local derivatives.",
            zh: "从输入逐层算到损失。途中的值都要留着，因为反向传播计算局部导数时要用。"),
        GlossaryEntry(
            "pass", "阶段", formula: "forward, backward, accumulate, update",
            "A part of the work on a batch. Each sample goes forward to its loss and backward to its gradients, which are accumulated over the batch; then one update changes the parameters.",
            zh: "处理一批的一个部分。每个样本先前向算到损失，再反向得到梯度，梯度在整批上累加；最后一次更新改变参数。"),
        GlossaryEntry(
            "tape", "计算图", ["graph", "node", "节点", "operand"], formula: "node = operation(operands)",
            "The list of all operations of a computation, each a node that names its operands, in the order in which they were done. Walked forwards it gives the values; walked backwards, the adjoints.",
            zh: "一次计算的全部运算按先后排成的表，每个运算是一个节点，记着自己的操作数。从前往后得到值，从后往前得到伴随值。"),
        GlossaryEntry(
            "zoom", "粒度", ["position", "位置"],
            "How much one step of the debugger executes: an operation, a quantity, a neuron, a layer, a pass, a sample, a batch or an epoch. A position is a place between two operations of the whole run, counted from 0.",
            zh: "调试器一步执行多少：一次运算、一个量、一个神经元、一层、一个阶段、一个样本、一批或一轮。位置是整个训练过程中两次运算之间的一点，从 0 数起。"),
    ]
}
