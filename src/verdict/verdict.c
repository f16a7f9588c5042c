/* The verdict: did last night change a series, judged against its history? */
#include "verdict/verdict.h"

#include "verdict/back.h"
#include "verdict/change.h"
#include "verdict/course.h"
#include "verdict/far.h"
#include "verdict/levels.h"
#include "verdict/louder.h"
#include "verdict/sight.h"
#include "verdict/week.h"
#include "verdict/window.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define OUTLIER   3.5
#define RAMP      2.0  /* better than the best step: a drift, not a change */
#define STEPS     12.0 /* the same, than the steps that were told */
#define STEPS_MAX 16
#define ENDURES   2.0 /* z of a drift that was told before */
#define DRIFT_95  2.0 /* standard errors of the interval of a drift */
#define LOUDER_Z  4.0
#define LOUDER    1.4
#define SETTLED   60 /* nights of a level that tell its memory on their own */
#define NEAR      20 /* latest nights that show the level before a far change */

static const char *const words[] = {
	[VERDICT_NOT_MEASURED] = "not measured",
	[VERDICT_NOT_ENOUGH] = "not enough nights",
	[VERDICT_NO_CHANGE] = "no change seen",
	[VERDICT_SUSPECT] = "suspect",
	[VERDICT_IMPROVED] = "improved",
	[VERDICT_REGRESSED] = "regressed",
	[VERDICT_DRIFTING] = "drifting",
	[VERDICT_NOISIER] = "noisier",
};

const char *verdict_word(enum verdict_word word)
{
	return words[word];
}

enum verdict_word verdict_of_text(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(text, words[i]))
			return (enum verdict_word)i;
	return VERDICT_NO_CHANGE;
}

/* What is judged, beside the nights of the current level. */
struct judged {
	const double *values;
	const long *days; /* or NULL */
	struct week week;
	size_t count;
	const struct verdict_level *levels;
	size_t nlevels;
	/* the current level and the start of the one before it; NULL and 0: the
	 * first level is the current one */
	const struct verdict_level *level;
	size_t from;
};

/* Gathers the nights of values[from..to), with the days of the week taken
 * out. */
static void gather(struct sight *s, const struct judged *j, size_t from,
		   size_t to)
{
	size_t i;

	s->count = sight_gather(j->values, from, to, s->value, s->night);
	for (i = 0; j->days && i < s->count; i++)
		s->value[i] -= week_of(&j->week, j->days[s->night[i]]);
}

/* Finds out whether the days of the week differ, in the latest nights, whatever
 * their level is. */
static void look_at_days(struct judged *j)
{
	double value[VERDICT_WINDOW];
	size_t night[VERDICT_WINDOW], count, i;
	long day[VERDICT_WINDOW];

	if (!j->days)
		return;
	count = sight_gather(j->values, 0, j->count, value, night);
	for (i = 0; i < count; i++)
		day[i] = j->days[night[i]];
	week_find(value, day, count, &j->week);
}

/* Adds the residuals of `of`, a level, until there are `room` of them. */
static void add_residuals(struct sight *s, const struct sight *of, size_t room)
{
	double n = (double)of->count, stretch = n > 1 ? sqrt(n / (n - 1)) : 0;
	double median = sight_median(of->value, of->count);
	size_t i;

	for (i = 0; i < of->count && s->nrest < room; i++)
		s->rest[s->nrest++] = (of->value[i] - median) * stretch;
}

/* Pools the residuals of older levels, the latest level first, with those of
 * the current one. */
static void pool(struct sight *s, const struct judged *j)
{
	struct sight older;
	struct course course;
	size_t i;

	for (i = j->nlevels; i > 0 && s->nrest < VERDICT_WINDOW; i--) {
		gather(&older, j, i > 1 ? j->levels[i - 2].start : 0,
		       j->levels[i - 1].start);
		if (course_find(&older, NULL, 0, &course) &&
		    course_drifts(&course))
			course_straighten(&older, &course);
		if (older.count > 1)
			add_residuals(s, &older, VERDICT_WINDOW);
	}
	s->older = s->nrest;
	add_residuals(s, s, 2 * VERDICT_WINDOW);
}

