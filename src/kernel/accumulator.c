/* The long accumulator: sums of products without any rounding. */
#include "kernel/accumulator.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define LIMB_BITS 32
#define LIMB_MASK UINT64_C(0xffffffff)
#define LEAST     (-2148) /* exponent of the least bit of limb 0 */
#define GROUP     32      /* limbs in FOLD_LANE_BYTES */

/*
 * Limbs above the highest one that a product or value is added to. 2^64 numbers
 * below 2^(32 i + 32) add up to less than 2^(32 (i + 3)): limb i + 3 never
 * holds more than a carry, so the sign is always inside.
 */
#define SPARE 3

__extension__ typedef unsigned __int128 uint128;
__extension__ typedef __int128 int128;

/* ---- limbs ------------------------------------------------------------- */

static int end_of(const struct fold *fold)
{
	return fold->lowest + (int)fold->lane_nodes * GROUP;
}

/* Clears group g, which lies above the groups in use or is free. */
static void clear(struct fold *fold, uint32_t g)
{
	memset(fold->limb + (size_t)g * GROUP, 0, FOLD_LANE_BYTES);
}

/*
 * Makes limbs low to high part of the fold. Returns the address of limb `low`.
 * A fold starts at a multiple of half a group, so that the folds of slices of
 * one vector mostly have the same limbs.
 */
static int64_t *reach(struct fold *fold, int low, int high)
{
	const int half = GROUP / 2;

	if (!fold->lane_nodes) {
		fold->lowest =
		    ((low + high) / 2 + half / 2) / half * half - half;
		clear(fold, fold->lane_nodes++);
	}
	while (low < fold->lowest) {
		memmove(fold->limb + GROUP, fold->limb,
			fold->lane_nodes * FOLD_LANE_BYTES);
		clear(fold, 0);
		fold->lowest -= GROUP;
		fold->lane_nodes++;
	}
	while (high >= end_of(fold))
		clear(fold, fold->lane_nodes++);
	assert(fold->lane_nodes <= ACCUMULATOR_GROUPS_MAX);
	return fold->limb + (low - fold->lowest);
}

/* Brings `count` limbs to [-2^31, 2^31), and those above that their carry
 * reaches. There is room for the carry: see SPARE. */
static void carry(int64_t *limb, int count)
{
	int64_t low, up = 0;
	int i;

	for (i = 0; i < count || up; i++) {
		limb[i] += up;
		low = (int32_t)(uint32_t)((uint64_t)limb[i] & LIMB_MASK);
		up = (limb[i] - low) >> LIMB_BITS;
		limb[i] = low;
	}
}

void accumulator_clear(struct fold *fold)
{
	fold->sum = 0;
	fold->lane_nodes = 0;
}

void accumulator_add(struct fold *fold, const int64_t *value,
		     const int *exponent, int count)
{
	const int high = (exponent[0] - LEAST) / LIMB_BITS;
	const int low = (exponent[count - 1] - LEAST) / LIMB_BITS;
	int64_t *limb = reach(fold, low, high + 2 + SPARE), *at;
	int128 shifted;
	int i, bit;

	for (i = 0; i < count; i++) {
		bit = exponent[i] - LEAST;
		at = limb + bit / LIMB_BITS - low;
		shifted = value[i] * ((int128)1 << bit % LIMB_BITS);
		at[0] += (int64_t)((uint64_t)shifted & LIMB_MASK);
		at[1] += (int64_t)((uint64_t)shifted >> LIMB_BITS);
		at[2] += (int64_t)(shifted >> 64);
	}
	carry(limb, high + 3 - low);
}

/* ---- products of any doubles ------------------------------------------- */

#define MANTISSA_BITS 52
#define EXPONENT_MASK 0x7ff

/* |x| = mantissa * 2^exponent, for a finite x. */
struct parts {
	uint64_t mantissa;
	int exponent;
	bool negative;
};

static inline struct parts parts_of(double x)
{
	struct parts p;
	uint64_t bits;
	int biased;

	memcpy(&bits, &x, sizeof(bits));
	biased = (int)(bits >> MANTISSA_BITS & EXPONENT_MASK);
	p.negative = bits >> 63;
	p.mantissa = bits & ((UINT64_C(1) << MANTISSA_BITS) - 1);
	if (biased) /* subnormal numbers lack the leading 1 */
		p.mantissa |= UINT64_C(1) << MANTISSA_BITS;
	p.exponent = (biased ? biased : 1) - (1023 + MANTISSA_BITS);
	return p;
}

/* Adds sign * magnitude * 2^shift, shift < 32, to the five limbs that it can
 * reach, each by less than 2^32. */
static inline void add_digits(int64_t *limb, uint128 magnitude, int shift,
			      int64_t sign)
{
	const uint128 shifted = magnitude << shift;
	const uint64_t low = (uint64_t)shifted;
	const uint64_t high = (uint64_t)(shifted >> 64);
	const uint64_t top = (uint64_t)(magnitude >> 96) >> (32 - shift);

	limb[0] += sign * (int64_t)(low & LIMB_MASK);
	limb[1] += sign * (int64_t)(low >> LIMB_BITS);
	limb[2] += sign * (int64_t)(high & LIMB_MASK);
	limb[3] += sign * (int64_t)(high >> LIMB_BITS);
	limb[4] += sign * (int64_t)top;
}

