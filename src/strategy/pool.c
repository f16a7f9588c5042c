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

/* Written by the caller, read by all workers: one cache line. */
struct job {
	_Alignas(128) struct wake wake; /* value: number of the last job */
	_Atomic uint32_t spins;         /* a worker's looks before it sleeps */
	int home;                       /* the caller's CPU, for POOL_SPREAD */
	_Atomic uint64_t
	    order[POOL_ORDER_WORDS]; /* of job i at i modulo depth */
};

/* The shape of a worker's fold, written once, before its first answer; each has lines
 * of its own. */
struct shape {
	_Alignas(128) struct fold fold;
};

struct pool_board {
	struct job job;
	struct shape shape[TEAM_MAX];
	/* for each worker but the caller, depth answers; then depth bulks of
	 * bulk_bytes for each */
	struct pool_answer answers[];
};

/* What a worker has for itself. */
struct post {
	const struct pool *pool;
	unsigned worker;
	struct fold *fold;
	bool told;   /* the shape of its fold */
	int16_t cpu; /* where it was after the job before */
};

static size_t pool_index(const struct pool *pool, unsigned w, uint32_t number)
{
	return (size_t)(w - 1) * pool->depth + (number & (pool->depth - 1));
}

static struct pool_answer *answer_of(const struct pool *pool, unsigned w,
				     uint32_t number)
{
	return &pool->board->answers[pool_index(pool, w, number)];
}

static void *bulk_of(const struct pool *pool, unsigned w, uint32_t number)
{
	size_t answers = (size_t)(pool->team.workers - 1) * pool->depth;

	return (unsigned char *)&pool->board->answers[answers] +
	       pool_index(pool, w, number) * pool->bulk_bytes;
}

void pool_prefetch(const struct pool *pool, uint32_t number)
{
	const char *lines;
	unsigned w;

	for (w = 1; w < pool->team.workers; w++) {
		lines = (const char *)answer_of(pool, w, number);
		__builtin_prefetch(lines);
		__builtin_prefetch(lines + 64);
	}
}

/* The caller has the orders in memory of its own, too: reading the line that the workers
 * look at would wait until it comes back from them. */
static void set_order(struct pool *pool, uint32_t at, enum pool_order order)
{
	unsigned word = at * POOL_ORDER_BITS / 64,
		 shift = at * POOL_ORDER_BITS % 64;

	pool->order[word] &= ~(((UINT64_C(1) << POOL_ORDER_BITS) - 1) << shift);
	pool->order[word] |= (uint64_t)order << shift;
	atomic_store_explicit(&pool->board->job.order[word], pool->order[word],
			      memory_order_relaxed);
}

static enum pool_order get_order(struct job *job, uint32_t at)
{
	uint64_t word = atomic_load_explicit(
	    &job->order[at * POOL_ORDER_BITS / 64], memory_order_relaxed);

	return word >> (at * POOL_ORDER_BITS % 64) &
	       ((UINT64_C(1) << POOL_ORDER_BITS) - 1);
}

/* Number nodes of a fold lie side by side; lanes can be before and behind them. */
static uint32_t numbers_of(const struct fold *fold, uint32_t *first)
{
	uint32_t i = 0;

	while (i < fold->nodes && fold->level[i] < NATIVE_GROUP_LEVEL)
		i++;
	*first = i;
	return fold->nodes - fold->lane_nodes;
}

/* Whether the fold moves as a whole: it is no tree, or has too many numbers. */
static bool moves_whole(const struct kernel *kernel, const struct fold *fold)
{
	return kernel->flags & KERNEL_EXACT ||
	       fold->nodes - fold->lane_nodes > POOL_NUMBERS;
}

/* Writes the fold of a job where the caller will read it. */
static void hand_over(struct post *p, struct pool_answer *answer,
		      uint32_t number)
{
	const struct fold *fold = p->fold;
	uint32_t count, first;

	if (!p->told) {
		memcpy(&p->pool->board->shape[p->worker].fold, fold,
		       fold_bytes(fold));
		p->told = true;
	}
	answer->whole = moves_whole(p->pool->team.kernel, fold);
	if (answer->whole) {
		memcpy(bulk_of(p->pool, p->worker, number), fold,
		       fold_bytes(fold));
		return;
	}
	count = numbers_of(fold, &first);
	if (fold->nodes)
		memcpy(answer->number, fold->number + first,
		       count * sizeof(*answer->number));
	else
		answer->number[0] = fold->sum;
	if (fold->lane_nodes)
		memcpy(bulk_of(p->pool, p->worker, number), fold->lanes,
		       (size_t)fold->lane_nodes * FOLD_LANE_BYTES);
}

