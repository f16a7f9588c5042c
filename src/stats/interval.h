/* Confidence intervals that state their true level. */
#ifndef STATS_INTERVAL_H
#define STATS_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>

struct interval {
	double low, high;
	double level; /* the true level, at least the requested one */
};

/*
 * The order-statistic interval of the median, x_(k) .. x_(n+1-k) with the
 * largest k for which 2 sum_{i<k} C(n,i) / 2^n <= 1 - confidence (Thompson
 * 1936; no distribution assumed). `sorted` is ascending. Returns false, and
 * writes nothing, if no such k exists (fewer than 6 values at 0.95).
 */
bool stats_median_interval(const double *sorted, size_t count,
			   double confidence, struct interval *interval);

/* The k of that interval, or 0 if none exists; *level is its true level. */
size_t stats_median_rank(size_t count, double confidence, double *level);

#endif
