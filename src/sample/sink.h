/* Where finished measurements go: all the runner knows of storage. */
#ifndef SAMPLE_SINK_H
#define SAMPLE_SINK_H

#include "sample/sample.h"

#include <stddef.h>

struct sample_sink {
	void *ctx;
	/*
	 * Takes a finished block: its cells and their samples, every planned
	 * repeat once. Either all of it is kept or none; never called while
	 * something is being timed. Returns 0, or -1 with *err, which ends the
	 * run.
	 */
	int (*block)(void *ctx, const struct cell_record *cells, size_t ncells,
		     const struct sample *samples, size_t nsamples,
		     struct err *err);
};

#endif
