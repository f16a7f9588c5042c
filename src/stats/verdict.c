/* The verdict: did last night change a series, judged against its history? */
#include "stats/verdict.h"

#include "stats/back.h"
#include "stats/change.h"
#include "stats/far.h"
#include "stats/sight.h"
#include "stats/window.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define OUTLIER 3.5
#define NEAR    20 /* latest nights that show the level before a far change */

const char *verdict_word(enum verdict_word word)
{
	static const char *const words[] = {
		[VERDICT_NOT_MEASURED] = "not measured",
		[VERDICT_NOT_ENOUGH] = "not enough nights",
		[VERDICT_NO_CHANGE] = "no change seen",
		[VERDICT_SUSPECT] = "suspect",
		[VERDICT_IMPROVED] = "improved",
		[VERDICT_REGRESSED] = "regressed",
	};

	return words[word];
}

/* Adds the residuals of a level until there are `room` of them. */
static void add_residuals(struct sight *s, const double *value, size_t count,
			  size_t room)
{
	double n = (double)count, stretch = count > 1 ? sqrt(n / (n - 1)) : 0;
	double median = sight_median(value, count);
	size_t i;

	for (i = 0; i < count && s->nrest < room; i++)
		s->rest[s->nrest++] = (value[i] - median) * stretch;
}

/* Pools the residuals of older levels, the latest level first, with those of
 * the current one. */
static void pool(struct sight *s, const double *values,
		 const struct verdict_level *levels, size_t nlevels)
{
	double value[VERDICT_WINDOW];
	size_t i, count;

	for (i = nlevels; i > 0; i--) {
		count = sight_gather(values, i > 1 ? levels[i - 2].start : 0,
				     levels[i - 1].start, value, NULL);
		if (count > 1)
			add_residuals(s, value, count, VERDICT_WINDOW);
	}
	s->older = s->nrest;
	add_residuals(s, s->value, s->count, 2 * VERDICT_WINDOW);
}

static void set_visible(const struct sight *s, struct verdict *v)
{
	/* normal noise after 60 nights: the change seen in 95 of 100 histories,
	 * in standard errors; textbooks have 3.6 + 1.645 */
	static const double later[] = { 3, 7 }, seen[] = { 7.0, 5.9 };
	double before;
	int i;

	for (i = 0; i < 2; i++) {
		before = fmax((double)s->count - later[i], 1);
		v->visible[i] =
		    expm1(s->scale * seen[i] * sqrt(1 / later[i] + 1 / before));
	}
}

/* What is judged, beside the nights of the current level. */
struct judged {
	const double *values;
	const struct verdict_level
	    *level;  /* the current one; NULL: the first */
	size_t from; /* where the level before it begins */
};

/* The first two tests. Returns whether a change is confirmed; *v tells the
 * likeliest one. */
static bool test_windows(const struct sight *s, struct verdict *v)
{
	double enough = s->young ? VERDICT_AGAIN : VERDICT_CONFIRM;
	struct sight_change change, late;
	struct verdict seen;
	bool level;

	if (!window_test(s, false, &change))
		return false;
	v->p = change.p;
	change.m = change_start(s, change.m, s->phi);
	level = change_estimate(s, &change, s->phi, v);
	if (level && v->p <= enough)
		return true;
	if (s->young || !window_test(s, true, &late) || late.p > VERDICT_LATE)
		return false;
	seen = *v;
	seen.p = late.p;
	late.m = change_start(s, late.m, s->phi_long);
	if (!change_estimate(s, &late, s->phi_long, &seen))
		return false;
	*v = seen;
	return true;
}

/* The change is measured from the latest nights before it, because the level may
 * have drifted. */
static bool test_far(const struct sight *s, struct verdict *v)
{
	struct sight_change change;
	struct sight near;

	if (!far_find(s, &change))
		return false;
	near = *s;
	sight_forget(&near, change.m + NEAR);
	change_estimate(&near, &change, s->phi, v);
	v->p = change.p;
	return true;
}

/* Whether a confirmed change may be a visit of a far state. */
static bool may_be_visit(const struct sight *s, const struct judged *j,
			 const struct verdict *v)
{
	size_t before = 0, near;
	double median;

	while (before < s->count && s->night[before] < v->since)
		before++;
	near = before < NEAR ? before : NEAR;
	median =
	    near ? sight_median(s->value + before - near, near) : s->median;
	return far_may_be_visit(s, j->values, v->since, s->count - before,
				median, log1p(v->effect));
}

static bool test_back(const struct sight *s, const struct judged *j,
		      struct verdict *v)
{
	double old[VERDICT_WINDOW];
	struct sight_change change;
	size_t count;

	if (!j->level || j->level->how == VERDICT_NO_CHANGE)
		return false;
	count = sight_gather(j->values, j->from, j->level->start, old, NULL);
	if (!back_find(s, old, count, j->level->how, &change))
		return false;
	change_estimate(s, &change, s->phi, v);
	v->p = change.p;
	return true;
}

static void look_for_change(struct sight *s, const struct judged *j,
			    struct verdict *v)
{
	double z = (s->value[s->count - 1] - s->median) / s->scale;
	bool confirmed;

	v->outlier = fabs(z) > OUTLIER;
	sight_measure(s);
	confirmed =
	    (test_windows(s, v) || test_far(s, v)) && !may_be_visit(s, j, v);
	confirmed = confirmed || test_back(s, j, v);
	if (confirmed && fabs(v->effect) >= VERDICT_MIN_EFFECT)
		v->word = v->effect > 0 ? VERDICT_REGRESSED : VERDICT_IMPROVED;
	else if (v->p <= VERDICT_SUSPECT_P || v->outlier)
		v->word = VERDICT_SUSPECT;
}

void stats_verdict(const double *values, size_t count,
		   const struct verdict_level *levels, size_t nlevels,
		   struct verdict *v)
{
	const struct verdict_level *level =
	    nlevels ? &levels[nlevels - 1] : NULL;
	const struct judged judged = { values, level,
				       nlevels > 1 ? levels[nlevels - 2].start
						   : 0 };
	struct sight s;

	assert(count > 0 && (!level || level->start < count));
	memset(v, 0, sizeof(*v)); /* clears the padding, too, so that equal
				     verdicts have equal bytes */
	v->word = v->still = VERDICT_NO_CHANGE;
	v->effect = v->low = v->high = v->p = NAN;
	v->visible[0] = v->visible[1] = NAN;
	v->since = count - 1;
	if (level) {
		v->still = level->how;
		v->still_since = level->start;
	}
	s.count = sight_gather(values, level ? level->start : 0, count, s.value,
			       s.night);
	s.young = s.count < VERDICT_NIGHTS;
	s.older = s.nrest = 0;
	if (s.young && s.count)
		pool(&s, values, levels, nlevels);
	v->nights = s.young ? s.nrest : s.count;
	if (isnan(values[count - 1])) {
		v->word = VERDICT_NOT_MEASURED;
		return;
	}
	if (v->nights < VERDICT_NIGHTS) {
		v->word = VERDICT_NOT_ENOUGH;
		return;
	}
	s.median = sight_median(s.value, s.count);
	s.scale = s.young ? sight_scale(s.rest, s.nrest, 0)
			  : sight_scale(s.value, s.count, s.median);
	set_visible(&s, v);
	if (s.scale > 0)
		look_for_change(&s, &judged, v);
}
