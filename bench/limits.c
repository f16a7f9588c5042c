/*
 * References for the native kernel: the same dot product summed in any order that
 * the compiler chooses, and the loads alone. Compiled for the CPU it runs on.
 */
#include <stddef.h>
#include <string.h>

typedef double vec __attribute__((vector_size(64)));

double free_order_dot(const void *x, const void *y, size_t n);
double read_stream(const void *x, const void *y, size_t n);

/* (Not as a value: without AVX-512, how a vector is returned depends on flags.) */
static inline void load(vec *v, const double *p)
{
	memcpy(v, p, sizeof(*v));
}

static double total(const vec *sum, const double *x, const double *y, size_t n)
{
	vec all = sum[0] + sum[1] + sum[2] + sum[3];
	double result = 0;
	size_t i;

	for (i = 0; i < 8; i++)
		result += all[i];
	for (i = 0; i < n; i++)
		result += x[i] * y[i];
	return result;
}

/* Four running sums over the whole vector: no blocks, no tree. */
double free_order_dot(const void *vx, const void *vy, size_t n)
{
	const double *x = vx, *y = vy;
	vec sum[4] = { { 0 } }, a, b;
	int k;

	for (; n >= 32; n -= 32, x += 32, y += 32)
#pragma GCC unroll 4
		for (k = 0; k < 4; k++) {
			load(&a, x + 8 * k);
			load(&b, y + 8 * k);
			sum[k] += a * b;
		}
	return total(sum, x, y, n);
}

/* Loads every element once and does not use it. */
double read_stream(const void *vx, const void *vy, size_t n)
{
	const double *x = vx, *y = vy;
	vec sum[4] = { { 0 } };
	size_t i;
	int k;

	for (i = 0; i + 64 <= n; i += 64) {
#pragma GCC unroll 8
		for (k = 0; k < 8; k++) {
			vec a, b;

			load(&a, x + i + 8 * k);
			load(&b, y + i + 8 * k);
#if defined(__AVX512F__)
			__asm__ volatile("" ::"v"(a), "v"(b));
#else
			__asm__ volatile("" ::"m"(a), "m"(b));
#endif
		}
	}
	return total(sum, x + i, y + i, n - i);
}
