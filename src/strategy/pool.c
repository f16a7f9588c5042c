/* A pool of processes over shared memory, the engine of `shm` and `ring`. */
#include "strategy/pool.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* How often a waiter looks at a value before it sleeps: some 100 us. Spinning
 * longer would lose more time when the awaited process has no CPU. */
#define SPINS 8192

/* How long the caller sleeps before it checks that the workers are alive. */
#define NAP_NS (20 * CLOCK_NS_PER_MS)

/* Written by the caller, read by all workers. */
struct job {
	_Alignas(128) struct wake wake; /* value: number of the last job */
	_Atomic uint32_t spins;         /* a worker's looks before it sleeps */
	int home;                       /* the caller's CPU, for POOL_SPREAD */
	uint8_t order[POOL_DEPTH_MAX];  /* job i's is at i modulo depth */
};

struct pool_board {
	struct job job;
	/* depth slots of slot_bytes per worker; the caller's come first */
	_Alignas(128) unsigned char slots[];
};

struct post {
	const struct pool *pool;
	unsigned worker;
};

struct pool_slot *pool_slot(const struct pool *pool, unsigned w,
			    uint32_t number)
{
	size_t index = (size_t)w * pool->depth + (number & (pool->depth - 1));

	return (void *)(pool->board->slots + index * pool->slot_bytes);
}

void pool_prefetch(const struct pool *pool, uint32_t number)
{
	const char *slot;
	unsigned w, line;

	for (w = 1; w < pool->team.workers; w++) {
		slot = (const char *)pool_slot(pool, w, number);
		for (line = 0; line < 6; line++) /* head, then one node */
			__builtin_prefetch(slot + 64 * line);
	}
}

static void do_job(const struct post *p, uint32_t number, bool awake)
{
	const struct pool *pool = p->pool;
	struct pool_slot *slot = pool_slot(pool, p->worker, number);
	enum pool_order order =
	    pool->board->job.order[number & (pool->depth - 1)];

	slot->marks.compute_ns = 0;
	if (order == POOL_SPREAD)
		team_spread(&pool->team, p->worker, pool->board->job.home);
	else if (order != POOL_REST)
		team_compute(&pool->team, p->worker, &slot->fold,
			     order == POOL_COMPUTE_MARKED ? &slot->marks
							  : NULL);
	slot->cpu = pin_here();
	slot->bytes = (uint32_t)fold_bytes(&slot->fold);
	if (awake)
		wake_set_awake(&slot->wake, number);
	else
		wake_set(&slot->wake, number);
}

/* Touches the worker's own slots: their pages are mapped before any timing. */
static void touch(const struct post *p)
{
	volatile unsigned char *own = (void *)pool_slot(p->pool, p->worker, 0);
	size_t bytes = p->pool->depth * p->pool->slot_bytes, i;

	for (i = 0; i < bytes; i += 4096)
		own[i] = own[i];
	own[bytes - 1] = own[bytes - 1];
}

static int pool_worker(void *ctx)
{
	const struct post *p = ctx;
	struct job *job = &p->pool->board->job;
	uint32_t done = 0, published;
	unsigned spins;

	team_place(&p->pool->team, p->worker);
	touch(p);
	for (;;) {
		spins = atomic_load_explicit(&job->spins, memory_order_relaxed);
		if (!wake_wait(&job->wake, done, spins, INT64_MAX))
			continue;
		published = atomic_load_explicit(&job->wake.value,
						 memory_order_acquire);
		while (done != published)
			do_job(p, ++done, spins != 0);
	}
	return 0;
}

int pool_open(struct pool **pool, unsigned depth, const struct cell *cell,
	      const struct kernel *kernel, const struct vectors *vectors,
	      struct err *err)
{
	struct pool *p = mem_aligned(1, sizeof(*p), err);
	size_t slots = (size_t)cell->workers * depth, i;
	unsigned w;

	*pool = p;
	if (!p)
		return -1;
	p->depth = depth;
	p->slot_bytes = offsetof(struct pool_slot, fold) +
			fold_bytes_max(kernel, vectors->n);
	p->slot_bytes = (p->slot_bytes + 127) / 128 * 128;
	if (team_init(&p->team, cell, kernel, vectors, 1, err) ||
	    shared_open(&p->memory, sizeof(*p->board) + slots * p->slot_bytes,
			err))
		return -1;
	p->board = p->memory.data;
	/* every slot holds the number of the job that used it a lap before */
	for (i = 0; i < slots; i++)
		atomic_store(&pool_slot(p, (unsigned)(i / depth), (uint32_t)i)
				  ->wake.value,
			     i % depth ? (uint32_t)(i % depth) - depth : 0);
	for (w = 1; w < cell->workers; w++) {
		struct post post = { p, w };

		if (team_start(&p->team, w, pool_worker, &post, err))
			return -1;
	}
	return 0;
}

