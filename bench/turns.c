/*
 * Runs one strategy for benches in other languages: opens STRATEGY with WORKERS for
 * N float64 elements of seed 1 and prints "ready"; then, for every line on stdin,
 * runs one turn and prints its ns per call and its result.
 * usage: turns STRATEGY KERNEL WORKERS N
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct bench_vectors v;
	struct bench_cell cell;
	const struct kernel *kernel;
	char line[16];
	double ns;

	if (argc != 5 || !strategy_find(argv[1]) ||
	    !(kernel = kernel_find(argv[2], "f64"))) {
		fprintf(stderr, "usage: turns STRATEGY KERNEL WORKERS N\n");
		return 2;
	}
	bench_vectors(&v, DTYPE_F64, strtoull(argv[4], NULL, 10));
	bench_open(&cell, argv[1], kernel, &v.vectors,
		   (unsigned)strtoul(argv[3], NULL, 10));
	printf("ready\n");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		ns = bench_turn(&cell);
		printf("%.17g %.17g\n", ns, cell.result);
		fflush(stdout);
	}
	bench_close(&cell);
	return 0;
}
