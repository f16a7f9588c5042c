/* The verdict: did last night change a series, judged against its history? */
#include "stats/verdict.h"

#include "base/random.h"
#include "stats/distribution.h"
#include "stats/robust.h"
#include "stats/summary.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdbool.h>
#include <string.h>

#define LAST_MAX    8  /* latest nights in which a change is looked for */
#define START_MAX   12 /* nights ago that a change may have begun */
#define QUIET       10 /* latest nights left out of the autocorrelation */
#define CLAMP       3.0
#define CLAMP_START 4.0
#define CLAMP_MEAN  6.0
#define BEYOND      1.0 /* robust sd that put a night on the new side */
#define AGREE       0.6 /* share of the change that most nights must reach */
#define OUTLIER     3.5
#define DRAWS       3999
#define ENOUGH_HITS 80 /* (DRAWS + 1) VERDICT_SUSPECT_P */
/* equal sums may differ by the order of adding */
#define SAME    (1 - 1e-9)
#define WIDENED 0.985

/* The current level, and what is known about its noise. */
struct sight {
	double value[VERDICT_WINDOW]; /* of the current level */
	size_t night[VERDICT_WINDOW]; /* the index of each */
	size_t count;
	double rest[2 * VERDICT_WINDOW]; /* residuals, those of older levels
					    first */
	size_t older, nrest;
	bool young; /* fewer than VERDICT_NIGHTS: judged with older residuals */
	double median, scale;
	double u[VERDICT_WINDOW];       /* in robust units, clamped, minus
					   their mean */
	double phi;                     /* autocorrelation of the nights */
	size_t first, last;             /* the smallest m and the largest */
	double inflation[LAST_MAX + 1]; /* V(m) */
	double weight[LAST_MAX + 1];    /* 1 / sqrt(m (n - m) / n) */
};

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

void verdict_told(const char *verdict, const char *still,
		  char text[VERDICT_TOLD_SIZE])
{
	bool holds =
	    still && *still && strcmp(verdict, verdict_word(VERDICT_SUSPECT));

	snprintf(text, VERDICT_TOLD_SIZE, "%s%s", holds ? "still " : "",
		 holds ? still : verdict);
}

static double median_of(const double *x, size_t count)
{
	double work[2 * VERDICT_WINDOW];

	return robust_median(x, count, work);
}

static double scale_of(const double *x, size_t count, double median)
{
	double work[2 * VERDICT_WINDOW];

	return robust_scale(x, count, median, work);
}

/* Collects the latest measured nights of [from, to), oldest first; returns how
 * many. */
static size_t gather_nights(const double *values, size_t from, size_t to,
			    double *value, size_t *night)
{
	size_t i = to, count = 0, total;

	while (i > from && count < VERDICT_WINDOW)
		count += isnan(values[--i]) ? 0 : 1;
	for (total = count, count = 0; count < total; i++) {
		if (isnan(values[i]))
			continue;
		if (night)
			night[count] = i;
		value[count++] = values[i];
	}
	return count;
}

/* Adds the residuals of a level until there are `room` of them. */
static void add_residuals(struct sight *s, const double *value, size_t count,
			  size_t room)
{
	double n = (double)count, stretch = count > 1 ? sqrt(n / (n - 1)) : 0;
	double median = median_of(value, count);
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
		count = gather_nights(values, i > 1 ? levels[i - 2].start : 0,
				      levels[i - 1].start, value, NULL);
		if (count > 1)
			add_residuals(s, value, count, VERDICT_WINDOW);
	}
	s->older = s->nrest;
	add_residuals(s, s->value, s->count, 2 * VERDICT_WINDOW);
}

/* Lag-1 autocorrelation, corrected for its bias and limited to [0, 0.8]. */
static double autocorrelation(const double *x, size_t count)
{
	double phi = count < 3 ? 0 : robust_lag1(x, count);

	if (phi == 0)
		return 0;
	phi += (1 + 3 * phi) / (double)count;
	return phi < 0 ? 0 : phi > 0.8 ? 0.8 : phi;
}

