/* Robust location and scale of a series, and its autocorrelation. */
#include "stats/robust.h"

#include "stats/select.h"

#include <math.h>
#include <string.h>

double robust_median(const double *x, size_t count, double *work)
{
	memcpy(work, x, count * sizeof(*x));
	return stats_select_quantile(work, count, 0.5);
}

double robust_scale(const double *x, size_t count, double median, double *work)
{
	double sum = 0, mad;
	size_t i;

	for (i = 0; i < count; i++)
		sum += work[i] = fabs(x[i] - median);
	mad = stats_select_quantile(work, count, 0.5);
	return mad > 0 ? 1.4826 * mad : 1.2533 * sum / (double)count;
}

double robust_difference_scale(const double *x, size_t count,
			       double *difference, double *work)
{
	size_t i;

	for (i = 1; i < count; i++)
		difference[i - 1] = x[i] - x[i - 1];
	return robust_scale(difference, count - 1, 0, work) / sqrt(2);
}

double robust_lag1(const double *x, size_t count)
{
	double mean = 0, square = 0, product = 0;
	size_t i, equal = 1;

	for (i = 0; i < count; i++) {
		mean += x[i] / (double)count;
		equal += i && x[i] == x[0] ? 1 : 0;
	}
	if (equal >= count) /* else rounding of the mean would look like
			       autocorrelation */
		return 0;
	for (i = 0; i < count; i++) {
		square += (x[i] - mean) * (x[i] - mean);
		if (i)
			product += (x[i] - mean) * (x[i - 1] - mean);
	}
	return product / square;
}
