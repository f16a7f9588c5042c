#!/usr/bin/python3
"""Compares Python's ways to split a dot product with dotrec's in one run.

For each n and round every contender runs once, on the same vectors: numpy.dot,
joblib's loky as on the course page (2 workers x 2 slices), multiprocessing.Pool,
processes of concurrent.futures, and dotrec's shm and pipe through the program
`turns`. Prints medians and the ratio to shm. Needs numpy and joblib.
usage: peers.py TURNS [ROUNDS]
"""
import os
import signal

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import concurrent.futures
import multiprocessing
import statistics
import subprocess
import sys
import time

import joblib
import numpy

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))
import dotrec_peer

CORES = ("Prescott", "Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX", "Cooperlake",
         "SapphireRapids")
PROBE = """
import sys, time, numpy
sys.path.insert(1, {peers!r})
import dotrec_blas
x = numpy.linspace(-1, 1, 10000)
assert abs(numpy.dot(x, x) - 3334.0000666733) < 1e-6  # of exact fractions
least = 1e9
for _ in range(40):
    begin = time.perf_counter_ns()
    for _ in range(100):
        numpy.dot(x, x)
    least = min(least, (time.perf_counter_ns() - begin) / 100)
print(dotrec_blas.keys().get("core"), least)
"""


def probe(core):
    """The core that numpy's OpenBLAS takes, and its time of a product of 10,000 elements;
    None where it takes another one than asked for, or cannot run it."""
    environment = dict(os.environ)
    if core:
        environment["OPENBLAS_CORETYPE"] = core
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(peers=os.path.dirname(dotrec_peer.__file__))],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        timeout=60)
    if done.returncode:
        return None
    name, ns = done.stdout.split()
    return (name, float(ns)) if core in (None, name) else None


def take_fastest_core():
    """Starts this program again with the fastest core of numpy's OpenBLAS, so that numpy is
    at its best; says which it is, and which one users get."""
    if "DOTREC_BENCH_CORE" in os.environ:
        print(os.environ["DOTREC_BENCH_CORE"])
        return
    usual = probe(None)
    found = [p for p in map(probe, CORES) if p]
    if not usual or usual[0] == "None" or not found:
        return  # numpy has another BLAS
    best = min(found, key=lambda p: p[1])
    os.environ["OPENBLAS_CORETYPE"] = best[0]
    os.environ["DOTREC_BENCH_CORE"] = (
        f"numpy.dot as users get it: core {usual[0]}, {usual[1]:.0f} ns at n = 1e4; "
        f"with the fastest core, {best[0]}: {best[1]:.0f} ns")
    os.execv(sys.executable, [sys.executable, *sys.argv])


WORKERS = 2
SIZES = [1000, 2000, 10000, 100000, 1000000, 10000000]
GOALS = {1000: 1e4, 2000: 1e4, 100000: 1e3, 10000000: 30}


def vector(stream, n, seed=1):
    """A vector with the elements that doc/peers.md defines."""
    out = numpy.empty(n)
    dotrec_peer.fill(out, seed, stream)
    return out


def slices(x, y):
    """2 x 2 slices, as on the course page, but without losing the last elements."""
    cuts = [len(x) * i // (2 * WORKERS) for i in range(2 * WORKERS + 1)]
    return [(x[a:b], y[a:b]) for a, b in zip(cuts, cuts[1:])]


class Turns:
    """A strategy of dotrec; each call is one turn."""

    def __init__(self, program, strategy, kernel, workers, n):
        self.process = subprocess.Popen(
            [program, strategy, kernel, str(workers), str(n)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def __call__(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        ns, result = self.process.stdout.readline().split()
        return float(ns), float(result)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(function):
    """Calls the function twice; times the second call."""
    function()
    begin = time.perf_counter_ns()
    result = function()
    return float(time.perf_counter_ns() - begin), result


def batch(function, calls):
    begin = time.perf_counter_ns()
    for _ in range(calls):
        result = function()
    return (time.perf_counter_ns() - begin) / calls, result


def main():
    take_fastest_core()
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    signal.alarm(300)  # ends a bench that hangs
    # pools that fork are made first, before loky has started threads
    pool = multiprocessing.get_context("fork").Pool(WORKERS)
    futures = concurrent.futures.ProcessPoolExecutor(WORKERS)
    list(futures.map(abs, range(4 * WORKERS)))
    loky = joblib.Parallel(n_jobs=WORKERS, backend="loky")
    print(f"numpy {numpy.__version__}, joblib {joblib.__version__}, "
          f"median of {rounds} rounds, ns per product")
    header = ["n", "numpy.dot", "loky", "Pool", "futures", "pipe", "shm",
              "loky/shm", "goal", ""]
    print("".join(f"{h:>12}" for h in header))
    with loky:
        for n in SIZES:
            x, y = vector(0, n), vector(1, n)
            shm = Turns(program, "shm", "native", WORKERS, n)
            pipe = Turns(program, "pipe", "native", WORKERS, n)
            contenders = {
                "numpy.dot": lambda: batch(lambda: numpy.dot(x, y),
                                           max(1, 1000000 // n)),
                "loky": lambda: timed(lambda: sum(loky(
                    joblib.delayed(numpy.dot)(a, b) for a, b in slices(x, y)))),
                "Pool": lambda: timed(lambda: sum(
                    pool.starmap(numpy.dot, slices(x, y)))),
                "futures": lambda: timed(lambda: sum(
                    futures.map(numpy.dot, *zip(*slices(x, y))))),
                "pipe": pipe,
                "shm": shm,
            }
            times = {name: [] for name in contenders}
            for _ in range(rounds):
                for name, contender in contenders.items():
                    ns, result = contender()
                    assert abs(result - numpy.dot(x, y)) <= 1e-9 * n, name
                    times[name].append(ns)
            shm.close()
            pipe.close()
            medians = [statistics.median(t) for t in times.values()]
            ratio = statistics.median(
                a / b for a, b in zip(times["loky"], times["shm"]))
            goal = GOALS.get(n)
            print(f"{n:>12}" + "".join(f"{m:>12.0f}" for m in medians)
                  + f"{ratio:>12.0f}"
                  + (f"{goal:>12.0f}{'met' if ratio >= goal else 'MISSED':>8}"
                     if goal else ""))
    pool.terminate()
    futures.shutdown()


if __name__ == "__main__":
    main()
