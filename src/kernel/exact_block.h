/*
 * Blocks of the exact kernel: sums of products without any rounding, in vectors
 * of floating-point numbers, and why they lose nothing.
 *
 * Elements are taken in blocks. In a block each lane of a vector has three
 * chains of additions, one for each bin of bits. A chain of the binade B starts
 * at 1.5 * 2^B and, as long as it stays in [2^B, 2^(B+1)), is a multiple of its
 * unit 2^(B-52). The binade of the first chain is `top`. With each product xy:
 *
 *     p + e = xy    p = xy rounded, e the error (TwoProd)
 *     t = chain 1 + xy rounded,  h = t - chain 1,  r = p - h;   chain 1 = t
 *     chain 2 += r
 *     t = chain 2 + e rounded,   h = t - chain 2,  f = e - h;   chain 2 = t
 *     chain 3 += f
 *
 * Without fused operations, p stands for xy in the second line, which changes
 * nothing in what follows.
 *
 * Nothing is lost under two conditions, which are tested for every product (1)
 * or follow from the least |p| of the block (2):
 *
 * (1) Chain 1 stays in its binade. Both ends of a step are then multiples of
 *     its unit u1 = 2^(top-52) at a distance of at most 2^top, so h is exact.
 *     |xy| <= 2^top, so |e| <= 2^(top-54), and |r| <= u1/2 + |e|.
 * (2) |p| >= 2^(top-38). Then p is a multiple of 2^(top-90). xy is a multiple of
 *     2^(top-143): xy = m 2^q with an integer |m| <= (2^53 - 1)^2, which is too
 *     far below 2^106 to be rounded up to it. So |p| < 2^(q+106), q >= top-143.
 *
 * r is a difference of multiples of 2^(top-90) below 2^(top-51): exact. The
 * unit of chain 2 is u2 = 2^(top-97), so that adding r is exact. As |r| + |e|
 * <= 2^(top-52), the 32 steps of a block move chain 2 by at most 2^(top-47),
 * while it may move by 2^(top-46); it stays in its binade, and h is exact. e
 * is a multiple of 2^(top-143), representable as top >= -931, and |f| <= u2/2.
 * The unit of chain 3 is u3 = 2^(top-143), of which f is a multiple; 32 steps
 * move it by at most 2^(top-93), while it may move by 2^(top-92). So adding f
 * is exact. top <= 1022, so nothing overflows.
 *
 * With floats e is 0, xy is a multiple of 2^(top-97) if the least |x| times the
 * least |y| is at least 2^(top-49), and two chains are enough.
 *
 * How far a chain moved in a block, in units, is an integer below 2^51, and the
 * difference of two representations. Any NaN or infinity breaks condition (1).
 */
#ifndef KERNEL_EXACT_BLOCK_H
#define KERNEL_EXACT_BLOCK_H

#include "kernel/exact_vec.h"

#include <float.h>

#define SETS  2 /* of chains: additions to one do not wait for the other */
#define STEP  ((size_t)(SETS * PER_VEC)) /* elements */
#define STEPS 32                         /* at most, in a block */
#define BLOCK (STEPS * STEP)             /* elements */
#define BINS  3

/* The binade of each chain, below that of the first. */
static const int below[BINS] = { 0, 45, 91 };

/* The lowest and highest `top`: see above. */
#define TOP_MIN (-931)
#define TOP_MAX 1022

/* The chains' exponents, and the result of the last block. */
struct block {
	int top;
	vec start[BINS]; /* of the chains */
	vec one;
	vec least;        /* the least |p| that is allowed */
	vec least_f32;    /* the least |x| times the least |y| of a lane */
	ints moved[BINS]; /* how far the chains moved, in units */
};

/* Puts the first chain into the binade `top`, if that may be. */
static inline bool block_set_top(struct block *b, int top)
{
	int j;

	if (top < TOP_MIN || top > TOP_MAX)
		return false;
	b->top = top;
	for (j = 0; j < BINS; j++)
		b->start[j] = (vec){ 0 } + 1.5 * power(top - below[j]);
	b->one = (vec){ 0 } + 1;
	b->least = (vec){ 0 } + power(top - 38);
	b->least_f32 = (vec){ 0 } + power(top - 49);
	return true;
}

/* A unit of bin j is 2 to this power. */
static inline int block_unit(const struct block *b, int j)
{
	return b->top - below[j] - MANTISSA_BITS;
}

struct chains {
	vec c[SETS][BINS];
	ints
	    moved; /* bits that differed from those of the start, at any time */
	vec start, one;
};

static INLINE void begin(struct chains *chains, const struct block *b)
{
	int s, j;

	UNROLL
	for (s = 0; s < SETS; s++)
		UNROLL
	for (j = 0; j < BINS; j++)
		chains->c[s][j] = b->start[j];
	chains->moved = (ints){ 0 };
	chains->start = b->start[0];
	chains->one = b->one;
	HOLD(chains->one);
}

/* Notes how far the chains moved. Returns the bits by which any of them differed
 * from its start. */
