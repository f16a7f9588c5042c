/* Comparison of two chosen runs: which series differ, by how much, and why. */
#include "judge/compare.h"

#include "base/mem.h"
#include "base/str.h"
#include "stats/distribution.h"
#include "stats/sum.h"
#include "stats/summary.h"
#include "stats/twosample.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALPHA (1 - COMPARE_LEVEL)

static const struct interval no_interval = { NAN, NAN, NAN };

const char *compare_word(enum compare_word word)
{
	static const char *const words[] = {
		[COMPARE_DIFFERS] = "differs",
		[COMPARE_MOMENT] = "cannot tell program from moment",
		[COMPARE_NO_DIFFERENCE] = "no difference seen",
		[COMPARE_CANNOT_SAY] = "cannot say",
		[COMPARE_NOT_COMPARED] = "not compared",
	};

	return words[word];
}

/* Adds a reason, after a semicolon if there is one. */
static void because(struct comparison *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void because(struct comparison *c, const char *fmt, ...)
{
	size_t used = strlen(c->reason);
	va_list ap;

	if (used)
		used += (size_t)snprintf(c->reason + used,
					 sizeof(c->reason) - used, "; ");
	if (used >= sizeof(c->reason))
		return;
	va_start(ap, fmt);
	vsnprintf(c->reason + used, sizeof(c->reason) - used, fmt, ap);
	va_end(ap);
}

static void set_word(struct comparison *c, bool significant)
{
	bool large = fabs(c->effect) > VERDICT_MIN_EFFECT;

	if (!significant || !large)
		c->word = COMPARE_NO_DIFFERENCE;
	else if (c->basis == COMPARE_REPEATS)
		c->word = COMPARE_MOMENT;
	else
		c->word = COMPARE_DIFFERS;
	if (significant && !large)
		because(c, "less than %g %%", 100 * VERDICT_MIN_EFFECT);
}

/* ---- one side ---------------------------------------------------------- */

/* What is compared of a side: its session medians or its repeats. */
static double *sample_of(const struct pair_side *side, enum compare_basis basis,
			 size_t *count)
{
	*count = basis == COMPARE_IN_SESSIONS ? side->sessions : side->count;
	return basis == COMPARE_IN_SESSIONS ? side->session : side->ns;
}

static void summarise_side(struct compare_side *c, struct pair_side *side,
			   enum compare_basis basis)
{
	size_t count;
	double *x = sample_of(side, basis, &count);

	c->samples = side->count;
	c->sessions = side->sessions;
	c->median_ns = NAN;
	c->interval = no_interval;
	if (!count)
		return;
	stats_sort(side->ns, side->count);
	stats_sort(x, count);
	c->median_ns = stats_quantile(x, count, 0.5);
	stats_median_interval(x, count, COMPARE_LEVEL, &c->interval);
}

/* Whether a pair cannot be compared; adds the reasons. */
static bool is_pair_refused(const struct pair *pair, struct comparison *c)
{
	static const char *const names[] = { "a", "b" };
	const struct pair_side *side;
	int i;

	if (!pair->side[0].there || !pair->side[1].there) {
		because(c, "only in %s", names[pair->side[1].there]);
		return true;
	}
	for (i = 0; i < 2; i++) {
		side = &pair->side[i];
		if (!side->count)
			because(c, "nothing measured in %s: %s%s%s", names[i],
				side->status, *side->reason ? ": " : "",
				side->reason);
		else if (!(side->ns[0] > 0))
			because(c, "a time of 0 in %s has no ratio", names[i]);
	}
	return *c->reason;
}

/* ---- between nights ---------------------------------------------------- */

/* Finds the latest level with VERDICT_NIGHTS nights; false if there is none. */
static bool stable_level(const struct pair *pair, int64_t *level)
{
	size_t i = pair->nights, nights = 0;

	while (i--) {
		nights = i + 1 < pair->nights && pair->night[i].level ==
						     pair->night[i + 1].level
			     ? nights + 1
			     : 1;
		*level = pair->night[i].level;
		if (nights == VERDICT_NIGHTS)
			return true;
	}
	return false;
}

/* Copies the values of the level's nights, with or without the two compared
 * runs; returns how many. */
static size_t values(const struct pair *pair, int64_t level, bool with_compared,
		     double *v)
{
	size_t i, count = 0;

	for (i = 0; i < pair->nights; i++)
		if (pair->night[i].level == level &&
		    (with_compared || !pair->night[i].compared))
			v[count++] = log(pair->night[i].median_ns);
	return count;
}

/* Returns 0, 1 if the history is too short, or -1 with *err. */
static int between_nights(const struct pair *pair, struct comparison *c,
			  struct err *err)
{
	double d = log(c->side[1].median_ns / c->side[0].median_ns);
	struct summary summary;
	double *v, se, half;
	int64_t level;

	if (!stable_level(pair, &level))
		return 1;
	v = mem_array(pair->nights, sizeof(*v), err);
	if (!v)
		return -1;
	c->nights = values(pair, level, false, v);
	if (c->nights < VERDICT_NIGHTS)
		c->nights = values(pair, level, true, v);
	stats_summary(v, c->nights, &summary);
	free(v);
	c->basis = COMPARE_NIGHTS;
	se = sqrt(2) * summary.sd;
	half =
	    se * stats_student_quantile(1 - ALPHA / 2, (double)c->nights - 1);
	c->effect = expm1(d);
	c->interval.low = expm1(d - half);
	c->interval.high = expm1(d + half);
	c->interval.level = COMPARE_LEVEL;
	if (se > 0)
		c->p =
		    2 * stats_student_cdf(-fabs(d) / se, (double)c->nights - 1);
	else
		c->p = d == 0 ? 1 : 0;
	set_word(c, c->interval.low > 0 || c->interval.high < 0);
	return 0;
}

/* ---- within two runs ----------------------------------------------------- */

/* What is compared: session medians or repeats, ascending logarithms. */
struct compare_samples {
	double *x[2];
	size_t count[2];
	const char *unit;
};

static struct compare_samples samples_of(struct pair *pair,
					 enum compare_basis basis)
{
	struct compare_samples s = { .unit = basis == COMPARE_IN_SESSIONS
						 ? "sessions"
						 : "repeats" };
	size_t i, k;

	for (k = 0; k < 2; k++) {
		s.x[k] = sample_of(&pair->side[k], basis, &s.count[k]);
		for (i = 0; i < s.count[k]; i++)
			s.x[k][i] = log(s.x[k][i]);
	}
	return s;
}

/* The interval of a side's median, as logarithms; the range of its sample if
 * there is none. */
static void bounds_of(const struct comparison *c,
		      const struct compare_samples *s, size_t side, double *low,
		      double *high)
{
	const struct interval *interval = &c->side[side].interval;
	bool known = !isnan(interval->low);

	*low = known ? log(interval->low) : s->x[side][0];
	*high = known ? log(interval->high) : s->x[side][s->count[side] - 1];
}

/* Whether the intervals of two medians are COMPARE_GAP apart. */
static bool are_apart(const struct comparison *c,
		      const struct compare_samples *s)
{
	double low[2], high[2], gap, longer;

	bounds_of(c, s, 0, &low[0], &high[0]);
	bounds_of(c, s, 1, &low[1], &high[1]);
	gap = fmax(low[1] - high[0], low[0] - high[1]);
	longer = fmax(high[0] - low[0], high[1] - low[1]);
	return gap > COMPARE_GAP * longer;
}

static int within_runs(struct pair *pair, struct comparison *c, struct err *err)
{
	struct compare_samples s = samples_of(pair, c->basis);
	double *a = s.x[0], *b = s.x[1];
	size_t na = s.count[0], nb = s.count[1];
	struct mannwhitney test;
	struct interval shift;
	int rc;

	if (stats_mannwhitney(a, na, b, nb, &test, err))
		return -1;
	c->p = test.p;
	c->effect = expm1(stats_hodges_lehmann(a, na, b, nb));
	rc = stats_hodges_lehmann_interval(a, na, b, nb, COMPARE_LEVEL, &shift,
					   err);
	if (rc < 0)
		return -1;
	if (rc) {
		c->interval.low = expm1(shift.low);
		c->interval.high = expm1(shift.high);
		c->interval.level = shift.level;
	}
	c->word = COMPARE_NO_DIFFERENCE; /* until adjust() decides */
	c->apart = c->basis == COMPARE_REPEATS || are_apart(c, &s);
	if (a[0] == b[nb - 1] && b[0] == a[na - 1])
		because(c, "all values are equal");
	if (stats_mannwhitney_least(na, nb) > ALPHA) {
		c->word = COMPARE_CANNOT_SAY;
		because(c,
			"%zu and %zu %s are too few to differ at 5 %%; "
			"4 and 4 are enough",
			na, nb, s.unit);
	}
	return 0;
}

static int judge(struct pair *pair, struct comparison *c, struct err *err)
{
	int rc;

	if (is_pair_refused(pair, c))
		return 0;
	rc = between_nights(pair, c, err);
	return rc > 0 ? within_runs(pair, c, err) : rc;
}

int compare_pair(struct pair *pair, struct comparison *c, struct err *err)
{
	enum compare_basis unit =
	    pair->side[0].sessions >= COMPARE_SESSIONS &&
		    pair->side[1].sessions >= COMPARE_SESSIONS
		? COMPARE_IN_SESSIONS
		: COMPARE_REPEATS;
	bool few = false;
	int i, rc;

	memset(c, 0, sizeof(*c));
	c->basis = unit;
	str_copy(c->series, sizeof(c->series), pair->series);
	c->effect = c->p = c->adjusted_p = NAN;
	c->interval = no_interval;
	c->word = COMPARE_NOT_COMPARED;
	for (i = 0; i < 2; i++) {
		summarise_side(&c->side[i], &pair->side[i], unit);
		if (c->side[i].samples && isnan(c->side[i].interval.low))
			few = true;
	}
	rc = judge(pair, c, err);
	if (few)
		because(c, "no interval of a median below 6 %s",
			unit == COMPARE_REPEATS ? "repeats" : "sessions");
	return rc;
}

/* ---- all series --------------------------------------------------------- */

/* Adjusts all p values, and decides the rows that were not compared between
 * nights. */
static int adjust(struct compare *compare, struct err *err)
{
	double *p = mem_array(compare->count, sizeof(*p), err);
	struct comparison *c;
	size_t i, k = 0, tests = 0;

	if (!p)
		return -1;
	for (i = 0; i < compare->count; i++)
		if (!isnan(compare->row[i].p))
			p[tests++] = compare->row[i].p;
	if (stats_benjamini_hochberg(p, tests, err)) {
		free(p);
		return -1;
	}
	for (i = 0; i < compare->count; i++) {
		c = &compare->row[i];
		if (isnan(c->p))
			continue;
		c->adjusted_p = p[k++];
		if (c->basis == COMPARE_NIGHTS || c->word == COMPARE_CANNOT_SAY)
			continue;
		set_word(c, c->adjusted_p <= ALPHA && c->apart);
		if (c->adjusted_p <= ALPHA && !c->apart)
			because(c,
				"p = %.2g, but the intervals of the medians "
				"overlap or nearly do",
				c->p);
		if (c->p <= ALPHA && c->adjusted_p > ALPHA)
			because(c, "p = %.2g is %.2g adjusted for %zu series",
				c->p, c->adjusted_p, tests);
	}
	free(p);
	return 0;
}

static int by_importance(const void *x, const void *y)
{
	const struct comparison *a = x, *b = y;
	double size_a = isnan(a->effect) ? 0 : fabs(log1p(a->effect));
	double size_b = isnan(b->effect) ? 0 : fabs(log1p(b->effect));

	if (a->word != b->word)
		return a->word < b->word ? -1 : 1;
	if (a->basis != b->basis)
		return a->basis < b->basis ? -1 : 1;
	if (size_a != size_b)
		return size_a > size_b ? -1 : 1;
	return strcmp(a->series, b->series);
}

static int add_up(struct compare *compare, struct err *err)
{
	double *ratio = mem_array(compare->count, sizeof(*ratio), err);
	const struct comparison *c;
	struct exact_sum sum[2] = { { .pending = 0 }, { .pending = 0 } };
	size_t i;

	if (!ratio)
		return -1;
	for (i = 0; i < compare->count; i++) {
		c = &compare->row[i];
		if (c->word == COMPARE_NOT_COMPARED)
			continue;
		stats_sum_add(&sum[0], c->side[0].median_ns);
		stats_sum_add(&sum[1], c->side[1].median_ns);
		ratio[compare->both++] =
		    c->side[1].median_ns / c->side[0].median_ns;
	}
	compare->sum[0] = stats_sum_value(&sum[0]);
	compare->sum[1] = stats_sum_value(&sum[1]);
	compare->geomean =
	    compare->both ? stats_geometric_mean(ratio, compare->both) : NAN;
	free(ratio);
	return 0;
}

int compare_runs(struct db *db, int64_t a, int64_t b, struct compare *compare,
		 struct err *err)
{
	struct two_runs pairs;
	size_t i;
	int rc = 0;

	memset(compare, 0, sizeof(*compare));
	if (two_runs_read(db, a, b, &pairs, err))
		return -1;
	compare->same_machine = pairs.same_machine;
	compare->count = pairs.count;
	compare->row = mem_array(pairs.count, sizeof(*compare->row), err);
	if (!compare->row)
		rc = -1;
	for (i = 0; i < pairs.count && !rc; i++)
		rc = compare_pair(&pairs.pair[i], &compare->row[i], err);
	two_runs_free(&pairs);
	if (rc || adjust(compare, err) || add_up(compare, err)) {
		compare_free(compare);
		return -1;
	}
	qsort(compare->row, compare->count, sizeof(*compare->row),
	      by_importance);
	return 0;
}

void compare_free(struct compare *compare)
{
	free(compare->row);
	memset(compare, 0, sizeof(*compare));
}
