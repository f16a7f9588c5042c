/* Tests of src/stats: break-even, the law of cost, predictions, variance
 * components. */
#include "base/csv.h"
#include "stats/breakeven.h"
#include "stats/distribution.h"
#include "stats/law.h"
#include "stats/surface.h"
#include "stats/robust.h"
#include "stats/variance.h"

#include "place.h"
#include "unit.h"

#include <math.h>

static void near(double got, double want, double relative, const char *what)
{
	unit_must(fabs(got - want) <= relative * fabs(want),
		  "%s is %.17g, not %.17g", what, got, want);
}

/* ---- break-even ---------------------------------------------------------- */

/* Points spaced evenly on ln n; up(n) is ln(ratio), its interval +- 0.2. */
static size_t make_points(struct breakeven_point *p, double (*up)(double),
			  double from, double to)
{
	size_t count = 0;
	double n;

	for (n = from; n <= to; n *= 3)
		p[count++] = (struct breakeven_point){ n, up(n) - 0.2, up(n),
						       up(n) + 0.2 };
	return count;
}

static double rising(double n)
{
	return log(n / 5000);
}

static double falling(double n)
{
	return -rising(n);
}

static double hill(double n) /* above 0 between 1e3 and 1e6 */
{
	return log(1e6 / 1e3) / 2 - fabs(log(n) - log(1e3 * 1e6) / 2);
}

static double slow(double n)
{
	(void)n;
	return -1;
}

static double unsure(double n)
{
	(void)n;
	return 0.1;
}

START_TEST(breakeven_ends)
{
	struct breakeven_point p[40];
	struct breakeven_range r[20];
	struct breakeven e;
	size_t count = make_points(p, rising, 100, 1e6);

	stats_breakeven(p, count, r, &e);
	ck_assert_int_eq(e.answer, BREAKEVEN_INSIDE);
	ck_assert_uint_eq(e.count, 1);
	/* linear in ln n: interpolation is exact */
	near(r[0].begin.middle, 5000, 1e-12, "begin");
	near(r[0].begin.low, 5000 * exp(-0.2), 1e-12, "its low end");
	near(r[0].begin.high, 5000 * exp(0.2), 1e-12, "its high end");
	ck_assert(!r[0].begin.low_open && !r[0].begin.high_open);
	ck_assert(r[0].end.low_open && r[0].end.high_open);
	near(r[0].end.middle, p[count - 1].n, 0, "the last size");

	count = make_points(p, falling, 100, 1e6);
	stats_breakeven(p, count, r, &e);
	ck_assert_int_eq(e.answer, BREAKEVEN_INSIDE);
	ck_assert(r[0].begin.low_open && r[0].begin.high_open);
	near(r[0].end.low, 5000 * exp(-0.2), 1e-12, "end low");
	near(r[0].end.middle, 5000, 1e-12, "end");
	near(r[0].end.high, 5000 * exp(0.2), 1e-12, "end high");

	count = make_points(p, hill, 10, 1e8);
	stats_breakeven(p, count, r, &e);
	ck_assert_uint_eq(e.count, 1);
	near(r[0].begin.middle, 1e3, 1e-9, "foot of the hill");
	near(r[0].end.middle, 1e6, 1e-9, "its other foot");
}
END_TEST

START_TEST(breakeven_other_answers)
{
	struct breakeven_point p[40] = { { 0 } };
	struct breakeven_range r[20];
	struct breakeven e;
	size_t count, i;

	stats_breakeven(p, 0, r, &e);
	ck_assert_int_eq(e.answer, BREAKEVEN_NOTHING);
	count = make_points(p, slow, 100, 1e6);
	stats_breakeven(p, count, r, &e);
	ck_assert_int_eq(e.answer, BREAKEVEN_NEVER);
	count = make_points(p, unsure, 100, 1e6);
	stats_breakeven(p, count, r, &e);
	ck_assert_int_eq(e.answer, BREAKEVEN_NOT_SEEN);
	ck_assert_uint_eq(e.count, 0);
	count = make_points(p, rising, 1e4, 1e6);
	stats_breakeven(p, count, r, &e);
	ck_assert_int_eq(e.answer, BREAKEVEN_ALWAYS);
	/* two hills are two ranges */
	count = make_points(p, rising, 100, 1e6);
	for (i = 0; i < count; i++) {
		p[i].middle = i % 2 ? 1 : -1;
		p[i].low = p[i].middle - 0.5;
		p[i].high = p[i].middle + 0.5;
	}
	stats_breakeven(p, count, r, &e);
	ck_assert_uint_eq(e.count, count / 2);
	ck_assert_double_lt(r[0].end.high, r[1].begin.low + 1e-9);
}
END_TEST

