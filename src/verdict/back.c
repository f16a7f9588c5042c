/* Is a change over that was confirmed earlier? */
#include "verdict/back.h"

#include "stats/robust.h"

#include <math.h>

#define LEAST_OLD   3  /* nights that show the old level */
#define LATEST_OLD  40 /* nights of it that are used */
#define WINDOW_MAX  14
#define WINDOW_MIN  2
#define WINDOW_NEAR 6 /* the least if the levels are near */
#define NEAR        5.0
#define HOLDS       0.75 /* of the way to the new level */
#define EVIDENCE    5.0
#define CLAMP       4.0
#define AT_NEW      0.6 /* of the way: the judged night is at the new level */

/* Both levels and the noise. */
struct levels {
	double old, new, scale;
};

/* The sd of nights at both levels: that of the old one, and of the new one where
 * it is known and not more than twice that. */
static double scale_of_levels(const struct sight *s, const double *old,
			      size_t count)
{
	double local = sight_difference_scale(old, count);
	double around = sight_scale(old, count, sight_median(old, count));
	double scale = fmax(local, 0.8 * around);

	if (s->young || count < 8)
		return fmax(scale, count < 8 ? s->scale : 0);
	return fmax(scale, fmin(s->scale, 2 * scale));
}

static double evidence(const struct sight *s, const struct levels *l, size_t j)
{
	double holds = l->old + HOLDS * (l->new - l->old), sum = 0, b, c;
	size_t i;

	for (i = s->count - j; i < s->count; i++) {
		b = robust_clamp((s->value[i] - l->old) / l->scale, CLAMP);
		c = robust_clamp((s->value[i] - holds) / l->scale, CLAMP);
		sum += (c * c - b * b) / 2;
	}
	return sum * (1 - s->phi) / (1 + s->phi);
}

/* Whether the latest j nights are at the old level. */
static bool is_back(const struct sight *s, const struct levels *l, size_t j)
{
	double way = l->new - l->old;
	double median = sight_median(s->value + s->count - j, j);

	return (median - l->old) / way < 0.5 &&
	       (s->value[s->count - 1] - l->old) / way < AT_NEW &&
	       fabs(expm1(median - l->new)) >= VERDICT_MIN_EFFECT;
}

bool back_find(const struct sight *s, const double *old, size_t count,
	       enum verdict_word how, struct sight_change *change)
{
	size_t used = count < LATEST_OLD ? count : LATEST_OLD, j;
	double sign = how == VERDICT_REGRESSED ? 1 : -1, best = EVIDENCE, e;
	struct levels l = { 0, 0, 0 }, found = l;

	if (used < LEAST_OLD)
		return false;
	old += count - used;
	l.old = sight_median(old, used);
	l.scale = scale_of_levels(s, old, used);
	change->m = 0;
	for (j = WINDOW_MIN; j <= WINDOW_MAX && j + 2 <= s->count; j++) {
		l.new = sight_median(s->value, s->count - j);
		if (!(sign * (l.new - l.old) > 0) || !(l.scale > 0) ||
		    (fabs(l.new - l.old) < NEAR * l.scale && j < WINDOW_NEAR))
			continue;
		e = evidence(s, &l, j);
		if (e > best) {
			best = e;
			change->m = j;
			found = l;
		}
	}
	change->p = exp(-best);
	return change->m && is_back(s, &found, change->m);
}
