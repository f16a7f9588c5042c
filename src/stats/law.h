/* The law of cost: the time of a parallel product from its size and workers. */
#ifndef STATS_LAW_H
#define STATS_LAW_H

#include "base/err.h"

#include <stddef.h>

/*
 * T(n, w) = a + b w + c n + d n / w: a fixed cost, a cost per worker, a cost
 * per element that is not divided among the workers (copying, collecting), and
 * one that is.
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
	double value[LAW_COUNT]; /* a b c d, in the unit of the times */
	double low[LAW_COUNT], high[LAW_COUNT]; /* their intervals */
	double relative_sd;                     /* of the times around the
						   law */
	size_t count;
	double freedom;
};

/*
 * Fits the law to points[0..count), with intervals at `confidence`.
 *
 * Times span decades and their noise is a percentage, so the fit minimises the
 * relative errors (T_i - law) / T_i; ordinary least squares would fit only the
 * largest n. Outliers are limited by Huber's weights (k = 1.345: without
 * outliers 95 % as efficient as least squares) in iteratively reweighted least
 * squares, with scale 1.4826 MAD of the residuals; each step solves by QR
 * (modified Gram-Schmidt, twice). Intervals: Student's t with count - 4 degrees
 * of freedom and Huber's covariance, sum psi^2 / (N - p) / (mean psi')^2
 * (X'X)^-1 (Huber, Robust Statistics, 1981, section 7.6). A coefficient whose
 * interval contains 0 is not shown to differ from 0.
 *
 * Returns 0, or -1 with *err: fewer than 5 points, or sizes and worker counts
 * that do not determine the four coefficients (at least two of each are needed,
 * not all on a line).
 */
int stats_law(const struct law_point *points, size_t count, double confidence,
	      struct law *law, struct err *err);

/* The columns of the law at (n, workers): what each coefficient is multiplied by,
 * where the elements are divided among `share` workers. */
void law_columns(double n, double workers, double share, double x[LAW_COUNT]);

/* T(n, workers) as predicted by the law. */
double law_time(const struct law *law, double n, double workers);

#endif
