/* Tells level shifts from autocorrelation; for segment.c. */
#ifndef STATS_SHIFT_H
#define STATS_SHIFT_H

#include "base/err.h"

#include "stats/cuts.h"

#include <stddef.h>

/*
 * A test that assumes that points come in random order takes autocorrelated
 * noise for steps. *steps is such an explanation of x[0..steps->n): levels, and
 * noise without autocorrelation. This function compares it with a second one:
 * an autoregression, and the shifts of the level that the autoregression does
 * not explain. If the second needs fewer cuts and has the lower n ln(variance)
 * + (order + 2 cuts) ln(n) (Schwarz, Annals of Statistics 6, 1978; a cut counts
 * as two parameters, its place and its level), *steps becomes its shifts, and
 * *order its order; otherwise *order is 0.
 *
 * Shifts are searched for one after another (Tsay, J. Forecasting 7, 1988; Chen
 * and Liu, JASA 88, 1993). The effect of a shift at k on the residuals of the
 * autoregression is known: 1 at k, 1 - phi_1 after it, .. and finally 1 - sum
 * of phi. This pattern is fitted by least squares beside the level, at every
 * place. The shift at the best place is kept if the fits of autoregression and
 * levels with and without it differ by a t whose p times the number of places
 * is at most alpha. Without autocorrelation this is the t test of two means;
 * with so much of it that the series drifts, it tests whether a jump is larger
 * than the drift explains. If residuals are still autocorrelated (lag 1 above 2
 * / sqrt(n)), t is divided by sqrt((1 + lag1) / (1 - lag1)).
 *
 * A shift lasts three points or more. To remove shorter spikes, values are
 * first clamped to 3 sd (from successive differences) around the median of the
 * value and its four neighbours (Hampel's filter: Davies and Gather, JASA 88,
 * 1993).
 *
 * Below 20 points nothing is done. The order is at most n / 20, and 20. Returns
 * 0, or -1 with *err (no memory).
 */
int stats_shift(const double *x, double alpha, struct cuts *steps,
		size_t *order, struct err *err);

#endif
