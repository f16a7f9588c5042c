/*
 * Measures the claims about kernels and pools and prints "claim, measured, goal".
 * Ratios are of neighbouring measurements, as medians with 95 % intervals. A missed
 * goal is not an error.
 */
#include "bench.h"

#include "kernel/isa.h"
#include "proc/child.h"
#include "proc/pin.h"
#include "proc/pingpong.h"
#include "proc/wake.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 61

double free_order_dot(const void *x, const void *y, size_t n);
double read_stream(const void *x, const void *y, size_t n);

/* ---- kernels ----------------------------------------------------------- */

static void kernels(void)
{
	static const size_t sizes[] = { 100,    300,     1000,    2000,
					3000,   4000,    10000,   30000,
					100000, 1000000, 10000000 };
	char claim[100];
	size_t d, i;

	for (d = 0; d < DTYPE_COUNT; d++) {
		const char *type = dtype_table[d].name;
		const struct kernel *blas = kernel_find("blas", type);

		if (kernel_missing(blas)) {
			bench_row("native / blas", kernel_missing(blas), "",
				  -1);
			continue;
		}
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			snprintf(claim, sizeof(claim),
				 "native / OpenBLAS time, %s, n = %zu", type,
				 sizes[i]);
			bench_at_most(
			    claim,
			    bench_race_of(kernel_find("native", type)->dot,
					  blas->dot, (enum dtype)d, sizes[i],
					  ROUNDS),
			    1.03);
		}
	}
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		snprintf(claim, sizeof(claim),
			 "fixed / free order time, f64, n = %zu", sizes[i]);
		bench_at_most(claim,
			      bench_race_of(kernel_find("native", "f64")->dot,
					    free_order_dot, DTYPE_F64, sizes[i],
					    ROUNDS),
			      1.03);
	}
	/* the loads alone show what the L1 cache can deliver */
	bench_at_most("native / loads alone, f64, n = 2816 (L1)",
		      bench_race_of(kernel_find("native", "f64")->dot,
				    read_stream, DTYPE_F64, 2816, ROUNDS),
		      1 / 0.90);
}

/* ---- pools ------------------------------------------------------------- */

/* A kernel that computes nothing, so that only the dispatch takes time. */
static void nothing_add(struct fold *f, const void *x, const void *y, size_t n)
{
	(void)f, (void)x, (void)y, (void)n;
}
static void nothing_join(struct fold *f, const struct fold *next)
{
	(void)f, (void)next;
}
static double nothing_value(const struct fold *f)
{
	(void)f;
	return 0;
}
static const struct kernel nothing = { .name = "nothing",
				       .grain = 128,
				       .add = nothing_add,
				       .join = nothing_join,
				       .value = nothing_value };

static double time_ping_pong(void *ctx)
{
	(void)ctx;
	return pingpong_ns(pin_cpu(0), pin_cpu(1));
}

static void dispatch(void)
{
	struct bench_vectors v;
	struct bench_cell shm, ring, thread;
	struct contender *c = calloc(4, sizeof(*c));
	char text[64];

	bench_vectors(&v, DTYPE_F64, 1000);
	bench_open(&shm, "shm", &nothing, &v.vectors, 2);
	bench_open(&ring, "ring", &nothing, &v.vectors, 2);
	c[0] = (struct contender){ .time = bench_turn, .ctx = &shm };
	c[1] = (struct contender){ .time = time_ping_pong };
	c[2] = (struct contender){ .time = bench_turn, .ctx = &ring };
	bench_rounds(c, 3, ROUNDS);
	snprintf(text, sizeof(text), "%.0f ns (%s)",
		 bench_median(&c[1], ROUNDS),
		 bench_median(&c[1], ROUNDS) < 250 ? "near" : "far");
	bench_row("cache-line ping-pong, round trip", text, "", -1);
	snprintf(text, sizeof(text), "%.0f ns", bench_median(&c[0], ROUNDS));
	bench_row("null job, shm", text, "", -1);
	snprintf(text, sizeof(text), "%.0f ns", bench_median(&c[2], ROUNDS));
	bench_row("null job, ring", text, "", -1);
	bench_at_most("null job, shm / ping-pong",
		      bench_ratio(&c[0], &c[1], ROUNDS), 1.2);
	if (!strategy_missing(strategy_find("thread"))) {
		bench_open(&thread, "thread", &nothing, &v.vectors, 2);
		c[3] = (struct contender){ .time = bench_turn, .ctx = &thread };
		bench_rounds(&c[3], 1, 3);
		bench_rounds(c, 4, ROUNDS);
		bench_at_most("null job, shm / OpenMP",
			      bench_ratio(&c[0], &c[3], ROUNDS), 0.3);
		bench_close(&thread);
	}
	bench_close(&shm);
	bench_close(&ring);
	shared_close(&v.memory);
	free(c);
}

