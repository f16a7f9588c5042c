/* Distribution functions and their inverses. */
#include "stats/distribution.h"

#include <float.h>
#include <math.h>

/* Degrees of freedom from which Student's t differs from the normal
 * distribution by less than 1e-8. */
#define STUDENT_NORMAL 1e8

double stats_normal_cdf(double z)
{
	return 0.5 * erfc(-z * M_SQRT1_2);
}

/* c[0] + c[1] x + ... + c[7] x^7 */
static double polynomial(const double c[8], double x)
{
	double y = c[7];
	int i;

	for (i = 6; i >= 0; i--)
		y = y * x + c[i];
	return y;
}

/* The quantile for q = p - 1/2, |q| <= 0.425. */
static double normal_middle(double q)
{
	static const double a[8] = {
		3.3871328727963666080e0, 1.3314166789178437745e2,
		1.9715909503065514427e3, 1.3731693765509461125e4,
		4.5921953931549871457e4, 6.7265770927008700853e4,
		3.3430575583588128105e4, 2.5090809287301226727e3,
	};
	static const double b[8] = {
		1.0,
		4.2313330701600911252e1,
		6.8718700749205790830e2,
		5.3941960214247511077e3,
		2.1213794301586595867e4,
		3.9307895800092710610e4,
		2.8729085735721942674e4,
		5.2264952788528545610e3,
	};
	double r = 0.180625 - q * q;

	return q * polynomial(a, r) / polynomial(b, r);
}

/* Minus the quantile of a tail probability, r = sqrt(-ln(tail)). */
static double normal_tail(double r)
{
	static const double c[8] = {
		1.42343711074968357734e0,  4.63033784615654529590e0,
		5.76949722146069140550e0,  3.64784832476320460504e0,
		1.27045825245236838258e0,  2.41780725177450611770e-1,
		2.27238449892691845833e-2, 7.74545014278341407640e-4,
	};
	static const double d[8] = {
		1.0,
		2.05319162663775882187e0,
		1.67638483018380384940e0,
		6.89767334985100004550e-1,
		1.48103976427480074590e-1,
		1.51986665636164571966e-2,
		5.47593808499534494600e-4,
		1.05075007164441684324e-9,
	};
	static const double e[8] = {
		6.65790464350110377720e0,  5.46378491116411436990e0,
		1.78482653991729133580e0,  2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3,
		2.71155556874348757815e-5, 2.01033439929228813265e-7,
	};
	static const double f[8] = {
		1.0,
		5.99832206555887937690e-1,
		1.36929880922735805310e-1,
		1.48753612908506148525e-2,
		7.86869131145613259100e-4,
		1.84631831751005468180e-5,
		1.42151175831644588870e-7,
		2.04426310338993978564e-15,
	};

	return r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6)
		      : polynomial(e, r - 5) / polynomial(f, r - 5);
}

double stats_normal_quantile(double p)
{
	double q = p - 0.5, z;

	if (!(p >= 0 && p <= 1))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? -INFINITY : INFINITY;
	if (fabs(q) <= 0.425)
		return normal_middle(q);
	z = normal_tail(sqrt(-log(q < 0 ? p : 1 - p)));
	return q < 0 ? -z : z;
}

/* Keeps a denominator of Lentz's method away from 0. */
static double not_zero(double x)
{
	return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* The continued fraction of I_x(a, b). Converges quickly for x < (a + 1) / (a +
 * b + 2). */
static double beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), h = d;
	double m, term, step;

	for (m = 1; m < 100000; m++) {
		term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / not_zero(1 + term * d);
		c = not_zero(1 + term / c);
		h *= d * c;
		term = -(a + m) * (a + b + m) * x /
		       ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / not_zero(1 + term * d);
		c = not_zero(1 + term / c);
		step = d * c;
		h *= step;
		if (fabs(step - 1) < DBL_EPSILON)
			break;
	}
	return h;
}

/* ln Gamma without the global variable that lgamma() writes. */
static double log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

double stats_beta(double a, double b, double x, double rest)
{
	double front;

	if (x <= 0 || rest <= 0)
		return x <= 0 ? 0 : 1;
	front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) +
		    a * log(x) + b * log(rest));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, rest) / b;
}

/* P(T > t) for t >= 0 */
static double student_tail(double t, double df)
{
	double square = t * t;

	if (df > STUDENT_NORMAL)
		return stats_normal_cdf(-t);
	if (isinf(square))
		return 0;
	return 0.5 * stats_beta(df / 2, 0.5, df / (df + square),
				square / (df + square));
}

double stats_student_cdf(double t, double df)
{
	return t > 0 ? 1 - student_tail(t, df) : student_tail(-t, df);
}

double stats_student_quantile(double p, double df)
{
	double tail = p < 0.5 ? p : 1 - p, low = 0, high = 1, middle;

	if (!(p >= 0 && p <= 1))
		return NAN;
	if (tail == 0)
		return p == 0 ? -INFINITY : INFINITY;
	if (tail == 0.5)
		return 0;
	while (student_tail(high, df) > tail && high < 1e150)
		high *= 2;
	for (;;) {
		middle = low + (high - low) / 2;
		if (middle <= low || middle >= high)
			break;
		if (student_tail(middle, df) > tail)
			low = middle;
		else
			high = middle;
	}
	return p < 0.5 ? -high : high;
}
