/*
 * Strategy `thread`: OpenMP threads with the same kernel and the same slices,
 * the baseline that people will ask about. Each thread is a worker; the caller
 * is worker 0.
 */
#include "strategy/strategy.h"

#include "base/clock.h"
#include "base/mem.h"
#include "strategy/team.h"

#include <errno.h>
#include <stdlib.h>

#ifdef _OPENMP
#include <dlfcn.h>
#include <omp.h>
#include <pthread.h>

/* One thread's answer. */
struct answer {
	_Alignas(128) struct worker_marks marks;
	struct fold fold;
};

struct thread_state {
	struct team team;
	struct answer *answers; /* one per thread */
};

/* To end a thread, glibc loads libgcc_s and ends the program if it cannot. A
 * library loaded here stays loaded. */
static const char *missing(const struct strategy *self)
{
	(void)self;
#ifdef __GLIBC__
	if (!dlopen("libgcc_s.so.1", RTLD_NOW))
		return "libgcc_s.so.1, which threads need, cannot be loaded";
#endif
	return NULL;
}

static int open_thread(void **state, const struct cell *cell,
		       const struct kernel *kernel,
		       const struct vectors *vectors, struct err *err)
{
	struct thread_state *t = mem_aligned(1, sizeof(*t), err);

	*state = t;
	/* first_child = workers: no children, all compute in this process */
	if (!t ||
	    team_init(&t->team, cell, kernel, vectors, cell->workers, err))
		return -1;
	t->answers = mem_aligned(cell->workers, sizeof(*t->answers), err);
	return t->answers ? 0 : -1;
}

static void *wait_for_all(void *lock)
{
	pthread_mutex_lock(lock);
	pthread_mutex_unlock(lock);
	return NULL;
}

/*
 * OpenMP ends the program when it cannot start its threads (EAGAIN: a limit of
 * the user's or the cgroup's processes). This starts and ends as many threads
 * beforehand, and reports what fails.
 */
static int probe(void *state, struct err *err)
{
	const struct thread_state *t = state;
	pthread_mutex_t all_there = PTHREAD_MUTEX_INITIALIZER;
	unsigned made, count = t->team.workers - 1;
	pthread_t thread[TEAM_MAX];
	int rc = 0;

	pthread_mutex_lock(&all_there);
	for (made = 0; made < count; made++) {
		errno = pthread_create(&thread[made], NULL, wait_for_all,
				       &all_there);
		if (!errno)
			continue;
		rc = err_errno(err, ERR_ENVIRONMENT,
			       "cannot start thread %u of %u", made + 2,
			       count + 1);
		break;
	}
	pthread_mutex_unlock(&all_there);
	while (made)
		pthread_join(thread[--made], NULL);
	return rc;
}

/*
 * The parallel region: every thread computes its slices. OpenMP may give fewer
 * threads than requested, and their number is known only inside the region:
 * slices are then missing, and the call fails.
 */
static int region(struct thread_state *t, bool marked, struct err *err)
{
	const int asked = (int)t->team.workers;
	int there = 0;

#pragma omp parallel num_threads(asked)
	{
		unsigned w = (unsigned)omp_get_thread_num();
		struct answer *a = &t->answers[w];

		if (w == 0)
			there = omp_get_num_threads();
		a->marks.compute_ns = 0;
		team_compute(&t->team, w, &a->fold, marked ? &a->marks : NULL);
	}
	if (there < asked)
		return err_set(err, ERR_FAILED,
			       "OpenMP gave %d of %d threads: is "
			       "OMP_THREAD_LIMIT or OMP_MAX_ACTIVE_LEVELS set?",
			       there, asked);
	return 0;
}

static int thread_call(void *state, bool marked, int64_t deadline_ns,
		       struct sample *sample, struct err *err)
{
	struct thread_state *t = state;
	const struct kernel *kernel = t->team.kernel;
	int64_t begin_ns = marked ? clock_ns() : 0;
	struct worker_marks marks[TEAM_MAX];
	struct fold *fold = &t->answers[0].fold;
	double result;
	unsigned w;

	(void)deadline_ns; /* a thread cannot be abandoned */
	if (region(t, marked, err))
		return -1;
	for (w = 1; w < t->team.workers; w++)
		kernel->join(fold, &t->answers[w].fold);
	result = kernel->value(fold);
	if (marked) {
		for (w = 0; w < t->team.workers; w++) {
			marks[w] = t->answers[w].marks;
			marks[w].started_ns = begin_ns;
		}
		team_add_call(&t->team, marks, begin_ns, clock_ns(), sample);
	}
	sample_add_result(sample, result);
	return 0;
}

static int ready(void *state, int64_t deadline_ns, struct err *err)
{
	struct thread_state *t = state;
	int home;

	(void)deadline_ns;
	omp_set_dynamic(0);
	team_caller_place(&t->team);
	home = pin_here();
#pragma omp parallel num_threads((int)t->team.workers)
	{
		team_place(&t->team, (unsigned)omp_get_thread_num());
		team_spread(&t->team, (unsigned)omp_get_thread_num(), home);
	}
	return region(t, true, err);
}

/* Ends the OpenMP threads: idle ones would spin for a while. */
static void rest(void *state)
{
	struct thread_state *t = state;

	omp_pause_resource_all(omp_pause_soft);
	team_caller_free(&t->team);
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	struct thread_state *t = state;

	return team_once(&t->team, thread_call, state, request, sample, err);
}

static void close_thread(void *state)
{
	struct thread_state *t = state;

	if (!t)
		return;
	omp_pause_resource_all(omp_pause_soft);
	team_stop(&t->team);
	free(t->answers);
	free(t);
}

#else

static const char *missing(const struct strategy *self)
{
	(void)self;
	return "this build has no GNU OpenMP: configure with CC=gcc";
}

static int open_thread(void **state, const struct cell *cell,
		       const struct kernel *kernel,
		       const struct vectors *vectors, struct err *err)
{
	(void)cell, (void)kernel, (void)vectors;
	*state = NULL;
	return err_set(err, ERR_ENVIRONMENT, "%s", missing(NULL));
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	(void)state, (void)request, (void)sample;
	return err_set(err, ERR_ENVIRONMENT, "%s", missing(NULL));
}

static void close_thread(void *state)
{
	(void)state;
}

#endif

const struct strategy strategy_thread = {
	.name = "thread",
	.summary = "OpenMP threads; vectors in the memory they share",
	.missing = missing,
	.open = open_thread,
#ifdef _OPENMP
	.probe = probe,
	.ready = ready,
	.rest = rest,
#endif
	.once = once,
	.close = close_thread,
};
