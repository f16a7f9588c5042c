/*
 * The exact kernel for one instruction set level. Makefile.am compiles this
 * file once per level and defines KERNEL_ISA (isa.h). exact.c says where the
 * method comes from, and exact_block.h why it loses nothing.
 *
 * What a block adds to each of its bins is an integer. These integers are added
 * up, and go to the long accumulator before they can overflow. If a block does
 * not fit into the bins, they get other exponents, and if it fits into none,
 * its products go to the long accumulator one by one.
 */
#include "kernel/accumulator.h"
#include "kernel/exact_block.h"
#include "kernel/isa.h"

#include <limits.h>

#define SUBNORMAL (-10000) /* added to exponents of products of subnormals */

/* The sum of this many blocks, over the sets and lanes, is below 2^62. */
#define BLOCKS_MAX 64

struct bins {
	bool placed; /* the block has a `top` */
	struct block block;
	unsigned blocks;  /* in `whole` */
	ints whole[BINS]; /* how far the chains moved, in units */
};

/* ---- bins -------------------------------------------------------------- */

static void open_bins(struct bins *b)
{
	int j;

	b->placed = false;
	b->blocks = 0;
	for (j = 0; j < BINS; j++)
		b->whole[j] = (ints){ 0 };
}

/* What the bins hold. */
static void add_up(const struct bins *b, int64_t sum[BINS], int exponent[BINS])
{
	int j, i;

	for (j = 0; j < BINS; j++) {
		sum[j] = 0;
		for (i = 0; i < PER_VEC; i++)
			sum[j] += b->whole[j][i];
		exponent[j] = block_unit(&b->block, j);
	}
}

/* Moves it to the long accumulator. */
static void flush(struct bins *b, struct fold *fold)
{
	int64_t sum[BINS];
	int exponent[BINS], j;

	if (!b->blocks)
		return;
	add_up(b, sum, exponent);
	accumulator_add(fold, sum, exponent, BINS);
	for (j = 0; j < BINS; j++)
		b->whole[j] = (ints){ 0 };
	b->blocks = 0;
}

/* The value of a fold and the bins, most often of the bins alone. */
static double value_of(struct bins *b, struct fold *fold, enum dtype dtype)
{
	int64_t sum[BINS];
	int exponent[BINS];

	if (fold->lane_nodes || !(fold->sum == 0) || !b->blocks) {
		flush(b, fold);
		return accumulator_value(fold, dtype);
	}
	add_up(b, sum, exponent);
	return accumulator_round(sum, exponent, dtype);
}

/* Adds the last block to the bins. */
static void keep(struct bins *b, struct fold *fold)
{
	int j;

	for (j = 0; j < BINS; j++)
		b->whole[j] += b->block.moved[j];
	if (++b->blocks == BLOCKS_MAX)
		flush(b, fold);
}

/* Gives the bins other exponents, if these may be. */
static bool set_top(struct bins *b, struct fold *fold, int top)
{
	flush(b, fold);
	if (!block_set_top(&b->block, top))
		return false;
	b->placed = true;
	return true;
}

/* The exponent of x: |x| lies in [2^e, 2^(e + 1)) if it is normal. */
static int exponent_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return (int)(bits >> MANTISSA_BITS & 0x7ff) - BIAS;
}

/*
 * The sums of the exponents of x and y, from the lowest to the highest of the
 * products that are not 0. If no x or y is subnormal, |xy| lies in [2^low,
 * 2^(high + 2)) and is a multiple of 2^(low - 104); else `low` is below all
 * others. low > high: all products are 0.
 */
struct range {
	int low, high;
};

static struct range look(const double *x, const double *y, size_t n)
{
	ints low = (ints){ 0 } + INT_MAX, high = (ints){ 0 } + INT_MIN;
	struct range range = { INT_MAX, INT_MIN };
	size_t count;
	int s;

	for (; n; n -= count, x += count, y += count) {
		count = n < (size_t)PER_VEC ? n : (size_t)PER_VEC;
		const vec vx = count < n ? load(x) : part(x, count, 0);
		const vec vy = count < n ? load(y) : part(y, count, 0);
		const ints bits_x = (ints)vx & INT64_MAX;
		const ints bits_y = (ints)vy & INT64_MAX;
		const ints ex = bits_x >> MANTISSA_BITS;
		const ints ey = bits_y >> MANTISSA_BITS;
		const ints some = (bits_x != 0) & (bits_y != 0);
		const ints tiny = ((ex == 0) | (ey == 0)) & SUBNORMAL;
		const ints e = ex + ey - 2 * BIAS + tiny;
		const ints lower = some & (e < low), higher = some & (e > high);

		low = (e & lower) | (low & ~lower);
		high = (e & higher) | (high & ~higher);
	}
	for (s = 0; s < PER_VEC; s++) {
		range.low = low[s] < range.low ? (int)low[s] : range.low;
		range.high = high[s] > range.high ? (int)high[s] : range.high;
	}
	return range;
}

/*
 * Chooses `top` for products of this range, with as much room above as below.
 * Returns false if no top is wide enough.
 */
