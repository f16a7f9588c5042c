/* The law of cost: what a parallel product takes, from sizes and workers. */
#ifndef STATS_LAW_H
#define STATS_LAW_H

#include "base/err.h"

#include <stddef.h>

/*
 * T(n, w) = a + b w + c n + d n / w: a fixed price, a price per worker, a price
 * per element that cannot be shared (copying, collecting), and one that can.
 */
enum law_coefficient {
	LAW_FIXED,
	LAW_WORKER,
	LAW_ELEMENT,
	LAW_SHARED,
	LAW_COUNT
};

struct law_point {
	double n, workers; /* > 0 */
	double time;       /* > 0, in any unit */
};

struct law {
	double value[LAW_COUNT]; /* a b c d, in the times' unit */
	double low[LAW_COUNT], high[LAW_COUNT]; /* their intervals */
	double relative_sd;                     /* of a time around the law */
	size_t count;
	double freedom;
};

/*
 * Fits the law to points[0..count) and gives intervals at `confidence`.
 *
 * Times spread over decades and their noise is a percentage, so that relative
 * errors (T_i - law) / T_i are made small: ordinary least squares would fit the
 * largest n only. Outliers are held by Huber's weights (k = 1.345, 95 % as
 * efficient as least squares where there are none) in iteratively reweighted
 * least squares, scale 1.4826 MAD of the residuals; each step solves by QR
 * (modified Gram-Schmidt, twice). Intervals: Student's t with count - 4 degrees
 * and Huber's covariance, sum psi^2 / (N - p) / (mean psi')^2 (X'X)^-1 (Huber,
 * Robust Statistics, 1981, section 7.6). A coefficient whose interval holds 0
 * is not shown to be there at all.
 *
 * Returns 0, or -1 with *err: fewer than 5 points, or sizes and worker counts
 * that cannot tell the four apart (two of each are needed, not all on a line).
 */
int stats_law(const struct law_point *points, size_t count, double confidence,
	      struct law *law, struct err *err);

/* T(n, w) by the law. */
double law_time(const struct law *law, double n, double workers);

#endif
