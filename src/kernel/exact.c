/*
 * The exact kernel: the dot product rounded once, as if it had been computed
 * with infinite precision.
 *
 * The result is the exact sum of the exact products, rounded to the type: to
 * nearest, ties to even, with gradual underflow, to infinity beyond the range.
 * Partial sums may exceed the range of the type. A sum of exactly 0 is +0.0.
 * Of infinities the result is that of IEEE 754: infinity, or NaN for infinity
 * less infinity and for 0 times infinity. The f32 product is rounded once to
 * float, not by way of double. As there is only one such result, it depends
 * neither on the split nor on the instruction set nor on the compiler.
 *
 * Folds hold the sum without any rounding, in a long accumulator (Kulisch; see
 * accumulator.h), so they can be joined in any order. Adding every product to
 * it would be slow. As Neal's large superaccumulator ("Fast exact summation
 * using small and large superaccumulators", arXiv:1505.05571, 2015; xsum) and
 * the accumulators of ExBLAS (Collange, Defour, Graillat, Iakymchuk: "Numerical
 * reproducibility for the parallel reduction on multi- and many-core
 * architectures", Parallel Computing 49, 2015) and of OnlineExactSum (Zhu,
 * Hayes: Algorithm 908, ACM TOMS 37(3), 2010) do, the products first go to
 * something fast. Here that is bins of fixed exponents, as ReproBLAS has them
 * (Demmel, Nguyen: "Parallel reproducible summation", IEEE Trans. Computers
 * 64(7), 2015), but enough of them to lose nothing; each product is split into
 * its rounded value and its error (TwoProd of Dot2: Ogita, Rump, Oishi,
 * "Accurate sum and dot product", SIAM J. Sci. Comput. 26(6), 2005), and the
 * parts are cut at the bins by adding to a large number (ExtractVector of
 * AccSum: Rump, Ogita, Oishi, SIAM J. Sci. Comput. 31(1), 2008). exact_isa.c
 * has the proof that this is exact, and tests its conditions for every block;
 * elements for which they do not hold take the slow way.
 *
 * exact_isa.c is compiled for several instruction set levels; this file chooses
 * the best level that the CPU supports.
 */
#include "kernel/accumulator.h"
#include "kernel/isa.h"

extern const struct kernel kernel_exact_f64, kernel_exact_f32;

KERNEL_ISA_CHOICE(exact)

#define EXACT_ROW(T, index, bytes)                            \
	const struct kernel kernel_exact_##T = {              \
		.name = "exact",                              \
		.summary = "the exact product, rounded once", \
		.dtype = index,                               \
		.flags = KERNEL_FIXED_ORDER | KERNEL_EXACT,   \
		.grain = 128,                                 \
		.lane_nodes_max = ACCUMULATOR_GROUPS_MAX,     \
		.flops_per_element = 2,                       \
		.bytes_per_element = bytes,                   \
		.dot = dot_##T,                               \
		.add = add_##T,                               \
		.join = join_##T,                             \
		.value = value_##T,                           \
	}

EXACT_ROW(f64, DTYPE_F64, 16);
EXACT_ROW(f32, DTYPE_F32, 8);
