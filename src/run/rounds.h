/* Inside run/: a block at work. Its cells are open at once and take turns. */
#ifndef RUN_ROUNDS_H
#define RUN_ROUNDS_H

#include "run/block.h"
#include "run/cell_run.h"
#include "run/control.h"
#include "run/runner.h"

/* A run at work, in the session that runs now. */
struct runner {
	const struct plan *plan;
	const struct run_options *options;
	struct blocks blocks;
	struct cell_known *known;       /* of each cell of the plan */
	const struct sample_sink *sink; /* of the session being run */
	struct run_result *result;
	int64_t started_ns;
	uint32_t session;
	int64_t paused_ns; /* between sessions, so far */
	double work_all;   /* estimated nanoseconds */
	struct run_progress progress;
	struct control controls[CONTROL_MAX]; /* not stored yet */
	size_t ncontrols;
};

/* Whether this session of a cell is there already, or not asked for. */
bool rounds_stored(const struct runner *r, size_t cell);

/* The cells of a block that this session has yet to measure: how many. With
 * runs (of as many; else NULL) they are begun. */
size_t rounds_begin(const struct runner *r, size_t block,
		    struct cell_run *runs);

/* Runs the control kernels; their times go with the next block. */
void rounds_controls(struct runner *r);

/* Runs the block and gives it to the sink. Returns 0, 1 when a signal came before
 * it was done, or -1 with *err. */
int rounds_run(struct runner *r, size_t number, struct err *err);

#endif
