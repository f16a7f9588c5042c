"""joblib's loky, as joblib and joblib-memmap use it."""

import os
import tempfile

import dotrec_peer
import dotrec_workers

joblib = dotrec_peer.library("joblib")
import numpy
from joblib.parallel import BACKENDS

WEEK_S = 7 * 24 * 3600


class PatientLoky(BACKENDS["loky"]):
    """The default backend of joblib, whose workers begin with begin_worker() and
    outlive a long rest: they would end after 300 idle seconds."""

    arguments = ()
    executor = None

    def configure(self, *args, **kwargs):
        kwargs["idle_worker_timeout"] = WEEK_S
        kwargs["initializer"] = dotrec_workers.begin_worker
        kwargs["initargs"] = self.arguments
        jobs = super().configure(*args, **kwargs)
        self.executor = self._workers
        return jobs


class Loky(dotrec_peer.Peer):
    """Slices for numpy.dot in worker processes, which joblib.Parallel keeps from
    call to call. Everything else is joblib's default."""

    version = joblib.__version__
    keys = {"loky": joblib.externals.loky.__version__}
    least_workers = 2  # with one, joblib computes in the caller
    answers = True

    def start(self, cell):
        me = os.getpid()
        folder = f"joblib_memmapping_folder_{me}_*"
        self.janitor = dotrec_workers.Janitor(
            f"/dev/shm/sem.loky-{me}-*",
            f"/dev/shm/{folder}",
            f"{tempfile.gettempdir()}/{folder}",
        )
        self.marks = dotrec_workers.Marks(cell.workers)
        self.backend = PatientLoky()
        self.backend.arguments = self.marks.arguments()
        self.cuts = dotrec_peer.slices(cell)
        self.parallel = joblib.Parallel(n_jobs=cell.workers, backend=self.backend)
        self.parallel.__enter__()
        # not by `parallel`, which would learn from short tasks to send several at once
        submit = self.backend.executor.submit
        first = dotrec_peer.first_tasks(self.x, self.cuts, cell.workers)
        for task in [submit(len, part) for part in first]:
            task.result()
        self.marks.wait_for_workers()

    def product(self):
        x, y, dot = self.x, self.y, joblib.delayed(numpy.dot)
        return sum(self.parallel(dot(x[a:b], y[a:b]) for a, b in self.cuts))

    def stop(self):
        super().stop()
        self.parallel.__exit__(None, None, None)
        self.backend.executor.terminate()
        self.marks.close()
        self.janitor.close()
