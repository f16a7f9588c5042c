/* Blocks: the cells that share n and dtype, and so their vectors. */
#include "run/block.h"

#include "base/mem.h"
#include "strategy/strategy.h"

#include <stdlib.h>
#include <string.h>

struct item {
	const struct cell *cell;
	size_t index; /* in the plan */
	size_t first; /* index of the first cell of the same block */
};

static int by_block(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order;

	if (x->cell->n != y->cell->n)
		return x->cell->n < y->cell->n ? -1 : 1;
	order = strcmp(x->cell->dtype, y->cell->dtype);
	return order ? order : x->index < y->index ? -1 : x->index > y->index;
}

static int by_first(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

int blocks_make(struct blocks *blocks, const struct plan *plan, struct err *err)
{
	struct item *items = mem_array(plan->count, sizeof(*items), err);
	size_t i;

	memset(blocks, 0, sizeof(*blocks));
	blocks->cell = mem_array(plan->count, sizeof(*blocks->cell), err);
	blocks->start = mem_array(plan->count + 1, sizeof(*blocks->start), err);
	if (!items || !blocks->cell || !blocks->start) {
		free(items);
		blocks_free(blocks);
		return -1;
	}
	for (i = 0; i < plan->count; i++) {
		items[i].cell = &plan->cells[i];
		items[i].index = i;
	}
	qsort(items, plan->count, sizeof(*items), by_block);
	for (i = 0; i < plan->count; i++)
		items[i].first =
		    i && plan_same_block(items[i - 1].cell, items[i].cell)
			? items[i - 1].first
			: items[i].index;
	qsort(items, plan->count, sizeof(*items), by_first);
	for (i = 0; i < plan->count; i++) {
		blocks->cell[i] = items[i].index;
		if (i == 0 || items[i].first != items[i - 1].first)
			blocks->start[blocks->count++] = i;
	}
	blocks->start[blocks->count] = plan->count;
	free(items);
	return 0;
}

void blocks_free(struct blocks *blocks)
{
	free(blocks->cell);
	free(blocks->start);
	memset(blocks, 0, sizeof(*blocks));
}

static int is_base(const struct cell *cell)
{
	const struct strategy *s = strategy_find(cell->strategy);

	return s && s->flags & STRATEGY_BASE;
}

static int has_base(const struct cell *cell)
{
	const struct strategy *s = strategy_find(cell->strategy);

	return s && !(s->flags & (STRATEGY_BASE | STRATEGY_NO_RESULT));
}

/* The best base for `cell` among the bases listed, or SIZE_MAX. */
static size_t find_base(const struct plan *plan, const size_t *bases,
			size_t count, const struct cell *cell)
{
	size_t i, found = SIZE_MAX;

	for (i = 0; i < count; i++) {
		const struct cell *base = &plan->cells[bases[i]];

		if (strcmp(base->kernel, cell->kernel))
			continue;
		if (!strcmp(base->placement, cell->placement))
			return bases[i];
		if (found == SIZE_MAX)
			found = bases[i];
	}
	return found;
}

size_t *blocks_bases(const struct blocks *blocks, const struct plan *plan,
		     struct err *err)
{
	size_t *result = mem_array(plan->count, sizeof(*result), err);
	size_t *bases = mem_array(plan->count, sizeof(*bases), err);
	size_t b, i, count;

	for (b = 0; result && bases && b < blocks->count; b++) {
		count = 0;
		for (i = blocks->start[b]; i < blocks->start[b + 1]; i++)
			if (is_base(&plan->cells[blocks->cell[i]]))
				bases[count++] = blocks->cell[i];
		for (i = blocks->start[b]; i < blocks->start[b + 1]; i++) {
			const struct cell *cell = &plan->cells[blocks->cell[i]];

			result[blocks->cell[i]] =
			    has_base(cell) ? find_base(plan, bases, count, cell)
					   : SIZE_MAX;
		}
	}
	if (!bases) {
		free(result);
		result = NULL;
	}
	free(bases);
	return result;
}
