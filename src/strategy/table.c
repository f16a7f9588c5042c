/* The table of all strategies. */
#include "strategy/strategy.h"

#include "strategy/peers.h"

#include <string.h>

extern const struct strategy strategy_null, strategy_serial, strategy_fork,
    strategy_pipe, strategy_shm, strategy_ring, strategy_thread;

const struct strategy *const strategy_table[] = {
	&strategy_null, &strategy_serial, &strategy_fork,   &strategy_pipe,
	&strategy_shm,  &strategy_ring,   &strategy_thread, NULL,
};

const struct strategy *strategy_find(const char *name)
{
	const struct strategy *s;
	size_t i;

	for (i = 0; strategy_table[i]; i++)
		if (!strcmp(strategy_table[i]->name, name))
			return strategy_table[i];
	for (i = 0; (s = peers_strategy(i)); i++)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}

const char *strategy_missing(const struct strategy *strategy)
{
	return strategy->missing ? strategy->missing(strategy) : NULL;
}
