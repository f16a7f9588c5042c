/* The sink of a run: takes finished measurements and progress reports. The
 * runner knows nothing else of storage or of people. */
#ifndef SAMPLE_SINK_H
#define SAMPLE_SINK_H

#include "sample/sample.h"

#include <stddef.h>

/* The measurements of one finished block in one session. */
struct batch {
	const struct cell_record *cells;
	size_t ncells;
	const struct sample *samples; /* cell by cell, in ascending repeats */
	size_t nsamples;
	const struct cold_start *colds;
	size_t ncolds;
	const struct control *controls; /* since the previous batch */
	size_t ncontrols;
};

struct run_progress; /* see run/runner.h */

struct sample_sink {
	void *ctx;
	/*
	 * Stores a batch, which has every planned repeat of its block and
	 * session exactly once. It stores all of the batch or nothing. It is
	 * never called inside a timed window. Returns 0, or -1 with *err, which
	 * ends the run.
	 */
	int (*block)(void *ctx, const struct batch *batch, struct err *err);
	/* Reports the progress of the run; never called inside a timed window.
	 * May be NULL. */
	void (*progress)(void *ctx, const struct run_progress *progress);
};

#endif