void accumulator_add_products(struct fold *fold, const double *x,
			      const double *y, size_t n)
{
	size_t i;
	struct parts a, b;
	int bit, low;

	for (i = 0; i < n; i++) {
		if (!isfinite(x[i]) || !isfinite(y[i])) {
			fold->sum += x[i] * y[i];
			continue;
		}
		a = parts_of(x[i]);
		b = parts_of(y[i]);
		if (!a.mantissa || !b.mantissa)
			continue;
		bit = a.exponent + b.exponent - LEAST;
		low = bit / LIMB_BITS;
		add_digits(reach(fold, low, low + 4 + SPARE),
			   (uint128)a.mantissa * b.mantissa, bit % LIMB_BITS,
			   a.negative == b.negative ? 1 : -1);
	}
	carry(fold->limb, (int)fold->lane_nodes * GROUP);
}

/* ---- whole numbers ----------------------------------------------------- */

void accumulator_join(struct fold *fold, const struct fold *other)
{
	int first = 0, end = (int)other->lane_nodes * GROUP, i;
	int64_t *limb;

	fold->sum += other->sum;
	while (end && !other->limb[end - 1])
		end--;
	if (!end)
		return;
	while (!other->limb[first])
		first++;
	limb =
	    reach(fold, other->lowest + first, other->lowest + end - 1 + SPARE);
	for (i = first; i < end; i++)
		limb[i - first] += other->limb[i];
	carry(limb, end - first);
}

/* The sign of the first limb that is not 0, from limb i downwards, or 0. */
static int sign_from(const struct fold *fold, int i)
{
	for (; i >= 0; i--)
		if (fold->limb[i])
			return fold->limb[i] < 0 ? -1 : 1;
	return 0;
}

/* integer * 2^exponent, which is representable or beyond the range. */
static double scale(uint64_t integer, int exponent)
{
	const uint64_t bits = (uint64_t)(exponent + 1023) << MANTISSA_BITS;
	double power;

	if (exponent < -1022 || exponent > 1023)
		return ldexp((double)integer, exponent);
	memcpy(&power, &bits, sizeof(power));
	return (double)integer * power;
}

/*
 * Rounds (magnitude + a part of the sign `rest`, less than 1) * 2^exponent to
 * `bits` bits, of which none is below 2^least. The magnitude is more than 2^62.
 */
static double round_once(uint128 magnitude, int rest, int exponent, int bits,
			 int least)
{
	uint64_t high, kept, cut, half;
	int length, drop;

	/* now the rest is not negative, and its size no longer matters */
	if (rest < 0)
		magnitude--;
	length = (magnitude >> 64)
		     ? 128 - __builtin_clzll((uint64_t)(magnitude >> 64))
		     : 64 - __builtin_clzll((uint64_t)magnitude);
	/* the 62 highest bits; the last one is set if any bit below is */
	drop = length - 62;
	high = (uint64_t)(magnitude >> drop);
	high |= rest || magnitude & (((uint128)1 << drop) - 1);
	exponent += drop;

	drop = 62 - bits;
	if (drop < least - exponent) /* subnormal */
		drop = least - exponent;
	if (drop > 63) /* less than half of the least number */
		return 0;
	kept = high >> drop;
	cut = high & ((UINT64_C(1) << drop) - 1);
	half = UINT64_C(1) << (drop - 1);
	if (cut > half || (cut == half && kept & 1))
		kept++;
	return scale(kept, exponent + drop);
}

/* round_once() for a type, to infinity beyond its range. */
static double round_to(uint128 magnitude, int rest, int exponent,
		       enum dtype dtype)
{
	const double most = dtype == DTYPE_F64 ? DBL_MAX : (double)FLT_MAX;
	const int bits = dtype == DTYPE_F64 ? DBL_MANT_DIG : FLT_MANT_DIG;
	const int least =
	    (dtype == DTYPE_F64 ? DBL_MIN_EXP : FLT_MIN_EXP) - bits;
	const double value = round_once(magnitude, rest, exponent, bits, least);

	return value > most ? (double)INFINITY : value;
}

double accumulator_round(const int64_t value[3], const int exponent[3],
			 enum dtype dtype)
{
	const int second = exponent[1] - exponent[2];
	const int first = exponent[0] - exponent[2];
	const uint128 below = ((uint128)1 << first) - 1;
	/* the sum is high * 2^first + low, 0 <= low < 2^first */
	int128 sum = value[1] * ((int128)1 << second) + value[2];
	int64_t high = value[0] + (int64_t)(sum >> first);
	uint128 low = (uint128)sum & below;
	const bool negative = high < 0;
	double magnitude;

	if (negative) {
		high = -high - (low != 0);
		low = -low & below;
	}
	if (high >> (127 - first)) {
		const int cut = first - 64;

		magnitude = round_to((uint128)high << 64 | low >> cut,
				     (low & (((uint128)1 << cut) - 1)) != 0,
				     exponent[2] + cut, dtype);
	} else {
		low |= (uint128)high << first;
		if (!low)
			return 0;
		magnitude =
		    low >> 63 ? round_to(low, 0, exponent[2], dtype)
			      : round_to(low << 64, 0, exponent[2] - 64, dtype);
	}
	return negative ? -magnitude : magnitude;
}

double accumulator_value(const struct fold *fold, enum dtype dtype)
{
	int top = (int)fold->lane_nodes * GROUP - 1, i;
	int128 magnitude = 0;
	int sign;

	if (!isfinite(fold->sum))
		return isnan(fold->sum) ? (double)NAN : fold->sum;
	while (top >= 0 && !fold->limb[top])
		top--;
	if (top < 0)
		return 0;
	sign = fold->limb[top] < 0 ? -1 : 1;
	/* the highest three limbs: at least 2^64 - 2^63 - 2^31 */
	for (i = top; i > top - 3; i--)
		magnitude = magnitude * ((int128)1 << LIMB_BITS) +
			    (i < 0 ? 0 : sign * fold->limb[i]);
	return sign *
	       round_to((uint128)magnitude, sign * sign_from(fold, top - 3),
			LEAST + LIMB_BITS * (fold->lowest + top - 2), dtype);
}
