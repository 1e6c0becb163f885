#!/usr/bin/env python3
"""Measures Backstep and other programs on the same work, in turns, and prints the ratios: `compare.py [--rounds N]`.

Needs Swift; gcc, JAX and micrograd (`pip install jax micrograd`) and vim as far as they are there. The losses of the
tenth training step must agree to 1e-12, or the program is not compared.
"""
import argparse
import csv
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

# The folder holds sources only.
sys.dont_write_bytecode = True
from first_frame import first_frame

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
WORKLOADS = ["W1", "W2t", "W2r", "W3t", "W3r"]
PROGRAM = "100000 nodes"
US, MS, MIB = 1e3, 1e6, 1 << 20


def say(text):
    print(text, file=sys.stderr, flush=True)


def output(call, **options):
    return subprocess.run([str(part) for part in call], check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def build():
    """The programs, as README builds them."""
    environment = {**os.environ, "BACKSTEP_BENCHMARKS": "1"}
    call = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", ROOT]
    for product in ("backstep", "benchmarks"):
        subprocess.run([*call, "--product", product], check=True, env=environment, stdout=sys.stderr)
    return Path(output([*call, "--show-bin-path"], env=environment).strip())


@dataclass
class Result:
    """Of one benchmark: ns per unit, ns of the slowest iteration but one in a hundred, loss, bytes."""
    each: float
    p99: float
    loss: float
    peak: float


def ours(folder, suite, seconds=0.3):
    """The benchmarks whose name the pattern finds."""
    call = [folder / "benchmarks", "--quiet", "--format", "csv", "--min-time", seconds, "--filter", suite]
    rows = csv.DictReader(output(call).splitlines())
    return {
        row["name"]: Result(float(row["each"]), float(row["p99"]), float(row["loss"]), float(row["peak KiB"]) * 1024)
        for row in rows
    }


def peers(folder):
    """The calls that measure each workload elsewhere, by program; says what is missing."""
    calls = defaultdict(dict)
    compiler = next((name for name in ("gcc", "clang", "cc") if shutil.which(name)), None)
    if compiler:
        for source, level in (("plain", "-O3"), ("batch", "-Ofast")):
            for number, workload in enumerate(WORKLOADS, 1):
                program = folder / f"{source}-{workload}"
                flags = [level, "-march=native", f"-DWORKLOAD={number}"]
                output([compiler, *flags, HERE / f"{source}.c", "-o", program, "-lm"])
                calls[f"c-{source}"][workload] = [program]
        output([compiler, "-O3", "-march=native", HERE / "tape.c", "-o", folder / "tape", "-lm"])
        calls["c-tape"][PROGRAM] = [folder / "tape"]
    else:
        say("missing: a C compiler (gcc)")
    if importlib.util.find_spec("jax"):
        for kind in ("loop", "step"):
            calls[f"jax-{kind}"] = {w: [sys.executable, HERE / "with_jax.py", w, kind] for w in WORKLOADS}
    else:
        say("missing: JAX (pip install jax)")
    if importlib.util.find_spec("micrograd"):
        calls["micrograd"] = {"W1": [sys.executable, HERE / "with_micrograd.py", "W1"]}
    else:
        say("missing: micrograd (pip install micrograd)")
    return calls


def train(folder, calls, rounds):
    """ns per training step by (program, workload): the medians of all rounds, in which the programs take turns."""
    times, losses = defaultdict(list), {}
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for turn in range(rounds):
        for suite, workload in [*(("training", workload) for workload in WORKLOADS), ("program", PROGRAM)]:
            say(f"round {turn + 1} of {rounds}: {workload}")
            result = ours(folder, rf"^{suite}\.{workload}$")[f"{suite}.{workload}"]
            times["backstep", workload].append(result.each)
            losses["backstep", workload] = result.loss
            for program in calls:
                if workload not in calls[program]:
                    continue
                fields = output(calls[program][workload], env=environment).split()
                times[program, workload].append(float(fields[2]))
                losses[program, workload] = float(fields[3])
    agree = True
    for (program, workload), loss in losses.items():
        wanted = losses["backstep", workload]
        if not abs(loss - wanted) <= 1e-12 * abs(wanted):
            say(f"{program} has loss {loss!r} on {workload}, backstep {wanted!r}: not compared")
            del times[program, workload]
            agree = False
    return {key: statistics.median(values) for key, values in times.items()}, agree


def starts(folder, count):
    """Seconds to the first frame of Backstep and of vim, started in turns."""
    times = {"backstep": [], "vim": []}
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("one\ntwo\n")
        file.flush()
        for _ in range(count):
            times["backstep"].append(first_frame([str(folder / "backstep")]))
            if shutil.which("vim"):
                times["vim"].append(first_frame(["vim", "-u", "NONE", file.name]))
    if not times["vim"]:
        say("missing: vim")
    return {program: statistics.median(values) for program, values in times.items() if values}


class Table:
    """The rows of issue and README: what was measured, and what is wanted."""

    def __init__(self):
        self.rows = [("work", "ours", "than", "it takes", "ratio", "wanted", "stretch", "met")]

    def ratio(self, work, own, peer, other, wanted=None, stretch=None):
        """`own` and `other` in ns; the ratio is to be at most `wanted`."""
        if own is None or other is None:
            self.rows.append((work, amount(own), peer, "–", "–", limit(wanted), limit(stretch), "not measured"))
            return
        ratio = own / other
        met = verdict(ratio, wanted, stretch)
        self.rows.append(
            (work, amount(own), peer, amount(other), f"{ratio:.4g}", limit(wanted), limit(stretch), met))

    def bound(self, work, value, wanted=None, stretch=None, text=None):
        """`value` is to be at most `wanted`, in the same unit."""
        text = text or amount
        bounds = [text(bound) if bound else "" for bound in (wanted, stretch)]
        self.rows.append((work, text(value), "", "", "", *bounds, verdict(value, wanted, stretch)))

    def __str__(self):
        widths = [max(len(row[k]) for row in self.rows) for k in range(len(self.rows[0]))]
        lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in self.rows]
        return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def verdict(value, wanted, stretch):
    if stretch is not None and value <= stretch:
        return "stretch"
    return "" if wanted is None else "yes" if value <= wanted else "NO"


