/* Tests of src/stats/distribution: known values, identities, limits. */
#include "stats/distribution.h"

#include "unit.h"

#include <math.h>

static void near(double got, double want, double relative, const char *what)
{
	unit_must(fabs(got - want) <= relative * fabs(want),
		  "%s is %.17g, not %.17g", what, got, want);
}

/* NIST/SEMATECH handbook 1.3.6.7.1; far tail from Abramowitz and Stegun 26.2 */
START_TEST(normal_known)
{
	near(stats_normal_cdf(0), 0.5, 0, "cdf(0)");
	near(stats_normal_cdf(1.959963984540054), 0.975, 1e-15, "cdf(1.96)");
	near(stats_normal_cdf(-3), 1.3498980316300946e-3, 1e-14, "cdf(-3)");
	near(stats_normal_cdf(-10), 7.6198530241605261e-24, 1e-13, "cdf(-10)");
	near(stats_normal_quantile(0.975), 1.959963984540054, 1e-15, "q(.975)");
	near(stats_normal_quantile(0.5), 0, 0, "q(.5)");
	/* the three test values of AS 241 */
	near(stats_normal_quantile(0.25), -0.6744897501960817, 1e-15, "q(.25)");
	near(stats_normal_quantile(0.001), -3.090232306167814, 1e-15,
	     "q(.001)");
	near(stats_normal_quantile(1e-20), -9.262340089798408, 1e-15,
	     "q(1e-20)");
	ck_assert_double_infinite(stats_normal_quantile(0));
	ck_assert_double_infinite(stats_normal_quantile(1));
	ck_assert_double_nan(stats_normal_quantile(1.5));
	ck_assert_double_nan(stats_normal_quantile(NAN));
}
END_TEST

START_TEST(normal_round_trip)
{
	double z;

	for (z = -30; z <= 5; z += 0.037)
		unit_must(fabs(stats_normal_quantile(stats_normal_cdf(z)) -
			       z) <= 1e-9 * (1 + fabs(z)),
			  "z = %g", z);
}
END_TEST

/* One degree of freedom (the Cauchy distribution), two and four have closed
 * forms. */
START_TEST(student_closed_forms)
{
	double t, want;

	for (t = -40; t <= 40; t += 0.13) {
		near(stats_student_cdf(t, 1), atan2(1, -t) / M_PI, 1e-12,
		     "df 1");
		want = t < 0 ? 1 / (2 + t * t - t * sqrt(2 + t * t))
			     : 0.5 + t / (2 * sqrt(2 + t * t));
		near(stats_student_cdf(t, 2), want, 1e-12, "df 2");
		want = 0.5 + 0.375 * t / sqrt(1 + t * t / 4) *
				 (1 - t * t / (12 * (1 + t * t / 4)));
		unit_must(fabs(stats_student_cdf(t, 4) - want) < 1e-14,
			  "df 4, t %g", t);
	}
}
END_TEST

/* Values of common tables, with the digits of the NIST handbook 1.3.6.7.2. For
 * degrees of freedom that are not whole (Welch), values lie between those of
 * the whole ones. */
START_TEST(student_tables)
{
	static const struct {
		double p, df, t;
	} cases[] = {
		{ 0.975, 1, 12.706 }, { 0.975, 2, 4.303 },
		{ 0.975, 5, 2.571 },  { 0.975, 10, 2.228 },
		{ 0.975, 30, 2.042 }, { 0.975, 100, 1.984 },
		{ 0.999, 3, 10.215 }, { 0.995, 19, 2.861 },
		{ 0.9, 50, 1.299 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		unit_must(fabs(stats_student_quantile(cases[i].p, cases[i].df) -
			       cases[i].t) <= 0.0005,
			  "p %g df %g", cases[i].p, cases[i].df);
	ck_assert_double_lt(stats_student_quantile(0.975, 10.5),
			    stats_student_quantile(0.975, 10));
	ck_assert_double_gt(stats_student_quantile(0.975, 10.5),
			    stats_student_quantile(0.975, 11));
	near(stats_student_quantile(0.975, 1e12), stats_normal_quantile(0.975),
	     1e-12, "df 1e12");
	near(stats_student_quantile(0.975, 1e7), 1.9599642217, 1e-9, "df 1e7");
	near(stats_student_quantile(0.5, 7), 0, 0, "the middle");
	near(stats_student_quantile(0.025, 7),
	     -stats_student_quantile(0.975, 7), 1e-14, "symmetry");
	ck_assert_double_infinite(stats_student_quantile(1, 3));
	ck_assert_double_nan(stats_student_quantile(-0.1, 3));
}
END_TEST

START_TEST(student_round_trip)
{
	double df, p;

	for (df = 0.7; df < 2000; df *= 1.9)
		for (p = 0.0007; p < 1; p += 0.0311)
			near(stats_student_cdf(stats_student_quantile(p, df),
					       df),
			     p, 1e-11, "cdf(quantile(p))");
}
END_TEST

/* I_x(a, b) = P(at least a of a + b - 1 trials succeed) for whole a and b. */
START_TEST(beta_is_binomial)
{
	int a, b, k, n;
	double x, sum, choose;

	for (a = 1; a < 8; a++)
		for (b = 1; b < 8; b++)
			for (x = 0.05; x < 1; x += 0.17) {
				n = a + b - 1;
				sum = 0;
				choose = 1;
				for (k = 0; k <= n; k++) {
					if (k >= a)
						sum += choose * pow(x, k) *
						       pow(1 - x, n - k);
					choose *= (double)(n - k) / (k + 1);
				}
				near(stats_beta(a, b, x, 1 - x), sum, 1e-13,
				     "I_x(a, b)");
			}
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		normal_known,   normal_round_trip,  student_closed_forms,
		student_tables, student_round_trip, beta_is_binomial,
		NULL,
	};

	return unit_run("distribution", tests);
}
