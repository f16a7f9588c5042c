/* Distribution functions and their inverses. */
#ifndef STATS_DISTRIBUTION_H
#define STATS_DISTRIBUTION_H

/* P(Z <= z) of the standard normal distribution; full relative precision in
 * both tails (by erfc). */
double stats_normal_cdf(double z);

/*
 * The z with P(Z <= z) = p; -inf at 0, inf at 1, NaN outside [0, 1]. Wichura,
 * Algorithm AS 241 (PPND16), Applied Statistics 37 (1988): relative error about
 * 1e-16.
 */
double stats_normal_quantile(double p);

/*
 * I_x(a, b), the regularised incomplete beta function, for a, b > 0 and x in
 * [0, 1]; `rest` is 1 - x, passed by the caller, who often knows it without
 * cancellation. Continued fraction DLMF 8.17.22 by the modified Lentz method
 * (Thompson and Barnett, J. Comput. Phys. 64, 1986): relative error about 1e-14
 * for a and b up to 1e4, 1e-10 at 1e6.
 */
double stats_beta(double a, double b, double x, double rest);

/*
 * P(T <= t) of Student's t with df > 0 degrees of freedom, which need not be
 * whole (Welch), through the incomplete beta function (DLMF 8.17; Abramowitz
 * and Stegun 26.7.1). Above 1e8 degrees of freedom the normal distribution is
 * used.
 */
double stats_student_cdf(double t, double df);

/* The t with P(T <= t) = p, by bisection of stats_student_cdf() down to
 * neighbouring doubles; -inf at 0, inf at 1, NaN outside [0, 1]. */
double stats_student_quantile(double p, double df);

#endif
