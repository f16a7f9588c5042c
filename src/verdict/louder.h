/* Inside the verdict: has the noise grown? */
#ifndef STATS_LOUDER_H
#define STATS_LOUDER_H

#include "verdict/sight.h"

/* The noise of the latest 20 nights of a level. */
struct louder {
	double ratio; /* to that of the nights before them */
	double z;     /* how far the ratio is above 1, in standard errors */
	size_t
	    since; /* the index of the first night with the new noise: at least
			 20 nights ago */
};

/*
 * Compares successive differences, their sizes clamped to four times their
 * median, because levels and trends do not inflate them: the mean of the latest
 * 20 with that of those before (a test of Levene's kind, 1960). Returns false
 * if there are fewer than 20 before. `since` is where two means of the sizes fit
 * best, by the likelihood of exponential variables.
 */
bool louder_find(const struct sight *sight, struct louder *louder);

/*
 * Whether louder noise explains the latest nights about as well as a change m nights
 * ago, m <= 40. Of the values in robust units, u, with residual variance s^2, a change
 * explains
 *
 *     (u_{n-m+1} + .. + u_n)^2 / (m (n - m) / n) / s^2,
 *
 * and louder noise of the latest j nights, with mean square v_j > s^2,
 *
 *     max over j = 2..40 of j (v_j / s^2 - 1 - ln(v_j / s^2)),
 *
 * both in twice the logarithm of the likelihood ratio. It does if the change is better
 * by less than 4. In a young level s is 1. Two nights of a louder noise look like a
 * step long before louder_find() can know of it.
 */
bool louder_explains(const struct sight *sight, size_t m);

#endif