/* The fold that worker w handed over, and how many bytes of it moved. */
static const struct fold *take_over(const struct pool *pool, unsigned w,
				    uint32_t number, uint64_t *bytes)
{
	const struct pool_answer *answer = answer_of(pool, w, number);
	const void *bulk = bulk_of(pool, w, number);
	struct fold *part = pool->part[w];
	uint32_t count, first;
	size_t lanes;

	if (part->end < part->first) /* the shape is not known yet */
		memcpy(part, &pool->board->shape[w].fold,
		       fold_bytes(&pool->board->shape[w].fold));
	if (answer->whole) {
		*bytes += 64 + fold_bytes(bulk);
		return bulk;
	}
	count = numbers_of(part, &first);
	if (part->nodes)
		memcpy(part->number + first, answer->number,
		       count * sizeof(*answer->number));
	else
		part->sum = answer->number[0];
	lanes = (size_t)part->lane_nodes * FOLD_LANE_BYTES;
	memcpy(part->lanes, bulk, lanes);
	*bytes += (count > 4 ? 128 : 64) + lanes;
	return part;
}

static void do_job(struct post *p, uint32_t number, bool awake)
{
	const struct pool *pool = p->pool;
	struct pool_answer *answer = answer_of(pool, p->worker, number);
	struct job *job = &pool->board->job;
	enum pool_order order = get_order(job, number & (pool->depth - 1));
	struct worker_marks marks = { 0 };

	if (order == POOL_COMPUTE || order == POOL_COMPUTE_MARKED) {
		team_compute(&pool->team, p->worker, p->fold,
			     order == POOL_COMPUTE_MARKED ? &marks : NULL);
		hand_over(p, answer, number);
	} else {
		if (order == POOL_SPREAD)
			team_spread(&pool->team, p->worker, job->home);
		p->cpu = (int16_t)pin_here();
	}
	answer->compute_ns = marks.compute_ns;
	answer->ended_ns = marks.ended_ns;
	answer->cpu = p->cpu;
	if (awake)
		wake_set_awake(&answer->wake, number);
	else
		wake_set(&answer->wake, number);
	p->cpu = (int16_t)pin_here(); /* nobody waits for this */
}

/* Touches the worker's own memory: its pages are mapped before any timing. */
static void touch_all(void *memory, size_t bytes)
{
	volatile unsigned char *own = memory;
	size_t i;

	for (i = 0; i < bytes; i += 4096)
		own[i] = own[i];
	if (bytes)
		own[bytes - 1] = own[bytes - 1];
}

static void touch(const struct post *p)
{
	const struct pool *pool = p->pool;

	touch_all(answer_of(pool, p->worker, 0),
		  pool->depth * sizeof(struct pool_answer));
	touch_all(bulk_of(pool, p->worker, 0), pool->depth * pool->bulk_bytes);
	touch_all(&pool->board->shape[p->worker], sizeof(struct shape));
	touch_all(p->fold, sizeof(*p->fold));
}

