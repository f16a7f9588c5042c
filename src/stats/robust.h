/* Robust location and scale of a series, and its autocorrelation. */
#ifndef STATS_ROBUST_H
#define STATS_ROBUST_H

#include <stddef.h>

/* x limited to [-limit, limit]. */
static inline double robust_clamp(double x, double limit)
{
	return x < -limit ? -limit : x > limit ? limit : x;
}

/* The median of x[0..count), count >= 1; `work` has room for count. */
double robust_median(const double *x, size_t count, double *work);

/*
 * The standard deviation of normally distributed values around `median`,
 * estimated by 1.4826 MAD or, where the MAD is 0 (more than half of the values
 * are equal), by 1.2533 mean |x - median|. 0 if all values are equal. `work`
 * has room for count.
 */
double robust_scale(const double *x, size_t count, double median, double *work);

/*
 * The standard deviation of the noise of x[0..count), count >= 2, estimated from
 * successive differences, by robust_scale() around 0 over sqrt 2: levels and
 * trends hardly inflate it. `difference` and `work` have room for count each.
 */
double robust_difference_scale(const double *x, size_t count,
			       double *difference, double *work);

/* Lag-1 autocorrelation, sum (x_i - m)(x_{i-1} - m) / sum (x_i - m)^2 with m
 * the mean, as NIST defines it; 0 if all values are equal. */
double robust_lag1(const double *x, size_t count);

#endif