/* ---- the law of cost ------------------------------------------------------ */

#define GRID 60

/* Sizes 1e3..1e7 with workers 1 2 4 8, and times of a known law with noise. */
static size_t make_grid(struct law_point *p, const double value[LAW_COUNT],
			double noise, uint64_t *seed)
{
	size_t count = 0;
	double n, w;

	for (n = 1e3; n <= 1e7; n *= 2.154435)
		for (w = 1; w <= 8; w *= 2) {
			double z = stats_normal_quantile(
			    ((double)unit_random(seed, 1000000) + 0.5) / 1e6);
			double t = value[0] + value[1] * w + value[2] * n +
				   value[3] * n / w;

			p[count++] =
			    (struct law_point){ n, w, t * exp(noise * z) };
		}
	return count;
}

START_TEST(law_found)
{
	static const double value[LAW_COUNT] = { 900, 350, 0.02, 0.25 };
	struct law_point p[GRID];
	struct err err = { 0 };
	uint64_t seed = 5;
	struct law law;
	size_t count = make_grid(p, value, 0, &seed), i;

	ck_assert_msg(!stats_law(p, count, 0.95, &law, &err), "%s", err.text);
	for (i = 0; i < LAW_COUNT; i++)
		near(law.value[i], value[i], 1e-8, "coefficient without noise");
	near(law_time(&law, 1e6, 4), 900 + 1400 + 2e4 + 62500, 1e-8, "T");
	/* a few outliers move it little */
	count = make_grid(p, value, 0.02, &seed);
	for (i = 0; i < count; i += 9)
		p[i].time *= 3;
	ck_assert_msg(!stats_law(p, count, 0.95, &law, &err), "%s", err.text);
	near(law.value[LAW_SHARED], value[LAW_SHARED], 0.1, "d");
	near(law.value[LAW_FIXED], value[LAW_FIXED], 0.15, "a");
}
END_TEST

START_TEST(law_intervals_cover)
{
	static const double value[LAW_COUNT] = { 900, 350, 0.02, 0.25 };
	size_t covered = 0, round, i;
	uint64_t seed = 8;

	for (round = 0; round < 250; round++) {
		struct law_point p[GRID];
		size_t count = make_grid(p, value, 0.03, &seed);
		struct law law;

		ck_assert_int_eq(stats_law(p, count, 0.95, &law, NULL), 0);
		for (i = 0; i < LAW_COUNT; i++)
			covered +=
			    law.low[i] <= value[i] && value[i] <= law.high[i];
	}
	/* 950 of 1000 expected */
	ck_assert_uint_ge(covered, 920);
	ck_assert_uint_le(covered, 980);
}
END_TEST

START_TEST(law_cannot_tell)
{
	static const double value[LAW_COUNT] = { 900, 350, 0.02, 0.25 };
	struct law_point p[GRID];
	struct err err = { 0 };
	uint64_t seed = 5;
	struct law law;
	size_t count = make_grid(p, value, 0.01, &seed), i;

	ck_assert_int_eq(stats_law(p, 4, 0.95, &law, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "4 points"));
	err_clear(&err);
	for (i = 0; i < count; i++)
		p[i].workers = 2;
	ck_assert_int_eq(stats_law(p, count, 0.95, &law, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "apart"));
}
END_TEST

/* ---- predictions --------------------------------------------------------- */

