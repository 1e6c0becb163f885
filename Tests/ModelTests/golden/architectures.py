"""Values and gradients of the architectures of lessons/models, by JAX in double precision.

Written from the definitions in vectors and matrices, apart from the model files and from Backstep; only the
numbers that a run starts from are the files'. Prints architectures.json:

    python3 architectures.py > architectures.json
"""

import json

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)
sigmoid = jax.nn.sigmoid


def convolution(p, x, t):
    kernel = jnp.stack([p["k1"], p["k2"], p["k3"]])
    a = jax.nn.relu(jnp.correlate(x, kernel, mode="valid") + p["b"])
    pooled = a.reshape(2, 2).max(axis=1)
    y = jnp.dot(jnp.stack([p["v1"], p["v2"]]), pooled) + p["c"]
    return (y - t[0]) ** 2 / 2, {"y": y, "pooled[1]": pooled[0], "pooled[2]": pooled[1]}


def rnn(p, x, t):
    def step(h, x):
        h = jnp.tanh(p["u"] * x + p["w"] * h + p["b"])
        return h, h

    h, history = jax.lax.scan(step, 0.0, x)
    y = p["v"] * h + p["c"]
    return (y - t[0]) ** 2 / 2, {"y": y, "h[1]": history[0], "h[3]": history[2], "h[5]": h}


def lstm(p, x, t):
    w, u, b = (jnp.stack([p[kind + gate] for gate in "ifog"]) for kind in "wub")

    def step(state, x):
        h, c = state
        z = w * x + u * h + b
        i, f, o = sigmoid(z[:3])
        c = f * c + i * jnp.tanh(z[3])
        h = o * jnp.tanh(c)
        return (h, c), (h, c)

    (h, _), (hs, cs) = jax.lax.scan(step, (0.0, 0.0), x)
    return (h - t[0]) ** 2 / 2, {"h[1]": hs[0], "c[2]": cs[1], "c[3]": cs[2], "h[3]": hs[2]}


def gru(p, x, t):
    def step(h, x):
        z = sigmoid(p["wz"] * x + p["uz"] * h + p["bz"])
        r = sigmoid(p["wr"] * x + p["ur"] * h + p["br"])
        n = jnp.tanh(p["wn"] * x + p["un"] * (r * h) + p["bn"])
        h = h + z * (n - h)
        return h, h

    h, hs = jax.lax.scan(step, 0.0, x)
    return (h - t[0]) ** 2 / 2, {"h[1]": hs[0], "h[2]": hs[1], "h[3]": hs[2]}


def autoencoder(p, x, t):
    def matrix(name, rows, columns):
        return jnp.array([[p[f"{name}[{i},{j}]"] for j in range(1, columns + 1)] for i in range(1, rows + 1)])

    def vector(name, rows):
        return jnp.array([p[f"{name}[{i}]"] for i in range(1, rows + 1)])

    code = sigmoid(matrix("w1", 2, 4) @ x + vector("b1", 2))
    y = sigmoid(matrix("w2", 4, 2) @ code + vector("b2", 4))
    values = {"a(encoder[1])": code[0], "a(encoder[2])": code[1], "a(decoder[1])": y[0], "a(decoder[4])": y[3]}
    return jnp.mean((y - t) ** 2), values


def vae(p, x, t):
    x, noise = x
    mu, logvar = p["wm"] * x + p["bm"], p["wv"] * x + p["bv"]
    variance = jnp.exp(logvar)
    y = p["wd"] * (mu + jnp.sqrt(variance) * noise) + p["bd"]
    divergence = -0.5 * (1 + logvar - mu**2 - variance)
    return 0.5 * (x - y) ** 2 + divergence, {"y": y, "KL": divergence}


def attention(p, x, t):
    def matrix(name):
        return jnp.array([[p[f"{name}[{i},{j}]"] for j in (1, 2)] for i in (1, 2)])

    x, t = x.reshape(2, 2), t.reshape(2, 2)
    q, k, v = (x @ matrix(name).T for name in ("wq", "wk", "wv"))
    weights = jax.nn.softmax(q @ k.T / jnp.sqrt(2.0), axis=1)
    y = weights @ v
    values = {"weight[1,1]": weights[0, 0], "weight[2,1]": weights[1, 0], "y[1,1]": y[0, 0], "y[2,2]": y[1, 1]}
    return jnp.sum((y - t) ** 2) / 2, values


