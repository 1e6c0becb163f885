// How the loss depends on everything else, and how that is computed.
extension Glossary {
    static let derivatives = [
        GlossaryEntry(
            "derivative", "导数", ["rate of change", "变化率"], formula: "f′(x) = lim (f(x + h) − f(x))/h,  h → 0",
            "How fast a value changes with another: nudge x by a little h, and f changes by about f′(x)·h. Positive: they grow together; negative: one falls as the other grows; 0: flat here.",
            zh: "一个量随另一个量变化的快慢：x 变动一点 h，f 大约变动 f′(x)·h。为正则同增同减，为负则此增彼减，为零则此处是平的。"),
        GlossaryEntry(
            "gradient", "梯度", ["grad", "∂", "∂L/∂w"], formula: "grad(w) = ∂L/∂w",
            "The derivatives of the loss by the parameters. Each says how much the loss would rise per unit of its parameter; so a step against it, downhill, lowers the loss.",
            zh: "损失对各参数的导数。每个数说明该参数每增加一个单位，损失会升高多少；所以逆着它走，也就是下坡，损失会降低。"),
        GlossaryEntry(
            "slope", "斜率", ["f′", "σ′", "local derivative", "局部导数"], formula: "slope(z) = f′(z) = ∂a/∂z",
            "The local derivative of an activation function, at the z of this sample. The gradient that comes back to a is multiplied with it, so where the slope is 0 nothing passes.",
            zh: "激活函数在当前 z 处的导数，即局部导数。传回 a 的梯度要乘上它；斜率为 0 的地方，什么也传不过去。"),
        GlossaryEntry(
            "adjoint", "伴随值", ["upstream", "上游导数"], formula: "adjoint(v) = ∂L/∂v = Σ adjoint(consumer) · ∂consumer/∂v",
            "The derivative of the loss by any value of the computation. It is the sum over everything that uses the value: what came back there, the upstream derivative, times the local one. The adjoints of the parameters are the gradient.",
            zh: "损失对计算中任何一个值的导数：对用到它的每一处，把那里传回来的上游导数乘上局部导数，再求和。参数的伴随值就是梯度。"),
        GlossaryEntry(
            "delta", "误差项 δ", ["δ", "误差项"], formula: "δ(h) = ∂L/∂z(h) = f′(z(h)) · Σ w·δ(next)",
            "δ, the derivative of the loss by a neuron's pre-activation z. It is brought back over the weights from the next layer and multiplied with the slope; each weight's gradient is then δ times the input of that weight.",
            zh: "δ，损失对神经元 z 的导数。它由下一层的 δ 经权重传回，再乘上斜率；每个权重的梯度就是 δ 乘上该权重的输入。"),
        GlossaryEntry(
            "chain rule", "链式法则", formula: "dL/dx = dL/dy · dy/dx",
            "If x moves y and y moves L, the rates multiply. Where x reaches L by several paths, the products of all paths are added.",
            zh: "x 影响 y，y 影响 L，则变化率相乘。x 经几条路径影响 L，就把各条路径的乘积相加。"),
        GlossaryEntry(
            "backpropagation", "反向传播", ["backward pass", "backward", "反向"], formula: "L → δ(y) → δ(h) → ∂L/∂w",
            "Computing all derivatives of the loss in one walk from the loss back to the inputs. Each value receives its adjoint by the chain rule, and none is computed twice; so all gradients together cost about as much as two forward passes.",
            zh: "从损失往回走一遍，算出损失的全部导数。每个值用链式法则得到伴随值，都只算一次；所以全部梯度合起来，大约只要两次前向的工夫。"),
        GlossaryEntry(
            "gradient sum", "梯度和", ["gradsum", "accumulate", "Lsum", "ΣL", "zero_grad"], formula: "gradsum(w) ← gradsum(w) + grad(w)",
            "The gradients of a batch's samples, added up before the update, which divides by their number n. Lsum is the same for the losses. Whoever forgets to begin at 0 for each batch adds old gradients to new ones: gradkept(w), once mutate gradients-not-zeroed has broken the rule.",
            zh: "一批样本的梯度先累加，更新时再除以样本数 n。Lsum 是损失的同样累加。如果每批开始时忘了清零，旧梯度就会混进新梯度：用 mutate gradients-not-zeroed 弄错这条规则后，它就是 gradkept(w)。"),
        GlossaryEntry(
            "old and new value", "旧值与新值", ["old", "new"], formula: "new(w) = old(w) − η · grad(w)",
            "A parameter before and after the update of a batch. The whole backward pass works with the old values; to use a new one too early is a classic mistake.",
            zh: "一批更新之前与之后的参数值。整个反向传播都用旧值；过早用上新值是常见的错误。"),
        GlossaryEntry(
            "numeric gradient", "数值梯度", ["central difference", "中心差分", "numeric"], formula: "∂L/∂w ≈ (L(w + h) − L(w − h))/2h",
            "A gradient found by trying: the loss is computed with the parameter moved a little both ways. Slow, and exact only to some ten digits, but it needs no derivative rule; so it shows whether backpropagation is right.",
            zh: "试出来的梯度：把参数向两边各挪一点，各算一次损失。它慢，也只有约十位准确，但不需要求导规则，所以能检验反向传播对不对。"),
        GlossaryEntry(
            "forward difference", "前向差分", ["difference quotient", "差商"], formula: "∂L/∂w ≈ (L(w + h) − L(w))/h",
            "The simplest numeric gradient: the parameter is moved one way only. Its error shrinks like h; that of the central difference, which moves it both ways, shrinks like h².",
            zh: "最简单的数值梯度：参数只向一边挪动。它的误差随 h 缩小；中心差分向两边各挪一次，误差随 h² 缩小。"),
        GlossaryEntry(
            "perturbation", "扰动 h", ["h"], formula: "error ≈ c·h² + ε/h",
            "h, the little distance by which a numeric gradient moves a parameter. Too large, and the bend of the loss is measured along with its slope; too small, and rounding is all that is left. In between lies the best h.",
            zh: "h，算数值梯度时参数挪动的一小段。太大，会把损失的弯曲也算进斜率；太小，只剩下舍入误差。最好的 h 在两者之间。"),
        GlossaryEntry(
            "kink", "折点", formula: "ReLU′(0) = 0,  |0|′ = 0",
            "A point where a function has a corner and so no single slope, as ReLU has at 0. Backstep takes 0 there, by convention; a numeric gradient next to a kink may differ.",
            zh: "函数有尖角、没有唯一斜率的点，例如 ReLU 的 0 处。Backstep 约定取 0；折点附近的数值梯度可能与之不同。"),
    ]
}
