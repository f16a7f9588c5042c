#!/usr/bin/python3
"""Compares the time that a Python peer tells through the protocol with bare loops.

For each peer and n, a process of the peer and a process with a loop as one would write
it without dotrec take turns: a call that is not timed, then a batch of timed calls. The
bare loop uses nothing of peers/. Each pair of processes is started several times,
because where their memory lies matters too. Prints the medians of the time of a call,
and the ratio told / bare with the interval that 95 % of the turns' ratios support; it
should lie within 3 % of 1. Needs numpy and joblib.
usage: peers_overhead.py [TURNS [PAIRS [PEER...]]]
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import subprocess
import sys
import time

PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers")
NAMES = ["numpy", "joblib", "joblib-memmap", "joblib-threads", "multiprocessing",
         "futures", "shared-memory"]
SIZES = [1000, 10000, 100000, 1000000]
WORKERS, CHUNKS = 2, 2
TURN_NS = 3e7  # of a batch


# ---- the bare loops, each as in the documentation of its library -------------------


def cuts(n):
    return [(n * i // 4, n * (i + 1) // 4) for i in range(4)]


def bare_numpy(x, y):
    import numpy

    yield lambda: numpy.dot(x, y)


def bare_joblib(x, y, backend="loky"):
    import joblib
    import numpy

    with joblib.Parallel(n_jobs=WORKERS, backend=backend) as parallel:
        yield lambda: sum(parallel(
            joblib.delayed(numpy.dot)(x[a:b], y[a:b]) for a, b in cuts(len(x))))


def bare_joblib_memmap(x, y):
    import shutil
    import tempfile

    import joblib

    folder = tempfile.mkdtemp(dir="/dev/shm")
    try:
        joblib.dump(x, folder + "/x")
        joblib.dump(y, folder + "/y")
        x, y = (joblib.load(folder + name, mmap_mode="r") for name in ("/x", "/y"))
        yield from bare_joblib(x, y)
    finally:
        shutil.rmtree(folder)


def bare_joblib_threads(x, y):
    yield from bare_joblib(x, y, "threading")


def bare_multiprocessing(x, y):
    import multiprocessing
    import numpy

    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        yield lambda: sum(pool.starmap(
            numpy.dot, [(x[a:b], y[a:b]) for a, b in cuts(len(x))]))


def bare_futures(x, y):
    import concurrent.futures
    import multiprocessing
    import numpy

    with concurrent.futures.ProcessPoolExecutor(
            WORKERS, multiprocessing.get_context("fork")) as executor:
        yield lambda: sum(executor.map(
            numpy.dot, *zip(*((x[a:b], y[a:b]) for a, b in cuts(len(x))))))


def dot_of(a, b):
    import numpy

    return numpy.dot(shared[0][a:b], shared[1][a:b])


def bare_shared_memory(x, y):
    import multiprocessing
    from multiprocessing.shared_memory import SharedMemory

    import numpy

    memories = [SharedMemory(create=True, size=x.nbytes) for _ in "xy"]
    global shared
    shared = [numpy.ndarray(len(x), buffer=memory.buf) for memory in memories]
    shared[0][:], shared[1][:] = x, y
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        yield lambda: sum(pool.starmap(dot_of, cuts(len(x))))
    shared = None
    for memory in memories:
        memory.close()
        memory.unlink()


def be_bare(name, n):
    """Reads numbers of calls, and prints how long they took."""
    import numpy

    # no large array is freed here: malloc would treat messages in another way
    x, y = numpy.random.rand(n), numpy.random.rand(n)
    bare = globals()["bare_" + name.replace("-", "_")](x, y)
    product = next(bare)
    for line in sys.stdin:
        product()
        calls = int(line)
        begin = time.perf_counter_ns()
        for _ in range(calls):
            result = product()
        ns = time.perf_counter_ns() - begin
        assert abs(result - numpy.dot(x, y)) < 1e-9 * n
        print(ns, flush=True)
    next(bare, None)


# ---- turns --------------------------------------------------------------------------


class Process:
    def __init__(self, *command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, request):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip().split(",")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Told(Process):
    """The peer."""

    def __init__(self, name, n):
        super().__init__(sys.executable, "-B", os.path.join(PEERS, name))
        split = "1,1" if name == "numpy" else f"{WORKERS},{CHUNKS}"
        self.expect(f"open,{n},f64,numpy,{split},free,1", "opened")

    def expect(self, request, word):
        answer = self.ask(request)
        assert answer[0] == word, answer
        return answer

    def call_ns(self, calls):
        self.expect("ready", "ready")
        ns = int(self.expect(f"repeat,{calls}", "sample")[1])
        self.expect("rest", "rest")
        return ns / calls


class Bare(Process):
    def __init__(self, name, n):
        super().__init__(sys.executable, __file__, "--bare", name, str(n))

    def call_ns(self, calls):
        return int(self.ask(str(calls))[0]) / calls


def median_interval(values):
    """The median, and the order statistics that hold it with 95 %."""
    values = sorted(values)
    count = len(values)
    reach = 0.98 * count**0.5
    low = max(0, int(count / 2 - reach))
    high = min(count - 1, int(count / 2 + reach))
    return values[count // 2], values[low], values[high]


def compare(name, n, turns, pairs):
    told, bare = [], []
    for _ in range(pairs):
        both = Told(name, n), Bare(name, n)
        for process in both:
            process.call_ns(3)
        calls = max(1, int(TURN_NS / both[0].call_ns(3)))
        for process in both:
            process.call_ns(calls)
        for turn in range(turns):
            times = {}
            for process in both if turn % 2 else both[::-1]:
                times[process] = process.call_ns(calls)
            told.append(times[both[0]])
            bare.append(times[both[1]])
        for process in both:
            process.close()
    ratio, low, high = median_interval([t / b for t, b in zip(told, bare)])
    print(f"{name:16}{n:>9}{median_interval(told)[0] / 1000:>12.2f}"
          f"{median_interval(bare)[0] / 1000:>12.2f}{ratio:>9.3f}{low:>8.3f}{high:>8.3f}"
          f"   {'within' if 0.97 <= ratio <= 1.03 else 'NOT within'} 3 %", flush=True)


def main():
    if sys.argv[1:2] == ["--bare"]:
        be_bare(sys.argv[2], int(sys.argv[3]))
        return
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print(f"{turns} turns of {pairs} pairs of processes, {WORKERS} x {CHUNKS} slices")
    print(f"{'peer':16}{'n':>9}{'told us':>12}{'bare us':>12}{'ratio':>9}{'low':>8}{'high':>8}")
    for name in sys.argv[3:] or NAMES:
        for n in SIZES:
            compare(name, n, turns, pairs)


if __name__ == "__main__":
    main()
