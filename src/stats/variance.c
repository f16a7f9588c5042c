/* Variance components: noise of repeats, sessions, nights; what reduces it. */
#include "stats/variance.h"

#include <math.h>
#include <string.h>

/* Sets the means of the groups; returns the mean of all values. All are less
 * `base`, one of the values: near it, differences are exact, while a mean far
 * from 0 would be rounded to the digits that it has there. */
static double group_means(const double *x, const size_t *group, size_t count,
			  size_t groups, double base, double *means,
			  size_t *counts)
{
	double all = 0;
	size_t i;

	memset(counts, 0, groups * sizeof(*counts));
	for (i = 0; i < groups; i++)
		means[i] = 0;
	for (i = 0; i < count; i++) {
		counts[group[i]]++;
		means[group[i]] += x[i] - base;
		all += x[i] - base;
	}
	for (i = 0; i < groups; i++)
		means[i] = counts[i] ? means[i] / (double)counts[i] : 0;
	return all / (double)count;
}

void stats_variance(const double *x, const size_t *group, size_t count,
		    size_t groups, double *means, size_t *counts,
		    struct variance *v)
{
	double base = count ? x[0] : 0;
	double mean = group_means(x, group, count, groups, base, means, counts);
	double between = 0, within = 0, squares = 0, n = (double)count, d,
	       repeats;
	size_t i;

	memset(v, 0, sizeof(*v));
	v->count = count;
	for (i = 0; i < count; i++) {
		d = x[i] - base - means[group[i]];
		within += d * d;
	}
	for (i = 0; i < groups; i++) {
		if (!counts[i])
			continue;
		v->groups++;
		d = means[i] - mean;
		between += (double)counts[i] * d * d;
		squares += (double)counts[i] * (double)counts[i];
		means[i] += base;
	}
	v->between_ms = v->groups > 1 ? between / (double)(v->groups - 1) : NAN;
	v->within_ms =
	    count > v->groups ? within / (double)(count - v->groups) : NAN;
	v->f = v->between_ms / v->within_ms;
	v->within = v->within_ms;
	repeats = (n - squares / n) / ((double)v->groups - 1);
	v->night = fmax(0, (v->between_ms - v->within_ms) / repeats);
	if (isnan(v->between_ms) || isnan(v->within_ms))
		v->night = NAN;
	v->share = v->night / (v->night + v->within);
}

enum variance_advice stats_variance_advice(const struct variance *v,
					   double *gain)
{
	double repeats = (double)v->count / (double)v->groups;
	double own = v->within / repeats;

	*gain = NAN;
	if (isnan(v->night))
		return VARIANCE_UNKNOWN;
	*gain = v->night + own > 0
		    ? sqrt((v->night + own / 2) / (v->night + own))
		    : 1;
	if (v->groups < VARIANCE_NIGHTS)
		return VARIANCE_MORE_NIGHTS;
	return own > v->night ? VARIANCE_MORE_REPEATS : VARIANCE_MORE_SESSIONS;
}
