"""The five workloads for Python: the numbers are those of ../Workload.swift."""
import math
import resource
import statistics
import time

SIZES = {"W1": [2, 2, 1], "W2t": [2, 16, 16, 1], "W2r": [2, 16, 16, 1], "W3t": [64, 64, 64, 1], "W3r": [64, 64, 64, 1]}
ACTIVATION = {"W1": "sigmoid", "W2t": "tanh", "W2r": "relu", "W3t": "tanh", "W3r": "relu"}


class Workload:
    """A network's layers as (weights by target, biases), its samples, η, and the factor of the squared errors' sum."""

    def __init__(self, name):
        numbers = self.numbers()
        sizes = SIZES[name]
        self.name, self.activation = name, ACTIVATION[name]
        self.rate, self.share = (0.01, 0.5) if name == "W1" else (0.001, 0.01)
        self.layers = []
        for sources, neurons in zip(sizes, sizes[1:]):
            weights = [[next(numbers) / math.sqrt(sources) for _ in range(sources)] for _ in range(neurons)]
            self.layers.append((weights, [next(numbers) * 0.1 for _ in range(neurons)]))
        rows = [[next(numbers) for _ in range(sizes[0] + 1)] for _ in range(100)]
        if name == "W1":
            rows = [[0.5, 0.8, 1.0]]
        self.inputs, self.targets = [row[:-1] for row in rows], [row[-1] for row in rows]

    @staticmethod
    def numbers():
        state = 12345
        while True:
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            yield (state >> 11) * 2.0**-53 * 2 - 1


def report(program, workload, times, loss):
    """One line: program, workload, ns per step, loss of the tenth step, KiB."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(program, workload.name, f"{statistics.median(times) * 1e9:.1f}", repr(float(loss)), memory, flush=True)


def measure(program, workload, step):
    """Ten steps to check and to warm up, then five stretches of a fifth of a second."""
    for _ in range(10):
        loss = float(step())
    start = time.perf_counter()
    step()
    count = max(1, round(0.2 / (time.perf_counter() - start)))
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(count):
            step()
        times.append((time.perf_counter() - start) / count)
    report(program, workload, times, loss)
