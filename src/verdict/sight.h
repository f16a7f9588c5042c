/* Inside the verdict: the nights of the current level, and their noise. */
#ifndef STATS_SIGHT_H
#define STATS_SIGHT_H

#include "verdict/verdict.h"

#define SIGHT_SHORT 8  /* the longest window of the test for new changes */
#define SIGHT_LONG  56 /* the same, of the test for small old ones */
#define SIGHT_CLAMP 3.0

struct sight {
	double value[VERDICT_WINDOW]; /* ln(time) of the current level */
	size_t night[VERDICT_WINDOW]; /* the index of each */
	size_t count;
	double rest[2 * VERDICT_WINDOW]; /* residuals, those of older levels
					    first */
	size_t older, nrest;
	bool young; /* fewer than VERDICT_NIGHTS: judged with older residuals */
	double median, scale;
	double u[VERDICT_WINDOW]; /* in robust units, clamped, minus their
				     mean */
	/* Autocorrelation of the nights: of those before the latest ones, and of
	 * what the best single step leaves. The first is not disturbed by a new
	 * change, the second not by an old one. Both take in `older` residuals. */
	double phi, phi_long;
	size_t phi_nights, phi_long_nights; /* estimated from so many */
};

/* A change that was found. */
struct sight_change {
	size_t m; /* it began so many measured nights ago */
	double p;
};

/* Collects the latest measured nights of values[from..to), at most
 * VERDICT_WINDOW, oldest first; `night` gets their indices and may be NULL.
 * Returns how many. */
size_t sight_gather(const double *values, size_t from, size_t to, double *value,
		    size_t *night);

/* Median, and robust sd around it, of up to 2 * VERDICT_WINDOW numbers. */
double sight_median(const double *x, size_t count);
double sight_scale(const double *x, size_t count, double median);

/* robust_difference_scale() of up to VERDICT_WINDOW numbers; 0 below 3. */
double sight_difference_scale(const double *x, size_t count);

/* The factor by which autocorrelation phi inflates the variance of a mean of m
 * values of an AR(1) series: V(m) = 1 + 2 sum_{k<m} (1 - k/m) phi^k. */
double sight_inflation(double phi, size_t m);

/* Leaves the latest nights, with median and scale of their own (that of
 * differences, which a step among them does not inflate). */
void sight_forget(struct sight *s, size_t latest);

/* Sets u, and phi and phi_long with their nights; needs scale > 0. */
void sight_measure(struct sight *s);

#endif
