/* The verdict: did last night change a series, judged against its history? */
#include "stats/verdict.h"

#include "base/random.h"
#include "stats/distribution.h"
#include "stats/robust.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define LAST_MAX 8  /* nights a change is looked for in */
#define QUIET    10 /* nights kept out of the autocorrelation */
/* standard errors of phi that are not believed: its noise alone costs power
 * where nights have no memory */
#define DOUBT       0.15
#define CLAMP       3.0
#define CLAMP_MEAN  6.0
#define BEYOND      1.0 /* robust sd: the night is on the new side */
#define OUTLIER     3.5
#define DRAWS       3999
#define ENOUGH_HITS 80 /* (DRAWS + 1) VERDICT_SUSPECT_P */
/* equal sums in another order of adding */
#define SAME    (1 - 1e-9)
#define WIDENED 0.985

/* The current level, and what is known of its noise. */
struct sight {
	double value[VERDICT_WINDOW]; /* of the current level */
	size_t night[VERDICT_WINDOW]; /* the index of each */
	size_t count;
	double rest[2 * VERDICT_WINDOW]; /* residuals: of older levels first */
	size_t older, nrest;
	bool young; /* fewer than VERDICT_NIGHTS: judged with older residuals */
	double median, scale;
	double u[VERDICT_WINDOW];       /* clamped, their mean taken off */
	size_t last;                    /* the largest m */
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

/* The latest measured nights of [from, to), oldest first; how many. */
static size_t gather(const double *values, size_t from, size_t to,
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

/* Adds the residuals of a level as far as there is room. */
static void add_residuals(struct sight *s, const double *value, size_t count,
			  size_t room)
{
	double n = (double)count, stretch = count > 1 ? sqrt(n / (n - 1)) : 0;
	double median = median_of(value, count);
	size_t i;

	for (i = 0; i < count && s->nrest < room; i++)
		s->rest[s->nrest++] = (value[i] - median) * stretch;
}

/* Older levels, the latest first. */
static void pool(struct sight *s, const double *values,
		 const struct verdict_level *levels, size_t nlevels)
{
	double value[VERDICT_WINDOW];
	size_t i, count;

	for (i = nlevels; i > 0; i--) {
		count = gather(values, i > 1 ? levels[i - 2].start : 0,
			       levels[i - 1].start, value, NULL);
		if (count > 1)
			add_residuals(s, value, count, VERDICT_WINDOW);
	}
	s->older = s->nrest;
	add_residuals(s, s->value, s->count, 2 * VERDICT_WINDOW);
}

/* Lag-1 autocorrelation, its bias and some doubt taken off, in [0, 0.8]. */
static double autocorrelation(const double *x, size_t count)
{
	double phi = count < 3 ? 0 : robust_lag1(x, count);

	if (phi == 0)
		return 0;
	phi += (1 + 3 * phi) / (double)count - DOUBT / sqrt((double)count);
	return phi < 0 ? 0 : phi > 0.8 ? 0.8 : phi;
}

/* V(m) and the weights, from the nights before those under suspicion. */
static void set_weights(struct sight *s)
{
	double clamped[VERDICT_WINDOW], power = 1, sum = 0, moment = 0, phi;
	double n = (double)s->count, m;
	size_t i, quiet = s->young ? s->older : s->count - QUIET;

	for (i = 0; i < quiet; i++)
		clamped[i] = s->young
				 ? robust_clamp(s->rest[i] / s->scale, CLAMP)
				 : s->u[i];
	phi = autocorrelation(clamped, quiet);
	for (i = 1; i <= s->last; i++) {
		m = (double)i;
		s->inflation[i] = 1 + 2 * (sum - moment / m);
		s->weight[i] = 1 / sqrt(m * (n - m) / n);
		power *= phi;
		sum += power;
		moment += m * power;
	}
}

/* The values in robust units. */
static void set_units(struct sight *s)
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

/* T; *at is the m that gave it. */
static double statistic(const struct sight *s, size_t *at)
{
	double sum = s->u[s->count - 1], t, best = -1;
	size_t m;

	for (m = 2; m <= s->last; m++) {
		sum += s->u[s->count - m];
		t = fabs(sum) * s->weight[m] / sqrt(s->inflation[m]);
		if (t > best) {
			best = t;
			*at = m;
		}
	}
	return best;
}

/* Moves `take` random ones of x[0..count) to its front. */
static void draw(double *x, size_t count, size_t take, uint64_t *state)
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

/* T of the nights x[0..), newest first, whose mean is `mean`; V = 1. */
static double statistic_drawn(const struct sight *s, const double *x,
			      double mean)
{
	double sum = x[0] - mean, best = 0, t;
	size_t m;

	for (m = 2; m <= s->last; m++) {
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
		draw(x, count, s->young ? s->count : s->last, &seed);
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

/* The mean with what is far out drawn in; adds to the sum of squares. */
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

/* The change of the last m nights against the others before; returns how far
 * the last night is on the side of the change, in robust sd. */
static double estimate(const struct sight *s, size_t m, struct verdict *v)
{
	double squares = 0, before, after, freedom, error, reach, side;
	size_t rest = s->count - m, i;

	before = location(s, s->value, rest, &squares);
	after = location(s, s->value + rest, m, &squares);
	v->effect = expm1(after - before);
	v->since = s->night[rest];
	side = copysign((s->value[s->count - 1] - before) / s->scale,
			(s->value[s->count - 1] - before) * (after - before));
	if (v->p > VERDICT_SUSPECT_P)
		return side;
	freedom = (double)s->count - 2;
	for (i = 0; s->young && i < s->older; i++) {
		double r = robust_clamp(s->rest[i] / s->scale, CLAMP_MEAN);

		squares += r * r;
		freedom++;
	}
	error =
	    s->scale * sqrt(squares / freedom *
			    (s->inflation[m] / (double)m + 1 / (double)rest));
	reach = error * stats_student_quantile((1 + WIDENED) / 2, freedom);
	v->low = expm1(after - before - reach);
	v->high = expm1(after - before + reach);
	return side;
}

static void set_visible(const struct sight *s, struct verdict *v)
{
	/* normal noise, 60 nights before: what was seen in 95 of 100 histories,
	 * over the standard error; 3.6 + 1.645 would be the textbook's */
	static const double later[] = { 3, 7 }, seen[] = { 6.8, 5.8 };
	double before;
	int i;

	for (i = 0; i < 2; i++) {
		before = fmax((double)s->count - later[i], 1);
		v->visible[i] =
		    expm1(s->scale * seen[i] * sqrt(1 / later[i] + 1 / before));
	}
}

static void look(struct sight *s, uint64_t seed, struct verdict *v)
{
	double t, z = (s->value[s->count - 1] - s->median) / s->scale, side = 0;
	double enough = VERDICT_AGAIN;
	size_t m = 0, most = s->count / 2;

	if (s->young)
		most = s->count < 4 ? 0 : s->count - 2;
	s->last = most < LAST_MAX ? most : LAST_MAX;
	if (s->last >= 2) {
		set_units(s);
		set_weights(s);
		t = statistic(s, &m);
		v->p = p_value(s, t, seed);
		side = estimate(s, m, v);
	}
	if (!s->young)
		enough = m == 2 ? VERDICT_TWO : VERDICT_CONFIRM;
	if (v->p <= enough && side >= BEYOND &&
	    fabs(v->effect) >= VERDICT_MIN_EFFECT)
		v->word = v->effect > 0 ? VERDICT_REGRESSED : VERDICT_IMPROVED;
	else if (v->p <= VERDICT_SUSPECT_P || fabs(z) > OUTLIER)
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
	memset(v, 0, sizeof(*v)); /* padding too: equal verdicts, equal bytes */
	v->word = v->still = VERDICT_NO_CHANGE;
	v->effect = v->low = v->high = v->p = NAN;
	v->visible[0] = v->visible[1] = NAN;
	if (level) {
		v->still = level->how;
		v->still_since = level->start;
	}
	s.count =
	    gather(values, level ? level->start : 0, count, s.value, s.night);
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
		look(&s, seed, v);
}
