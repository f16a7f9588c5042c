/* Tests of src/stats: summaries, quantiles, intervals, certified values. */
#include "base/csv.h"
#include "stats/interval.h"
#include "verdict/levels.h"
#include "stats/summary.h"
#include "stats/trend.h"

#include "place.h"
#include "unit.h"

#include <math.h>

/* ---- summary ----------------------------------------------------------- */

START_TEST(summary_by_hand)
{
	static const struct {
		double x[8];
		size_t count;
		double min, median, mean, max, sd, deviation, mad;
	} cases[] = {
		{ { 5 }, 1, 5, 5, 5, 5, (double)NAN, 0, 0 },
		{ { 3, 1 }, 2, 1, 2, 2, 3, 1.4142135623730951, 1, 1 },
		{ { 4, 4, 4 }, 3, 4, 4, 4, 4, 0, 0, 0 },
		{ { 2, 4, 4, 4, 5, 5, 7, 9 },
		  8,
		  2,
		  4.5,
		  5,
		  9,
		  2.138089935299395,
		  2,
		  0.5 },
		{ { 1, 1, 2, 2, 4, 6, 9 },
		  7,
		  1,
		  2,
		  25.0 / 7,
		  9,
		  2.9920529661723827,
		  2.770102775666474,
		  1 },
		/* even count: the mean of the two middle deviations */
		{ { 0, 1, 3, 100 },
		  4,
		  0,
		  2,
		  26,
		  100,
		  49.349096580721046,
		  42.737571292716204,
		  1.5 },
		{ { -3, -1, -2 }, 3, -3, -2, -2, -1, 1, 0.816496580927726, 1 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct summary s;
		double x[8];

		memcpy(x, cases[i].x, sizeof(x));
		stats_summary(x, cases[i].count, &s);
		ck_assert_uint_eq(s.count, cases[i].count);
		ck_assert_double_eq(s.min, cases[i].min);
		ck_assert_double_eq(s.median, cases[i].median);
		ck_assert_double_eq(s.mean, cases[i].mean);
		ck_assert_double_eq(s.max, cases[i].max);
		ck_assert_double_eq(s.mad, cases[i].mad);
		ck_assert_double_le(fabs(s.deviation - cases[i].deviation),
				    1e-15 * cases[i].deviation);
		if (isnan(cases[i].sd))
			ck_assert_double_nan(s.sd);
		else
			ck_assert_double_le(fabs(s.sd - cases[i].sd),
					    1e-15 * cases[i].sd);
	}
}
END_TEST

static int descending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* The median by sorting in descending order, unlike the program. */
static double naive_median(double *x, size_t count)
{
	qsort(x, count, sizeof(*x), descending);
	return count % 2 ? x[count / 2]
			 : x[count / 2] + (x[count / 2 - 1] - x[count / 2]) / 2;
}

START_TEST(summary_like_long_double)
{
	uint64_t seed = 1;
	int round;

	for (round = 0; round < 3000; round++) {
		size_t count = 1 + unit_random(&seed, 60), i;
		double x[60], d[60], scale, offset;
		long double mean = 0, ss = 0;
		struct summary s;

		scale = ldexp(1, (int)unit_random(&seed, 40) - 20);
		offset = (double)unit_random(&seed, 1000) * scale;
		for (i = 0; i < count; i++) {
			/* few values, so that many are equal */
			x[i] = offset + scale * (double)unit_random(&seed, 50);
			mean += x[i];
		}
		mean /= (long double)count;
		for (i = 0; i < count; i++)
			ss += (x[i] - mean) * (x[i] - mean);
		stats_summary(x, count, &s);
		for (i = 0; i < count; i++)
			d[i] = x[i];
		unit_must(s.median == naive_median(d, count), "round %d",
			  round);
		for (i = 0; i < count; i++)
			d[i] = fabs(x[i] - s.median);
		unit_must(s.mad == naive_median(d, count), "round %d: %g",
			  round, s.mad);
		unit_must(fabsl(s.mean - mean) <= 2e-16L * fabsl(mean),
			  "round %d", round);
		unit_must(fabsl(s.deviation - sqrtl(ss / (long double)count)) <=
			      1e-14L * s.deviation,
			  "round %d: %g", round, s.deviation);
		unit_must(x[0] == s.min && x[count - 1] == s.max, "round %d",
			  round);
		for (i = 1; i < count; i++)
			unit_must(x[i - 1] <= x[i], "not sorted");
	}
}
END_TEST

START_TEST(summary_does_not_cancel)
{
	/* the one-pass formula gives 0 or NaN here */
	static const double offsets[] = { 0, 1e6, 1e9, 1e12, -1e9 };
	size_t i, k;

	for (i = 0; i < UNIT_COUNT(offsets); i++) {
		double x[1000];
		struct summary s;

		for (k = 0; k < UNIT_COUNT(x); k++)
			x[k] = offsets[i] + (k % 2 ? 0.25 : -0.25);
		stats_summary(x, UNIT_COUNT(x), &s);
		ck_assert_double_eq(s.mean, offsets[i]);
		ck_assert_double_eq(s.deviation, 0.25);
		ck_assert_double_le(fabs(s.sd - sqrt(62.5 / 999)), 1e-16);
	}
}
END_TEST

START_TEST(quantiles)
{
	static const double x[] = { 1, 2, 4, 8, 16 };
	static const struct {
		double p, value;
	} cases[] = {
		{ 0, 1 },  { 0.25, 2 },    { 0.5, 4 },   { 0.75, 8 },
		{ 1, 16 }, { 0.125, 1.5 }, { 0.6, 5.6 }, { 0.9, 12.8 },
	};
	double one = 7;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		double got = stats_quantile(x, UNIT_COUNT(x), cases[i].p);

		ck_assert_double_le(fabs(got - cases[i].value), 1e-14);
		ck_assert_double_eq(stats_quantile(&one, 1, cases[i].p), 7);
	}
}
END_TEST

