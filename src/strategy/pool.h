/*
 * A pool of processes over shared memory, the engine of `shm` and `ring`. A job
 * is a number that the caller publishes in one cache line; every worker answers in
 * one or two lines of its own. The caller is worker 0.
 */
#ifndef STRATEGY_POOL_H
#define STRATEGY_POOL_H

#include "proc/shared.h"
#include "proc/wake.h"
#include "strategy/team.h"

#define POOL_DEPTH_MAX 64

/* Two bits for the order of each job that may be in flight. */
#define POOL_ORDER_BITS  2
#define POOL_ORDER_WORDS (POOL_DEPTH_MAX * POOL_ORDER_BITS / 64)

enum pool_order { POOL_COMPUTE, POOL_COMPUTE_MARKED, POOL_SPREAD, POOL_REST };

/*
 * One worker's answer to one job; the worker writes it, the caller reads it. The fold of
 * a slice of the same vectors has the same shape each time, so that only its numbers
 * move: in these two lines, of which the second is needed from the fifth number on.
 * What else a fold has, lanes or limbs, lies in the worker's `bulk` of the job.
 */
#define POOL_NUMBERS 12
struct pool_answer {
	_Alignas(128) struct wake wake; /* value: number of the answered job */
	int16_t cpu;                    /* of the worker before it computed */
	bool whole;                     /* the fold is in the bulk */
	int64_t compute_ns, ended_ns;   /* as in struct worker_marks */
	double number[POOL_NUMBERS];
};

struct pool_board;

struct pool {
	struct team team;
	struct shared memory, own_memory;
	struct pool_board *board;
	size_t bulk_bytes;
	unsigned depth;  /* jobs that may be in flight: a power of two */
	uint32_t number; /* of the last job published */
	uint64_t order[POOL_ORDER_WORDS]; /* as in the board */
	/* of the caller: its own folds, by job; its own marks; the folds of the
	 * workers, whose shape is known from their first answer on */
	struct pool_own {
		struct worker_marks marks;
		struct fold fold;
	} * own;
	struct fold *part[TEAM_MAX];
};

/*
 * Starts the workers; they sleep until pool_wake(). *pool is set even on
 * failure, for pool_close(). Returns 0, or -1 with *err.
 */
int pool_open(struct pool **pool, unsigned depth, const struct cell *cell,
	      const struct kernel *kernel, const struct vectors *vectors,
	      struct err *err);
void pool_close(struct pool *pool);

/* pool_wake() wakes the workers and places the caller; if there are CPUs for
 * all, each starts on its own CPU and may spin. Returns 0, or -1 with *err.
 * pool_rest() is the reverse: on return every worker sleeps. */
int pool_wake(struct pool *pool, int64_t deadline_ns, struct err *err);
void pool_rest(struct pool *pool);

/* Publishes the next job. At most `depth` jobs may be unanswered. */
void pool_publish(struct pool *pool, enum pool_order order);

/* Publishes several jobs at once: the line of the job moves once for all of them. */
void pool_publish_all(struct pool *pool, const enum pool_order *orders,
		      unsigned count);

/* Computes the caller's share of a published job, with marks or without. */
void pool_compute(struct pool *pool, uint32_t number, bool marked);

/* Worker w's marks of a job that was gathered, or is the caller's. */
struct worker_marks pool_marks(const struct pool *pool, unsigned w,
			       uint32_t number);

/* Prefetches the workers' answers to a job that is probably done. */
void pool_prefetch(const struct pool *pool, uint32_t number);

/* Waits for the workers' folds of a job and joins them to the caller's; *result
 * is the value. Returns 0, or -1 with *err. */
int pool_gather(struct pool *pool, uint32_t number, int64_t deadline_ns,
		struct sample *sample, double *result, struct err *err);

/* Bytes a job moves to the workers. */
uint64_t pool_sent_bytes(const struct pool *pool);

#endif
