/* Changes that are far larger than the noise. */
#include "verdict/far.h"

#include <math.h>

#define WINDOW_MAX  12
#define EARLIER_MIN 10
#define RECENT      20
#define FAR_SD      20.0 /* so large a change must last FAR_NIGHTS */
#define FAR_NIGHTS  4
#define VISIT_SD    8.0 /* smaller ones cannot be told from noise */
#define VISIT_TIMES 2
#define VISIT_SHARE 0.75 /* of the change */
#define VISIT_MAX   7    /* nights of the longest visit */

/* The gap in sd that the latest m nights must have to all earlier ones. */
static double least_gap(size_t m)
{
	return m == 2 ? 6 : m == 3 ? 3.5 : 2.5;
}

/* The distance between the ranges of x[0..cut) and x[cut..count); below 0 if
 * they overlap. */
static double gap(const double *x, size_t cut, size_t count)
{
	double low[2] = { INFINITY, INFINITY };
	double high[2] = { -INFINITY, -INFINITY };
	size_t i;

	for (i = 0; i < count; i++) {
		low[i >= cut] = fmin(low[i >= cut], x[i]);
		high[i >= cut] = fmax(high[i >= cut], x[i]);
	}
	return fmax(low[1] - high[0], low[0] - high[1]);
}

/* The larger sd of differences: of all of x[0..count), or of the last ones. */
static double local_scale(const double *x, size_t count)
{
	size_t recent = count < RECENT ? count : RECENT;

	return fmax(sight_difference_scale(x, count),
		    sight_difference_scale(x + count - recent, recent));
}

/* 2 / C(n, m) */
static double chance(size_t n, size_t m)
{
	double p = 2;
	size_t i;

	for (i = 0; i < m; i++)
		p *= (double)(i + 1) / (double)(n - i);
	return p;
}

bool far_find(const struct sight *s, struct sight_change *change)
{
	double apart, scale;
	size_t m;

	for (m = 2; m <= WINDOW_MAX && m + EARLIER_MIN <= s->count; m++) {
		apart = gap(s->value, s->count - m, s->count);
		if (apart <= 0)
			continue; /* as on nearly every night */
		scale = local_scale(s->value, s->count - m);
		if (!(scale > 0) || apart <= least_gap(m) * scale)
			continue;
		change->m = m;
		change->p = chance(s->count, m);
		return true;
	}
	return false;
}

/* The longest run of measured nights near or beyond the new state, of those that
 * ended; longer ones than VISIT_MAX were a level, not a visit. */
static size_t longest_visit(const double *values, size_t count, double before,
			    double effect)
{
	size_t run = 0, longest = 0, i;

	for (i = 0; i < count; i++) {
		if (isnan(values[i]))
			continue;
		if ((values[i] - before) / effect > VISIT_SHARE) {
			run++;
			continue;
		}
		if (run > longest && run <= VISIT_MAX)
			longest = run;
		run = 0;
	}
	return longest;
}

bool far_may_be_visit(const struct sight *s, const double *values, size_t count,
		      size_t m, double before, double effect)
{
	double local = sight_difference_scale(s->value, s->count);
	double scale =
	    s->young || !(local > 0) ? s->scale : fmin(s->scale, local);

	if (fabs(effect) > FAR_SD * scale && m < FAR_NIGHTS)
		return true;
	if (fabs(effect) <= VISIT_SD * scale)
		return false;
	return m <= VISIT_TIMES * longest_visit(values, count, before, effect);
}
