/* What a plan will not do as its author may expect. */
#include "run/advice.h"

#include "base/units.h"
#include "proc/pin.h"
#include "strategy/strategy.h"

#include <stdio.h>
#include <string.h>

/* What is counted in a plan. */
struct count {
	size_t parallel, alone; /* parallel cells; those without a base */
	uint32_t workers;       /* the most of a cell */
	bool mpi;
};

static void count_cell(const struct cell *cell, bool has_base, struct count *c)
{
	const struct strategy *s = strategy_find(cell->strategy);

	/* what a peer is beside others is known once it was asked */
	if (!s || !strncmp(cell->strategy, PLAN_PEER, strlen(PLAN_PEER)) ||
	    s->flags & (STRATEGY_BASE | STRATEGY_NO_RESULT))
		return;
	c->parallel++;
	c->alone += !has_base;
	if (!strcmp(cell->strategy, "mpi"))
		c->mpi = true; /* its ranks may be on other hosts */
	else if (cell->workers > c->workers)
		c->workers = cell->workers;
}

static void add(struct str *words, const char *sentence)
{
	str_addf(words, "%s%s", words->len ? "; " : "", sentence);
}

int advice_on_plan(const struct plan *plan, const size_t *bases,
		   struct str *words, struct err *err)
{
	char launcher[PLAN_LAUNCHER], text[200], cells[UNITS_SIZE];
	struct count c = { 0 };
	int cpus = pin_cpu_count();
	size_t i;

	for (i = 0; i < plan->count; i++)
		count_cell(&plan->cells[i], bases[i] != SIZE_MAX, &c);
	if (plan_launcher(plan, launcher, err))
		return -1;
	if (c.alone) {
		snprintf(text, sizeof(text),
			 "%s of %zu will have no speed-up, because the plan "
			 "has no serial cell of the same n, dtype and kernel",
			 units_count(cells, c.alone, "parallel cell"),
			 c.parallel);
		add(words, text);
	}
	if (c.workers > (uint32_t)cpus) {
		snprintf(text, sizeof(text),
			 "%u workers will share %s that dotrec may use",
			 c.workers, units_count(cells, (uint64_t)cpus, "CPU"));
		add(words, text);
	}
	if (*launcher && !c.mpi)
		add(words, "the column launcher will have no effect, because "
			   "the plan has no mpi");
	return str_check(words, err);
}
