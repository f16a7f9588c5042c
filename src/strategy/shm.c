/*
 * A persistent pool over shared memory: a call costs two cache lines each way.
 * The caller publishes a job number, computes its own share and gathers the
 * folds the workers have left in their slots.
 */
#include "strategy/strategy.h"

#include "base/clock.h"
#include "base/mem.h"
#include "proc/shared.h"
#include "proc/wake.h"
#include "strategy/team.h"

#include <stdlib.h>
#include <string.h>

/* Looks at the slot before going to sleep: about a millisecond. */
#define SPINS 65536

/* How long the caller sleeps before it looks whether the worker lives. */
#define NAP_NS (20 * CLOCK_NS_PER_MS)

enum order { ORDER_COMPUTE, ORDER_COMPUTE_MARKED, ORDER_REST };

/* Written by the caller, read by all workers. */
struct job {
	_Alignas(128) struct wake wake; /* value: the number of the job */
	_Atomic uint32_t order;
	_Atomic uint32_t spins; /* looks before a worker sleeps */
};

/* Written by one worker, read by the caller. */
struct slot {
	_Alignas(128) struct wake wake; /* value: the job it has done */
	struct worker_marks marks;
	struct fold fold;
};

struct board {
	struct job job;
	struct slot slot[]; /* one per worker; the caller's is the first */
};

struct shm {
	struct team team;
	struct shared memory;
	struct board *board;
	uint32_t number; /* of the last job */
	struct worker_marks marks[TEAM_MAX];
};

struct post {
	const struct shm *state;
	unsigned worker;
};

static const char *missing(void)
{
	return NULL;
}

static int work(void *ctx)
{
	const struct post *p = ctx;
	struct job *job = &p->state->board->job;
	struct slot *slot = &p->state->board->slot[p->worker];
	uint32_t number = 0, order;

	team_place(&p->state->team, p->worker);
	for (;;) {
		while (!wake_wait(&job->wake, number, atomic_load(&job->spins),
				  INT64_MAX))
			;
		number = atomic_load_explicit(&job->wake.value,
					      memory_order_acquire);
		order = atomic_load_explicit(&job->order, memory_order_relaxed);
		slot->marks.compute_ns = 0;
		if (order != ORDER_REST)
			team_compute(&p->state->team, p->worker, &slot->fold,
				     order == ORDER_COMPUTE_MARKED
					 ? &slot->marks
					 : NULL);
		wake_set(&slot->wake, number);
	}
	return 0;
}

static int open_shm(void **state, const struct cell *cell,
		    const struct kernel *kernel, const struct vectors *vectors,
		    struct err *err)
{
	struct shm *s = mem_aligned(1, sizeof(*s), err);
	unsigned w;

	*state = s;
	if (!s)
		return -1;
	team_init(&s->team, cell, kernel, vectors, 1);
	if (shared_open(&s->memory,
			sizeof(struct board) +
			    cell->workers * sizeof(struct slot),
			err))
		return -1;
	s->board = s->memory.data;
	for (w = 1; w < cell->workers; w++) {
		struct post post = { s, w };

		if (child_start(&s->team.child[w], work, &post, err))
			return -1;
	}
	return 0;
}

static void publish(struct shm *s, enum order order)
{
	struct job *job = &s->board->job;

	atomic_store_explicit(&job->order, order, memory_order_relaxed);
	wake_set(&job->wake, ++s->number);
}

/* Waits until worker w has done the last job. */
static int await(struct shm *s, unsigned w, int64_t deadline_ns,
		 struct err *err)
{
	struct wake *wake = &s->board->slot[w].wake;
	unsigned spins = s->team.may_spin ? SPINS : 0;
	uint32_t seen;

	for (;;) {
		seen = atomic_load_explicit(&wake->value, memory_order_acquire);
		if (seen == s->number)
			return 0;
		if (!wake_wait(wake, seen, spins, clock_ns() + NAP_NS) &&
		    (team_watch(deadline_ns, err) || team_check(&s->team, err)))
			return -1;
	}
}

static int call(void *state, bool marked, int64_t deadline_ns,
		struct sample *sample, struct err *err)
{
	struct shm *s = state;
	struct slot *slot = s->board->slot;
	int64_t begin_ns = marked ? clock_ns() : 0;
	struct fold *fold = &slot[0].fold;
	double result;
	unsigned w;

	publish(s, marked ? ORDER_COMPUTE_MARKED : ORDER_COMPUTE);
	slot[0].marks.compute_ns = 0;
	team_compute(&s->team, 0, fold, marked ? &slot[0].marks : NULL);
	for (w = 1; w < s->team.workers; w++) {
		if (await(s, w, deadline_ns, err))
			return -1;
		s->team.kernel->join(fold, &slot[w].fold);
		sample->received_bytes += fold_bytes(&slot[w].fold);
	}
	result = s->team.kernel->value(fold);
	if (marked) {
		for (w = 0; w < s->team.workers; w++) {
			s->marks[w] = slot[w].marks;
			s->marks[w].started_ns = begin_ns;
		}
		team_add_call(&s->team, s->marks, begin_ns, clock_ns(), sample);
	}
	sample_add_result(sample, result);
	return 0;
}

static int ready(void *state, int64_t deadline_ns, struct err *err)
{
	struct shm *s = state;
	struct sample untimed = { 0 };

	team_caller_place(&s->team);
	atomic_store(&s->board->job.spins, s->team.may_spin ? SPINS : 0);
	return call(state, false, deadline_ns, &untimed, err);
}

static void rest(void *state)
{
	struct shm *s = state;
	struct err ignored = { 0 };
	unsigned w;

	atomic_store(&s->board->job.spins, 0);
	publish(s, ORDER_REST);
	for (w = 1; w < s->team.workers; w++)
		await(s, w, clock_ns() + CLOCK_NS_PER_S, &ignored);
	team_caller_free(&s->team);
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	struct shm *s = state;

	sample->sent_bytes = (uint64_t)request->calls * (s->team.workers - 1) *
			     sizeof(s->number);
	return team_once(&s->team, call, state, request, sample, err);
}

static void close_shm(void *state)
{
	struct shm *s = state;

	if (!s)
		return;
	team_stop(&s->team);
	shared_close(&s->memory);
	free(s);
}

const struct strategy strategy_shm = {
	.name = "shm",
	.summary = "a pool over shared memory; vectors shared, nothing copied",
	.missing = missing,
	.open = open_shm,
	.ready = ready,
	.rest = rest,
	.once = once,
	.close = close_shm,
};
