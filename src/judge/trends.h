/* Figures of a night that get no verdict: break-even and the law of cost. */
#ifndef JUDGE_TRENDS_H
#define JUDGE_TRENDS_H

#include "store/nights.h"
#include "store/verdicts.h"

struct trends {
	struct trend_row *row; /* `subject` points into `name` */
	char (*name)[PLAN_SERIES_SIZE];
	size_t count, cap, name_cap;
};

/*
 * Computes break-even and the law of cost. Break-even: for every strategy,
 * kernel, dtype and number of workers, the size where the first range of sizes
 * begins in which it beats serial (stats/breakeven.h). The law: for every
 * strategy, kernel and dtype with two or more numbers of workers, its
 * coefficients (stats/law.h), in ns. Returns 0, or -1 with *err; call
 * trends_free() in both cases.
 */
int trends_of_night(const struct night_cells *cells, struct trends *trends,
		    struct err *err);
void trends_free(struct trends *trends);

/* The name of a series with * for its size: all sizes of a strategy. */
void trends_subject(const struct cell *cell, char name[PLAN_SERIES_SIZE]);

#endif
