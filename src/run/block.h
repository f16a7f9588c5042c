/* Blocks: the cells that share n and dtype, and so their vectors. */
#ifndef RUN_BLOCK_H
#define RUN_BLOCK_H

#include "plan/plan.h"

#include <stddef.h>
#include <stdint.h>

struct blocks {
	size_t *cell;  /* indices of plan cells, block by block */
	size_t *start; /* block b is cell[start[b] .. start[b + 1]) */
	size_t count;
};

/* Groups a plan's cells into blocks. Blocks are in the order of their first
 * cells in the plan, the cells of a block in the order of the plan. Returns 0,
 * or -1 with *err. */
int blocks_make(struct blocks *blocks, const struct plan *plan,
		struct err *err);
void blocks_free(struct blocks *blocks);

/*
 * For every cell of the plan, the index of its base: the cell that its speed-up
 * is computed against. A base has a STRATEGY_BASE strategy and the same n,
 * dtype and kernel; one with the same placement is preferred. SIZE_MAX: the
 * cell has no base, is one itself, or computes nothing. To be released with
 * free(); NULL with *err.
 */
size_t *blocks_bases(const struct blocks *blocks, const struct plan *plan,
		     struct err *err);

#endif