/* V(m), with the sum in closed form. */
static double inflation(double phi, size_t m)
{
	double count = (double)m, odds = phi / (1 - phi);

	return 1 + 2 * odds * (1 - (1 - pow(phi, count)) / (count * (1 - phi)));
}

/* Sets phi, from nights that are not under suspicion, V(m) and the weights. */
static void set_weights(struct sight *s)
{
	double clamped[VERDICT_WINDOW], n = (double)s->count;
	size_t i, quiet = s->young ? s->older : s->count - QUIET;

	for (i = 0; i < quiet; i++)
		clamped[i] = s->young
				 ? robust_clamp(s->rest[i] / s->scale, CLAMP)
				 : s->u[i];
	s->phi = autocorrelation(clamped, quiet);
	for (i = s->first; i <= s->last; i++) {
		s->inflation[i] = inflation(s->phi, i);
		s->weight[i] = 1 / sqrt((double)i * (n - (double)i) / n);
	}
}

/* Sets u, the values in robust units. */
static void verdict_set_units(struct sight *s)
{
	double mean = 0;
	size_t i;

	for (i = 0; i < s->count; i++) {
		s->u[i] =
		    robust_clamp((s->value[i] - s->median) / s->scale, CLAMP);
		mean += s->u[i];
	}
	mean /= (double)s->count;
	for (i = 0; i < s->count; i++)
		s->u[i] -= mean;
}

/* Returns T; *at is the m that gave it. */
static double statistic(const struct sight *s, size_t *at)
{
	double sum = 0, t, best = -1;
	size_t m;

	for (m = 1; m <= s->last; m++) {
		sum += s->u[s->count - m];
		if (m < s->first)
			continue;
		t = fabs(sum) * s->weight[m] / sqrt(s->inflation[m]);
		if (t > best) {
			best = t;
			*at = m;
		}
	}
	return best;
}

/* Moves `take` random elements of x[0..count) to its front. */
static void draw_to_front(double *x, size_t count, size_t take, uint64_t *state)
{
	size_t i, j;
	double swap;

	for (i = 0; i < take; i++) {
		/* 32 bits by multiplication: a bias of 1e-7, no division */
		j = i + (size_t)((random_next(state) >> 32) *
				     (uint64_t)(count - i) >>
				 32);
		swap = x[i];
		x[i] = x[j];
		x[j] = swap;
	}
}

/* T of permuted nights x, newest first, whose mean is `mean`; V(m) = 1. */
static double statistic_drawn(const struct sight *s, const double *x,
			      double mean)
{
	double sum = 0, best = 0, t;
	size_t m;

	for (m = 1; m < s->first; m++)
		sum += x[m - 1] - mean;
	for (; m <= s->last; m++) {
		sum += x[m - 1] - mean;
		t = fabs(sum) * s->weight[m];
		best = t > best ? t : best;
	}
	return best;
}

static double p_value(const struct sight *s, double t, uint64_t seed)
{
	double x[2 * VERDICT_WINDOW], mean = 0;
	size_t count = s->young ? s->nrest : s->count, i;
	unsigned draws, hits = 0;

	for (i = 0; i < count; i++)
		x[i] = s->young ? robust_clamp(s->rest[i] / s->scale, CLAMP)
				: s->u[i];
	for (draws = 1; draws <= DRAWS; draws++) {
		draw_to_front(x, count, s->young ? s->count : s->last, &seed);
		if (s->young) {
			for (i = 0, mean = 0; i < s->count; i++)
				mean += x[i];
			mean /= (double)s->count;
		}
		hits += statistic_drawn(s, x, mean) >= t * SAME;
		if (hits == ENOUGH_HITS)
			return (double)hits / draws;
	}
	return (1.0 + hits) / (DRAWS + 1.0);
}

/* The mean of x with outliers clamped; adds the squares of the clamped
 * deviations, in robust units, to *squares. */
