/* Vectors made from a seed, and the reference value of their dot product. */
#include "kernel/fill.h"

#include "base/random.h"
#include "kernel/accumulator.h"

#include <math.h>

static uint64_t stream_key(uint64_t seed, uint64_t stream)
{
	return random_mix(seed + RANDOM_GAMMA * (2 * stream + 1));
}

uint64_t fill_bits(uint64_t seed, uint64_t stream, uint64_t i)
{
	return random_mix(stream_key(seed, stream) + RANDOM_GAMMA * (i + 1));
}

void fill_vector(enum dtype dtype, uint64_t seed, uint64_t stream,
		 uint64_t first, size_t count, void *out)
{
	uint64_t z = stream_key(seed, stream) + RANDOM_GAMMA * first;
	double *d = out;
	float *f = out;
	size_t i;

	if (dtype == DTYPE_F64)
		for (i = 0; i < count; i++)
			d[i] = (double)(random_mix(z += RANDOM_GAMMA) >> 11) *
				   0x1p-52 -
			       1;
	else
		for (i = 0; i < count; i++)
			f[i] = (float)(random_mix(z += RANDOM_GAMMA) >> 40) *
				   0x1p-23f -
			       1;
}

/* The product rounded once, to double whatever the type. */
static double exact_dot(enum dtype dtype, const void *x, const void *y,
			size_t n)
{
	const struct kernel *k = kernel_find("exact", dtype_table[dtype].name);
	struct fold fold;

	fold_begin(&fold, k, 0);
	k->add(&fold, x, y, n);
	return accumulator_value(&fold, DTYPE_F64);
}

/* Half a unit in the last place of `value` in a type, with room for a value
 * that was itself rounded to double. */
static double half_ulp(double value, double roundoff)
{
	int exponent;

	frexp(value, &exponent);
	return ldexp(roundoff * (1 + 0x1p-28), exponent - 1);
}

void reference_dot(enum dtype dtype, const void *x, const void *y, size_t n,
		   struct reference *ref)
{
	const double roundoff = dtype_table[dtype].roundoff;
	const double *dx = x, *dy = y;
	const float *fx = x, *fy = y;
	double magnitude = 0;
	size_t i;

	if (dtype == DTYPE_F64)
		for (i = 0; i < n; i++)
			magnitude += fabs(dx[i] * dy[i]);
	else
		for (i = 0; i < n; i++)
			magnitude += fabs((double)fx[i] * (double)fy[i]);
	ref->value = exact_dot(dtype, x, y, n);
	ref->magnitude = magnitude;
	ref->bound = (double)n * 2 * roundoff * magnitude;
	ref->half_ulp = half_ulp(ref->value, roundoff);
}

double reference_bound(const struct reference *ref, const struct kernel *kernel)
{
	return kernel->flags & KERNEL_EXACT ? ref->half_ulp : ref->bound;
}
