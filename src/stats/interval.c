/* Confidence intervals that state their true level. */
#include "stats/interval.h"

#include <math.h>

size_t stats_median_rank(size_t count, double confidence, double *level)
{
	double n = (double)count, tail = 0, log_choose = 0, term;
	size_t k;

	for (k = 0; k < count / 2; k++) {
		/* in logarithms: C(n,k) / 2^n underflows for n > 1000 */
		term = exp(log_choose - n * log(2));
		if (2 * (tail + term) > 1 - confidence)
			break;
		tail += term;
		log_choose += log(n - (double)k) - log((double)k + 1);
	}
	*level = 1 - 2 * tail;
	return k;
}

bool stats_median_interval(const double *sorted, size_t count,
			   double confidence, struct interval *interval)
{
	double level;
	size_t k = stats_median_rank(count, confidence, &level);

	if (!k)
		return false;
	interval->low = sorted[k - 1];
	interval->high = sorted[count - k];
	interval->level = level;
	return true;
}
