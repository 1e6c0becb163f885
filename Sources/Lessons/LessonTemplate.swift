import CommandLanguage

/// The lesson that an author begins with: one neuron, one step forwards and back, and a question.
public enum LessonTemplate {
    /// The text of the file at `path`.
    public static func text(for path: String) -> String {
        """
        # A lesson for Backstep, to be changed line by line. After each change
        #   backstep walk \(path)             shows it as a learner sees it
        #   backstep lessons check \(path)    says what is left to mend
        title: {en: One neuron, zh: 一个神经元}
        source: where the example comes from
        about:
          en: One neuron guesses, is wrong, and learns from it.
          zh: 一个神经元先猜一个数，猜错了，再从中学习。
        model:
          network:
            inputs: [x]
            layers:
              - name: output
                activation: identity
                neurons:
                  y: {weights: {w: 0.5}, bias: {b: 0.1}}
            loss: half-squared-error
        data:
          samples:
            - {inputs: [2], targets: [1]}
        training:
          optimizer: {name: gradient-descent, learning-rate: 0.1}
          epochs: 10
        steps:
          # A step says something, does something, and expects what its text claims.
          - say:
              en: >-
                One neuron y, with the weight w = 0.5 and the bias b = 0.1. For the input x = 2 it is
                to answer t = 1. Enter goes on.
              zh: >-
                一个神经元 y，权重 w = 0.5，偏置 b = 0.1。输入 x = 2 时，它应当答出 t = 1。按回车键继续。
            expect: [x ≈ 2, t ≈ 1]

          - say:
              en: "It answers z(y) = w·x + b = 1.1, which is a little too much."
              zh: 它答出 z(y) = w·x + b = 1.1，略大了一点。
            do: finish quantity
            expect: z(y) ≈ 1.1

          # A question shows its answer when it has been answered.
          - ask:
              question:
                en: "The loss is L = ½(y − t)². How large is it?"
                zh: 损失 L = ½(y − t)²，等于多少？
              answer: (a(y) - t)^2 / 2
              hint:
                en: The answer was 0.1 too large; square that, and take half of it.
                zh: 答案大了 0.1；先平方，再取一半。
            expect: z(y) - t ≈ 0.1

          - say:
              en: "On the way back, w gets the gradient ∂L/∂w = δ(y)·x = 0.2, and moves against it, to 0.48."
              zh: 反向传播时，w 的梯度是 ∂L/∂w = δ(y)·x = 0.2；w 逆着梯度移动，变成 0.48。
            do: [finish pass, finish pass, finish pass]
            expect: [grad(w) ≈ 0.2, new(w) ≈ 0.48]

          - say:
              en: "Try it: press : and type set w = 0.4, then step."
              zh: "动手试试：按 : 输入 set w = 0.4，再单步前进。"

        """
    }
}
