/* Where finished measurements go: all the runner knows of storage. */
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

struct sample_sink {
	void *ctx;
	/*
	 * Takes a batch: every planned repeat of its block and session once.
	 * Either all of it is kept or none; never called while something is
	 * being timed. Returns 0, or -1 with *err, which ends the run.
	 */
	int (*block)(void *ctx, const struct batch *batch, struct err *err);
};

#endif