def limit(value):
    return "" if value is None else f"{value:.4g} ×"


def amount(nanoseconds):
    if nanoseconds is None:
        return "–"
    for factor, unit in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if nanoseconds >= factor:
            return f"{nanoseconds / factor:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def memory(size):
    return f"{size / MIB:.1f} MiB"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3, help="how often the programs take turns (3)")
    arguments.add_argument("--starts", type=int, default=40, help="how often each program is started (40)")
    options = arguments.parse_args()
    folder = build()
    load = [os.getloadavg()[0]]
    table = Table()
    with tempfile.TemporaryDirectory() as scratch:
        times, agree = train(folder, peers(Path(scratch)), options.rounds)
    for workload in WORKLOADS:
        own = times["backstep", workload]
        is_first = workload == "W1"
        plain, loop = times.get(("c-plain", workload)), times.get(("jax-loop", workload))
        table.ratio(f"{workload} step", own, "C, plain loops", plain, *((1.25, 1.0) if is_first else (0.5, None)))
        table.ratio(f"{workload} step", own, "JAX, compiled loop", loop, None, None if is_first else 1.0)
        table.ratio(f"{workload} step", own, "C, batched", times.get(("c-batch", workload)))
        table.ratio(f"{workload} step", own, "JAX, a call a step", times.get(("jax-step", workload)))
    table.ratio("W1 step", times["backstep", "W1"], "micrograd", times.get(("micrograd", "W1")), 1 / 500, 1 / 1000)

    node = times["backstep", PROGRAM]
    tape = times.get(("c-tape", PROGRAM))
    table.ratio("node of 100,000, forward + backward", node, "C tape, a node per operation", tape, 1, 0.4)

    say("jumps and steps")
    for name, updates in (("W1", 1_000_000), ("W2t", 10_000)):
        name = f"jump.{name} over {updates} updates"
        jump = ours(folder, f"^{name}$")[name]
        table.bound(f"{name}: median", jump.each, 16 * MS, 1 * MS)
        table.bound(f"{name}: 99 %", jump.p99, 16 * MS, 1 * MS)
        table.bound(f"{name}: memory", jump.peak, 64 * MIB, 16 * MIB, memory)
    for updates in (1_000, 1_000_000):
        steps = ours(folder, rf"^step\..* in {updates} updates", 0.05)
        for kind, chosen in (("step", lambda name: " back " not in name), ("step back", lambda name: " back " in name)):
            name, result = max(((n, r) for n, r in steps.items() if chosen(n)), key=lambda item: item[1].each)
            zoom = name.removeprefix("step.").split()[0]
            table.bound(f"{kind} in {updates:,} updates, any zoom (worst: {zoom})", result.each, 20 * US, 2 * US)

    say("a graph of a million nodes")
    small, large = ours(folder, r"^load\.100000 "), ours(folder, r"^load\.999000 ")
    (small,), (large,) = small.values(), large.values()
    table.ratio("load 999,000 nodes, each", large.each, "100,000 nodes, each", small.each, 1.5)
    table.bound("load 999,000 nodes: memory", large.peak, text=memory)
    for name, result in ours(folder, r"^graph\.").items():
        if name == "graph.pass":
            table.ratio("one pass over 999,000 nodes, each", result.each, "100,000 nodes, each", node, 1.5)
        else:
            table.bound(name.replace(".", ": "), result.p99, 50 * MS, 16 * MS)

    say("the screen, files and comparison")
    key = ours(folder, r"^screen\.key")["screen.key to frame"]
    table.bound("key to frame, without terminal", key.each, 2 * MS)
    frames = starts(folder, options.starts)
    vim = frames.get("vim")
    table.ratio("first frame in a terminal", frames["backstep"] * 1e9, "vim -u NONE", vim and vim * 1e9, 1)
    for name, result in ours(folder, r"^(screen\.first|load\.W3t|compare)").items():
        table.bound(name.replace(".", ": "), result.each)
    load.append(os.getloadavg()[0])
    print(table)
    # What takes turns suffers alike when others compute as well; what is held to a time does not.
    print(f"\nload average {load[0]:.1f} before, {load[1]:.1f} after, on {os.cpu_count()} processors; ", end="")
    print("this program's own is about 1, and with more than that only the ratios mean something")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
