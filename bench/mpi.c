/*
 * Compares a call of the strategy `mpi` (placement resident) with two bare loops that
 * compute the same slices and call MPI_Allreduce, on the scalar and on 384 bytes: medians
 * of the ratios of neighbouring measurements, with their 95 % intervals. The goal is at
 * most 1.2. The bits of the serial product need the sums of all lanes, which are some 384
 * bytes for one node of the kernel's tree; the second loop shows what they cost.
 *
 * usage: mpirun -n 2 bench/mpi
 */
#include "bench.h"

#include "mpi/product.h"

#include <mpi.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS 61
#define LANES  48 /* doubles: 384 bytes */

/* Nanoseconds of a call in the bare loop, on rank 0. */
static double bare(const struct product *p, uint32_t calls, int doubles)
{
	volatile double result;
	double own[LANES] = { 0 }, sum[LANES];
	int64_t begin_ns;
	uint32_t i;

	MPI_Barrier(MPI_COMM_WORLD);
	begin_ns = clock_ns();
	for (i = 0; i < calls; i++) {
		own[0] = p->kernel->dot(p->x, p->y, p->count);
		MPI_Allreduce(own, sum, doubles, MPI_DOUBLE, MPI_SUM,
			      MPI_COMM_WORLD);
		result = sum[0];
	}
	(void)result;
	return (double)(clock_ns() - begin_ns) / calls;
}

static double ours(struct product *p, uint32_t calls)
{
	struct sample sample = { 0 };

	MPI_Barrier(MPI_COMM_WORLD);
	product_repeat(p, calls, &sample);
	return (double)sample.total_ns / calls;
}

/* Prints the median of a / b, with its interval. */
static void print_ratio(const struct contender *a, const struct contender *b)
{
	const struct ratio r = bench_ratio(a, b, ROUNDS);

	printf("  %.3f (%.3f to %.3f)", r.median, r.low, r.high);
}

static void compare(uint64_t n)
{
	const uint32_t calls = (uint32_t)(1 + 20000000 / (n + 10000));
	struct contender c[3]; /* ours, and two bare loops */
	struct product p = { 0 };
	struct cell cell = { .n = n, .chunks = 1 };
	int i, k, rank;

	strcpy(cell.kernel, "native");
	strcpy(cell.dtype, "f64");
	strcpy(cell.placement, "resident");
	if (!product_open(&p, &cell, 1))
		MPI_Abort(MPI_COMM_WORLD, 1);
	for (i = -2; i < ROUNDS; i++) /* two rounds to warm up */
		for (k = 0; k < 3; k++) {
			const int which = (i + 2 + k) % 3; /* in turns */
			const double took =
			    which ? bare(&p, calls, which == 1 ? 1 : LANES)
				  : ours(&p, calls);

			c[which].ns[i < 0 ? 0 : i] = took;
		}
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	if (!rank) {
		printf("%9llu", (unsigned long long)n);
		print_ratio(&c[0], &c[1]);
		print_ratio(&c[0], &c[2]);
		printf("  %9.2f us  %9.2f us\n",
		       bench_median(&c[0], ROUNDS) / 1e3,
		       bench_median(&c[1], ROUNDS) / 1e3);
	}
	product_close(&p);
}

int main(int argc, char **argv)
{
	static const uint64_t sizes[] = { 100,    1000,    10000,
					  100000, 1000000, 10000000 };
	size_t i;
	int rank, ranks;

	MPI_Init(&argc, &argv);
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	MPI_Comm_size(MPI_COMM_WORLD, &ranks);
	if (!rank)
		printf(
		    "%d ranks, %d rounds, native f64\n"
		    "        n  / bare loop             / the same bytes      "
		    " mpi resident    bare loop\n",
		    ranks, ROUNDS);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		compare(sizes[i]);
	MPI_Finalize();
	return 0;
}