START_TEST(surface_follows_law)
{
	static const double value[LAW_COUNT] = { 900, 350, 0.02, 0.25 };
	struct law_point p[GRID];
	struct surface s;
	struct surface_guess g;
	uint64_t seed = 5;
	size_t count = make_grid(p, value, 0, &seed), i;

	/* 8 CPUs: inside and outside the law holds */
	ck_assert_int_eq(surface_fit(&s, p, count, 8, NULL), 0);
	surface_at(&s, 3e5, 3, 0.95, &g);
	near(g.time, 900 + 3 * 350 + 0.02 * 3e5 + 0.25 * 1e5, 1e-3, "inside");
	ck_assert(g.inside);
	surface_at(&s, 1e9, 8, 0.95, &g);
	near(g.time, 900 + 8 * 350 + 0.02 * 1e9 + 0.25 * 1e9 / 8, 1e-2,
	     "larger");
	ck_assert(!g.inside);
	/* more workers than CPUs share them */
	surface_at(&s, 1e7, 64, 0.95, &g);
	near(g.time, 900 + 64 * 350 + 0.02 * 1e7 + 0.25 * 1e7 / 8, 0.05,
	     "more workers than CPUs");
	ck_assert(!g.inside);
	surface_free(&s);
	/* one number of workers: the law of n alone */
	for (count = i = 0; i < GRID; i++)
		if (p[i].workers == 1 && p[i].n < 1e7)
			p[count++] = p[i];
	ck_assert_int_eq(surface_fit(&s, p, count, 8, NULL), 0);
	surface_at(&s, 1e8, 1, 0.95, &g);
	near(g.time, 900 + 350 + 0.27 * 1e8, 1e-2, "larger, one worker");
	surface_free(&s);
}
END_TEST

/* A cost per element that depends on n, as caches make it, is no law of cost;
 * between measured sizes it is predicted all the same. */
START_TEST(surface_follows_caches)
{
	struct law_point p[40];
	struct surface s;
	struct surface_guess g;
	size_t count = 0;
	double n;

	for (n = 1e4; n < 1.1e7; n *= pow(10, 0.25))
		p[count++] =
		    (struct law_point){ n, 1,
					500 + n * (0.1 + 0.4 / (1 + 1e6 / n)) };
	ck_assert_int_eq(surface_fit(&s, p, count, 2, NULL), 0);
	for (n = 2e4; n < 1e7; n *= 1.37) {
		surface_at(&s, n, 1, 0.95, &g);
		near(g.time, 500 + n * (0.1 + 0.4 / (1 + 1e6 / n)), 0.03,
		     "between");
	}
	surface_free(&s);
}
END_TEST

START_TEST(surface_intervals_cover)
{
	static const double value[LAW_COUNT] = { 900, 350, 0.02, 0.25 };
	size_t covered = 0, tries = 0, round, i;
	uint64_t seed = 8;

	for (round = 0; round < 40; round++) {
		struct law_point p[GRID], fitted[GRID];
		size_t count = make_grid(p, value, 0.03, &seed), kept = 0;
		struct surface s;
		struct surface_guess g;

		for (i = 0; i < count; i++)
			if (i % 7)
				fitted[kept++] = p[i];
		ck_assert_int_eq(surface_fit(&s, fitted, kept, 8, NULL), 0);
		for (i = 7; i < count; i += 7) {
			surface_at(&s, p[i].n, p[i].workers, 0.95, &g);
			covered += g.low <= p[i].time && p[i].time <= g.high;
			tries++;
		}
		surface_free(&s);
	}
	ck_assert_uint_ge(covered, tries * 91 / 100);
	ck_assert_uint_le(covered, tries * 99 / 100);
}
END_TEST

