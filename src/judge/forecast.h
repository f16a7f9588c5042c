/* What a product may be expected to take at a size and number of workers. */
#ifndef JUDGE_FORECAST_H
#define JUDGE_FORECAST_H

#include "store/nights.h"

#include <stdbool.h>

#define FORECAST_LEVEL 0.95 /* of the intervals */

/* The prediction for one curve: a strategy, kernel, type, number of chunks and
 * placement. NaN where it cannot be told: `note` says why. */
struct forecast_row {
	char curve[PLAN_SERIES_SIZE]; /* "shm/native/f64 x1" */
	double n, workers;            /* workers: 1 where only 1 was measured */
	double ns, low_ns, high_ns;   /* of a new measurement */
	double speedup, low, high;    /* against the base of its cells */
	bool inside;                  /* in the range of sizes and workers */
	size_t first;                 /* index of its first cell */
	size_t cells;                 /* measured ones, that it rests on */
	double left_out; /* the 90 % quantile of |time / prediction - 1| of the
			    cells of n >= 1e5, each left out in turn */
	char note[200];
};

struct forecast {
	struct forecast_row *row;
	size_t count, cap;
};

/*
 * Predicts all curves of a run from its cells (stats/surface.h). `cpus` is the
 * number of CPUs that the workers share. Returns 0, or -1 with *err;
 * forecast_free() in both cases.
 */
int forecast_cells(const struct night_cells *cells, double cpus, double n,
		   double workers, struct forecast *forecast, struct err *err);
void forecast_free(struct forecast *forecast);

#endif
