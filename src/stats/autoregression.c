/* Autoregression: how a value of a series depends on the values before it. */
#include "stats/autoregression.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define FORETOLD 1e-14 /* share of the variance left when no noise is left */

/* Raises the order of phi by one, by Levinson's recursion. */
static void extend(double *phi, size_t order, double reflection)
{
	double before[AUTOREGRESSION_MAX];
	size_t j;

	memcpy(before, phi, order * sizeof(*phi));
	for (j = 0; j < order; j++)
		phi[j] = before[j] - reflection * before[order - 1 - j];
	phi[order] = reflection;
}

/* One step of Burg's method: returns the reflection coefficient and updates the
 * prediction errors, forwards and backwards in time. */
static double reflect(double *forward, double *backward, size_t n, size_t order)
{
	double product = 0, square = 0, reflection, f;
	size_t i;

	for (i = n - 1; i > order; i--) {
		product += forward[i] * backward[i - 1];
		square +=
		    forward[i] * forward[i] + backward[i - 1] * backward[i - 1];
	}
	reflection = square > 0 ? 2 * product / square : 0;
	for (i = n - 1; i > order; i--) {
		f = forward[i];
		forward[i] = f - reflection * backward[i - 1];
		backward[i] = backward[i - 1] - reflection * f;
	}
	return reflection;
}

void stats_autoregression(const double *x, size_t n, size_t least, size_t most,
			  struct autoregression *ar, double *work)
{
	double phi[AUTOREGRESSION_MAX], left = 1, best = INFINITY, score,
					reflection;
	double *forward = work, *backward = work + n;
	size_t order;

	assert(most <= AUTOREGRESSION_MAX);
	memcpy(forward, x, n * sizeof(*x));
	memcpy(backward, x, n * sizeof(*x));
	for (order = 0; left > FORETOLD; order++) {
		score = (double)n * log(left) + (double)order * log((double)n);
		if (order >= least && score < best) {
			best = score;
			ar->order = order;
			memcpy(ar->phi, phi, order * sizeof(*phi));
		}
		if (order == most)
			break;
		reflection = reflect(forward, backward, n, order);
		extend(phi, order, reflection);
		left *= 1 - reflection * reflection;
	}
}
