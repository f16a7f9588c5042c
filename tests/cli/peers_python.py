"""Drives the Python peers of dotrec by their standard input and output.

usage: peers_python.py results|rest|end DIRECTORY NAME...
Prints what is wrong and exits with 1, or prints nothing.
"""

import fractions
import os
import signal
import struct
import subprocess
import sys
import time

MARK = f"DOTREC_TEST_PEER={os.getpid()}"
WORD = 2**64 - 1


def fail(*words):
    sys.exit("failed: " + " ".join(str(word) for word in words))


# ---- the page's vectors, without numpy ---------------------------------------


def mix(z):
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & WORD
    z = (z ^ z >> 27) * 0x94D049BB133111EB & WORD
    return z ^ z >> 31


def vector(dtype, seed, stream, n):
    gamma = 0x9E3779B97F4A7C15
    key = mix(seed + gamma * (2 * stream + 1) & WORD)
    for i in range(n):
        z = mix(key + gamma * (i + 1) & WORD)
        yield (z >> 11) * 2.0**-52 - 1 if dtype == "f64" else (z >> 40) * 2.0**-23 - 1


def product(dtype, seed, n):
    """The exact dot product, and how far a result may be from it."""
    exact = magnitude = fractions.Fraction(0)
    for x, y in zip(vector(dtype, seed, 0, n), vector(dtype, seed, 1, n)):
        exact += fractions.Fraction(x) * fractions.Fraction(y)
        magnitude += abs(fractions.Fraction(x) * fractions.Fraction(y))
    return exact, magnitude * n * fractions.Fraction(2) ** (-52 if dtype == "f64" else -23)


def check_product():
    """This file agrees with the page."""
    for dtype, told in (("f64", -16.948704130358433), ("f32", -16.94870258969111)):
        if float(product(dtype, 1, 1000)[0]) != told:
            fail("the product of", dtype, "is not that of doc/peers.md")


# ---- peers -------------------------------------------------------------------


