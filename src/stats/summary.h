/* Summary statistics of a set of measurements. Pure functions on arrays. */
#ifndef STATS_SUMMARY_H
#define STATS_SUMMARY_H

#include <stddef.h>

struct summary {
	size_t count;
	double min, median, mean, max;
	double sd;        /* divisor count - 1; NaN below two values */
	double deviation; /* divisor count, as in numpy.std */
	double mad;       /* median |x - median|, unscaled */
};

/*
 * Summarises x[0..count), count >= 1, all finite; sorts x. Mean and standard
 * deviation take two passes with compensated sums (Neumaier 1974; Chan, Golub,
 * LeVeque 1983, eq. 1.7): the one-pass formula cancels and can give NaN.
 */
void stats_summary(double *x, size_t count, struct summary *summary);

/* Sorts ascending. */
void stats_sort(double *x, size_t count);

/*
 * Quantile p in [0, 1] of sorted values, type 7 of Hyndman and Fan (1996).
 * Infinities are ordinary values; between two of opposite sign the result is
 * NaN.
 */
double stats_quantile(const double *sorted, size_t count, double p);

#endif
