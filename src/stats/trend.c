/* Whether a sequence rises or falls. */
#include "stats/trend.h"

#include <math.h>
#include <stdlib.h>

#define Z_10_PERCENT 1.6448536269514722

long stats_kendall(const double *x, size_t count)
{
	size_t i, j;
	long s = 0;

	for (i = 0; i < count; i++)
		for (j = i + 1; j < count; j++)
			s += (x[j] > x[i]) - (x[j] < x[i]);
	return s;
}

bool stats_trend(const double *x, size_t count)
{
	double n = (double)count;
	double sd = sqrt(n * (n - 1) * (2 * n + 5) / 18);

	return count >= 4 &&
	       (double)labs(stats_kendall(x, count)) - 1 > Z_10_PERCENT * sd;
}
