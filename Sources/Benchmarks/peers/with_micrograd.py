"""micrograd: `with_micrograd.py W1`."""
import math
import sys

from micrograd.engine import Value

from workload import Workload, measure


def elementwise(function, derivative):
    """An operation that micrograd lacks, with its derivative by its value."""

    def apply(operand):
        result = Value(function(operand.data), (operand,))

        def backward():
            operand.grad += derivative(result.data) * result.grad

        result._backward = backward
        return result

    return apply


activations = {
    "sigmoid": elementwise(lambda z: 1 / (1 + math.exp(-z)), lambda a: a * (1 - a)),
    "tanh": elementwise(math.tanh, lambda a: 1 - a * a),
    "relu": Value.relu,
}
workload = Workload(sys.argv[1])
activation = activations[workload.activation]
layers = [([[Value(w) for w in row] for row in weights], [Value(b) for b in biases]) for weights, biases in workload.layers]
parameters = [p for weights, biases in layers for p in [*(w for row in weights for w in row), *biases]]


def step():
    total = Value(0.0)
    for inputs, target in zip(workload.inputs, workload.targets):
        a = inputs
        for place, (weights, biases) in enumerate(layers):
            z = [sum((w * x for w, x in zip(row, a)), bias) for row, bias in zip(weights, biases)]
            a = z if place == len(layers) - 1 else [activation(value) for value in z]
        total = total + (a[0] - target) ** 2
    loss = total * workload.share
    for p in parameters:
        p.grad = 0
    loss.backward()
    for p in parameters:
        p.data -= workload.rate * p.grad
    return loss.data


measure("micrograd", workload, step)
