"""Workers of the Python peers: how they begin, what they note, how they end."""

import ctypes
import fcntl
import mmap
import multiprocessing
import os
import secrets
import signal
import subprocess
import threading
import time

BEGIN_S = 60  # until every worker must have begun

# descriptors of this process that a copy of it must not hold open
private = []


# ---- marks: when each numpy.dot of a worker began and ended ------------------


class Marks:
    """Memory that worker processes write and the caller reads.

    It is a file without a name, of which nothing can be left; a worker opens it by
    /proc. Its first word is the number of workers that have begun. Each has an
    area: its process, the number of its marks, and the marks.
    """

    MOST = 1 << 17  # marks of a worker in a repeat
    AREA = 2 * MOST + 512  # words of 8 bytes

    def __init__(self, workers, path=None):
        self.workers = workers
        if path:
            self.fd = os.open(path, os.O_RDWR)
        else:
            self.fd = os.memfd_create("dotrec-marks")
            os.ftruncate(self.fd, 8 * self.AREA * (workers + 1))
        self.map = mmap.mmap(self.fd, 0)
        self.words = memoryview(self.map).cast("q")

    def arguments(self):
        """Those of begin_worker()."""
        parent = os.getpid()
        return parent, self.workers, f"/proc/{parent}/fd/{self.fd}"

    def close(self):
        self.words.release()
        self.map.close()
        os.close(self.fd)

    def register(self):
        """Takes an area for this worker. False if none is left, which is so where
        it replaces one that has died."""
        fcntl.lockf(self.fd, fcntl.LOCK_EX)
        begun = self.words[0]
        if begun < self.workers:
            self.base = self.AREA * (begun + 1)
            self.words[self.base] = os.getpid()
            self.words[0] = begun + 1
        fcntl.lockf(self.fd, fcntl.LOCK_UN)
        return begun < self.workers

    def noting(self, dot):
        """A function like dot() that leaves a mark."""
        words, clock, most = self.words, time.perf_counter_ns, self.MOST
        count = self.base + 1
        first = self.base + 2

        def noting_dot(x, y):
            begin = clock()
            result = dot(x, y)
            end = clock()
            done = words[count]
            if done < most:
                words[first + 2 * done] = begin
                words[first + 2 * done + 1] = end
            words[count] = done + 1
            return result

        return noting_dot

    def processes(self):
        return [self.words[self.AREA * (i + 1)] for i in range(self.words[0])]

    def clear(self):
        for i in range(self.workers):
            self.words[self.AREA * (i + 1) + 1] = 0

    def taken(self):
        """A list for each worker, of (begin, end); the rest of them is lost where
        there were too many."""
        marks = []
        for i in range(self.workers):
            first = self.AREA * (i + 1) + 2
            done = min(self.words[first - 1], self.MOST)
            own = self.words[first : first + 2 * done].tolist()
            marks.append(list(zip(own[::2], own[1::2])))
        return marks

    def wait_for_workers(self):
        """Waits until every worker has begun."""
        until = time.monotonic() + BEGIN_S
        while self.words[0] < self.workers:
            if time.monotonic() > until:
                raise RuntimeError("a worker has not begun")
            time.sleep(0.0002)


class ThreadMarks:
    """The same of threads in this process."""

    def __init__(self):
        self.notes = []

    def noting(self, dot):
        note, clock = self.notes.append, time.perf_counter_ns
        thread = threading.get_ident

        def noting_dot(x, y):
            begin = clock()
            result = dot(x, y)
            note((thread(), begin, clock()))
            return result

        return noting_dot

    def processes(self):
        return []

    def clear(self):
        self.notes.clear()

    def taken(self):
        marks = {}
        for thread, begin, end in self.notes:
            marks.setdefault(thread, []).append((begin, end))
        return list(marks.values())

    def close(self):
        pass


def phases(stamps, marks, count):
    """(dispatch, compute, collect) of calls with `count` slices each, which began
    and ended at the stamps; empty texts if a mark is missing."""
    compute = collect = 0
    at = [0] * len(marks)
    for end in stamps[1:]:
        seen, last, working = 0, 0, 0
        for worker, own in enumerate(marks):
            first = at[worker]
            while at[worker] < len(own) and own[at[worker]][1] <= end:
                at[worker] += 1
            mine = own[first : at[worker]]
            seen += len(mine)
            if mine and mine[-1][1] > last:
                last = mine[-1][1]
                working = sum(ended - began for began, ended in mine)
        if seen != count:
            return "", "", ""
        compute += working
        collect += end - last
    return stamps[-1] - stamps[0] - compute - collect, compute, collect


# ---- begin and end -----------------------------------------------------------


def die_with(parent):
    """Makes this process end when its parent has, however that has ended."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


def begin_worker(parent, workers, path):
    """What a worker process does before its first task."""
    import numpy

    die_with(parent)
    while private:
        os.close(private.pop())
    marks = Marks(workers, path)
    if marks.register():
        numpy.dot = marks.noting(numpy.dot)


def fork_pool(workers, marks):
    """A multiprocessing.Pool, whose processes have begun. (Their first task must be a
    product: see first_tasks().)"""
    context = multiprocessing.get_context("fork")
    pool = context.Pool(workers, begin_worker, marks.arguments())
    marks.wait_for_workers()
    return pool


def new_name():
    """A name for a file of this process that no other file has."""
    return f"dotrec-peer-{os.getpid()}-{secrets.token_hex(8)}"


class Janitor:
    """A process that removes the files of these patterns when this one has ended,
    even if all of its group was killed. It is there before the files are made, so
    that none is left if this process is killed between the two."""

    SCRIPT = "read -r _; for name; do rm -rf -- $name; done"

    def __init__(self, *patterns):
        reader, self.writer = os.pipe()
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", self.SCRIPT, "sh", *patterns],
            stdin=reader,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(reader)
        private.append(self.writer)

    def close(self):
        private.remove(self.writer)
        os.close(self.writer)
        self.process.wait()


def states(process):
    """The states of the threads of a process, but of the caller's own."""
    own = threading.get_native_id()
    try:
        threads = os.listdir(f"/proc/{process}/task")
    except OSError:
        return
    for thread in threads:
        if int(thread) == own:
            continue
        try:
            with open(f"/proc/{process}/task/{thread}/stat", "rb") as file:
                yield file.read().rpartition(b")")[2].split()[0]
        except OSError:
            pass


def wait_for_sleep(workers):
    """Waits until all other threads and workers sleep: they still tidy up when the
    caller has their results. Gives up after a second."""
    processes = [os.getpid(), *workers]
    until = time.monotonic() + 1
    quiet = 0
    while quiet < 2 and time.monotonic() < until:
        asleep = all(s == b"S" for p in processes for s in states(p))
        quiet = quiet + 1 if asleep else 0
        time.sleep(0.0003)
