/*
 * Strategy `ring`: the pool of `shm` with many products in flight. It answers
 * another question: not how soon one product is done (latency) but how many are
 * done per second (throughput). The time of a call is the repeat's divided by
 * its calls.
 */
#include "strategy/strategy.h"

#include "base/clock.h"
#include "strategy/pool.h"

#ifndef DEPTH
#define DEPTH POOL_DEPTH_MAX
#endif
#ifndef AHEAD
#define AHEAD 8
#endif
/* Jobs that are published at once. Each alone would move the line of the job to the
 * workers and back, which takes longer between far CPUs than a short job. */
#ifndef BATCH
#define BATCH 8
#endif

static int open_ring(void **state, const struct cell *cell,
		     const struct kernel *kernel, const struct vectors *vectors,
		     struct err *err)
{
	return pool_open((struct pool **)state, DEPTH, cell, kernel, vectors,
			 err);
}

/* The times of each worker in the marked jobs. */
struct flow {
	int64_t compute_ns[TEAM_MAX]; /* sum over the marked jobs */
	int64_t ended_ns[TEAM_MAX];   /* of the last marked job */
	uint32_t marked;              /* number of marked jobs */
};

static int ring_gather(struct pool *pool, uint32_t number, bool marked,
		       int64_t deadline_ns, struct flow *flow,
		       struct sample *sample, struct err *err)
{
	double result;
	unsigned w;

	pool_prefetch(pool, number + AHEAD);
	if (pool_gather(pool, number, deadline_ns, sample, &result, err))
		return -1;
	sample_add_result(sample, result);
	for (w = 0; marked && w < pool->team.workers; w++) {
		struct worker_marks m = pool_marks(pool, w, number);

		flow->compute_ns[w] += m.compute_ns;
		flow->ended_ns[w] = m.ended_ns;
	}
	flow->marked += marked;
	return 0;
}

/*
 * Products overlap, so a single one has no dispatch time. The critical worker
 * is the one that computed longest. The time in which it did not compute is the
 * cost of the exchange; all of it counts as `dispatch`.
 */
static void add_phases(const struct pool *pool, const struct flow *flow,
		       uint32_t calls, int64_t total_ns, struct sample *sample)
{
	int64_t most = 0, least = INT64_MAX, all;
	unsigned w;

	for (w = 0; w < pool->team.workers; w++) {
		if (!pool->team.has_work[w])
			continue;
		all = (int64_t)((double)flow->compute_ns[w] * calls /
				flow->marked);
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

/* Publishes `count` jobs, from number `from` of the repeat on, at once, and computes the
 * caller's share of each. */
static void send(struct pool *pool, uint32_t from, uint32_t count,
		 uint32_t every)
{
	enum pool_order orders[BATCH];
	uint32_t i;

	for (i = 0; i < count; i++)
		orders[i] =
		    (from + i) % every ? POOL_COMPUTE : POOL_COMPUTE_MARKED;
	pool_publish_all(pool, orders, count);
	for (i = 0; i < count; i++)
		pool_compute(pool, pool->number - count + 1 + i,
			     orders[i] == POOL_COMPUTE_MARKED);
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	struct pool *pool = state;
	const uint32_t calls = request->calls, every = request->mark_every;
	const uint32_t first = pool->number + 1;
	int64_t begin_ns = clock_ns();
	struct flow flow = { .marked = 0 };
	uint32_t sent = 0, got = 0, batch;
	unsigned w;

	while (got < calls) {
		batch = calls - sent < BATCH ? calls - sent : BATCH;
		if (batch && sent - got + batch <= DEPTH) {
			send(pool, sent, batch, every);
			sent += batch;
			continue;
		}
		if (ring_gather(pool, first + got, got % every == 0,
				request->deadline_ns, &flow, sample, err))
			return -1;
		got++;
	}
	add_phases(pool, &flow, calls, clock_ns() - begin_ns, sample);
	sample->mark_every = every;
	sample->sent_bytes = calls * pool_sent_bytes(pool);
	for (w = 0; w < pool->team.workers; w++)
		sample->active += pool->team.has_work[w];
	return 0;
}

static int ready(void *state, int64_t deadline_ns, struct err *err)
{
	struct request request = { 1, 1, deadline_ns };
	struct sample untimed = { 0 };

	if (pool_wake(state, deadline_ns, err))
		return -1;
	return once(state, &request, &untimed, err);
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
