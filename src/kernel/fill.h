/* Vectors made from a seed, and the reference value of their dot product. */
#ifndef KERNEL_FILL_H
#define KERNEL_FILL_H

#include "kernel/kernel.h"

/*
 * Element i of vector `stream` (0: x, 1: y) depends on (seed, stream, i) alone:
 *
 *     z = mix(mix(seed + G (2 stream + 1)) + G (i + 1))
 *     G = 0x9e3779b97f4a7c15
 *     mix(z): z ^= z >> 30; z *= 0xbf58476d1ce4e5b9;
 *             z ^= z >> 27; z *= 0x94d049bb133111eb; z ^= z >> 31
 *
 * (splitmix64; Steele, Lea, Flood, OOPSLA 2014), all modulo 2^64. Then
 *
 *     f64: (z >> 11) 2^-52 - 1,   f32: (z >> 40) 2^-23 - 1
 *
 * This is exact, lies in [-1, 1), and is equal in every language and on every
 * rank.
 */
uint64_t fill_bits(uint64_t seed, uint64_t stream, uint64_t i);

/* Writes elements [first, first + count) of a vector to `out`. */
void fill_vector(enum dtype dtype, uint64_t seed, uint64_t stream,
		 uint64_t first, size_t count, void *out);

/* The correct dot product of two vectors, and the error that is allowed. */
struct reference {
	double value;     /* the exact product, rounded once, to double */
	double magnitude; /* sum of |x_i y_i| */
	double bound;     /* sums in any order lie within value +- bound */
	double half_ulp;  /* products rounded once, within value +- half_ulp */
};

/*
 * The value is that of the kernel `exact`. The bound is n eps sum |x_i y_i|
 * with eps = 2 roundoff(dtype): the classic gamma_n bound (Higham, Accuracy and
 * Stability, 2nd ed., section 3.1) with room for the error of the sum itself.
 */
void reference_dot(enum dtype dtype, const void *x, const void *y, size_t n,
		   struct reference *ref);

/* The greatest error that is allowed to this kernel. */
double reference_bound(const struct reference *ref,
		       const struct kernel *kernel);

#endif
