/* Order statistics without sorting everything. */
#ifndef STATS_SELECT_H
#define STATS_SELECT_H

#include <stddef.h>

/*
 * Puts the k-th smallest of x[0..count), 0 <= k < count, at x[k], no greater
 * value before it and no smaller one behind it, in linear time (Floyd and
 * Rivest 1975, CACM algorithm 489); where the values are arranged to defeat
 * it, the rest is sorted. No NaN.
 */
void stats_select(double *x, size_t count, size_t k);

/* stats_quantile() of values in any order, count >= 1; reorders them. */
double stats_select_quantile(double *x, size_t count, double p);

#endif