/* ---- two halves without synchronisation -------------------------------- */

struct halves {
	const struct vectors *v;
	uint32_t calls;
	struct gate {
		_Alignas(128) struct wake go;
		_Alignas(128) _Atomic uint32_t done;
	} * gate;
	uint32_t round;
};

static void half(const struct halves *h, int which)
{
	const struct kernel *k = kernel_find("native", "f64");
	size_t start, count;
	volatile double sink;
	uint32_t i;

	kernel_slice(k, h->v->n, 2, (size_t)which, &start, &count);
	for (i = 0; i < h->calls; i++)
		sink = k->dot((const double *)h->v->x + start,
			      (const double *)h->v->y + start, count);
	(void)sink;
}

static int other_half(void *ctx)
{
	struct halves *h = ctx;
	uint32_t round = 0;

	pin_to(pin_cpu(1));
	while (h->calls) {
		while (!wake_wait(&h->gate->go, round, 0, INT64_MAX))
			;
		round = atomic_load(&h->gate->go.value);
		half(h, 1); /* warms the cache; then the two halves meet */
		atomic_store(&h->gate->done, round * 4 + 1);
		while (atomic_load(&h->gate->done) != round * 4 + 2)
			wake_relax();
		half(h, 1);
		atomic_store(&h->gate->done, round * 4 + 3);
	}
	return 0;
}

static double time_halves(void *ctx)
{
	struct halves *h = ctx;
	uint32_t round = ++h->round;
	struct pin all;
	int64_t begin_ns;

	pin_save(&all);
	pin_to(pin_cpu(0));
	wake_set(&h->gate->go, round);
	half(h, 0);
	while (atomic_load(&h->gate->done) != round * 4 + 1)
		wake_relax();
	begin_ns = clock_ns();
	atomic_store(&h->gate->done, round * 4 + 2);
	half(h, 0);
	while (atomic_load(&h->gate->done) != round * 4 + 3)
		wake_relax();
	begin_ns = clock_ns() - begin_ns;
	pin_restore(&all);
	return (double)begin_ns / h->calls;
}

static void pool_speed(void)
{
	static const struct {
		size_t n;
		double halves, serial; /* goals; 0: none */
	} points[] = {
		{ 10000, 0.80, 0 },    { 100000, 0.95, 2.7 },
		{ 300000, 0.95, 0 },   { 1000000, 0.95, 1.9 },
		{ 10000000, 0.95, 0 },
	};
	struct contender *c = calloc(3, sizeof(*c));
	struct bench_cell shm, serial;
	struct bench_vectors v;
	struct shared gate;
	struct halves h;
	struct child child;
	struct err err = { 0 };
	char claim[100];
	size_t i;

	for (i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		size_t n = points[i].n;

		bench_vectors(&v, DTYPE_F64, n);
		bench_open(&shm, "shm", kernel_find("native", "f64"),
			   &v.vectors, 2);
		bench_open(&serial, "serial", kernel_find("native", "f64"),
			   &v.vectors, 1);
		if (shared_open(&gate, sizeof(struct gate), &err))
			bench_die(&err);
		h = (struct halves){ &v.vectors, (uint32_t)(1 + 1000000 / n),
				     gate.data, 0 };
		if (child_start(&child, other_half, &h, &err))
			bench_die(&err);
		shm.calls = h.calls;
		c[0] = (struct contender){ .time = time_halves, .ctx = &h };
		c[1] = (struct contender){ .time = bench_turn, .ctx = &shm };
		c[2] = (struct contender){ .time = bench_turn, .ctx = &serial };
		bench_rounds(c, 3, ROUNDS);
		snprintf(claim, sizeof(claim),
			 "shm speed / two halves' speed, n = %zu", n);
		bench_at_least(claim, bench_ratio(&c[0], &c[1], ROUNDS),
			       points[i].halves);
		snprintf(claim, sizeof(claim), "shm speed-up, n = %zu", n);
		if (points[i].serial > 0)
			bench_at_least(claim, bench_ratio(&c[2], &c[1], ROUNDS),
				       points[i].serial);
		child_stop(&child);
		shared_close(&gate);
		bench_close(&shm);
		bench_close(&serial);
		shared_close(&v.memory);
	}
	free(c);
}

