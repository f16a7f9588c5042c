/*
 * The long accumulator: a sum of products of floating-point numbers without any
 * rounding, held by a struct fold.
 *
 * It is a fixed-point number (Kulisch 2008, "Computer Arithmetic and Validity",
 * ch. 8) in limbs of 64 bits that lie 32 bits apart, so that a limb takes many
 * additions before its carry must move on (Neal 2015, "Fast exact summation
 * using small and large superaccumulators", arXiv:1505.05571). Limb i counts
 * multiples of 2^(32 i - 2148): the least bit of limb 0 is the product of the
 * two least subnormal doubles. Only the limbs near those in use are kept, in
 * groups of 32, of which a sum of numbers of similar size needs one.
 *
 * Between calls each limb lies in [-2^31, 2^31). A number has one such
 * representation, which does not depend on the order of the additions, and its
 * highest limb that is not 0 has the sign of the number. Up to 2^64 products
 * can be added.
 */
#ifndef KERNEL_ACCUMULATOR_H
#define KERNEL_ACCUMULATOR_H

#include "kernel/kernel.h"

/* The most groups of limbs, each of FOLD_LANE_BYTES, that a fold can have: sums
 * reach from 2^-2148 to 2^2112, which is limb 0 to limb 133. */
#define ACCUMULATOR_GROUPS_MAX 5

/* Makes a fold 0 that no fold_begin() has prepared. */
void accumulator_clear(struct fold *fold);

/* Adds `count` numbers value * 2^exponent; the exponents, all at least -2148,
 * descend. */
void accumulator_add(struct fold *fold, const int64_t *value,
		     const int *exponent, int count);

/*
 * Adds the products of n <= 2^30 pairs of any doubles, one by one.
 * Products with an infinity or a NaN go to fold->sum, which stays 0 otherwise.
 */
void accumulator_add_products(struct fold *fold, const double *x,
			      const double *y, size_t n);

/* Adds another accumulator. */
void accumulator_join(struct fold *fold, const struct fold *other);

/*
 * The number in a type, rounded once: to nearest, ties to even, with gradual
 * underflow, to infinity beyond the type's range. A sum of 0 is +0.0. With fold->sum
 * an infinity or NaN, that (the NaN without sign or payload).
 */
double accumulator_value(const struct fold *fold, enum dtype dtype);

/*
 * The sum of three numbers value * 2^exponent, rounded in the same way, without an
 * accumulator. |value| < 2^62; the exponents descend, the second lies at most 48 above the
 * last one and the first at most 96, but at least 64.
 */
double accumulator_round(const int64_t value[3], const int exponent[3],
			 enum dtype dtype);

#endif
