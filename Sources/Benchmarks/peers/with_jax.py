"""JAX: `with_jax.py W2t step` compiles one update, `with_jax.py W2t loop` a loop of a thousand."""
import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import sys
import time

import jax
import jax.numpy as jnp

from workload import Workload, measure, report

jax.config.update("jax_enable_x64", True)
workload = Workload(sys.argv[1])
activation = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "relu": lambda z: jnp.maximum(z, 0.0)}[workload.activation]
inputs, targets = jnp.array(workload.inputs), jnp.array(workload.targets)
parameters = [(jnp.array(weights), jnp.array(biases)) for weights, biases in workload.layers]


def loss(parameters):
    a = inputs
    for weights, biases in parameters[:-1]:
        a = activation(a @ weights.T + biases)
    weights, biases = parameters[-1]
    return workload.share * jnp.sum(((a @ weights.T + biases)[:, 0] - targets) ** 2)


def update(parameters, _):
    value, gradient = jax.value_and_grad(loss)(parameters)
    return jax.tree.map(lambda p, g: p - workload.rate * g, parameters, gradient), value


if sys.argv[2] == "loop":
    count = 100 if workload.name.startswith("W3") else 1000
    run = jax.jit(lambda parameters: jax.lax.scan(update, parameters, None, length=count))
    parameters, losses = run(parameters)
    tenth, times = losses[9], []
    for _ in range(9):
        start = time.perf_counter()
        parameters, losses = run(parameters)
        losses.block_until_ready()
        times.append((time.perf_counter() - start) / count)
    report("jax-loop", workload, times, tenth)
else:
    compiled = jax.jit(lambda parameters: update(parameters, None), donate_argnums=0)

    def step():
        global parameters
        parameters, value = compiled(parameters)
        return value.block_until_ready()

    measure("jax-step", workload, step)