/* ---- interval ---------------------------------------------------------- */

START_TEST(interval_ranks)
{
	/* k of x_(k) .. x_(n+1-k) at 95 %, and its true level */
	static const struct {
		size_t count, rank;
		double level;
	} cases[] = {
		{ 0, 0, 1 },
		{ 1, 0, 1 },
		{ 2, 0, 1 },
		{ 5, 0, 1 },
		{ 6, 1, 0.96875 },
		{ 7, 1, 0.984375 },
		{ 8, 1, 0.9921875 },
		{ 9, 2, 0.9609375 },
		{ 10, 2, 0.978515625 },
		{ 15, 4, 0.96484375 },
		{ 20, 6, 0.95861053466796875 },
		{ 30, 10, 0.9572260547429323 },
	};
	double level;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_uint_eq(
		    stats_median_rank(cases[i].count, 0.95, &level),
		    cases[i].rank);
		ck_assert_double_le(fabs(level - cases[i].level), 1e-12);
	}
}
END_TEST

/* The level of rank k by the definition, C(n, i) by Stirling's series. */
static double level_of(size_t n, size_t k)
{
	double m = (double)n, tail = 0, i;

	for (i = 0; i < (double)k; i++)
		tail += exp(lgamma(m + 1) - lgamma(i + 1) - lgamma(m - i + 1) -
			    m * log(2));
	return 1 - 2 * tail;
}

START_TEST(interval_is_the_narrowest)
{
	static const double confidence[] = { 0.8, 0.9, 0.95, 0.99, 0.999 };
	size_t i, n, k;
	double level;

	for (i = 0; i < UNIT_COUNT(confidence); i++)
		for (n = 1; n <= 5000; n += n < 200 ? 1 : 97) {
			k = stats_median_rank(n, confidence[i], &level);
			unit_must(fabs(level - level_of(n, k)) < 1e-9,
				  "n = %zu, k = %zu: level %g", n, k, level);
			unit_must(k <= n / 2 && (!k || level >= confidence[i]),
				  "n = %zu, k = %zu: level %g", n, k, level);
			/* k + 1 would not reach the level any more */
			unit_must(k == n / 2 ||
				      level_of(n, k + 1) < confidence[i],
				  "n = %zu, k = %zu is too wide", n, k);
		}
}
END_TEST

