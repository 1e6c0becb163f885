/// A lesson on y = w·x + b with one sample, up to its steps.
package enum LineLesson {
    /// x = 3, t = 5, w = 2, b = 1, η = 0.1: the line gives 7, and the loss is 2.
    package static let head = """
        title: A line
        model:
          network:
            inputs: [x]
            layers:
              - name: output
                activation: identity
                neurons:
                  y: {weights: {w: 2}, bias: {b: 1}}
            loss: half-squared-error
        data:
          samples:
            - {inputs: [3], targets: [5]}
        training:
          optimizer: {name: gradient-descent, learning-rate: 0.1}
          epochs: 2
        steps:

        """
}
