/* Sums without rounding errors, and the geometric mean made from them. */
#ifndef STATS_SUM_H
#define STATS_SUM_H

#include <stddef.h>
#include <stdint.h>

/* Limbs of 32 bits from 2^-1074 to 2^1024, and room for carries. */
#define SUM_LIMBS 68

/*
 * An exact running sum: a fixed-point number as wide as the range of double
 * (Kulisch 2008, "Computer Arithmetic and Validity", ch. 8). It rounds to the
 * same value as Shewchuk's expansions (1997, "Adaptive Precision Floating-Point
 * Arithmetic"; Python's math.fsum), but its size is fixed, it cannot overflow
 * on the way, and subtracting a value undoes its addition exactly. Zero it
 * before use; it takes up to 2^64 values.
 */
struct exact_sum {
	int64_t limb[SUM_LIMBS];
	uint32_t pending; /* additions since carries were propagated */
	int64_t positive_infinities, negative_infinities, nans;
};

void stats_sum_add(struct exact_sum *sum, double x);
void stats_sum_subtract(struct exact_sum *sum, double x);

/*
 * The sum, rounded once, to nearest, ties to even; an infinity if it is beyond
 * the range of double, NaN if a NaN or infinities of both signs were added.
 */
double stats_sum_value(const struct exact_sum *sum);

/* The exact sum of x[0..count), rounded once; 0 if count is 0. */
double stats_fsum(const double *x, size_t count);

/*
 * exp(mean of ln x), count >= 1. NaN if a value is negative (or there are both
 * 0 and infinity), 0 if a value is 0. It summarises ratios: show it only beside
 * the sums (Fleming and Wallace 1986 on when to use it; Hoefler and Belli,
 * SC15, rule 4, on when not).
 */
double stats_geometric_mean(const double *x, size_t count);

#endif