static void set_visible(const struct sight *s, struct verdict *v)
{
	/* normal noise after 60 nights: the change seen in 95 of 100 histories at
	 * least, in standard errors; textbooks have 3.6 + 1.645 */
	static const double later[] = { 3, 7 }, seen[] = { 7.0, 5.9 };
	double before;
	int i;

	for (i = 0; i < 2; i++) {
		before = fmax((double)s->count - later[i], 1);
		v->visible[i] =
		    expm1(s->scale * seen[i] * sqrt(1 / later[i] + 1 / before));
	}
}

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
	if (level && v->p <= enough && !louder_explains(s, change.m))
		return true;
	if (s->young || !window_test(s, true, &late) || late.p > VERDICT_LATE)
		return false;
	seen = *v;
	seen.p = late.p;
	late.m = change_start(s, late.m, s->phi_long);
	if (!change_estimate(s, &late, s->phi_long, &seen) ||
	    louder_explains(s, late.m))
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

/* Whether the current level began with a confirmed step. */
static bool has_step(const struct judged *j)
{
	return j->level && (j->level->how == VERDICT_REGRESSED ||
			    j->level->how == VERDICT_IMPROVED);
}

static bool test_back(const struct sight *s, const struct judged *j,
		      struct verdict *v)
{
	struct sight_change change;
	struct sight old;

	if (!has_step(j))
		return false;
	gather(&old, j, j->from, j->level->start);
	if (!back_find(s, old.value, old.count, j->level->how, &change))
		return false;
	change_estimate(s, &change, s->phi, v);
	v->p = change.p;
	return true;
}

/* Tells a drift. It began on the night after the last flat one. */
static void tell_drift(const struct sight *s, const struct course *c,
		       struct verdict *v)
{
	v->word = VERDICT_DRIFTING;
	v->since = s->night[c->from + 1];
	v->effect = expm1(c->rise);
	v->low = expm1(c->rise - DRIFT_95 * fabs(c->rise) / c->z);
	v->high = expm1(c->rise + DRIFT_95 * fabs(c->rise) / c->z);
	v->rate = course_rate(c);
}

/* Whether the drift of a level is a new one: not that for which the level
 * began. */
static bool is_new_drift(const struct judged *j, const struct course *c)
{
	if (fabs(expm1(c->rise)) < VERDICT_MIN_EFFECT)
		return false;
	return !j->level || j->level->how != VERDICT_DRIFTING ||
	       c->from >= COURSE_LEAST;
}

/* Tells a drift if the last confirmed changes, two or more in the same direction,
 * were in truth one: each of them began a level, in which too few nights are left to
 * see it. */
static bool was_drift(const struct judged *j, struct verdict *v)
{
	size_t told[STEPS_MAX], n = 0, i, k, first = j->nlevels;
	struct course c;
	struct sight s;

	while (has_step(j) && first && j->nlevels - first < STEPS_MAX &&
	       j->levels[first - 1].how == j->level->how)
		first--;
	if (j->nlevels - first < 2)
		return false;
	gather(&s, j, first ? j->levels[first - 1].start : 0, j->count);
	for (i = first, k = 0; i < j->nlevels; i++) {
		while (k < s.count && s.night[k] < j->levels[i].start)
			k++;
		told[n++] = k;
	}
	if (!course_find(&s, told, n, &c) || !course_drifts(&c) ||
	    c.better <= STEPS ||
	    (c.rise > 0) != (j->level->how == VERDICT_REGRESSED) ||
	    s.night[c.from] >= j->levels[first].start ||
	    s.night[c.to] <= j->level->start)
		return false;
	tell_drift(&s, &c, v);
	return true;
}

/* Whether the level drifts, or still does so after that was told. */
static bool drift_goes_on(const struct judged *j, const struct course *c)
{
	return course_drifts(c) ||
	       (j->level && j->level->how == VERDICT_DRIFTING &&
		c->z > ENDURES && c->better > -RAMP);
}