static int pool_worker(void *ctx)
{
	struct post *p = ctx;
	struct job *job = &p->pool->board->job;
	uint32_t done = 0, published;
	unsigned spins;

	p->fold = mem_aligned(1, sizeof(*p->fold), NULL);
	if (!p->fold)
		return 1;
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

/* The caller's own memory. It is shared, too, though nobody shares it: private memory
 * would be copied page by page, in timed windows, after every fork of another cell. */
static int open_own(struct pool *p, struct err *err)
{
	struct fold *part;
	unsigned w;

	if (shared_open(&p->own_memory,
			p->depth * sizeof(*p->own) +
			    p->team.workers * sizeof(*part),
			err))
		return -1;
	p->own = p->own_memory.data;
	part = (struct fold *)(p->own + p->depth);
	touch_all(p->own, p->own_memory.size);
	for (w = 1; w < p->team.workers; w++) {
		p->part[w] = &part[w];
		p->part[w]->first = 1; /* its shape is not known yet */
		p->part[w]->end = 0;
	}
	return 0;
}

int pool_open(struct pool **pool, unsigned depth, const struct cell *cell,
	      const struct kernel *kernel, const struct vectors *vectors,
	      struct err *err)
{
	struct pool *p = mem_aligned(1, sizeof(*p), err);
	size_t answers = (size_t)(cell->workers - 1) * depth, i;
	unsigned w;

	*pool = p;
	if (!p)
		return -1;
	p->depth = depth;
	p->bulk_bytes = fold_bytes_max(kernel);
	p->bulk_bytes = (p->bulk_bytes + 127) / 128 * 128;
	if (team_init(&p->team, cell, kernel, vectors, 1, err) ||
	    open_own(p, err) ||
	    shared_open(&p->memory,
			sizeof(*p->board) +
			    answers *
				(sizeof(struct pool_answer) + p->bulk_bytes),
			err))
		return -1;
	p->board = p->memory.data;
	/* every answer has the number of the job that used it a lap before */
	for (i = 0; i < answers; i++)
		atomic_store(&p->board->answers[i].wake.value,
			     i % depth ? (uint32_t)(i % depth) - depth : 0);
	for (w = 1; w < cell->workers; w++) {
		struct post post = { p, w, NULL, false, -1 };

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
	shared_close(&pool->own_memory);
	free(pool);
}

void pool_compute(struct pool *pool, uint32_t number, bool marked)
{
	struct pool_own *own = &pool->own[number & (pool->depth - 1)];

	own->marks.compute_ns = 0;
	team_compute(&pool->team, 0, &own->fold, marked ? &own->marks : NULL);
}

struct worker_marks pool_marks(const struct pool *pool, unsigned w,
			       uint32_t number)
{
	const struct pool_answer *answer;

	if (!w)
		return pool->own[number & (pool->depth - 1)].marks;
	answer = answer_of(pool, w, number);
	return (struct worker_marks){ .compute_ns = answer->compute_ns,
				      .ended_ns = answer->ended_ns };
}

void pool_publish_all(struct pool *pool, const enum pool_order *orders,
		      unsigned count)
{
	struct job *job = &pool->board->job;
	unsigned i;

	for (i = 0; i < count; i++)
		set_order(pool, ++pool->number & (pool->depth - 1), orders[i]);
	if (pool->team.may_spin && orders[0] != POOL_REST)
		wake_set_awake(&job->wake, pool->number);
	else
		wake_set(&job->wake, pool->number);
}

void pool_publish(struct pool *pool, enum pool_order order)
{
	pool_publish_all(pool, &order, 1);
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
	struct pool_answer *answer = answer_of(pool, w, number);
	struct wake *wake = &answer->wake;
	/* it holds this older number until the job is answered */
	const uint32_t old = number - pool->depth;

	if (pool->team.may_spin && wake_spin(wake, old, WAKE_YIELD - 1) &&
	    atomic_load_explicit(&wake->value, memory_order_acquire) == number)
		return 0;
	if (!(pool->team.may_spin && wake_spin(wake, old, SPINS)) ||
	    atomic_load_explicit(&wake->value, memory_order_acquire) != number)
		if (await_asleep(pool, wake, number, deadline_ns, err))
			return -1;
	/* the scheduler would leave both on one CPU for long: move away */
	if (pool->team.may_spin && answer->cpu == pin_here())
		team_spread(&pool->team, 1, answer->cpu);
	return 0;
}

int pool_gather(struct pool *pool, uint32_t number, int64_t deadline_ns,
		struct sample *sample, double *result, struct err *err)
{
	const struct kernel *kernel = pool->team.kernel;
	struct fold *fold = &pool->own[number & (pool->depth - 1)].fold;
	unsigned w;

	for (w = 1; w < pool->team.workers; w++) {
		if (await(pool, w, number, deadline_ns, err))
			return -1;
		kernel->join(
		    fold, take_over(pool, w, number, &sample->received_bytes));
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
