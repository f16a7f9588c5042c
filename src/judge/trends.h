/* Figures of a night that are watched without a verdict: break-even, law. */
#ifndef JUDGE_TRENDS_H
#define JUDGE_TRENDS_H

#include "store/nights.h"

struct trends {
	struct trend_row *row; /* `subject` points into `name` */
	char (*name)[PLAN_SERIES_SIZE];
	size_t count, cap, name_cap;
};

/*
 * For every strategy, kernel, type and number of workers the first range of
 * sizes where it beats serial (stats/breakeven.h): the size where it begins. And
 * for every strategy, kernel and type with two numbers of workers or more the
 * coefficients of its law of cost (stats/law.h), in ns. Returns 0, or -1 with
 * *err; to be released with trends_free() in any case.
 */
int trends_of_night(const struct night_cells *cells, struct trends *trends,
		    struct err *err);
void trends_free(struct trends *trends);

/* A series with * for its size: what stands for all sizes of a strategy. */
void trends_subject(const struct cell *cell, char name[PLAN_SERIES_SIZE]);

#endif
