#!/usr/bin/python3
"""Measures whether open peers disturb the other cells.

Peers of every kind are open at once. In each turn one of them makes a product and goes to
rest, as dotrec asks for; then numpy.dot of this process, which stands for a serial cell,
is timed twice: beside the resting peers, and while all their processes are stopped
(SIGSTOP). Both times are of the same vectors in the same process, milliseconds apart and
in changing order, so that little else differs. Prints, for each size, the median ratio
beside / stopped with its 95 % interval over the turns; it should lie within 1 % of 1.
usage: beside.py [TURNS [PEER...]]
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import random
import signal
import subprocess
import sys
import time

from peers_overhead import NAMES, PEERS, median_interval

SIZES = [1000, 10000, 100000, 1000000]
WARM_NS, TIMED_NS = 3e6, 1.5e7


class Told:
    """A peer, which is asked as dotrec asks."""

    def __init__(self, name, n):
        self.process = subprocess.Popen(
            [sys.executable, "-B", os.path.join(PEERS, name)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.expect(f"open,{n},f64,numpy,2,2,free,1", "opened")

    def expect(self, request, word):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip().split(",")
        assert answer[0] == word, answer

    def make_product(self):
        self.expect("ready", "ready")
        self.expect("repeat,1", "sample")
        self.expect("rest", "rest")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def children(pid):
    """All descendants of a process, which may have left its group."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True,
                            text=True, check=True).stdout.split()
    parents = dict(zip(map(int, listed[::2]), map(int, listed[1::2])))
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def timed(dot, x, y, ns):
    """Nanoseconds of a call, over so many nanoseconds."""
    calls, begin = 0, time.perf_counter_ns()
    while (now := time.perf_counter_ns()) - begin < ns:
        for _ in range(8):
            dot(x, y)
        calls += 8
    return (now - begin) / calls


def compare(n, turns, names):
    import numpy

    x, y = numpy.random.rand(n), numpy.random.rand(n)
    peers = [Told(name, n) for name in names]
    try:
        for peer in peers:
            peer.make_product()
        processes = [pid for peer in peers for pid in children(peer.process.pid)]
        ratios, beside_ns = [], []
        for turn in range(turns):
            peers[turn % len(peers)].make_product()
            times = {}
            for stopped in random.sample([False, True], 2):
                for pid in processes if stopped else []:
                    os.kill(pid, signal.SIGSTOP)
                timed(numpy.dot, x, y, WARM_NS)
                times[stopped] = timed(numpy.dot, x, y, TIMED_NS)
                for pid in processes if stopped else []:
                    os.kill(pid, signal.SIGCONT)
            ratios.append(times[False] / times[True])
            beside_ns.append(times[False])
        ratio, low, high = median_interval(ratios)
        print(f"{n:>9}{median_interval(beside_ns)[0] / 1000:>12.2f}{ratio:>9.4f}"
              f"{low:>9.4f}{high:>9.4f}"
              f"   {'within' if 0.99 <= ratio <= 1.01 else 'NOT within'} 1 %", flush=True)
    finally:
        for peer in peers:
            peer.close()


def main():
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    names = sys.argv[2:] or [name for name in NAMES if name != "numpy"]
    print(f"numpy.dot beside {len(names)} resting peers ({', '.join(names)}), {turns} turns")
    print(f"{'n':>9}{'beside us':>12}{'ratio':>9}{'low':>9}{'high':>9}")
    for n in SIZES:
        compare(n, turns, names)


if __name__ == "__main__":
    main()