/* The short formula gives what a fit without the point gives. */
START_TEST(surface_left_out_is_left_out)
{
	static const double value[LAW_COUNT] = { 900, 350, 0.02, 0.25 };
	struct law_point p[GRID], others[GRID];
	struct surface s, t;
	struct surface_guess g;
	uint64_t seed = 3;
	size_t count = make_grid(p, value, 0.05, &seed), i;
	int same = 0;

	ck_assert_int_eq(surface_fit(&s, p, count, 8, NULL), 0);
	for (i = 0; i < count; i += 5) {
		memcpy(others, p, i * sizeof(*p));
		memcpy(others + i, p + i + 1, (count - i - 1) * sizeof(*p));
		ck_assert_int_eq(surface_fit(&t, others, count - 1, 8, NULL),
				 0);
		surface_at(&t, p[i].n, p[i].workers, 0.95, &g);
		/* other lengths may have been chosen, and the law is fitted
		 * anew */
		if (t.noise == s.noise && t.length[0] == s.length[0] &&
		    t.length[1] == s.length[1]) {
			near(1 + log(p[i].time / g.time),
			     1 + surface_left_out(&s, i), 0.01, "left out");
			same++;
		}
		surface_free(&t);
	}
	ck_assert_int_ge(same, 3);
	surface_free(&s);
}
END_TEST

START_TEST(surface_cannot_tell)
{
	struct law_point p[8];
	struct surface s;
	struct err err = { 0 };
	size_t i;

	for (i = 0; i < 8; i++)
		p[i] = (struct law_point){ 1000, (double)i + 1, 100 };
	ck_assert_int_eq(surface_fit(&s, p, 5, 2, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "measured cells: 5"));
	surface_free(&s);
	err_clear(&err);
	ck_assert_int_eq(surface_fit(&s, p, 8, 2, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "one size only"));
	surface_free(&s);
}
END_TEST

/* ---- variance components -------------------------------------------------- */

START_TEST(variance_by_hand)
{
	/* nights 1 2 3 | 4 5 6 | 8 9 10: MSw 1, MSb 37, R 3 */
	static const double x[] = { 1, 2, 3, 4, 5, 6, 8, 9, 10 };
	static const size_t group[] = { 0, 0, 0, 1, 1, 1, 2, 2, 2 };
	struct variance v;
	double means[3], gain;
	size_t counts[3];

	stats_variance(x, group, 9, 3, means, counts, &v);
	near(v.within_ms, 1, 1e-14, "MSw");
	near(v.between_ms, 37, 1e-14, "MSb");
	near(v.night, 12, 1e-14, "night");
	near(v.share, 12.0 / 13, 1e-14, "share");
	ck_assert_int_eq(stats_variance_advice(&v, &gain),
			 VARIANCE_MORE_NIGHTS);
	v.groups = VARIANCE_NIGHTS;
	ck_assert_int_eq(stats_variance_advice(&v, &gain),
			 VARIANCE_MORE_SESSIONS);
	ck_assert_double_gt(gain, 0.95);
	v.night = 0;
	ck_assert_int_eq(stats_variance_advice(&v, &gain),
			 VARIANCE_MORE_REPEATS);
	near(gain, sqrt(0.5), 1e-14, "gain");
	/* nights that do not differ: the variance is not below 0 */
	stats_variance(x, (const size_t[]){ 0, 1, 2, 2, 1, 0, 0, 1, 2 }, 9, 3,
		       means, counts, &v);
	ck_assert_double_ge(v.night, 0);
	stats_variance(x, group, 1, 1, means, counts, &v);
	ck_assert_int_eq(stats_variance_advice(&v, &gain), VARIANCE_UNKNOWN);
}
END_TEST

struct values {
	double x[20000];
	size_t group[20000], count, groups;
};

static int add_value(void *ctx, const struct csv_row *row, struct err *err)
{
	struct values *v = ctx;

	(void)err;
	if (row->line == 1)
		return 0;
	/* "group,value", or values alone */
	v->group[v->count] =
	    row->count > 1 ? strtoul(row->fields[0].text, NULL, 10) : 0;
	v->groups = v->group[v->count] >= v->groups ? v->group[v->count] + 1
						    : v->groups;
	v->x[v->count++] = strtod(row->fields[row->count - 1].text, NULL);
	return 0;
}

static void read_values(struct values *v, const char *dir, const char *name)
{
	char path[2 * PLACE_SIZE], *text;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s.csv", dir, name);
	text = place_read(path, &len);
	v->count = v->groups = 0;
	ck_assert_msg(text && !csv_read(text, len, name, 0, add_value, v, NULL),
		      "cannot read '%s'", path);
	free(text);
}

