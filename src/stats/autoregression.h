/* Autoregression: how a value of a series depends on the values before it. */
#ifndef STATS_AUTOREGRESSION_H
#define STATS_AUTOREGRESSION_H

#include <stddef.h>

#define AUTOREGRESSION_MAX 20

/* x_i = phi[0] x_{i-1} + .. + phi[order-1] x_{i-order} + noise */
struct autoregression {
	size_t order;
	double phi[AUTOREGRESSION_MAX];
};

/*
 * Fits an autoregression to x[0..n), whose mean is about 0. The coefficients
 * come from Burg's method (Proc. 37th Meeting Soc. Exploration Geophysicists,
 * 1967): they are those of a stationary series and hardly biased in short ones.
 * Of the orders from `least` to `most` (<= AUTOREGRESSION_MAX), the one with
 * the smallest n ln(variance) + order ln(n) is chosen (Schwarz, Annals of
 * Statistics 6, 1978). `work` has room for 2 n values.
 */
void stats_autoregression(const double *x, size_t n, size_t least, size_t most,
			  struct autoregression *ar, double *work);

/* The residual of x_i, i >= order: x_i - sum of phi_j x_{i-1-j}. */
static inline double autoregression_rest(const struct autoregression *ar,
					 const double *x, size_t i)
{
	double rest = x[i];
	size_t j;

	for (j = 0; j < ar->order; j++)
		rest -= ar->phi[j] * x[i - 1 - j];
	return rest;
}

#endif
