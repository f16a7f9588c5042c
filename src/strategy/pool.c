/* A pool of processes over shared memory, the engine of `shm` and `ring`. */
#include "strategy/pool.h"

#include "base/clock.h"
#include "base/mem.h"
#include "strategy/pool_board.h"

#include <stdlib.h>
#include <string.h>

/* How often a waiter looks at a value before it sleeps: some 100 us. Spinning
 * longer would lose more time when the awaited process has no CPU. */
#define SPINS 8192

/* How long the caller sleeps before it checks that the workers are alive. */
#define NAP_NS (20 * CLOCK_NS_PER_MS)

/* The caller's own memory. It is shared, too, though nobody shares it: private memory
 * would be copied page by page, in timed windows, after every fork of another cell. */
static int open_own(struct pool *p, struct err *err)
{
	struct fold *part;
	unsigned w;

	if (shared_open(&p->own_memory,
			sizeof(*p->own) + p->team.workers * sizeof(*part), err))
		return -1;
	p->own = p->own_memory.data;
	part = (struct fold *)(p->own + 1);
	board_touch(p->own, p->own_memory.size);
	for (w = 1; w < p->team.workers; w++)
		p->part[w] = &part[w];
	return 0;
}

static size_t round_up(size_t bytes)
{
	return (bytes + 127) / 128 * 128;
}

