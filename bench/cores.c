/*
 * Which core of OpenBLAS is the fastest on this CPU: each of those that the library may
 * have is tried in a process of its own, because a process loads one.
 */
#include "bench.h"

#include "proc/child.h"
#include "proc/shared.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POINTS    3
#define TRIES     25
#define BATCH_NS  100000
#define PROBE_S   20
#define NAME_SIZE 40

static const size_t sizes[POINTS] = { 1000, 10000, 100000 };

/* NULL: the one that the library takes by itself, or OPENBLAS_CORETYPE names. */
static const char *const cores[] = {
	NULL,  "Prescott", "Nehalem",    "Sandybridge",    "Haswell",
	"Zen", "SkylakeX", "Cooperlake", "SapphireRapids",
};
#define CORES (sizeof(cores) / sizeof(cores[0]))

struct probe {
	size_t index;
	char core[NAME_SIZE]; /* the one that was loaded; "": none */
	double ns[POINTS];    /* of one product, the least of some batches */
};

static void core_name(char name[NAME_SIZE])
{
	const char *at = strstr(kernel_blas_version(), " core ");

	if (at)
		snprintf(name, NAME_SIZE, "%.*s", (int)strcspn(at + 6, " "),
			 at + 6);
}

/* The least time of a product of this length; 0 if its result is wrong. */
static double least_ns(const struct kernel *blas, size_t n)
{
	struct bench_vectors v;
	double want, bound = 0, least = INFINITY, ns, sum = 0;
	size_t calls = 1 + BATCH_NS / (n / 4), t, i;

	bench_vectors(&v, DTYPE_F64, n);
	want = kernel_find("exact", "f64")->dot(v.vectors.x, v.vectors.y, n);
	for (i = 0; i < n; i++)
		bound += fabs(((const double *)v.vectors.x)[i] *
			      ((const double *)v.vectors.y)[i]);
	bound *= (double)n * dtype_table[DTYPE_F64].roundoff;
	for (t = 0; t < TRIES; t++) {
		int64_t begin_ns = clock_ns();

		for (i = 0; i < calls; i++)
			sum = blas->dot(v.vectors.x, v.vectors.y, n);
		ns = (double)(clock_ns() - begin_ns) / (double)calls;
		least = fmin(least, ns);
	}
	shared_close(&v.memory);
	return fabs(sum - want) <= bound ? least : 0;
}

static int try_core(void *ctx)
{
	struct probe *p = ctx;
	const struct kernel *blas = kernel_find("blas", "f64");
	size_t i;

	if (cores[p->index])
		setenv("OPENBLAS_CORETYPE", cores[p->index], 1);
	if (kernel_missing(blas))
		return 1;
	for (i = 0; i < POINTS; i++)
		p->ns[i] = least_ns(blas, sizes[i]);
	core_name(p->core);
	return 0;
}

/* Geometric mean of the times. */
static double score(const struct probe *p)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < POINTS; i++)
		sum += log(p->ns[i]);
	return exp(sum / POINTS);
}

static bool is_right(const struct probe *p)
{
	size_t i;

	for (i = 0; i < POINTS; i++)
		if (!(p->ns[i] > 0))
			return false;
	return *p->core;
}

static void print_core(const char *what, const struct probe *p)
{
	printf("%s: core %s, %.0f, %.0f and %.0f ns at n = 1e3, 1e4 and 1e5\n",
	       what, p->core, p->ns[0], p->ns[1], p->ns[2]);
}

bool bench_take_fastest_core(void)
{
	struct shared memory;
	struct probe *p;
	struct child child;
	struct err err = { 0 };
	size_t i, best = 0;
	bool taken;

	if (shared_open(&memory, CORES * sizeof(*p), &err))
		bench_die(&err);
	p = memory.data;
	for (i = 0; i < CORES; i++) {
		p[i].index = i;
		/* a core that this CPU cannot run dies */
		if (child_start(&child, try_core, &p[i], &err) ||
		    child_finish(&child, "a core",
				 clock_ns() + PROBE_S * (int64_t)CLOCK_NS_PER_S,
				 &err))
			bench_die(&err);
		if (cores[i] && strcmp(p[i].core, cores[i]) != 0)
			*p[i].core = '\0'; /* the library does not have it */
		if (is_right(&p[i]) &&
		    (!is_right(&p[best]) || score(&p[i]) < score(&p[best])))
			best = i;
	}
	taken = is_right(&p[best]);
	if (taken) {
		print_core("OpenBLAS as users get it", &p[0]);
		print_core("OpenBLAS, the fastest core here", &p[best]);
		setenv("OPENBLAS_CORETYPE", p[best].core, 1);
	}
	shared_close(&memory);
	return taken;
}
