"""What the Python peers of dotrec share: the protocol of doc/peers.md.

A peer is a small program that defines a class from Peer and gives it to main().
Requests come on standard input and answers go to standard output; whatever a
library prints goes to standard error.

What is known of a repeat, and why:

Times are those of time.perf_counter_ns(), which is CLOCK_MONOTONIC in every
process of this machine. The total of a repeat is that of its calls alone, one
after the other, each from the arrays in memory to the scalar.

The phases come from marks: when each numpy.dot of a worker began and ended
(dotrec_workers.py). Workers are asked for numpy.dot by its name and answer with
its result, as they would without us; only, in the worker that name has been given
to a function that calls the true one and notes both times in memory that the
caller reads after the repeat. So nothing is added to what is sent and answered,
and less than a microsecond to what the worker does. `compute` is the time in
numpy.dot of the worker that ended last, `collect` what passes from its end to the
scalar, `dispatch` the rest, and `spawn` is zero, because the workers exist. If a
mark is missing, the phases are told as unknown.

The bytes are those of the elements that are copied to the workers and of the
results that are copied back. The frames of pickle, names and indices do not count.
"""

import contextlib
import csv
import io
import os
import platform
import signal
import struct
import sys
import time
from typing import NamedTuple

# One thread in each process; a BLAS reads this when it is loaded.
for _library in ("OPENBLAS", "OMP", "MKL", "BLIS", "GOTO"):
    os.environ[_library + "_NUM_THREADS"] = "1"
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"

SYSTEM_PYTHON = "/usr/bin/python3"
TRIED = "DOTREC_PEER_PYTHON"  # the Python in which a library was not found
QUIT_S = 1.5  # dotrec kills a peer that takes two seconds to quit


# ---- answers -----------------------------------------------------------------


class Missing(Exception):
    """This cannot be done here; the text says why."""


class Answers:
    """The true standard output; what others print goes to standard error."""

    def __init__(self):
        self.fd = os.dup(1)
        os.dup2(2, 1)

    def write(self, *fields):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(fields)
        os.write(self.fd, line.getvalue().encode())


def one_line(text):
    """The text without line feeds, and not too long."""
    return " ".join(str(text).split())[:200]


def be_missing(reason):
    """Says to every request that this peer is missing; does not return."""
    answers = Answers()
    for request in sys.stdin:
        if request.strip() == "quit":
            break
        answers.write("missing", reason)
    sys.exit()


def library(name):
    """Imports a library. Where this Python has none, the peer starts again with
    the system's, which has those of the packages. Where that has none either, the
    peer is missing."""
    try:
        return __import__(name)
    except ImportError:
        if (
            TRIED not in os.environ
            and sys.executable != SYSTEM_PYTHON
            and os.access(SYSTEM_PYTHON, os.X_OK)
        ):
            os.environ[TRIED] = sys.executable
            os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])
        return be_missing(f"python3-{name} not found")


numpy = library("numpy")
import dotrec_blas
import dotrec_workers


# ---- vectors -----------------------------------------------------------------

GAMMA = 0x9E3779B97F4A7C15
MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
WORD = 2**64 - 1
# Elements that are made at a time. Larger temporary arrays would be returned to the
# system when they are freed, and that changes how malloc treats all later ones, such
# as the messages of a pool, for which a factor of 30 was seen.
PIECE = 1 << 13


def mix(z):
    """mix(z) of doc/peers.md."""
    for shift, factor in MIX:
        z = (z ^ z >> shift) * factor & WORD
    return z ^ z >> 31


def fill(out, seed, stream):
    """Writes the elements of vector x (stream 0) or y (stream 1)."""
    key = mix(seed + GAMMA * (2 * stream + 1) & WORD)
    shift, scale = (11, 2.0**-52) if out.itemsize == 8 else (40, 2.0**-23)
    for start in range(0, len(out), PIECE):
        part = out[start : start + PIECE]
        z = numpy.arange(start + 1, start + 1 + len(part), dtype=numpy.uint64)
        z *= numpy.uint64(GAMMA)
        z += numpy.uint64(key)
        for bits, factor in MIX:
            z ^= z >> numpy.uint64(bits)
            z *= numpy.uint64(factor)
        z ^= z >> numpy.uint64(31)
        z >>= numpy.uint64(shift)
        part[:] = z
        part *= scale
        part -= 1