static double time_cold(void *ctx)
{
	struct vectors *v = ctx;
	const struct strategy *s = strategy_find("shm");
	struct cell cell = { .n = v->n, .workers = 2, .chunks = 1 };
	struct request request = { 1, 1, clock_ns() + CLOCK_NS_PER_S };
	struct sample sample = { 0 };
	struct err err = { 0 };
	int64_t begin_ns = clock_ns(), ns;
	void *state;

	strcpy(cell.placement, "free");
	if (s->open(&state, &cell, kernel_find("native", "f64"), v, &err) ||
	    s->once(state, &request, &sample, &err))
		bench_die(&err);
	ns = clock_ns() - begin_ns;
	s->close(state);
	return (double)ns;
}

static void cold_and_crowded(void)
{
	struct contender *c = calloc(1, sizeof(*c));
	unsigned workers = (unsigned)pin_cpu_count() * 4;
	struct bench_vectors v;
	struct bench_cell crowd;
	char text[64];

	bench_vectors(&v, DTYPE_F64, 1000);
	c[0] = (struct contender){ .time = time_cold, .ctx = &v.vectors };
	bench_rounds(c, 1, ROUNDS);
	snprintf(text, sizeof(text), "%.0f us",
		 bench_median(&c[0], ROUNDS) / 1e3);
	bench_row("cold start of shm, 2 workers, with the first call", text,
		  "<= 1000 us", bench_median(&c[0], ROUNDS) <= 1e6);
	bench_open(&crowd, "shm", &nothing, &v.vectors, workers);
	c[0] = (struct contender){ .time = bench_turn, .ctx = &crowd };
	crowd.calls = 20;
	bench_rounds(c, 1, ROUNDS);
	snprintf(text, sizeof(text), "%.1f us",
		 bench_median(&c[0], ROUNDS) / 1e3);
	bench_row("null job, shm, 4 processes per CPU", text, "<= 60 us",
		  bench_median(&c[0], ROUNDS) <= 60e3);
	bench_close(&crowd);
	shared_close(&v.memory);
	free(c);
}

/* ---- neighbours at rest, and marks ------------------------------------- */

static void neighbours(void)
{
	enum { POOLS = 10 };
	struct contender *alone = calloc(2, sizeof(*alone));
	struct bench_cell serial, pool[POOLS];
	double without[BENCH_ROUNDS_MAX];
	struct bench_vectors v;
	int block, i;

	bench_vectors(&v, DTYPE_F64, 10000);
	bench_open(&serial, "serial", kernel_find("native", "f64"), &v.vectors,
		   1);
	alone[0] = (struct contender){ .time = bench_turn, .ctx = &serial };
	alone[1] = alone[0];
	/* alternately alone and beside the pools, in pairs a few ms apart */
	for (block = 0; block < ROUNDS; block++) {
		struct contender part = alone[0];

		bench_rounds(&part, 1, 5);
		without[block] = bench_median(&part, 5);
		for (i = 0; i < POOLS; i++) {
			bench_open(&pool[i],
				   i % 3 == 0 ? "ring"
				   : i % 3 == 1 && !strategy_missing(
						       strategy_find("thread"))
				       ? "thread"
				       : "shm",
				   kernel_find("native", "f64"), &v.vectors, 2);
			bench_turn(&pool[i]);
		}
		bench_rounds(&part, 1, 5);
		alone[1].ns[block] = bench_median(&part, 5);
		for (i = 0; i < POOLS; i++)
			bench_close(&pool[i]);
	}
	memcpy(alone[0].ns, without, sizeof(without));
	bench_at_most("serial beside ten open pools / alone, n = 10000",
		      bench_ratio(&alone[1], &alone[0], ROUNDS), 1.01);
	bench_close(&serial);
	shared_close(&v.memory);
	free(alone);
}

