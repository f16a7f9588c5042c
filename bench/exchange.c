/*
 * Measures what an exchange between two CPUs costs, against what it must cost: a job for
 * nothing is one round trip of a cache line, a product over two processes half a product
 * and one round trip. A virtual machine's CPUs are near one day and far the next, even the
 * next minute; so each state has a table of its own.
 *
 * usage: bench/exchange [near|far|now] [MINUTES]
 *
 * Waits until the CPUs are in that state, for so many minutes at most (20); by default
 * both states are waited for. A size during which the state changed is measured again.
 * The table is also read by bench/exchange.gp.
 */
#include "bench.h"

#include "proc/pin.h"
#include "proc/pingpong.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 61
#define FAR_NS \
	200 /* a round trip between CPUs that are near takes 60 to 130 ns */

static const size_t sizes[] = { 300,   500,   700,   1000,   1500,  2000,
				3000,  4000,  5000,  7000,   10000, 15000,
				20000, 30000, 50000, 100000, 300000 };
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

/* What is timed; the limit is the sum of the two before it. */
enum { SHM, RING, OPENMP, SERIAL, HALF, PINGPONG, LIMIT, TIMES };

struct point {
	double ns[TIMES];   /* medians; NaN: not there */
	struct ratio ratio; /* of shm / limit */
};

static double time_ping_pong(void *ctx)
{
	(void)ctx;
	return pingpong_ns(pin_cpu(0), pin_cpu(1));
}

static const char *state_now(void)
{
	double ns[5];
	int i, far = 0;

	for (i = 0; i < 5; i++) {
		ns[i] = time_ping_pong(NULL);
		far += ns[i] > FAR_NS;
	}
	return far > 2 ? "far" : "near";
}

static bool is_in(const char *state)
{
	return !strcmp(state, "now") || !strcmp(state, state_now());
}

/* Waits for a state until the deadline; returns whether it is there. */
static bool wait_for(const char *state, int64_t deadline_ns)
{
	struct timespec second = { 1, 0 };
	bool told = false;

	while (!is_in(state)) {
		if (!told)
			fprintf(stderr,
				"bench: waiting until the CPUs are %s\n",
				state);
		told = true;
		if (clock_ns() > deadline_ns)
			return false;
		nanosleep(&second, NULL);
	}
	return true;
}

/* ---- a size ------------------------------------------------------------- */

static void add(struct contender *c, struct bench_cell *cell,
		const char *strategy, const struct kernel *kernel,
		const struct vectors *v, unsigned workers)
{
	bench_open(cell, strategy, kernel, v, workers);
	*c = (struct contender){ .time = bench_turn, .ctx = cell };
}

static void measure(const struct kernel *kernel, size_t n, struct point *p)
{
	bool openmp = !strategy_missing(strategy_find("thread"));
	struct contender *c = calloc(TIMES, sizeof(*c));
	struct bench_cell cell[HALF + 1];
	struct bench_vectors v, half;
	int i, r;

	bench_vectors(&v, DTYPE_F64, n);
	bench_vectors(&half, DTYPE_F64, n / 2);
	add(&c[SHM], &cell[SHM], "shm", kernel, &v.vectors, 2);
	add(&c[RING], &cell[RING], "ring", kernel, &v.vectors, 2);
	add(&c[SERIAL], &cell[SERIAL], "serial", kernel, &v.vectors, 1);
	add(&c[HALF], &cell[HALF], "serial", kernel, &half.vectors, 1);
	c[PINGPONG] = (struct contender){ .time = time_ping_pong };
	if (openmp)
		add(&c[OPENMP], &cell[OPENMP], "thread", kernel, &v.vectors, 2);
	else
		c[OPENMP] = c[PINGPONG];
	bench_rounds(c, LIMIT, ROUNDS);
	for (r = 0; r < ROUNDS; r++)
		c[LIMIT].ns[r] = c[HALF].ns[r] + c[PINGPONG].ns[r];
	for (i = 0; i < TIMES; i++)
		p->ns[i] = bench_median(&c[i], ROUNDS);
	if (!openmp)
		p->ns[OPENMP] = NAN;
	p->ratio = bench_ratio(&c[SHM], &c[LIMIT], ROUNDS);
	for (i = 0; i <= HALF; i++)
		if (i != OPENMP || openmp)
			bench_close(&cell[i]);
	shared_close(&v.memory);
	shared_close(&half.memory);
	free(c);
}