static INLINE ints end(const struct chains *chains, struct block *b)
{
	ints moved = chains->moved;
	int j, s;

	UNROLL
	for (j = 0; j < BINS; j++) {
		const ints from = (ints)b->start[j];
		uints sum = { 0 };

		UNROLL
		for (s = 0; s < SETS; s++) {
			const ints to = (ints)chains->c[s][j];

			sum += (uints)to - (uints)from;
			moved = differing(moved, to, from);
		}
		b->moved[j] = (ints)sum;
	}
	return moved;
}

/* The first chain of a set goes on by xy, of which p is the rounded value.
 * Returns h. */
static INLINE vec first_chain(struct chains *chains, int set, vec x, vec y,
			      vec p)
{
	const vec c = chains->c[set][0];
#ifdef HAVE_FUSED
	const vec t = fused(x, y, c);
#else
	const vec t = c + p;
#endif

	(void)x, (void)y, (void)p;
	chains->c[set][0] = t;
	chains->moved = differing(chains->moved, (ints)t, (ints)chains->start);
	return less(t, c, chains->one);
}

/* All chains of a set go on by xy. Returns p. */
static INLINE vec advance(struct chains *chains, int set, vec x, vec y)
{
	vec p, e, h, c, t;

	HOLD(x);
	HOLD(y);
	p = x * y;
	e = product_less(x, y, p);
	h = first_chain(chains, set, x, y, p);
	c = chains->c[set][1] + less(p, h, chains->one);
	t = c + e;
	chains->c[set][1] = t;
	chains->c[set][2] += e - (t - c);
	return p;
}

/* The same for floats, whose products are exact: the third chain stands. */
static INLINE void advance_f32(struct chains *chains, int set, vec x, vec y)
{
	vec p, h;

	HOLD(x);
	HOLD(y);
	p = x * y;
	h = first_chain(chains, set, x, y, p);
#ifdef HAVE_FUSED
	chains->c[set][1] += product_less(x, y, h);
#else
	chains->c[set][1] += p - h;
#endif
}

enum fit { FITS, LOW, OUT };

static inline enum fit fit_of(ints moved, ints low)
{
	const ints out = (ints)((uints)moved >> MANTISSA_BITS);

	if (!any(out | low))
		return FITS;
	return any(out) ? OUT : LOW;
}

/* Missing elements of the last step count as 0, and this is instead of their
 * |p|, |x| and |y|. */
#define NO_PRODUCT 0x1p1000
#define NO_FACTOR  0x1p500

/* Moves the chains by a block of n <= BLOCK elements. */
static inline enum fit block_f64(struct block *b, const double *x,
				 const double *y, size_t n)
{
	vec least[SETS];
	struct chains chains;
	size_t count;
	int s;

	begin(&chains, b);
	UNROLL
	for (s = 0; s < SETS; s++)
		least[s] = (vec){ 0 } + NO_PRODUCT;
	for (; n >= STEP; n -= STEP, x += STEP, y += STEP) {
		UNROLL
		for (s = 0; s < SETS; s++)
			least[s] =
			    lesser(advance(&chains, s, load(x + s * PER_VEC),
					   load(y + s * PER_VEC)),
				   least[s]);
	}
	UNROLL
	for (s = 0; s < SETS; s++, x += PER_VEC, y += PER_VEC, n -= count) {
		if (!n)
			break;
		count = n < (size_t)PER_VEC ? n : (size_t)PER_VEC;
		advance(&chains, s, part(x, count, 0), part(y, count, 0));
		least[s] = lesser(part(x, count, NO_FACTOR) *
				      part(y, count, NO_FACTOR),
				  least[s]);
	}
	least[0] = lesser(least[1], least[0]);
	return fit_of(end(&chains, b), least[0] < b->least);
}

static inline enum fit block_f32(struct block *b, const float *x,
				 const float *y, size_t n)
{
	vec_f32 least_x = (vec_f32){ 0 } + FLT_MAX, least_y = least_x;
	float rest_x[STEP], rest_y[STEP];
	ints low = { 0 };
	struct chains chains;
	vec_f32 v;
	int s;

	begin(&chains, b);
	for (; n >= STEP; n -= STEP, x += STEP, y += STEP) {
		least_x = lesser_f32(load_f32(x), least_x);
		least_y = lesser_f32(load_f32(y), least_y);
		UNROLL
		for (s = 0; s < SETS; s++)
			advance_f32(&chains, s, load_half(x + s * PER_VEC),
				    load_half(y + s * PER_VEC));
	}
	if (n) {
		least_x = lesser_f32(part_f32(x, n, FLT_MAX), least_x);
		least_y = lesser_f32(part_f32(y, n, FLT_MAX), least_y);
		v = part_f32(x, n, 0);
		memcpy(rest_x, &v, sizeof(v));
		v = part_f32(y, n, 0);
		memcpy(rest_y, &v, sizeof(v));
		UNROLL
		for (s = 0; s < SETS; s++)
			advance_f32(&chains, s, load_half(rest_x + s * PER_VEC),
				    load_half(rest_y + s * PER_VEC));
	}
	memcpy(rest_x, &least_x, sizeof(least_x));
	memcpy(rest_y, &least_y, sizeof(least_y));
	UNROLL
	for (s = 0; s < SETS; s++)
		low |= load_half(rest_x + s * PER_VEC) *
			   load_half(rest_y + s * PER_VEC) <
		       b->least_f32;
	return fit_of(end(&chains, b), low);
}

#endif