class Peer:
    def __init__(self, directory, name):
        self.name = name
        self.files_before = set(files())
        self.process = subprocess.Popen(
            [os.path.join(directory, name)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict([*os.environ.items(), MARK.split("=")]),
            start_new_session=True,
            text=True,
        )

    def say(self, request):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip("\n")

    def ask(self, request, word):
        """The fields of an answer that begins with this word."""
        answer = self.say(request)
        fields = answer.split(",")
        if fields[0] != word:
            fail(f"{self.name} answers '{request}' with '{answer}', not '{word}'")
        return fields

    def open(self, n, dtype="f64", seed=1):
        workers = "1,1" if self.name == "numpy" else "2,2"
        return self.ask(f"open,{n},{dtype},numpy,{workers},free,{seed}", "opened")

    def quit(self):
        self.process.stdin.write("quit\n")
        self.process.stdin.flush()
        self.end()

    def end(self):
        """Waits for its end: it says nothing more, and leaves no process."""
        rest = self.process.stdout.read()
        if rest:
            fail(self.name, "says at its end:", rest)
        self.process.wait()
        until_none(self.name)


def living():
    """The processes of peers that are alive."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/environ", "rb") as file:
                if MARK.encode() in file.read().split(b"\0"):
                    yield int(process)
        except OSError:
            pass


def until_none(name):
    for _ in range(6000):
        if not list(living()):
            return
        time.sleep(0.02)
    fail("processes of", name, "are left:", *living())


def files():
    """Files in memory that belong to a process of a peer."""
    places = "/dev/shm", os.environ.get("TMPDIR", "/tmp")
    words = "loky-", "joblib_memmapping_folder", "dotrec-peer", "psm_"
    for place in filter(os.path.isdir, places):
        for name in os.listdir(place):
            if any(word in name for word in words):
                yield os.path.join(place, name)


# ---- results: what they answer -----------------------------------------------


def check_sample(peer, calls, n, dtype, seed):
    fields = peer.ask(f"repeat,{calls}", "sample")
    if len(fields) != 9:
        fail(peer.name, "answers with", len(fields), "fields")
    if "" in fields:
        fail(peer.name, "does not know all of its times:", *fields)
    total, *phases, sent, received = (int(field) for field in fields[1:8])
    if total <= 0 or sum(phases) != total or min(phases) < 0 or phases[2] == 0:
        fail(peer.name, "has phases that are not those of its total:", *fields)
    if phases[0] != 0:
        fail(peer.name, "tells a spawn of", phases[0])
    size = 8 if dtype == "f64" else 4
    copies = peer.name in ("joblib", "multiprocessing", "futures")
    answers = copies or peer.name in ("joblib-memmap", "shared-memory")
    if sent != (2 * n * size * calls if copies else 0):
        fail(peer.name, "tells", sent, "sent bytes at n =", n)
    if received != (4 * size * calls if answers else 0):
        fail(peer.name, "tells", received, "received bytes at n =", n)
    result = struct.unpack(">d", bytes.fromhex(fields[8]))[0]
    exact, bound = product(dtype, seed, n)
    if not abs(fractions.Fraction(result) - exact) <= bound:
        fail(f"{peer.name}: {result} at n = {n}, {dtype}, seed {seed}")


def check_hello(peer):
    fields = peer.ask("hello,1", "hello")
    keys = dict(field.split("=") for field in fields[4:])
    if fields[1:3] != ["1", peer.name] or not fields[3]:
        fail(peer.name, "says hello with", *fields)
    for key in ("python", "numpy", "blas"):
        if not keys.get(key):
            fail(peer.name, "tells no", key)
    if keys["blas"].startswith("OpenBLAS") and not keys.get("core"):
        fail(peer.name, "tells no core of", keys["blas"])
    if ("base" in keys) != (peer.name == "numpy"):
        fail(peer.name, "is wrong about being a base")


def check_refusals(peer):
    w = "1,1" if peer.name == "numpy" else "2,2"
    for cell in (
        f"9,f64,native,{w},free,1",
        f"9,f16,numpy,{w},free,1",
        f"9,f64,numpy,{w},pinned,1",
    ):
        peer.ask("open," + cell, "missing")
    if peer.name == "numpy":
        peer.ask("open,9,f64,numpy,2,1,free,1", "missing")
        peer.ask("open,9,f64,numpy,1,2,free,1", "missing")
    if peer.name.startswith("joblib"):
        peer.ask("open,9,f64,numpy,1,1,free,1", "missing")
    for request in ("", "nonsense", "hello,2", "open,9", "repeat,1", "ready", "close"):
        peer.ask(request, "error")
    peer.ask(f"open,0,f64,numpy,{w},free,1", "error")


def results(peer):
    check_hello(peer)
    check_refusals(peer)
    cells = [(n, "f64", n) for n in (1, 2, 3, 7, 1001)]
    # more than the elements that are made at a time; of f32 slices of 1 MiB too
    cells += [(1000, "f64", 1), (1000, "f32", WORD), (70001, "f32", 5)]
    if peer.name.startswith("joblib-m"):
        cells = cells[2::2]  # the processes are those of joblib
    for n, dtype, seed in cells:
        peer.open(n, dtype, seed)
        for calls in (1, 3):
            peer.ask("ready", "ready")
            check_sample(peer, calls, n, dtype, seed)
            peer.ask("rest", "rest")
        peer.ask("close", "closed")
        trackers = [p for p in living() if p != peer.process.pid]
        for process in trackers:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                if b"resource_tracker" not in file.read():
                    fail(peer.name, "leaves a process after close")
    peer.quit()


# ---- rest: whether they sleep ------------------------------------------------


def wakings():
    """How often the threads of all peers have slept and been interrupted."""
    counts = {}
    for process in living():
        for thread in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{thread}/status", encoding="ascii") as file:
                counts[thread] = [line for line in file if "ctxt_switches" in line]
    return counts


def rest(peer):
    peer.open(1000)
    for _ in range(2):
        peer.ask("ready", "ready")
        peer.ask("repeat,3", "sample")
        peer.ask("rest", "rest")
        # on a busy machine threads may still be on their way to sleep
        for _ in range(40):
            before = wakings()
            time.sleep(1)
            if wakings() == before:
                break
        else:
            fail("a thread of", peer.name, "wakes up between rest and ready")
    if len(before) < (1 if peer.name == "numpy" else 3):
        fail("the threads of", peer.name, "were not found")
    peer.quit()


# ---- end: what they leave ----------------------------------------------------


def check_files(peer, how):
    """Reports new files of the peer's process, and of no process: other tests run
    peers, too."""
    mine = f"-{peer.process.pid}-", "psm-"
    left = [
        path
        for path in set(files()) - peer.files_before
        if any(word in path.replace("_", "-") for word in mine)
    ]
    if left:
        fail(peer.name, f"({how}) leaves files:", *left)


def killed_while_it_opens(directory, name, delay):
    peer = Peer(directory, name)
    peer.ask("hello,1", "hello")
    workers = "1,1" if name == "numpy" else "2,2"
    peer.process.stdin.write(f"open,600000,f64,numpy,{workers},free,1\n")
    peer.process.stdin.flush()
    time.sleep(delay)
    os.killpg(peer.process.pid, signal.SIGKILL)
    peer.process.stdout.read()
    peer.process.wait()
    until_none(name)
    check_files(peer, f"killed {delay} s after open")


def end(directory, name):
    for delay in (0, 3, 10, 30, 100, 300):
        killed_while_it_opens(directory, name, delay / 1000)
    for how in ("quit", "end of input", "killed", "killed alone", "terminated"):
        peer = Peer(directory, name)
        process = peer.process
        peer.open(600000)  # with slices of which joblib makes files
        peer.ask("repeat,1", "sample")
        if len(list(living())) < (1 if name in ("numpy", "joblib-threads") else 3):
            fail("the processes of", name, "were not found")
        if how == "quit":
            peer.quit()
        else:
            if how == "killed":
                os.killpg(process.pid, signal.SIGKILL)
            elif how == "killed alone":
                process.kill()
            elif how == "terminated":
                os.killpg(process.pid, signal.SIGTERM)
            else:
                process.stdin.close()
            peer.end()
        check_files(peer, how)


def main():
    what, directory, *names = sys.argv[1:]
    check_product()
    for name in names:
        if what == "end":
            end(directory, name)
        else:
            {"results": results, "rest": rest}[what](Peer(directory, name))


main()
