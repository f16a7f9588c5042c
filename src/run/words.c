/* What the plan must know of this program, and guesses of time. */
#include "run/runner.h"

#include "host/host.h"

#include <string.h>

#define STRATEGIES_MAX 31
#define KERNELS_MAX    15

void run_words(struct plan_words *words)
{
	static struct plan_word strategies[STRATEGIES_MAX + 1];
	static struct plan_word kernels[KERNELS_MAX + 1];
	static struct plan_word dtypes[DTYPE_COUNT + 1];
	size_t i, j, count = 0;

	for (i = 0; strategy_table[i] && i < STRATEGIES_MAX; i++) {
		unsigned flags = strategy_table[i]->flags;

		strategies[i].name = strategy_table[i]->name;
		strategies[i].flags =
		    (flags & STRATEGY_ONE_WORKER ? PLAN_WORD_SINGLE : 0u) |
		    (flags & STRATEGY_COPIES ? PLAN_WORD_COPIES : 0u);
	}
	for (i = 0; kernel_table[i] && count < KERNELS_MAX; i++) {
		for (j = 0; j < count; j++)
			if (!strcmp(kernels[j].name, kernel_table[i]->name))
				break;
		if (j == count)
			kernels[count++].name = kernel_table[i]->name;
	}
	for (i = 0; i < DTYPE_COUNT; i++) {
		dtypes[i].name = dtype_table[i].name;
		dtypes[i].bytes = dtype_table[i].bytes;
	}
	words->strategies = strategies;
	words->kernels = kernels;
	words->dtypes = dtypes;
	words->memory_bytes = host_memory_free();
}

static double vector_bytes(const struct cell *cell)
{
	int dtype = dtype_find(cell->dtype);

	return 2 * (double)cell->n *
	       (double)dtype_table[dtype < 0 ? 0 : dtype].bytes;
}

double run_estimate_ns(const struct cell *cell)
{
	const struct strategy *s = strategy_find(cell->strategy);
	double bytes = vector_bytes(cell), call_ns = bytes / 10, repeat_ns;

	if (s && s->flags & STRATEGY_NO_RESULT)
		call_ns = 1;
	if (s && s->flags & STRATEGY_SPAWNS)
		call_ns += 300e3 * cell->workers;
	if (s && s->flags & STRATEGY_COPIES)
		call_ns += bytes + 60e3 * cell->workers;
	/* short calls are batched; before a repeat there is an untimed call */
	repeat_ns = (call_ns < 30e3 ? 30e3 : call_ns) + call_ns + 60e3;
	return (cell->repeats + 8.0) * repeat_ns + 1e6 * cell->workers;
}

double run_estimate_block_ns(const struct cell *cell)
{
	return 10e6 + (double)cell->n * 8;
}