START_TEST(interval_of_values)
{
	struct interval interval = { -1, -2, -3 };
	double x[5000];
	size_t i;

	for (i = 0; i < UNIT_COUNT(x); i++)
		x[i] = (double)i + 1;
	/* below 6 values nothing is written */
	ck_assert(!stats_median_interval(x, 5, 0.95, &interval));
	ck_assert_double_eq(interval.low, -1);
	ck_assert_double_eq(interval.high, -2);
	ck_assert_double_eq(interval.level, -3);

	ck_assert(stats_median_interval(x, 6, 0.95, &interval));
	ck_assert_double_eq(interval.low, 1);
	ck_assert_double_eq(interval.high, 6);
	ck_assert(stats_median_interval(x, 15, 0.95, &interval));
	ck_assert_double_eq(interval.low, 4);
	ck_assert_double_eq(interval.high, 12);
	ck_assert_double_le(fabs(interval.level - 0.96484375), 1e-12);
	/* 2^-5000 underflows: it must not matter */
	ck_assert(stats_median_interval(x, 5000, 0.95, &interval));
	ck_assert_double_eq(interval.low, 2431);
	ck_assert_double_eq(interval.high, 2570);
	ck_assert_double_ge(interval.level, 0.95);
	ck_assert_double_le(interval.level, 0.952);
}
END_TEST

/* ---- certified values --------------------------------------------------- */

struct numbers {
	double x[6000];
	size_t count, lines;
};

/* Reads the last field of each row after the header. */
static int add_number(void *ctx, const struct csv_row *row, struct err *err)
{
	struct numbers *n = ctx;

	(void)err;
	if (n->lines++ && n->count < UNIT_COUNT(n->x))
		n->x[n->count++] =
		    strtod(row->fields[row->count - 1].text, NULL);
	return 0;
}

/* The relative error that a value may have: acceptance/README.md. */
static double tolerance(const char *name, const char *quantity)
{
	if (!strcmp(quantity, "mean"))
		return 1e-12;
	if (!strncmp(quantity, "sd_", 3))
		return strstr(name, "NumAcc") ? 1e-7 : 1e-9;
	return 5e-7; /* half of the last of the seven given digits */
}

/* Computes a certified quantity; false if the program has no such function. */
static bool compute(struct numbers *n, const char *quantity, double *value)
{
	struct interval interval;
	struct summary s;
	double percent;
	char what[32];

	stats_summary(n->x, n->count, &s);
	if (!strcmp(quantity, "mean"))
		*value = s.mean;
	else if (!strcmp(quantity, "sd_n-1"))
		*value = s.sd;
	else if (!strcmp(quantity, "median"))
		*value = s.median;
	else if (!strcmp(quantity, "mad_raw"))
		*value = s.mad;
	else if (sscanf(quantity, "quantile7_%lf", &percent) == 1)
		*value = stats_quantile(n->x, n->count, percent);
	else if (sscanf(quantity, "median_ci%2lf%31s", &percent, what) == 2 &&
		 stats_median_interval(n->x, n->count, percent / 100,
				       &interval))
		*value = !strcmp(what, "_lo")   ? interval.low
			 : !strcmp(what, "_hi") ? interval.high
						: interval.level;
	else
		return false;
	return true;
}

struct certified {
	char dir[PLACE_SIZE];
	size_t checked, infinite;
};

