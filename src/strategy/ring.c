/*
 * Strategy `ring`: the pool of `shm` with many products in flight. It answers
 * another question: not how soon one product is done (latency) but how many are
 * done per second (throughput). The time of a call is the repeat's divided by
 * its calls.
 */
#include "strategy/strategy.h"

#include "base/clock.h"
#include "strategy/pool.h"

#define DEPTH 4 /* jobs in flight */

/* Products of a job: each alone would move the line of the job to the workers and that of
 * the answer back, which takes longer between far CPUs than a short product. */
#define PRODUCTS 16

static int open_ring(void **state, const struct cell *cell,
		     const struct kernel *kernel, const struct vectors *vectors,
		     struct err *err)
{
	return pool_open((struct pool **)state, DEPTH, PRODUCTS, cell, kernel,
			 vectors, err);
}

/* Where a repeat stands. */
struct flow {
	uint32_t unsent;              /* calls */
	uint32_t to_mark;             /* calls until the next marked one */
	uint32_t every;               /* mark_every */
	int64_t compute_ns[TEAM_MAX]; /* sum over the marked calls */
};

/*
 * Products overlap, so a single one has no dispatch time. The critical worker
 * is the one that computed longest. The time in which it did not compute is the
 * cost of the exchange; all of it counts as `dispatch`.
 */
static void add_phases(const struct pool *pool, const struct flow *flow,
		       uint32_t calls, uint32_t marked, int64_t total_ns,
		       struct sample *sample)
{
	int64_t most = 0, least = INT64_MAX, all;
	unsigned w;

	for (w = 0; w < pool->team.workers; w++) {
		if (!pool->team.has_work[w])
			continue;
		all = (int64_t)((double)flow->compute_ns[w] * calls / marked);
		most = all > most ? all : most;
		least = all < least ? all : least;
	}
	most = most < total_ns ? most : total_ns;
	least = least < most ? least : most;
	sample->compute_ns = most;
	sample->dispatch_ns = total_ns - most;
	sample->skew_ns = most - least;
	sample_apportion(sample, total_ns);
}

static struct pool_job next_job(struct flow *flow)
{
	struct pool_job job = { POOL_COMPUTE, 0, 0 };

	for (; flow->unsent && job.products < PRODUCTS; flow->unsent--) {
		if (!flow->to_mark) {
			job.marked |= UINT32_C(1) << job.products;
			flow->to_mark = flow->every;
		}
		flow->to_mark--;
		job.products++;
	}
	return job;
}

/* Publishes as many jobs as may be in flight, if all before `number` are answered. */
static void send(struct pool *pool, uint32_t number, struct flow *flow)
{
	struct pool_job jobs[DEPTH];
	unsigned room = DEPTH - (pool->number + 1 - number), count = 0;

	while (flow->unsent && count < room)
		jobs[count++] = next_job(flow);
	if (count)
		pool_publish(pool, jobs, count);
}

/* Computes the caller's share of a job and gathers its products. */
static int do_job(struct pool *pool, uint32_t number, int64_t deadline_ns,
		  struct flow *flow, struct sample *sample, struct err *err)
{
	const unsigned products = pool->job[number & (DEPTH - 1)].products;
	double result;
	unsigned i, w;

	pool_compute(pool, number);
	for (i = 0; i < products; i++) {
		if (pool_gather(pool, number, i, deadline_ns, sample, &result,
				err))
			return -1;
		sample_add_result(sample, result);
	}
	for (w = 0; w < pool->team.workers; w++)
		flow->compute_ns[w] += pool_marks(pool, w, number).compute_ns;
	return 0;
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	const uint32_t calls = request->calls, every = request->mark_every;
	const uint32_t jobs = (calls + PRODUCTS - 1) / PRODUCTS;
	struct flow flow = { .unsent = calls, .every = every };
	int64_t begin_ns = clock_ns();
	struct pool *pool = state;
	uint32_t number = pool->number, i;
	unsigned w;

	for (i = 0; i < jobs; i++) {
		send(pool, ++number, &flow);
		if (do_job(pool, number, request->deadline_ns, &flow, sample,
			   err))
			return -1;
	}
	add_phases(pool, &flow, calls, (calls + every - 1) / every,
		   clock_ns() - begin_ns, sample);
	sample->mark_every = every;
	sample->sent_bytes = jobs * pool_sent_bytes(pool);
	for (w = 0; w < pool->team.workers; w++)
		sample->active += pool->team.has_work[w];
	return 0;
}

static int ready(void *state, int64_t deadline_ns, struct err *err)
{
	struct request request = { 1, 1, deadline_ns };
	struct sample untimed = { 0 };

	if (pool_wake(state, deadline_ns, err) ||
	    once(state, &request, &untimed, err))
		return -1;
	pool_touch(state);
	return 0;
}

static void rest(void *state)
{
	pool_rest(state);
}

static void close_ring(void *state)
{
	pool_close(state);
}

const struct strategy strategy_ring = {
	.name = "ring",
	.summary = "the pool of shm with up to 64 products in flight: "
		   "throughput, not latency",
	.open = open_ring,
	.ready = ready,
	.rest = rest,
	.once = once,
	.close = close_ring,
};
