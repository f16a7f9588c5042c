/* Shifts of the level of a series that remembers where it was. */
#ifndef STATS_SHIFT_H
#define STATS_SHIFT_H

#include "base/err.h"

#include <stddef.h>

/*
 * Noise with memory looks like steps to whoever takes the order of the points
 * for chance. cut[0..*count), ascending first points of levels, room for n, is
 * such an explanation of x[0..n): steps, and noise without memory. It is held
 * against another: an autoregression, and those shifts of the level that it
 * cannot explain. Where this one has the lower n ln(variance) + (order + 2
 * cuts) ln(n) (Schwarz; a cut is a place and a level), cut and *count become
 * its shifts. *order is that of the explanation kept; 0: no memory.
 *
 * Shifts are sought one after another, the autoregression being fitted anew
 * without those found (Tsay, J. Forecasting 7, 1988; Chen and Liu, JASA 88,
 * 1993). What a shift at k does to the unforeseen part of the series is known:
 * 1 at k, 1 - phi_1 after it, .. 1 - sum of phi for good. That pattern is
 * fitted by least squares beside the level itself; the largest t of all places
 * counts if its p times the number of places is at most alpha. Without memory
 * this is the t test of two means; with so much that the series drifts, it
 * asks of a jump whether it is larger than what the drift does.
 *
 * A shift holds for three points or more: before all this, a value further
 * than 3 sd (from successive differences) from the median of itself and its
 * four neighbours is drawn in to there (Hampel's filter: Davies and Gather,
 * JASA 88, 1993).
 *
 * Returns 0, or -1 with *err (no memory).
 */
int stats_shift(const double *x, size_t n, double alpha, size_t *cut,
		size_t *count, size_t *order, struct err *err);

#endif