/* Tells noise that has grown. */
static bool test_louder(const struct sight *s, struct verdict *v)
{
	struct louder l;

	if (s->young || !louder_find(s, &l) || l.z <= LOUDER_Z ||
	    l.ratio < LOUDER)
		return false;
	v->word = VERDICT_NOISIER;
	v->since = s->night[l.since];
	v->effect = l.ratio - 1;
	v->low = v->high = NAN;
	return true;
}

/* `c` is a course that is not known to be a drift, or NULL: a change that fits
 * it better than any step is one. */
static void look_for_change(struct sight *s, const struct judged *j,
			    const struct course *c, struct verdict *v)
{
	double z = (s->value[s->count - 1] - s->median) / s->scale;
	bool confirmed, drifts;

	v->outlier = fabs(z) > OUTLIER;
	sight_measure(s);
	confirmed =
	    (test_windows(s, v) || test_far(s, v)) && !may_be_visit(s, j, v);
	drifts = confirmed && c && c->better > RAMP &&
		 c->rise * v->effect > 0 && is_new_drift(j, c);
	confirmed = confirmed || test_back(s, j, v);
	if (drifts)
		tell_drift(s, c, v);
	else if (confirmed && fabs(v->effect) >= VERDICT_MIN_EFFECT)
		v->word = v->effect > 0 ? VERDICT_REGRESSED : VERDICT_IMPROVED;
	else if (!test_louder(s, v) &&
		 (v->p <= VERDICT_SUSPECT_P || v->outlier))
		v->word = VERDICT_SUSPECT;
}

/* What a night is before it is judged: no verdict, and the change that holds,
 * which noise does not end. */
static void clear(const struct judged *j, struct verdict *v)
{
	size_t n = levels_changed(j->levels, j->nlevels);

	memset(v, 0, sizeof(*v)); /* clears the padding, too, so that equal
				     verdicts have equal bytes */
	v->word = v->still = VERDICT_NO_CHANGE;
	v->effect = v->low = v->high = v->p = v->rate = NAN;
	v->visible[0] = v->visible[1] = NAN;
	v->since = j->count - 1;
	if (!n)
		return;
	v->still = j->levels[n - 1].how;
	v->still_since = j->levels[n - 1].start;
}

/* Judges the nights of the current level: first for a drift, which is then taken
 * out of them, so that the other tests see what is left. */
static void judge(struct sight *s, const struct judged *j, struct verdict *v)
{
	struct course course;
	bool known = course_find(s, NULL, 0, &course);

	if (known && course_drifts(&course) && is_new_drift(j, &course)) {
		tell_drift(s, &course, v);
		return;
	}
	if (was_drift(j, v))
		return;
	if (known && drift_goes_on(j, &course)) {
		course_straighten(s, &course);
		if (j->level && j->level->how == VERDICT_DRIFTING)
			v->rate =
			    course_is_over(&course) ? 0 : course_rate(&course);
		known = false;
	}
	s->median = sight_median(s->value, s->count);
	s->scale = s->young ? sight_scale(s->rest, s->nrest, 0)
			    : sight_scale(s->value, s->count, s->median);
	set_visible(s, v);
	if (s->scale > 0)
		look_for_change(s, j, known ? &course : NULL, v);
}

void stats_verdict(const double *values, const long *days, size_t count,
		   const struct verdict_level *levels, size_t nlevels,
		   struct verdict *v)
{
	struct judged j = {
		.values = values,
		.days = days,
		.count = count,
		.levels = levels,
		.nlevels = nlevels,
		.level = nlevels ? &levels[nlevels - 1] : NULL,
		.from = nlevels > 1 ? levels[nlevels - 2].start : 0,
	};
	struct sight s;

	assert(count > 0 && (!j.level || j.level->start < count));
	clear(&j, v);
	look_at_days(&j);
	gather(&s, &j, j.level ? j.level->start : 0, count);
	s.young = s.count < VERDICT_NIGHTS;
	s.older = s.nrest = 0;
	if (s.count && s.count < SETTLED)
		pool(&s, &j);
	v->nights = s.young ? s.nrest : s.count;
	if (isnan(values[count - 1]))
		v->word = VERDICT_NOT_MEASURED;
	else if (v->nights < VERDICT_NIGHTS)
		v->word = VERDICT_NOT_ENOUGH;
	else
		judge(&s, &j, v);
}
