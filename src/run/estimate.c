/* Estimates of the time a plan takes, made before anything has run. */
#include "run/estimate.h"

#include "kernel/kernel.h"
#include "strategy/strategy.h"

static double vector_bytes(const struct cell *cell)
{
	int dtype = dtype_find(cell->dtype);

	return 2 * (double)cell->n *
	       (double)dtype_table[dtype < 0 ? 0 : dtype].bytes;
}

double estimate_cell_ns(const struct cell *cell)
{
	const struct strategy *s = strategy_find(cell->strategy);
	double bytes = vector_bytes(cell), call_ns = bytes / 10, repeat_ns;

	if (s && s->flags & STRATEGY_NO_RESULT)
		call_ns = 1;
	if (s && s->flags & STRATEGY_SPAWNS)
		call_ns += 300e3 * cell->workers;
	if (s && s->flags & STRATEGY_COPIES)
		call_ns += bytes + 60e3 * cell->workers;
	/* short calls are batched; an untimed call precedes each repeat */
	repeat_ns = (call_ns < 30e3 ? 30e3 : call_ns) + call_ns + 60e3;
	return (cell->repeats + 8.0) * repeat_ns + 1e6 * cell->workers +
	       (s && s->flags & STRATEGY_PROGRAM ? 500e6 : 0);
}

double estimate_block_ns(const struct cell *cell)
{
	return 10e6 + (double)cell->n * 8;
}
