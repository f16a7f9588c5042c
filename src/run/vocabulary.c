/* The vocabulary of plans: the names of what this program can run. */
#include "run/vocabulary.h"

#include "host/memory.h"
#include "kernel/kernel.h"
#include "strategy/peers.h"

#include <string.h>

#define STRATEGIES_MAX (31 + PEERS_MAX)
#define KERNELS_MAX    15

static void set_word(struct plan_word *word, const struct strategy *strategy)
{
	const unsigned flags = strategy->flags;

	word->name = strategy->name;
	word->flags =
	    (flags & STRATEGY_ONE_WORKER ? PLAN_WORD_SINGLE : 0u) |
	    (flags & STRATEGY_COPIES ? PLAN_WORD_COPIES : 0u) |
	    (flags & STRATEGY_ANY_KERNEL ? PLAN_WORD_ANY_KERNEL : 0u) |
	    (flags & STRATEGY_SLICES ? PLAN_WORD_SLICES : 0u) |
	    (flags & (STRATEGY_NO_RESULT | STRATEGY_COPIES | STRATEGY_PROGRAM)
		 ? 0u
		 : PLAN_WORD_VECTORS);
}

/* The words of strategies; ends with a NULL name. */
static struct plan_word strategies[STRATEGIES_MAX + 1];

static const struct plan_word *add_peer(const char *name)
{
	const struct strategy *s = peers_want(name);
	size_t count = 0;

	while (strategies[count].name)
		count++;
	if (!s || count == STRATEGIES_MAX)
		return NULL;
	set_word(&strategies[count], s);
	return &strategies[count];
}

void vocabulary_words(struct plan_words *words)
{
	static struct plan_word kernels[KERNELS_MAX + 1];
	static struct plan_word dtypes[DTYPE_COUNT + 1];
	size_t i, j, count = 0;

	peers_find();
	for (i = 0; strategy_table[i]; i++)
		set_word(&strategies[count++], strategy_table[i]);
	for (i = 0; peers_strategy(i); i++)
		set_word(&strategies[count++], peers_strategy(i));
	count = 0;
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
	words->peer = add_peer;
	words->kernels = kernels;
	words->dtypes = dtypes;
	words->memory_bytes = memory_free_bytes();
}

int vocabulary_read_plan(struct plan *plan, const char *path, struct err *err)
{
	struct plan_words words;

	vocabulary_words(&words);
	return path && strcmp(path, PLAN_BUILTIN) != 0
		   ? plan_read(plan, path, &words, err)
		   : plan_read_builtin(plan, &words, err);
}
