/* Order statistics without sorting everything. */
#include "stats/select.h"

#include "stats/summary.h"

#include <math.h>

#define SAMPLE_ABOVE 600 /* points above which the paper samples */

/*
 * Partitions x[*low..*high] into values less than x[k], equal to it, and
 * greater; sets *low and *high to the part that contains index k.
 */
static void narrow(double *x, ptrdiff_t *low, ptrdiff_t *high, ptrdiff_t k)
{
	double pivot = x[k], kept;
	ptrdiff_t i = *low, j = *high;

	while (i <= j) {
		while (x[i] < pivot)
			i++;
		while (x[j] > pivot)
			j--;
		if (i <= j) {
			kept = x[i];
			x[i++] = x[j];
			x[j--] = kept;
		}
	}
	if (k <= j) {
		*high = j;
	} else if (k >= i) {
		*low = i;
	} else {
		*low = k;
		*high = k;
	}
}

/* Selects x[k] within [low, high]; after `steps` partitions the rest is
 * sorted. */
static void select_between(double *x, ptrdiff_t low, ptrdiff_t high,
			   ptrdiff_t k, int steps)
{
	double n, i, z, s, sd;

	for (; low < high && steps; steps--) {
		n = (double)(high - low + 1);
		if (n > SAMPLE_ABOVE) {
			/* x[k] becomes a pivot just beyond the value sought */
			i = (double)(k - low + 1);
			z = log(n);
			s = 0.5 * exp(2 * z / 3);
			sd = 0.5 * sqrt(z * s * (n - s) / n);
			sd = i < n / 2 ? -sd : sd;
			select_between(
			    x,
			    (ptrdiff_t)fmax((double)low,
					    (double)k - i * s / n + sd),
			    (ptrdiff_t)fmin((double)high,
					    (double)k + (n - i) * s / n + sd),
			    k, steps - 1);
		}
		narrow(x, &low, &high, k);
	}
	if (low < high)
		stats_sort(x + low, (size_t)(high - low + 1));
}

void stats_select(double *x, size_t count, size_t k)
{
	select_between(x, 0, (ptrdiff_t)count - 1, (ptrdiff_t)k, 60);
}

double stats_select_quantile(double *x, size_t count, double p)
{
	size_t below = (size_t)floor(p * (double)(count - 1)), i;
	double pair[2];

	if (below + 1 >= count) {
		stats_select(x, count, count - 1);
		return x[count - 1];
	}
	stats_select(x, count, below);
	pair[0] = x[below];
	pair[1] = x[below + 1];
	for (i = below + 2; i < count; i++)
		if (x[i] < pair[1])
			pair[1] = x[i];
	return stats_quantile(pair, 2, p * (double)(count - 1) - (double)below);
}
