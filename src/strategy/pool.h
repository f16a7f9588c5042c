/*
 * A pool of processes over shared memory, the engine of `shm` and `ring`. A job is some
 * products of the same vectors: a number that the caller publishes in one cache line, and
 * that every worker answers in lines of its own, whose numbers lie side by side. The
 * caller is worker 0.
 */
#ifndef STRATEGY_POOL_H
#define STRATEGY_POOL_H

#include "proc/shared.h"
#include "proc/wake.h"
#include "strategy/team.h"

#define POOL_DEPTH_MAX    8  /* jobs in flight */
#define POOL_PRODUCTS_MAX 16 /* of a job */

enum pool_order { POOL_COMPUTE, POOL_SPREAD, POOL_REST };

struct pool_job {
	enum pool_order order;
	unsigned products; /* of POOL_COMPUTE */
	uint32_t marked;   /* bit i: product i has clock marks */
};

/*
 * One worker's answer to one job; the worker writes it, the caller reads it. The fold of
 * a slice of the same vectors has the same shape each time, so that only its numbers
 * move: those of a product, then those of the next. Lanes and limbs lie in the worker's
 * `bulk` of the job.
 */
struct pool_answer {
	_Alignas(128) struct wake wake; /* value: number of the answered job */
	int16_t cpu;                    /* of the worker before it computed */
	int64_t compute_ns;             /* sum over the marked products */
	int64_t ended_ns;               /* of the last marked product */
	double number[];
};

/* What moves of a worker's fold: of a tree its numbers, which lie side by side (lanes can
 * be before and behind them), else the sum; then lanes or limbs, in the bulk. */
struct pool_load {
	uint32_t first, count; /* count 0: not known yet */
	size_t bulk;           /* bytes */
};

struct pool_board;

struct pool {
	struct team team;
	struct shared memory, own_memory;
	struct pool_board *board;
	size_t answer_bytes, bulk_bytes; /* of a job, room for the most */
	unsigned depth;    /* jobs that may be in flight: a power of two */
	unsigned products; /* the most of a job */
	uint32_t number;   /* of the last job published */
	struct pool_job job[POOL_DEPTH_MAX]; /* of job i at i modulo depth */
	/* the last answers were there before they were wanted, and those to the
	 * next job probably are */
	bool early;
	/* of the caller: its own folds and marks of the job at hand; the folds of
	 * the workers, whose shape is known from their first answer on */
	struct pool_own {
		struct worker_marks marks;
		struct fold fold[POOL_PRODUCTS_MAX];
	} * own;
	struct fold *part[TEAM_MAX];
	struct pool_load load[TEAM_MAX];
};

/*
 * Starts the workers; they sleep until pool_wake(). At most `depth` jobs, a power of two,
 * may be in flight, each of at most so many products. *pool is set even on failure, for
 * pool_close(). Returns 0, or -1 with *err.
 */
int pool_open(struct pool **pool, unsigned depth, unsigned products,
	      const struct cell *cell, const struct kernel *kernel,
	      const struct vectors *vectors, struct err *err);
void pool_close(struct pool *pool);

/* pool_wake() wakes the workers and places the caller; if there are CPUs for
 * all, each starts on its own CPU and may spin. Returns 0, or -1 with *err.
 * pool_rest() is the reverse: on return every worker sleeps. */
int pool_wake(struct pool *pool, int64_t deadline_ns, struct err *err);
void pool_rest(struct pool *pool);

/* Touches all memory that the caller uses for jobs like those before, so that no page is
 * mapped in a timed window; no job may be in flight. */
void pool_touch(const struct pool *pool);

/* Publishes `count` jobs at once: the line of the job moves once for all of them. At most
 * `depth` jobs may be unanswered. */
void pool_publish(struct pool *pool, const struct pool_job *jobs,
		  unsigned count);

/* Computes the caller's share of a published job. */
void pool_compute(struct pool *pool, uint32_t number);

/* Worker w's marks of a job that was gathered, or of the caller's last one. */
struct worker_marks pool_marks(const struct pool *pool, unsigned w,
			       uint32_t number);

/* Waits for the workers' folds of a product of the job that the caller has computed, and
 * joins them to its own; *result is the value. To be called once for each product, in
 * ascending order. Returns 0, or -1 with *err. */
int pool_gather(struct pool *pool, uint32_t number, unsigned product,
		int64_t deadline_ns, struct sample *sample, double *result,
		struct err *err);

/* Bytes a job moves to the workers. */
uint64_t pool_sent_bytes(const struct pool *pool);

#endif
