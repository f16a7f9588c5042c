/* Shifts of the level of a series that remembers where it was. */
#ifndef STATS_SHIFT_H
#define STATS_SHIFT_H

#include "base/err.h"

#include "stats/cuts.h"

#include <stddef.h>

/*
 * Noise with memory looks like steps to whoever takes the order of the points
 * for chance. *steps is such an explanation of x[0..steps->n): levels, and
 * noise without memory. It is held against another: an autoregression, and
 * those shifts of the level that it does not explain. Where this one needs
 * fewer cuts and has the lower n ln(variance) + (order + 2 cuts) ln(n)
 * (Schwarz, Annals of Statistics 6, 1978; a cut is a place and a level),
 * *steps becomes its shifts, and *order its order; else *order is 0.
 *
 * Shifts are sought one after another (Tsay, J. Forecasting 7, 1988; Chen and
 * Liu, JASA 88, 1993). What a shift at k does to the unforeseen part of the
 * series is known: 1 at k, 1 - phi_1 after it, .. 1 - sum of phi for good. That
 * pattern is fitted by least squares beside the level, at every place; the best
 * place is kept if fitting memory and levels with it and without differs by a t
 * whose p times the number of places is at most alpha. Without memory that is
 * the t test of two means; with so much that the series drifts, it asks whether
 * a jump is larger than what the drift does. Memory that is left (lag 1 of the
 * unforeseen part beyond 2 / sqrt(n)) divides t by sqrt((1 + lag1) / (1 -
 * lag1)).
 *
 * Shifts last for three points or more: before all this, values are drawn in to
 * 3 sd (from successive differences) from the median of themselves and their
 * four neighbours (Hampel's filter: Davies and Gather, JASA 88, 1993).
 *
 * Below 20 points nothing is done. Memory's order is at most n / 20, and 20.
 * Returns 0, or -1 with *err (no memory).
 */
int stats_shift(const double *x, double alpha, struct cuts *steps,
		size_t *order, struct err *err);

#endif
