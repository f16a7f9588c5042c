/* Vectors made from a seed, and the reference value of their dot product. */
#include "kernel/fill.h"

#include "base/random.h"

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

/* a + b = s + e exactly (Knuth). */
static double two_sum(double a, double b, double *e)
{
	double s = a + b, t = s - a;

	*e = (a - (s - t)) + (b - t);
	return s;
}

void reference_dot(enum dtype dtype, const void *x, const void *y, size_t n,
		   struct reference *ref)
{
	const double *dx = x, *dy = y;
	const float *fx = x, *fy = y;
	double sum = 0, low = 0, magnitude = 0, a, b, p, e;
	size_t i;

	for (i = 0; i < n; i++) {
		a = dtype == DTYPE_F64 ? dx[i] : (double)fx[i];
		b = dtype == DTYPE_F64 ? dy[i] : (double)fy[i];
		p = a * b;
		magnitude += fabs(p);
		low += fma(a, b, -p);
		sum = two_sum(sum, p, &e);
		low += e;
	}
	ref->value = sum + low;
	ref->magnitude = magnitude;
	ref->bound = (double)n * 2 * dtype_table[dtype].roundoff * magnitude;
}
