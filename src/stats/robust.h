/* Location, scale and memory of a series, little moved by outliers. */
#ifndef STATS_ROBUST_H
#define STATS_ROBUST_H

#include <stddef.h>

/* x, at most `limit` from 0. */
static inline double robust_clamp(double x, double limit)
{
	return x < -limit ? -limit : x > limit ? limit : x;
}

/* The median of x[0..count), count >= 1; `work` has room for count. */
double robust_median(const double *x, size_t count, double *work);

/*
 * The standard deviation of a normal series around `median`: 1.4826 MAD, or
 * where that is 0 (more than half are equal) 1.2533 mean |x - median|. 0: all
 * are equal. `work` has room for count.
 */
double robust_scale(const double *x, size_t count, double median, double *work);

/* Lag-1 autocorrelation, sum (x_i - m)(x_{i-1} - m) / sum (x_i - m)^2 with m
 * the mean, as NIST has it; 0 where all are equal. */
double robust_lag1(const double *x, size_t count);

#endif
