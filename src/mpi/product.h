/*
 * A dot product over the ranks of MPI_COMM_WORLD. Every function is called by
 * all ranks at the same time.
 *
 * Rank r has slices r * chunks to (r + 1) * chunks - 1 of ranks * chunks. The
 * folds of the ranks are joined in the order of the ranks, so that a kernel of
 * fixed order gives the bits of the serial product.
 */
#ifndef MPI_PRODUCT_H
#define MPI_PRODUCT_H

#include "kernel/kernel.h"
#include "plan/plan.h"
#include "sample/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRODUCT_MARKS_MAX 64 /* marked calls of a repeat */

/* When a rank computed in one call, in the time of its own clock. */
struct product_marks {
	int64_t compute_ns, ended_ns;
};

struct product {
	const struct kernel *kernel;
	size_t n;
	unsigned chunks;
	int rank, ranks;
	bool
	    scatter; /* rank 0 has the vectors and sends slices on every call */
	bool one_host;        /* all ranks share a clock: phases can be told */
	size_t start, count;  /* elements of this rank */
	unsigned char *x, *y; /* its elements; rank 0 with `scatter`: all */
	struct fold *own, *other;
	int fold_max;      /* bytes that a fold can have */
	uint64_t received; /* bytes of folds since product_repeat() began */
	struct product_marks *marks, *gathered; /* gathered: at rank 0 */
	int64_t *begin_ns, *end_ns;             /* of rank 0's marked calls */
};

/*
 * Makes the vectors from the seed and the buffers. Zero *product before.
 * Returns, on every rank, whether all ranks could: each has the kernel and the
 * memory. product_close() may be called in any case.
 */
bool product_open(struct product *product, const struct cell *cell,
		  uint64_t seed);

/* Computes the product once, with no time taken. */
double product_once(struct product *product);

/*
 * Computes the product `calls` times. On rank 0 fills the total, the bytes, the
 * result and, if all ranks are on one host, the phases of *sample; otherwise
 * the phases are SAMPLE_UNKNOWN, because no clock of another host is
 * subtracted from ours.
 */
void product_repeat(struct product *product, uint32_t calls,
		    struct sample *sample);

void product_close(struct product *product);

#endif