static int certify(void *ctx, const struct csv_row *row, struct err *err)
{
	static struct values v;
	static double means[100];
	static size_t counts[100];
	const char *dir = ctx, *name = row->fields[0].text;
	const char *quantity = row->fields[2].text;
	double want = strtod(row->fields[3].text, NULL), got;
	struct variance s;

	if (row->line == 1)
		return 0;
	if (!strcmp(quantity, "lag1_autocorrelation")) {
		read_values(&v, dir, name);
		got = robust_lag1(v.x, v.count);
	} else if (!strncmp(name, "nist_anova", 10)) {
		read_values(&v, dir, name);
		ck_assert_uint_le(v.groups, 100);
		stats_variance(v.x, v.group, v.count, v.groups, means, counts,
			       &s);
		if (!strcmp(quantity, "anova_between_MS"))
			got = s.between_ms;
		else if (!strcmp(quantity, "anova_within_MS"))
			got = s.within_ms;
		else if (!strcmp(quantity, "anova_F"))
			got = s.f;
		else
			return 0;
	} else {
		return 0;
	}
	if (fabs(got - want) > 1e-7 * fabs(want))
		return err_set(err, ERR_VERIFY, "%s: %s is %.17g, not %.17g",
			       name, quantity, got, want);
	return 0;
}

START_TEST(certified_values)
{
	char dir[PLACE_SIZE], path[PLACE_SIZE + 20], *text;
	struct err err = { 0 };
	size_t len;

	if (!place_acceptance(dir, "univariate"))
		return;
	snprintf(path, sizeof(path), "%s/certified.csv", dir);
	text = place_read(path, &len);
	ck_assert_msg(
	    text && !csv_read(text, len, "certified", 0, certify, dir, &err),
	    "%s", err.text);
	free(text);
}
END_TEST

/* NIST's SmLs01 to SmLs09: 9 treatments of 21, 201 or 2001 values that differ in
 * the first decimal, at an offset of 0, 1e6 or 1e12; F is 21, 201, 2001. Near
 * 1e12 a double has four decimals, so that the values themselves are rounded:
 * the result must be that of these rounded values, to all digits. */
START_TEST(analysis_keeps_its_digits)
{
	static const double offset[] = { 0, 1e6, 1e12 };
	static const double near[] = { 1e-12, 1e-8, 2e-3 };
	static struct values v, small;
	double means[9];
	size_t counts[9], values, i, k;
	struct variance at, without;

	for (values = 21; values <= 2001; values = 10 * values - 9)
		for (k = 0; k < 3; k++) {
			v.count = 0;
			for (i = 0; i < 9 * values; i++) {
				size_t g = i / values, j = i % values;
				double y = !g ? 1.4 : g % 2 ? 1.3 : 1.5;

				y += !j ? 0 : j % 2 ? -0.1 : 0.1;
				v.group[i] = small.group[i] = g;
				v.x[i] = offset[k] + y;
				small.x[i] = v.x[i] - offset[k]; /* exact */
			}
			stats_variance(v.x, v.group, i, 9, means, counts, &at);
			ck_assert_double_eq_tol(means[1], offset[k] + 1.3,
						2e-4);
			stats_variance(small.x, small.group, i, 9, means,
				       counts, &without);
			ck_assert_double_eq_tol(at.f / without.f, 1, 1e-11);
			ck_assert_double_eq_tol(at.within_ms, without.within_ms,
						1e-13);
			ck_assert_double_eq_tol(at.f / (double)values, 1,
						near[k]);
		}
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		analysis_keeps_its_digits, breakeven_ends,
		breakeven_other_answers,   law_found,
		law_intervals_cover,       law_cannot_tell,
		surface_follows_law,       surface_follows_caches,
		surface_intervals_cover,   surface_left_out_is_left_out,
		surface_cannot_tell,       variance_by_hand,
		certified_values,          NULL,
	};

	return unit_run("cost", tests);
}