def case(loss, parameters, samples):
    """The first sample's values, and the mean loss with its gradient."""
    p = {name: jnp.float64(value) for name, value in parameters.items()}
    data = [(jnp.array(x, dtype=float), jnp.array(t, dtype=float)) for x, t in samples]

    def mean(p):
        return sum(loss(p, x, t)[0] for x, t in data) / len(data)

    value, gradient = jax.value_and_grad(mean)(p)
    _, values = loss(p, *data[0])
    return {
        "values": {name: float(number) for name, number in values.items()},
        "loss": float(value),
        "gradient": {name: float(number) for name, number in gradient.items()},
    }


def gan(batches):
    """The parameters after each batch: first the discriminator learns, then the generator, at rate 0.1."""
    data = jnp.array([[1.8, -0.5], [2.2, 1.0]])
    generator, discriminator = jnp.array([0.5, 0.0]), jnp.array([0.4, -0.2])

    def fake(g):
        return g[0] * data[:, 1] + g[1]

    def judge(d, s):
        return sigmoid(d[0] * s + d[1])

    def discriminator_loss(d, g):
        return jnp.mean(-jnp.log(judge(d, data[:, 0])) - jnp.log(1 - judge(d, fake(g))))

    def generator_loss(g, d):
        return jnp.mean(-jnp.log(judge(d, fake(g))))

    updates = []
    for _ in range(batches):
        loss_d, gradient_d = jax.value_and_grad(discriminator_loss)(discriminator, generator)
        discriminator = discriminator - 0.1 * gradient_d
        loss_g, gradient_g = jax.value_and_grad(generator_loss)(generator, discriminator)
        generator = generator - 0.1 * gradient_g
        names = ["dw", "db", "gw", "gb"]
        numbers = [*discriminator, *generator]
        updates.append({
            "losses": {"LD": float(loss_d), "LG": float(loss_g)},
            "parameters": {name: float(number) for name, number in zip(names, numbers)},
        })
    return updates


def ordered(names, values):
    return dict(zip(names.split(), values))


def matrices(**rows):
    return {
        f"{name}[{i},{j}]": value
        for name, matrix in rows.items()
        for i, row in enumerate(matrix, 1)
        for j, value in enumerate(row, 1)
    }


code = {
    **matrices(w1=[[0.5, 0.3, -0.3, -0.5], [0.4, -0.5, 0.5, -0.4]]),
    **matrices(w2=[[0.5, 0.4], [0.3, -0.5], [-0.3, 0.5], [-0.5, -0.4]]),
    **{name: 0.0 for name in ["b1[1]", "b1[2]", "b2[1]", "b2[2]", "b2[3]", "b2[4]"]},
}
one_hot = [([float(i == j) for j in range(4)],) * 2 for i in range(4)]
memory = [([1, 0.5, -0.5], [0.5]), ([-1, 0.2, 0.4], [-0.5])]
cases = {
    "convolution": case(
        convolution, ordered("k1 k2 k3 b v1 v2 c", [1, 0, -1, 0.1, 0.5, -0.3, 0]),
        [([1, 0.5, 0, -0.3, 0.4, -0.6], [1]), ([0, 0.2, -0.2, 0.9, 0.3, -0.6], [0])]),
    "rnn": case(
        rnn, ordered("u w b v c", [0.5, 0.8, 0.1, 1, 0]),
        [([1, 0, 0, 0, 0], [1]), ([0, -1, 0, 0, 0.5], [-1]), ([0.5, 0.5, -1, 0.2, 0], [1])]),
    "lstm": case(
        lstm, ordered("wi ui bi wf uf bf wo uo bo wg ug bg", [0.5, 0.2, 0, 0.3, -0.1, 1, 0.4, 0.1, 0, 0.8, 0.3, 0]),
        memory),
    "gru": case(gru, ordered("wz uz bz wr ur br wn un bn", [0.5, 0.2, 0, 0.3, -0.4, 0.5, 0.8, 0.6, 0]), memory),
    "autoencoder": case(autoencoder, code, one_hot),
    "vae": case(
        vae, ordered("wm bm wv bv wd bd", [0.6, 0.1, 0.2, -1, 0.8, 0]),
        [([1, 0.5], []), ([-0.8, -1.2], []), ([0.4, 0.3], [])]),
    "attention": case(
        attention,
        matrices(wq=[[0.5, -0.2], [0.1, 0.4]], wk=[[0.3, 0.6], [-0.5, 0.2]], wv=[[0.7, 0.1], [-0.3, 0.8]]),
        [([1, 0, 0, 1], [0, 1, 1, 0])]),
}
source = f"JAX {jax.__version__}, 64-bit, by architectures.py"
print(json.dumps({"source": source, "cases": cases, "gan": gan(2)}, indent=1))
