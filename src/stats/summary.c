/* Summary statistics of a set of measurements. */
#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>

#define FEW 32 /* values that are sorted faster by insertion */

static int doubles_ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts a few values, by insertion. */
static void sort_few(double *x, size_t count)
{
	double value;
	size_t i, k;

	for (i = 1; i < count; i++) {
		value = x[i];
		for (k = i; k && x[k - 1] > value; k--)
			x[k] = x[k - 1];
		x[k] = value;
	}
}

void stats_sort(double *x, size_t count)
{
	if (count <= FEW)
		sort_few(x, count);
	else
		qsort(x, count, sizeof(*x), doubles_ascending);
}

double stats_quantile(const double *sorted, size_t count, double p)
{
	double at = p * (double)(count - 1);
	size_t below = (size_t)floor(at);
	double part = at - (double)below, low, high;

	if (below + 1 >= count)
		return sorted[count - 1];
	low = sorted[below];
	high = sorted[below + 1];
	if (part == 0 || low == high)
		return low;
	/* weights the ends, as their difference may overflow */
	return isfinite(high - low) ? low + part * (high - low)
				    : (1 - part) * low + part * high;
}

/* A compensated sum (Neumaier): `low` sums up the rounding errors. */
struct sum {
	double high, low;
};

static void sum_add(struct sum *s, double x)
{
	double t = s->high + x;

	if (fabs(s->high) >= fabs(x))
		s->low += (s->high - t) + x;
	else
		s->low += (x - t) + s->high;
	s->high = t;
}

/* Median absolute deviation of sorted values around their median. */
static double sorted_mad(const double *sorted, size_t count, double median)
{
	size_t below = 0, above, taken;
	double d = 0, previous = 0, left, right;

	/* the deviations on either side of the median are sorted already */
	while (below < count && sorted[below] < median)
		below++;
	above = below;
	for (taken = 0; taken <= count / 2; taken++) {
		previous = d;
		left = below ? median - sorted[below - 1] : INFINITY;
		right = above < count ? sorted[above] - median : INFINITY;
		d = left < right ? left : right;
		if (left < right)
			below--;
		else
			above++;
	}
	return count % 2 ? d : previous + (d - previous) / 2;
}

void stats_summary(double *x, size_t count, struct summary *summary)
{
	struct sum sum = { 0, 0 }, residue = { 0, 0 }, squares = { 0, 0 };
	double n = (double)count, d, ss;
	size_t i;

	stats_sort(x, count);
	for (i = 0; i < count; i++)
		sum_add(&sum, x[i]);
	summary->mean = (sum.high + sum.low) / n;
	for (i = 0; i < count; i++) {
		d = x[i] - summary->mean;
		sum_add(&residue, d);
		sum_add(&squares, d * d);
	}
	d = residue.high + residue.low;
	ss = (squares.high + squares.low) - d * d / n;
	ss = ss > 0 ? ss : 0;
	summary->count = count;
	summary->min = x[0];
	summary->max = x[count - 1];
	summary->median = stats_quantile(x, count, 0.5);
	summary->sd = count > 1 ? sqrt(ss / (n - 1)) : NAN;
	summary->deviation = sqrt(ss / n);
	summary->mad = sorted_mad(x, count, summary->median);
}
