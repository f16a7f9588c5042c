/*
 * The memory that a pool's caller and workers share, and what moves in it. For pool.c and
 * pool_worker.c only.
 */
#ifndef STRATEGY_POOL_BOARD_H
#define STRATEGY_POOL_BOARD_H

#include "strategy/pool.h"

#include <string.h>

/* Written by the caller, read by all workers: one cache line. */
struct board_job {
	_Alignas(128) struct wake wake; /* value: number of the last job */
	_Atomic uint32_t spins;         /* a worker's looks before it sleeps */
	int home;                       /* the caller's CPU, for POOL_SPREAD */
	_Atomic uint32_t word[POOL_DEPTH_MAX]; /* of job i at i modulo depth */
};

/* The shape of a worker's fold, written once, before its first answer; each has lines
 * of its own. */
struct board_shape {
	_Alignas(128) struct fold fold;
};

struct pool_board {
	struct board_job job;
	struct board_shape shape[TEAM_MAX];
	/* for each worker but the caller, depth answers; then depth bulks for each */
	unsigned char answers[];
};

static inline size_t board_index(const struct pool *pool, unsigned w,
				 uint32_t number)
{
	return (size_t)(w - 1) * pool->depth + (number & (pool->depth - 1));
}

static inline struct pool_answer *board_answer(const struct pool *pool,
					       unsigned w, uint32_t number)
{
	void *at = pool->board->answers +
		   board_index(pool, w, number) * pool->answer_bytes;

	return at;
}

static inline unsigned char *board_bulk(const struct pool *pool, unsigned w,
					uint32_t number)
{
	size_t answers = (size_t)(pool->team.workers - 1) * pool->depth;

	return pool->board->answers + answers * pool->answer_bytes +
	       board_index(pool, w, number) * pool->bulk_bytes;
}

/* A job as a word: two bits for the order, six for the number of products, then the
 * marks. */
static inline uint32_t board_word(const struct pool_job *job)
{
	return (uint32_t)job->order | job->products << 2 | job->marked << 8;
}

static inline struct pool_job board_read(uint32_t word)
{
	return (struct pool_job){ (enum pool_order)(word & 3), word >> 2 & 63,
				  word >> 8 };
}

static inline struct pool_load board_load(const struct fold *fold)
{
	struct pool_load load = { 0, 1,
				  fold->lane_nodes * (size_t)FOLD_LANE_BYTES };

	if (!fold->nodes)
		return load;
	while (load.first < fold->nodes &&
	       fold->level[load.first] < NATIVE_GROUP_LEVEL)
		load.first++;
	load.count = fold->nodes - fold->lane_nodes;
	return load;
}

static inline double *board_numbers(struct fold *fold,
				    const struct pool_load *load)
{
	return fold->nodes ? fold->number + load->first : &fold->sum;
}

/* Mostly there is one. */
static inline void board_copy(double *to, const double *from, uint32_t count)
{
	if (count == 1)
		*to = *from;
	else
		memcpy(to, from, count * sizeof(*to));
}

/* Touches memory of one's own: its pages are mapped before any timing. */
static inline void board_touch(void *memory, size_t bytes)
{
	volatile unsigned char *own = memory, same;
	size_t i;

	for (i = 0; i < bytes; i += 4096) {
		same = own[i];
		own[i] = same;
	}
	if (bytes) {
		same = own[bytes - 1];
		own[bytes - 1] = same;
	}
}

/* A worker of a pool, as pool_worker() takes it. */
struct pool_place {
	const struct pool *pool;
	unsigned worker;
};

/* The body of a worker's process; ctx is its struct pool_place. It ends by a signal, or
 * returns 1 if there is no memory for it. */
int pool_worker(void *ctx);

#endif
