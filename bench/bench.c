/* Shared by the benches: interleaved rounds, ratios with intervals, a table. */
#include "bench.h"

#include "kernel/fill.h"
#include "stats/interval.h"
#include "stats/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TURN_NS 40000 /* target duration of a repeat; a longer call is one */

void bench_die(const struct err *err)
{
	fprintf(stderr, "bench: %s\n", err->text);
	exit(1);
}

void bench_rounds(struct contender *contenders, size_t count, size_t rounds)
{
	size_t r, c;

	for (r = 0; r < rounds; r++)
		for (c = 0; c < count; c++)
			contenders[c].ns[r] =
			    contenders[c].time(contenders[c].ctx);
}

struct ratio bench_ratio(const struct contender *a, const struct contender *b,
			 size_t rounds)
{
	double x[BENCH_ROUNDS_MAX];
	struct interval interval = { NAN, NAN, 0 };
	size_t r;

	for (r = 0; r < rounds; r++)
		x[r] = a->ns[r] / b->ns[r];
	stats_sort(x, rounds);
	stats_median_interval(x, rounds, 0.95, &interval);
	return (struct ratio){ stats_quantile(x, rounds, 0.5), interval.low,
			       interval.high };
}

double bench_median(const struct contender *c, size_t rounds)
{
	double x[BENCH_ROUNDS_MAX];

	memcpy(x, c->ns, rounds * sizeof(*x));
	stats_sort(x, rounds);
	return stats_quantile(x, rounds, 0.5);
}

void bench_row(const char *claim, const char *measured, const char *goal,
	       int met)
{
	printf("%-58s %-24s %-10s %s\n", claim, measured, goal,
	       met < 0 ? ""
	       : met   ? "met"
		       : "MISSED");
	fflush(stdout);
}

static void row(const char *claim, struct ratio ratio, const char *sign,
		double goal, int met)
{
	char measured[64], text[32];

	snprintf(measured, sizeof(measured), "%.3g [%.3g, %.3g]", ratio.median,
		 ratio.low, ratio.high);
	snprintf(text, sizeof(text), "%s %.4g", sign, goal);
	bench_row(claim, measured, text, met);
}

void bench_at_most(const char *claim, struct ratio ratio, double goal)
{
	row(claim, ratio, "<=", goal, ratio.median <= goal);
}

void bench_at_least(const char *claim, struct ratio ratio, double goal)
{
	row(claim, ratio, ">=", goal, ratio.median >= goal);
}

void bench_vectors(struct bench_vectors *v, enum dtype dtype, size_t n)
{
	size_t bytes = (n * dtype_table[dtype].bytes + 63) / 64 * 64;
	struct err err = { 0 };

	if (shared_open(&v->memory, 2 * bytes, &err))
		bench_die(&err);
	fill_vector(dtype, 1, 0, 0, n, v->memory.data);
	fill_vector(dtype, 1, 1, 0, n, (char *)v->memory.data + bytes);
	if (shared_freeze(&v->memory, &err))
		bench_die(&err);
	v->vectors.x = v->memory.data;
	v->vectors.y = (char *)v->memory.data + bytes;
	v->vectors.n = n;
	pin_find(&v->vectors.cpus);
}

static double turn(struct bench_cell *c, uint32_t calls)
{
	struct request request = { calls, c->mark_every,
				   clock_ns() + 60 * (int64_t)CLOCK_NS_PER_S };
	struct sample sample = { 0 };
	struct err err = { 0 };

	if ((c->strategy->ready &&
	     c->strategy->ready(c->state, request.deadline_ns, &err)) ||
	    c->strategy->once(c->state, &request, &sample, &err))
		bench_die(&err);
	if (c->strategy->rest)
		c->strategy->rest(c->state);
	c->result = sample.result;
	return (double)sample.total_ns;
}

double bench_turn(void *ctx)
{
	struct bench_cell *c = ctx;

	return turn(c, c->calls) / c->calls;
}

/* The shortest of a few turns: the first ones after a fork touch pages anew. */
static double shortest_turn(struct bench_cell *c)
{
	double least = INFINITY;
	int i;

	for (i = 0; i < 5; i++)
		least = fmin(least, turn(c, c->calls));
	return least;
}

void bench_open(struct bench_cell *c, const char *strategy,
		const struct kernel *kernel, const struct vectors *vectors,
		unsigned workers)
{
	struct err err = { 0 };
	double total;
	int i;

	memset(c, 0, sizeof(*c));
	c->strategy = strategy_find(strategy);
	snprintf(c->cell.placement, sizeof(c->cell.placement), "free");
	c->cell.n = vectors->n;
	c->cell.workers = workers;
	c->cell.chunks = 1;
	c->mark_every = 16;
	if (strategy_missing(c->strategy))
		err_set(&err, ERR_ENVIRONMENT, "%s: %s", strategy,
			strategy_missing(c->strategy));
	if (err.kind ||
	    c->strategy->open(&c->state, &c->cell, kernel, vectors, &err))
		bench_die(&err);
	for (i = 0, c->calls = 1; i < 12; i++) {
		total = shortest_turn(c);
		if (total >= TURN_NS / 2)
			break;
		c->calls = (uint32_t)fmin(
		    1e6, c->calls * fmin(8, TURN_NS / (total + 1)) + 1);
	}
}

void bench_close(struct bench_cell *c)
{
	c->strategy->close(c->state);
}

/* ---- kernels ----------------------------------------------------------- */

struct call {
	dot_function *dot;
	const struct vectors *v;
	uint32_t calls;
};

static double time_call(void *ctx)
{
	const struct call *c = ctx;
	volatile double sink;
	int64_t begin_ns;
	uint32_t i;

	sink = c->dot(c->v->x, c->v->y, c->v->n);
	begin_ns = clock_ns();
	for (i = 0; i < c->calls; i++)
		sink = c->dot(c->v->x, c->v->y, c->v->n);
	(void)sink;
	return (double)(clock_ns() - begin_ns) / c->calls;
}

struct ratio bench_race(dot_function *a, dot_function *b,
			const struct vectors *v, size_t rounds)
{
	uint32_t calls = (uint32_t)(1 + 2000000 / v->n);
	struct call ca = { a, v, calls }, cb = { b, v, calls };
	struct contender *c = calloc(2, sizeof(*c));
	struct ratio ratio;

	c[0] = (struct contender){ .time = time_call, .ctx = &ca };
	c[1] = (struct contender){ .time = time_call, .ctx = &cb };
	bench_rounds(c, 2, rounds);
	ratio = bench_ratio(&c[0], &c[1], rounds);
	free(c);
	return ratio;
}

struct ratio bench_race_of(dot_function *a, dot_function *b, enum dtype dtype,
			   size_t n, size_t rounds)
{
	struct bench_vectors v;
	struct ratio ratio;

	bench_vectors(&v, dtype, n);
	ratio = bench_race(a, b, &v.vectors, rounds);
	shared_close(&v.memory);
	return ratio;
}
