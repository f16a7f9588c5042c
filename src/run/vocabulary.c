/* The vocabulary of plans: the names of what this program can run. */
#include "run/vocabulary.h"

#include "host/memory.h"
#include "kernel/kernel.h"
#include "strategy/strategy.h"

#include <string.h>

#define STRATEGIES_MAX 31
#define KERNELS_MAX    15

void vocabulary_words(struct plan_words *words)
{
	static struct plan_word strategies[STRATEGIES_MAX + 1];
	static struct plan_word kernels[KERNELS_MAX + 1];
	static struct plan_word dtypes[DTYPE_COUNT + 1];
	size_t i, j, count = 0;

	for (i = 0; i < STRATEGIES_MAX && strategy_table[i]; i++) {
		unsigned flags = strategy_table[i]->flags;

		strategies[i].name = strategy_table[i]->name;
		strategies[i].flags =
		    (flags & STRATEGY_ONE_WORKER ? PLAN_WORD_SINGLE : 0u) |
		    (flags & STRATEGY_COPIES ? PLAN_WORD_COPIES : 0u);
	}
	for (i = 0; count < KERNELS_MAX && kernel_table[i]; i++) {
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
	words->memory_bytes = memory_free_bytes();
}

int vocabulary_read_plan(struct plan *plan, const char *path, struct err *err)
{
	struct plan_words words;

	vocabulary_words(&words);
	return path ? plan_read(plan, path, &words, err)
		    : plan_read_builtin(plan, &words, err);
}
