/* Sums without rounding errors, and the geometric mean made from them. */
#ifndef STATS_SUM_H
#define STATS_SUM_H

#include <stddef.h>
#include <stdint.h>

/* Limbs of 32 bits from 2^-1074 to 2^1024, and room for carries. */
#define SUM_LIMBS 68

/*
 * A running sum, exact: a fixed-point number as wide as the range of double
 * (Kulisch 2008, "Computer Arithmetic and Validity", ch. 8). It rounds to what
 * Shewchuk's expansions give (1997, "Adaptive Precision Floating-Point
 * Arithmetic"; Python's math.fsum), but its size is fixed, it cannot overflow
 * on the way, and a value can be taken out again without a trace. Zero it
 * before use; it takes 2^64 values.
 */
struct exact_sum {
	int64_t limb[SUM_LIMBS];
	uint32_t pending; /* additions since carries were propagated */
	int64_t positive_infinities, negative_infinities, nans;
};

void stats_sum_add(struct exact_sum *sum, double x);
void stats_sum_subtract(struct exact_sum *sum, double x);

/*
 * The sum, rounded once, to nearest, ties to even; beyond the range of double
 * it is an infinity. With a NaN, or infinities of both signs, it is NaN.
 */
double stats_sum_value(const struct exact_sum *sum);

/* The same of x[0..count); 0 where there are none. */
double stats_fsum(const double *x, size_t count);

/*
 * exp(mean of ln x), count >= 1. NaN if a value is negative (or there are both
 * 0 and infinity), 0 if one is 0. A summary of ratios: show it only beside the
 * sums (Fleming and Wallace 1986 on what it is for; Hoefler and Belli, SC15,
 * rule 4, on what it is not).
 */
double stats_geometric_mean(const double *x, size_t count);

#endif
