/*
 * A pool of processes over shared memory, the engine of `shm` and `ring`: a
 * job is a number the caller publishes in one cache line; every worker leaves
 * its fold in a slot of its own. The caller is worker 0.
 */
#ifndef STRATEGY_POOL_H
#define STRATEGY_POOL_H

#include "proc/shared.h"
#include "proc/wake.h"
#include "strategy/team.h"

#define POOL_DEPTH_MAX 64

enum pool_order { POOL_COMPUTE, POOL_COMPUTE_MARKED, POOL_SPREAD, POOL_REST };

/* One worker's answer to one job; written by it, read by the caller. Slots lie
 * closer than this: as much of the fold as the vectors can need. */
struct pool_slot {
	_Alignas(128) struct wake wake; /* value: the job it answers */
	int cpu;                        /* where it was computed */
	uint32_t bytes;                 /* of the fold, in use */
	struct worker_marks marks;
	struct fold fold;
};

struct pool_board;

struct pool {
	struct team team;
	struct shared memory;
	struct pool_board *board;
	size_t slot_bytes;
	unsigned depth;  /* jobs that may be in flight: a power of two */
	uint32_t number; /* of the last job published */
};

/*
 * Starts the workers, asleep. *pool is set even on failure, for pool_close().
 * Returns 0, or -1 with *err.
 */
int pool_open(struct pool **pool, unsigned depth, const struct cell *cell,
	      const struct kernel *kernel, const struct vectors *vectors,
	      struct err *err);
void pool_close(struct pool *pool);

/* Wakes the workers, each on a CPU of its own, and lets them wait busily, if
 * there are CPUs for all; places the caller. 0, or -1 with *err. And the
 * reverse: on return every worker sleeps. */
int pool_wake(struct pool *pool, int64_t deadline_ns, struct err *err);
void pool_rest(struct pool *pool);

/* Publishes the next job. At most `depth` may be unanswered. */
void pool_publish(struct pool *pool, enum pool_order order);

/* Worker w's slot for job `number`. */
struct pool_slot *pool_slot(const struct pool *pool, unsigned w,
			    uint32_t number);

/* Fetches the workers' answers to a job that is probably done. */
void pool_prefetch(const struct pool *pool, uint32_t number);

/* Joins the workers' folds of a job to the caller's: its value, in *result. */
int pool_gather(struct pool *pool, uint32_t number, int64_t deadline_ns,
		struct sample *sample, double *result, struct err *err);

/* Bytes a job moves to the workers. */
uint64_t pool_sent_bytes(const struct pool *pool);

#endif
