/* Tests of src/stats: two samples, order statistics, exact sums. */
#include "base/csv.h"
#include "stats/distribution.h"
#include "stats/select.h"
#include "stats/sum.h"
#include "stats/summary.h"
#include "stats/twosample.h"

#include "place.h"
#include "unit.h"

#include <float.h>
#include <math.h>

/* Whether x equals y within the given relative error. */
static bool close_to(double x, double y, double relative)
{
	return x == y || fabs(x - y) <= relative * fabs(y);
}

/* ---- Mann and Whitney -------------------------------------------------- */

/* Pairs with a > b, plus half of those with a = b, by the definition. */
static double naive_u(const double *a, size_t na, const double *b, size_t nb)
{
	size_t i, j;
	double u = 0;

	for (i = 0; i < na; i++)
		for (j = 0; j < nb; j++)
			u += a[i] > b[j] ? 1 : a[i] == b[j] ? 0.5 : 0;
	return u;
}

START_TEST(mannwhitney_by_hand)
{
	static const struct {
		double a[10], b[10];
		size_t na, nb;
		double u, p, p_less, p_greater;
	} cases[] = {
		{ { 1 }, { 2 }, 1, 1, 0, 1, 0.5, 1 },
		{ { 2 }, { 2 }, 1, 1, 0.5, 1, 1, 1 },
		/* 20 ways, one of them as extreme */
		{ { 1, 2, 3 }, { 4, 5, 6 }, 3, 3, 0, 0.1, 0.05, 1 },
		{ { 4, 5, 6 }, { 1, 2, 3 }, 3, 3, 9, 0.1, 1, 0.05 },
		/* 1 1 | 1 2 2: of 10 ways 3 give 1 1, 6 give 1 2, 1 gives 2 2 */
		{ { 1, 1 }, { 1, 2, 2 }, 2, 3, 1, 0.6, 0.3, 1 },
		{ { 2, 2 }, { 1, 1, 1 }, 2, 3, 6, 0.2, 1, 0.1 },
		/* the example of scipy.stats.mannwhitneyu */
		{ { 19, 22, 16, 29, 24 },
		  { 20, 11, 17, 12 },
		  5,
		  4,
		  17,
		  0.1111111111111111,
		  0.9682539682539683,
		  0.05555555555555555 },
		/* Hollander and Wolfe, as in help(wilcox.test) of R */
		{ { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73,
		    1.46 },
		  { 1.15, 0.88, 0.90, 0.74, 1.21 },
		  10,
		  5,
		  35,
		  0.25441225441225443,
		  0.8967698967698968,
		  0.12720612720612722 },
		/* infinities are ordinary values */
		{ { -INFINITY, 0 },
		  { INFINITY, 1 },
		  2,
		  2,
		  0,
		  1.0 / 3,
		  1.0 / 6,
		  1 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct mannwhitney test;
		double a[10], b[10];

		memcpy(a, cases[i].a, sizeof(a));
		memcpy(b, cases[i].b, sizeof(b));
		ck_assert_int_eq(stats_mannwhitney(a, cases[i].na, b,
						   cases[i].nb, &test, NULL),
				 0);
		ck_assert(test.exact);
		ck_assert_double_eq(test.u, cases[i].u);
		ck_assert_msg(
		    close_to(test.p, cases[i].p, 1e-15) &&
			close_to(test.p_less, cases[i].p_less, 1e-15) &&
			close_to(test.p_greater, cases[i].p_greater, 1e-15),
		    "case %zu: p %.17g, less %.17g, greater %.17g", i, test.p,
		    test.p_less, test.p_greater);
	}
}
END_TEST

/* Both tails by dealing the values in every possible way. */
static void naive_tails(const double *a, size_t na, const double *b, size_t nb,
			double *less, double *greater)
{
	double pool[12], x[12], y[12], u = naive_u(a, na, b, nb), v;
	size_t total = 0, below = 0, above = 0, i, nx, ny;
	unsigned deal;

	memcpy(pool, a, na * sizeof(*a));
	memcpy(pool + na, b, nb * sizeof(*b));
	for (deal = 0; deal < 1U << (na + nb); deal++) {
		if ((size_t)__builtin_popcount(deal) != na)
			continue;
		for (i = nx = ny = 0; i < na + nb; i++)
			if (deal >> i & 1)
				x[nx++] = pool[i];
			else
				y[ny++] = pool[i];
		v = naive_u(x, nx, y, ny);
		total++;
		below += v <= u;
		above += v >= u;
	}
	*less = (double)below / (double)total;
	*greater = (double)above / (double)total;
}

START_TEST(mannwhitney_like_every_deal)
{
	uint64_t seed = 5;
	int round;

	for (round = 0; round < 1500; round++) {
		size_t na = 1 + unit_random(&seed, 6);
		size_t nb = 1 + unit_random(&seed, 12 - na), i;
		uint64_t kinds = 1 + unit_random(&seed, 15);
		double a[12], b[12], less, greater;
		struct mannwhitney test;

		for (i = 0; i < na; i++)
			a[i] = (double)unit_random(&seed, kinds);
		for (i = 0; i < nb; i++)
			b[i] = (double)unit_random(&seed, kinds);
		naive_tails(a, na, b, nb, &less, &greater);
		unit_must(!stats_mannwhitney(a, na, b, nb, &test, NULL),
			  "memory");
		unit_must(close_to(test.p_less, less, 1e-14) &&
			      close_to(test.p_greater, greater, 1e-14) &&
			      close_to(test.p, fmin(1, 2 * fmin(less, greater)),
				       1e-14),
			  "round %d, %zu + %zu: %.17g and %.17g, not %.17g "
			  "and %.17g",
			  round, na, nb, test.p_less, test.p_greater, less,
			  greater);
	}
}
END_TEST

START_TEST(mannwhitney_large)
{
	/* exact up to 50 + 50, and no jump beyond: the exact p of 50 + 50 and
	 * the approximate p of 51 + 51 are about the same */
	double a[4000], b[4000], p[2];
	struct mannwhitney test;
	size_t n, i;

	for (n = 50; n <= 51; n++) {
		for (i = 0; i < n; i++) {
			a[i] = (double)(i % 17);
			b[i] = (double)(i % 17) + (double)(i % 3);
		}
		ck_assert(!stats_mannwhitney(a, n, b, n, &test, NULL));
		ck_assert_int_eq(test.exact, n == 50);
		p[n - 50] = test.p;
	}
	ck_assert_double_le(fabs(p[0] - p[1]), 0.01);
	/* a single value against many is exact */
	for (i = 0; i < 3000; i++)
		b[i] = (double)i;
	a[0] = -1;
	ck_assert(!stats_mannwhitney(a, 1, b, 3000, &test, NULL));
	ck_assert(test.exact);
	ck_assert_double_le(fabs(test.p - 2.0 / 3001), 1e-15);

	/* the normal approximation by its formula: 4000 + 3000, ten values,
	 * 700 ties each */
	for (i = 0; i < 4000; i++)
		a[i] = (double)(i % 10);
	for (i = 0; i < 3000; i++)
		b[i] = (double)(i % 10);
	b[0] = 9.0; /* was 0 */
	a[5] = 4.0; /* was 5 */
	ck_assert(!stats_mannwhitney(a, 4000, b, 3000, &test, NULL));
	ck_assert(!test.exact);
	{
		double u = 0, t = 0, d, sd;
		static const double ties[] = { 699, 700, 700, 700, 701,
					       699, 700, 700, 700, 701 };

		for (i = 0; i < 10; i++)
			t += pow(ties[i], 3) - ties[i];
		sd = sqrt(4000.0 * 3000 / 12 * (7001 - t / (7000.0 * 6999)));
		u = naive_u(a, 4000, b, 3000);
		ck_assert_double_eq(test.u, u);
		d = u - 6e6;
		ck_assert_double_lt(d, -0.5);
		ck_assert(close_to(test.p, 2 * stats_normal_cdf((d + 0.5) / sd),
				   1e-12));
	}
	/* no difference at all */
	for (i = 0; i < 4000; i++)
		a[i] = b[i] = 1;
	ck_assert(!stats_mannwhitney(a, 4000, b, 4000, &test, NULL));
	ck_assert_double_eq(test.p, 1);
}
END_TEST

START_TEST(mannwhitney_least)
{
	ck_assert_double_eq(stats_mannwhitney_least(1, 1), 1);
	ck_assert_double_eq(stats_mannwhitney_least(3, 3), 0.1);
	ck_assert(close_to(stats_mannwhitney_least(4, 4), 2.0 / 70, 1e-15));
	ck_assert(close_to(stats_mannwhitney_least(1, 39), 0.05, 1e-15));
	ck_assert_double_le(stats_mannwhitney_least(5000, 5000), 1e-299);
}
END_TEST

/* ---- Hodges and Lehmann ------------------------------------------------ */

/* All differences b - a, sorted. */
static size_t differences(const double *a, size_t na, const double *b,
			  size_t nb, double *d)
{
	size_t i, j;

	for (i = 0; i < na; i++)
		for (j = 0; j < nb; j++)
			d[i * nb + j] = b[j] - a[i];
	stats_sort(d, na * nb);
	return na * nb;
}

START_TEST(hodges_lehmann_like_all_differences)
{
	static const double scales[] = { 1, 1e-300, 1e300, 4.9e-324, 0.1 };
	uint64_t seed = 6;
	int round;

	for (round = 0; round < 3000; round++) {
		size_t na = 1 + unit_random(&seed, 20);
		size_t nb = 1 + unit_random(&seed, 20), i, count;
		uint64_t kinds = 1 + unit_random(&seed, 40);
		double a[20], b[20], d[400], scale, shift;

		scale = scales[unit_random(&seed, UNIT_COUNT(scales))];
		for (i = 0; i < na; i++)
			a[i] = scale * ((double)unit_random(&seed, kinds) - 9);
		for (i = 0; i < nb; i++)
			b[i] = scale * ((double)unit_random(&seed, kinds) - 9);
		count = differences(a, na, b, nb, d);
		shift = stats_hodges_lehmann(a, na, b, nb);
		unit_must(shift == stats_quantile(d, count, 0.5) &&
			      !(shift == 0 && signbit(shift)),
			  "round %d: %.17g, not %.17g", round, shift,
			  stats_quantile(d, count, 0.5));
	}
}
END_TEST

/* P(U <= u) without ties, by the recurrence of Mann and Whitney. */
static double naive_cdf(size_t m, size_t n, size_t u)
{
	static double table[13][13][145];
	double sum = 0, all = 0;
	size_t i, j, k;

	for (i = 0; i <= m; i++)
		for (j = 0; j <= n; j++)
			for (k = 0; k <= i * j; k++)
				table[i][j][k] =
				    !i || !j ? 1
					     : (k >= j ? table[i - 1][j][k - j]
						       : 0) +
						   (k <= i * (j - 1)
							? table[i][j - 1][k]
							: 0);
	for (k = 0; k <= m * n; k++) {
		sum += k <= u ? table[m][n][k] : 0;
		all += table[m][n][k];
	}
	return sum / all;
}

START_TEST(hodges_lehmann_interval)
{
	static const double confidence[] = { 0.8, 0.95, 0.99 };
	uint64_t seed = 7;
	size_t na, nb, c, i, k, count, some = 0;

	for (na = 1; na <= 12; na++)
		for (nb = 1; nb <= 12; nb++)
			for (c = 0; c < UNIT_COUNT(confidence); c++) {
				struct interval interval = { 7, 8, 9 };
				double a[12], b[12], d[144];
				double tail = (1 - confidence[c]) / 2;
				int rc;

				for (i = 0; i < na; i++)
					a[i] =
					    (double)unit_random(&seed, 10000);
				for (i = 0; i < nb; i++)
					b[i] =
					    (double)unit_random(&seed, 10000);
				count = differences(a, na, b, nb, d);
				for (k = 0; naive_cdf(na, nb, k) <= tail;)
					k++;
				rc = stats_hodges_lehmann_interval(
				    a, na, b, nb, confidence[c], &interval,
				    NULL);
				unit_must(rc == (k > 0), "%zu + %zu: %d", na,
					  nb, rc);
				if (!k) {
					unit_must(interval.level == 9,
						  "written");
					continue;
				}
				some++;
				unit_must(interval.low == d[k - 1] &&
					      interval.high == d[count - k] &&
					      close_to(interval.level,
						       1 - 2 * naive_cdf(na, nb,
									 k - 1),
						       1e-12),
					  "%zu + %zu: %g .. %g at %g", na, nb,
					  interval.low, interval.high,
					  interval.level);
			}
	ck_assert_uint_gt(some, 200);
}
END_TEST

START_TEST(hodges_lehmann_large)
{
	static double a[100000], b[100000];
	struct interval interval;
	size_t i, n;

	/* evenly spread, shifted by 3: the differences lie around 3 */
	for (n = 50; n <= 100000; n = n < 1000 ? n + 1 : n * 100) {
		for (i = 0; i < n; i++) {
			a[i] = (double)i;
			b[i] = (double)i + 3;
		}
		ck_assert_double_eq(stats_hodges_lehmann(a, n, b, n), 3);
		ck_assert_int_eq(stats_hodges_lehmann_interval(a, n, b, n, 0.95,
							       &interval, NULL),
				 1);
		/* symmetric, as the differences are */
		unit_must(interval.low - 3 == 3 - interval.high, "n = %zu", n);
		unit_must(interval.level > 0.949 && interval.level < 0.953,
			  "n = %zu: level %g", n, interval.level);
		if (n == 60)
			n = 999;
	}
}
END_TEST

/* ---- Welch, Benjamini and Hochberg ------------------------------------- */

START_TEST(welch_by_hand)
{
	static const struct {
		double a[8], b[8];
		size_t na, nb;
		double t, df, p;
	} cases[] = {
		{ { 2, 1, 3, 4 },
		  { 6, 5, 7, 9 },
		  4,
		  4,
		  -3.9703446152237674,
		  5.584615384615385,
		  0.0085128631313781695 },
		/* p by Simpson's rule with 2e6 steps */
		{ { 1, 2, 3 },
		  { 4, 8 },
		  3,
		  2,
		  -1.9215378456610457,
		  1.1695501730103803,
		  0.27652082106080034 },
		{ { 5, 5 }, { 5, 5, 5 }, 2, 3, 0, 3, 1 },
		{ { 5, 5 }, { 4, 4, 4 }, 2, 3, (double)INFINITY, 3, 0 },
		{ { 3, 3 }, { 4, 4, 4 }, 2, 3, (double)-INFINITY, 3, 0 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		double a[8], b[8];
		struct ttest test;

		memcpy(a, cases[i].a, sizeof(a));
		memcpy(b, cases[i].b, sizeof(b));
		stats_welch(a, cases[i].na, b, cases[i].nb, &test);
		ck_assert_msg(close_to(test.t, cases[i].t, 1e-13) &&
				  close_to(test.df, cases[i].df, 1e-12) &&
				  close_to(test.p, cases[i].p, 1e-9),
			      "case %zu: t %.17g, df %.17g, p %.17g", i, test.t,
			      test.df, test.p);
	}
}
END_TEST

START_TEST(benjamini_hochberg)
{
	/* Benjamini and Hochberg (1995), 4.1: of these 15 four are found at
	 * 0.05, where Bonferroni finds three */
	double p[] = { 0.0459, 0.0001, 0.0278, 0.0004, 0.0298,
		       0.0019, 0.4262, 0.0095, 0.6528, 0.0201,
		       0.3240, 0.5719, 0.7590, 1.0000, 0.0344 };
	static const double want[] = { 0.0765,
				       0.0015,
				       0.06385714285714286,
				       0.003,
				       0.06385714285714286,
				       0.0095,
				       0.58118181818181818,
				       0.035625,
				       0.75323076923076925,
				       0.0603,
				       0.486,
				       0.714875,
				       0.81321428571428567,
				       1.0,
				       0.0645 };
	double one = 0.3, equal[3] = { 0.04, 0.04, 0.04 };
	size_t i, found = 0;

	ck_assert_int_eq(stats_benjamini_hochberg(p, UNIT_COUNT(p), NULL), 0);
	for (i = 0; i < UNIT_COUNT(p); i++) {
		ck_assert_msg(close_to(p[i], want[i], 1e-14), "%zu: %.17g", i,
			      p[i]);
		found += p[i] <= 0.05;
	}
	ck_assert_uint_eq(found, 4);
	ck_assert_int_eq(stats_benjamini_hochberg(&one, 1, NULL), 0);
	ck_assert_double_eq(one, 0.3);
	ck_assert_int_eq(stats_benjamini_hochberg(equal, 3, NULL), 0);
	ck_assert_double_eq(equal[0], 0.04);
	ck_assert_double_eq(equal[2], 0.04);
	ck_assert_int_eq(stats_benjamini_hochberg(NULL, 0, NULL), 0);
}
END_TEST

/* ---- order statistics -------------------------------------------------- */

/* Values in orders that defeat simple ways to choose a pivot. */
static double arranged(uint64_t *seed, unsigned kind, size_t i, size_t n)
{
	switch (kind) {
	case 0:
		return (double)unit_random(seed, 1000000);
	case 1:
		return (double)unit_random(seed, 3);
	case 2:
		return (double)i;
	case 3:
		return (double)(n - i);
	case 4: /* an organ pipe */
		return (double)(i < n / 2 ? i : n - i);
	case 5: /* a saw */
		return (double)(i % 10);
	case 6:
		return i % 3 ? (double)i : i % 2 ? INFINITY : -INFINITY;
	default:
		return 4;
	}
}

START_TEST(select_like_sorting)
{
	uint64_t seed = 8;
	int round;

	for (round = 0; round < 3000; round++) {
		unsigned kind = (unsigned)unit_random(&seed, 8);
		size_t n = 1 + unit_random(&seed, round % 20 ? 40 : 5000);
		size_t k = unit_random(&seed, n), i;
		double x[5000], y[5000], p, got, want;

		for (i = 0; i < n; i++)
			x[i] = y[i] = arranged(&seed, kind, i, n);
		stats_sort(y, n);
		stats_select(x, n, k);
		unit_must(x[k] == y[k], "round %d: %g, not %g", round, x[k],
			  y[k]);
		for (i = 0; i < n; i++)
			unit_must(i < k ? x[i] <= x[k] : x[i] >= x[k],
				  "round %d: parts", round);
		p = (double)unit_random(&seed, 101) / 100;
		want = stats_quantile(y, n, p);
		got = stats_select_quantile(x, n, p);
		unit_must(got == want || (isnan(got) && isnan(want)),
			  "round %d: quantile %g is %g, not %g", round, p, got,
			  want);
		stats_sort(x, n);
		unit_must(!memcmp(x, y, n * sizeof(*x)), "values were lost");
	}
}
END_TEST

START_TEST(quantiles_of_infinities)
{
	const double x[] = { -INFINITY, 1, INFINITY };
	const double far[] = { -DBL_MAX, DBL_MAX };

	ck_assert_double_eq(stats_quantile(x, 3, 0.5), 1);
	ck_assert_double_eq(stats_quantile(x, 3, 0), -INFINITY);
	ck_assert_double_eq(stats_quantile(x, 3, 0.25), -INFINITY);
	ck_assert_double_eq(stats_quantile(x, 3, 0.75), INFINITY);
	ck_assert_double_eq(stats_quantile(x + 1, 2, 0), 1);
	ck_assert_double_eq(stats_quantile(far, 2, 0.5), 0);
}
END_TEST

/* ---- exact sums -------------------------------------------------------- */

START_TEST(fsum_by_hand)
{
	static const struct {
		double x[8];
		size_t count;
		double sum;
	} cases[] = {
		{ { 0 }, 0, 0 },
		{ { -0.0 }, 1, 0 },
		{ { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, 8, 0.8 },
		/* from CPython's Lib/test/test_math.py */
		{ { 1e100, 1.0, -1e100, 1e-100, 1e50, -1.0, -1e50 },
		  7,
		  1e-100 },
		{ { 0x1p53, -0.5, -0x1p-54 }, 3, 0x1p53 - 1 },
		{ { 0x1p53, 1, 0x1p-100 }, 3, 0x1p53 + 2 },
		{ { 0x1p53 + 10, 1, 0x1p-100 }, 3, 0x1p53 + 12 },
		{ { 0x1p53 - 4, 0.5, 0x1p-54 }, 3, 0x1p53 - 3 },
		{ { 1e16, 1, 1e-16 }, 3, 10000000000000002 },
		{ { 1e16 - 2, 1 - 0x1p-53, -(1e16 - 2), -(1 - 0x1p-53) },
		  4,
		  0 },
		/* ties go to even, unless something lies behind them */
		{ { 1, 0x1p-53 }, 2, 1 },
		{ { 1, 0x1p-53, 0x1p-1074 }, 3, 1 + 0x1p-52 },
		{ { 1, 0x1p-53, -0x1p-1074 }, 3, 1 },
		{ { 1 + 0x1p-52, 0x1p-53 }, 2, 1 + 0x1p-51 },
		/* the ends of the range */
		{ { 0x1p-1074, 0x1p-1074 }, 2, 0x1p-1073 },
		{ { DBL_MIN, -0x1p-1074 }, 2, 0x0.fffffffffffffp-1022 },
		{ { DBL_MAX, DBL_MAX, -DBL_MAX }, 3, DBL_MAX },
		{ { DBL_MAX, 0x1p969 }, 2, DBL_MAX },
		{ { DBL_MAX, 0x1p970 }, 2, (double)INFINITY },
		{ { -DBL_MAX, -DBL_MAX }, 2, (double)-INFINITY },
		{ { DBL_MAX, -DBL_MAX, 5e-324 }, 3, 5e-324 },
		{ { (double)INFINITY, 1, 2 }, 3, (double)INFINITY },
		{ { 1, (double)-INFINITY }, 2, (double)-INFINITY },
		{ { (double)INFINITY, (double)-INFINITY }, 2, (double)NAN },
		{ { 1, (double)NAN }, 2, (double)NAN },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		double sum = stats_fsum(cases[i].x, cases[i].count);

		ck_assert_msg(sum == cases[i].sum ||
				  (isnan(sum) && isnan(cases[i].sum)),
			      "case %zu: %a, not %a", i, sum, cases[i].sum);
	}
}
END_TEST

/* Shewchuk's grow-expansion, and Python's rounding of the result. */
static double shewchuk(const double *x, size_t count)
{
	double part[80], hi, lo = 0, y, t, yr;
	size_t n = 0, i, j, k;

	for (i = 0; i < count; i++) {
		t = x[i];
		for (j = k = 0; j < n; j++) {
			y = part[j];
			if (fabs(t) < fabs(y)) {
				double swap = t;

				t = y;
				y = swap;
			}
			hi = t + y;
			yr = hi - t;
			lo = y - yr;
			if (lo != 0)
				part[k++] = lo;
			t = hi;
		}
		n = k;
		part[n++] = t;
	}
	hi = n ? part[--n] : 0;
	while (n) {
		t = hi;
		y = part[--n];
		hi = t + y;
		lo = y - (hi - t);
		if (lo != 0)
			break;
	}
	if (n && ((lo < 0 && part[n - 1] < 0) || (lo > 0 && part[n - 1] > 0))) {
		y = lo * 2;
		t = hi + y;
		if (y == t - hi)
			hi = t;
	}
	return hi;
}

START_TEST(fsum_like_shewchuk)
{
	uint64_t seed = 9;
	int round;

	for (round = 0; round < 20000; round++) {
		size_t n = 1 + unit_random(&seed, 30), i;
		/* exponents far apart, near each other, subnormal */
		int spread = 1 + (int)unit_random(&seed, round % 2 ? 60 : 1900);
		double x[40], want, got;
		struct exact_sum sum = { .pending = 0 };

		for (i = 0; i < n; i++) {
			x[i] = ldexp((double)unit_random(&seed, 1ULL << 48),
				     (int)unit_random(&seed, (uint64_t)spread) -
					 1074 + (round % 3 ? 50 : 0));
			if (unit_random(&seed, 2))
				x[i] = -x[i];
			/* values that nearly cancel */
			if (i && !unit_random(&seed, 3))
				x[i] = -x[i - 1];
		}
		want = shewchuk(x, n);
		got = stats_fsum(x, n);
		unit_must(got == want, "round %d: %a, not %a", round, got,
			  want);
		/* a value that is subtracted leaves no trace */
		for (i = 0; i < n; i++)
			stats_sum_add(&sum, x[i]);
		for (i = 0; i < n / 2; i++)
			stats_sum_subtract(&sum, x[i]);
		got = stats_sum_value(&sum);
		want = stats_fsum(x + n / 2, n - n / 2);
		unit_must(got == want, "round %d: %a, not %a", round, got,
			  want);
	}
}
END_TEST

START_TEST(fsum_infinities_taken_out)
{
	struct exact_sum sum = { .pending = 0 };

	stats_sum_add(&sum, 3);
	stats_sum_add(&sum, INFINITY);
	stats_sum_add(&sum, -INFINITY);
	ck_assert_double_nan(stats_sum_value(&sum));
	stats_sum_subtract(&sum, INFINITY);
	ck_assert_double_eq(stats_sum_value(&sum), -INFINITY);
	stats_sum_subtract(&sum, -INFINITY);
	ck_assert_double_eq(stats_sum_value(&sum), 3);
	stats_sum_add(&sum, NAN);
	stats_sum_subtract(&sum, NAN);
	ck_assert_double_eq(stats_sum_value(&sum), 3);
}
END_TEST

START_TEST(fsum_carries)
{
	struct exact_sum sum = { .pending = 0 };
	int i;

	/* the state after 2^30 additions of the largest mantissa */
	for (i = 0; i < 10; i++) {
		sum.pending = 1U << 30;
		stats_sum_add(&sum, 0x1.fffffffffffffp0);
		ck_assert_uint_eq(sum.pending, 1);
	}
	ck_assert_double_eq(stats_sum_value(&sum), 10 * 0x1.fffffffffffffp0);
	for (i = 0; i < 20; i++) {
		sum.pending = 1U << 30;
		stats_sum_subtract(&sum, 0x1.fffffffffffffp0);
	}
	ck_assert_double_eq(stats_sum_value(&sum), -10 * 0x1.fffffffffffffp0);
}
END_TEST

START_TEST(geometric_mean)
{
	const double x[] = { 1, 10, 100 }, tiny[] = { 0x1p-1074, 0x1p1000 };
	const double zero[] = { 0, 5 }, negative[] = { -1, 5 };

	ck_assert(close_to(stats_geometric_mean(x, 3), 10, 1e-15));
	ck_assert_double_eq(stats_geometric_mean(x, 1), 1);
	ck_assert(close_to(stats_geometric_mean(tiny, 2), 0x1p-37, 1e-13));
	ck_assert_double_eq(stats_geometric_mean(zero, 2), 0);
	ck_assert_double_nan(stats_geometric_mean(negative, 2));
}
END_TEST

/* ---- expected values ---------------------------------------------------- */

struct pair {
	double a[100], b[100];
	size_t na, nb;
};

static int add_value(void *ctx, const struct csv_row *row, struct err *err)
{
	struct pair *p = ctx;
	double x = strtod(row->fields[1].text, NULL);

	if (row->line == 1)
		return 0;
	if (p->na == 100 || p->nb == 100)
		return err_set(err, ERR_VERIFY, "too many values");
	if (row->fields[0].text[0] == 'a')
		p->a[p->na++] = x;
	else
		p->b[p->nb++] = x;
	return 0;
}

/* The words for the result of the rank test at a level of 0.05. */
static const char *words(struct pair *p)
{
	struct mannwhitney test;

	if (stats_mannwhitney_least(p->na, p->nb) > 0.05)
		return "cannot say";
	ck_assert(!stats_mannwhitney(p->a, p->na, p->b, p->nb, &test, NULL));
	return test.p <= 0.05 ? "differs" : "no";
}

/* The program's value of a quantity; NaN if it has no such function. */
static double value_of(struct pair *p, const char *quantity)
{
	struct mannwhitney u;
	struct summary a, b;
	struct ttest t = { NAN, NAN, NAN };

	stats_summary(p->a, p->na, &a);
	stats_summary(p->b, p->nb, &b);
	ck_assert(!stats_mannwhitney(p->a, p->na, p->b, p->nb, &u, NULL));
	if (p->na > 1 && p->nb > 1)
		stats_welch(p->a, p->na, p->b, p->nb, &t);
	if (!strcmp(quantity, "median_a"))
		return a.median;
	if (!strcmp(quantity, "median_b"))
		return b.median;
	if (!strcmp(quantity, "delta_pct"))
		return round(1e4 * (b.median / a.median - 1)) / 100;
	if (!strcmp(quantity, "p_3dec"))
		return round(1e3 * u.p) / 1e3;
	if (!strcmp(quantity, "U"))
		return u.u;
	if (!strcmp(quantity, "p") || !strcmp(quantity, "p_two"))
		return u.p;
	if (!strcmp(quantity, "p_less"))
		return u.p_less;
	/* for sets of equal size the pooled t is Welch's t */
	if (!strcmp(quantity, "t_welch") || !strcmp(quantity, "t_pooled"))
		return t.t;
	if (!strcmp(quantity, "df_welch"))
		return t.df;
	if (!strcmp(quantity, "p_welch"))
		return t.p;
	return NAN;
}

struct expected {
	char dir[PLACE_SIZE];
	size_t values, words;
};

/* A row of expected.csv: case, na, nb, quantity, expected, ... */
static int check_expected(void *ctx, const struct csv_row *row, struct err *err)
{
	struct expected *e = ctx;
	const char *name = row->fields[0].text, *quantity = row->fields[3].text;
	const char *want = row->fields[4].text;
	char path[2 * PLACE_SIZE], *text;
	struct pair p = { .na = 0 };
	size_t len;
	double value;

	if (row->line == 1)
		return 0;
	snprintf(path, sizeof(path), "%s/%.100s.csv", e->dir, name);
	text = place_read(path, &len);
	if (!text || csv_read(text, len, name, 0, add_value, &p, err))
		ck_abort_msg("cannot read '%s': %s", path, err->text);
	free(text);
	if (p.na != strtoul(row->fields[1].text, NULL, 10) ||
	    p.nb != strtoul(row->fields[2].text, NULL, 10))
		return err_set(err, ERR_VERIFY, "%s: %zu and %zu values", name,
			       p.na, p.nb);
	value = value_of(&p, quantity);
	if (!isnan(value)) {
		e->values++;
		if (!close_to(value, strtod(want, NULL), 1e-12))
			return err_set(err, ERR_VERIFY, "%s: %s is %.17g", name,
				       quantity, value);
	} else if (!strcmp(quantity, "verdict") && strncmp(name, "pyperf", 6)) {
		e->words++;
		if (strncmp(want, words(&p), strlen(words(&p))))
			return err_set(err, ERR_VERIFY, "%s: '%s', not '%s'",
				       name, words(&p), want);
	} else if (!strcmp(quantity, "verdict")) { /* judged by its pooled t
						      test */
		struct ttest test;

		e->words++;
		stats_welch(p.a, p.na, p.b, p.nb, &test);
		if (test.p <= 0.05)
			return err_set(err, ERR_VERIFY, "%s: p is %g", name,
				       test.p);
	}
	return 0;
}

START_TEST(expected_values)
{
	struct expected e = { .values = 0 };
	char path[PLACE_SIZE + 20], *text;
	struct err err = { 0 };
	size_t len;

	if (!place_acceptance(e.dir, "twosample"))
		return;
	snprintf(path, sizeof(path), "%s/expected.csv", e.dir);
	text = place_read(path, &len);
	ck_assert_msg(text != NULL, "cannot read '%s'", path);
	ck_assert_msg(
	    !csv_read(text, len, "expected", 0, check_expected, &e, &err), "%s",
	    err.text);
	free(text);
	ck_assert_uint_ge(e.values, 22);
	ck_assert_uint_ge(e.words, 7);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		mannwhitney_by_hand,
		mannwhitney_like_every_deal,
		mannwhitney_large,
		mannwhitney_least,
		hodges_lehmann_like_all_differences,
		hodges_lehmann_interval,
		hodges_lehmann_large,
		welch_by_hand,
		benjamini_hochberg,
		select_like_sorting,
		quantiles_of_infinities,
		fsum_by_hand,
		fsum_like_shewchuk,
		fsum_infinities_taken_out,
		fsum_carries,
		geometric_mean,
		expected_values,
		NULL,
	};

	return unit_run("twosample", tests);
}