static bool place(struct bins *b, struct fold *fold, struct range range)
{
	int least, most;

	if (range.low > range.high)
		return set_top(b, fold, 0);
	/* 32 products of 2^(high + 2) add up to at most 2^(top - 1) */
	least = range.high + 8;
	/* the least |p| is at least 2^(top - 38) */
	most = range.low + 38;
	return most >= least && set_top(b, fold, least + (most - least) / 2);
}

/* Chooses `top` by the first elements of a vector; a block will tell whether it
 * was right. */
static void guess(struct bins *b, struct fold *fold, const double *x,
		  const double *y, size_t n)
{
	int high = INT_MIN, e;
	size_t i;

	for (i = 0; i < n && i < 4; i++) {
		e = exponent_of(x[i]) + exponent_of(y[i]);
		high = e > high ? e : high;
	}
	set_top(b, fold, high + 12);
}

/*
 * Whether a block fits. Some of its |p| may be 0 if the others are large enough:
 * the range of a block without subnormal numbers tells that p is a multiple of
 * 2^(top-91) and xy of 2^(top-143), which is enough for all that follows from
 * condition (2).
 */
static bool fits(const struct bins *b, enum fit fit, struct range range)
{
	return fit == FITS || (fit == LOW && range.low >= b->block.top - 39);
}

/* Adds a block for which `top` may be wrong. */
static void add_block(struct bins *b, struct fold *fold, const double *x,
		      const double *y, size_t n)
{
	enum fit fit = b->placed ? block_f64(&b->block, x, y, n) : OUT;
	struct range range = { 0, 0 };

	if (fit != FITS) {
		range = look(x, y, n);
		if (!fits(b, fit, range) && place(b, fold, range))
			fit = block_f64(&b->block, x, y, n);
	}
	if (fits(b, fit, range))
		keep(b, fold);
	else
		accumulator_add_products(fold, x, y, n);
}

/* ---- the kernel -------------------------------------------------------- */

static INLINE void collect_f64(struct bins *b, struct fold *fold,
			       const void *vx, const void *vy, size_t n)
{
	const double *x = vx, *y = vy;
	size_t count;

	open_bins(b);
	guess(b, fold, x, y, n);
	for (; n; n -= count, x += count, y += count) {
		count = n < BLOCK ? n : BLOCK;
		add_block(b, fold, x, y, count);
	}
}

static void widen(const float *x, size_t n, double *wide)
{
	size_t i;

	for (i = 0; i < n; i++)
		wide[i] = (double)x[i];
}

/* Adds a block of floats by way of doubles. */
static void add_widened(struct bins *b, struct fold *fold, const float *x,
			const float *y, size_t n)
{
	double wide_x[BLOCK], wide_y[BLOCK];

	widen(x, n, wide_x);
	widen(y, n, wide_y);
	add_block(b, fold, wide_x, wide_y, n);
}

static INLINE void collect_f32(struct bins *b, struct fold *fold,
			       const void *vx, const void *vy, size_t n)
{
	const float *x = vx, *y = vy;
	double wide_x[4] = { 0 }, wide_y[4] = { 0 };
	size_t count;

	open_bins(b);
	count = n < 4 ? n : 4;
	widen(x, count, wide_x);
	widen(y, count, wide_y);
	guess(b, fold, wide_x, wide_y, count);
	for (; n; n -= count, x += count, y += count) {
		count = n < BLOCK ? n : BLOCK;
		if (b->placed && block_f32(&b->block, x, y, count) == FITS)
			keep(b, fold);
		else
			add_widened(b, fold, x, y, count);
	}
}

/* The functions of a type. */
#define FUNCTIONS(T, dtype)                                                  \
	static void add_##T(struct fold *fold, const void *x, const void *y, \
			    size_t n)                                        \
	{                                                                    \
		struct bins b;                                               \
                                                                             \
		collect_##T(&b, fold, x, y, n);                              \
		flush(&b, fold);                                             \
	}                                                                    \
	static double value_##T(const struct fold *fold)                     \
	{                                                                    \
		return accumulator_value(fold, dtype);                       \
	}                                                                    \
	static double dot_##T(const void *x, const void *y, size_t n)        \
	{                                                                    \
		struct fold fold;                                            \
		struct bins b;                                               \
                                                                             \
		accumulator_clear(&fold);                                    \
		collect_##T(&b, &fold, x, y, n);                             \
		return value_of(&b, &fold, dtype);                           \
	}

FUNCTIONS(f64, DTYPE_F64)
FUNCTIONS(f32, DTYPE_F32)

extern const struct kernel_isa KERNEL_ISA_OF(exact);
const struct kernel_isa KERNEL_ISA_OF(exact) = {
	.name = KERNEL_ISA_NAME,
	.level = KERNEL_ISA_LEVEL,
	.of = {
		[DTYPE_F64] = { dot_f64, add_f64, accumulator_join, value_f64 },
		[DTYPE_F32] = { dot_f32, add_f32, accumulator_join, value_f32 },
	},
};
