/* How large a change is, and when it began. */
#include "verdict/change.h"

#include "stats/distribution.h"
#include "stats/robust.h"
#include "stats/summary.h"

#include <math.h>

#define START_MAX   12 /* nights ago that a change may have begun */
#define CLAMP_START 4.0
#define CLAMP_MEAN  6.0
#define BEYOND      1.0 /* robust sd that put a night on the new side */
#define AGREE       0.6 /* share of the change that most nights must reach */
#define WIDENED     0.985
#define SAME        (1 - 1e-9) /* the order of adding may differ */

/* The mean of x with outliers clamped; adds the squares of the clamped
 * deviations, in robust units, to *squares. */
static double location(const struct sight *s, const double *x, size_t count,
		       double *squares)
{
	double median = sight_median(x, count), mean = 0, r;
	size_t i;

	for (i = 0; i < count; i++)
		mean += robust_clamp((x[i] - median) / s->scale, CLAMP_MEAN);
	mean = median + s->scale * mean / (double)count;
	for (i = 0; i < count; i++) {
		r = robust_clamp((x[i] - mean) / s->scale, CLAMP_MEAN);
		*squares += r * r;
	}
	return mean;
}

/* How badly the latest `nights` nights fit a level that went from `before` to
 * `after` m nights ago: the sum of squares of what the previous night does not
 * predict, each clamped to CLAMP_START sd. */
static double misfit(const struct sight *s, size_t nights, size_t m, double phi,
		     double before, double after)
{
	double sd = s->scale * sqrt(1 - phi * phi), sum = 0, r;
	size_t start = s->count - m, i;

	for (i = s->count - nights; i < s->count; i++) {
		r = s->value[i] - (i < start ? before : after) -
		    phi * (s->value[i - 1] - (i <= start ? before : after));
		r = robust_clamp(r / sd, CLAMP_START);
		sum += r * r;
	}
	return sum;
}

size_t change_start(const struct sight *s, size_t found, double phi)
{
	size_t most = s->young ? s->count - 2 : s->count / 2, m, at = 2;
	size_t far = found + found / 2;
	double best = INFINITY, sum, ignored = 0;
	double before = location(s, s->value, s->count - found, &ignored);
	double after = sight_median(s->value + s->count - found, found);

	far = far > START_MAX ? far : START_MAX;
	most = most < far ? most : far;
	for (m = 2; m <= most; m++) {
		sum = misfit(s, most, m, phi, before, after);
		if (sum < best * SAME) {
			best = sum;
			at = m;
		}
	}
	return at;
}

/* Whether the last m nights are a level `change` away from `before`. */
static bool is_level(const struct sight *s, size_t m, double before,
		     double change)
{
	double side[VERDICT_WINDOW], sign = copysign(1, change);
	size_t i;

	if (sign * (s->value[s->count - 1] - before) < BEYOND * s->scale)
		return false;
	for (i = 0; i < m; i++)
		side[i] = sign * (s->value[s->count - m + i] - before);
	stats_sort(side, m);
	return side[(m - 1) / 2] >= AGREE * fabs(change);
}

bool change_estimate(const struct sight *s, const struct sight_change *change,
		     double phi, struct verdict *v)
{
	double squares = 0, before, after, freedom, error, reach, r;
	size_t m = change->m, rest = s->count - m, i;
	double vm = sight_inflation(phi, m), vrest = sight_inflation(phi, rest);
	bool level;

	before = location(s, s->value, rest, &squares);
	after = location(s, s->value + rest, m, &squares);
	level = is_level(s, m, before, after - before);
	v->effect = expm1(after - before);
	v->since = s->night[rest];
	v->low = v->high = NAN;
	if (change->p > VERDICT_SUSPECT_P)
		return level;
	freedom = (double)s->count - vm - vrest;
	for (i = 0; s->young && i < s->older; i++) {
		r = robust_clamp(s->rest[i] / s->scale, CLAMP_MEAN);
		squares += r * r;
		freedom++;
	}
	error = s->scale * sqrt(squares / freedom *
				(vm / (double)m + vrest / (double)rest));
	reach = error * stats_student_quantile((1 + WIDENED) / 2,
					       fmax(freedom / vrest, 1));
	v->low = expm1(after - before - reach);
	v->high = expm1(after - before + reach);
	return level;
}
