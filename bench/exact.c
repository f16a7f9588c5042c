/*
 * What a correctly rounded dot product costs: the time of the exact kernel as a
 * multiple of the native kernel's, on the same vectors in turn, and how it
 * depends on the data. A missed goal is not an error.
 */
#include "bench.h"

#include "base/random.h"
#include "kernel/isa.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 61

static dot_function *dot_of(const char *kernel, enum dtype dtype)
{
	return kernel_find(kernel, dtype_table[dtype].name)->dot;
}

/* Both vectors of 2,000 elements of f64 lie in the first-level cache of most
 * CPUs, those of 10,000 in the second-level cache, those of 1e7 in memory. */
static void sizes(void)
{
	static const struct {
		size_t n;
		double goal;
	} points[] = {
		{ 100, 4 },    { 300, 4 },       { 1000, 4 },
		{ 2000, 4 },   { 10000, 4 },     { 30000, 4 },
		{ 100000, 4 }, { 1000000, 1.2 }, { 10000000, 1.2 },
	};
	char claim[100];
	size_t i;
	int d;

	for (d = 0; d < DTYPE_COUNT; d++)
		for (i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
			snprintf(claim, sizeof(claim),
				 "exact / native time, %s, n = %zu",
				 dtype_table[d].name, points[i].n);
			bench_at_most(
			    claim,
			    bench_race_of(dot_of("exact", (enum dtype)d),
					  dot_of("native", (enum dtype)d),
					  (enum dtype)d, points[i].n, ROUNDS),
			    points[i].goal);
		}
}

/* Elements whose products have exponents far apart, or are 0, are slower. */
enum shape { NORMAL, ZEROS, FAR, ANY, SHAPES };

static double element(enum shape shape, uint64_t *state)
{
	const double u = random_unit(state), sign = random_unit(state) - 0.5;

	switch (shape) {
	case NORMAL: /* Box and Muller 1958 */
		return sqrt(-2 * log(u)) *
		       cos(2 * acos(-1) * random_unit(state));
	case ZEROS:
		return u < 0.5 ? 0 : sign;
	case FAR:
		return ldexp(sign, (int)(40 * u));
	default:
		return ldexp(sign, (int)(2000 * u) - 1000);
	}
}

static void shapes(void)
{
	static const char *const name[] = { "normal distribution", "half are 0",
					    "40 binades", "any exponents" };
	const size_t n = 10000;
	double *x = malloc(n * sizeof(*x)), *y = malloc(n * sizeof(*y));
	const struct vectors v = { .x = x, .y = y, .n = n };
	char claim[100], measured[64];
	uint64_t state = 1;
	struct ratio ratio;
	size_t i;
	int s;

	for (s = 0; s < SHAPES; s++) {
		for (i = 0; i < n; i++) {
			x[i] = element((enum shape)s, &state);
			y[i] = element((enum shape)s, &state);
		}
		snprintf(claim, sizeof(claim),
			 "exact / native time, f64, n = %zu, %s", n, name[s]);
		ratio = bench_race(dot_of("exact", DTYPE_F64),
				   dot_of("native", DTYPE_F64), &v, ROUNDS);
		snprintf(measured, sizeof(measured), "%.3g [%.3g, %.3g]",
			 ratio.median, ratio.low, ratio.high);
		bench_row(claim, measured, "", -1);
	}
	free(x);
	free(y);
}

int main(void)
{
	printf("%s\n\n", kernel_isa_best(exact_isa_table)->name);
	bench_row("claim", "measured [95 %]", "goal", -1);
	sizes();
	shapes();
	return 0;
}
