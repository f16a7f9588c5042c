/* Shared by the benches: interleaved rounds, ratios with intervals, a table. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/clock.h"
#include "base/err.h"
#include "kernel/kernel.h"
#include "proc/shared.h"
#include "strategy/strategy.h"

#include <stdbool.h>
#include <stddef.h>

#define BENCH_ROUNDS_MAX 301

/* Something that can be timed. */
struct contender {
	double (*time)(void *ctx); /* ns per call of one repeat; < 0: failed */
	void *ctx;
	double ns[BENCH_ROUNDS_MAX]; /* filled by bench_rounds() */
};

/* Runs every contender once per round, in turn, `rounds` times. */
void bench_rounds(struct contender *contenders, size_t count, size_t rounds);

/* The median over the rounds of a's time / b's time, with its 95 % interval. */
struct ratio {
	double median, low, high;
};
struct ratio bench_ratio(const struct contender *a, const struct contender *b,
			 size_t rounds);
double bench_median(const struct contender *c, size_t rounds);

/* Prints a row of the table. `met`: 1 the goal is met, 0 it is missed, -1 none. */
void bench_row(const char *claim, const char *measured, const char *goal,
	       int met);

/* Prints a row with a ratio that must be at most (at least) the goal. */
void bench_at_most(const char *claim, struct ratio ratio, double goal);
void bench_at_least(const char *claim, struct ratio ratio, double goal);

/* Makes vectors of n elements, as a run does. Ends the program on failure. */
struct bench_vectors {
	struct shared memory;
	struct vectors vectors;
};
void bench_vectors(struct bench_vectors *v, enum dtype dtype, size_t n);

/* The ratio of the times of two kernels on the same vectors: on these, or on n
 * elements as a run has them. */
typedef double dot_function(const void *x, const void *y, size_t n);
struct ratio bench_race(dot_function *a, dot_function *b,
			const struct vectors *v, size_t rounds);
struct ratio bench_race_of(dot_function *a, dot_function *b, enum dtype dtype,
			   size_t n, size_t rounds);

/* A strategy that is open for one cell. */
struct bench_cell {
	const struct strategy *strategy;
	void *state;
	struct cell cell;
	uint32_t calls, mark_every;
	double result; /* of the last turn */
};
void bench_open(struct bench_cell *c, const char *strategy,
		const struct kernel *kernel, const struct vectors *vectors,
		unsigned workers);
void bench_close(struct bench_cell *c);

/* A time() of a contender whose ctx is a bench_cell: one turn, as in a run. */
double bench_turn(void *ctx);

/*
 * Finds the core of OpenBLAS that is the fastest on this CPU and gives right results,
 * prints it and the one that users get, and makes this process use it. To be called
 * before the first use of the kernel `blas`. Returns false where the BLAS is no OpenBLAS
 * that can choose, which then is the one compared with.
 */
bool bench_take_fastest_core(void);

/* Ends the program with a message. */
void bench_die(const struct err *err);

#endif