static void marks(void)
{
	struct contender *c = calloc(3, sizeof(*c));
	struct bench_cell with, without, again;
	struct bench_vectors v;
	struct ratio ratio;
	char text[64];
	double cost_ns;

	/* a call takes a little more than 10 us, so that every call is marked */
	bench_vectors(&v, DTYPE_F64, 150000);
	bench_open(&with, "shm", kernel_find("native", "f64"), &v.vectors, 2);
	bench_open(&without, "shm", kernel_find("native", "f64"), &v.vectors,
		   2);
	bench_open(&again, "shm", kernel_find("native", "f64"), &v.vectors, 2);
	with.calls = without.calls = again.calls = 64;
	with.mark_every = 1;
	without.mark_every = again.mark_every = 1000; /* the first one only */
	c[0] = (struct contender){ .time = bench_turn, .ctx = &with };
	c[1] = (struct contender){ .time = bench_turn, .ctx = &without };
	c[2] = (struct contender){ .time = bench_turn, .ctx = &again };
	bench_rounds(c, 3, 2 * ROUNDS);
	ratio = bench_ratio(&c[0], &c[1], 2 * ROUNDS);
	cost_ns =
	    bench_median(&c[0], 2 * ROUNDS) - bench_median(&c[1], 2 * ROUNDS);
	snprintf(text, sizeof(text), "%.1f us, marks %+.0f ns",
		 bench_median(&c[1], 2 * ROUNDS) / 1e3, cost_ns);
	bench_row("a call, shm, n = 150000", text, "", -1);
	bench_at_most("marked / unmarked calls", ratio, 1.01);
	bench_at_most("unmarked / unmarked calls (A/A)",
		      bench_ratio(&c[2], &c[1], 2 * ROUNDS), 1.01);
	bench_close(&with);
	bench_close(&without);
	bench_close(&again);
	shared_close(&v.memory);
	/* the cost of one mark, with a kernel that computes nothing */
	bench_vectors(&v, DTYPE_F64, 1000);
	bench_open(&with, "shm", &nothing, &v.vectors, 2);
	bench_open(&without, "shm", &nothing, &v.vectors, 2);
	with.mark_every = 1;
	without.mark_every = 1000000;
	bench_rounds(c, 2, ROUNDS);
	/* a marked call reads the clock four times on the critical path */
	cost_ns =
	    (bench_median(&c[0], ROUNDS) - bench_median(&c[1], ROUNDS)) / 4;
	snprintf(text, sizeof(text), "%.0f ns", cost_ns);
	bench_row("one mark (a quarter of a null call's)", text, "<= 100 ns",
		  cost_ns <= 100);
	bench_close(&with);
	bench_close(&without);
	shared_close(&v.memory);
	free(c);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = {
		{ "kernels", kernels }, { "dispatch", dispatch },
		{ "pool", pool_speed }, { "cold", cold_and_crowded },
		{ "rest", neighbours }, { "marks", marks },
	};
	size_t i;

	bench_take_fastest_core();
	if (argc == 1)
		printf("native: %s; blas: %s; %d CPUs\n\n",
		       kernel_isa_best(native_isa_table)->name,
		       kernel_blas_version(), pin_cpu_count());
	bench_row("claim", "measured [95 %]", "goal", -1);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (argc == 1 || !strcmp(argv[1], parts[i].name))
			parts[i].run();
	return 0;
}
