/* Plans: the cells of a plan, and the checks that need all of them. */
#include "plan/plan.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "plan/read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void plan_free(struct plan *plan)
{
	free(plan->name);
	free(plan->text);
	free(plan->cells);
	memset(plan, 0, sizeof(*plan));
}

void plan_series(const struct cell *cell, char text[PLAN_SERIES_SIZE])
{
	snprintf(text, PLAN_SERIES_SIZE, "%s/%s/%s/%" PRIu64 "/%ux%u%s%s",
		 cell->strategy, cell->kernel, cell->dtype, cell->n,
		 cell->workers, cell->chunks,
		 strcmp(cell->placement, "free") ? "/" : "",
		 strcmp(cell->placement, "free") ? cell->placement : "");
}

int plan_same_block(const struct cell *a, const struct cell *b)
{
	return a->n == b->n && !strcmp(a->dtype, b->dtype);
}

const struct plan_word *plan_word(const struct plan_word *list,
				  const char *name)
{
	for (; list->name; list++)
		if (!strcmp(list->name, name))
			return list;
	return NULL;
}

char *plan_trimmed(const char *text, struct err *err)
{
	char *copy = mem_text(text + strspn(text, " \t"), err);

	return copy ? str_trimmed(copy, " \t") : NULL;
}

enum plan_memory plan_memory(const struct cell *cell)
{
	if (!strcmp(cell->placement, "huge"))
		return PLAN_MEMORY_HUGE;
	if (!strcmp(cell->placement, "numa"))
		return PLAN_MEMORY_NUMA;
	return PLAN_MEMORY_PLAIN;
}

static double vector_bytes(const struct cell *cell,
			   const struct plan_words *words)
{
	return 2 * (double)cell->n *
	       (double)plan_word(words->dtypes, cell->dtype)->bytes;
}

static double copy_bytes(const struct cell *cell,
			 const struct plan_words *words)
{
	const struct plan_word *w =
	    plan_word(words->strategies, cell->strategy);

	return w->flags & PLAN_WORD_COPIES ? vector_bytes(cell, words) : 0;
}

double plan_cell_bytes(const struct cell *cell, const struct plan_words *words)
{
	return vector_bytes(cell, words) + copy_bytes(cell, words);
}

void plan_need_add(struct plan_need *need, const struct cell *cell,
		   const struct plan_words *words)
{
	enum plan_memory memory = plan_memory(cell);
	double vectors = need->has[memory] ? 0 : vector_bytes(cell, words);

	need->has[memory] = true;
	if (memory == PLAN_MEMORY_HUGE)
		need->huge_bytes += vectors;
	else
		need->bytes += vectors;
	need->bytes += copy_bytes(cell, words);
}

/* Orders pointers to cells: blocks together, equal cells side by side. */
static int by_identity(const void *a, const void *b)
{
	const struct cell *x = *(struct cell *const *)a;
	const struct cell *y = *(struct cell *const *)b;
	int order;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	if ((order = strcmp(x->dtype, y->dtype)) ||
	    (order = strcmp(x->strategy, y->strategy)) ||
	    (order = strcmp(x->kernel, y->kernel)) ||
	    (order = strcmp(x->placement, y->placement)))
		return order;
	if (x->workers != y->workers)
		return x->workers < y->workers ? -1 : 1;
	if (x->chunks != y->chunks)
		return x->chunks < y->chunks ? -1 : 1;
	return x < y ? -1 : x > y;
}

static int same_cell(const struct cell *a, const struct cell *b)
{
	return plan_same_block(a, b) && !strcmp(a->strategy, b->strategy) &&
	       !strcmp(a->kernel, b->kernel) &&
	       !strcmp(a->placement, b->placement) &&
	       a->workers == b->workers && a->chunks == b->chunks;
}

/* Marks all but one of the equal cells of a row; refuses equal cells of two
 * rows. */
static int check_twins(struct plan *plan, struct cell **sorted, struct err *err)
{
	char text[PLAN_SERIES_SIZE];
	size_t i;

	for (i = 1; i < plan->count; i++) {
		struct cell *a = sorted[i - 1], *b = sorted[i];

		if (!same_cell(a, b))
			continue;
		if (a->line != b->line) {
			plan_series(b, text);
			return err_set(
			    err, ERR_USAGE,
			    "%s:%zu:1: the cell %s is already in line "
			    "%zu; remove one of them",
			    plan->name, b->line, text, a->line);
		}
		a->repeats = 0; /* marked: the last of the equal cells stays */
		plan->collapsed++;
	}
	return 0;
}

/* Refuses blocks that need too much memory. Where huge pages are too few, cells
 * are skipped. */
static int check_plan_memory(const struct plan *plan, struct cell **sorted,
			     const struct plan_words *words, struct err *err)
{
	char need[UNITS_SIZE], have[UNITS_SIZE];
	struct plan_need block = { 0 };
	size_t i;

	for (i = 0; words->memory_bytes && i < plan->count; i++) {
		if (i == 0 || !plan_same_block(sorted[i - 1], sorted[i]))
			memset(&block, 0, sizeof(block));
		if (sorted[i]->repeats)
			plan_need_add(&block, sorted[i], words);
		if (block.bytes > (double)words->memory_bytes)
			return err_set(
			    err, ERR_USAGE,
			    "%s:%zu:1: n = %" PRIu64
			    " needs %s of memory, and %s are free; use a "
			    "smaller n",
			    plan->name, sorted[i]->line, sorted[i]->n,
			    units_bytes(need, block.bytes),
			    units_bytes(have, (double)words->memory_bytes));
	}
	return 0;
}

static void remove_marked(struct plan *plan)
{
	size_t i, kept = 0;

	for (i = 0; i < plan->count; i++)
		if (plan->cells[i].repeats)
			plan->cells[kept++] = plan->cells[i];
	plan->count = kept;
}

int plan_check(struct plan *plan, const struct plan_words *words,
	       struct err *err)
{
	struct cell **sorted = mem_array(plan->count, sizeof(*sorted), err);
	size_t i;
	int rc;

	if (!sorted)
		return -1;
	for (i = 0; i < plan->count; i++)
		sorted[i] = &plan->cells[i];
	qsort(sorted, plan->count, sizeof(*sorted), by_identity);
	rc = check_twins(plan, sorted, err);
	if (!rc)
		rc = check_plan_memory(plan, sorted, words, err);
	free(sorted);
	if (!rc)
		remove_marked(plan);
	return rc;
}