/* The same, all of it in one state. Returns false where that did not last. */
static bool measure_in(const char *state, const struct kernel *kernel, size_t n,
		       int64_t deadline_ns, struct point *p)
{
	while (wait_for(state, deadline_ns)) {
		measure(kernel, n, p);
		if (is_in(state))
			return true;
	}
	return false;
}

/* ---- break-even --------------------------------------------------------- */

/* The n from which on a time is below serial at all larger sizes, between two sizes on a
 * straight line of logarithms; NaN if it is not at the largest. */
static double crossing(const struct point *p, int time)
{
	double gain[SIZES];
	size_t i = SIZES;

	for (i = 0; i < SIZES; i++)
		gain[i] = log(p[i].ns[SERIAL] / p[i].ns[time]);
	if (!(gain[SIZES - 1] > 0))
		return NAN;
	for (i = SIZES - 1; i && gain[i - 1] > 0; i--)
		;
	if (!i)
		return (double)sizes[0];
	return exp(log((double)sizes[i - 1]) -
		   gain[i - 1] / (gain[i] - gain[i - 1]) *
		       log((double)sizes[i] / (double)sizes[i - 1]));
}

static void tell_crossing(const char *claim, double n, double goal)
{
	char text[32], limit[32];

	if (isnan(n))
		snprintf(text, sizeof(text), "never up to %zu",
			 sizes[SIZES - 1]);
	else
		snprintf(text, sizeof(text), "%.0f", n);
	snprintf(limit, sizeof(limit), "<= %.0f", goal);
	bench_row(claim, text, isnan(goal) ? "" : limit,
		  isnan(goal) ? -1 : n <= goal);
}

/* ---- the table ---------------------------------------------------------- */

static void print_point(size_t n, const struct point *p)
{
	printf("%8zu %9.0f %9.0f %9.0f", n, p->ns[LIMIT], p->ns[SHM],
	       p->ns[RING]);
	if (isnan(p->ns[OPENMP]))
		printf(" %9s", "-");
	else
		printf(" %9.0f", p->ns[OPENMP]);
	printf(" %9.0f %9.2f [%.2f, %.2f] %9.0f", p->ns[SERIAL],
	       p->ratio.median, p->ratio.low, p->ratio.high, p->ns[PINGPONG]);
	if (n >= 3000)
		printf(" <= %.2f %s", 1 / 0.85,
		       p->ratio.median <= 1 / 0.85 ? "met" : "MISSED");
	printf("\n");
	fflush(stdout);
}

/* `state`: near, far or now, which is either. */
static void table(const char *state, int64_t deadline_ns)
{
	const struct kernel *native = kernel_find("native", "f64");
	const char *is;
	double limit;
	struct point point[SIZES];
	size_t i;

	if (!wait_for(state, deadline_ns)) {
		printf("# the CPUs were never %s\n\n\n", state);
		return;
	}
	is = strcmp(state, "now") ? state : state_now();
	printf("# CPUs %s; f64, kernel native; ns a call, medians of %d rounds "
	       "side by side\n"
	       "# limit: half a product and a round trip of a cache line\n"
	       "#      n     limit       shm      ring    OpenMP    serial "
	       "shm / limit [95 %%]  ping-pong  goal\n",
	       is, ROUNDS);
	for (i = 0; i < SIZES; i++) {
		if (!measure_in(state, native, sizes[i], deadline_ns,
				&point[i])) {
			printf("# they did not stay %s\n\n\n", state);
			return;
		}
		print_point(sizes[i], &point[i]);
	}
	printf("\n\n");
	limit = crossing(point, LIMIT);
	tell_crossing("n where serial = limit", limit, NAN);
	tell_crossing("break-even n, shm (1.3 times that)",
		      crossing(point, SHM), 1.3 * limit);
	tell_crossing("break-even n, ring", crossing(point, RING),
		      strcmp(is, "far") ? 1000 : 2000);
	printf("\n\n");
}

int main(int argc, char **argv)
{
	double minutes = argc > 2 ? strtod(argv[2], NULL) : 20;
	int64_t deadline_ns =
	    clock_ns() + (int64_t)(minutes * 60 * (double)CLOCK_NS_PER_S);
	const char *first;

	if (pin_cpu_count() < 2) {
		fprintf(stderr, "bench: an exchange needs two CPUs\n");
		return 1;
	}
	if (argc > 1) {
		table(argv[1], deadline_ns);
		return 0;
	}
	first = state_now();
	table(first, deadline_ns);
	table(strcmp(first, "far") ? "far" : "near", deadline_ns);
	return 0;
}