void pool_close(struct pool *pool)
{
	if (!pool)
		return;
	team_stop(&pool->team);
	shared_close(&pool->memory);
	free(pool);
}

void pool_publish(struct pool *pool, enum pool_order order)
{
	struct job *job = &pool->board->job;

	job->order[++pool->number & (pool->depth - 1)] = (uint8_t)order;
	if (pool->team.may_spin && order != POOL_REST)
		wake_set_awake(&job->wake, pool->number);
	else
		wake_set(&job->wake, pool->number);
}

/* Sleeps until a late answer comes; checks every NAP_NS that workers live. */
static int await_asleep(struct pool *pool, struct wake *wake, uint32_t number,
			int64_t deadline_ns, struct err *err)
{
	int64_t until_ns;
	uint32_t seen;

	for (;;) {
		seen = atomic_load_explicit(&wake->value, memory_order_acquire);
		if (seen == number)
			return 0;
		until_ns = clock_ns() + NAP_NS;
		if (until_ns > deadline_ns)
			until_ns = deadline_ns;
		/* wakes a worker that fell asleep as the job was published */
		wake_again(&pool->board->job.wake);
		if (!wake_wait(wake, seen, 0, until_ns) &&
		    (team_check(&pool->team, err) ||
		     team_watch(deadline_ns, err)))
			return -1;
	}
}

/* Waits until worker w has answered job `number`: 0, or -1 with *err. */
static int await(struct pool *pool, unsigned w, uint32_t number,
		 int64_t deadline_ns, struct err *err)
{
	struct pool_slot *slot = pool_slot(pool, w, number);
	struct wake *wake = &slot->wake;
	/* the slot holds this older number until the job is answered */
	const uint32_t old = number - pool->depth;

	if (pool->team.may_spin && wake_spin(wake, old, WAKE_YIELD - 1) &&
	    atomic_load_explicit(&wake->value, memory_order_acquire) == number)
		return 0;
	if (!(pool->team.may_spin && wake_spin(wake, old, SPINS)) ||
	    atomic_load_explicit(&wake->value, memory_order_acquire) != number)
		if (await_asleep(pool, wake, number, deadline_ns, err))
			return -1;
	/* the scheduler would leave both on one CPU for long: move away */
	if (pool->team.may_spin && slot->cpu == pin_here())
		team_spread(&pool->team, 1, slot->cpu);
	return 0;
}

int pool_gather(struct pool *pool, uint32_t number, int64_t deadline_ns,
		struct sample *sample, double *result, struct err *err)
{
	const struct kernel *kernel = pool->team.kernel;
	struct fold *fold = &pool_slot(pool, 0, number)->fold;
	unsigned w;

	for (w = 1; w < pool->team.workers; w++) {
		const struct pool_slot *slot = pool_slot(pool, w, number);

		if (await(pool, w, number, deadline_ns, err))
			return -1;
		kernel->join(fold, &slot->fold);
		sample->received_bytes += slot->bytes;
	}
	*result = kernel->value(fold);
	return 0;
}

int pool_wake(struct pool *pool, int64_t deadline_ns, struct err *err)
{
	struct job *job = &pool->board->job;
	unsigned w;

	team_caller_place(&pool->team);
	atomic_store(&job->spins, pool->team.may_spin ? SPINS : 0);
	job->home = pin_here();
	pool_publish(pool, POOL_SPREAD);
	for (w = 1; w < pool->team.workers; w++)
		if (await(pool, w, pool->number, deadline_ns, err))
			return -1;
	/* waking the caller may have moved it to the waking worker's CPU */
	team_spread(&pool->team, 0, job->home);
	return 0;
}

/* A worker that does not answer here is found missing in the next turn. */
void pool_rest(struct pool *pool)
{
	int64_t deadline_ns = clock_ns() + CLOCK_NS_PER_S;
	unsigned w;

	atomic_store(&pool->board->job.spins, 0);
	pool_publish(pool, POOL_REST);
	for (w = 1; w < pool->team.workers; w++)
		await(pool, w, pool->number, deadline_ns, NULL);
	team_caller_free(&pool->team);
}

uint64_t pool_sent_bytes(const struct pool *pool)
{
	return (pool->team.workers - 1) * sizeof(pool->number);
}