/* Reads univariate/NAME.csv. */
static void read_set(const char *dir, const char *name, struct numbers *n)
{
	char path[2 * PLACE_SIZE], *text;
	struct err err = { 0 };
	size_t len;

	n->count = n->lines = 0;
	snprintf(path, sizeof(path), "%s/%.100s.csv", dir, name);
	text = place_read(path, &len);
	ck_assert_msg(text &&
			  !csv_read(text, len, name, 0, add_number, n, &err),
		      "cannot read '%s': %s", path, err.text);
	free(text);
	ck_assert_uint_gt(n->count, 0);
}

/* One row of certified.csv: case, n, quantity, certified, ... */
static int check_row(void *ctx, const struct csv_row *row, struct err *err)
{
	static struct numbers n;
	struct certified *c = ctx;
	const char *name = row->fields[0].text, *quantity = row->fields[2].text;
	const char *given = row->fields[3].text;
	double percent, level, value, want = strtod(given, NULL);

	if (row->line == 1)
		return 0;
	read_set(c->dir, name, &n);
	if (n.count != strtoul(row->fields[1].text, NULL, 10))
		return err_set(err, ERR_VERIFY, "%s: %zu values", name,
			       n.count);
	if (sscanf(quantity, "median_ci%lf", &percent) == 1 &&
	    !strncmp(given, "infinite", 8)) {
		c->infinite++;
		if (stats_median_rank(n.count, percent / 100, &level))
			return err_set(err, ERR_VERIFY,
				       "%s: an interval at %g %%", name,
				       percent);
	} else if (compute(&n, quantity, &value)) {
		c->checked++;
		if (fabs(value - want) > tolerance(name, quantity) * fabs(want))
			return err_set(err, ERR_VERIFY,
				       "%s: %s is %.17g, not %s", name,
				       quantity, value, given);
	}
	return 0;
}

START_TEST(certified_values)
{
	struct certified c = { .checked = 0 };
	char path[PLACE_SIZE + 20], *text;
	struct err err = { 0 };
	size_t len;

	if (!place_acceptance(c.dir, "univariate"))
		return;
	snprintf(path, sizeof(path), "%s/certified.csv", c.dir);
	text = place_read(path, &len);
	ck_assert_msg(text != NULL, "cannot read '%s'", path);
	ck_assert_msg(!csv_read(text, len, "certified", 0, check_row, &c, &err),
		      "%s", err.text);
	free(text);
	/* mean and sd of 7 NIST sets, and the other quantities that the program
	 * has functions for */
	ck_assert_uint_ge(c.checked, 25);
	ck_assert_uint_ge(c.infinite, 2);
}
END_TEST

START_TEST(trends)
{
	static const struct {
		double x[8];
		size_t count;
		long s;
		bool trend;
	} cases[] = {
		{ { 1, 2, 3, 4, 5, 6, 7, 8 }, 8, 28, true },
		{ { 8, 7, 6, 5, 4, 3, 2, 1 }, 8, -28, true },
		{ { 5, 5, 5, 5, 5, 5, 5, 5 }, 8, 0, false },
		{ { 1, 2, 3 }, 3, 3, false }, /* too few for a trend */
		{ { 1, 2, 3, 4 }, 4, 6, true },
		{ { 2, 1, 3, 4 }, 4, 4, false },
		/* z = 13 / sqrt(65.33) = 1.608 and 15 / 8.083 = 1.856 */
		{ { 1, 8, 2, 3, 6, 4, 5, 7 }, 8, 12, false },
		{ { 1, 3, 2, 7, 4, 5, 8, 6 }, 8, 18, true },
		{ { 9, 1, 1, 1, 1, 1, 1, 1 }, 8, -7, false },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(stats_kendall(cases[i].x, cases[i].count) ==
				  cases[i].s,
			      "case %zu: S = %ld", i,
			      stats_kendall(cases[i].x, cases[i].count));
		ck_assert_msg(stats_trend(cases[i].x, cases[i].count) ==
				  cases[i].trend,
			      "case %zu", i);
	}
	ck_assert_int_eq(stats_kendall(NULL, 0), 0);
	ck_assert(!stats_trend(NULL, 0));
}
END_TEST

