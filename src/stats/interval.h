/* An interval that says how sure it is. */
#ifndef STATS_INTERVAL_H
#define STATS_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>

struct interval {
	double low, high;
	double level; /* the true one, at least what was asked for */
};

/*
 * The order-statistic interval of the median, x_(k) .. x_(n+1-k) with the
 * largest k for which 2 sum_{i<k} C(n,i) / 2^n <= 1 - confidence (Thompson
 * 1936; no distribution assumed). `sorted` is ascending. Returns false, and
 * writes nothing, where no such k exists: below 6 values at 0.95.
 */
bool stats_median_interval(const double *sorted, size_t count,
			   double confidence, struct interval *interval);

/* The k of it, or 0; *level is its true level. */
size_t stats_median_rank(size_t count, double confidence, double *level);

#endif