int pool_open(struct pool **pool, unsigned depth, unsigned products,
	      const struct cell *cell, const struct kernel *kernel,
	      const struct vectors *vectors, struct err *err)
{
	struct pool *p = mem_aligned(1, sizeof(*p), err);
	size_t answers = (size_t)(cell->workers - 1) * depth, i;
	unsigned w;

	*pool = p;
	if (!p)
		return -1;
	p->depth = depth;
	p->products = products;
	p->answer_bytes = round_up(sizeof(struct pool_answer) +
				   products * FOLD_NODES_MAX * sizeof(double));
	p->bulk_bytes =
	    products * round_up(kernel->lane_nodes_max * FOLD_LANE_BYTES);
	if (team_init(&p->team, cell, kernel, vectors, 1, err) ||
	    open_own(p, err) ||
	    shared_open(&p->memory,
			sizeof(*p->board) +
			    answers * (p->answer_bytes + p->bulk_bytes),
			err))
		return -1;
	p->board = p->memory.data;
	/* every answer has the number of the job that used it a lap before */
	for (w = 1; w < cell->workers; w++)
		for (i = 0; i < depth; i++)
			atomic_store(
			    &board_answer(p, w, (uint32_t)i)->wake.value,
			    i ? (uint32_t)i - depth : 0);
	for (w = 1; w < cell->workers; w++) {
		struct pool_place place = { p, w };

		if (team_start(&p->team, w, pool_worker, &place, err))
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

static void touch_lines(const void *memory, size_t bytes)
{
	volatile const unsigned char *lines = memory;
	size_t i;

	for (i = 0; i < bytes; i += 4096)
		(void)lines[i];
	if (bytes)
		(void)lines[bytes - 1];
}

void pool_touch(const struct pool *pool)
{
	struct pool_load load;
	uint32_t i;
	unsigned w;

	board_touch(pool->own, pool->own_memory.size);
	for (w = 1; w < pool->team.workers; w++) {
		load = pool->load[w];
		for (i = 0; i < pool->depth; i++) {
			touch_lines(board_answer(pool, w, i),
				    sizeof(struct pool_answer) +
					pool->products * load.count *
					    sizeof(double));
			touch_lines(board_bulk(pool, w, i),
				    pool->products * load.bulk);
		}
	}
}

/* Prefetches what the caller will read of a product, if the answers are probably there:
 * lines that their writers still need would have to go back. */
static void prefetch(const struct pool *pool, uint32_t number, unsigned product)
{
	struct pool_load load;
	const char *from;
	unsigned w;
	size_t i;

	for (w = 1; w < pool->team.workers; w++) {
		load = pool->load[w];
		from = (const char *)board_answer(pool, w, number);
		if (!product)
			__builtin_prefetch(from);
		__builtin_prefetch(from + sizeof(struct pool_answer) +
				   product * load.count * sizeof(double));
		from = (const char *)board_bulk(pool, w, number) +
		       product * load.bulk;
		for (i = 0; i < load.bulk; i += 64)
			__builtin_prefetch(from + i);
	}
}

void pool_compute(struct pool *pool, uint32_t number)
{
	const struct pool_job *job = &pool->job[number & (pool->depth - 1)];
	struct pool_own *own = pool->own;
	unsigned i;

	own->marks.compute_ns = 0;
	for (i = 0; i < job->products; i++) {
		if (pool->early)
			prefetch(pool, number, i);
		team_compute(&pool->team, 0, &own->fold[i],
			     job->marked >> i & 1 ? &own->marks : NULL);
	}
}

struct worker_marks pool_marks(const struct pool *pool, unsigned w,
			       uint32_t number)
{
	const struct pool_answer *answer;

	if (!w)
		return pool->own->marks;
	answer = board_answer(pool, w, number);
	return (struct worker_marks){ .compute_ns = answer->compute_ns,
				      .ended_ns = answer->ended_ns };
}

void pool_publish(struct pool *pool, const struct pool_job *jobs,
		  unsigned count)
{
	struct board_job *board = &pool->board->job;
	unsigned i, at;

	for (i = 0; i < count; i++) {
		at = ++pool->number & (pool->depth - 1);
		pool->job[at] = jobs[i];
		atomic_store_explicit(&board->word[at], board_word(&jobs[i]),
				      memory_order_relaxed);
	}
	if (pool->team.may_spin && jobs[0].order != POOL_REST)
		wake_set_awake(&board->wake, pool->number);
	else
		wake_set(&board->wake, pool->number);
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
	struct pool_answer *answer = board_answer(pool, w, number);
	struct wake *wake = &answer->wake;
	/* it holds this older number until the job is answered */
	const uint32_t old = number - pool->depth;

	if (atomic_load_explicit(&wake->value, memory_order_acquire) == number)
		return 0;
	pool->early = false;
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

/* The fold of a product that worker w handed over. */
static const struct fold *take_over(const struct pool *pool, unsigned w,
				    uint32_t number, unsigned product)
{
	struct fold *part = pool->part[w];
	const struct pool_load load = pool->load[w];

	board_copy(board_numbers(part, &load),
		   board_answer(pool, w, number)->number + product * load.count,
		   load.count);
	if (load.bulk)
		memcpy(part->lanes,
		       board_bulk(pool, w, number) + product * load.bulk,
		       load.bulk);
	return part;
}

/* The first answer of a worker tells the shape of all. */
static void take_shape(struct pool *pool, unsigned w)
{
	const struct fold *shape = &pool->board->shape[w].fold;

	memcpy(pool->part[w], shape, fold_bytes(shape));
	pool->load[w] = board_load(shape);
}

/* Waits for the answers to a job. */
static int await_all(struct pool *pool, uint32_t number, int64_t deadline_ns,
		     struct sample *sample, struct err *err)
{
	const size_t products = pool->job[number & (pool->depth - 1)].products;
	struct pool_load load;
	unsigned w;

	pool->early = number != pool->number;
	for (w = 1; w < pool->team.workers; w++) {
		if (await(pool, w, number, deadline_ns, err))
			return -1;
		if (!pool->load[w].count)
			take_shape(pool, w);
		load = pool->load[w];
		sample->received_bytes +=
		    (sizeof(struct pool_answer) +
		     products * load.count * sizeof(double) + 63) /
			64 * 64 +
		    products * load.bulk;
	}
	return 0;
}

int pool_gather(struct pool *pool, uint32_t number, unsigned product,
		int64_t deadline_ns, struct sample *sample, double *result,
		struct err *err)
{
	const struct kernel *kernel = pool->team.kernel;
	struct fold *fold = &pool->own->fold[product];
	unsigned w;

	if (!product && await_all(pool, number, deadline_ns, sample, err))
		return -1;
	/* the next job will be published soon */
	if (product &&
	    product == pool->job[number & (pool->depth - 1)].products / 2)
		wake_claim(&pool->board->job);
	for (w = 1; w < pool->team.workers; w++)
		kernel->join(fold, take_over(pool, w, number, product));
	*result = kernel->value(fold);
	return 0;
}

int pool_wake(struct pool *pool, int64_t deadline_ns, struct err *err)
{
	struct board_job *job = &pool->board->job;
	unsigned w;

	team_caller_place(&pool->team);
	atomic_store(&job->spins, pool->team.may_spin ? SPINS : 0);
	job->home = pin_here();
	pool_publish(pool, &(struct pool_job){ .order = POOL_SPREAD }, 1);
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
	pool_publish(pool, &(struct pool_job){ .order = POOL_REST }, 1);
	for (w = 1; w < pool->team.workers; w++)
		await(pool, w, pool->number, deadline_ns, NULL);
	team_caller_free(&pool->team);
}

uint64_t pool_sent_bytes(const struct pool *pool)
{
	return (pool->team.workers - 1) * sizeof(pool->number);
}
