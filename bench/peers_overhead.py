#!/usr/bin/python3
"""Compares the time that a Python peer tells with that of a bare loop.

For each peer and n, a process makes the peer's vectors and workers, and then takes turns:
the peer measures a batch of calls as it does for dotrec; a bare loop makes the same calls,
as one would write it with the library and without dotrec (for numpy, the loop of timeit,
in which measure_time() of the course page times it). Both use the same vectors and the
same workers, because where these lie in memory changes the time from one start to the next
by more than 10 %. Prints the medians of the time of a call, and the ratio told / bare with
its 95 % interval over the turns; it should lie within 3 % of 1. What the peer adds to the
work of a worker (its marks) is in both, so the time of a mark is printed, too.
usage: peers_overhead.py [TURNS [STARTS [PEER...]]]
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import importlib.machinery
import importlib.util
import subprocess
import sys
import time
import timeit

sys.dont_write_bytecode = True
PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers")
NAMES = ["numpy", "joblib", "joblib-memmap", "joblib-threads", "multiprocessing",
         "futures", "shared-memory"]
SIZES = [1000, 10000, 100000, 1000000]
BATCH_NS = 5e7


def median_interval(values):
    """The median, and the order statistics that hold it with 95 %."""
    values = sorted(values)
    count = len(values)
    reach = 0.98 * count**0.5
    low = max(0, int(count / 2 - reach))
    high = min(count - 1, int(count / 2 + reach))
    return values[count // 2], values[low], values[high]


# ---- one process --------------------------------------------------------------------


def load(name):
    """The peer of peers/NAME."""
    sys.path.insert(0, PEERS)
    module_name = name.replace("-", "_") + "_peer"
    loader = importlib.machinery.SourceFileLoader(module_name, os.path.join(PEERS, name))
    module = importlib.util.module_from_spec(
        importlib.util.spec_from_loader(module_name, loader))
    sys.modules[module_name] = module
    loader.exec_module(module)
    import dotrec_peer

    if hasattr(module, "peer"):
        return module.peer
    return next(c for c in vars(module).values() if isinstance(c, type)
                and issubclass(c, dotrec_peer.Peer) and c.__module__ == module_name)()


def bare_loop(name, peer):
    """A function that makes so many calls and returns how long they took."""
    if name == "numpy":
        import numpy

        names = {"dot": numpy.dot, "x": peer.x, "y": peer.y}
        timer = timeit.Timer("dot(x, y)", timer=time.perf_counter_ns, globals=names)
        return timer.timeit

    def bare(calls):
        product, begin = peer.product, time.perf_counter_ns()
        for _ in range(calls):
            product()
        return time.perf_counter_ns() - begin

    return bare


def take_turns(name, n, turns):
    """Prints the time of a call, told and in the bare loop, of each turn."""
    import dotrec_peer

    peer = load(name)
    talk = dotrec_peer.Conversation(peer)
    split = (1, 1) if name == "numpy" else (2, 2)

    def ask(*request):
        answer = talk.answer([str(field) for field in request])
        assert answer[0] not in ("error", "missing"), answer
        return answer

    ask("open", n, "f64", "numpy", *split, "free", 1)
    bare = bare_loop(name, peer)
    for _ in range(3):
        ask("ready")
    calls = max(1, int(BATCH_NS / max(1, bare(3) / 3)))
    ways = lambda: int(ask("repeat", calls)[1]), lambda: bare(calls)
    for turn in range(turns):
        times = [0, 0]
        for i in (0, 1) if turn % 2 else (1, 0):
            ask("ready")
            times[i] = ways[i]() / calls
            ask("rest")
        print(*times)
    ask("close")


def print_mark():
    sys.path.insert(0, PEERS)
    import dotrec_workers

    marks = dotrec_workers.Marks(1)
    marks.register()
    nothing = lambda x, y: None
    names = {"f": nothing, "g": marks.noting(nothing)}
    plain, noting = (min(timeit.repeat(f"{name}(1, 2)", globals=names, number=100000))
                     for name in "fg")
    print(f"a mark takes {1e4 * (noting - plain):.0f} ns of a worker")


# ---- all of them --------------------------------------------------------------------


def compare(name, n, turns, starts):
    rows = []
    for _ in range(starts):
        told = subprocess.run(
            [sys.executable, "-B", __file__, "--turns", name, str(n), str(turns)],
            stdout=subprocess.PIPE, text=True, check=True).stdout
        rows += [tuple(map(float, line.split())) for line in told.splitlines()]
    told, bare = zip(*rows)
    ratio, low, high = median_interval([t / b for t, b in rows])
    print(f"{name:16}{n:>9}{median_interval(told)[0] / 1000:>12.2f}"
          f"{median_interval(bare)[0] / 1000:>12.2f}{ratio:>9.3f}{low:>8.3f}{high:>8.3f}"
          f"   {'within' if 0.97 <= ratio <= 1.03 else 'NOT within'} 3 %", flush=True)


def main():
    if sys.argv[1:2] == ["--turns"]:
        sys.path.insert(0, PEERS)
        take_turns(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        return
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    starts = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print(f"{turns} turns in each of {starts} processes, 2 x 2 slices")
    print(f"{'peer':16}{'n':>9}{'told us':>12}{'bare us':>12}{'ratio':>9}{'low':>8}{'high':>8}")
    for name in sys.argv[3:] or NAMES:
        for n in SIZES:
            compare(name, n, turns, starts)
    print_mark()


if __name__ == "__main__":
    main()
