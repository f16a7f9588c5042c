/*
 * Strategy `shm`: a persistent pool over shared memory. A call moves one cache
 * line to the workers and their folds back. The caller publishes the job,
 * computes its own share and waits for the workers.
 */
#include "strategy/strategy.h"

#include "base/clock.h"
#include "strategy/pool.h"

static int open_shm(void **state, const struct cell *cell,
		    const struct kernel *kernel, const struct vectors *vectors,
		    struct err *err)
{
	return pool_open((struct pool **)state, 1, 1, cell, kernel, vectors,
			 err);
}

static int shm_call(void *state, bool marked, int64_t deadline_ns,
		    struct sample *sample, struct err *err)
{
	const struct pool_job job = { POOL_COMPUTE, 1, marked };
	struct pool *pool = state;
	int64_t begin_ns = marked ? clock_ns() : 0;
	struct worker_marks marks[TEAM_MAX];
	double result;
	unsigned w;

	pool_publish(pool, &job, 1);
	pool_compute(pool, pool->number);
	if (pool_gather(pool, pool->number, 0, deadline_ns, sample, &result,
			err))
		return -1;
	if (marked) {
		for (w = 0; w < pool->team.workers; w++) {
			marks[w] = pool_marks(pool, w, pool->number);
			marks[w].started_ns = begin_ns;
		}
		team_add_call(&pool->team, marks, begin_ns, clock_ns(), sample);
	}
	sample_add_result(sample, result);
	return 0;
}

static int ready(void *state, int64_t deadline_ns, struct err *err)
{
	struct sample untimed = { 0 };

	if (pool_wake(state, deadline_ns, err))
		return -1;
	return shm_call(state, true, deadline_ns, &untimed, err);
}

static void rest(void *state)
{
	pool_rest(state);
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	struct pool *pool = state;

	sample->sent_bytes = request->calls * pool_sent_bytes(pool);
	return team_once(&pool->team, shm_call, state, request, sample, err);
}

static void close_shm(void *state)
{
	pool_close(state);
}

const struct strategy strategy_shm = {
	.name = "shm",
	.summary = "a pool over shared memory; vectors shared, nothing copied",
	.open = open_shm,
	.ready = ready,
	.rest = rest,
	.once = once,
	.close = close_shm,
};