static double location(const struct sight *s, const double *x, size_t count,
		       double *squares)
{
	double median = median_of(x, count), mean = 0, r;
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
static double misfit(const struct sight *s, size_t nights, size_t m,
		     double before, double after)
{
	double sd = s->scale * sqrt(1 - s->phi * s->phi), sum = 0, r;
	size_t start = s->count - m, i;

	for (i = s->count - nights; i < s->count; i++) {
		r = s->value[i] - (i < start ? before : after) -
		    s->phi * (s->value[i - 1] - (i <= start ? before : after));
		r = robust_clamp(r / sd, CLAMP_START);
		sum += r * r;
	}
	return sum;
}

/* How many nights ago the change began that T found with m = `found`. */
static size_t date(const struct sight *s, size_t found)
{
	size_t most = s->young ? s->count - 2 : s->count / 2, m, at = 2;
	double best = INFINITY, sum, ignored = 0;
	double before = location(s, s->value, s->count - found, &ignored);
	double after = median_of(s->value + s->count - found, found);

	most = most < START_MAX ? most : START_MAX;
	for (m = 2; m <= most; m++) {
		sum = misfit(s, most, m, before, after);
		if (sum < best * SAME) {
			best = sum;
			at = m;
		}
	}
	return at;
}

/* Whether the last m nights are a level `change` away from `before`: the last
 * one is on that side, and most of the m reach AGREE of the change. */
static bool is_level(const struct sight *s, size_t m, double before,
		     double change)
{
	double side[START_MAX];
	size_t i;

	for (i = 0; i < m; i++)
		side[i] =
		    copysign(1, change) * (s->value[s->count - m + i] - before);
	if (side[m - 1] < BEYOND * s->scale)
		return false;
	stats_sort(side, m);
	return side[(m - 1) / 2] >= AGREE * fabs(change);
}

/* Estimates the change of the last m nights against those before; returns
 * whether the m are a level. */
static bool estimate_change(const struct sight *s, size_t m, struct verdict *v)
{
	double squares = 0, before, after, freedom, error, reach, r;
	size_t rest = s->count - m, i;
	double vm = inflation(s->phi, m), vrest = inflation(s->phi, rest);
	bool level;

	before = location(s, s->value, rest, &squares);
	after = location(s, s->value + rest, m, &squares);
	level = is_level(s, m, before, after - before);
	v->effect = expm1(after - before);
	v->since = s->night[rest];
	if (v->p > VERDICT_SUSPECT_P)
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

static void look_for_change(struct sight *s, uint64_t seed, struct verdict *v)
{
	double t, z = (s->value[s->count - 1] - s->median) / s->scale;
	double enough = s->young ? VERDICT_AGAIN : VERDICT_CONFIRM;
	size_t found = 0, most = s->count / 2;
	bool level = false;

	v->outlier = fabs(z) > OUTLIER;
	if (s->young)
		most = s->count < 4 ? 0 : s->count - 2;
	s->first = s->young ? 3 : 2;
	s->last = most < LAST_MAX ? most : LAST_MAX;
	if (s->last >= s->first) {
		verdict_set_units(s);
		set_weights(s);
		t = statistic(s, &found);
		v->p = p_value(s, t, seed);
		level = estimate_change(s, date(s, found), v);
	}
	if (v->p <= enough && level && fabs(v->effect) >= VERDICT_MIN_EFFECT)
		v->word = v->effect > 0 ? VERDICT_REGRESSED : VERDICT_IMPROVED;
	else if (v->p <= VERDICT_SUSPECT_P || v->outlier)
		v->word = VERDICT_SUSPECT;
}

void stats_verdict(const double *values, size_t count,
		   const struct verdict_level *levels, size_t nlevels,
		   uint64_t seed, struct verdict *v)
{
	const struct verdict_level *level =
	    nlevels ? &levels[nlevels - 1] : NULL;
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
	s.count = gather_nights(values, level ? level->start : 0, count,
				s.value, s.night);
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
	s.median = median_of(s.value, s.count);
	s.scale = s.young ? scale_of(s.rest, s.nrest, 0)
			  : scale_of(s.value, s.count, s.median);
	set_visible(&s, v);
	if (s.scale > 0)
		look_for_change(&s, seed, v);
}
