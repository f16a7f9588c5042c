/* Sums without rounding errors, and the geometric mean made from them. */
#include "stats/sum.h"

#include <math.h>

#define LIMB_BITS 32
#define LIMB_MASK UINT64_C(0xffffffff)
#define LEAST     (-1074) /* exponent of the least bit of a double */

/* The number of additions of less than 2^32 that a limb of less than 2^32 takes
 * without overflow. */
#define PENDING_MAX (UINT32_C(1) << 30)

/* Brings every limb but the last to 0 .. 2^32 - 1; the last has the sign. */
static void carry(struct exact_sum *sum)
{
	size_t i;

	for (i = 0; i + 1 < SUM_LIMBS; i++) {
		int64_t low = (int64_t)((uint64_t)sum->limb[i] & LIMB_MASK);

		sum->limb[i + 1] += (sum->limb[i] - low) / (INT64_C(1) << 32);
		sum->limb[i] = low;
	}
	sum->pending = 0;
}

static void add_finite(struct exact_sum *sum, double x, int64_t sign)
{
	int exponent, shift;
	uint64_t mantissa, low;
	size_t at;

	/* |x| = mantissa * 2^exponent, the mantissa a whole number */
	mantissa = (uint64_t)ldexp(frexp(fabs(x), &exponent), 53);
	exponent -= 53;
	if (exponent < LEAST) { /* subnormal: the bits below are 0 */
		mantissa >>= LEAST - exponent;
		exponent = LEAST;
	}
	at = (size_t)(exponent - LEAST) / LIMB_BITS;
	shift = (exponent - LEAST) % LIMB_BITS;
	if (sum->pending == PENDING_MAX)
		carry(sum);
	sum->pending++;
	low = (mantissa & LIMB_MASK) << shift;
	mantissa = ((mantissa >> LIMB_BITS) << shift) + (low >> LIMB_BITS);
	sum->limb[at] += sign * (int64_t)(low & LIMB_MASK);
	sum->limb[at + 1] += sign * (int64_t)(mantissa & LIMB_MASK);
	sum->limb[at + 2] += sign * (int64_t)(mantissa >> LIMB_BITS);
}

static void exact_sum_add(struct exact_sum *sum, double x, int sign)
{
	if (isnan(x))
		sum->nans += sign;
	else if (isinf(x) && x > 0)
		sum->positive_infinities += sign;
	else if (isinf(x))
		sum->negative_infinities += sign;
	else if (x != 0)
		add_finite(sum, x, x < 0 ? -sign : sign);
}

void stats_sum_add(struct exact_sum *sum, double x)
{
	exact_sum_add(sum, x, 1);
}

void stats_sum_subtract(struct exact_sum *sum, double x)
{
	exact_sum_add(sum, x, -1);
}

/* Rounds a sum that is not negative and whose carries are propagated. */
static double round_once(const int64_t *limb)
{
	uint64_t high, rest;
	size_t top = SUM_LIMBS - 1, i;
	int shift;

	while (top > 1 && !limb[top])
		top--;
	/* the highest 64 bits; the last one is set if any bit below is */
	high = (uint64_t)limb[top] << LIMB_BITS | (uint64_t)limb[top - 1];
	if (!high)
		return 0;
	if (top == 1) /* no more bits: the conversion rounds */
		return ldexp((double)high, LEAST);
	shift = __builtin_clzll(high);
	rest = (uint64_t)limb[top - 2] << shift;
	high = high << shift | rest >> LIMB_BITS;
	rest &= LIMB_MASK;
	for (i = 0; i + 2 < top; i++)
		rest |= (uint64_t)limb[i];
	return ldexp((double)(high | (rest != 0)),
		     LEAST + (int)(top - 1) * LIMB_BITS - shift);
}

double stats_sum_value(const struct exact_sum *sum)
{
	struct exact_sum copy = *sum;
	double sign = 1;
	size_t i;

	if (sum->nans || (sum->positive_infinities && sum->negative_infinities))
		return NAN;
	if (sum->positive_infinities || sum->negative_infinities)
		return sum->positive_infinities ? INFINITY : -INFINITY;
	carry(&copy);
	if (copy.limb[SUM_LIMBS - 1] < 0) {
		sign = -1;
		for (i = 0; i < SUM_LIMBS; i++)
			copy.limb[i] = -copy.limb[i];
		carry(&copy);
	}
	return sign * round_once(copy.limb);
}

double stats_fsum(const double *x, size_t count)
{
	struct exact_sum sum = { .pending = 0 };
	size_t i;

	for (i = 0; i < count; i++)
		stats_sum_add(&sum, x[i]);
	return stats_sum_value(&sum);
}

double stats_geometric_mean(const double *x, size_t count)
{
	struct exact_sum sum = { .pending = 0 };
	size_t i;

	for (i = 0; i < count; i++)
		stats_sum_add(&sum, log(x[i]));
	return exp(stats_sum_value(&sum) / (double)count);
}
