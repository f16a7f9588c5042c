/* Inside run/: the state of a run and session, and the rounds of one block, whose
 * cells are all open and take turns. */
#ifndef RUN_ROUNDS_H
#define RUN_ROUNDS_H

#include "run/block.h"
#include "run/cell_run.h"
#include "run/control.h"
#include "run/runner.h"

/* The state of a run and of its current session. */
struct runner {
	const struct plan *plan;
	const struct run_options *options;
	struct blocks blocks;
	struct cell_known *known;       /* one per cell of the plan */
	const struct sample_sink *sink; /* of the current session */
	struct run_result *result;
	int64_t started_ns;
	uint32_t session;
	const struct perf_event *events; /* NULL: none can be counted here */
	int64_t paused_ns;               /* between sessions, so far */
	double work_all; /* of the whole run; estimated nanoseconds */
	struct run_progress progress;
	struct control controls[CONTROL_MAX]; /* not stored yet */
	size_t ncontrols;
};

/* Whether the current session of a cell is stored already, or is not wanted. */
bool rounds_stored(const struct runner *r, size_t cell);

/* Returns how many cells of the block the current session still has to measure.
 * Initialises runs[0 .. that many), unless `runs` is NULL. */
size_t rounds_begin(const struct runner *r, size_t block,
		    struct cell_run *runs);

/* Runs the control kernels; their times are stored with the next block. */
void rounds_controls(struct runner *r);

/* Runs block `number` and gives it to the sink. Returns 0, 1 when a signal came
 * before the block was complete, or -1 with *err. */
int rounds_run(struct runner *r, size_t number, struct err *err);

#endif