/* ---- levels -------------------------------------------------------------- */

/* Normal noise, as the sum of twelve uniform numbers. */
static double noise(uint64_t *seed)
{
	double sum = -6;
	int i;

	for (i = 0; i < 12; i++)
		sum += (double)unit_random(seed, 1000000) / 1e6;
	return sum;
}

/* The interval covers the true effect in about 95 of 100 pairs of levels, also
 * where nights depend on the night before. */
START_TEST(levels_covered)
{
	static const double phis[] = { 0, 0.5 };
	static const double effect = 0.08;
	static const size_t since = 40, counts[] = { 3, 20 };
	double value[60], before;
	struct levels_effect e;
	uint64_t seed = 5;
	size_t i, p, c, round, covered;

	for (p = 0; p < UNIT_COUNT(phis); p++)
		for (c = 0; c < UNIT_COUNT(counts); c++) {
			for (covered = 0, round = 0; round < 1000; round++) {
				before = noise(&seed);
				for (i = 0; i < since + counts[c]; i++) {
					before = phis[p] * before +
						 sqrt(1 - phis[p] * phis[p]) *
						     noise(&seed);
					value[i] =
					    0.02 * before +
					    (i < since ? 0 : log1p(effect));
				}
				levels_compare(value, 0, since, since,
					       since + counts[c], &e);
				ck_assert(e.low <= e.effect &&
					  e.effect <= e.high);
				covered += e.low <= effect && effect <= e.high;
			}
			ck_assert_msg(covered >= (phis[p] > 0 ? 880 : 930),
				      "phi %g, %zu nights: %zu of 1000",
				      phis[p], counts[c], covered);
		}
}
END_TEST

START_TEST(levels_by_hand)
{
	double value[60];
	struct levels_effect e;
	size_t i;

	/* 10 nights that do not count, 20 at 1, 10 elsewhere, 15 at 1.5; one of
	 * each measured nothing, and one is far off */
	for (i = 0; i < 55; i++)
		value[i] = (i < 10   ? 9
			    : i < 30 ? 0
			    : i < 40 ? 5
				     : log(1.5)) +
			   (i % 2 ? 0.001 : -0.001);
	levels_compare(value, 0, 30, 40, 55, &e);
	ck_assert_double_eq_tol(e.effect, 0.5, 0.001);
	ck_assert(e.low > 0.49 && e.low < e.effect && e.high < 0.51);
	value[45] = 7;
	levels_compare(value, 10, 30, 40, 55, &e);
	ck_assert_double_eq_tol(e.effect, 0.5, 0.002);
	value[20] = value[45] = (double)NAN;
	levels_compare(value, 10, 30, 40, 55, &e);
	ck_assert_double_eq_tol(e.effect, 0.5, 0.001);
	/* one night on each side has no interval; no night, no effect */
	levels_compare(value, 12, 13, 41, 42, &e);
	ck_assert_double_eq_tol(e.effect, 0.5, 0.004);
	ck_assert(isnan(e.low) && isnan(e.high));
	levels_compare(value, 20, 21, 40, 55, &e);
	ck_assert(isnan(e.effect) && isnan(e.low));
	/* no noise at all */
	for (i = 0; i < 55; i++)
		value[i] = i < 30 ? 1 : 1 + log(2);
	levels_compare(value, 0, 30, 30, 55, &e);
	ck_assert_double_eq_tol(e.effect, 1, 1e-12);
	ck_assert(e.low <= e.effect && e.high >= e.effect);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		summary_by_hand,
		summary_like_long_double,
		summary_does_not_cancel,
		quantiles,
		interval_ranks,
		interval_is_the_narrowest,
		interval_of_values,
		certified_values,
		trends,
		levels_covered,
		levels_by_hand,
		NULL,
	};

	return unit_run("stats", tests);
}
