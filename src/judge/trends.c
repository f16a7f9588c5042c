/* Figures of a night that get no verdict: break-even and the law of cost. */
#include "judge/trends.h"

#include "base/mem.h"
#include "stats/breakeven.h"
#include "stats/law.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONFIDENCE 0.95

static void trend_name(const struct cell *cell, bool all_workers,
		       char name[PLAN_SERIES_SIZE])
{
	char workers[16] = "*";
	bool free = !strcmp(cell->placement, "free");

	if (!all_workers)
		snprintf(workers, sizeof(workers), "%u", cell->workers);
	snprintf(name, PLAN_SERIES_SIZE, "%s/%s/%s/*/%sx%u%s%s", cell->strategy,
		 cell->kernel, cell->dtype, workers, cell->chunks,
		 free ? "" : "/", free ? "" : cell->placement);
}

void trends_subject(const struct cell *cell, char name[PLAN_SERIES_SIZE])
{
	trend_name(cell, false, name);
}

static struct trend_row *add_trend_row(struct trends *t, const char *name,
				       const char *subject, struct err *err)
{
	struct trend_row *row;

	if (mem_grow(&t->row, &t->cap, t->count + 1, sizeof(*t->row), err) ||
	    mem_grow(&t->name, &t->name_cap, t->count + 1, sizeof(*t->name),
		     err))
		return NULL;
	memcpy(t->name[t->count], subject, PLAN_SERIES_SIZE);
	row = &t->row[t->count++];
	*row = (struct trend_row){ name, NULL, NULL, NAN, NAN, NAN };
	return row;
}

/* The cells of one group, by ascending n. */
struct group {
	const struct night_cell **cell;
	size_t count;
};

static int by_size(const void *a, const void *b)
{
	const struct night_cell *const *x = a, *const *y = b;

	return ((*x)->cell.n > (*y)->cell.n) - ((*x)->cell.n < (*y)->cell.n);
}

/* Collects the cells with the name of cell `first`, by ascending size; returns
 * false if an earlier cell has that name: its group is done. */
static bool collect_group(const struct night_cells *cells, size_t first,
			  bool all_workers, char name[PLAN_SERIES_SIZE],
			  struct group *g)
{
	char other[PLAN_SERIES_SIZE];
	size_t i;

	trend_name(&cells->cell[first].cell, all_workers, name);
	g->count = 0;
	for (i = 0; i < cells->count; i++) {
		trend_name(&cells->cell[i].cell, all_workers, other);
		if (strcmp(other, name))
			continue;
		if (i < first)
			return false;
		g->cell[g->count++] = &cells->cell[i];
	}
	qsort(g->cell, g->count, sizeof(*g->cell), by_size);
	return true;
}

static const char *break_even_word(enum breakeven_answer answer)
{
	switch (answer) {
	case BREAKEVEN_NEVER:
		return "never";
	case BREAKEVEN_ALWAYS:
		return "at every measured size";
	default:
		return "not inside the measured sizes";
	}
}

static int add_break_even(struct trends *t, const char *subject,
			  const struct group *g, struct err *err)
{
	struct breakeven_point *p = mem_array(g->count, sizeof(*p), err);
	struct breakeven_range *ranges =
	    mem_array(g->count, sizeof(*ranges), err);
	struct breakeven even;
	struct trend_row *row;
	size_t i, n = 0;
	int rc = p && ranges ? 0 : -1;

	for (i = 0; !rc && i < g->count; i++)
		if (!isnan(g->cell[i]->ratio[1]))
			p[n++] = (struct breakeven_point){
				(double)g->cell[i]->cell.n,
				log(g->cell[i]->ratio[1]),
				log(g->cell[i]->ratio[0]),
				log(g->cell[i]->ratio[2])
			};
	if (!rc && n) {
		stats_breakeven(p, n, ranges, &even);
		row = add_trend_row(t, "break-even", subject, err);
		rc = row ? 0 : -1;
		if (row && even.answer == BREAKEVEN_INSIDE) {
			row->value = ranges[0].begin.middle;
			row->low = ranges[0].begin.low;
			row->high = ranges[0].begin.high;
		} else if (row) {
			row->word = break_even_word(even.answer);
		}
	}
	free(p);
	free(ranges);
	return rc;
}

static int add_law(struct trends *t, const char *subject, const struct group *g,
		   struct err *err)
{
	static const char *const names[LAW_COUNT] = { "law a", "law b", "law c",
						      "law d" };
	struct law_point *p = mem_array(g->count, sizeof(*p), err);
	struct err unfit = { 0 };
	struct trend_row *row;
	struct law law;
	size_t i, n = 0;
	int rc = p ? 0 : -1;

	for (i = 0; p && i < g->count; i++)
		if (!isnan(g->cell[i]->value) && g->cell[i]->cell.workers > 0)
			p[n++] = (struct law_point){
				(double)g->cell[i]->cell.n,
				(double)g->cell[i]->cell.workers,
				exp(g->cell[i]->value)
			};
	/* sizes or workers that do not determine it: no law */
	if (!rc && !stats_law(p, n, CONFIDENCE, &law, &unfit))
		for (i = 0; !rc && i < LAW_COUNT; i++) {
			row = add_trend_row(t, names[i], subject, err);
			rc = row ? 0 : -1;
			if (!row)
				break;
			row->value = law.value[i];
			row->low = law.low[i];
			row->high = law.high[i];
		}
	free(p);
	return rc;
}

int trends_of_night(const struct night_cells *cells, struct trends *trends,
		    struct err *err)
{
	struct group g = { mem_array(cells->count, sizeof(*g.cell), err), 0 };
	char name[PLAN_SERIES_SIZE];
	size_t i;
	int rc = g.cell ? 0 : -1;

	memset(trends, 0, sizeof(*trends));
	for (i = 0; !rc && i < cells->count; i++) {
		if (collect_group(cells, i, false, name, &g))
			rc = add_break_even(trends, name, &g, err);
		if (!rc && collect_group(cells, i, true, name, &g))
			rc = add_law(trends, name, &g, err);
	}
	free(g.cell);
	for (i = 0; i < trends->count; i++)
		trends->row[i].subject = trends->name[i];
	return rc;
}

void trends_free(struct trends *trends)
{
	free(trends->row);
	free(trends->name);
	memset(trends, 0, sizeof(*trends));
}
