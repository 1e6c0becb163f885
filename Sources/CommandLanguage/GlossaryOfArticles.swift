// The articles that the lessons work through, by the letters under which they cite them.
extension Glossary {
    static let articles = [
        GlossaryEntry(
            "D0", "D0", ["article D0", "文章 D0"],
            "One of the five articles in Chinese that the course works through: an overview of backpropagation, then linear regression in PyTorch and in TensorFlow.",
            zh: "本课程逐步演算的五篇中文文章之一：反向传播概述，然后用 PyTorch 和 TensorFlow 做线性回归。"),
        GlossaryEntry(
            "D1", "D1", ["article D1", "文章 D1"],
            "One of the five articles in Chinese that the course works through: the 2-2-1 network worked by hand, then the same shape in Keras with ReLU and Adam. The first lessons follow it.",
            zh: "本课程逐步演算的五篇中文文章之一：手算 2-2-1 网络，然后在 Keras 中用 ReLU 和 Adam 搭同样的网络。最初几课照着它走。"),
        GlossaryEntry(
            "D2", "D2", ["article D2", "文章 D2"],
            "One of the five articles in Chinese that the course works through: a damaged copy of D0, whose formulas lost their backslashes.",
            zh: "本课程逐步演算的五篇中文文章之一：D0 的残本，公式里的反斜线都丢了。"),
        GlossaryEntry(
            "D3", "D3", ["article D3", "文章 D3"],
            "One of the five articles in Chinese that the course works through, and the longest: \"Everything is a mapping: an intuitive understanding of backpropagation\". It goes from the δ recursion over Python and C++ code to optimisers, clipping, regularisation and initialisation.",
            zh: "本课程逐步演算的五篇中文文章之一，也是最长的一篇：《一切皆是映射：反向传播机制的直观理解》。从 δ 的递推、Python 和 C++ 代码讲到优化器、裁剪、正则化和初始化。"),
        GlossaryEntry(
            "D4", "D4", ["article D4", "文章 D4"],
            "One of the five articles in Chinese that the course works through: the algorithm, the formulas layer by layer, and a NumPy program that fits a line to y = 2x + noise.",
            zh: "本课程逐步演算的五篇中文文章之一：算法、逐层的公式，以及用 NumPy 拟合直线 y = 2x + 噪声 的程序。"),
    ]
}
