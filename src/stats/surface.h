/* The time of a product over sizes and workers, predicted from measured points. */
#ifndef STATS_SURFACE_H
#define STATS_SURFACE_H

#include "base/err.h"
#include "stats/law.h"

#include <stdbool.h>
#include <stddef.h>

#define SURFACE_POINTS_MAX 250

/*
 * ln T(n, w) = ln m(n, w) + g(n, w) + noise.
 *
 * The law m = a + b w + c n + d n / min(w, cpus) with coefficients >= 0 carries what lies
 * outside the measured points: workers above the number of CPUs share them. g is
 * what the law cannot say (caches, the kink where the CPUs are used up): a
 * Gaussian process with the covariance s^2 M(dn / l_n) M(dw / l_w) over ln n and
 * ln w, where M(r) = (1 + sqrt(3) r) exp(-sqrt(3) r) (Matern 3/2). The
 * coefficients stay uncertain (universal kriging; Stein, Interpolation of
 * Spatial Data, 1999, section 1.5; Rasmussen and Williams, Gaussian Processes,
 * 2006, section 2.7), in the law's linear approximation. Lengths and noise have
 * the greatest restricted likelihood over a grid, s in closed form.
 */
struct surface {
	size_t count;
	double freedom; /* count less the coefficients */
	double cpus;
	double least[2], most[2];            /* of n and of workers, measured */
	double *point;                       /* ln n, ln w of each */
	unsigned column[LAW_COUNT], columns; /* of the law, in use */
	double value[LAW_COUNT];             /* their coefficients */
	double length[2], noise, sd;         /* l_n, l_w, tau / s, s */
	double *factor;         /* L, of (covariance + noise) / s^2 */
	double *weight, *basis; /* see surface.c */
	double inner[LAW_COUNT][LAW_COUNT], shift[LAW_COUNT];
};

/*
 * Fits the surface to points[0..count). Returns 0, or -1 with *err: no memory,
 * fewer than 6 points or more than SURFACE_POINTS_MAX, or one size only
 * (ERR_USAGE). surface_free() may be called in both cases.
 */
int surface_fit(struct surface *surface, const struct law_point *points,
		size_t count, double cpus, struct err *err);
void surface_free(struct surface *surface);

struct surface_guess {
	double time, low, high; /* of a new measurement; unit of the points */
	double log_sd;          /* standard deviation of ln time */
	bool inside; /* n and workers lie in the range of those measured */
};

/* Predicts a new measurement at (n, workers), with its interval at `confidence`. */
void surface_at(const struct surface *surface, double n, double workers,
		double confidence, struct surface_guess *guess);

/* ln(time / prediction) of point i by the surface of all other points with the
 * same lengths and noise (Dubrule, Cross validation of kriging in a unique
 * neighborhood, Math. Geology 15, 1983). */
double surface_left_out(const struct surface *surface, size_t i);

#endif
