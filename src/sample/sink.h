/* Where finished measurements go, and who is told how far a run is: all that the
 * runner knows of storage and of people. */
#ifndef SAMPLE_SINK_H
#define SAMPLE_SINK_H

#include "sample/sample.h"

#include <stddef.h>

/* A finished block of one session. */
struct batch {
	const struct cell_record *cells;
	size_t ncells;
	const struct sample *samples; /* cell by cell, in ascending repeats */
	size_t nsamples;
	const struct cold_start *colds;
	size_t ncolds;
	const struct control *controls; /* measured since the batch before */
	size_t ncontrols;
};

struct run_progress; /* see run/runner.h */

struct sample_sink {
	void *ctx;
	/*
	 * Takes a batch: every planned repeat of its block and session once.
	 * Either all of it is kept or none; never called while something is
	 * being timed. Returns 0, or -1 with *err, which ends the run.
	 */
	int (*block)(void *ctx, const struct batch *batch, struct err *err);
	/* Is told how far the run is, outside of the timed windows; NULL: nobody
	 * wants to know. */
	void (*progress)(void *ctx, const struct run_progress *progress);
};

#endif
