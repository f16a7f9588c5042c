/* The k-th smallest value and quantiles, in linear time. */
#ifndef STATS_SELECT_H
#define STATS_SELECT_H

#include <stddef.h>

/*
 * Rearranges x[0..count) so that x[k], 0 <= k < count, is the k-th smallest
 * value (from 0), no value before it is greater and none after it is smaller.
 * Takes linear time (Floyd and Rivest 1975, CACM algorithm 489); if the values
 * are arranged to defeat the algorithm, the rest is sorted. Values must not be
 * NaN.
 */
void stats_select(double *x, size_t count, size_t k);

/* stats_quantile() of values in any order, count >= 1; reorders them. */
double stats_select_quantile(double *x, size_t count, double p);

#endif
