/* Vectors from a seed, and what their dot product must be. */
#include "kernel/fill.h"

#include <math.h>

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t fill_random(uint64_t *state)
{
	return mix(*state += GOLDEN);
}

static uint64_t stream_key(uint64_t seed, uint64_t stream)
{
	return mix(seed + GOLDEN * (2 * stream + 1));
}

uint64_t fill_bits(uint64_t seed, uint64_t stream, uint64_t i)
{
	return mix(stream_key(seed, stream) + GOLDEN * (i + 1));
}

void fill_vector(enum dtype dtype, uint64_t seed, uint64_t stream,
		 uint64_t first, size_t count, void *out)
{
	uint64_t z = stream_key(seed, stream) + GOLDEN * first;
	double *d = out;
	float *f = out;
	size_t i;

	if (dtype == DTYPE_F64)
		for (i = 0; i < count; i++)
			d[i] = (double)(mix(z += GOLDEN) >> 11) * 0x1p-52 - 1;
	else
		for (i = 0; i < count; i++)
			f[i] = (float)(mix(z += GOLDEN) >> 40) * 0x1p-23f - 1;
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
