/* The order of the cells in a round, from the run's seed. */
#ifndef RUN_ORDER_H
#define RUN_ORDER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Fills order[0..count) with a random permutation of 0..count-1 (Fisher and
 * Yates) that depends on (seed, block, round) alone.
 */
void order_draw(uint64_t seed, uint64_t block, uint64_t round, size_t *order,
		size_t count);

#endif