def slices(cell):
    """The bounds of WORKERS x CHUNKS slices, which cover every element; some are
    empty where there are more slices than elements."""
    count = cell.workers * cell.chunks
    cuts = [cell.n * i // count for i in range(count + 1)]
    return list(zip(cuts, cuts[1:]))


def first_tasks(x, cuts, workers):
    """Slices for the first task of each worker, which only takes their length.

    The first message that a worker gets shapes the memory in which it keeps all later
    ones. After a first one without elements, every product of 1e5 elements took a tenth
    longer than in a program that only makes products (glibc 2.36).
    """
    return [x[a:b] for a, b in cuts[:workers]]


# ---- a peer ------------------------------------------------------------------


class Cell(NamedTuple):
    """The fields of `open`."""

    n: int
    dtype: str
    kernel: str
    workers: int
    chunks: int
    placement: str
    seed: int


class Peer:
    """What a peer says and does; a peer overrides what is different in it."""

    name = ""
    version = platform.python_version()
    base = False  # a serial base
    keys = {}  # more keys of `hello`
    least_workers = 1
    most_workers = 4096
    most_chunks = 1 << 20
    copies = False  # the elements are copied to the workers
    answers = False  # the results are copied back

    def make_vectors(self, cell):
        """Makes the vectors self.x and self.y."""
        self.x, self.y = (numpy.empty(cell.n, cell.dtype) for _ in "xy")
        fill(self.x, cell.seed, 0)
        fill(self.y, cell.seed, 1)

    def start(self, cell):
        """Makes the workers, self.marks, and what product() needs."""
        self.marks = dotrec_workers.ThreadMarks()

    def product(self):
        """The dot product: the caller's whole way to the scalar."""
        raise NotImplementedError

    def stop(self):
        """Ends the workers, and forgets the vectors."""
        self.x = self.y = None

    def measure(self, cell, calls):
        """The fields of `sample` from the total to the received bytes, and the
        result of the last call."""
        clock, product = time.perf_counter_ns, self.product
        stamps = [0] * (calls + 1)
        self.marks.clear()
        stamps[0] = clock()
        for call in range(1, calls + 1):
            result = product()
            stamps[call] = clock()
        count = cell.workers * cell.chunks
        known = dotrec_workers.phases(stamps, self.marks.taken(), count)
        spawn = 0 if known[0] != "" else ""
        size = numpy.dtype(cell.dtype).itemsize
        sent = calls * 2 * cell.n * size if self.copies else 0
        received = calls * count * size if self.answers else 0
        return [stamps[-1] - stamps[0], spawn, *known, sent, received], result


class Conversation:
    """The requests of dotrec to a peer, one method for each."""

    def __init__(self, peer):
        self.peer = peer
        self.cell = None

    def hello(self, protocol):
        if protocol != "1":
            raise ValueError("this peer speaks version 1 of the protocol")
        keys = {"base": 1} if self.peer.base else {}
        keys["python"] = platform.python_version()
        keys["numpy"] = numpy.__version__
        keys.update(self.peer.keys)
        keys.update(dotrec_blas.keys())
        texts = [f"{key}={value}" for key, value in keys.items()]
        return "hello", 1, self.peer.name, self.peer.version, *texts

    def refuse(self, cell):
        peer = self.peer
        if cell.kernel != "numpy":
            raise Missing(f"the only kernel of this peer is numpy, not {cell.kernel}")
        if cell.dtype not in ("f64", "f32"):
            raise Missing(f"no dtype {cell.dtype}")
        if cell.placement != "free":
            raise Missing("its workers cannot be pinned: the placement must be free")
        if cell.workers > peer.most_workers:
            raise Missing("more than one worker")
        if cell.workers < peer.least_workers:
            raise Missing(f"{peer.name} uses no workers where there is only one")
        if cell.chunks > peer.most_chunks:
            raise Missing("more than one chunk")

    def open(self, n, dtype, kernel, workers, chunks, placement, seed):
        cell = Cell(
            int(n), dtype, kernel, int(workers), int(chunks), placement, int(seed)
        )
        if self.cell:
            raise ValueError("a cell is open already")
        if min(cell.n, cell.workers, cell.chunks) < 1 or not 0 <= cell.seed <= WORD:
            raise ValueError("a number of this cell is out of its range")
        self.refuse(cell)
        cell = cell._replace(dtype="float" + dtype[1:])
        self.cell = cell
        self.peer.make_vectors(cell)
        begin = time.perf_counter_ns()
        self.peer.start(cell)
        return "opened", time.perf_counter_ns() - begin

    def need_open(self):
        if not self.cell:
            raise ValueError("no cell is open")

    def ready(self):
        self.need_open()
        self.peer.product()
        return ("ready",)

    def repeat(self, calls):
        self.need_open()
        if int(calls) < 1:
            raise ValueError("a repeat has at least one call")
        times, result = self.peer.measure(self.cell, int(calls))
        return "sample", *times, struct.pack(">d", float(result)).hex()

    def rest(self):
        self.need_open()
        dotrec_workers.wait_for_sleep(self.peer.marks.processes())
        return ("rest",)

    def close(self):
        self.need_open()
        self.peer.stop()
        self.cell = None
        return ("closed",)

    def answer(self, request):
        """The fields of the answer to the fields of a request."""
        word, *fields = request
        if word not in ("hello", "open", "ready", "repeat", "rest", "close"):
            return "error", "this request is not known"
        try:
            return getattr(self, word)(*fields)
        except Missing as missing:
            return "missing", one_line(missing)
        except Exception as error:
            return "error", one_line(f"{type(error).__name__}: {error}")


def end_at_once(*_):
    os._exit(1)  # the workers die with this process


def main(peer):
    """Answers until `quit` or the end of standard input."""
    answers = Answers()
    dotrec_workers.private.append(answers.fd)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    conversation = Conversation(peer)
    with contextlib.suppress(BrokenPipeError):
        for request in csv.reader(iter(sys.stdin.readline, "")):
            if request == ["quit"]:
                break
            answers.write(*conversation.answer(request or [""]))
    signal.signal(signal.SIGALRM, end_at_once)
    signal.setitimer(signal.ITIMER_REAL, QUIT_S)
    if conversation.cell:
        with contextlib.suppress(Exception):
            conversation.close()
    sys.exit()
